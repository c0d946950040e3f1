"""Where documents stand and stood, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import create_engine, event, insert, select

from monitor.flapping import text_key
from monitor.observation import DueTarget, LedTo
from monitor.relocation import known_by
from storage import tables
from storage.archive import Archive
from storage.database import connect
from storage.migrations import configuration
from storage.targets import Targets
from tests.storage.district import (
    HOUR,
    NOON,
    SITE,
    TEXT,
    column,
    edition,
    found,
    item,
    listing,
    page,
    read,
    revision,
    rows,
)

NEW = "https://edu.lanxi-example.cn/content/post_1.html"
TITLE = TEXT.partition("\n")[0]


def seen(target, text: str = TEXT, at=NOON):
    """A reading whose text is known by its key, as rounds record it."""
    return replace(read(target, text, at), text_key=text_key(edition(text)))


@pytest.fixture
def known(sites, targets, archive):
    """A document that was read, as its next round takes it."""
    (first,) = found(sites, targets, archive)
    archive.record(seen(first))
    return targets.by_url(first.url)


def anew(archive: Archive, targets: Targets, url: str = NEW, at=NOON + HOUR):
    """The column lists the document at another address only: the target of what is not known there."""
    (newcomer,) = archive.record(listing(targets.by_url(column().url), [replace(item(1), url=url)], at)).followups
    return newcomer


def moved(archive: Archive, targets: Targets, known, at=NOON + HOUR):
    """The document stands at the new address."""
    newcomer = anew(archive, targets, at=at)
    return archive.addresses.relocate(newcomer, known, reason="the same title and text", at=at, gone=True)


def test_a_document_that_moved_is_one_document_at_both_addresses(database, targets, archive, known):
    """Its target goes with it, what was not read is no more, and both addresses and their reasons are known."""
    after = moved(archive, targets, known)
    assert (after.id, after.document, after.version, after.url) == (known.id, known.document, 1, NEW)
    assert (after.content_hash, after.failures, after.withdrawn) == (None, 0, False)
    assert rows(database, tables.document) == 1
    assert {archive.find(url) for url in (NEW, known.url, str(known.document))} == {known.document}
    summary = archive.summary(known.document)
    assert (summary.url, summary.first_url) == (NEW, known.url)
    first, second = archive.addresses.of(known.document)
    assert (first.url, first.since, first.reason, first.gone_at) == (known.url, NOON, None, NOON + HOUR)
    assert (second.url, second.since, second.reason, second.gone_at) == (
        NEW,
        NOON + HOUR,
        "the same title and text",
        None,
    )
    assert len(archive.history(known.document)) == 1


def test_a_listing_that_shows_a_former_address_shows_the_document(targets, archive, known):
    """Neither a new document nor two looks; under another title it is another document."""
    moved(archive, targets, known)
    top = targets.by_url(column().url)
    old = item(1)
    assert archive.heard(top.id, [old, replace(old, url=NEW)])
    assert archive.known([known.url, NEW, "https://edu.lanxi-example.cn/x"]) == {known.url, NEW}
    recorded = archive.record(listing(top, [old, replace(old, url=NEW)], NOON + 2 * HOUR))
    assert [each.id for each in recorded.followups] == [known.id]
    (other,) = archive.record(listing(top, [replace(old, title="第9号通知")], NOON + 3 * HOUR)).followups
    assert other.document != known.document
    assert archive.find(known.url) == other.document


def test_a_permanent_redirect_takes_the_document_along(targets, archive, known):
    """The target is at the new address with its validators and its past."""
    led = LedTo(url=NEW, reason="its address leads there for good", permanent=True)
    archive.record(replace(seen(known, at=NOON + HOUR), edition=None, led_to=led))
    after = targets.by_url(NEW)
    assert (after.id, after.document, after.version, after.content_hash) == (
        known.id,
        known.document,
        1,
        known.content_hash,
    )
    assert targets.by_url(known.url) is None
    assert archive.find(known.url) == known.document


@pytest.mark.parametrize("permanent", [True, False])
def test_a_redirect_to_what_was_listed_and_not_read_says_whose_it_is(targets, archive, known, permanent):
    """The listing was quicker: the address is the document's, and the first reading there will find that."""
    newcomer = anew(archive, targets)
    led = LedTo(url=NEW, reason="its address leads there", permanent=permanent)
    archive.record(replace(seen(known, at=NOON + HOUR), edition=None, led_to=led))
    leading = archive.addresses.leading(NEW, but=newcomer)
    assert (leading.target.id, leading.current, leading.later) == (known.id, False, True)
    after = archive.addresses.relocate(newcomer, known, reason="led there", at=NOON + HOUR, gone=False)
    assert (after.id, after.url) == (known.id, NEW)


def test_a_redirect_to_another_known_document_leaves_that_alone(sites, targets, archive):
    """Both keep their histories; the address that leads to the other is not looked at any more."""
    one, other = found(sites, targets, archive, 2)
    for target in (one, other):
        archive.record(seen(target))
    led = LedTo(url=other.url, reason="its address leads there for good", permanent=True)
    archive.record(replace(seen(targets.by_url(one.url), at=NOON + HOUR), edition=None, led_to=led))
    due = targets.due(NOON + 100 * HOUR, limit=10, per_host=10)
    assert one.id not in {each.id for each in due}
    assert (archive.find(one.url), archive.find(other.url)) == (one.document, other.document)


