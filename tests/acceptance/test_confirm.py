"""A site of the catalogue or of a list is switched on only after its columns answered, from this network."""

from __future__ import annotations

import pytest

from clausewatch.confirm import confirm
from crawler.site import load
from monitor.errors import UsageError
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

OFF = "# Source: a list; noted 2026-11-25\n" + COLUMN.replace(
    "[[columns]]", "enabled = false  # until confirmed\n[[columns]]"
)
SECOND = '[[columns]]\nname = "政策文件"\nurl = "{0}/second.html"\n'
UNDATED = listed((1, 2, 3)).replace("2026-01-", "No. ")


@pytest.fixture
def site(installation, web):
    """Writes the site file of this name, of this text with the web's address in it; gives its path."""

    def write(name: str, text: str = OFF):
        installation.site(name, text.replace("{0}", web.address))
        return installation.home / "sites" / f"{name}.toml"

    return write


def confirmed(installation, *names: str, expect: int = 0):
    """What `sites --confirm` says of the only site that it looks at."""
    (found,) = installation.json("sites", "--confirm", *names, expect=expect)["sites"]
    return found


def test_a_site_whose_columns_answer_is_switched_on_and_watched(installation, web, site):
    """The file says so, the rest of it stays as it was, and the next round looks."""
    file = site("yunting", OFF + SECOND)
    before = file.read_text(encoding="utf-8")
    for path in ("/list.html", "/second.html"):
        web.put(path, listed((1, 2, 3) if path == "/list.html" else (4, 5)))
    for number in range(1, 6):
        web.put(f"/doc/{number}.html", notice(number))
    assert installation.json("check")["checks"] == []

    found = confirmed(installation)
    assert (found["enabled"], found["file"]) == (True, "sites/yunting.toml")
    assert [(each["column"], each["items"], each["dated"], each["trouble"]) for each in found["tried"]] == [
        ("通知公告", 3, 3, None),
        ("政策文件", 2, 2, None),
    ]
    assert file.read_text(encoding="utf-8") == before.replace("enabled = false", "enabled = true")
    assert not any(path.startswith("/doc/") for path in web.asked), "documents are left to the first round"
    assert sum(check["new"] for check in installation.json("check")["checks"]) == 5


@pytest.fixture
def confirming(installation, web, site):
    """Confirms a site whose column shows this page, in vain: its file, what stood in it before, and what was said."""

    def run(page: str | None):
        file = site("yunting")
        before = file.read_bytes()
        if page is not None:
            web.put("/list.html", page)
        return file, before, confirmed(installation, expect=1)

    return run


@pytest.mark.parametrize(
    ("page", "outcome", "trouble"),
    [
        (None, "not_found", "404"),
        (listed(()), "empty", "entries"),
        (UNDATED, "listing", "only 0 of 3 entries have a date"),
    ],
    ids=["dead", "empty", "undated"],
)
def test_a_site_whose_column_is_no_use_stays_switched_off(confirming, page, outcome, trouble):
    """What is wrong is said, and the file is not touched."""
    file, before, found = confirming(page)
    (tried,) = found["tried"]
    assert not found["enabled"]
    assert tried["outcome"] == outcome
    assert trouble in tried["trouble"]
    assert file.read_bytes() == before


def test_one_bad_column_keeps_the_site_switched_off(installation, web, site):
    """A file is switched on as a whole, and a person is told where to put it right."""
    file = site("yunting", OFF + SECOND)
    web.put("/list.html", listed((1, 2)))
    said = installation.run("sites", "--confirm", expect=1).stdout
    assert f"clausewatch extract '{web.address}/second.html'" in said
    assert "drop it in sites/yunting.toml" in said
    assert "enabled = false" in file.read_text(encoding="utf-8")


def test_a_site_that_is_on_already_is_looked_at_where_it_is_named(installation, web, site):
    """What is wrong with it is said as well; it is not switched off by that."""
    file = site("yunting", COLUMN)
    found = confirmed(installation, "云汀区教育局", expect=1)
    assert (found["enabled"], found["tried"][0]["outcome"]) == (True, "not_found")
    web.put("/list.html", listed((1, 2)))
    assert confirmed(installation, "云汀区教育局")["tried"][0]["trouble"] is None
    assert file.read_text(encoding="utf-8") == COLUMN.format(web.address)


def test_a_file_that_cannot_be_changed_is_said_beside_the_others(installation, web, site):
    """One file whose line the program does not know leaves the other site switched on, and says what to write."""
    odd = site("a", OFF.replace("enabled", '"enabled"'))
    site("b", OFF.replace("云汀区", "青云县").replace("/list.html", "/second.html"))
    web.put("/list.html", listed((1, 2)))
    web.put("/second.html", listed((3, 4)))
    before = odd.read_bytes()
    first, second = installation.json("sites", "--confirm", expect=1)["sites"]
    assert (first["enabled"], first["tried"][0]["trouble"]) == (False, None)
    assert "write enabled = true yourself" in first["unwritten"]
    assert (second["enabled"], second["unwritten"]) == (True, None)
    assert odd.read_bytes() == before
    assert "may be watched, but sites/a.toml" in installation.run("sites", "--confirm", expect=1).stdout


