"""The site files of a working directory, brought into the database; workers read only that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path

from crawler.site import BrokenSiteError, Site, SiteFile, digest, load, to_json
from monitor.errors import SiteFileError, UsageError
from monitor.observation import SiteRevision, WatchedUrl
from storage.sites import Sites

EXAMPLE = "example.toml"
"""What a new working directory gets; no office."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading the files came to: whose rules are new, what does not hold, and which sites there are files of.

    `broken_names` are the sites of broken files, each with the first thing that is wrong.
    """

    changed: tuple[str, ...]
    broken: tuple[SiteFileError, ...]
    names: tuple[str, ...] = ()
    broken_names: Mapping[str, SiteFileError] = field(default_factory=dict)


def files(directory: Path) -> list[Path]:
    """The site files of a directory, in the order of their names. Raises UsageError where there is none such."""
    if not directory.is_dir():
        raise UsageError(f"{directory}: no such directory of site files; make one with: clausewatch init")
    return sorted(directory.glob("*.toml"))


def read(paths: Sequence[Path]) -> tuple[list[tuple[Path, Site]], list[BrokenSiteError]]:
    """The files that hold, and what is wrong with each of the others.

    Two files of one name, or that watch one address, are an error of the later one.
    """
    sites: list[tuple[Path, Site]] = []
    broken: list[BrokenSiteError] = []
    taken: dict[str, Path] = {}
    for path in paths:
        try:
            file = load(path)
        except BrokenSiteError as error:
            broken.append(error)
            continue
        if errors := list(_taken(file, taken)):
            broken.append(BrokenSiteError(errors, file.site.name))
            continue
        taken |= dict.fromkeys([file.site.name, *(one.url for one in watched(file.site))], path)
        sites.append((path, file.site))
    return sites, broken


def _taken(file: SiteFile, taken: Mapping[str, Path]) -> Iterator[SiteFileError]:
    """What an earlier file has already."""
    site = file.site
    if site.name in taken:
        yield file.error(("name",), f"{site.name!r} is already {taken[site.name]}; choose another")
    addresses = {"columns": [column.url for column in site.columns], "pages": [page.url for page in site.pages]}
    for kind, urls in addresses.items():
        for at, url in enumerate(urls):
            if url in taken:
                yield file.error((kind, at, "url"), f"{url} is already watched by {taken[url]}; drop one")


def bring_in(directory: Path, sites: Sites, *, at: datetime) -> Loaded:
    """Register every file's present state. A broken file's last good revision stays in force.

    Sites whose file is gone are retired, but only where every file could be read: a broken file's name is unknown.
    """
    good, broken = read(files(directory))
    changed = tuple(site.name for _, site in good if sites.register(_revision(site), watched(site), at=at))
    if not broken:
        sites.keep_only([site.name for _, site in good], at=at)
    return Loaded(
        changed,
        tuple(error for file in broken for error in file.errors),
        tuple(site.name for _, site in good),
        {name: file.errors[0] for file in broken for name in (file.name, Path(file.errors[0].path).stem) if name},
    )


def watched(site: Site) -> list[WatchedUrl]:
    """What a site file asks to be watched."""
    columns = [WatchedUrl(kind="column", url=column.url, name=column.name) for column in site.columns]
    return columns + [WatchedUrl(kind="page", url=page.url) for page in site.pages]


def packaged() -> Path:
    """The catalogue that came with the program: inside the wheel, beside the packages in a checkout."""
    inside = Path(str(resources.files("clausewatch"))) / "sites"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "sites"


def offered(words: Sequence[str] = (), *, of: Path | None = None) -> list[tuple[Path, Site]]:
    """The offices of a catalogue whose name, region or file has every word; of the one that came with the program."""
    good, _ = read([path for path in files(of or packaged()) if path.name != EXAMPLE])
    return [(path, site) for path, site in good if all(word in _known_as(path, site) for word in words)]


def _known_as(path: Path, site: Site) -> str:
    return "\n".join(filter(None, (site.name, site.region, path.stem)))


def _revision(site: Site) -> SiteRevision:
    return SiteRevision(name=site.name, digest=digest(site), rules=to_json(site), enabled=site.enabled)
