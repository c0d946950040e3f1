"""Examines an installation: configuration, packages, database, clock, site files, channels, invariants."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from clausewatch import catalogue, clock, contract, settings
from clausewatch.service import Service, channel_config
from clausewatch.settings import Settings
from monitor.errors import ClausewatchError
from notifiers.channels import ChannelConfig, check_target
from storage.database import check, connect

_OURS = ("clausewatch", "crawler", "monitor", "notifiers", "storage")


@dataclass(frozen=True, slots=True)
class Result:
    """One thing examined: whether it holds, and what was seen or what to do.

    `warning` says of what holds that something should still be done.
    """

    name: str
    ok: bool
    detail: str
    warning: bool = False


def examine(directory: Path | None = None) -> list[Result]:
    """Everything examined, in an order in which to mend it. Nothing is fetched or sent."""
    try:
        config = settings.load(directory)
    except ClausewatchError as error:
        return [_packages(), Result("settings", ok=False, detail=str(error))]
    results = [_packages(), Result("settings", ok=True, detail="hold"), _contact(config), *_pages(config)]
    return [*results, *_sites(config), *_named(config), *_memory(config)]


def _packages() -> Result:
    """The folder names are import names: another package of that name would shadow ours."""
    home = Path(__file__).parent.parent
    for name in _OURS:
        found = Path(str(importlib.import_module(name).__file__)).parent.parent
        if found != home:
            return Result("packages", ok=False, detail=f"{name} is another package's, in {found}; use an own venv")
    return Result("packages", ok=True, detail=f"all in {home}")


def _contact(config: Settings) -> Result:
    contact = config.fetch.contact
    detail = contact or "none; set fetch.contact so that offices can reach you"
    return Result("contact", ok=True, detail=detail, warning=not contact)


def _pages(config: Settings) -> list[Result]:
    """Who can read the pages, where they have an address that others reach."""
    if not config.public_url:
        return []
    if config.access_token() is not None:
        return [Result("pages", ok=True, detail=f"{config.public_url}: readers need the access token")]
    detail = f"{config.public_url}: whoever reaches it can read all; set {config.web.access_token_env or 'web.access_token_env'}"
    return [Result("pages", ok=True, detail=detail, warning=True)]


def _sites(config: Settings) -> list[Result]:
    try:
        good, broken = catalogue.read(catalogue.files(config.sites))
    except ClausewatchError as error:
        return [Result("site files", ok=False, detail=str(error))]
    bad = [Result("site file", ok=False, detail=str(error)) for file in broken for error in file.errors]
    on = sum(site.enabled for _, site in good)
    return [*bad, Result("site files", ok=True, detail=f"{len(good)} hold, {on} switched on")]


def _memory(config: Settings) -> list[Result]:
    """The database, and what only it knows: the clock's past and the channels that are subscribed."""
    try:
        facts = check(config.database_url)
        if facts.problem:
            return [_broken(f"{facts.name}: {facts.problem.removeprefix(f'database {facts.name}: ')}")]
        if not facts.exists or facts.revision is None:
            return [Result("database", ok=True, detail=f"{facts.name}: will be made by the first check")]
        database = connect(config.database_url)
    except ClausewatchError as error:  # also: written by a newer program, or not to be migrated
        return [_broken(str(error).removeprefix("database "))]
    sound = Result("database", ok=True, detail=f"{facts.name}: sound, revision {facts.current}")
    try:
        service = Service(config, database)
        return [sound, _clock(service), *_channels(service)]
    finally:
        database.close()


def _broken(detail: str) -> Result:
    return Result("database", ok=False, detail=detail)


def _clock(service: Service) -> Result:
    """A clock that was set back would make everything look not due for a while."""
    times = [site.last_checked_at for site in service.sites.all() if site.last_checked_at]
    present = clock.now()
    if times and max(times) > present:
        last = contract.moment(max(times))
        detail = f"the last check was {last}, later than now ({contract.moment(present)}); set this computer's clock"
        return Result("clock", ok=False, detail=detail)
    return Result("clock", ok=True, detail=f"{contract.moment(present)} (Shanghai)")


def _channels(service: Service) -> list[Result]:
    """Those that are subscribed and not named in the settings, which were examined already."""
    named = service.settings.named_targets
    subscribed = sorted({subscription.to for subscription in service.subscriptions.all()} - {*named})
    results = [_channel(target, target, service.channels()) for target in subscribed]
    return results or [Result("channels", ok=True, detail=f"no {'other ' if named else ''}subscriptions yet")]


def _named(config: Settings) -> list[Result]:
    """The robots and the mail server that the settings name, subscribed or not."""
    channels = channel_config(config)
    results = [_channel(target, target, channels) for target in config.named_targets]
    if config.email.sender:
        results.append(_channel("mailto:someone@example.org", f"mail from {config.email.sender}", channels))
    return results


def _channel(target: str, name: str, channels: ChannelConfig) -> Result:
    try:
        warning = check_target(target, channels)
    except ClausewatchError as error:
        warning = str(error)
    if warning is None:
        return Result("channel", ok=True, detail=name)
    return Result("channel", ok=False, detail=warning if warning.startswith(name) else f"{name}: {warning}")
