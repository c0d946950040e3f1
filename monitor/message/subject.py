"""What a letter is about, beside what changed: the document, and where and when it was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from monitor.changes.work import stage as printed_stage
from monitor.dates import SHANGHAI
from monitor.letter import Words
from monitor.records import Consultation, Edition, Published, Stage
from monitor.text import key

_STAGE = {"draft": Words("征求意见稿", "draft for comments"), "trial": Words("试行", "on trial")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The document a message is about; None and "" mean: not known, not said.

    `at_before` and `at` are when the two versions were captured, aware. `office` published the edition before: of a
    copy, the original. `marker` is the stage as printed (草案), where it is.
    """

    title: str
    site: str | None = None
    column: str | None = None
    url: str | None = None
    version_before: int | None = None
    version_after: int | None = None
    at_before: datetime | None = None
    at: datetime | None = None
    published_before: Published = None
    published_after: Published = None
    stage: Stage | None = None
    marker: str | None = None
    document_number: str | None = None
    index_number: str | None = None
    office: str | None = None
    consultation_before: Consultation = field(default_factory=Consultation)
    consultation_after: Consultation = field(default_factory=Consultation)


def between(
    before: Edition,
    after: Edition,
    *,
    site: str | None = None,
    column: str | None = None,
    url: str | None = None,
    version_before: int | None = None,
    version_after: int | None = None,
    at_before: datetime | None = None,
    at: datetime | None = None,
) -> Subject:
    """The subject of a letter about two editions of a document."""
    old, new = before.article, after.article
    return Subject(
        title=new.title or old.title,
        site=site,
        column=column,
        url=url,
        version_before=version_before,
        version_after=version_after,
        at_before=at_before,
        at=at,
        published_before=old.published,
        published_after=new.published,
        stage=new.stage,
        marker=printed_stage(after),
        document_number=new.document_number,
        index_number=new.index_number,
        office=old.publisher or old.source or old.site,
        consultation_before=old.consultation,
        consultation_after=new.consultation,
    )


def titled(subject: Subject) -> str:
    """The work's title, with its stage where it is a draft or on trial: 校车管理办法(征求意见稿)."""
    shown = _shown_stage(subject)
    return f"{subject.title}({shown})" if shown and key(shown) not in key(subject.title) else subject.title


def _shown_stage(subject: Subject) -> str:
    stage = _STAGE.get(subject.stage or "")
    return (subject.marker or stage.zh) if stage else ""


def origin(subject: Subject) -> Iterator[Words]:
    """Site and column, numbers, versions with their times in Shanghai; each line only where something is known."""
    if place := " · ".join(part for part in (subject.site, subject.column) if part):
        yield Words(place, place)
    stage = _STAGE.get(subject.stage or "", Words("", ""))
    details = (
        ("阶段", "Stage", _shown_stage(subject), stage.en),
        ("文号", "Number", subject.document_number, subject.document_number),
        ("索引号", "Index", subject.index_number, subject.index_number),
    )
    if known := [detail for detail in details if detail[2]]:
        yield Words(
            " · ".join(f"{label}:{value}" for label, _, value, _ in known),
            " · ".join(f"{label}: {value}" for _, label, _, value in known),
        )
    before, after = _moment(subject.at_before), _moment(subject.at)
    if subject.version_before is not None and subject.version_after is not None:
        zh = [f"第{subject.version_before}版", f"第{subject.version_after}版"]
        en = [str(subject.version_before), str(subject.version_after)]
        for index, moment in enumerate((before, after)):
            zh[index] += f"({moment}抓取)" if moment else ""
            en[index] += f" (captured {moment})" if moment else ""
        yield Words(f"版本:{zh[0]}→{zh[1]}", f"Version {en[0]} → {en[1]}")
    elif after:
        yield Words(f"发现时间:{after}", f"Seen: {after}")


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""
