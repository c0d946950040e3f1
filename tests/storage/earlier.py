"""Databases as earlier programs left them, for the tests of what the migrations make of their rows."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection

from storage import tables
from storage.migrations import configuration


def earlier(connection: Connection, revision: str) -> None:
    """Makes the database one of an earlier revision, without a row."""
    tables.metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE clause_gram")  # storage/grams.py's own
    connection.exec_driver_sql("DROP TABLE alembic_version")
    command.upgrade(configuration(connection), revision)
