"""What a watcher does: subscriptions and deliveries. A token with an owner sees and makes this person's only."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import Response as Bare
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from clausewatch import asking, contract, wishes
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import BIGGEST, LINE, Cursor, Limit, answer, as_json, documented, paged
from clausewatch.web.api.problems import MissingError, there
from clausewatch.web.api.rights import Asker, needs
from monitor.observation import Delivery, Subscription
from monitor.rights import Holder

_Word: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=LINE)]
_Address: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=LINE)]
_Words = Annotated[list[_Word], Field(max_length=50)]
_Addresses = Annotated[list[_Address], Field(max_length=50)]
_Id = Annotated[int, Path(ge=1, le=BIGGEST, description="a subscription's id")]
_MESSAGE = r"^[A-Za-z0-9_-]{1,64}$"


class FiltersBody(BaseModel):
    """What limits a subscription, as the options of `subscribe` do; documents and families by id or address."""

    model_config = ConfigDict(extra="forbid")

    sites: _Words = []
    regions: _Words = []
    columns: _Words = []
    documents: _Addresses = []
    families: _Addresses = []
    kinds: _Words = []
    stages: _Words = []
    anywhere: _Words = []
    clauses: _Words = []
    keywords: _Words = []
    indicators: _Words = []
    units: _Words = []
    types: _Words = []
    levels: _Words = []


class TimingBody(BaseModel):
    """When messages come, as the options of `subscribe` say it."""

    model_config = ConfigDict(extra="forbid")

    at: _Word = "08:00"
    on: _Word = "monday"
    quiet: _Word | None = None
    zone: _Word = "Asia/Shanghai"
    remind: _Word | None = None
    remind_expiry: _Word | None = None


class Wish(BaseModel):
    """A subscription to make."""

    model_config = ConfigDict(extra="forbid")

    to: _Address
    filters: FiltersBody = FiltersBody()
    severity: Literal["low", "medium", "high", "critical"] = "medium"
    mode: Literal["at-once", "daily", "weekly"] | None = None
    timing: TimingBody = TimingBody()
    owner: _Word | None = None


class Which(BaseModel):
    """Which deliveries."""

    state: Literal["pending", "sent", "failed"] | None = None
    subscription: int | None = Field(default=None, ge=1, le=BIGGEST)
    cursor: str | None = Field(default=None, pattern=_MESSAGE, description="`next` of the answer before")
    limit: int = Field(default=50, ge=1, le=200)


def router(service: Service) -> APIRouter:
    """The routes of watchers; each needs `watch`."""
    routes = APIRouter(tags=["watch"], dependencies=[Depends(needs("watch"))])

    @routes.get("/subscriptions", response_model=shapes.Subscriptions, responses=documented())
    def subscriptions(request: Request, holder: Asker, cursor: Cursor = 0, limit: Limit = 50) -> Response:
        """The subscriptions in force, the oldest first."""
        rows = [each for each in service.subscriptions.all(owner=holder.owner) if each.id > cursor][: limit + 1]
        lines = [contract.subscription(each) for each in rows]
        return answer(request, paged("subscriptions", rows, lines, limit, lambda last: last.id))

    @routes.post("/subscriptions", response_model=shapes.Made, status_code=201, responses=documented(400, changed=True))
    def subscribe(wish: Wish, holder: Asker) -> Response:
        """Subscribe; the same wish again is the one that is there, with the new timing."""
        if holder.owner is not None and wish.owner not in {None, holder.owner}:
            raise HTTPException(403, f"this token makes subscriptions of {holder.owner} only; leave `owner` out")
        timing = wishes.timing(mode=wish.mode, **wish.timing.model_dump())
        wanted = wishes.filters(service, severity=wish.severity, **wish.filters.model_dump())
        made = service.subscribe(wish.to, wanted, timing, holder.owner or (wish.owner or "").strip() or None)
        notes = [*filter(None, [service.warning(made.to), asking.ask(service, made)])]
        notes += [*wishes.nowhere(service, wanted)] + ([] if holder.owner else service.overlaps(made))
        body = as_json(contract.subscription(made) | {"notes": notes})
        return Response(body, status_code=201, media_type="application/json")

    @routes.post(
        "/subscriptions/{subscription}/pause",
        response_model=shapes.Subscription,
        responses=documented(404, changed=True),
    )
    def pause(subscription: _Id, holder: Asker) -> Response:
        """Tell this subscription nothing for now."""
        _mine(service, holder, subscription)
        with there():
            service.subscriptions.pause(subscription, at=service.now())
        return _shown(_mine(service, holder, subscription))

    @routes.post(
        "/subscriptions/{subscription}/resume",
        response_model=shapes.Subscription,
        responses=documented(404, changed=True),
    )
    def resume(subscription: _Id, holder: Asker) -> Response:
        """Tell it again what happens from now on."""
        _mine(service, holder, subscription)
        with there():
            service.subscriptions.resume(subscription)
        return _shown(_mine(service, holder, subscription))

    @routes.delete(
        "/subscriptions/{subscription}",
        status_code=204,
        response_class=Bare,
        responses=documented(404, changed=True),
    )
    def remove(subscription: _Id, holder: Asker) -> Response:
        """End a subscription."""
        _mine(service, holder, subscription)
        with there():
            service.subscriptions.remove(subscription, at=service.now())
        return Response(status_code=204)

    @routes.get("/deliveries", response_model=shapes.Deliveries, responses=documented(404))
    def deliveries(
        request: Request,
        holder: Asker,
        wanted: Annotated[Which, Query()],
    ) -> Response:
        """What was sent to whom, and what waits, the oldest first."""
        with there():
            rows = service.outbox.page(
                after=wanted.cursor,
                limit=wanted.limit + 1,
                state=wanted.state,
                subscription_id=wanted.subscription,
                owner=holder.owner,
            )
        lines = [contract.delivery(each) for each in rows]
        return answer(request, paged("deliveries", rows, lines, wanted.limit, lambda last: last.id))

    @routes.post(
        "/deliveries/{delivery}/resend", response_model=shapes.Delivery, responses=documented(404, changed=True)
    )
    def resend(delivery: Annotated[str, Path(pattern=_MESSAGE)], holder: Asker) -> Response:
        """Send a message again, whatever became of it."""
        with there():
            known = service.outbox.one(delivery)
        if not _sees(service, holder, known):
            raise MissingError(f"there is no delivery {delivery}")
        (again,) = service.outbox.resend([delivery], service.now())
        return Response(as_json(contract.delivery(again)), media_type="application/json")

    return routes


def _mine(service: Service, holder: Holder, number: int) -> Subscription:
    """A subscription that the holder may see. Raises MissingError where there is none, and where it is another's."""
    for each in service.subscriptions.all(owner=holder.owner):
        if each.id == number:
            return each
    raise MissingError(f"there is no subscription {number}")


def _sees(service: Service, holder: Holder, known: Delivery) -> bool:
    mine = {each.id for each in service.subscriptions.all(owner=holder.owner)}
    return holder.owner is None or known.subscription in mine


def _shown(value: Subscription) -> Response:
    return Response(as_json(contract.subscription(value)), media_type="application/json")
