"""Plays the three rounds against whatever looks at the district's sites, and judges what it told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from clausewatch.demo.documents import Edit, Round, documents, edits
from clausewatch.demo.server import DistrictServer
from clausewatch.demo.truth import Told, Verdict, judge, told

Check: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
"""Looks at all sites once, and says what it saw as the JSON of `check --all`."""


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


def expected(addresses: Mapping[str, str]) -> list[tuple[str, Edit]]:
    """What must be told in the last round: (the document's address, the edit)."""
    return [(_address(edit, addresses), edit) for edit in edits()]


async def play(
    server: DistrictServer, check: Check, after: Callable[[Round, Mapping[str, Any]], None] = lambda *_: None
) -> Verdict:
    """Play all rounds on a running server; `check` is called once in each, and `after` with what it saw."""
    reported: list[Told] = []
    for round_ in Round:
        server.round = round_
        seen = await check()
        reported += told(round_, seen["checks"])
        after(round_, seen)
    return judge(expected(server.addresses), reported)


def _address(edit: Edit, addresses: Mapping[str, str]) -> str:
    site = edit.document.partition("/")[0]
    document = next(one for one in documents(site) if one.name == edit.document)
    return addresses[site] + document.path
