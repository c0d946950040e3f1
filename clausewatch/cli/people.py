"""The list of commands in `--help`: by whom each one is for, as README has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from typer.core import TyperGroup

SECTIONS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "To begin with": ("demo", "init", "doctor"),
        "For operators: what is watched, and how": (
            "add",
            "sites",
            "status",
            "set",
            "validate",
            "preview",
            "repair",
            "new-page",
            "check",
            "serve",
            "pause",
            "resume",
            "slow",
            "reprocess",
            "prune",
            "backup",
            "restore",
            "move",
            "token",
        ),
        "For watchers: who is told what": ("subscribe", "subscriptions", "deliveries", "explain"),
        "For archivists: what a document said": (
            "documents",
            "search",
            "clause",
            "target",
            "history",
            "show",
            "diff",
            "family",
            "link",
            "verify",
        ),
        "For a page or a text at hand": ("extract", "outline", "compare"),
    }
)
"""Heading → its commands."""


class ByPeople(TyperGroup):
    """The commands under the headings of `SECTIONS`."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the lists. Typer's own click has no public types."""
        del ctx
        width = formatter.width - 6 - max(map(len, self.commands))
        for heading, names in SECTIONS.items():
            rows = [(name, self.commands[name].get_short_help_str(width)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)
