"""The addresses that `serve` answers for programs and receivers: feeds, and the one that ends a subscription."""

from __future__ import annotations

import json
import socket
import threading
from datetime import date

import feedparser
import httpx
import pytest
import uvicorn
from icalendar import Calendar

from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.settings import Settings
from clausewatch.web import feeds
from monitor.compare import compare
from monitor.errors import UsageError
from monitor.subscription import Filters
from notifiers import consent
from storage.database import connect
from tests.storage.district import HOUR, NOON, SITE, TEXT, edition, found, later, read

SECRET = "figs and feeds"
DAY = date(2026, 4, 1)
TO = "mailto:reader@example.org"


@pytest.fixture
def service(tmp_path):
    """An installation with a public address, in which one of two documents changed."""
    config = Settings(data_dir=tmp_path, public_url="https://watch.example.org", token_secret=SECRET)
    database = connect(config.database_url)
    made = Service(config, database, now=lambda: NOON)
    first, second = found(made.sites, made.targets, made.archive, 2)
    made.archive.record(read(second, TEXT, NOON))
    recorded = made.archive.record(read(first, TEXT, NOON))
    made.terms.put(recorded.document, version=2, reader=1, days={"deadline": DAY}, said=None, at=NOON)
    after = TEXT.replace("55%", "58%")
    changes = compare(edition(TEXT), edition(after)).changes
    made.archive.record(read(later(recorded, first), after, NOON + HOUR, changes=changes))
    yield made
    database.close()


@pytest.fixture
def browser(service):
    """A client of the service, over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(answers(service), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=base, trust_env=False) as client:
            yield client
        server.should_exit = True
        thread.join()


def changed(service):
    """The document that changed."""
    ((document, _),) = service.archive.latest_changes(9)
    return document


def test_the_feed_tells_the_change(browser, service):
    """Atom and JSON tell the same entry, with its own address under the public one."""
    answer = browser.get("/feed.atom")
    read_feed = feedparser.parse(answer.content)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert read_feed.feed.links[0].href == "https://watch.example.org/feed.atom"
    (entry,) = read_feed.entries
    assert entry.link == changed(service).url
    assert "58%" in entry.content[0].value
    (item,) = browser.get("/feed.json").json()["items"]
    assert item["id"] == entry.id


def test_a_feed_of_a_part_holds_that_part(browser, service):
    """A site's, a document's and a search's feed hold what belongs to them and nothing else."""
    document = changed(service).id

    def entries(**limit):
        return len(json.loads(browser.get("/feed.json", params=limit).content)["items"])

    assert [entries(site=SITE), entries(document=document), entries(document=3 - document)] == [1, 1, 0]
    assert [entries(family=document), entries(family=3 - document)] == [1, 0]
    assert [entries(q="58%"), entries(q="没有这样的词")] == [1, 0]


@pytest.mark.parametrize(
    ("query", "status"),
    [("site=x", 404), ("document=99", 404), ("family=99", 404), ("token=1.0.x", 404), ("site=x&q=y", 400)],
)
def test_what_is_not_there_is_said_plainly(browser, query, status):
    """An unknown part is no feed; the answer is plain text and repeats nothing of the question."""
    answer = browser.get(f"/feed.atom?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")


def test_who_has_it_gets_it_not_again(browser):
    """The tag or the time of the last answer gives 304 without a body; another tag goes before the time."""
    first = browser.get("/feed.atom")
    tag, modified = first.headers["etag"], first.headers["last-modified"]

    def status(**given):
        named = {name.replace("_", "-"): value for name, value in given.items()}
        return browser.get("/feed.atom", headers=named).status_code

    assert [status(if_none_match=tag), status(if_none_match=f'"x", W/{tag}'), status(if_modified_since=modified)] == [
        304
    ] * 3
    assert [status(if_none_match='"x"', if_modified_since=modified), status(if_modified_since="nonsense")] == [200, 200]
    assert browser.head("/feed.atom").headers["etag"] == tag


