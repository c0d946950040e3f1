"""Who is told what: a subscription's filters tried against an alert."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from monitor.attached import whole_text
from monitor.facts.responsible import responsible
from monitor.facts.targets import targets_of
from monitor.observation import Alert
from monitor.severity import LADDER, at_least
from monitor.subscription import Filters, Subscription
from monitor.text import key

OF_SITES = frozenset({"baseline", "incident.opened", "incident.closed"})
"""Alerts that concern a site: that watching began, broke off, goes on."""

OF_ALL_CLAUSES = frozenset({"document_withdrawn", "document_restored", "validity_changed", "status_changed"})
"""Changes that concern every clause of a document: who watches one of its clauses wants to know."""
REMINDER = "deadline.reminder"
_REMINDS_OF: Mapping[str, str] = MappingProxyType(
    {"deadline": "deadline_moved", "expiry": "validity_changed", "overdue": "status_changed"}
)
"""What a reminder is about → the type of change that who wants it would ask for."""

# An indicator is called by many names: 公办幼儿园在园幼儿所占比例 is 公办园占比.
_SHARE = re.compile("(?:所?占)?(?:比例|比重)|占比")
_SAME = (("幼儿园", "园"), ("普惠性", "普惠"), ("在园幼儿数", ""), ("在园幼儿", ""), ("的", ""))
_FACTS_OF_INDICATORS = ("indicator", "targets", "row", "column")
_FACTS_OF_UNITS = ("added", "removed", "lead_old", "lead_new", "responsible")


class ChangeNews:
    """One change, folded for comparing as far as anyone asks."""

    def __init__(self, change: Mapping[str, Any], alert: Alert) -> None:
        self.type: str = change["type"]
        self._change, self._everywhere = change, self.type in OF_ALL_CLAUSES or alert.type == REMINDER
        self._whole = alert.edition if self._everywhere or self.type == "new_document" else None
        self.rank = LADDER.index(change["severity"])

    @cached_property
    def text(self) -> str:
        """Title and both sides, by key; the whole text of what concerns all of it."""
        named = [self._change[name] for name in ("title", "before", "after")]
        return "\n".join(map(key, [*named, whole_text(self._whole)] if self._everywhere and self._whole else named))

    @cached_property
    def paths(self) -> frozenset[str]:
        """Where it is, with every path above; every path of what concerns all of it."""
        everywhere = self._whole.outline.clauses if self._everywhere and self._whole else ()
        named = [
            *(clause.path for clause in everywhere),
            self._change.get("path_before"),
            self._change.get("path_after"),
            *_texts(self._facts, ("paths",)),
        ]
        return frozenset(above for path in named if path for above in steps(path))

    @cached_property
    def indicators(self) -> str:
        """The indicators that it speaks of, one a line."""
        named = list(_texts(self._facts, _FACTS_OF_INDICATORS))
        if self._whole:
            found = [target for clause in self._whole.outline.clauses for target in targets_of(clause)]
            named += [text for target in found for text in (target.indicator, target.text)]
        return "\n".join(map(indicator, named))

    @cached_property
    def units(self) -> str:
        """The units that answer for its clause, before or after, one a line."""
        sides = (self._change["before"], self._change["after"])
        texts = [clause.text for clause in self._whole.outline.clauses] if self._whole else sides
        named = [*_texts(self._facts, _FACTS_OF_UNITS), *(unit for text in texts for unit in responsible(text))]
        return "\n".join(map(key, named))

    @property
    def _facts(self) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self._change.get("facts", {})
        return facts


class News:
    """An alert as filters see it. `region` is that of its site, `families` are documents of its document's family."""

    def __init__(self, alert: Alert, region: str | None = None, families: Collection[int] = ()) -> None:
        document = alert.payload.get("document", {})
        self._alert = alert
        self.site, self.of_site = key(alert.site), alert.type in OF_SITES
        self.regions = frozenset(steps(key(region or "")))
        self.column = key(document.get("column") or "")
        self.document: int | None = document.get("id")
        self.families = families
        self.kind, self.stage = key(document.get("kind") or ""), document.get("stage") or ""
        self.title = key(document.get("title") or "")
        # Who wants no reminders says so: how grave changes must be has no say in them.
        self.rank = len(LADDER) if alert.type == REMINDER else LADDER.index(alert.severity)

    def rank_by(self, levels: Mapping[str, int]) -> int:
        """How grave it is to who finds some types graver or less grave."""
        if not levels or self._alert.type == REMINDER:
            return self.rank
        return max((levels.get(change.type, change.rank) for change in self.changes), default=self.rank)

    @cached_property
    def changes(self) -> list[ChangeNews]:
        """Its changes; a reminder passes as the change that it is about would."""
        changes = self._alert.payload["changes"]
        if self._alert.type == REMINDER:
            kind = _REMINDS_OF[self._alert.payload["reminder"]["kind"]]
            changes = [{"type": kind, "severity": LADDER[-1], "title": "", "before": "", "after": ""}]
        return [ChangeNews(change, self._alert) for change in changes]

    @cached_property
    def everything(self) -> str:
        """The title, the whole text as it is now, and what went, by key."""
        edition = self._alert.edition
        now = key(whole_text(edition)) if edition else ""
        return "\n".join([self.title, now, *(change.text for change in self.changes)])


