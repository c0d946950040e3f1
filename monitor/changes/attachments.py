"""Attached files that came, went, or hold other bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.attached import matched
from monitor.changes.placed import change
from monitor.outline import text_of
from monitor.records import AttachedFile, Change, Edition, Facts


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file before and after; None on the side where it is not."""

    old: AttachedFile | None
    new: AttachedFile | None

    @property
    def readable(self) -> bool:
        """Whether both sides have other bytes and a text, so that their clauses can be compared."""
        return bool(
            self.old
            and self.new
            and self.old.content_hash != self.new.content_hash
            and self.old.parts
            and self.new.parts
        )

    def change(self) -> Iterator[Change]:
        """What became of the file itself; nothing where its bytes are the same."""
        old, new = self.old, self.new
        named = new or old
        assert named is not None
        facts: Facts = {
            "name": named.name,
            "url": named.url,
            "old": old.content_hash if old else None,
            "new": new.content_hash if new else None,
        }
        if old and new:
            if old.content_hash != new.content_hash:
                facts |= {
                    "lines_old": _lines(old),
                    "lines_new": _lines(new),
                    "same_text": bool(old.parts) and _text(old) == _text(new),
                }
                yield change("attachment_replaced", (old.section, new.section), new.name, ("", ""), facts=facts)
        elif new:
            yield change("attachment_added", (None, new.section), new.name, ("", _text(new)), facts=facts)
        elif old:
            yield change("attachment_removed", (old.section, None), old.name, (_text(old), ""), facts=facts)


def pairs(old: Edition, new: Edition) -> list[FilePair]:
    """The files of both editions: those of the new one in order, then those that are gone."""
    known = matched(old.files, new.files)
    gone = [file for at, file in enumerate(old.files) if at not in known.values()]
    return [
        *(FilePair(old.files[known[at]] if at in known else None, file) for at, file in enumerate(new.files)),
        *(FilePair(file, None) for file in gone),
    ]


def placed_under(found: Change, old: str, new: str) -> Change:
    """A change of a file's clauses with the paths that they have in their documents: below these sections."""
    facts = dict(found.facts)
    for name, section in _sides(found, old, new):
        paths = facts[name]
        if isinstance(paths, list):
            facts[name] = [below(section, str(path)) for path in paths]
        elif isinstance(paths, str):
            facts[name] = below(section, paths)
    return replace(
        found,
        path_before=None if found.path_before is None else below(old, found.path_before),
        path_after=None if found.path_after is None else below(new, found.path_after),
        facts=facts,
    )


def _sides(found: Change, old: str, new: str) -> Iterator[tuple[str, str]]:
    """The facts of a change that are paths, each with the section of the side that it speaks of."""
    sections = {"paths": old if found.path_after is None else new, "from": old, "into": new}
    return ((name, section) for name, section in sections.items() if name in found.facts)


def below(section: str, path: str) -> str:
    """A path inside a file as it is in the document."""
    return f"{section}/{path}" if path else section


def _text(file: AttachedFile) -> str:
    return "\n".join(text_of(part.outline) for part in file.parts)


def _lines(file: AttachedFile) -> int | None:
    return _text(file).count("\n") + 1 if file.parts else None
