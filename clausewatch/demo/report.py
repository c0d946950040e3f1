"""The demo's last word: expected against reported, as a table for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from clausewatch.demo.truth import Told, Verdict


def report(verdict: Verdict, console: Console) -> None:
    """Print the truth table, then what was invented, then one line that sums up."""
    table = Table(title="Truth table: what happened in the district, and what was told", title_justify="left")
    for heading in ("week", "what", "expected", "path", "facts", "reported"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "expected")
    for row in verdict.rows:
        facts = ", ".join(f"{name}={value}" for name, value in row.expected.facts.items())
        answer = Text("missed", style="bold red") if row.told is None else Text("yes", style="green")
        table.add_row(
            str(row.expected.round),
            row.expected.subject,
            row.expected.type,
            row.expected.path or "",
            Text(facts),
            answer,
        )
    console.print(table)
    for told in verdict.invented:
        console.print(_invented(told))
    told_right = len(verdict.rows) - len(verdict.missed)
    console.print(
        f"expected {len(verdict.rows)}, reported {told_right + len(verdict.invented)}, "
        f"missed {len(verdict.missed)}, invented {len(verdict.invented)}"
    )


def _invented(told: Told) -> Text:
    return Text(f"invented in round {told.round}: {told.type} at {told.path or 'the whole'} of {told.url}", "red")