OF_DOCUMENT: Mapping[str, Callable[[News, Any], bool]] = MappingProxyType(
    {
        "sites": lambda news, value: value == news.site,
        "regions": lambda news, value: value in news.regions,
        "columns": lambda news, value: value == news.column,
        "documents": lambda news, value: value == news.document,
        "families": lambda news, value: value == news.document or value in news.families,
        "kinds": lambda news, value: value == news.kind,
        "stages": lambda news, value: value == news.stage,
        "anywhere": lambda news, value: value in news.everything,
    }
)
"""Filter → whether the document passes it by one of its folded values."""

OF_CHANGE: Mapping[str, Callable[[News, ChangeNews, Any], bool]] = MappingProxyType(
    {
        "clauses": lambda _, change, value: value in change.paths,
        "keywords": lambda news, change, value: value in news.title or value in change.text,
        "indicators": lambda _, change, value: value in change.indicators,
        "units": lambda _, change, value: value in change.units,
        "types": lambda _, change, value: value == change.type,
    }
)
"""Filter → whether a change passes it by one of its folded values."""


def matches(
    subscription: Subscription, alert: Alert, region: str | None = None, families: Collection[int] = ()
) -> bool:
    """Whether the subscription wants the alert of a site in `region`, of a document in the family of `families`.

    One change must pass all filters that speak of changes, and reach the least severity: a renumbered clause that holds
    the keyword is no reason to tell. Texts are compared by key: width and blanks do not count. A baseline's summary
    tells that watching has begun, an incident that it is broken off: so only site and region decide about them, unless
    documents were asked for. Whether the subscription is paused does not count here.
    """
    return passes(folded(subscription.filters), News(alert, region, families))


def passes(wanted: Filters, news: News) -> bool:
    """Whether news pass filters that are `folded`."""
    if news.of_site:
        return not (wanted.documents or wanted.families) and all(
            _document_passes(wanted, news, name) for name in ("sites", "regions")
        )
    least, levels = LADDER.index(wanted.severity), _ranks(wanted)
    if news.rank_by(levels) < least or not all(_document_passes(wanted, news, name) for name in OF_DOCUMENT):
        return False
    asked = [(test, values) for name, test in OF_CHANGE.items() if (values := getattr(wanted, name))]
    if not asked:
        return True
    return any(
        levels.get(change.type, change.rank) >= least
        and all(any(test(news, change, value) for value in values) for test, values in asked)
        for change in news.changes
    )


def folded(wanted: Filters) -> Filters:
    """The filters with their values as `News` has them."""
    texts = (field.name for field in fields(wanted) if field.name not in _AS_GIVEN)
    changed: dict[str, Any] = {
        name: tuple(_FOLD.get(name, key)(value) for value in getattr(wanted, name)) for name in texts
    }
    return replace(wanted, **changed)


def steps(path: str) -> list[str]:
    """A path of clauses or of a region, and all above it."""
    parts = [clean for part in path.split("/") if (clean := key(part).rstrip("、."))]
    return ["/".join(parts[:size]) for size in range(1, len(parts) + 1)]


def indicator(name: str) -> str:
    """What is the same for all names of an indicator."""
    name = key(name)
    for written, meant in _SAME:
        name = name.replace(written, meant)
    return _SHARE.sub("占比", name)


def covers(wide: Filters, narrow: Filters) -> bool:
    """Whether all that passes `narrow` surely passes `wide`."""
    wide, narrow = folded(wide), folded(narrow)
    if not at_least(narrow.severity, wide.severity) or wide.levels != narrow.levels:
        return False
    limits = (field.name for field in fields(wide) if field.name not in {"severity", "levels"})
    return all(_within(name, getattr(wide, name), getattr(narrow, name)) for name in limits)


def _ranks(wanted: Filters) -> dict[str, int]:
    """The types that the filters move → where they stand on the ladder."""
    written = (each.partition("=") for each in wanted.levels)
    return {kind: LADDER.index(level) for kind, _, level in written}


def _within(name: str, wide: tuple[Any, ...], narrow: tuple[Any, ...]) -> bool:
    if not wide:
        return True
    reach = steps if name in _PREFIXES else lambda value: [value]
    return bool(narrow) and all(any(step in wide for step in reach(value)) for value in narrow)


def _document_passes(wanted: Filters, news: News, name: str) -> bool:
    values = getattr(wanted, name)
    return not values or any(OF_DOCUMENT[name](news, value) for value in values)


def _texts(facts: Mapping[str, Any], names: Iterable[str]) -> Iterable[str]:
    for name in names:
        value = facts.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from (each for each in value if isinstance(each, str))


def _path(written: str) -> str:
    above = steps(written)
    return above[-1] if above else ""


_PREFIXES = frozenset({"regions", "clauses"})
_AS_GIVEN = frozenset({"documents", "families", "types", "stages", "severity", "levels"})
_FOLD: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"regions": _path, "clauses": _path, "indicators": indicator}
)
