"""Backups as whole memories: every row comes back, and what is damaged or not ours does not come in."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

from clausewatch import safekeeping
from clausewatch.service import Service
from clausewatch.settings import Settings
from clausewatch.verify import verify
from monitor.errors import StorageError, UsageError
from monitor.search import parse
from storage import tables
from storage.database import connect
from storage.search import Search
from tests.storage.conftest import (
    archive,
    database,
    postgres,
    sites,
    sqlite_path,
    sqlite_template,
    subscriptions,
    targets,
    url,
)
from tests.storage.test_proof import told

__all__ = [
    "archive",
    "database",
    "postgres",
    "sites",
    "sqlite_path",
    "sqlite_template",
    "subscriptions",
    "targets",
    "told",
    "url",
]

_OWN = {tables.turn, tables.epoch}
"""What belongs to one database, not to what it remembers."""


def contents(database) -> dict[str, list[tuple]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
            if table not in _OWN
        }


@pytest.fixture
def service(told, database):
    """An installation that saw two documents."""
    return Service(Settings(), database)


@pytest.fixture
def file(service, tmp_path):
    """Its backup."""
    path = tmp_path / "kept" / "today.db"
    safekeeping.back_up(service, path)
    return path


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_row_comes_back(service, database, file, request, kind):
    """Restored into either kind, all tables hold the same rows, the proof finds the same, and new rows get new numbers."""
    place = str(file.with_name("else.db")) if kind == "sqlite" else request.getfixturevalue("postgres")()
    kept = safekeeping.restore(Settings(database=place), file)
    assert kept.found == verify(service)
    again = connect(place)
    try:
        assert contents(again) == contents(database)
        assert all(contents(again)[name] for name in ("raw", "version", "clause_span", "alert", "delivery", "part"))
        with again.write() as connection:
            last = connection.execute(select(tables.host.c.name)).all()
            new = connection.execute(
                tables.site.insert().returning(tables.site.c.id), {"name": "新", "digest": "", "enabled": True}
            ).scalar_one()
        assert last == []
        assert new > 1
    finally:
        again.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_comes_back_is_found(service, file, request, kind):
    """Words are found in a restored memory of either kind as they were in the old one."""
    place = str(file.with_name("else.db")) if kind == "sqlite" else request.getfixturevalue("postgres")()
    safekeeping.restore(Settings(database=place), file)
    again = connect(place)
    try:
        for word in ("幼儿园", "园"):
            found = Search(again).find(parse(word))
            assert found.total == service.search.find(parse(word)).total > 0
    finally:
        again.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_moves(service, database, tmp_path, request, kind):
    """Moved into either kind, all tables hold the same rows; the old one counts as a copy from then on."""
    place = str(tmp_path / "else.db") if kind == "sqlite" else request.getfixturevalue("postgres")()
    before = contents(database)
    safekeeping.move(service, place)
    again = connect(place)
    try:
        assert contents(again) == before
        with again.read() as connection:
            assert connection.execute(select(tables.epoch.c.mark)).all() == []
    finally:
        again.close()
    with database.read() as connection:
        assert connection.execute(select(tables.epoch.c.mark)).scalar_one().startswith("nobody/")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE clause_text SET text = text || '!'", "does not hold"),
        ("CREATE TRIGGER t AFTER INSERT ON site BEGIN DELETE FROM site; END", "no backup of ours"),
        ("CREATE VIEW v AS SELECT 1", "no backup of ours"),
        ("UPDATE alembic_version SET version_num = '9999'", "update the program"),
        ("UPDATE raw SET size = 4000000000", "not of the size"),
        ("UPDATE raw SET body = x'28b52ffda00000ffff'", "not of the size"),
        ("DELETE FROM document", "damaged"),
        ("DROP TABLE alembic_version", "another program's"),
    ],
)
def test_a_backup_that_was_tampered_with_is_refused(file, tmp_path, harm, said):
    """What does not hold, is not ours or lies about sizes is named; neither the file nor the database's place is touched."""
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA foreign_keys=OFF")
        opened.execute(harm)
    content = file.read_bytes()
    place = tmp_path / "else" / "memory.db"
    with pytest.raises(StorageError, match=said) as refused:
        safekeeping.restore(Settings(database=str(place)), file)
    assert str(file) in str(refused.value)
    assert file.read_bytes() == content
    assert not place.parent.exists()


def test_one_that_does_not_hold_comes_back_when_asked(file, tmp_path):
    """An archive with one damaged clause is better than none."""
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("UPDATE clause_text SET text = text || '!'")
    kept = safekeeping.restore(Settings(database=str(tmp_path / "else.db")), file, anyway=True)
    assert (kept.found.documents, bool(kept.found.broken)) == (2, True)


def test_half_a_file_is_refused(file, tmp_path):
    """A backup that was cut is named as damaged or as no database, whatever is missing."""
    whole = file.read_bytes()
    for share in (0.2, 0.5, 0.9):
        file.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(StorageError, match=str(file)):
            safekeeping.restore(Settings(database=str(tmp_path / "else.db")), file)


def test_a_backup_overwrites_nothing(service, file):
    """A name that is taken is refused, also by a link that leads nowhere."""
    content = file.read_bytes()
    link = file.with_name("link.db")
    link.symlink_to(file.with_name("nowhere.db"))
    for taken in (file, link):
        with pytest.raises(UsageError, match="exists already"):
            safekeeping.back_up(service, taken)
    assert file.read_bytes() == content
    assert sorted(each.name for each in file.parent.iterdir()) == ["link.db", "today.db"]
