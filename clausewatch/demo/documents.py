"""The district's documents: texts as plain files, and the edits that the last round makes in them.

A text file begins with `key: value` lines and a blank line; every further line is one paragraph, or a table's row with
its cells joined by tabs. `edits.toml` says which passage of which text is replaced, and what must be reported for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


class Round(IntEnum):
    """What the district is up to."""

    BASELINE = 1
    NOISE = 2
    EDITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that an office does in the last round, and the one change that must be told.

    `steps` are passages of `document` with what stands there afterwards. `path` is the clause in the new text, or
    in the old one where the clause is gone; None where the change is about the whole document. `facts` must all stand
    in the change's facts.
    """

    document: str
    type: str
    path: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published work of a site. `name` is `site/file`, `path` its address on the site, `labels` all head lines."""

    name: str
    path: str
    title: str
    published: str
    since: Round
    labels: Mapping[str, str]
    text: str

    def lines(self, round_: Round) -> list[str]:
        """The paragraphs and table rows that stand on the page in that round."""
        text = self.text
        for edit in edits() if round_ >= Round.EDITS else ():
            if edit.document == self.name:
                text = _applied(text, edit)
        return text.splitlines()


@cache
def documents(site: str) -> tuple[Document, ...]:
    """Everything that a site ever publishes, newest first."""
    found = [_document(site, file) for file in _here().joinpath("texts", site).iterdir() if file.name.endswith(".txt")]
    return tuple(sorted(found, key=lambda document: document.published, reverse=True))


@cache
def edits() -> tuple[Edit, ...]:
    """All edits of the last round, in the order of the file."""
    written = tomllib.loads(_here().joinpath("edits.toml").read_text(encoding="utf-8"))
    return tuple(
        Edit(**edit | {"steps": tuple((before, after) for before, after in edit.get("steps", ()))})
        for edit in written["edit"]
    )


def _applied(text: str, edit: Edit) -> str:
    for before, after in edit.steps:
        if text.count(before) != 1:
            raise ValueError(f"edits.toml: {before!r} must stand exactly once in {edit.document}")
        text = text.replace(before, after)
    return text


def _document(site: str, file: Traversable) -> Document:
    head, _, text = file.read_text(encoding="utf-8").partition("\n\n")
    labels = dict(line.split(": ", 1) for line in head.splitlines())
    return Document(
        name=f"{site}/{file.name.removesuffix('.txt')}",
        path=labels["path"],
        title=labels["title"],
        published=labels["published"],
        since=Round(int(labels.get("since", Round.BASELINE))),
        labels=labels,
        text=text,
    )


def _here() -> Traversable:
    return resources.files("clausewatch.demo")
