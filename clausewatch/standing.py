"""How sites and hosts stand beside what the contract asks for: held back, what robots.txt says, traffic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from clausewatch import contract
from clausewatch.contract import JsonObject, moment
from clausewatch.service import Service
from crawler.permission import allows
from crawler.site import from_json
from monitor.dates import SHANGHAI
from monitor.incident import Incident
from monitor.robots import RobotsCopy, server_of
from monitor.traffic import Traffic
from storage.brakes import Brake

PERIODS = (7, 30)
"""Days for which traffic is added up, today included."""


def sites(service: Service) -> list[JsonObject]:
    """The lines of `sites`, each with how it is held back."""
    brakes = service.brakes.all()
    return [contract.site(each) | _held(brakes.get(each.name, Brake())) for each in service.sites.all()]


def status(service: Service, told: Sequence[Incident]) -> list[JsonObject]:
    """The lines of `status`, each with how it is held back and what its servers' robots.txt say."""
    brakes, copies = service.brakes.all(), service.robots.all()
    lines = []
    for site in service.sites.all():
        watched = from_json(site.rules)
        urls = [column.url for column in watched.columns] + [page.url for page in watched.pages]
        said = [robots(server, copies[server]) for server in dict.fromkeys(map(server_of, urls)) if server in copies]
        held = brakes.get(site.name, Brake())
        line = contract.status(site, told) | _held(held) | {"robots": said}
        if site.enabled and held.paused_at is not None:
            line["state"] = "paused"
        lines.append(line)
    return lines


def _held(brake: Brake) -> JsonObject:
    """How a site is held back by an operator's command; both null where it is not. A pause says when it is due next."""
    since, until = moment(brake.paused_at), moment(brake.paused_until)
    said: JsonObject = {"paused": None, "delay": brake.delay}
    if since is not None:
        said |= {"paused": {"since": since, "until": until, "why": brake.why}, "next_due_at": until}
    return said


def robots(server: str, copy: RobotsCopy) -> JsonObject:
    """What crawls obey there: since when it says so, when it was read last, and why the last attempt brought nothing."""
    return {
        "server": server,
        "since": moment(copy.since),
        "read_at": moment(copy.read_at),
        "due_at": moment(copy.due_at),
        "trouble": copy.trouble,
    }


def robots_for(service: Service, url: str) -> JsonObject | None:
    """What is obeyed for one address, and whether it is `allowed`; None where its server was never asked."""
    server = server_of(url)
    copy = service.robots.all().get(server)
    if copy is None:
        return None
    return robots(server, copy) | {"allowed": allows(copy.text, url, service.settings.fetching.user_agent)}


def traffic(service: Service) -> list[JsonObject]:
    """Host by host what was asked for and received in the last days, of the longest period's busiest first."""
    today = service.now().astimezone(SHANGHAI).date()
    sums = {days: service.traffic.since(today - timedelta(days=days - 1)) for days in PERIODS}
    hosts = sums[max(PERIODS)]
    return [
        {"host": host} | {f"days_{days}": _counts(sums[days].get(host, Traffic())) for days in PERIODS}
        for host in hosts
    ]


def _counts(value: Traffic) -> JsonObject:
    return {
        "requests": value.requests,
        "bytes": value.bytes,
        "not_modified": value.not_modified,
        "share_not_modified": round(value.saved, 4),
    }