def test_a_search_is_made_once_until_something_changes(browser, service, monkeypatch):
    """Readers that ask again cost no look through the archive; a new change is there at once, and 304 is as everywhere."""
    looks = []
    latest = service.archive.latest_changes
    monkeypatch.setattr(
        service.archive, "latest_changes", lambda limit, **given: looks.append(limit) or latest(limit, **given)
    )
    first = browser.get("/feed.json?q=幼儿园")
    assert browser.get("/feed.json?q=幼儿园", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert looks.count(300) == 1
    (target,) = [each for each in service.targets.due(NOON + 99 * HOUR, limit=9, per_host=9) if each.version == 2]
    after = TEXT.replace("12所", "15所")
    changes = compare(edition(TEXT), edition(after)).changes
    service.archive.record(read(target, after, NOON + 2 * HOUR, changes=changes))
    assert len(browser.get("/feed.json?q=幼儿园").json()["items"]) == len(first.json()["items"]) + 1
    assert looks.count(300) == 2


def test_a_subscriptions_feed_needs_its_token(browser, service):
    """A subscription's feed is found by its own token only, and ends with the subscription."""
    subscription = service.subscribe(TO)
    path = feeds.addresses(service, subscription.id)[0].removeprefix("https://watch.example.org")
    assert len(feedparser.parse(browser.get(path).content).entries) == 1
    other = consent.issue(SECRET, "unsubscribe", subscription.id, TO)
    assert browser.get(f"/feed.atom?token={other}").status_code == 404
    service.subscriptions.remove(subscription.id, at=NOON)
    assert browser.get(path).status_code == 404
    with pytest.raises(UsageError, match="no subscription"):
        feeds.addresses(service, subscription.id)


def test_the_calendar_has_the_deadlines(browser, service):
    """Everything's, a site's and a subscription's calendar hold their deadlines; what is unchanged is not sent again."""
    wide = service.subscribe(TO, Filters(keywords=("公办",)))
    none = service.subscribe(TO, Filters(keywords=("没有这样的词",)))

    def days(subscription=None, **limit):
        if subscription:
            limit["token"] = consent.issue(SECRET, "feed", subscription.id, TO)
        answer = browser.get("/calendar.ics", params=limit)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return [event["dtstart"].dt for event in Calendar.from_ical(answer.content).walk("VEVENT")]

    assert [days(), days(site=SITE), days(wide), days(none)] == [[DAY], [DAY], [DAY], []]
    tag = browser.get("/calendar.ics").headers["etag"]
    assert browser.get("/calendar.ics", headers={"if-none-match": tag}).status_code == 304
    assert [browser.get(f"/calendar.ics?{wrong}").status_code for wrong in ("site=x", "token=x", "site=x&token=x")] == [
        404,
        404,
        400,
    ]


def test_the_calendar_has_the_ends_of_validity(browser, service):
    """Beside the deadlines, for who watches the document or one of its clauses; a day that moves is the same event."""
    document = changed(service).id
    watching = [
        service.subscribe(TO, Filters(documents=(number,), clauses=("二",))) for number in (document, 3 - document)
    ]

    def events(subscription=None):
        limit = {"token": consent.issue(SECRET, "feed", subscription.id, TO)} if subscription else {}
        found = Calendar.from_ical(browser.get("/calendar.ics", params=limit).content).walk("VEVENT")
        return [(str(each["uid"]), each["dtstart"].dt) for each in found]

    def state(expiry, at):
        service.terms.put(
            document, version=2, reader=1, days={"deadline": DAY, "expiry": expiry}, said="有效期两年", at=at
        )

    state(date(2026, 5, 9), NOON)
    (_, first), (uid, second) = events()
    assert (first, second) == (DAY, date(2026, 5, 9))
    state(date(2026, 6, 30), NOON + HOUR)
    assert events()[1] == (uid, date(2026, 6, 30))
    assert [len(events(each)) for each in watching] == [2, 0]


def test_only_a_post_ends_a_subscription(browser, service):
    """A scanner that opens the link changes nothing; a mail program's one click ends it, and a second finds nothing."""
    subscription = service.subscribe(TO)
    path = f"/unsubscribe?token={consent.issue(SECRET, 'unsubscribe', subscription.id, TO)}"
    asked = browser.get(path)
    assert '<form method="post">' in asked.text
    assert "form-action 'self'" in asked.headers["content-security-policy"]
    assert [each.id for each in service.subscriptions.all()] == [subscription.id]
    one_click = {"content": consent.ONE_CLICK, "headers": {"content-type": "application/x-www-form-urlencoded"}}
    assert browser.post(path, **one_click).status_code == 200
    assert service.subscriptions.all() == []
    assert browser.post(path, **one_click).status_code == 404


def test_a_false_token_ends_nothing(browser, service):
    """A token for another purpose, another subscription's or none at all is refused."""
    subscription = service.subscribe(TO)
    for token in (consent.issue(SECRET, "feed", subscription.id, TO), "<script>", ""):
        answer = browser.post("/unsubscribe", params={"token": token})
        assert answer.status_code == 404
        assert "script" not in answer.text
    assert len(service.subscriptions.all()) == 1


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example:80", "", "[::1"])
def test_a_foreign_name_reads_nothing(browser, host):
    """A name that leads to this machine (DNS rebinding) is refused before anything is read."""
    assert browser.get("/feed.atom", headers={"host": host}).status_code in {400, 421}


@pytest.mark.parametrize("host", ["watch.example.org", "WATCH.example.org:443", "localhost:8710", "[::1]:8710"])
def test_its_own_names_are_answered(browser, host):
    """The public name, localhost and addresses in figures are its own."""
    assert browser.get("/feed.atom", headers={"host": host}).status_code == 200
