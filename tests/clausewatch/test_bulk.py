"""Many site files changed at once: comments stay, and a broken file stops nobody."""

from __future__ import annotations

import pytest

from clausewatch import bulk
from crawler.site import load
from monitor.errors import UsageError

FILE = """\
# kept by hand
name = "{0}"
region = "{1}"   # as people write it
home = "https://{2}.example/"

[[columns]]
url = "https://{2}.example/ghjh/"
"""


@pytest.fixture
def directory(tmp_path):
    """Three offices in two cities, and a file that does not hold."""
    for name, region, host in (
        ("青云区教育局", "云州省/青云市/青云区", "qingyun"),
        ("临江区教育局", "云州省/青云市/临江区", "linjiang"),
        ("望舒小学", "云州省/青云市郊/望舒区", "wangshu"),
    ):
        (tmp_path / f"{host}.toml").write_text(FILE.format(name, region, host), encoding="utf-8")
    (tmp_path / "broken.toml").write_text('name = "坏', encoding="utf-8")
    return tmp_path


def test_a_region_is_switched_off(directory):
    """The sites of a city, not those of one whose name begins alike; the broken file is named, the others are written."""
    found = bulk.change(directory, {"enabled": False}, region="云州省/青云市")
    assert [path.stem for path in found.changed] == ["linjiang", "qingyun"]
    assert [error.path for error in found.errors] == [str(directory / "broken.toml")]
    assert [load(directory / f"{host}.toml").site.enabled for host in ("qingyun", "linjiang", "wangshu")] == [
        False,
        False,
        True,
    ]
    assert "# kept by hand" in (directory / "qingyun.toml").read_text("utf-8")


def test_what_is_said_already_is_not_written(directory):
    """A second run changes nothing."""
    bulk.change(directory, {"enabled": False}, names=["望舒小学"])
    before = (directory / "wangshu.toml").stat().st_mtime_ns
    found = bulk.change(directory, {"enabled": False}, names=["望舒小学"])
    assert (found.changed, [path.stem for path in found.same]) == ((), ["wangshu"])
    assert (directory / "wangshu.toml").stat().st_mtime_ns == before


def test_a_schedule_holds_for_what_says_no_other(directory):
    """It becomes the site's own, for its columns."""
    bulk.change(directory, {"schedule": "every 6h"}, names=["望舒小学", "青云区教育局"])
    assert [load(directory / f"{host}.toml").site.columns[0].schedule for host in ("wangshu", "qingyun")] == [
        "every 6h"
    ] * 2


@pytest.mark.parametrize(
    ("values", "named", "said"),
    [
        ({}, {"names": ["望舒小学"]}, "nothing to set"),
        ({"enabled": True}, {}, "name sites"),
        ({"enabled": True}, {"names": ["无此局"]}, "no site file that holds is called '无此局'"),
        ({"enabled": True}, {"region": "海州省"}, "no site lies in '海州省'"),
        ({"schedule": "now and then"}, {"region": "云州省"}, "schedule: "),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_written(directory, values, named, said):
    """Each mistake has a message, and every file is as it was."""
    before = {path: path.read_bytes() for path in directory.iterdir()}
    with pytest.raises(UsageError, match=said):
        bulk.change(directory, values, **named)
    assert {path: path.read_bytes() for path in directory.iterdir()} == before
