"""Site files that are written, and files that anybody may write: both go through the same checks, and none breaks them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.site import (
    ArticleRules,
    BrokenSiteError,
    Column,
    ListingRules,
    SinglePage,
    Site,
    SiteFetch,
    SiteFile,
    parse,
)
from crawler.sitetext import written
from monitor.errors import SiteFileError

PATH = Path("sites/a.toml")
BASE = """\
name = "青云区教育局"
region = "云州省/青云市/青云区"
home = "https://edu.qingyun.example/"
enabled = true
schedule = "every 6h"

[[columns]]
name = "规划计划"
url = "https://edu.qingyun.example/ghjh/"
listing = { item = "ul > li", next = "a.next" }
article = { container = "#zoom", drop = ["p.hits"] }

[[pages]]
url = "https://edu.qingyun.example/plan.html"

[fetch]
delay = 5
hours = "08:00-20:00"
zone = "Asia/Shanghai"
"""

names = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).map(str.strip)
names = names.filter(lambda name: bool(name) and name.isprintable())
comments = st.lists(st.text(max_size=300), max_size=4)


@given(names=st.tuples(names, names, names), head=comments, beside=comments, delay=st.none() | st.integers(0, 3600))
def test_what_is_written_is_read_as_it_was_meant(names, head, beside, delay):
    """Whatever names hold (quotes, backslashes, brackets), and whatever pages put into comments (line breaks, tables)."""
    name, region, column = names
    site = Site(
        name=name,
        region=region,
        home="https://edu.qingyun.example/",
        columns=(
            Column(
                url="https://edu.qingyun.example/ghjh/?a=%22&b='",
                name=column,
                schedule="every 6h",
                listing=ListingRules(item='li[title="x\\\\"]', next="a.next"),
                article=ArticleRules(container="#zoom", drop=("p.hits", "i#n")),
            ),
        ),
        pages=(SinglePage(url="https://edu.qingyun.example/plan.html", name=column),),
        fetch=SiteFetch(delay=None if delay is None else float(delay)),
    )
    text = written(site, head, {site.columns[0].url: beside})
    assert parse(PATH, text).site == site


def test_what_a_page_says_stays_in_its_comment():
    """A line break in an entry's title begins no table of the file."""
    site = Site(name="甲", home="https://a.example/", columns=(Column(url="https://a.example/x/"),))
    text = written(site, ['好\n[[pages]]\nurl = "https://evil.example/"\r\x0b\x85\u2028[fetch]'])
    assert parse(PATH, text).site == site


