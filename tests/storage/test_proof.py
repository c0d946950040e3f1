"""The archive's proof of itself: nothing that it says of a document can be altered unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Table, and_, delete, select, update
from sqlalchemy.exc import IntegrityError

from monitor.attached import ReadFile, bind
from monitor.observation import FetchedFile, Part
from monitor.records import Attachment, Change, FileReading, Finding
from storage import seals, tables
from storage.database import connect
from storage.proof import Broken, Proof
from tests.storage.district import HOUR, NOON, TEXT, alert, arrived, edition, found, later, observation, read, reworded

_TOLD = {
    tables.raw: ("sha256", "size", "content_type", "body"),
    tables.site_revision: ("digest", "rules"),
    tables.version: tuple(column.name for column in tables.version.c if column.name not in {"id", "confirmed"}),
    tables.part: ("version_id", "position", "url", "raw_id"),
    tables.clause_text: ("hash", "text"),
    tables.clause_span: tuple(tables.clause_span.c.keys()),
    tables.change: tuple(tables.change.c.keys()),
    tables.finding: tuple(tables.finding.c.keys()),
    tables.check: ("target_id", "round", "at", "outcome", "reason", "status", "final_url", "version", "new"),
    tables.alert: ("type", "site_id", "document_id", "version", "severity", "at", "payload", "seal"),
    tables.document: ("title", "kind", "stage", "published", "versions"),
}
"""Every column that the chain from an alert to the bytes is made of."""


@pytest.fixture
def told(sites, targets, archive, subscriptions):
    """Two documents of three versions and one, with files, further parts, changes, findings, alerts, and a check that failed."""
    someone = (subscriptions.add(to="console:", at=NOON).id,)
    one, two = found(sites, targets, archive, count=2)
    name = "清单.xlsx"
    file = ReadFile(name, f"https://a.example/{name}", "附件1", _hash(b"list"), FileReading("xlsx", (("", "甲\n乙"),)))
    fetched = FetchedFile(name=name, url=file.url, content_hash=file.content_hash, body=b"list")
    bound = bind(
        edition(
            TEXT, kind="行动计划", stage="final", published=date(2026, 1, 5), attachments=(Attachment(name, file.url),)
        ),
        [file],
    )
    odd = Finding("silent_edit", "文字改动，发布日期未变", "二")
    first = archive.record(
        observation(
            one,
            edition=bound,
            fetched=arrived(TEXT, final_url="https://www.lanxi-example.cn/1"),
            files=(fetched,),
            extractor="1/aaaa",
            text_key="a" * 64,
            findings=(odd,),
            new=True,
            alert=alert("document.new"),
            subscriptions=someone,
        )
    )
    text = TEXT.replace("12所", "14所")
    changes: tuple[Change, ...] = (reworded("新建幼儿园12所。", "新建幼儿园14所。"),)
    told = {"changes": changes, "alert": alert(), "subscriptions": someone, "reason": "页面说换了新址"}
    second = archive.record(read(later(first, one), text, NOON + HOUR, findings=(odd,), **told))
    last = edition(TEXT, kind="行动计划", stage="final", published=date(2026, 1, 5))
    archive.record(read(later(second, one), TEXT, NOON + 2 * HOUR, edition=last, changes=changes))
    other = edition(TEXT, kind="通知", stage="draft", published=date(2026, 1, 6))
    further = tuple(
        Part(url=f"{two.url}_{at}", content_hash=_hash(body), content_type="text/html", body=body)
        for at, body in enumerate((b"second part", b"third part"), 1)
    )
    cut = replace(arrived(TEXT), parts=further)
    told = {"alert": alert("document.new"), "subscriptions": someone}
    archive.record(read(two, TEXT, NOON + 3 * HOUR, edition=other, fetched=cut, **told))
    return one.document, two.document


def _hash(body: bytes) -> str:
    return str(arrived(body).content_hash)


def broken(database) -> list[Broken]:
    """All that does not hold."""
    proof = Proof(database)
    return [each for id_ in proof.documents() for each in proof.of_document(id_).broken] + list(proof.of_the_rest()[1])


def test_an_archive_that_nobody_touched_holds(told, database):
    """Every document is gone through, with its versions and alerts, and nothing is amiss."""
    proof = Proof(database)
    proved = [proof.of_document(id_) for id_ in proof.documents()]
    assert [(each.document, each.versions, each.alerts, each.broken) for each in proved] == [
        (told[0], 3, 2, ()),
        (told[1], 1, 1, ()),
    ]
    assert proof.of_the_rest() == (0, ())


@pytest.mark.parametrize("table", _TOLD, ids=lambda table: table.name)
def test_every_altered_value_is_found(told, database, table):
    """Each value of each row that the chain is made of, altered by the least that can be, breaks a link."""
    tried = 0
    for row in _rows(database, table):
        for column in _TOLD[table]:
            for after in _altered(row[column], column):
                altered = row | {column: after}
                if not _put(database, table, row, altered):
                    continue  # the database itself refuses it
                tried += 1
                assert broken(database), f"{table.name}.{column}: {row[column]!r} → {after!r} was not seen"
                assert _put(database, table, altered, row)
    assert tried >= len(_TOLD[table])
    assert broken(database) == []


@pytest.mark.parametrize("table", [tables.raw, tables.clause_text], ids=lambda table: table.name)
def test_the_first_link_that_does_not_hold_is_named(told, database, table):
    """Other bytes are told as bytes and another text as a clause, with document and version, though the seals break too."""
    column, link, where = {
        "raw": ("body", "bytes", (told[1], 1)),  # of a further part
        "clause_text": ("text", "clause", (told[0], 2)),
    }[table.name]
    row = _rows(database, table)[-1]
    value = row[column][:-1] + (b"!" if isinstance(row[column], bytes) else "!")
    assert _put(database, table, row, row | {column: value})
    first = broken(database)[0]
    assert (first.link, first.document, first.version) == (link, *where)


def test_what_was_taken_out_is_missed(told, database):
    """A version, a change, a finding, a clause and a check that are deleted all leave a gap."""
    for table in (tables.change, tables.finding, tables.clause_span, tables.check):
        row = _rows(database, table)[-1]
        with database.engine.begin() as connection:
            connection.execute(delete(table).where(_this(table, row)))
        assert broken(database), table.name
        with database.engine.begin() as connection:
            connection.execute(table.insert(), row)
        assert broken(database) == []


def test_an_archive_from_before_there_were_seals_is_sealed_as_it_stands(told, sqlite_path):
    """Where an older database is opened, what is in it is sealed, and holds from then on."""
    database = connect(str(sqlite_path))
    with database.write() as connection:
        connection.execute(update(tables.version).values(seal=None))
        connection.execute(update(tables.alert).values(seal=None))
        seals.seal_all(connection)
    assert broken(database) == []
    database.close()


def _rows(database, table: Table) -> list[dict[str, Any]]:
    query = select(table)
    if table is tables.check:  # a look that brought no version proves nothing
        query = query.join(tables.version, tables.version.c.at == table.c.at).where(table.c.version.is_not(None))
    if table is tables.document:
        query = query.where(table.c.versions > 0)
    with database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]


def _altered(value: Any, column: str) -> Iterator[Any]:
    if value is None and column in {"content_type", "kind", "stage", "published"}:
        return  # of a file nothing reads its type; what a page does not say the listing may
    if column.endswith("_id"):
        yield (value or 0) + 1
        if value and value > 1:
            yield value - 1
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, bytes):
        for at in {len(value) // 2, len(value) - 1}:
            yield value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    elif isinstance(value, datetime):
        yield value + timedelta(seconds=1)
    elif isinstance(value, str):
        yield value[:-1] + ("0" if value[-1:] != "0" else "1")
    else:
        assert value is None
        yield 2 if column in {"to_version", "status"} else b"?" if column in {"face", "changes"} else "0"


def _put(database, table: Table, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the database took the row's other values."""
    with database.engine.connect() as connection:
        try:
            done = connection.execute(update(table).where(_this(table, before)).values(after))
            connection.commit()
        except IntegrityError:
            connection.rollback()
            return False
    assert done.rowcount == 1
    return True


def _this(table: Table, row: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key))
