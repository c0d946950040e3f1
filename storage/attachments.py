"""The files that a document's page names, with what the next check asks them for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select

from monitor.observation import FetchedFile
from storage.tables import attachment

_KEPT = ("name", "url", "etag", "last_modified", "content_hash")


def read(connection: Connection, document: int) -> tuple[FetchedFile, ...]:
    """The document's files in the order of its page, as their last check left them."""
    columns = [attachment.c[name] for name in _KEPT]
    query = select(*columns).where(attachment.c.document_id == document).order_by(attachment.c.position)
    return tuple(FetchedFile(**row._mapping) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name


def write(connection: Connection, document: int, files: Sequence[FetchedFile]) -> None:
    """Makes `files` the document's files; nothing is written where they are the same already."""
    kept = [replace(file, body=None, content_type=None) for file in files]
    if list(read(connection, document)) == kept:
        return
    connection.execute(delete(attachment).where(attachment.c.document_id == document))
    rows = [
        {"document_id": document, "position": at} | {name: getattr(file, name) for name in _KEPT}
        for at, file in enumerate(kept)
    ]
    if rows:
        connection.execute(insert(attachment), rows)
