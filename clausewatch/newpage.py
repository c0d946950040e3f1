"""Starts a page class: a small package with the class, its entry point, and one page frozen as its test."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from clausewatch import clock
from clausewatch.phases import Ask, in_phases
from crawler.fetch.settings import FetchSettings
from crawler.frozen import freeze
from crawler.hosts import HostNotes
from crawler.page import Page
from crawler.pageclass import GROUP
from crawler.reactor import run
from crawler.read import read
from monitor.errors import ReadError, StorageError, UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "clausewatch-page-{name}"
version = "1"
description = "Reads the pages of {host} for clausewatch"
requires-python = ">=3.11"

[project.entry-points."{group}"]
{name} = "{module}:{made}"

[tool.hatch.build.targets.wheel]
only-include = ["{module}.py"]
"""
_CLASS = '''\
"""Reads the pages of {host}: in a site file, article = {{ page = "{name}" }}."""

from crawler.pageclass import PageClass


class {made}(PageClass):
    """What reading finds by itself is right but for what stands here.

    Correct tests/pages/1/expected.json first, see the test fail, then write the method: title(), text(), published()
    or attachments(), as here:

        def text(self) -> str:
            return "\\n".join(element.text_content().strip() for element in self.root.cssselect("div.content p"))
    """

    version = "1"
'''
_TEST = '''\
"""What is read from frozen pages: one test a page and field."""

from pathlib import Path

import pytest
from crawler.frozen import Case

from {module} import {made}

CASES = [Case(directory) for directory in sorted((Path(__file__).parent / "pages").iterdir())]


@pytest.mark.parametrize(
    ("case", "field"),
    [pytest.param(case, field, id=f"{{case.directory.name}}-{{field}}") for case in CASES for field in case.expected],
)
def test_the_field_is_read(case, field):
    """Each field of each page is what expected.json says."""
    assert case.got({made})[field] == case.expected[field]
'''


def start(name: str, url: str, directory: Path, fetch: FetchSettings) -> list[Path]:
    """Fetch a page and write the package of its class into a new directory; returns what was written.

    Runs a reactor of its own, one a process. Raises UsageError for a name or directory that cannot be, ReadError where the
    page did not arrive, StorageError.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(f"{name}: is no name for a class of pages; write small letters, digits and _, as in: linjiang")
    root = directory / name
    if root.exists():
        raise UsageError(f"{root}: is there already; choose another name, or another --output")
    page = _fetched(url, fetch)
    kind = page.headers.get("content-type", "")
    article = read(page.body, url=page.final_url, content_type=kind, want="article").article
    made = "".join(part.capitalize() for part in name.split("_")) + "Page"
    words = {"name": name, "module": f"{name}_page", "made": made, "group": GROUP, "host": _host(page.final_url)}
    files = {
        root / "pyproject.toml": _PROJECT,
        root / f"{name}_page.py": _CLASS,
        root / "tests" / f"test_{name}.py": _TEST,
    }
    try:
        freeze(root / "tests" / "pages" / "1", page.body, page.final_url, kind, article)
        for path, template in files.items():
            path.write_text(template.format(**words), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{root}: cannot be written: {error.strerror}; name another place with --output") from error
    return [*files, root / "tests" / "pages" / "1"]


def _fetched(url: str, fetch: FetchSettings) -> Page:
    arrived: list[Page] = []

    async def keep(page: Page) -> None:
        arrived.append(page)

    run(lambda: in_phases([lambda: [Ask(url, keep, "page")]], fetch, clock.now, HostNotes()))
    (page,) = arrived
    if page.failure is not None:
        raise ReadError(f"{url}: {page.failure.reason}", outcome=page.failure.outcome)
    return page


def _host(url: str) -> str:
    return re.sub(r"[^A-Za-z0-9.:-]", "", url.split("/")[2])
