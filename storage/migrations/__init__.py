"""The history of the tables. Append-only: a migration that was released is never edited."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from monitor.errors import StorageError


def configuration(connection: Connection) -> Config:
    """Alembic's settings for migrating over an open connection, inside its transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def bring_up_to_date(connection: Connection, name: str) -> None:
    """Runs the missing migrations inside the connection's transaction.

    Raises StorageError where a newer program wrote the database `name`: then nothing is touched.
    """
    config = configuration(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    newer = set(MigrationContext.configure(connection).get_current_heads()) - known
    if newer:
        raise StorageError(
            f"database {name}: a newer clausewatch wrote it (revision {', '.join(sorted(newer))}); update the program"
        )
    command.upgrade(config, "head")
