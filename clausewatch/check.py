"""One round now: what is due is looked at, and what there is to tell is delivered before it ends."""

from __future__ import annotations

import asyncio
import functools
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from clausewatch.brakes import delays, lift, paused, resting
from clausewatch.clock import opening
from clausewatch.deliver import DeliverySummary, deliver
from clausewatch.gather import gather
from clausewatch.heartbeat import beat
from clausewatch.hosts import remembered
from clausewatch.incidents import settled
from clausewatch.patience import in_time
from clausewatch.reading import Reader
from clausewatch.remind import remind
from clausewatch.report import Check, RoundReport
from clausewatch.round import Round
from clausewatch.service import Service
from clausewatch.turns import beating, taken
from clausewatch.writer import Writer
from crawler.reactor import run
from crawler.site import from_json, hours_of, slowed
from monitor.dates import SHANGHAI
from monitor.observation import DueTarget
from monitor.schedule import RECENT

OnCheck = Callable[[Check], None]

log = logging.getLogger(__name__)

_ALL = 100_000
"""More targets than one installation of this size has: a round by hand takes everything that is due."""


def check(
    service: Service, names: Sequence[str] | None = None, *, everything: bool = False, on_check: OnCheck | None = None
) -> RoundReport:
    """One round in a reactor of its own, one a process. Raises UsageError, StorageError."""
    for host, until in service.hosts.held(service.now()).items():
        moment = until.astimezone(SHANGHAI)
        log.warning("%s asked to be left alone until %s; it is not asked before", host, f"{moment:%Y-%m-%d %H:%M}")
    for line in resting(service, names):
        log.warning("%s", line)
    with closing(Reader()) as reader:
        return run(lambda: one_round(service, reader, names, everything=everything, on_check=on_check))


async def one_round(
    service: Service,
    reader: Reader,
    names: Sequence[str] | None = None,
    *,
    everything: bool = False,
    on_check: OnCheck | None = None,
    limit: int = _ALL,
    per_host: int = _ALL,
    sends: bool = True,
) -> RoundReport:
    """One round in the running reactor: what is due, of these sites or of all; `everything` ignores due times.

    Where another process runs a round over the same database, this one waits for its end: nothing is looked at twice.
    What there is to tell is delivered, unless (`sends`) a sender of its own runs beside the rounds.
    A round over all sites ends with the heartbeat. Raises UsageError for an unknown site, StorageError.
    """
    loaded = service.load_sites()
    service.known(names or ())
    with Writer() as writer:
        with service.turn:
            await taken(service.turn, writer)
            name = f"{service.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
            fenced = service.in_turn()
            async with beating(service.turn, writer):
                if step := await writer.run(fenced.rewind):
                    log.warning("the clock was set back by %s at least; what is due is moved with it", step)
                due = await _due(fenced, writer, names, everything=everything, limit=limit, per_host=per_host)
                report = await _round(name, fenced, writer, reader, due, on_check=on_check or (lambda _: None))
        if sends:  # the turn is over: nobody's round waits for receivers
            sending = await writer.run(deliver, service.outbox, service.channels(), now=service.now)
            report = replace(report, sending=sending)
    address, allow = service.settings.heartbeat_url, service.settings.fetch.allow_private
    if address and names is None:  # a few sites by hand say nothing about the service
        await asyncio.to_thread(beat, address, allow=allow)
    return replace(report, broken=loaded.broken)


async def _due(
    service: Service, writer: Writer, names: Sequence[str] | None, *, everything: bool, limit: int, per_host: int
) -> Sequence[DueTarget]:
    await writer.run(lift, service)
    due: Sequence[DueTarget] = await writer.run(
        service.targets.due, service.now(), limit=limit, per_host=per_host, sites=names, everything=everything
    )
    if not everything:
        due = await _open(due, service, writer)
    if per_host < _ALL:
        due = in_time(due, _gaps(service, await writer.run(delays, service)))
    return due


async def _round(
    name: str,
    service: Service,
    writer: Writer,
    reader: Reader,
    due: Sequence[DueTarget],
    *,
    on_check: OnCheck,
) -> RoundReport:
    """Look at all that is due, and gather what there is to tell."""
    hosts = {target.host for target in due}
    work = Round(
        name,
        service.archive,
        writer,
        reader,
        await writer.run(service.interests),
        families=service.families,
        fetch=service.settings.fetching,
        now=service.now,
        listing_pages=service.settings.fetch.listing_pages,
        hosts=await writer.run(service.targets.hosts, hosts, since=service.now() - RECENT),
        delays=await writer.run(delays, service),
        on_check=on_check,
        levels=service.settings.severity,
    )
    async with remembered(service, writer) as notes:
        checks = await work.run(due, notes)
    left = await writer.run(paused, service)  # meanwhile, perhaps: then nothing is told of them
    told = await writer.run(
        settled,
        service.incidents,
        [each for each in checks if each.site not in left],
        await writer.run(service.interests),
        now=service.now,
    )
    await writer.run(
        remind,
        service.terms,
        service.archive,
        service.subscriptions,
        service.interests,
        months=service.settings.overdue_months,
        now=service.now,
    )
    await writer.run(gather, service.gathering, now=service.now, url=service.settings.public_url or None)
    return RoundReport(name, checks, (), DeliverySummary(), told, work.received)


async def _open(due: Sequence[DueTarget], service: Service, writer: Writer) -> list[DueTarget]:
    """Those whose sites may be looked at now; the others are due when their sites' hours begin."""
    rules = {target.rules_digest: target.rules for target in due}
    hours = {digest: hours_of(from_json(text)) for digest, text in rules.items()}
    now = service.now()
    closed = {
        target.id: moment for target in due if (moment := opening(target, hours[target.rules_digest], now)) is not None
    }
    if closed:
        await writer.run(service.targets.put_off, closed)
    return [target for target in due if target.id not in closed]


def _gaps(service: Service, slow: Mapping[str, float]) -> Callable[[DueTarget], float]:
    """Target → the seconds between two requests that its site wants."""
    usual = service.settings.fetching.delay

    @functools.cache
    def of(rules: str, site: str) -> float:
        delay = slowed(from_json(rules), slow.get(site), usual=usual).fetch.delay
        return usual if delay is None else delay

    return lambda target: of(target.rules, target.site)
