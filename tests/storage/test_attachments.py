"""Attached files in the memory: kept with their version, given back whole, known at the next check."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from alembic import command
from sqlalchemy import create_engine, insert, select

from monitor.attached import ReadFile, bind
from monitor.observation import FetchedFile
from monitor.records import Attachment, Edition, FileReading, Outcome
from storage import tables
from storage.database import connect
from storage.migrations import configuration
from tests.storage.district import HOUR, NOON, TEXT, arrived, edition, found, later, observation, rows

CONTENTS = "阅读方案\n目录\n一、目标\n二、任务\n一、目标\n藏书40册。\n二、任务\n（一）充实\n每年新增图书500册。"
TABLE = "项目一览表\n序号\t名称\n1\t甲\n2\t乙"


def hash_of(body: bytes) -> str:
    """The hash under which bytes are kept."""
    return sha256(body).hexdigest()


def fetched(body: bytes, name: str = "方案.docx", **fields) -> FetchedFile:
    """A file whose bytes are new."""
    known = {"name": name, "url": f"https://a.example/{name}", "content_type": "application/x"}
    return FetchedFile(**(known | {"content_hash": hash_of(body), "body": body} | fields))


def with_files(*files: ReadFile) -> Edition:
    """An edition with these files."""
    names = tuple(Attachment(file.name, file.url) for file in files)
    return bind(edition(TEXT, attachments=names), files)


def plan(body: bytes = b"one", text: str = CONTENTS, section: str = "附件1") -> ReadFile:
    """A file that was read."""
    return ReadFile(
        "方案.docx", "https://a.example/方案.docx", section, hash_of(body), FileReading("docx", (("", text),))
    )


def archive_file(section: str = "附件2") -> ReadFile:
    """An archive with two members, one of them a table."""
    parts = (("清单.xlsx", TABLE), ("方案.docx", CONTENTS))
    return ReadFile(
        "全部.zip", "https://a.example/全部.zip", section, hash_of(b"zip"), FileReading("zip", parts, "partly_unread")
    )


def test_a_version_gives_its_files_back(sites, targets, archive):
    """Texts, contents, members, names and reasons: what was bound comes back the same."""
    (target,) = found(sites, targets, archive)
    bound = with_files(
        plan(), archive_file(), ReadFile("旧.doc", "u", "附件3", "f" * 64, FileReading("doc", (), "unread_format"))
    )
    archive.record(observation(target, edition=bound, fetched=arrived(TEXT), files=(fetched(b"one"),)))
    stored = archive.latest(target.document)
    assert stored is not None
    assert stored.edition == bound


def test_another_file_is_another_version_and_both_stay(sites, targets, archive):
    """The first version says what its file said, and the bytes of both are kept."""
    (target,) = found(sites, targets, archive)
    first, second = with_files(plan()), with_files(plan(b"two", CONTENTS.replace("500册", "600册")))
    recorded = archive.record(observation(target, edition=first, fetched=arrived(TEXT), files=(fetched(b"one"),)))
    unchanged = replace(arrived(TEXT), body=None)
    archive.record(
        observation(later(recorded, target), NOON + HOUR, edition=second, fetched=unchanged, files=(fetched(b"two"),))
    )
    assert [archive.version(target.document, number).edition for number in (1, 2)] == [first, second]
    assert [archive.raw(hash_of(body)).body for body in (b"one", b"two")] == [b"one", b"two"]
    assert archive.version(target.document, 2).content_hash == hash_of(TEXT.encode())


def test_the_state_of_files_is_that_of_the_last_check(sites, targets, archive):
    """Validators are remembered without a version; files that the page names no more are forgotten."""
    (target,) = found(sites, targets, archive)
    files = (fetched(b"one", etag='"1"'), FetchedFile(name="迟到.pdf", url="https://a.example/late.pdf"))
    recorded = archive.record(observation(target, edition=with_files(plan()), fetched=arrived(TEXT), files=files))
    kept = tuple(replace(file, body=None, content_type=None) for file in files)
    assert archive.files(target.document) == kept
    check = observation(later(recorded, target), NOON + HOUR, outcome=Outcome.NOT_MODIFIED)
    archive.record(check)
    assert archive.files(target.document) == kept
    archive.record(replace(check, at=NOON + 2 * HOUR, files=(replace(kept[0], etag='"2"'),)))
    assert archive.files(target.document) == (replace(kept[0], etag='"2"'),)
    archive.record(replace(check, at=NOON + 3 * HOUR, files=()))
    assert archive.files(target.document) == ()


def test_equal_bytes_are_kept_once(database, sites, targets, archive):
    """Two documents attach the same file."""
    for target in found(sites, targets, archive, count=2):
        archive.record(
            observation(target, edition=with_files(plan()), fetched=arrived(target.url), files=(fetched(b"one"),))
        )
    assert rows(database, tables.raw) == 3


def test_an_older_database_has_its_documents_fetched_whole_once(tmp_path):
    """Before this migration nobody looked at files: an unchanged page must be read once more to learn of them."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0002")
        connection.execute(insert(tables.site), {"name": "旧", "digest": "0", "enabled": True})
        for kind in ("column", "page"):
            row = {"kind": kind, "url": kind, "address": kind, "host": "h", "site_id": 1, "baseline": False}
            known = {"next_due_at": NOON, "failures": 0, "etag": '"1"', "last_modified": "x", "content_hash": "f" * 64}
            connection.execute(insert(tables.target), row | known)
    engine.dispose()
    database = connect(str(path))
    with database.read() as connection:
        found_ = connection.execute(
            select(tables.target.c.kind, tables.target.c.etag, tables.target.c.content_hash)
        ).all()
    database.close()
    assert set(found_) == {("column", '"1"', "f" * 64), ("page", None, None)}
    assert rows_of_attachments(path) == 0


def rows_of_attachments(path) -> int:
    """How many files the database knows."""
    database = connect(str(path))
    try:
        return rows(database, tables.attachment)
    finally:
        database.close()


@pytest.mark.parametrize("text", ["", "一、目标\n达标。", TABLE])
def test_pages_of_any_text_carry_files(sites, targets, archive, text):
    """Also a page that says nothing by itself."""
    (target,) = found(sites, targets, archive)
    bare = edition(text, title="通知")
    bound = bind(bare, [plan(), archive_file()])
    archive.record(observation(target, edition=bound, fetched=arrived(TEXT), files=(fetched(b"one"),)))
    assert archive.latest(target.document).edition == bound