def test_robots_are_obeyed_while_confirming(installation, web, site):
    """An address that robots.txt forbids is not asked for, and its site stays switched off."""
    site("yunting")
    web.put("/robots.txt", "User-agent: *\nDisallow: /list\n", content_type="text/plain")
    web.put("/list.html", listed((1, 2)))
    (tried,) = confirmed(installation, "云汀区教育局", expect=1)["tried"]
    assert tried["outcome"] == "blocked"
    assert "robots.txt" in tried["trouble"]
    assert "/list.html" not in web.asked


def test_only_what_was_named_is_looked_at(installation, web, site):
    """A name picks one site; without names it is all that are switched off, the example not among them."""
    installation.run("init", ".")
    site("one")
    site("two", OFF.replace("云汀区", "青云县").replace("/list.html", "/second.html"))
    web.put("/list.html", listed((1, 2)))
    web.put("/second.html", listed((3, 4)))
    assert confirmed(installation, "青云县教育局")["enabled"]
    assert "/list.html" not in web.asked
    assert confirmed(installation)["name"] == "云汀区教育局"
    assert installation.json("sites", "--confirm")["sites"] == []


def test_what_cannot_be_confirmed_is_refused_before_anything_is_fetched(installation, web, site):
    """Unknown names, broken files, paused sites, and options that do not go together say what to do."""
    file = site("yunting")
    good = file.read_text(encoding="utf-8")
    assert "sites --catalogue" in installation.run("sites", "--confirm", "无此局", expect=2).stderr
    assert "do not go together" in installation.run("sites", "--confirm", "--catalogue", expect=2).stderr
    assert "--confirm or --catalogue" in installation.run("sites", "云汀区教育局", expect=2).stderr

    installation.run("check")
    installation.run("pause", "云汀区教育局")
    assert "clausewatch resume" in installation.run("sites", "--confirm", "云汀区教育局", expect=2).stderr
    installation.run("resume", "云汀区教育局")

    file.write_text(good.replace("home", "hom"), encoding="utf-8")
    assert "yunting.toml:3" in installation.run("sites", "--confirm", "云汀区教育局", expect=2).stderr
    assert web.asked == []


@pytest.fixture
def taking(on_reactor, web, tmp_path):
    """Confirms an office of a small catalogue in an installation that watches a site of its own already."""
    offices = tmp_path / "offices"
    offices.mkdir()
    (offices / "office.toml").write_text(OFF.replace("{0}", web.address), encoding="utf-8")
    with watching(tmp_path, COLUMN.format(web.address).replace("云汀区", "青云县").replace("list", "own")) as watch:
        yield lambda: confirm(watch.service, ["云汀区教育局"], offices=offices)


def test_an_office_of_the_catalogue_is_taken_and_stays_off_until_it_answers(taking, web, tmp_path):
    """Its file is copied with its source, once; it is switched on when its column answers, and only here."""
    ours, theirs = tmp_path / "sites" / "office.toml", tmp_path / "offices" / "office.toml"
    (first,) = taking()
    assert (first.path, first.enabled) == (ours, False)
    assert ours.read_bytes() == theirs.read_bytes()
    web.put("/list.html", listed((1, 2)))
    (second,) = taking()
    assert (second.path, second.enabled) == (ours, True)
    assert load(ours).site.enabled
    assert not load(theirs).site.enabled


def test_a_file_or_an_address_that_is_here_already_is_not_taken_again(taking, web, tmp_path):
    """What an operator wrote stays as it is; the office of the catalogue is refused."""
    own = tmp_path / "sites" / "yunting.toml"
    other = own.rename(tmp_path / "sites" / "office.toml")
    text = other.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="another site's file; rename it"):
        taking()
    other.write_text(text.replace("own", "list"), encoding="utf-8")
    with pytest.raises(UsageError, match="云汀区教育局 is watched already"):
        taking()
    assert sorted(path.name for path in (tmp_path / "sites").iterdir()) == ["office.toml"]
    assert web.asked == []


def test_a_list_becomes_sites_that_are_then_confirmed(installation, web):
    """From a list of addresses to a watched site: imported, confirmed, looked at; bad lines are said."""
    installation.run("init", ".")
    web.put("/list.html", listed((1, 2)))
    web.put("/doc/1.html", notice(1))
    web.put("/doc/2.html", notice(2))
    listing = installation.home / "list.txt"
    listing.write_text(f"{web.address}/list.html 通知公告\nftp://127.0.0.1/list.html\n", encoding="utf-8")
    made = installation.json("sites", "--import", "list.txt", expect=1)
    assert [bad["line"] for bad in made["bad"]] == [2]
    ((name, columns),) = [(each["name"], each["columns"]) for each in made["written"]]
    assert columns == 1
    assert confirmed(installation, name)["enabled"]
    assert sum(check["new"] for check in installation.json("check", name)["checks"]) == 2
