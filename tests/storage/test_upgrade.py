"""Databases of every earlier program, with documents in them, as this program opens them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, insert, inspect, select, update

from storage import tables
from storage.archive import Archive
from storage.database import check, connect
from storage.proof import Proof
from storage.seals import seal_all
from storage.subscriptions import Subscriptions
from tests.storage.earlier import earlier
from tests.storage.test_proof import told

__all__ = ["told"]

EARLIER = [
    pytest.param(f"{number:04}", marks=[] if number % 6 == 1 else pytest.mark.long)
    for number in range(1, int(tables.REVISION))
]
"""All revisions before this one; every sixth is tried each time, the others by `make long`."""
_KEPT = ("site", "document", "raw", "version", "clause_text", "clause_span", "change", "finding", "alert", "delivery")

_PARTS = "0013"
"""The first revision with further pages, which seals cover."""


def without_parts(database) -> None:
    """Seals everything as a program did that knew no further pages."""
    with database.write() as connection:
        connection.execute(delete(tables.part))
        for table in (tables.version, tables.alert):
            connection.execute(update(table).values(seal=None))
        seal_all(connection)


def older(connection: Connection, revision: str, rows: dict[str, list[dict]]) -> None:
    """Makes an empty database one of an earlier revision, with what of the rows it could hold."""
    earlier(connection, revision)
    there = inspect(connection)
    for table in tables.metadata.sorted_tables:
        if rows[table.name] and there.has_table(table.name) and table is not tables.turn:
            names = {column["name"] for column in there.get_columns(table.name)}
            held = [{name: row[name] for name in row if name in names} for row in rows[table.name]]
            connection.execute(insert(table), held)


def contents(database) -> dict[str, list[dict]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in tables.metadata.sorted_tables
        }


@pytest.mark.parametrize("revision", EARLIER)
def test_every_earlier_database_is_brought_up_to_date_with_all_that_is_in_it(told, database, url, revision):
    """Texts, versions, changes, subscriptions and deliveries read as before, and every link of the proof holds."""
    if revision < _PARTS:
        without_parts(database)
    rows = contents(database)
    histories = {id_: Archive(database).history(id_) for id_ in told}
    with database.write() as connection:
        older(connection, revision, rows)
        held = {name: {column["name"] for column in inspect(connection).get_columns(name)} for name in _KEPT}
    assert check(url).revision == revision
    upgraded = connect(url)
    try:
        assert check(url).revision == tables.REVISION
        after = contents(upgraded)
        for name in _KEPT:
            common = held[name] - {"seal"}  # covers columns that an earlier program did not have
            before = [{key: row[key] for key in common} for row in rows[name]]
            assert [{key: row[key] for key in common} for row in after[name]] == before, name
        for id_, before in histories.items():
            now = Archive(upgraded).history(id_)
            assert [(each.number, each.at, each.changes) for each in now] == [
                (each.number, each.at, each.changes) for each in before
            ]
            assert Archive(upgraded).latest(id_) is not None
        assert [each.to for each in Subscriptions(upgraded).all()] == ["console:"]
        proof = Proof(upgraded)
        assert [proof.of_document(id_).broken for id_ in proof.documents()] == [(), ()]
        assert proof.of_the_rest() == (0, ())
    finally:
        upgraded.close()


def test_an_upgrade_that_fails_changes_nothing(told, database, url, monkeypatch):
    """An older database is the old one still when the last step of the way fails, and the next start goes the whole way."""
    rows = contents(database)
    with database.write() as connection:
        older(connection, "0010", rows)

    def fail(_connection: Connection) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr("storage.seals.seal_all", fail)
        with pytest.raises(RuntimeError, match="killed"):
            connect(url)
    assert check(url).revision == "0010"
    upgraded = connect(url)
    upgraded.close()
    assert check(url).revision == tables.REVISION
