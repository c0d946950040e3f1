"""Opens the memory: one engine, readers and one writer at a time, the tables as this program knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from monitor.errors import StorageError, UsageError
from storage import tables
from storage.failure import translated

BUSY_SECONDS = 30
_SEALED = "0011"
"""The first revision with seals (`storage/seals.py`)."""
_WRITER = 0x636C_7761  # the advisory lock that PostgreSQL's writers take


class Database:
    """An opened database with the tables of this program. Use the repositories beside this module, not this.

    `fence` is asked at the beginning of every write, and stops it by what it raises.
    """

    def __init__(self, engine: Engine, name: str, fence: Callable[[Connection], None] | None = None) -> None:
        self.engine, self.name, self._fence = engine, name, fence
        self._writer = engine.execution_options(writes=True)
        # SQLite's readers see one state by themselves; a server's would see each statement's own.
        server = engine.dialect.name != "sqlite"
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ") if server else engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state. Raises StorageError where the database fails."""
        with translated(self.name), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, one writer at a time: all of it or, after any error, nothing of it. Raises StorageError."""
        with translated(self.name), self._writer.begin() as connection:
            if self._fence is not None:
                self._fence(connection)
            yield connection

    def fenced(self, fence: Callable[[Connection], None]) -> Database:
        """The same database for one who may write only while `fence` lets it."""
        return Database(self.engine, self.name, fence)

    @property
    def path(self) -> Path | None:
        """SQLite's file; None for a server."""
        return _path(self.engine.url)

    def close(self) -> None:
        """Closes every connection; the object may not be used afterwards."""
        self.engine.dispose()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    """How a database stands, for the doctor. `problem` is None where nothing is wrong.

    `revision` is None where there are no tables of ours yet; `current` is the revision that this program wants.
    """

    name: str
    exists: bool
    writable: bool
    revision: str | None
    current: str
    problem: str | None


def connect(url: str) -> Database:
    """Opens a database, makes it where there is none, and brings an older one up to date.

    `url` is a file's path (SQLite) or an SQLAlchemy URL (`sqlite:///…`, `postgresql+psycopg://…`). Raises UsageError
    for another kind of URL, StorageError where it cannot be used or was written by a newer program.
    """
    location = _location(url)
    name = _name(location)
    _make_parent(location)
    database = Database(_engine(location), name)
    try:
        with database.read() as connection:
            revision = _revision(connection)
            if revision is None:
                _refuse_foreign(connection, name)
        if revision != tables.REVISION:
            from storage.migrations import bring_up_to_date  # Alembic: a quarter of a command's start

            with database.write() as connection:
                bring_up_to_date(connection, name)
                if revision is not None and revision < _SEALED:
                    from storage.seals import seal_all

                    seal_all(connection)
    except BaseException:
        database.close()
        raise
    return database


def exists(url: str) -> bool:
    """Whether there is something to open: a file, or a server's address, which only connecting could prove wrong.

    Raises UsageError for an unknown kind of URL.
    """
    path = _path(_location(url))
    try:
        return path is None or path.exists()
    except PermissionError:  # only opening it can tell
        return True


def check(url: str) -> DatabaseFacts:
    """Looks at a database without making or migrating it. Raises UsageError for an unknown kind of URL."""
    location = _location(url)
    name = _name(location)
    path = _path(location)
    if path is not None and not exists(url):
        problem = _hindrance(path)
        return DatabaseFacts(
            name=name, exists=False, writable=problem is None, revision=None, current=tables.REVISION, problem=problem
        )
    database = Database(_engine(location), name)
    revision, writable = None, False
    try:
        with database.read() as connection:
            revision = _revision(connection)
            problem = _damage(connection)
        with database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE doctor_was_here (id INTEGER)")
            connection.rollback()
        writable = True
    except StorageError as error:
        problem = str(error)
    finally:
        database.close()
    return DatabaseFacts(
        name=name, exists=True, writable=writable, revision=revision, current=tables.REVISION, problem=problem
    )


def _hindrance(path: Path) -> str | None:
    """Why a file cannot be made at `path`; None where it can. Tried in the nearest directory there is; nothing stays."""
    home = path
    try:
        home = next(parent for parent in path.parents if parent.exists())
        with TemporaryFile(dir=home):
            return None
    except NotADirectoryError:
        return f"{home} is no directory; name another path"
    except OSError as error:
        return f"nothing can be made in {home} ({error.strerror}); name another path, or make it writable"


def _location(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).expanduser().absolute()))
    try:
        location = make_url(url)
        driver = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}[location.get_backend_name()]
    except (ArgumentError, NoSuchModuleError, KeyError):
        raise UsageError(
            f"database {url.partition('@')[2] or url}: name a file, sqlite:///PATH or postgresql://USER@HOST/NAME"
        ) from None
    if driver.startswith("sqlite") and not location.database:
        raise UsageError("database sqlite://: name a file, a database in memory would forget everything")
    return location.set(drivername=driver)


def _path(location: URL) -> Path | None:
    return Path(location.database or "") if location.get_backend_name() == "sqlite" else None


def _name(location: URL) -> str:
    path = _path(location)
    return str(path) if path else location.render_as_string(hide_password=True)


def _make_parent(location: URL) -> None:
    path = _path(location)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"database {path}: its directory cannot be made; name another path, or make {path.parent} writable "
            f"({error.strerror})"
        ) from error


def _engine(location: URL) -> Engine:
    sqlite = location.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}} if sqlite else {"pool_pre_ping": True}
    engine = create_engine(location, **options)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it knows only deferred ones.
    connection.isolation_level = None
    # FULL: what was told must not be forgotten after a power cut, or it would be told again under another id.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # One writer at a time, let in before it reads what it will write about: upgrading a reader would fail at once.
    writes = bool(connection.get_execution_options().get("writes", False))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(BUSY_SECONDS * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _refuse_foreign(connection: Connection, name: str) -> None:
    """A database without our tables must have none at all."""
    if others := inspect(connection).get_table_names():
        raise StorageError(f"database {name}: is another program's (it has a table {others[0]}); name another")


def _damage(connection: Connection) -> str | None:
    if connection.dialect.name != "sqlite":
        return None
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return None if found == "ok" else f"the file is damaged ({found}); restore the last backup"
