"""The feeds: `/feed.atom` and `/feed.json`, of everything or of a site, a document, a family, a search, a subscription."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from clausewatch.foretold import retold
from clausewatch.service import Service
from clausewatch.web.conditional import answer
from clausewatch.web.tokens import subscription_of
from clausewatch.web.view import ChangeView, entry
from monitor.errors import UsageError
from monitor.interests import Interests
from monitor.observation import DocumentSummary, Subscription, VersionSummary
from monitor.subscription import Filters
from notifiers import consent
from notifiers.feed import ATOM, JSON_FEED, Feed, FeedEntry, atom, json_feed

_Told = tuple[DocumentSummary, VersionSummary]
Around: TypeAlias = tuple[frozenset[tuple[str, str | None]], frozenset[tuple[int, frozenset[int]]]]
_Wanted: TypeAlias = Callable[[Filters, object, Around], tuple[_Told, ...]]

_LATEST = 50
_LOOKED_AT = 300
"""How many of the latest versions a search or a subscription goes through: an address must not cost a whole archive."""
_KEPT = 64
"""How many searches' and subscriptions' answers are kept until something changes: readers ask every few minutes."""
_FORMS: dict[str, tuple[Callable[[Feed], bytes], str]] = {"atom": (atom, ATOM), "json": (json_feed, JSON_FEED)}


class Limit(BaseModel):
    """What a feed is limited to: nothing, or one of these. `q` are words in a title or in a clause that changed."""

    site: str | None = Field(default=None, max_length=200)
    document: int | None = Field(default=None, ge=1, le=2**53)
    family: int | None = Field(default=None, ge=1, le=2**53)
    q: str | None = Field(default=None, min_length=1, max_length=200)
    token: str | None = Field(default=None, max_length=200)


def router(service: Service) -> APIRouter:
    """The feeds of an installation. At most one of `site`, `document`, `family`, `q` and `token` limits a feed."""
    routes = APIRouter()
    wanted: _Wanted = lru_cache(_KEPT)(partial(_wanted, service))

    @routes.api_route("/feed.{form}", methods=["GET", "HEAD"])
    def feed(request: Request, form: Literal["atom", "json"], limit: Annotated[Limit, Query()]) -> Response:
        given = limit.model_dump(exclude_none=True)
        if len(given) > 1:
            return PlainTextResponse("site、document、family、q、token 只能选一个。\n", status_code=400)
        try:
            title, told = _told(service, limit, wanted)
        except UsageError:
            return PlainTextResponse("没有这个订阅源。\n", status_code=404)
        base = service.settings.public_url or str(request.base_url).rstrip("/")
        address = f"{base}/feed.{form}" + (f"?{urlencode(given)}" if given else "")
        made = Feed(title=title, address=address, entries=[_entry(*each) for each in told])
        write, media_type = _FORMS[form]
        return answer(request, write(made), media_type, made.updated)

    return routes


def addresses(service: Service, subscription: int) -> list[str]:
    """Where a subscription's own feeds and calendar are, which nobody can guess. Raises UsageError."""
    base, secret = service.settings.public_url, service.channels().token_secret
    if not base or not secret:
        raise UsageError("feeds of a subscription need public_url and CLAUSEWATCH_TOKEN_SECRET; see docs/feeds.md")
    targets = {each.id: each.to for each in service.subscriptions.all()}
    if subscription not in targets:
        raise UsageError(f"there is no subscription {subscription}; see: clausewatch subscriptions")
    token = consent.issue(secret, "feed", subscription, targets[subscription])
    return [f"{base}/{name}?token={token}" for name in ("feed.atom", "feed.json", "calendar.ics")]


def _told(service: Service, limit: Limit, wanted: _Wanted) -> tuple[str, Sequence[_Told]]:
    """A feed's title and its versions, newest first. Raises UsageError where there is no such feed."""
    latest = service.archive.latest_changes

    def found(filters: Filters) -> tuple[_Told, ...]:
        return wanted(filters, *_state(service, filters))

    if limit.site is not None:
        service.known([limit.site])
        return f"{limit.site} · clausewatch", latest(_LATEST, site=limit.site)
    if limit.document is not None:
        title = service.archive.summary(limit.document).title
        return f"{title} · clausewatch", latest(_LATEST, document=limit.document)
    if limit.family is not None:
        title = service.archive.summary(limit.family).title
        kin = service.families.of(limit.family).documents
        told = [each for member in kin for each in latest(_LATEST, document=member)]
        newest = sorted(told, key=lambda each: (each[1].at, each[0].id), reverse=True)
        return f"{title}及其相关文件 · clausewatch", newest[:_LATEST]
    if limit.q is not None:
        return f"{limit.q} · clausewatch", found(Filters(keywords=(limit.q,), severity="low"))
    if limit.token is not None:
        wish = wish_of(service, limit.token)
        return "我的订阅 · clausewatch", () if wish.paused else found(wish.filters)
    return "clausewatch", latest(_LATEST)


def wish_of(service: Service, token: str) -> Subscription:
    """The subscription whose feed and calendar a token opens: nothing is sent there, so no yes is needed.

    Raises UsageError where there is none.
    """
    found = subscription_of(service, "feed", token)
    if found is None:
        raise UsageError("there is no such subscription")
    return replace(found, confirmed=True)


def _state(service: Service, filters: Filters) -> tuple[object, Around]:
    """What answers stay the same with: the newest change, where the sites are, and who is kin."""
    newest = [(document.id, version.number) for document, version in service.archive.latest_changes(1)]
    return tuple(newest), around(service, filters)


def around(service: Service, filters: Filters) -> Around:
    """As `Service.around`, to be remembered by."""
    regions, kin = service.around([filters])
    return frozenset(regions.items()), frozenset(kin.items())


def _wanted(service: Service, filters: Filters, newest: object, known: Around) -> tuple[_Told, ...]:
    """Of the latest versions those that pass, as long as that change is the `newest`."""
    del newest
    interests, found = (
        Interests([Subscription(id=0, to="", filters=filters)], dict(known[0]), dict(known[1])),
        list[_Told](),
    )
    for document, version in service.archive.latest_changes(_LOOKED_AT):
        if interests.wanting(retold(service, document, version)):
            found.append((document, version))
        if len(found) == _LATEST:
            break
    return tuple(found)


def _entry(document: DocumentSummary, version: VersionSummary) -> FeedEntry:
    shown = entry(document, version)
    lines = [_line(change) for change in shown.changes]
    lines += [f"另有{shown.more}处变化未列出。"] if shown.more else []
    labels = "、".join(dict.fromkeys(change.label for change in shown.changes))
    return FeedEntry(
        url=document.url,
        first_url=document.first_url,
        version=version.number,
        title=f"【{shown.severity_label}】{document.title or document.url}:{labels}",
        text="\n".join(lines),
        site=document.site,
        severity=version.severity,
        at=version.at,
    )


def _line(change: ChangeView) -> str:
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    text = "".join(marks[mark].format(words) for mark, words in change.segments)
    return " ".join(part for part in (f"{change.label}:", change.place, change.said, text) if part)
