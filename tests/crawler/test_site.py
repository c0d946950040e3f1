"""The operator's site file: what holds becomes a site, what does not is told with its line and what to write."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules import ReadingRules
from crawler.site import (
    ArticleRules,
    BrokenSiteError,
    Column,
    ListingRules,
    SinglePage,
    Site,
    SiteFetch,
    digest,
    from_json,
    hours_of,
    load,
    rules_for,
    schedule_for,
    to_json,
    zone_of,
)
from crawler.sitelines import line_of
from monitor.errors import SiteFileError
from monitor.hours import Hours

ROOT = Path(__file__).parents[2]
FULL = """\
# 青云区教育局
name = "青云区教育局"
region = "云州省/青云市/青云区"
home = "https://edu.qingyun.example/"
enabled = false

[[columns]]
name = "规划计划"
url = "https://edu.qingyun.example/ghjh/"
schedule = "every 6 h"
listing = { item = "ul.list > li", next = "a.next" }
article = { container = "#zoom", drop = [
  ".share",
  "p.hits",
] }

[[columns]]
url = "https://edu.qingyun.example/tzgg/"

[[pages]]
name = "三年行动计划"
url = "https://edu.qingyun.example/plan.html"
schedule = "0 8 * * 1-5"

[fetch]
delay = 5
"""


def _load(tmp_path: Path, text: str | bytes) -> Site:
    file = tmp_path / "site.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(file).site


def _refusal(tmp_path: Path, text: str | bytes) -> SiteFileError:
    with pytest.raises(BrokenSiteError) as caught:
        _load(tmp_path, text)
    (error,) = caught.value.errors
    return error


def test_a_full_file_becomes_a_site(tmp_path: Path) -> None:
    """Every key arrives where it belongs; cron's weekday numbers become names."""
    first = Column(
        name="规划计划",
        url="https://edu.qingyun.example/ghjh/",
        schedule="every 6h",
        listing=ListingRules(item="ul.list > li", next="a.next"),
        article=ArticleRules(container="#zoom", drop=(".share", "p.hits")),
    )
    page = SinglePage(
        name="三年行动计划",
        url="https://edu.qingyun.example/plan.html",
        schedule="0 8 * * mon,tue,wed,thu,fri",
    )
    assert _load(tmp_path, FULL) == Site(
        name="青云区教育局",
        region="云州省/青云市/青云区",
        home="https://edu.qingyun.example/",
        enabled=False,
        columns=(first, Column(url="https://edu.qingyun.example/tzgg/")),
        pages=(page,),
        fetch=SiteFetch(delay=5.0),
    )


def test_name_home_and_one_column_are_enough(tmp_path: Path) -> None:
    """Everything else has a default; a byte order mark and Windows line ends do no harm."""
    text = '\ufeffname = "甲"\r\nhome = "http://a.example"\r\n[[pages]]\r\nurl = "http://a.example/x"\r\n'
    site = _load(tmp_path, text)
    assert (site.enabled, site.region, site.fetch.delay, site.pages[0].schedule) == (True, None, None, "adaptive")


def test_a_site_s_schedule_is_its_columns_and_pages(tmp_path: Path) -> None:
    """Those that give none have the site's; it comes back from the database."""
    site = _load(tmp_path, FULL.replace("enabled = false", 'schedule = "every 2d"'))
    assert [one.schedule for one in (*site.columns, *site.pages)] == [
        "every 6h",
        "every 2d",
        "0 8 * * mon,tue,wed,thu,fri",
    ]
    assert from_json(to_json(site)) == site


