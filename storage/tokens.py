"""The tokens of the API. Their secrets are not here: only what tells whether one is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from monitor.errors import UsageError
from monitor.rights import Scope, Token, scopes
from storage.database import Database
from storage.tables import token


class Tokens:
    """Every token that was ever made. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, digest: bytes, granted: Sequence[Scope], *, owner: str | None, expires_at: datetime | None, at: datetime
    ) -> Token:
        """Keeps a new token by the digest of its secret."""
        row = {"digest": digest, "scopes": list(granted), "owner": owner, "added_at": at, "expires_at": expires_at}
        with self._database.write() as connection:
            return _to_token(connection.execute(token.insert().returning(token), row).one())

    def all(self) -> list[Token]:
        """Every token, those that ended too, the oldest first."""
        with self._database.read() as connection:
            return [_to_token(row) for row in connection.execute(select(token).order_by(token.c.id))]

    def find(self, token_id: int) -> tuple[Token, bytes] | None:
        """A token and the digest of its secret; None where there is none."""
        with self._database.read() as connection:
            row = connection.execute(select(token).where(token.c.id == token_id)).first()
        return None if row is None else (_to_token(row), row.digest)

    def revoke(self, token_id: int, at: datetime) -> Token:
        """Ends a token for good; one that ended keeps its time. Raises UsageError where there is none."""
        ended = update(token).where(token.c.id == token_id).values(revoked_at=func.coalesce(token.c.revoked_at, at))
        with self._database.write() as connection:
            row = connection.execute(ended.returning(token)).first()
        if row is None:
            raise UsageError(f"there is no token {token_id}; see: clausewatch token list")
        return _to_token(row)


def _to_token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        scopes=scopes(row.scopes),
        owner=row.owner,
        added_at=row.added_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
