"""What every command on an installation begins with: open it, and read the site files that changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausewatch import settings
from clausewatch.cli.output import tell
from clausewatch.service import Service, opened
from monitor.errors import UsageError
from storage.database import exists


@contextmanager
def session() -> Iterator[Service]:
    """The installation of the current directory; broken site files are named on stderr, their last good state holds.

    Raises UsageError where there is none: a command that only reads must not found one in the wrong place.
    """
    config = settings.load()
    if not (Path(settings.FILE).exists() or config.sites.is_dir() or exists(config.database_url)):
        raise UsageError(
            f"there is no {settings.FILE}, no {config.sites} and no database here; "
            "change to the directory that clausewatch init made, or make one with it"
        )
    with opened(config) as service:
        if service.settings.sites.is_dir():
            for error in service.load_sites().broken:
                tell(error)
        yield service
