"""The catalogue keeps its rules: cited, switched off, of offices, each address once."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clausewatch import catalogue
from crawler.site import Site, load

SITES = Path(__file__).parent.parent / "sites"
README = (SITES / "README.md").read_text(encoding="utf-8")
FILES = [path for path in catalogue.files(SITES) if path.name != "example.toml"]
SOURCE = re.compile(r"# Source: github\.com/[\w.-]+/[\w.-]+ at [0-9a-f]{40}, \S+; noted 20\d\d-\d\d-\d\d")
OFFICES = (".gov.cn", ".edu.cn")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def site(path: Path) -> Site:
    """The site of a file that holds."""
    return load(path).site


def test_the_catalogue_holds_as_a_whole():
    """Every file holds, no two have one name, and no two watch one address."""
    good, broken = catalogue.read(FILES)
    assert broken == []
    assert len(good) == len(FILES) >= 60


@each_file
def test_every_column_cites_its_source(path):
    """A file has one source on top, or every column has its own right above it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cited = [number for number, line in enumerate(lines) if line.startswith("# Source")]
    assert cited
    assert all(SOURCE.fullmatch(lines[number]) for number in cited)
    columns = [number for number, line in enumerate(lines) if line == "[[columns]]"]
    assert cited == [0] or cited == [number - 1 for number in columns]


@each_file
def test_every_file_is_switched_off(path):
    """What was not confirmed from this network is not looked at."""
    assert not site(path).enabled


@each_file
def test_every_address_is_an_office_s(path):
    """Hosts are those of offices, and columns stand on the host of their office's home page."""
    office = site(path)
    hosts = {urlsplit(column.url).hostname or "" for column in office.columns}
    assert all(host.endswith(OFFICES) for host in hosts)
    assert hosts == {urlsplit(office.home).hostname}


@each_file
def test_files_repeat_nothing_that_is_found_by_itself(path):
    """No selectors, no schedules, no gaps: a file of the catalogue holds facts only."""
    plain = Site(name=site(path).name, home=site(path).home)
    assert site(path).fetch == plain.fetch
    for column in site(path).columns:
        assert (column.schedule, column.listing.item, column.article.container) == ("adaptive", None, None)


@each_file
def test_the_index_names_every_file_with_its_office(path):
    """The README's table tells what there is."""
    assert f"| `{path.name}` | {site(path).name} |" in README


def test_the_index_names_no_file_that_is_not_there():
    """A file that was taken out leaves no line behind."""
    named = set(re.findall(r"^\| `([\w-]+\.toml)` \|", README, re.MULTILINE))
    assert named == {path.name for path in FILES}