def test_a_site_has_hours_on_its_own_clock(tmp_path: Path) -> None:
    """Without any it may always be looked at, and its clock is Shanghai's."""
    site = _load(tmp_path, FULL.replace("delay = 5", 'hours = "9:30 - 18:00"\nzone = "Asia/Urumqi"'))
    assert hours_of(site) == Hours(time(9, 30), time(18), ZoneInfo("Asia/Urumqi"))
    assert from_json(to_json(site)) == site
    plain = _load(tmp_path, FULL)
    assert (hours_of(plain), zone_of(plain)) == (None, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "advice"),
    [
        ("region =", "regoin =", 3, "regoin", "did you mean region?"),
        ('name = "规划计划"', 'titel = "x"', 8, "columns[1].titel", "did you mean"),
        ("[fetch]\ndelay = 5", "[fetch]\ndelay = 5\nzzz = 1", 27, "fetch.zzz", "known here: delay"),
        ("[fetch]\ndelay = 5", '[fetch]\ndelay = 5\ntls = "legacy"', 27, "fetch.tls", "leave the key out"),
        ("delay = 5", 'hours = "8-18"', 26, "fetch.hours", 'write hours = "08:00-18:00"'),
        ("delay = 5", 'hours = "08:00-08:00"', 26, "fetch.hours", "same time"),
        ("delay = 5", "hours = 8", 26, "fetch.hours", "text in quotes"),
        ("delay = 5", 'zone = "Asia/Shangai"', 26, "fetch.zone", 'write zone = "Asia/Shanghai"'),
        ("delay = 5", 'zone = "../etc"', 26, "fetch.zone", "is no time zone"),
        ("enabled = false", 'schedule = "daily"', 5, "schedule", "every 6h"),
        ('url = "https://edu.qingyun.example/tzgg/"', "", 17, "columns[2].url", 'write url = "https://'),
        ("tzgg/", "ghjh/", 18, "columns[2].url", "already columns[1]"),
        ("plan.html", "ghjh/", 22, "pages[1].url", "already columns[1]"),
        ('"https://edu.qingyun.example/tzgg/"', '"/tzgg/"', 18, "columns[2].url", "absolute http"),
        ('"https://edu.qingyun.example/tzgg/"', '"ftp://a.example/"', 18, "columns[2].url", "absolute http"),
        ('"https://edu.qingyun.example/tzgg/"', '"http://u:p@a.example/"', 18, "columns[2].url", "user or password"),
        ('"https://edu.qingyun.example/tzgg/"', '"http://a.example:x/"', 18, "columns[2].url", "absolute http"),
        ('"https://edu.qingyun.example/tzgg/"', '"http://a.example\\\\@b/"', 18, "columns[2].url", "absolute http"),
        ("enabled = false", 'enabled = "no"', 5, "enabled", "true or false"),
        ("delay = 5", "delay = -1", 26, "fetch.delay", "0 to 3600"),
        ("delay = 5", 'delay = "5"', 26, "fetch.delay", "write delay = 5"),
        ("delay = 5", "delay = nan", 26, "fetch.delay", "0 to 3600"),
        ('"every 6 h"', '"hourly"', 10, "columns[1].schedule", "every 6h"),
        ('"every 6 h"', '"every 0h"', 10, "columns[1].schedule", "every 6h"),
        ('"every 6 h"', "6", 10, "columns[1].schedule", "every 6h"),
        ('"0 8 * * 1-5"', '"0 25 * * *"', 23, "pages[1].schedule", "five cron fields"),
        ('"0 8 * * 1-5"', '"0 8 * * 5-1"', 23, "pages[1].schedule", "no weekdays: 5-1"),
        ('"ul.list > li"', '"ul.list >"', 11, "columns[1].listing.item", "no CSS selector"),
        ('"ul.list > li"', '""', 11, "columns[1].listing.item", "must be a CSS selector"),
        ('"p.hits"', '"p["', 12, "columns[1].article.drop[2]", "no CSS selector"),
        ('"a.next" }', '"a.next", nxt = 1 }', 11, "columns[1].listing.nxt", "did you mean next?"),
        ('name = "青云区教育局"', "name = 3", 2, "name", "text in quotes"),
        ('name = "青云区教育局"', 'name = " "', 2, "name", "one line"),
        ("[fetch]\ndelay = 5", "[[fetch]]\ndelay = 5", 25, "fetch", "must be a table"),
        ('name = "青云区教育局"', "", 1, "name", "is missing"),
        ('name = "规划计划"', "name = 规划计划", 8, "syntax", "Invalid value"),
        ('name = "规划计划"', 'name = "规划计划', 8, "syntax", "Illegal character"),
        ("delay = 5", "delay = 5\ndelay = 6", 27, "syntax", "Cannot overwrite"),
        ("delay = 5", "delay = [5,", 26, "syntax", ""),
    ],
)
def test_what_does_not_hold_is_told(tmp_path: Path, *, old: str, new: str, line: int, key: str, advice: str) -> None:
    """The message names file, line, key and what to write instead."""
    assert old in FULL
    error = _refusal(tmp_path, FULL.replace(old, new, 1))
    assert (error.line, error.key) == (line, key)
    assert advice in error.advice
    assert str(tmp_path / "site.toml") in str(error)
    assert "\n" not in str(error)


def test_everything_that_does_not_hold_is_told_at_once(tmp_path: Path) -> None:
    """A file is mended in one go: every error of every table, in the order of the lines; missing keys at their table."""
    with pytest.raises(BrokenSiteError) as caught:
        _load(
            tmp_path, 'home = 3\nfoo = 1\n[[columns]]\nurl = "x"\nschedule = "never"\n[[pages]]\n[fetch]\ndelay = -1\n'
        )
    told = [(error.line, error.key) for error in caught.value.errors]
    assert told == [
        (1, "name"),
        (1, "home"),
        (2, "foo"),
        (4, "columns[1].url"),
        (5, "columns[1].schedule"),
        (6, "pages[1].url"),
        (8, "fetch.delay"),
    ]
    assert caught.value.name is None


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("enabled = false", "delay = 5", "is no known key here; delay belongs below [fetch]"),
        ("enabled = false", 'containr = "p"', "container belongs into article = { … } of a column or page"),
        ("[fetch]", '[fetch]\nitem = "p"', "item belongs into a column's listing = { … }"),
        ("[fetch]", '[fetch]\nschedul = "p"', "schedule belongs below [[columns]]"),
        ('name = "规划计划"', "enabled = false", "enabled belongs at the top, above every table"),
        ('name = "规划计划"', 'schedul = "x"', "did you mean schedule?"),
        ("enabled = false", 'tls = "legacy"', "leave the key out"),
    ],
)
def test_a_key_of_another_table_is_told_where_it_belongs(tmp_path: Path, old: str, new: str, advice: str) -> None:
    """A key that exists, but elsewhere, is no riddle."""
    assert advice in _refusal(tmp_path, FULL.replace(old, new, 1)).advice