tokens = st.sampled_from(
    [
        *(
            "[",
            "]",
            "{",
            "}",
            '"',
            "'",
            "=",
            ",",
            "\n",
            "#",
            "[[columns]]",
            "[[pages]]",
            "[fetch]",
            "name",
            "url",
            "home",
        ),
        *("true", "1", "-1", "nan", "inf", "1979-05-27", "'''", '"""', "\\", "\\u0000", "\x00", "\ufeff", "9" * 5000),
        *("delay", "hours", "zone", "schedule", "item", "drop", "a.b.c", "é", "«", "\U0001f600"),
    ]
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(
        [
            "Asia",
            "../etc",
            "p::text",
            ":not(",
            "0 8 * * *",
            "99 99 * * *",
            "*/0 * * * *",
            "every 0s",
            "http://[::1",
            "http://a@b",
        ]
    )
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def holds_or_is_told(text: str) -> SiteFile | None:
    """The file, or None; whatever does not hold is told with file, line, key and advice."""
    errors: tuple[SiteFileError, ...] | None = None
    try:
        return parse(PATH, text)
    except BrokenSiteError as error:
        errors = error.errors
    assert errors
    for each in errors:
        assert each.path == str(PATH)
        assert each.line >= 1
        assert each.key
        assert each.advice
        assert "\n" not in each.advice
    return None


@settings(max_examples=300)
@given(st.lists(tokens, max_size=25).map("".join), st.integers(0, len(BASE)))
def test_a_random_edit_never_breaks_the_reader(edit, at):
    """Whatever is typed anywhere into a good file."""
    holds_or_is_told(BASE[:at] + edit + BASE[at:])


@settings(max_examples=200)
@given(st.integers(0, len(BASE)), st.integers(0, len(BASE)))
def test_a_cut_file_never_breaks_the_reader(start, end):
    """A file of which a piece is missing."""
    holds_or_is_told(BASE[: min(start, end)] + BASE[max(start, end) :])


@settings(max_examples=300)
@given(st.sampled_from(["name", "region", "home", "enabled", "schedule", "columns", "pages", "fetch", "zzz"]), values)
def test_any_value_at_the_top_is_read_or_told(key, value):
    """Every kind of value that TOML knows, under every key."""
    lines = [f"{name} = {_toml(given)}" for name, given in ({**_plain(), key: value}).items()]
    holds_or_is_told("\n".join(lines))


@settings(max_examples=300)
@given(
    st.sampled_from(["columns", "pages", "fetch"]),
    st.sampled_from(["name", "url", "schedule", "listing", "article", "delay", "hours", "zone", "tls", "zzz"]),
    values,
)
def test_any_value_in_a_table_is_read_or_told(table, key, value):
    """The same below the top."""
    inner = (
        f'{{ url = "https://a.example/y", {_quoted(key)} = {_toml(value)} }}'
        if key != "url"
        else f"{{ url = {_toml(value)} }}"
    )
    shown = inner if table == "fetch" else f"[{inner}]"
    given_ = {name: _toml(each) for name, each in _plain().items() if name != table} | {table: shown}
    holds_or_is_told("\n".join(f"{name} = {text}" for name, text in given_.items()))


def _plain() -> dict[str, object]:
    return {"name": "甲", "home": "https://a.example/", "columns": [{"url": "https://a.example/x"}]}


def _toml(value: object) -> str:
    """A value as TOML; null becomes text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value).replace("e+", "e")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(name)} = {_toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if value is None or isinstance(value, str):
        return _quoted(value or "")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)  # type: ignore[union-attr]


def _quoted(text: str) -> str:
    return (
        '"'
        + "".join(f"\\U{ord(sign):08x}" if not sign.isalnum() or not sign.isascii() else sign for sign in text)
        + '"'
    )


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("p::text", "Pseudo-elements"),
        ("a:foo", "unknown"),
        ("//div[@id='x']", "write such as"),
        ("document('file:///etc/passwd')", "write such as"),
        ("env.HOME | input", "write such as"),
        ("a" * 301, "at most 300"),
    ],
)
def test_selectors_are_css_and_nothing_else(selector, said):
    """No XPath, no functions of it, nothing that reading could not follow: told with its line and key."""
    text = BASE.replace('"#zoom"', _quoted(selector))
    with pytest.raises(BrokenSiteError) as caught:
        parse(PATH, text)
    (error,) = caught.value.errors
    assert (error.line, error.key) == (11, "columns[1].article.container")
    assert said in error.advice


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"Asia/Shanghai"', '"Asia"', "fetch.zone"),
        ("delay = 5", f"delay = {'9' * 5000}", "syntax"),
        ("delay = 5", f"delay = {'[' * 5000}", "syntax"),
    ],
)
def test_odd_values_are_told_like_others(old, new, key):
    """A directory of zones, numbers of thousands of digits, tables without end."""
    with pytest.raises(BrokenSiteError) as caught:
        parse(PATH, BASE.replace(old, new))
    assert [error.key for error in caught.value.errors] == [key]


@pytest.mark.parametrize("table", ["", "columns", "pages", "fetch", "listing", "article"])
def test_no_table_takes_a_key_it_does_not_know(table):
    """Neither at the top nor below: nothing can be smuggled into a site by another name."""
    document = tomllib.loads(BASE)
    place = {
        "": document,
        "columns": document["columns"][0],
        "pages": document["pages"][0],
        "fetch": document["fetch"],
        "listing": document["columns"][0]["listing"],
        "article": document["columns"][0]["article"],
    }[table]
    place["allow_private"] = True
    text = "\n".join(f"{name} = {_toml(value)}" for name, value in document.items())
    with pytest.raises(BrokenSiteError, match="allow_private"):
        parse(PATH, text)
