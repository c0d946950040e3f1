"""Lists of addresses become site files that hold, switched off; nothing that is there is touched."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch import catalogue
from clausewatch.imports import Imported, take_in
from monitor.errors import UsageError

TABLE = """name,region,home,column,url
青云区教育局,云州省/青云市/青云区,https://edu.qingyun.example/,通知公告,https://edu.qingyun.example/tzgg/
临江区教育局,,,规划计划,https://edu.linjiang.example/ghjh/
青云区教育局,,,政策文件,https://edu.qingyun.example/zcwj/
"""


def imported(home: Path, text: str | bytes, name: str = "list.txt") -> Imported:
    """Import a list of this text into the working directory."""
    (home / "sites").mkdir(exist_ok=True)
    source = home / name
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    return take_in(home / "sites", source)


def test_a_table_makes_one_file_an_office(tmp_path):
    """Rows of one name are its columns; region and home page come from the table, else from the address."""
    result = imported(tmp_path, TABLE, "offices.csv")
    assert result.bad == ()
    sites = {site.name: site for _, site in catalogue.read(catalogue.files(tmp_path / "sites"))[0]}
    qingyun, linjiang = sites["青云区教育局"], sites["临江区教育局"]
    assert [(column.name, column.url) for column in qingyun.columns] == [
        ("通知公告", "https://edu.qingyun.example/tzgg/"),
        ("政策文件", "https://edu.qingyun.example/zcwj/"),
    ]
    assert (qingyun.region, qingyun.home) == ("云州省/青云市/青云区", "https://edu.qingyun.example/")
    assert (linjiang.region, linjiang.home) == (None, "https://edu.linjiang.example/")
    assert not qingyun.enabled
    assert not linjiang.enabled


def test_a_list_makes_one_file_a_host(tmp_path):
    """Without offices the host is the name, until somebody writes a better one."""
    result = imported(tmp_path, "https://a.example/x 通知\nhttps://b.example/y\nhttps://a.example/z\n")
    assert [(path.name, site.name, len(site.columns)) for path, site in result.written] == [
        ("a.example.toml", "a.example", 2),
        ("b.example.toml", "b.example", 1),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "the address must be an absolute http or https address"),
        ("ftp://a.example/x", "the address must be an absolute http or https address"),
        ("https://user:pass@a.example/x", "must not hold a user or password"),
        ("https://[::1/x", "the address"),
        ("https://a.example/", "is a home page"),
        ("https://good.example/x", "is watched already, by line 2"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_are_taken(tmp_path, line, said):
    """One slip costs one line."""
    result = imported(tmp_path, f"# list\nhttps://good.example/x\n{line}\nhttps://late.example/x\n")
    assert [site.name for _, site in result.written] == ["good.example", "late.example"]
    (bad,) = result.bad
    assert bad.line == 3
    assert said in bad.advice


def test_nothing_is_overwritten_and_nothing_is_watched_twice(tmp_path):
    """A second import of one list takes nothing; a file that has the name already keeps it."""
    (tmp_path / "sites").mkdir()
    mine = tmp_path / "sites" / "a.example.toml"
    mine.write_text('name = "甲"\nhome = "https://c.example/"\n[[pages]]\nurl = "https://a.example/mine"\n')
    before = mine.read_bytes()
    first = imported(tmp_path, "https://a.example/x\nhttps://a.example/mine\n")
    assert [path.name for path, _ in first.written] == ["a.example-2.toml"]
    assert [(bad.line, "a.example.toml" in bad.advice) for bad in first.bad] == [(2, True)]
    second = imported(tmp_path, "https://a.example/x\nhttps://a.example/mine\nhttps://a.example/new\n")
    assert second.written == ()
    assert [bad.line for bad in second.bad] == [1, 2, 3]
    assert "a site is called 'a.example' already" in second.bad[2].advice
    assert mine.read_bytes() == before


def test_an_office_is_in_one_region(tmp_path):
    """Where a table contradicts itself, the later line is told."""
    result = imported(tmp_path, "name,region,url\n甲,云州省,https://a.example/x\n甲,海州省,https://a.example/y\n")
    assert [(bad.line, "云州省" in bad.advice) for bad in result.bad] == [(3, True)]


def test_a_list_that_is_not_there_is_told(tmp_path):
    """No traceback for a wrong path, a directory, or a file that is far too large."""
    (tmp_path / "sites").mkdir()
    large = tmp_path / "large"
    large.write_bytes(b"#" * 5_000_001)
    for source in (tmp_path / "none.csv", tmp_path, large):
        with pytest.raises(UsageError):
            take_in(tmp_path / "sites", source)


ADDRESS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "ftp://", "//", ""]),
    st.sampled_from(["a.example", "b.example", "B.example:8080", "[::1]", "[x", "甲.example", "u:p@a.example", ""]),
    st.sampled_from(["", "/", "/x", "/y?z=1", "/ x", '/"', "/\\", "/\x7f", "/\u202e", "?q"]),
    st.sampled_from(["", " 通知公告", " \x00", ' "quoted" \\', " " + "长" * 300]),
)
LISTS = st.lists(ADDRESS | st.text(max_size=30), max_size=12).map("\n".join)
TABLES = st.lists(st.lists(ADDRESS | st.text(max_size=12), min_size=3, max_size=3), max_size=8).map(
    lambda rows: "name,url,column\n" + "\n".join(",".join(row) for row in rows)
)


@given(LISTS | TABLES, st.sampled_from(["list.txt", "list.csv", "list.opml"]))
def test_what_is_written_holds_and_is_switched_off_whatever_the_list(text, name):
    """Every file that an import writes is a good one, no two clash, and none that was there is changed."""
    with tempfile.TemporaryDirectory() as given_home:
        home = Path(given_home)
        (home / "sites").mkdir()
        mine = home / "sites" / "a.example.toml"
        mine.write_text('name = "甲"\nhome = "https://c.example/"\n[[pages]]\nurl = "https://a.example/x"\n')
        before = mine.read_bytes()
        result = imported(home, text.encode("utf-8", "surrogatepass"), name)
        good, broken = catalogue.read(catalogue.files(home / "sites"))
        assert broken == []
        assert {path: site for path, site in good if path != mine} == dict(result.written)
        assert all(not site.enabled for _, site in result.written)
        assert mine.read_bytes() == before