@pytest.mark.parametrize("text", ['name = "甲"\nhome = x', 'name = "甲"\nhome = 3', "name = '甲'\n[[x"])
def test_a_broken_file_still_says_whose_it_is(tmp_path: Path, text: str) -> None:
    """The office's name is read as far as it can be, so that who asks for it can be told."""
    with pytest.raises(BrokenSiteError) as caught:
        _load(tmp_path, text)
    assert caught.value.name == "甲"


def test_a_file_without_anything_to_watch_is_refused(tmp_path: Path) -> None:
    """An office alone is nothing to watch; the message shows a column."""
    error = _refusal(tmp_path, 'name = "甲"\nhome = "http://a.example"\n')
    assert "[[columns]]" in error.advice


def test_columns_written_as_one_table_are_told(tmp_path: Path) -> None:
    """The commonest slip, single brackets, is answered with the double ones."""
    error = _refusal(tmp_path, 'name = "甲"\nhome = "http://a.example"\n[columns]\nurl = "http://a.example/x"\n')
    assert (error.line, error.key) == (3, "columns")
    assert "[[columns]]" in error.advice


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Wrong encodings and missing files are site file errors too."""
    assert "UTF-8" in _refusal(tmp_path, 'name = "青云"'.encode("gb18030")).advice
    with pytest.raises(BrokenSiteError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_lines_are_those_where_statements_begin() -> None:
    """Values over several lines, comments and text that looks like keys do not shift the line."""
    text = '# x\n\na = """\nb = 1\n"""\n\n# y\nb = [\n  1, # c = 2\n]\n[t]\nc.d = 1\n'
    assert [line_of(text, path) for path in [("a",), ("b", 0), ("t",), ("t", "c", "d"), ("none",)]] == [3, 8, 11, 12, 1]


def test_json_gives_the_site_back(tmp_path: Path) -> None:
    """The canonical form round-trips, and equal sites have one digest whatever their files look like."""
    site = _load(tmp_path, FULL)
    again = _load(
        tmp_path, FULL.replace("# 青云区教育局\n", "").replace("enabled = false\n", "enabled   =  false # off\n")
    )
    assert from_json(to_json(site)) == site
    assert digest(site) == digest(again)
    assert digest(site) != digest(_load(tmp_path, FULL.replace("delay = 5", "delay = 6")))


names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)


@given(names, st.lists(names, unique=True, min_size=1, max_size=4), st.booleans(), st.none() | st.floats(0, 3600))
def test_any_site_survives_the_database(name: str, paths: list[str], enabled: bool, delay: float | None) -> None:
    """Whatever a site holds, JSON gives it back."""
    site = Site(
        name=name,
        home="https://a.example/",
        enabled=enabled,
        columns=tuple(Column(url=f"https://a.example/{path}", name=path) for path in paths),
        fetch=SiteFetch(delay=delay),
    )
    assert from_json(to_json(site)) == site


def test_rules_belong_to_the_column_or_page(tmp_path: Path) -> None:
    """Selectors, names and schedules are found by the column's or page's address; unknown ones have none."""
    site = _load(tmp_path, FULL)
    assert rules_for(site, "https://edu.qingyun.example/ghjh/") == ReadingRules(
        item="ul.list > li",
        next="a.next",
        container="#zoom",
        drop=(".share", "p.hits"),
        column="规划计划",
        site="青云区教育局",
    )
    assert rules_for(site, "https://edu.qingyun.example/plan.html").column == "三年行动计划"
    assert rules_for(site, "https://edu.qingyun.example/gone/") == ReadingRules(site="青云区教育局")
    assert schedule_for(site, "https://edu.qingyun.example/ghjh/") == "every 6h"
    assert schedule_for(site, "https://edu.qingyun.example/gone/") == "adaptive"


def test_every_key_is_documented() -> None:
    """The page on site files names every key that a file may hold."""
    page = (ROOT / "docs" / "site-file.md").read_text(encoding="utf-8")
    keys = set(re.findall(r'"(\w+)":', to_json(Site(name="x", home="x", columns=(Column(url="x"),)))))
    assert {key for key in keys if f"`{key}`" not in page} == set()


@pytest.mark.parametrize("file", sorted((ROOT / "sites").glob("*.toml")), ids=lambda file: file.name)
def test_the_catalogue_holds(file: Path) -> None:
    """Every site file that we ship loads."""
    assert load(file).site.name


def test_the_documented_example_loads(tmp_path: Path) -> None:
    """The example of the documentation is a site file that holds."""
    page = (ROOT / "docs" / "site-file.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]
    assert _load(tmp_path, example).columns
