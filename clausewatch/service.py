"""One installation, opened: settings and memory wired together, and the short use cases that both faces call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

from clausewatch import catalogue, clock, overlap, settings
from clausewatch.settings import Settings
from crawler.site import from_json
from monitor import grading, message
from monitor.compare import compare
from monitor.errors import UsageError
from monitor.interests import Interests
from monitor.observation import DocumentSummary, StoredVersion, Subscription
from monitor.records import Comparison, Message, Mode
from monitor.subscription import Filters, Timing
from notifiers import consent
from notifiers.channels import ChannelConfig, check_target
from notifiers.pace import Pace
from storage.archive import Archive
from storage.backlog import Backlog
from storage.brakes import Brakes
from storage.browse import Browse
from storage.chores import Chores
from storage.consent import Consent
from storage.database import Database, connect
from storage.families import Families
from storage.gathering import Gathering
from storage.hosts import Hosts
from storage.incidents import Incidents
from storage.outbox import Outbox
from storage.proof import Proof
from storage.retention import Retention
from storage.rewound import rewind
from storage.robots import Robots
from storage.search import Search
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.surplus import Surplus
from storage.targets import Targets
from storage.terms import Terms
from storage.tokens import Tokens
from storage.traffic import TrafficLog
from storage.turn import Turn


class Service:
    """The use cases over one open database. `now` gives the present in UTC, `console` is where `console:` prints."""

    def __init__(
        self,
        config: Settings,
        database: Database,
        now: Callable[[], datetime] = clock.now,
        console: TextIO | None = None,
    ) -> None:
        self.settings, self.now, self._console = config, now, console
        self.database = database
        self.sites, self.targets, self.archive = Sites(database), Targets(database), Archive(database)
        self.subscriptions, self.outbox = Subscriptions(database), Outbox(database)
        self.gathering, self.incidents, self.hosts = Gathering(database), Incidents(database), Hosts(database)
        self.proof, self.families, self.terms = Proof(database), Families(database), Terms(database)
        self.robots, self.traffic, self.brakes = Robots(database), TrafficLog(database), Brakes(database)
        self.retention, self.chores, self.surplus = Retention(database), Chores(database), partial(Surplus, database)
        self.backlog, self.consent, self.tokens = Backlog(database), Consent(database), Tokens(database)
        self.search, self.browse = Search(database), Browse(database)
        self.turn, self.lead, self._pace = Turn(database), Turn(database, "lead"), Pace()
        self._loaded: catalogue.Loaded | None = None

    def in_turn(self) -> Service:
        """The same for the round whose turn was taken: it writes no more once another process took over (TurnLostError)."""
        return Service(self.settings, self.database.fenced(self.turn.check), self.now, self._console)

    def rewind(self) -> timedelta | None:
        """Where the clock was set back, by how much: what waits was moved back with it. Raises StorageError."""
        return rewind(self.database, self.now())

    @property
    def home(self) -> Path | None:
        """The directory on this machine that everything is kept in; None where nothing is."""
        path = self.database.path
        if path is not None:
            return path.parent
        return self.settings.data_dir if self.settings.data_dir.exists() else None

    def load_sites(self) -> catalogue.Loaded:
        """Bring changed site files into the database. Raises UsageError where there is no such directory."""
        self._loaded = catalogue.bring_in(self.settings.sites, self.sites, at=self.now())
        return self._loaded

    def subscribe(
        self,
        to: str,
        filters: Filters | None = None,
        timing: Timing | None = None,
        owner: str | None = None,
    ) -> Subscription:
        """Subscribe `to` to what passes the filters. Raises UsageError for a wrong target, site or document."""
        check_target(to, self.channels())
        filters = filters or Filters()
        self.known(filters.sites)
        confirmed = not consent.asks(to, self.settings.public_url)
        return self.subscriptions.add(
            to=to, filters=filters, timing=timing or Timing(), owner=owner, confirmed=confirmed, at=self.now()
        )

    def interests(self, subscriptions: Sequence[Subscription] | None = None) -> Interests:
        """These subscriptions, or all that are in force, to be asked who wants an alert."""
        asked = self.subscriptions.all() if subscriptions is None else subscriptions
        return Interests(asked, *self.around([each.filters for each in asked]))

    def around(self, wanted: Sequence[Filters]) -> tuple[dict[str, str | None], dict[int, frozenset[int]]]:
        """What these filters ask for and news do not say: the regions of sites, and the kin of documents."""
        kin: defaultdict[int, set[int]] = defaultdict(set)
        for named in {each for filters in wanted for each in filters.families}:
            for member in self.families.of(named).documents:
                kin[member].add(named)
        regions = self.regions() if any(each.regions for each in wanted) else {}
        return regions, {member: frozenset(named) for member, named in kin.items()}

    def regions(self) -> dict[str, str | None]:
        """Site → its region, as its file says."""
        return {site.name: from_json(site.rules).region for site in self.sites.all()}

    def overlaps(self, made: Subscription) -> list[str]:
        """One line for each older subscription that overlaps this one."""
        others = [other for other in self.subscriptions.all() if other.id < made.id]
        return overlap.warnings(made, others, lambda document: self.archive.summary(document).site)

    def warning(self, to: str) -> str | None:
        """What is still to be set before `to` can be sent to, in one line; None where all is well."""
        return check_target(to, self.channels())

    def known(self, names: Sequence[str]) -> None:
        """Raises UsageError where a site of these names is not among the sites, or only in a file that is broken."""
        there = [site.name for site in self.sites.all()]
        broken = self._loaded.broken_names if self._loaded else {}
        # While a file is broken, a site whose file is gone is still among the sites: the broken one might be its.
        shown = [name for name in there if self._loaded is None or name in self._loaded.names or name in broken]
        for name in names:
            if name not in there and name in broken:
                raise UsageError(f"the file of {name!r} does not hold: {broken[name]}")
            if name not in there:
                raise UsageError(f"no site is called {name!r}; there are: {', '.join(shown) or 'none yet'}")

    def next_due(self, names: Sequence[str] | None = None) -> datetime | None:
        """When the next look is due at these sites, or at any; None where nothing is watched."""
        paused = {name: brake.paused_until for name, brake in self.brakes.all().items() if brake.paused_at}
        due = [
            paused.get(site.name, site.next_due_at) for site in self.sites.all() if names is None or site.name in names
        ]
        return min((moment for moment in due if moment is not None), default=None)

    def document(self, ref: str) -> DocumentSummary:
        """A document by id or address. Raises UsageError where there is none."""
        return self.archive.summary(self.archive.find(ref))

    def version(self, document: int, *, number: int | None = None, at: datetime | None = None) -> StoredVersion:
        """A version by number, or as of a moment, or the latest. Raises UsageError where there is none."""
        if number is not None:
            found = self.archive.version(document, number)
            lacking = f"document {document} has no version {number}"
        elif at is not None:
            found = self.archive.at(document, at)
            lacking = f"document {document} was not yet seen then"
        else:
            found = self.archive.latest(document)
            lacking = f"document {document} was found but not read yet; run: clausewatch check"
        if found is None:
            raise UsageError(f"{lacking}; see: clausewatch history {document}")
        return found

    def diff(
        self, ref: str, old: int | None, new: int | None, *, other: str | None = None, mode: Mode = "revision"
    ) -> tuple[Comparison, Message]:
        """Two versions compared: the last two, `old` and the latest, or both as numbered.

        With `other` the new one is a version of that document, and of each document the latest counts where none is
        named; `mode` says what it is to the old one. Raises UsageError where there is one version only, or where a
        version would be compared with itself.
        """
        first = self.document(ref)
        summary = first if other is None else self.document(other)
        after = self.version(summary.id, number=new)
        number = max(after.number - 1, 1) if old is None and first.id == summary.id else old
        before = self.version(first.id, number=number)
        if first.id == summary.id and before.number == after.number:
            lacking = "has only one version" if summary.versions == 1 else f"has one version {after.number}: name two"
            raise UsageError(f"document {summary.id} {lacking}; see: clausewatch history {summary.id}")
        comparison = compare(before.edition, after.edition, mode)
        comparison = replace(comparison, changes=grading.graded(comparison.changes, self.settings.severity))
        subject = message.between(
            before.edition,
            after.edition,
            site=summary.site,
            url=summary.url,
            version_before=before.number,
            version_after=after.number,
            at_before=before.at,
            at=after.at,
        )
        return comparison, message.plain(message.changed(subject, comparison))

    def channels(self) -> ChannelConfig:
        """What channels need to know."""
        return channel_config(self.settings, pace=self._pace, console=self._console)


def channel_config(config: Settings, *, pace: Pace | None = None, console: TextIO | None = None) -> ChannelConfig:
    """What the settings say to channels. `pace` is what the process sent lately, None for nothing."""
    return ChannelConfig(
        allow_private=config.fetch.allow_private,
        secret_for=config.secret_for,
        robot_for=config.robot_for,
        mail=config.mail,
        public_url=config.public_url,
        token_secret=config.token_secret.get_secret_value() if config.token_secret else None,
        pace=pace or Pace(),
        stream=console,
    )


@contextmanager
def opened(
    config: Settings | None = None, console: TextIO | None = None, now: Callable[[], datetime] = clock.now
) -> Iterator[Service]:
    """An installation: of these settings, or of the current directory. Raises UsageError, StorageError."""
    config = config or settings.load()
    database = connect(config.database_url)
    try:
        yield Service(config, database, now, console)
    finally:
        database.close()
