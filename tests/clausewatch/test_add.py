"""Adding an office: its columns are found without a selector, tried, and written to a file that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from clausewatch import add
from clausewatch.demo.district import SITES, published
from clausewatch.demo.play import site_name, write_site_files
from clausewatch.demo.server import DistrictServer
from clausewatch.service import Service
from clausewatch.settings import Fetch, Settings
from crawler.site import BrokenSiteError, Column, Site, load
from crawler.sitetext import written
from monitor.errors import ReadError, UsageError
from monitor.text import key
from storage.database import connect
from tests.offices.office import Office
from tests.offices.portals import PORTALS, jcms, trs, ucap
from tests.offices.schools import SCHOOLS, congress, handmade, maze
from tests.offices.scoring import facts
from tests.offices.server import OfficeServer

ENOUGH = 0.95


@pytest.fixture
def service(tmp_path, on_reactor) -> Iterator[Service]:
    """An installation without sites, which may fetch from this machine."""
    (tmp_path / "sites").mkdir()
    fetch = Fetch(delay=0, retries=0, allow_private=["127.0.0.1"])
    config = Settings(data_dir=tmp_path, sites=tmp_path / "sites", fetch=fetch)
    database = connect(config.database_url)
    yield Service(config, database)
    database.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Office], OfficeServer]]:
    """Puts offices on loopback until the test's end."""
    with ExitStack() as stack:
        yield lambda office: stack.enter_context(OfficeServer(office))


def levels(tried: add.Tried) -> dict[str, str]:
    """Check → level, the worst of each."""
    order = ("good", "warning", "failure")
    found: dict[str, str] = {}
    for verdict in tried.verdicts:
        found[verdict.check] = max(found.get(verdict.check, "good"), verdict.level, key=order.index)
    return found


@pytest.mark.parametrize("make", [*PORTALS, *SCHOOLS], ids=lambda make: make.__name__)
def test_an_office_is_found_from_its_home(make, service, serve):
    """Name, place, system, encoding, and each column's address, name, entries, dates, next page and text: 95 % are right."""
    office = make()
    server = serve(office)
    found = list(facts(office, server.address, add.propose(service, server.address + office.home)))
    wrong = [name for name, right in found if not right]
    assert 1 - len(wrong) / len(found) >= ENOUGH, wrong
    assert sum(server.asked.values()) <= 25  # with two seconds between them that is less than a minute


@pytest.mark.parametrize("name", SITES)
def test_the_demo_s_offices_are_found_from_their_home(name, service):
    """Each of the five: its name, its one column at the address that its file has, next page, entries and a text."""
    with DistrictServer() as district:
        address = district.addresses[name]
        proposal = add.propose(service, address + "/")
    site, (tried,) = SITES[name], proposal.columns
    reading = tried.trial.listing.reading
    shown = published(site, district.round)
    assert proposal.name == site.office
    assert tried.trial.url == address + site.first
    assert [item.title for item in reading.items] == [document.title for document in shown[: site.page_size]]
    assert all(item.date for item in reading.items)
    expected = address + site.further.format(1) if len(shown) > site.page_size else None
    assert reading.next_page == expected
    article = tried.trial.document.edition.article
    (document,) = [one for one in shown if tried.trial.document.url.endswith(one.path)]
    body = [key(line) for line in document.lines(district.round) if line != "附件："]
    assert [key(line) for line in article.text.splitlines()] == body
    assert set(levels(tried).values()) == {"good"}


@pytest.mark.parametrize("make", [trs, jcms, ucap, congress, maze], ids=lambda make: make.__name__)
def test_a_listing_and_an_article_lead_to_the_same_columns(make, service, serve):
    """Whichever address of an office somebody has, the columns are the same; the one that was given comes first."""
    office = make()
    server = serve(office)
    wanted = {server.address + truth.path for truth in office.columns}
    last = office.columns[-1]
    from_listing = add.propose(service, server.address + last.path)
    assert {tried.trial.url for tried in from_listing.columns} == wanted
    assert from_listing.columns[0].trial.url == server.address + last.path
    article = from_listing.columns[0].trial.document.url
    from_article = add.propose(service, article)
    assert {tried.trial.url for tried in from_article.columns} == wanted
    assert from_listing.name == from_article.name == office.name
    assert from_article.home == from_listing.home


