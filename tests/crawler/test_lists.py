"""Lists of addresses are read line by line; whatever the bytes are, what is wrong is said of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lists import BadLine, Entry, read_list

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><body>
  <outline text="教育">
    <outline text="通知公告" htmlUrl="https://edu.qingyun.example/tzgg/" xmlUrl="https://edu.qingyun.example/rss"/>
    <outline text="只有订阅" xmlUrl="https://edu.linjiang.example/rss"/>
    <outline text="空的"/>
  </outline>
</body></opml>
"""


def test_a_list_of_addresses_may_name_them_and_hold_comments():
    """A name follows the address; comments and empty lines are nothing, but they count as lines."""
    found = read_list("# offices\r\n\r\nhttps://edu.qingyun.example/tzgg/  通知 公告\r\nhttps://a.example/b".encode())
    assert found == [
        Entry(line=3, url="https://edu.qingyun.example/tzgg/", column="通知 公告"),
        Entry(line=4, url="https://a.example/b"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_as_spreadsheets_in_china_save_it(encoding):
    """Headings in Chinese or English, in any order, in UTF-8, GBK or UTF-16; a cell may hold a line break."""
    table = '栏目,网址,名称,备注\n通知公告,https://edu.qingyun.example/tzgg/,青云区教育局,"两\n行"\n,,青云区教育局,\n文件,https://edu.qingyun.example/wj/,,\n'
    assert read_list(table.encode(encoding), ".csv") == [
        Entry(line=2, url="https://edu.qingyun.example/tzgg/", office="青云区教育局", column="通知公告"),
        BadLine(4, "has no address"),
        Entry(line=5, url="https://edu.qingyun.example/wj/", column="文件"),
    ]


@pytest.mark.parametrize("table", ["url;name\nhttps://a.example/b;甲\n", "name\turl\n甲\thttps://a.example/b\n"])
def test_a_table_is_known_by_its_first_line_whatever_divides_its_cells(table):
    """Semicolons and tabs divide cells too, and no suffix is needed."""
    assert read_list(table.encode()) == [Entry(line=2, url="https://a.example/b", office="甲")]


def test_a_table_without_a_column_of_addresses_says_what_its_first_line_must_be():
    """A table without headings cannot be guessed."""
    (bad,) = read_list("青云区教育局,https://a.example/b\n".encode(), ".csv")
    assert isinstance(bad, BadLine)
    assert (bad.line, "name,region,home,column,url" in bad.advice) == (1, True)


def test_an_opml_gives_its_pages_and_says_which_lines_have_none():
    """A feed is no page, and an outline without an address is told; folders are no entries."""
    found = read_list(OPML.encode())
    assert found[0] == Entry(line=4, url="https://edu.qingyun.example/tzgg/", column="通知公告")
    assert [(bad.line, "htmlUrl" in bad.advice) for bad in found[1:] if isinstance(bad, BadLine)] == [
        (5, True),
        (6, True),
    ]


def test_a_broken_opml_says_where():
    """The line at which the markup ends too early is named."""
    (bad,) = read_list(b"<opml>\n<body>\n<outline text='a'>\n")
    assert isinstance(bad, BadLine)
    assert bad.line >= 3
    assert "OPML" in bad.advice


def test_an_opml_s_entities_are_not_followed(tmp_path):
    """Neither a file nor a server is asked for what a list names, and nothing multiplies."""
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/x")
    text = f'<!DOCTYPE o [<!ENTITY x SYSTEM "file://{secret}">]><opml><outline text="&x;" htmlUrl="https://a.example/b"/></opml>'
    assert "secret.example" not in str(read_list(text.encode()))


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_entries_and_bad_lines(data):
    """Whatever a file holds is read or told, and nothing is raised."""
    for suffix in ("", ".csv", ".tsv", ".opml"):
        lines = [each.line for each in read_list(data, suffix)]
        assert all(line >= 1 for line in lines)
        assert suffix == ".opml" or data.lstrip().startswith(b"<") or lines == sorted(lines)


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8))
def test_every_line_of_a_list_is_accounted_for(pairs):
    """So many addresses, so many entries, each on its line."""
    text = "\n".join(f"https://{host}.example/{name} {name}" for host, name in pairs)
    found = read_list(text.encode())
    assert [(each.line, each.column) for each in found if isinstance(each, Entry)] == [
        (number, name) for number, (_, name) in enumerate(pairs, start=1)
    ]
