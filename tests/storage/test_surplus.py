"""Bytes go only where nothing needs them: no version, file, change, finding or message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import update

from monitor.attached import ReadFile, bind
from monitor.errors import StorageError
from monitor.observation import FetchedFile
from monitor.records import FileReading, Finding
from storage import blobs, tables
from storage.proof import Proof
from storage.surplus import Surplus
from tests.storage.district import NOON, TEXT, alert, arrived, edition, found, later, observation, read, reworded, rows

DAY = timedelta(days=1)
EVER = NOON + 999 * DAY


@pytest.fixture
def surplus(database) -> Surplus:
    """The database's surplus, all files of versions known."""
    return Surplus(database)


def kept(archive, body: bytes | str) -> bool:
    """Whether these bytes can be had."""
    data = body.encode() if isinstance(body, str) else body
    try:
        return bool(archive.raw(sha256(data).hexdigest()).body == data)
    except StorageError:
        return False


def stray(database, body: bytes) -> None:
    """Bytes that nothing names."""
    with database.write() as connection:
        blobs.keep(connection, body, None)


def swept(surplus: Surplus, before=EVER) -> tuple[int, int]:
    """Everything that may go goes: how many orphans, how many pages."""
    for _ in surplus.look_through():
        pass
    orphans = sum(len(gone) for gone in surplus.remove(surplus.orphans()))
    return orphans, sum(len(gone) for gone in surplus.let_go(surplus.silent(before), before))


def test_what_nothing_names_goes(sites, targets, archive, database, surplus):
    """And what a version was read from stays."""
    (target,) = found(sites, targets, archive)
    archive.record(read(target, TEXT))
    stray(database, b"nobody's")
    assert swept(surplus) == (1, 0)
    assert kept(archive, TEXT)
    assert not kept(archive, b"nobody's")
    assert rows(database, tables.raw) == 1
    assert swept(surplus) == (0, 0)


def test_what_came_after_it_was_chosen_and_names_it_keeps_it(sites, targets, archive, database, surplus):
    """A version that arrives between choosing and removing is read from bytes that are still there."""
    (target,) = found(sites, targets, archive)
    stray(database, TEXT.encode())
    chosen = surplus.orphans()
    assert len(chosen) == 1
    archive.record(read(target, TEXT))
    assert [gone for gone in surplus.remove(chosen) if gone] == []
    assert kept(archive, TEXT)


def test_files_of_every_version_stay(sites, targets, archive, database, surplus):
    """Also those of an earlier version that the page names no more, though only its packed record names them."""
    (target,) = found(sites, targets, archive)

    def with_file(body: bytes, number: int, at):
        key = sha256(body).hexdigest()
        file = FetchedFile(name="附件1", url="https://edu.lanxi-example.cn/1.docx", content_hash=key)
        bound = bind(edition(), [ReadFile("附件1", file.url, "附件1", key, FileReading("docx", (), None))])
        taken = replace(target, version=number - 1 or None)
        return read(taken, TEXT, at, edition=bound, files=(replace(file, body=body),), changes=(reworded("a", "b"),))

    for number, body in enumerate((b"first file", b"second file"), 1):
        archive.record(with_file(body, number, NOON + number * DAY))
    assert swept(surplus) == (0, 0)
    assert kept(archive, b"first file")
    assert kept(archive, b"second file")


def test_pages_of_readings_without_news_may_go_and_their_hashes_stay(sites, targets, archive, database, surplus):
    """Of five versions the first, the last, one with a change and one with a finding stay; the one that told nothing goes."""
    (target,) = found(sites, targets, archive)
    pages = [f"{TEXT}<!--{number}-->" for number in range(5)]
    told = {2: {"changes": (reworded("a", "b"),)}, 3: {"findings": (Finding("silent_edit", "同日改动"),)}}
    for number, page in enumerate(pages):
        taken = replace(target, version=number or None)
        archive.record(read(taken, TEXT, NOON + number * DAY, fetched=arrived(page), **told.get(number, {})))
    assert swept(surplus, before=NOON + DAY) == (0, 0), "too young"
    assert swept(surplus) == (0, 1)
    # The finding of the fourth is over in the fifth, so both of them show something.
    assert [kept(archive, page) for page in pages] == [True, False, True, True, True]
    (second,) = [each for each in archive.history(target.document) if each.number == 2]
    assert second.content_hash == sha256(pages[1].encode()).hexdigest()
    assert archive.version(target.document, 2).edition.article.text == TEXT
    assert Proof(database).of_document(target.document).broken == ()
    assert swept(surplus) == (0, 0)

    archive.record(read(replace(target, version=5), TEXT, EVER, fetched=arrived(pages[1])))
    assert kept(archive, pages[1]), "bytes that come again are kept again"
    assert Proof(database).of_document(target.document).broken == ()


def test_bytes_that_should_be_there_are_missed(sites, targets, archive, database):
    """Whoever removes the bytes of a first version by hand is found out."""
    (target,) = found(sites, targets, archive)
    archive.record(read(target, TEXT))
    with database.write() as connection:
        connection.execute(update(tables.raw).values(body=blobs.GONE))
    (broken,) = Proof(database).of_document(target.document).broken
    assert (broken.link, broken.version) == ("bytes", 1)


def test_bytes_that_several_need_stay_for_each(sites, targets, archive, database, surplus):
    """The same page may be silent for one document and the only one of another."""
    one, other = found(sites, targets, archive, count=2)
    shared = f"{TEXT}<!--shared-->"
    for number, page in enumerate((TEXT, shared, f"{TEXT}<!--last-->")):
        archive.record(read(replace(one, version=number or None), TEXT, NOON + number * DAY, fetched=arrived(page)))
    archive.record(read(other, TEXT, NOON, fetched=arrived(shared)))
    assert swept(surplus) == (0, 0)
    assert kept(archive, shared)


def test_what_was_told_of_a_version_keeps_its_page(sites, targets, archive, subscriptions, surplus):
    """A message names the version: its bytes can be shown as long as there is the message."""
    (target,) = found(sites, targets, archive)
    someone = subscriptions.add(to="console:", at=NOON)
    recorded = archive.record(read(target, TEXT))
    second = f"{TEXT}<!--second-->"
    told = read(later(recorded, target), TEXT, NOON + DAY, fetched=arrived(second))
    archive.record(replace(told, alert=alert(), subscriptions=(someone.id,)))
    archive.record(read(replace(target, version=2), TEXT, NOON + 2 * DAY, fetched=arrived(f"{TEXT}<!--3-->")))
    archive.record(observation(replace(target, version=3), NOON + 3 * DAY))
    assert swept(surplus) == (0, 0)
    assert kept(archive, second)
