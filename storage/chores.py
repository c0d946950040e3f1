"""When chores are due. As with targets, the schedule is data: it outlives the process, and one process takes each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from storage.database import Database
from storage.tables import chore


class Chores:
    """The chores of this installation, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, now: datetime, *, following: datetime) -> bool:
        """Whether a chore is due at `now`, and nobody else took it; then, or where nobody knew it, it is due `following`.

        What a chore that was killed left undone is taken up the next time. Raises StorageError.
        """
        with self._database.read() as connection:
            due = connection.execute(select(chore.c.due_at).where(chore.c.name == name)).scalar()
        if due is not None and due > now:
            return False
        mine = update(chore).where(chore.c.name == name, chore.c.due_at <= now).values(due_at=following)
        with self._database.write() as connection:
            if connection.execute(mine).rowcount:
                return True
            if connection.execute(select(chore.c.name).where(chore.c.name == name)).first() is None:
                connection.execute(chore.insert(), {"name": name, "due_at": following})
            return False
