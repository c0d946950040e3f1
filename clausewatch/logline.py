"""One line of logfmt (`key=value`) for each check, for whoever collects logs."""

from __future__ import annotations

import json
import re

from clausewatch.report import Check

_BARE = re.compile(r"[^\s\"=\\]+")


def line(check: Check) -> str:
    """A check in one printable line; what a check does not have is left out. Times are UTC, in ISO 8601."""
    values = {
        "outcome": check.outcome.value,
        "site": check.site,
        "column": check.column,
        "url": check.url,
        "document": check.document,
        "version": check.version,
        "new": "true" if check.new else None,
        "baseline": "true" if check.baseline else None,
        "changes": len(check.changes) or None,
        "findings": len(check.findings) or None,
        "cause": check.cause.value if check.cause else None,
        "reason": check.reason,
        "next_due_at": check.next_due_at.isoformat(timespec="seconds"),
    }
    return "check " + " ".join(f"{key}={_quoted(str(value))}" for key, value in values.items() if value is not None)


def _quoted(value: str) -> str:
    """As it is where nothing in it could end the value or the line, or deceive a terminal; else as a JSON string."""
    if not value.isprintable():
        return json.dumps(value)
    return value if _BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)
