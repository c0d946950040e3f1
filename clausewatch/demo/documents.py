"""The district's documents: texts as plain files, and what becomes of them in a year.

A text file begins with `key: value` lines and a blank line; every further line is one paragraph, or a table's row with
its cells joined by tabs. `calendar.toml` says which passage of which text is replaced when, and what must be told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from clausewatch.demo.calendar import BASELINE, Burst, Edit, Expected, Flapping, moment, year
from monitor.dates import SHANGHAI


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published work of a site. `name` is `site/file`, `path` its address on the site, `labels` all head lines."""

    name: str
    path: str
    title: str
    published: str
    since: int
    labels: Mapping[str, str]
    text: str

    def there(self, round_: int) -> bool:
        """Whether it can be found in that round."""
        gone = (each for each in year().withdrawals if each.document == self.name)
        return self.since <= round_ and not any(each.first <= round_ <= each.last for each in gone)

    def lines(self, round_: int) -> list[str]:
        """The paragraphs and table rows that stand on the page in that round."""
        text = self.text
        for edit in year().edits:
            if edit.document == self.name and edit.round <= round_:
                text = _applied(text, edit)
        for pair in year().flapping:
            if pair.document == self.name and pair.other(round_):
                text = _applied(text, pair)
        return text.splitlines()


@cache
def documents(site: str) -> tuple[Document, ...]:
    """Everything that a site ever publishes, newest first."""
    found = [_document(site, file) for file in _here().joinpath("texts", site).iterdir() if file.name.endswith(".txt")]
    for burst in year().bursts:
        found += _burst(burst) if burst.site == site else ()
    return tuple(sorted(found, key=lambda document: document.published, reverse=True))


def document(name: str) -> Document:
    """A document by its name."""
    return next(one for one in documents(name.partition("/")[0]) if one.name == name)


def expected() -> tuple[Expected, ...]:
    """All that must be told of the district's documents and sites in its year."""
    edited = [
        Expected(round=edit.round, subject=edit.document, type=edit.type, path=edit.path, facts=edit.facts)
        for edit in year().edits
        if edit.type is not None
    ]
    published = {one.name: one.since for site in sites() for one in documents(site) if one.since > BASELINE}
    arrived = [
        Expected(
            round=published[each.document], subject=each.document, type=each.type, path=each.path, facts=each.facts
        )
        for each in year().arrivals
    ]
    found = [
        Expected(
            round=max(published.get(name, BASELINE) for name in (each.document, each.of)),
            subject=each.document,
            type=each.relation,
            facts={"of": each.of},
        )
        for each in year().kin
    ]
    told_otherwise = {each.subject for each in arrived}
    new = [
        Expected(round=since, subject=name, type="new_document")
        for name, since in published.items()
        if name not in told_otherwise
    ]
    broken = [
        Expected(round=round_, subject=each.site, type=f"incident_{what}", facts={"cause": each.cause})
        for each in year().outages
        for round_, what in ((each.opened, "opened"), (each.last + 1, "closed"))
    ]
    flapped = [
        Expected(round=each.first + flip, subject=each.document, type=each.type, path=each.path)
        for each in year().flapping
        for flip in (0, 1)
    ]
    gone = [
        Expected(round=round_, subject=each.document, type=f"document_{what}")
        for each in year().withdrawals
        for round_, what in ((each.told, "withdrawn"), (each.last + 1, "restored"))
    ]
    return tuple(sorted([*edited, *arrived, *found, *new, *broken, *flapped, *gone], key=lambda one: one.round))


def sites() -> list[str]:
    """The names of the offices that publish."""
    return sorted(directory.name for directory in _here().joinpath("texts").iterdir() if directory.is_dir())


def _applied(text: str, edit: Edit | Flapping) -> str:
    for before, after in edit.steps:
        if text.count(before) != 1:
            raise ValueError(f"calendar.toml: {before!r} must stand exactly once in {edit.document}")
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
        since=int(labels.get("since", BASELINE)),
        labels=labels,
        text=text,
    )


def _burst(burst: Burst) -> Iterator[Document]:
    """Its documents, all published on the day of its round."""
    day = moment(burst.round).astimezone(SHANGHAI)
    for number, title in enumerate(burst.titles, 1290):
        published = f"{day:%Y-%m-%d} {8 + (number - 1290) // 4:02}:{number % 4 * 15:02}"
        yield Document(
            name=f"{burst.site}/{number}",
            path=burst.path.format(number),
            title=title,
            published=published,
            since=burst.round,
            labels={"title": title, "published": published, "author": "校办", "views": str(number % 90)},
            text=burst.text.format(title=title).strip(),
        )


def _here() -> Traversable:
    return resources.files("clausewatch.demo")