def test_the_file_that_is_written_holds_and_explains_itself(service, serve):
    """It says what was shown, in comments where it came from, and watches nothing else; it can be written once."""
    office = handmade()
    server = serve(office)
    proposal = add.propose(service, server.address + "/")
    site = add.site_of(proposal, name="柳湾区实验中学", region=None, columns=proposal.sound)
    text = add.text_of(service, proposal, site)
    path = add.save(service, site, text)
    assert load(path).site == site
    assert [column.article.drop for column in site.columns] == [("p.tongji",)] * 2
    for told in (
        f"found by clausewatch add {server.address}/",
        "# region =",
        "5 entries, such as:",
        "docs/site-file.md",
    ):
        assert told in path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="--name NAME"):
        add.save(service, site, text)


@pytest.mark.parametrize(
    ("name", "region", "said"),
    [
        ("甲\n[[pages]]", None, "name: must be one line"),
        ("甲" * 201, None, "name"),
        ("甲", "乙\x1b[31m", "region"),
        ("", None, "name"),
    ],
)
def test_what_a_person_answers_goes_through_the_checks_of_a_file(name, region, said, service):
    """A name of two lines, a region that colours the terminal: refused with the key, and nothing is written."""
    site = Site(name=name, region=region, home="https://a.example/", columns=(Column(url="https://a.example/x/"),))
    with pytest.raises(UsageError, match=said):
        add.save(service, site, written(site))
    assert list(service.settings.sites.iterdir()) == []


def test_more_columns_of_a_known_office_are_shown_to_be_put_into_its_file(service):
    """Its file is there: what to write into it is told."""
    site = Site(name="甲", home="https://a.example/", columns=(Column(url="https://a.example/x/"),))
    first = add.save(service, site, written(site))
    more = replace(site, columns=(Column(url="https://a.example/y/"),))
    with pytest.raises(UsageError, match=r"(?s)a-example\.toml already describes.*\[\[columns\]\].*a\.example/y/"):
        add.save(service, more, written(more))
    named = replace(more, name="乙")
    assert add.save(service, named, written(named)).name != first.name


def test_what_is_watched_already_is_told_under_another_spelling(service, serve):
    """An address with an index page, or none, is the same column; the other columns may still be added."""
    office = trs()
    server = serve(office)
    file = service.settings.sites / "known.toml"
    file.write_text(
        f'name = "旧"\nhome = "{server.address}/"\n[[columns]]\nurl = "{server.address}/zwgk/ghjh/index.html"\n',
        "utf-8",
    )
    proposal = add.propose(service, server.address + "/")
    taken = {tried.trial.name: levels(tried)["unwatched"] for tried in proposal.columns}
    assert taken == {"规划计划": "failure", "政策文件": "good", "公告公示": "good"}
    (verdict,) = [v for v in proposal.columns[0].verdicts if v.check == "unwatched"]
    assert "known.toml" in verdict.detail
    assert len(proposal.sound) == 2


def test_what_robots_txt_forbids_is_not_fetched_and_told(service, serve):
    """A forbidden column is left out with the reason; a forbidden address cannot be added at all."""
    office = jcms()
    office.robots = "User-agent: *\nDisallow: /col/col11/\nCrawl-delay: 7\n"
    server = serve(office)
    proposal = add.propose(service, server.address + "/")
    assert [tried.trial.name for tried in proposal.columns] == ["意见征集", "通知公告"]
    assert [(passed.name, "robots.txt" in passed.reason) for passed in proposal.passed] == [("教育规划", True)]
    assert server.asked["/col/col11/index.html"] == 0
    assert proposal.delay == 7
    with pytest.raises(ReadError, match=r"robots\.txt"):
        add.propose(service, server.address + "/col/col11/index.html")


def test_an_address_that_cannot_be_read_is_told_with_what_to_do(service, serve):
    """Nothing is proposed where the given page is not there, or no server answers."""
    server = serve(trs())
    with pytest.raises(ReadError, match="check the address"):
        add.propose(service, server.address + "/nowhere/")
    with pytest.raises(ReadError, match=r"http://127\.0\.0\.1:9/"):
        add.propose(service, "http://127.0.0.1:9/")


@pytest.mark.parametrize("url", ["edu.example.gov.cn", "ftp://a.example/", "https://u:p@a.example/", "-rf", "http://"])
def test_what_is_no_address_is_refused_with_the_address_to_write(url, service):
    """A host without its scheme, another scheme, a user and an option are told before anything is fetched."""
    with pytest.raises(UsageError, match=r"https?://"):
        add.propose(service, url)


