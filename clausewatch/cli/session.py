"""What every command on an installation begins with: open it, and read the site files that changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clausewatch.cli.output import tell
from clausewatch.service import Service, opened


@contextmanager
def session() -> Iterator[Service]:
    """The installation of the current directory; broken site files are named on stderr, their last good state holds."""
    with opened() as service:
        if service.settings.sites.is_dir():
            for error in service.load_sites().broken:
                tell(error)
        yield service
