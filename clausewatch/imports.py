"""Lists of addresses become site files, one an office or a host, switched off until they are confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from clausewatch import catalogue
from crawler.lists import BadLine, Entry, read_list
from crawler.refusal import Refused
from crawler.site import Column, Site
from crawler.sitefile import checked
from crawler.sitelines import shown
from crawler.sitetext import written
from monitor.errors import StorageError, UsageError

_MOST = 5_000_000
"""Bytes that a list may have; one of all offices of the country has less."""
_UNFIT = re.compile(r"[^a-z0-9.-]+")
_CALLED = {
    "columns[1].url": "the address",
    "columns[1].name": "the column's name",
    "name": "the office's name",
    "home": "the home page",
    "region": "the region",
}
_ANY = "https://any.invalid/"
"""What stands for a name or home page that the list does not give while its other values are checked."""
_HOME = "is a home page, and a site file needs a column: clausewatch add finds it"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list came to: the files that were written, each with its site, and the lines that were not taken."""

    written: tuple[tuple[Path, Site], ...]
    bad: tuple[BadLine, ...]


def take_in(directory: Path, source: Path) -> Imported:
    """Write a site file for every office of a list, or for every host where it names no offices, all switched off.

    No file is overwritten, and no address is taken that is watched already. Raises UsageError where there is no such
    list or directory, StorageError where a file cannot be written; what was written before stays.
    """
    entries = read_list(_bytes(source), source.suffix)
    good, _ = catalogue.read(catalogue.files(directory))
    bad = [entry for entry in entries if isinstance(entry, BadLine)]
    sites: dict[str, Site] = {}
    taken = {one.url: str(path) for path, site in good for one in catalogue.watched(site)}
    names = {site.name: path for path, site in good}
    for entry in entries:
        if isinstance(entry, Entry):
            trouble = list(_trouble(entry, taken, names, sites))
            bad += [BadLine(entry.line, advice) for advice in trouble]
            if not trouble:
                taken[entry.url] = f"line {entry.line}"
                sites[_name(entry)] = _joined(sites.get(_name(entry)), entry)
    files = tuple((_write(directory, site, source), site) for site in sites.values())
    return Imported(files, tuple(sorted(bad, key=lambda line: line.line)))


def _bytes(source: Path) -> bytes:
    try:
        if source.stat().st_size > _MOST:
            raise UsageError(f"{source}: more than {_MOST // 1_000_000} MB is no list of addresses; cut it into pieces")
        return source.read_bytes()
    except OSError as error:
        raise UsageError(f"{source}: cannot be read: {error.strerror}") from error


def _name(entry: Entry) -> str:
    return entry.office or urlsplit(entry.url).hostname or ""


def _home(entry: Entry) -> str:
    parts = urlsplit(entry.url)
    return entry.home or f"{parts.scheme}://{parts.netloc}/"


def _trouble(
    entry: Entry, taken: Mapping[str, str], names: Mapping[str, Path], sites: Mapping[str, Site]
) -> Iterator[str]:
    """Why an entry cannot be taken."""
    try:
        checked(_document(entry))
    except Refused as error:
        yield from (f"{_CALLED.get(shown(each.path), shown(each.path))} {each.advice}" for each in error.problems)
        return
    except ValueError as error:  # brackets that hold no address
        yield f"the address cannot be read: {error}"
        return
    name, address = _name(entry), urlsplit(entry.url)
    site = sites.get(name)
    if entry.url in taken:
        yield f"{entry.url} is watched already, by {taken[entry.url]}"
    elif address.path in {"", "/"} and not address.query:
        yield f"{entry.url} {_HOME}"
    elif name in names:
        yield f"a site is called {name!r} already, in {names[name]}; write the column there"
    elif site is not None and entry.region and site.region and entry.region != site.region:
        yield f"the region of {name!r} was {site.region!r} in a line before"


def _document(entry: Entry) -> dict[str, object]:
    """What the site file would say of an entry, as TOML gives it."""
    column = {"url": entry.url} | ({"name": entry.column} if entry.column else {})
    region = {"region": entry.region} if entry.region else {}
    return {"name": _name(entry) or _ANY, "home": entry.home or _ANY, "columns": [column], **region}


def _joined(site: Site | None, entry: Entry) -> Site:
    """The site with the entry's column."""
    site = site or Site(name=_name(entry), home=_home(entry), enabled=False)
    column = Column(url=entry.url, name=entry.column)
    return replace(site, region=site.region or entry.region, columns=(*site.columns, column))


def _write(directory: Path, site: Site, source: Path) -> Path:
    """Write one file under the first name that is free."""
    text = written(site, [f"Imported from {source.name}. To switch it on: clausewatch sites --confirm {site.name}"])
    for name in _file_names(site):
        path = directory / name
        try:
            with path.open("x", encoding="utf-8") as opened:
                opened.write(text)
        except FileExistsError:
            continue
        except OSError as error:
            raise StorageError(f"{path}: cannot be written: {error.strerror}") from error
        return path
    raise AssertionError("names do not end")


def _file_names(site: Site) -> Iterator[str]:
    host = (urlsplit(site.columns[0].url).hostname or "").removeprefix("www.")
    stem = _UNFIT.sub("-", host)[:100].strip(".-") or "site"
    yield f"{stem}.toml"
    yield from (f"{stem}-{number}.toml" for number in range(2, 10_000_000))
