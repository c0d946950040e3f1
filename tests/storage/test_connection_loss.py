"""A server that drops our connections: nothing is half-written, nothing is lost, and the next try works."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, event, text

from monitor.errors import StorageError
from storage import tables
from storage.archive import Archive
from storage.database import connect
from storage.proof import Proof
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from tests.storage.district import NOON, TEXT, alert, found, read, rows

_POINTS = ("before the first statement", "before the commit")
_OTHERS = text(
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def cut(postgres):
    """A database on a server, and a function that ends every connection to it but its own."""
    url = postgres()
    database, admin = connect(url), create_engine(url, isolation_level="AUTOCOMMIT")

    def now() -> int:
        with admin.connect() as connection:
            return int(connection.execute(_OTHERS).scalar_one())

    yield database, now
    database.close()
    admin.dispose()


def test_connections_that_ended_between_two_uses_are_not_noticed(cut):
    """A pooled connection is tried before it is used."""
    database, now = cut
    assert rows(database, tables.site) == 0
    assert now() >= 1
    assert rows(database, tables.site) == 0
    with database.write() as connection:
        connection.execute(tables.site.insert(), {"name": "1", "digest": "", "enabled": True})
    assert rows(database, tables.site) == 1


@pytest.mark.parametrize("point", _POINTS)
def test_an_observation_that_loses_its_connection_is_recorded_whole_the_next_time(cut, point):
    """Killed in its transaction, it leaves no version and no message and says why; again, it leaves one of each."""
    database, now = cut
    archive = Archive(database)
    someone = (Subscriptions(database).add(to="console:", at=NOON).id,)
    (target,) = found(Sites(database), Targets(database), archive)
    seen = read(target, TEXT, new=True, alert=alert("document.new"), subscriptions=someone)
    before = rows(database, tables.check)

    def kill(*_: object) -> None:
        assert now() >= 1

    name = "before_cursor_execute" if point == _POINTS[0] else "commit"
    event.listen(database.engine, name, kill, once=True)
    with pytest.raises(StorageError, match="the server is stopping; run again when it is back"):
        archive.record(seen)
    left = [rows(database, table) for table in (tables.version, tables.clause_span, tables.alert, tables.delivery)]
    assert (left, rows(database, tables.check)) == ([0, 0, 0, 0], before)
    assert archive.record(seen).version == 1
    assert [rows(database, table) for table in (tables.version, tables.alert, tables.delivery)] == [1, 1, 1]
    assert [found_.broken for found_ in map(Proof(database).of_document, Proof(database).documents())] == [()]
