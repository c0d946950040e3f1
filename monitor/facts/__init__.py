"""What a text sets down besides its clauses: targets, deadlines, responsible units, citations, dates."""

from __future__ import annotations

from monitor.facts import citations as references
from monitor.facts.targets import targets_of
from monitor.records import Mentions, Outline


def mentions(outline: Outline) -> Mentions:
    """Everything that an outline's clauses mention; reading it costs several times what the outline costs."""
    text = "\n".join(clause.text for clause in outline.clauses)
    return Mentions(
        targets=tuple(target for clause in outline.clauses for target in targets_of(clause)),
        citations=references.citations(text),
        dates=references.dates(text),
        document_numbers=references.document_numbers(text),
    )