def test_files_are_examined_by_the_same_gate(service, serve):
    """The demo's files hold when they are fetched; a column that became a page of another kind does not."""
    with DistrictServer() as district:
        paths = write_site_files(service.settings.sites, district.addresses)
        results = {site.name: tried for _, site, tried in add.examine(service, paths)}
        assert set(results) == {site_name(name) for name in SITES}
        assert {level for tried in results.values() for one in tried for level in levels(one).values()} == {"good"}
        wrong = service.settings.sites / "bureau.toml"
        wrong.write_text(wrong.read_text(encoding="utf-8").replace("/zqyj/index.html", "/zqyj/"), "utf-8")
        ((_, _, (tried,)),) = add.examine(service, [wrong])
    assert levels(tried) == {"reachable": "failure"}
    assert tried.verdicts[0].advice


def test_a_single_page_is_examined_too(service, serve, tmp_path):
    """A watched page is fetched twice, and its text judged."""
    office = maze()
    server = serve(office)
    page = next(path for path in office.pages if "doc-" in path)
    file = service.settings.sites / "one.toml"
    file.write_text(f'name = "甲"\nhome = "{server.address}/"\n[[pages]]\nurl = "{server.address}{page}"\n', "utf-8")
    ((_, _, (tried,)),) = add.examine(service, [file])
    assert levels(tried) == dict.fromkeys(("robots", "reachable", "encoding", "text", "same", "unwatched"), "good")
    assert server.asked[page] == 2


def test_a_broken_file_is_not_examined(service, tmp_path):
    """What does not hold is told with its line before anything is fetched."""
    file = tmp_path / "broken.toml"
    file.write_text('name = "甲"\n', "utf-8")
    with pytest.raises(BrokenSiteError):
        add.examine(service, [file])


def test_documents_that_another_site_watches_are_told(service, serve):
    """A list at an address of its own whose entries are known is another's column."""
    office = trs()
    server = serve(office)
    _know(service, server, office)
    proposal = add.propose(service, server.address + "/")
    (told,) = [
        v for tried in proposal.columns for v in tried.verdicts if v.check == "unwatched" and v.level == "failure"
    ]
    assert "documents" in told.detail
    assert "旧" in told.detail


def _know(service: Service, server: OfficeServer, office: Office) -> None:
    """A round of a site that watches the first column by a mirror of its list."""
    from clausewatch.check import check

    truth = office.columns[0]
    office.put("/mirror/list.html", office.pages[truth.path](0).replace('href="./', f'href="{truth.path}'))
    file: Path = service.settings.sites / "mirror.toml"
    file.write_text(
        f'name = "旧"\nhome = "{server.address}/mirror/"\n[[columns]]\nurl = "{server.address}/mirror/list.html"\n',
        "utf-8",
    )
    check(service)


def test_only_the_given_list_is_proposed_where_no_others_are_wanted(service, serve):
    """A list gives itself, an article its list; the office's name is found all the same."""
    office = trs()
    server = serve(office)
    wanted = server.address + office.columns[1].path
    found = add.propose(service, wanted, only=True)
    assert ([tried.trial.url for tried in found.columns], found.name) == ([wanted], office.name)
    article = found.columns[0].trial.document.url
    assert [tried.trial.url for tried in add.propose(service, article, only=True).columns] == [wanted]


def test_an_article_without_a_list_is_a_single_page(service, serve):
    """Where no column is found, the page that was given can be watched by itself."""
    office = maze()
    path = next(path for path in office.pages if "doc-" in path)
    office.pages = {path: office.pages[path]}
    server = serve(office)
    proposal = add.propose(service, server.address + path)
    site = add.site_of(proposal, name="甲", region=None, columns=proposal.sound)
    assert ([page.url for page in site.pages], site.columns) == ([server.address + path], ())
    assert load(add.save(service, site, add.text_of(service, proposal, site))).site == site


def test_noise_of_a_watched_column_is_told_with_the_line_to_write(service, serve):
    """The file is there already: what was learnt is for its owner to write, and holds once it is written."""
    office = handmade()
    server = serve(office)
    url = f"{server.address}/news.asp?id=5"
    file = service.settings.sites / "school.toml"
    text = f'name = "甲"\nhome = "{server.address}/"\n[[columns]]\nurl = "{url}"\n'
    file.write_text(text, "utf-8")
    ((_, _, (tried,)),) = add.examine(service, [file])
    (told,) = [verdict for verdict in tried.verdicts if verdict.level == "warning"]
    line = 'article = { drop = ["p.tongji"] }'
    assert (told.check, told.advice) == ("same", f"write into the file: {line}")
    file.write_text(f"{text}{line}\n", "utf-8")
    ((_, _, (tried,)),) = add.examine(service, [file])
    assert set(levels(tried).values()) == {"good"}
