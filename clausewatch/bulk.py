"""One change to the files of many sites: a file that does not hold is named, and never stops the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausewatch import catalogue
from crawler.site import BrokenSiteError, Site, load
from crawler.siteedit import rewrite, with_values
from monitor.errors import SiteFileError, UsageError


@dataclass(frozen=True, slots=True)
class Changed:
    """The files that were changed, those that said so already, and what is wrong with others."""

    changed: tuple[Path, ...]
    same: tuple[Path, ...]
    errors: tuple[SiteFileError, ...]


def change(
    directory: Path, values: Mapping[str, Any], *, names: Collection[str] = (), region: str | None = None
) -> Changed:
    """Give these keys to the files of the named sites and of all sites in a region; None takes a key out.

    Each file is written in one step, after it was checked. Raises UsageError for a name that no file has, where no
    file is meant, and where the values do not hold.
    """
    if not values:
        raise UsageError("nothing to set: say --enable, --disable, --region or --schedule")
    good, broken = catalogue.read(catalogue.files(directory))
    errors = [error for file in broken for error in file.errors]
    there = {site.name for _, site in good}
    for name in names:
        if name not in there:
            at = next((f": {file.errors[0]}" for file in broken if file.name == name), "")
            raise UsageError(f"no site file that holds is called {name!r}{at}; there are: {', '.join(sorted(there))}")
    meant = [(path, site) for path, site in good if site.name in names or (region is not None and _lies(site, region))]
    if not meant:
        raise UsageError(f"no site lies in {region!r}" if region else "name sites, or a region with --in")
    changed, same = [], []
    for path, site in meant:
        if all(_says(site, name, value) for name, value in values.items()):
            same.append(path)
            continue
        try:
            rewrite(path, lambda text: with_values(text, values), load)
        except BrokenSiteError as error:  # the values are wrong: for every file alike
            raise UsageError(f"{error.errors[0].key}: {error.errors[0].advice}") from error
        changed.append(path)
    return Changed(tuple(changed), tuple(same), tuple(errors))


def _lies(site: Site, region: str) -> bool:
    return site.region is not None and f"{site.region}/".startswith(f"{region.rstrip('/')}/")


def _says(site: Site, name: str, value: Any) -> bool:
    if name == "schedule":  # columns may say another: only the file knows
        return False
    return bool(getattr(site, name) == value)
