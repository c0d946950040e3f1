"""What every command on an installation begins with: open it, and read the site files that changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausewatch import catalogue, settings
from clausewatch.cli.output import tell
from clausewatch.service import Service, opened
from clausewatch.settings import Settings
from monitor.errors import UsageError
from storage.database import exists


def here(*, sites: bool = False) -> Settings:
    """The settings of the installation in the current directory.

    Raises UsageError where there is none, for no command may found one in a wrong place; with `sites` also where there
    is no directory of site files.
    """
    config = settings.load()
    if not (Path(settings.FILE).exists() or config.sites.is_dir() or exists(config.database_url)):
        raise UsageError(
            f"there is no {settings.FILE}, no {config.sites} and no database here; "
            "change to the directory that clausewatch init made, or make one with it"
        )
    if sites:
        catalogue.files(config.sites)
    return config


@contextmanager
def session(*, sites: bool = False) -> Iterator[Service]:
    """The installation of the current directory; broken site files are named on stderr, their last good state holds.

    Raises UsageError as `here` does.
    """
    with opened(here(sites=sites)) as service:
        if service.settings.sites.is_dir():
            for error in service.load_sites().broken:
                tell(error)
        yield service
