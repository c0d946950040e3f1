"""An operator sees what a page gives, points at its blocks, and is shown the effect before anything is written."""

from __future__ import annotations

import pytest

from tests.acceptance.test_watching import listed

FILE = """\
# the office asked us to be slow
name = "云汀区教育局"
home = "{0}/"

[[columns]]
name = "规划"
url = "{0}/list.html"   # found by hand
"""
PAGE = """<html><head><title>通知{0}</title></head><body><div class="nav"><a href="/">首页</a></div>
<div class="main"><h1>关于第{0}号校园阅读活动的通知</h1><div class="told">发布时间：2026-03-0{0}</div>
<div class="text"><p>各学校：</p><p>为推进校园阅读，现将有关事项通知如下，请遵照执行。</p>
<p>一、每校每年添置图书不少于5{0}0册，建立班级图书角。</p><p>二、每周安排不少于两节阅读课，不得挪作他用。</p>
<div class="motto"><p>教育为先，服务群众，欢迎监督。</p></div></div></div>
<div class="foot">版权所有 云汀区教育局</div></body></html>"""


@pytest.fixture
def office(installation, web):
    """A column of three notices, whose pages carry a motto below their texts; its baseline done."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", PAGE.format(number))
    installation.site("yunting", FILE.format(web.address))
    installation.json("check")
    return f"{web.address}/doc/1.html"


def block(page, name: str) -> dict:
    """The block of this name."""
    return next(each for each in page["blocks"] if each["name"] == name)


def test_a_piece_is_pointed_at_and_left_out(installation, office):
    """The effect on all stored pages is shown first; --save writes the file and keeps its comments; nobody is told."""
    (seen,) = installation.json("preview", office)["pages"]
    assert seen["site"] == "云汀区教育局"
    motto = block(seen, "div.motto")
    assert motto["kept"] == motto["length"] > 0
    assert block(seen, "div.nav")["kept"] == 0

    picked = ("preview", office, "--drop", str(motto["number"]))
    before = (installation.home / "sites" / "yunting.toml").read_text("utf-8")
    (tried,) = installation.json(*picked)["pages"]
    assert tried["rules"]["article"] == {"container": None, "drop": [".motto"]}
    assert [each["became"] for each in tried["stored"]["documents"]] == ["upgraded"] * 3
    assert (installation.home / "sites" / "yunting.toml").read_text("utf-8") == before

    installation.json(*picked, "--save")
    after = (installation.home / "sites" / "yunting.toml").read_text("utf-8")
    assert after == before.rstrip("\n") + '\narticle = {drop = [".motto"]}\n'
    report = installation.json("check", "--all")
    assert [each["changes"] for each in report["checks"] if each["changes"]] == []


def test_people_see_what_is_kept_and_dropped(installation, office):
    """Marks stand before each line, so that colours are not needed."""
    said = installation.run("preview", office).stdout
    assert "+ 各学校：" in said
    assert "- 首页" in said
    assert "[1] body" in said


def test_a_site_file_is_previewed_with_its_first_document(installation, office, web):
    """Each column and the first document it leads to."""
    pages = installation.json("preview", "sites/yunting.toml")["pages"]
    assert [page["outcome"] for page in pages] == ["listing", "ok"]
    assert pages[0]["url"] == f"{web.address}/list.html"


def test_a_saved_page_is_looked_at_anywhere(installation):
    """No installation is needed to see a file; saving needs a site that watches it."""
    (installation.home / "page.html").write_text(PAGE.format(1), encoding="utf-8")
    (seen,) = installation.json("preview", "page.html")["pages"]
    assert seen["outcome"] == "ok"
    number = str(block(seen, "div.text")["number"])
    (tried,) = installation.json("preview", "page.html", "--container", number)["pages"]
    assert tried["rules"]["article"]["container"] == ".text"
    assert (
        "no installation" in installation.run("preview", "page.html", "--container", number, "--save", expect=2).stderr
    )
    assert "no block 99" in installation.run("preview", "page.html", "--container", "99", expect=2).stderr


def test_a_rebuilt_column_is_repaired_by_one_command(installation, office, web):
    """The texts are found in the new markup, at new addresses of the listing; --apply writes what was proven."""
    path = installation.home / "sites" / "yunting.toml"
    path.write_text(path.read_text("utf-8") + 'article = { container = ".text" }  # with the motto\n', encoding="utf-8")
    installation.json("check", "--all")
    for number in (1, 2, 3):
        page = PAGE.format(number).replace('class="text"', 'class="wp-reader"').replace('class="main"', 'id="center"')
        web.put(f"/doc/{number}.html", page)
    reports = [installation.json("check", "--all", expect=3) for _ in range(2)]
    assert [[each["cause"] for each in report["incidents"]] for report in reports] == [[], ["structure"]]
    assert "clausewatch repair" in installation.json("status")["incidents"][0]["advice"]

    found = installation.json("repair", "云汀区教育局")
    assert (found["proven"], found["applied"]) == (True, None)
    assert found["watched"][0]["after"]["article"]["container"] == ".wp-reader, .text"
    assert installation.json("repair", "云汀区教育局", "--apply")["applied"] == "sites/yunting.toml"
    assert "# with the motto" in path.read_text("utf-8")
    report = installation.json("check", "--all")
    assert [each["open"] for each in report["incidents"]] == [False]
    assert [each["changes"] for each in report["checks"] if each["changes"]] == []


def test_a_site_that_is_well_needs_no_repair(installation, office):
    """Nothing is proposed where everything reads as it is known; a lost one is told with exit 1."""
    found = installation.json("repair", "云汀区教育局")
    assert [each["state"] for each in found["watched"]] == ["good"]
    assert (found["proven"], found["stored"]) == (False, None)


def test_what_is_lost_is_said(installation, office, web):
    """A column page that shows none of the known documents cannot be repaired by content: exit 1, the file untouched."""
    before = (installation.home / "sites" / "yunting.toml").read_text("utf-8")
    web.put("/list.html", "<html><body><h1>欢迎</h1><p>网站首页</p></body></html>")
    found = installation.json("repair", "云汀区教育局", "--apply", expect=1)
    assert [each["state"] for each in found["watched"]] == ["lost"]
    assert (installation.home / "sites" / "yunting.toml").read_text("utf-8") == before
