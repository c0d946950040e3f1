"""A site file is changed where it must, and stays its author's."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rules import ReadingRules
from crawler.site import BrokenSiteError, load
from crawler.siteedit import rewrite, shown, with_rules, with_values
from monitor.errors import UsageError

FILE = """\
# asked at the office
name = "青云区教育局"   # the office
home = "https://edu.qingyun.example/"

# the plans
[[columns]]
name = "规划计划"
url = "https://edu.qingyun.example/ghjh/"   # since spring
listing = { item = "ul.list > li", next = "a.next" }   # optional
article = { container = "#zoom", drop = [".share", "p.hits"] }

[[columns]]
url = "https://edu.qingyun.example/tzgg/"

# slowly
[fetch]
delay = 5   # seconds
"""
PLANS, NOTICES = "https://edu.qingyun.example/ghjh/", "https://edu.qingyun.example/tzgg/"


def comments(text: str) -> list[str]:
    """The comments of a file, in order."""
    return [
        line.partition("#")[2] for line in text.replace('"#zoom', '"').replace('"#', '"').splitlines() if "#" in line
    ]


def test_a_container_is_changed_in_place():
    """Only the value is another; every other character stays."""
    rules = ReadingRules(item="ul.list > li", next="a.next", container=".text, #zoom", drop=(".share", "p.hits"))
    assert with_rules(FILE, PLANS, rules) == FILE.replace('"#zoom"', '".text, #zoom"')


def test_rules_that_are_new_stand_in_their_own_table():
    """They follow the keys of their column, in front of the comment of the next table."""
    changed = with_rules(FILE, NOTICES, ReadingRules(item=".news li"))
    assert changed == FILE.replace('tzgg/"\n', 'tzgg/"\nlisting = {item = ".news li"}\n')


def test_rules_that_are_gone_are_taken_out():
    """Where everything is found by itself nothing is written."""
    document = tomllib.loads(with_rules(FILE, PLANS, ReadingRules()))
    assert document["columns"][0] == {"name": "规划计划", "url": PLANS}


@given(
    st.builds(
        ReadingRules,
        item=st.none() | st.text(min_size=1),
        container=st.none() | st.text(min_size=1),
        drop=st.lists(st.text(min_size=1), max_size=3).map(tuple),
    )
)
def test_what_is_written_is_read(rules):
    """Whatever the selectors: the file says them afterwards, and nothing else of it has changed."""
    changed = with_rules(FILE, NOTICES, rules)
    before, after = tomllib.loads(FILE), tomllib.loads(changed)
    written = after["columns"].pop()
    assert written.get("listing", {}).get("item") == rules.item
    assert written.get("article", {}).get("container") == rules.container
    assert tuple(written.get("article", {}).get("drop", ())) == rules.drop
    before["columns"].pop()
    assert before == after


def test_values_of_the_site_follow_its_own_keys():
    """What is switched off or gets a region keeps its comments."""
    changed = with_values(FILE, {"enabled": False, "region": "云州省/青云市"})
    document = tomllib.loads(changed)
    assert (document["enabled"], document["region"]) == (False, "云州省/青云市")
    assert comments(changed) == comments(FILE)
    assert with_values(changed, {"enabled": None, "region": None}) == FILE


def test_line_ends_stay():
    """A file from Windows stays one."""
    changed = with_rules(FILE.replace("\n", "\r\n"), NOTICES, ReadingRules(item="li"))
    assert changed.count("\n") == changed.count("\r\n") == FILE.count("\n") + 1


def test_an_address_that_is_not_there_is_told():
    """Nothing is written for a column that the file does not name."""
    with pytest.raises(UsageError, match="names no column or page"):
        with_rules(FILE, "https://edu.qingyun.example/", ReadingRules())


def test_a_change_that_breaks_the_file_is_not_kept(tmp_path):
    """The file is checked before it takes the old one's place."""
    path = tmp_path / "qingyun.toml"
    path.write_text(FILE, encoding="utf-8")
    with pytest.raises(BrokenSiteError):
        rewrite(path, lambda text: with_rules(text, PLANS, ReadingRules(container="[[")), load)
    assert path.read_text("utf-8") == FILE
    assert [each.name for each in tmp_path.iterdir()] == ["qingyun.toml"]


def test_rules_are_shown_as_they_are_written():
    """What people are shown can be put into a file."""
    rules = ReadingRules(item="ul > li", container="#zoom", drop=(".share",))
    document = tomllib.loads("\n".join(shown(rules)))
    assert document == {"listing": {"item": "ul > li"}, "article": {"container": "#zoom", "drop": [".share"]}}
