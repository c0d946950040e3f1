"""The letter of a digest: one line a document, the gravest first, in one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from monitor.letter import Letter, Words
from monitor.message.graphemes import shortened
from monitor.message.words import SEVERITY
from monitor.severity import LADDER, highest

DigestKind: TypeAlias = Literal["daily", "weekly", "burst", "gathered"]

LINES = 20
_TITLE = 40
_HEADING = 30

_NAME: Mapping[DigestKind, Words] = MappingProxyType(
    {
        "daily": Words("每日摘要", "Daily digest"),
        "weekly": Words("每周摘要", "Weekly digest"),
        "burst": Words("批量变化", "Burst of changes"),
        "gathered": Words("静默时段摘要", "Digest of the quiet hours"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a digest tells of one document, or (`document` None) of a site: the last of `times` alerts, in words.

    `severity` is the highest of them; `document` is its number, `title` the site's name where there is none.
    """

    heading: Words
    title: str
    site: str
    severity: str
    document: int | None = None
    times: int = 1


def ordered(told: Sequence[Told]) -> list[Told]:
    """The gravest first, as they came among equals; what concerns a site last."""
    return sorted(told, key=lambda each: (each.document is None, -LADDER.index(each.severity)))


def digest(told: Sequence[Told], kind: DigestKind, url: str | None = None) -> Letter:
    """The letter that tells of all of them: twenty in a line each, the rest counted. `url` is where to read on."""
    lines = ordered(told)
    documents = sum(each.document is not None for each in lines)
    shown, rest = lines[:LINES], lines[LINES:]
    opening = []
    if kind == "burst":
        opening = [
            Words(
                f"一轮检查中有{documents}份文件同时变化,已合并为一条;可能是网站批量重新发布。",
                f"{documents} documents changed in one round and are told in one message; "
                "the site may have published them all anew.",
            )
        ]
    return Letter(
        heading=_NAME[kind],
        title=f"{documents}份文件" if documents else f"{len(lines)}个网站",
        severity=highest(each.severity for each in lines),
        summary=(*opening, _counts(lines), *map(_line, shown)),
        notes=(*_rest(rest), *_where(shown)),
        url=url,
    )


def _line(told: Told) -> Words:
    title, site = shortened(told.title, _TITLE), shortened(told.site, _HEADING)
    zh, en = shortened(told.heading.zh, _HEADING), shortened(told.heading.en, 2 * _HEADING)
    if told.document is None:
        return Words(f"· {zh}:{title}", f"- {en}: {title}")
    grave = SEVERITY[told.severity]
    often = Words(f",共{told.times}次", f", {told.times} times") if told.times > 1 else Words("", "")
    return Words(
        f"· {grave.zh}|{zh}{often.zh}:《{title}》({site},文件{told.document})",
        f"- {grave.en} | {en}{often.en}: 《{title}》 ({site}, document {told.document})",
    )


def _counts(told: Sequence[Told]) -> Words:
    counts = Counter(each.severity for each in told if each.document is not None)
    found = [(SEVERITY[name], counts[name]) for name in reversed(LADDER) if counts[name]]
    if not found:
        return Words("没有文件变化。", "No document changed.")
    return Words(
        "按重要程度:" + ",".join(f"{grave.zh}{count}份" for grave, count in found),
        "By importance: " + ", ".join(f"{grave.en} {count}" for grave, count in found),
    )


def _rest(told: Sequence[Told]) -> list[Words]:
    if not told:
        return []
    counts = _counts(told)
    return [Words(f"另有{len(told)}项未列出。{counts.zh}", f"{len(told)} more are not listed. {counts.en}")]


def _where(shown: Sequence[Told]) -> list[Words]:
    first = next((each.document for each in shown if each.document is not None), None)
    if first is None:
        return []
    return [
        Words(
            f"逐条查看:clausewatch history {first}(文件编号);全部文件:clausewatch documents",
            f"Read each: clausewatch history {first} (a document's number); all: clausewatch documents",
        )
    ]
