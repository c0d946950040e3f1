"""The looks at a document, as they are explained to people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from monitor.observation import CheckSummary
from monitor.records import Outcome
from storage.tables import check, target


def last(connection: Connection, document: int, limit: int) -> Sequence[CheckSummary]:
    """The last looks at a document, the latest first."""
    query = (
        select(check.c.at, check.c.outcome, check.c.reason, check.c.status, check.c.version, check.c.baseline)
        .join(target, target.c.id == check.c.target_id)
        .where(target.c.document_id == document)
        .order_by(check.c.id.desc())
        .limit(limit)
    )
    return [
        CheckSummary(
            at=row.at,
            outcome=Outcome(row.outcome),
            reason=row.reason,
            status=row.status,
            version=row.version,
            baseline=row.baseline,
        )
        for row in connection.execute(query)
    ]
