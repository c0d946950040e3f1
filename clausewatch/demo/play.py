"""Plays the year against whatever looks at the district's sites, and judges what it told."""

from __future__ import annotations

import tomllib
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from clausewatch.demo.calendar import YEAR, Expected
from clausewatch.demo.documents import document, documents, sites
from clausewatch.demo.documents import expected as all_expected
from clausewatch.demo.server import DistrictServer
from clausewatch.demo.truth import Told, Verdict, judge, told

Check: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
"""Looks at all sites once, and says what it saw as the JSON of `check --all`.

Beside it `links`: address, relation, address of the other document, for the kin of the documents that are new.
"""


def write_site_files(directory: Path, addresses: Mapping[str, str]) -> list[Path]:
    """Write the district's site files, with the present addresses of its sites, into an existing directory."""
    templates = resources.files("clausewatch.demo").joinpath("sites")
    files = []
    for site, address in addresses.items():
        file = directory / f"{site}.toml"
        template = templates.joinpath(file.name).read_text(encoding="utf-8")
        file.write_text(template.replace("{address}", address), encoding="utf-8")
        files.append(file)
    return files


def expected(addresses: Mapping[str, str]) -> list[tuple[str, Expected]]:
    """What must be told: (the document's address, or the site as its file names it; what)."""
    return [(_subject(one.subject, addresses), one) for one in all_expected()]


async def play(
    server: DistrictServer, check: Check, after: Callable[[int, Mapping[str, Any]], None] = lambda *_: None
) -> Verdict:
    """Play the year on a running server; `check` is called once in each round, and `after` with what it saw."""
    reported: list[Told] = []
    names = {server.addresses[site] + one.path: one.name for site in sites() for one in documents(site)}
    for round_ in YEAR:
        server.round = round_
        seen = await check()
        links = [(one, relation, names.get(of, of)) for one, relation, of in seen.get("links", ())]
        reported += told(round_, seen | {"links": links}, reported)
        after(round_, seen)
    return judge(expected(server.addresses), reported)


def _subject(name: str, addresses: Mapping[str, str]) -> str:
    site, _, file = name.partition("/")
    return addresses[site] + document(name).path if file else site_name(site)


def site_name(site: str) -> str:
    """What a site is called in its file."""
    written = resources.files("clausewatch.demo").joinpath("sites", f"{site}.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(written)["name"])
