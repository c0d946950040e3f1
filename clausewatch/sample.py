"""What a subscription's message looks like: of the latest change, or of one in an office that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clausewatch import announce
from clausewatch.foretold import retold, target_of
from clausewatch.service import Service
from monitor import grading
from monitor.compare import compare
from monitor.observation import Alert, Delivery, DueTarget, StoredVersion
from monitor.outline import outline
from monitor.records import Article, Edition
from monitor.subscription import Filters, Subscription
from notifiers.channels import preview

_TITLE = "青河区学前教育发展行动计划"
_URL = "https://www.example.org/ghjh/1.html"
_BEFORE = f"{_TITLE}\n一、主要目标\n1.扩大资源。到2027年，公办园在园幼儿占比达到52%以上。\n2.全面实施集团化办园。\n二、组织保障\n1.区教育局牵头，每年公布进展。"
_AFTER = _BEFORE.replace("52%", "55%").replace("全面实施", "稳步推进")
_LATEST = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """A message as people look at it; `invented` where no change was there to tell."""

    text: str
    invented: bool


def sample(service: Service, to: str, filters: Filters | None = None) -> Sample:
    """The message that `to` would get now. Nothing is sent or stored.

    It tells the latest change that passes the filters, else an invented one. Raises UsageError for a target that cannot
    be.
    """
    at = service.now()
    latest = _latest(service, Subscription(id=0, to=to, filters=filters or Filters()))
    alert = grading.regraded(latest or _invented(at), service.settings.severity, "settings")
    alert = grading.regraded(alert, grading.levels_of(filters.levels if filters else ()), "subscription")
    delivery = Delivery(
        id="msg_preview",
        subscription=0,
        document=None,
        state="pending",
        attempts=0,
        at=at,
        error=None,
        to=to,
        type=alert.type,
        payload=alert.payload,
        letter=alert.letter,
    )
    return Sample(preview(to, delivery, at, service.channels()), invented=latest is None)


def _latest(service: Service, wish: Subscription) -> Alert | None:
    interests = service.interests([wish])
    for document, version in service.archive.latest_changes(_LATEST):
        if interests.wanting(alert := retold(service, document, version)):
            if version.number == 1:
                return alert
            before, after = (service.version(document.id, number=version.number - back) for back in (1, 0))
            return _changed(target_of(service, document), before, after)
    return None


def _changed(target: DueTarget, before: StoredVersion, after: StoredVersion) -> Alert:
    return announce.of_changes(target, after.edition, compare(before.edition, after.edition), before, at=after.at)


def _target(url: str, site: str, document: int) -> DueTarget:
    return DueTarget(id=0, kind="document", url=url, site=site, rules="{}", rules_digest="", document=document)


def _invented(at: datetime) -> Alert:
    before, after = (
        StoredVersion(document=1, number=number, at=at, content_hash="", extractor="", edition=_edition(text))
        for number, text in ((1, _BEFORE), (2, _AFTER))
    )
    return _changed(_target(_URL, "青河区教育局", 1), before, after)


def _edition(text: str) -> Edition:
    return Edition(Article(title=_TITLE, text=text, kind="行动计划"), outline(text))
