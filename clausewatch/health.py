"""Whether a serving process is well, and what is wrong in words: for load balancers, containers and people."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from clausewatch.service import Service
from clausewatch.vitals import Vitals
from monitor.errors import StorageError

SILENT = timedelta(minutes=15)
"""A process without a tick or a look for so long hangs: the slowest file takes five minutes, three times at worst."""
STUCK = timedelta(minutes=5)
"""A message that is due for so long is not being sent: the sender looks every two seconds."""
ROOM = 64 * 1024 * 1024
"""Bytes that must be free on the disk."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing examined: whether it is well, and what was seen or what to do."""

    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Health:
    """How a process is: by name what was examined."""

    leader: bool
    signs: dict[str, Sign]

    @property
    def problems(self) -> list[str]:
        """What is wrong, in words."""
        return [f"{name}: {sign.detail}" for name, sign in self.signs.items() if not sign.ok]


def examine(service: Service, vitals: Vitals) -> Health:
    """How this process is now. What the leader lets lie is no fault of one that waits. Never raises StorageError."""
    leads = vitals.leads
    database, due = _database(service)
    signs = {
        "database": database,
        "clock": _clock(vitals),
        "outbox": _outbox(due, service.now(), leads=leads),
        "disk": _disk(service.home),
    }
    return Health(leads, signs)


def _database(service: Service) -> tuple[Sign, datetime | None]:
    try:
        return Sign(ok=True, detail="answers"), service.outbox.next_due()
    except StorageError as error:
        log.error("the database does not answer: %s", error)  # noqa: TRY400 - its text says all, and is not for everybody
        return Sign(ok=False, detail="it does not answer; the log says why, and clausewatch doctor what to do"), None


def _clock(vitals: Vitals) -> Sign:
    silence = timedelta(seconds=vitals.silence)
    if silence > SILENT:
        return Sign(ok=False, detail=f"no tick and no look for {_minutes(silence)}; restart the service")
    return Sign(ok=True, detail=f"the last sign was {silence.seconds} s ago")


def _outbox(due: datetime | None, now: datetime, *, leads: bool) -> Sign:
    late = now - due if due is not None else timedelta()
    if late <= STUCK:
        return Sign(ok=True, detail="nothing is late")
    detail = f"a message is due for {_minutes(late)} and not sent; see: clausewatch deliveries --state pending"
    return Sign(ok=not leads, detail=detail)


def _disk(home: Path | None) -> Sign:
    if home is None:
        return Sign(ok=True, detail="nothing is kept on this machine's disk")
    try:
        with TemporaryFile(dir=home) as file:
            file.write(b"x")
        free = shutil.disk_usage(home).free
    except OSError as error:
        return Sign(ok=False, detail=f"the data directory cannot be written ({error.strerror})")
    room = f"{free // 1024**2} MB are free"
    return Sign(ok=free >= ROOM, detail=room if free >= ROOM else f"only {room}; free some space")


def _minutes(time: timedelta) -> str:
    return f"{time // timedelta(minutes=1)} minutes"
