"""The errors that are part of a contract.

ClausewatchError
├── UsageError        wrong input of a person: say what to write instead (exit 2)
│   └── SiteFileError a site file that does not hold
├── FetchError        a page did not arrive
├── ReadError         a page arrived and could not be read
├── SendError         a channel did not take a message
└── StorageError      the memory failed: stop rather than corrupt history
    └── TurnLostError another process took over what this one did

Fetch, read and send errors belong to one target or delivery: they are recorded there and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from monitor.records import Cause, Outcome


class ClausewatchError(Exception):
    """An expected failure; its text says in one line what is wrong and what to do."""


class UsageError(ClausewatchError):
    """A person asked for something that cannot be; the text says what to write instead."""


class SiteFileError(UsageError):
    """A site file does not hold. `line` counts from 1; 0 where no line can be named."""

    def __init__(self, path: str, line: int, key: str, advice: str) -> None:
        super().__init__(f"{path}:{line}: {key}: {advice}" if line else f"{path}: {key}: {advice}")
        self.path, self.line, self.key, self.advice = path, line, key, advice


class FetchError(ClausewatchError):
    """A page did not arrive. `transient` says whether trying again soon may help, `cause` what is wrong with the site."""

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        outcome: Outcome = Outcome.ERROR,
        transient: bool = False,
        cause: Cause = Cause.UNREACHABLE,
    ) -> None:
        super().__init__(f"{reason}: {url}")
        self.url, self.reason, self.outcome, self.transient, self.cause = url, reason, outcome, transient, cause


class ReadError(ClausewatchError):
    """A page arrived and could not be read as an article or a listing."""

    def __init__(self, reason: str, *, outcome: Outcome) -> None:
        super().__init__(reason)
        self.reason, self.outcome = reason, outcome

    def __reduce__(self) -> tuple[Callable[..., ReadError], tuple[()], dict[str, object]]:
        """Files are read in child processes, which send their errors home."""
        return partial(ReadError, self.reason, outcome=self.outcome), (), {}


class SendError(ClausewatchError):
    """A channel did not take a message. `permanent` says that trying again cannot help.

    `later` says that nothing is wrong: the receiver takes no more for so long. `shared` says that whatever else goes
    the same way (all mail, by one server) would fail, too.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, later: timedelta | None = None, shared: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent, self.later, self.shared = reason, permanent, later, shared


class StorageError(ClausewatchError):
    """The database or the disk failed."""


class TurnLostError(StorageError):
    """Another process took the turn over, because this one was silent for too long: nothing more is written."""