def test_an_address_that_leads_to_a_document_is_its_too(targets, archive, known):
    """A listing's counter: the document stays where it is, and the counter is not looked at."""
    newcomer = anew(archive, targets, "https://edu.lanxi-example.cn/go?id=1")
    after = archive.addresses.relocate(newcomer, known, reason="leads", at=NOON, stays=True, gone=False)
    assert (after.id, after.url, after.content_hash) == (known.id, known.url, known.content_hash)
    assert archive.find(newcomer.url) == known.document
    assert archive.summary(known.document).first_url is None


def test_who_is_gone_from_its_address_is_looked_for_at_the_others_once(targets, archive, known):
    """Back at the former address; then there is none left that may live."""
    newcomer = anew(archive, targets)
    after = archive.addresses.relocate(newcomer, known, reason="the same", at=NOON, gone=False)
    assert archive.addresses.other(after) == known.url
    back = archive.addresses.move(after, known.url, reason="gone", at=NOON + HOUR)
    assert (back.id, back.url, archive.summary(known.document).url) == (known.id, known.url, known.url)
    assert archive.addresses.other(back) is None


def test_an_address_that_is_dead_is_not_tried_again(targets, archive, known):
    """It stays in the document's past, with the time since when it is dead."""
    after = archive.addresses.relocate(anew(archive, targets), known, reason="the same", at=NOON, gone=False)
    archive.addresses.gone(known.url, at=NOON + HOUR)
    assert archive.addresses.other(after) is None
    assert [each.gone_at for each in archive.addresses.of(known.document)] == [NOON + HOUR, None]


def test_an_address_that_leads_everybody_elsewhere_is_kept_short(database, targets, archive, known):
    """A server that gives every visitor an address of his own does not fill the database."""
    for number in range(40):
        led = LedTo(url=f"{NEW}/{number}", reason="its address leads there for now", permanent=False)
        archive.record(replace(seen(known, at=NOON + HOUR), edition=None, led_to=led))
    assert rows(database, tables.document_address) <= 21


def test_candidates_are_few_and_the_likeliest_first(sites, targets, archive):
    """Of many documents of one title those with this very text come first, and never more than a handful."""
    newcomer, *others = found(sites, targets, archive, 9)
    for number, target in enumerate(others):
        archive.record(seen(target, TEXT.replace("12所", f"{number}所")))
    wanted = text_key(edition(TEXT.replace("12所", "2所")))
    candidates = archive.addresses.candidates(newcomer, known_by(TITLE), wanted)
    assert candidates[0].target.id == others[2].id
    assert len(candidates) == 3
    assert all(each.listed for each in candidates)
    assert archive.addresses.candidates(newcomer, known_by("别的题目"), wanted) == []


def test_pages_that_are_watched_by_name_and_other_sites_are_no_candidates(sites, targets, archive):
    """A site file says where its pages are; what another site publishes is a copy."""
    sites.register(revision(), [column(), page()], at=NOON)
    for target in targets.due(NOON, limit=10, per_host=10):
        if target.kind == "page":
            archive.record(seen(target))
    newcomer = anew(archive, targets)
    mine = known_by(TITLE), text_key(edition())
    assert archive.addresses.candidates(newcomer, *mine) == []
    assert archive.addresses.candidates(replace(newcomer, site="别的局"), *mine) == []


def test_a_page_may_be_watched_by_name_at_a_former_address(sites, targets, archive, known):
    """The operator's address is where the document is looked at from then on; it stays one document."""
    moved(archive, targets, known)
    sites.register(revision(digest="b" * 64), [column(), page(known.url)], at=NOON + HOUR)
    after = targets.by_url(known.url)
    assert (after.id, after.kind, after.document, after.version) == (known.id, "page", known.document, 1)
    assert archive.find(NEW) == known.document


def test_an_older_database_knows_its_documents_by_their_titles(tmp_path):
    """What was read before this migration is found again as well."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0010")
        connection.execute(insert(tables.site), {"name": SITE, "digest": "0", "enabled": True})
        old = {"site_id": 1, "title": TITLE, "status": "live", "changed_at": NOON}
        connection.execute(insert(tables.document), [old | {"url": f"u{n}", "versions": n} for n in (0, 1)])
    engine.dispose()
    database = connect(str(path))
    with database.read() as connection:
        names = connection.execute(select(tables.document.c.known_by).order_by(tables.document.c.id)).scalars().all()
    database.close()
    assert names == [None, known_by(TITLE)]


def test_looking_for_a_document_scans_no_site(sqlite_path):
    """Both searches go by title and site over an index, however many documents the site has."""
    database = connect(str(sqlite_path))
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, parameters, *_: asked.append((statement, parameters)),
    )
    newcomer = DueTarget(id=1, kind="document", url=NEW, site=SITE, rules="", rules_digest="", document=1)
    Archive(database).addresses.candidates(newcomer, known_by(TITLE), "0" * 64)
    searches = [(statement, values) for statement, values in asked if "known_by" in statement]
    with database.read() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", values).all() for each, values in searches]
    database.close()
    assert len(plans) == 2
    assert all(
        "known_by=? AND site_id=?" in str(plan) and "SCAN" not in str(plan).replace("SCALAR", "") for plan in plans
    )
