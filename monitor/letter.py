"""What people are told: one letter, said in two languages, for every way of showing it.

A letter has no marks and no layout: those are of the form it is shown in (`monitor.message.plain`, `notifiers.render`).
All its texts may hold words of a page, so every form treats all of them as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from monitor.records import Segment

Language: TypeAlias = Literal["zh", "en"]
Mark: TypeAlias = Literal["=", "-", "+"]
Passage: TypeAlias = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is said of one clause: where it stands, each change in words, and the passages that show it.

    A passage is one line of the document's own text: kept (`=`), removed (`-`) and inserted (`+`) pieces in order, `…`
    where text is left out.
    """

    place: Words
    said: tuple[Words, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message. Every entry of a tuple is one line.

    `heading` names the kinds of change, `origin` says how grave it is and why, where it comes from and when, `summary`
    what concerns the document as a whole, `groups` the clauses in the order of the text, `notes` the rest. `url` is the
    document's address as it is known, of any scheme; `view` is where our own page of it is, and is not kept with the letter.
    """

    heading: Words
    title: str
    severity: str
    origin: tuple[Words, ...] = ()
    summary: tuple[Words, ...] = ()
    groups: tuple[Group, ...] = ()
    notes: tuple[Words, ...] = ()
    url: str | None = None
    view: str | None = None


def to_json(letter: Letter) -> dict[str, Any]:
    """The letter as plain values; `from_json` gives it back."""
    return {
        "heading": _pair(letter.heading),
        "title": letter.title,
        "severity": letter.severity,
        "origin": [*map(_pair, letter.origin)],
        "summary": [*map(_pair, letter.summary)],
        "groups": [
            {
                "place": _pair(group.place),
                "said": [*map(_pair, group.said)],
                "passages": [[list(piece) for piece in passage] for passage in group.passages],
            }
            for group in letter.groups
        ],
        "notes": [*map(_pair, letter.notes)],
        "url": letter.url,
    }


def from_json(value: dict[str, Any]) -> Letter:
    """The letter that `to_json` was given."""
    return Letter(
        heading=Words(*value["heading"]),
        title=value["title"],
        severity=value["severity"],
        origin=_lines(value["origin"]),
        summary=_lines(value["summary"]),
        groups=tuple(
            Group(
                place=Words(*group["place"]),
                said=_lines(group["said"]),
                passages=tuple(tuple((mark, text) for mark, text in passage) for passage in group["passages"]),
            )
            for group in value["groups"]
        ),
        notes=_lines(value["notes"]),
        url=value["url"],
    )


def _pair(words: Words) -> list[str]:
    return [words.zh, words.en]


def _lines(pairs: list[list[str]]) -> tuple[Words, ...]:
    return tuple(Words(*pair) for pair in pairs)
