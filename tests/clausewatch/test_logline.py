"""The line that `serve` writes for each check."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from clausewatch.logline import line
from clausewatch.report import Check
from monitor.records import Cause, Outcome

CHECK = Check(
    url="https://edu.yunting.example/a.html",
    site="云汀区教育局",
    column=None,
    document=7,
    outcome=Outcome.OK,
    reason=None,
    cause=None,
    at=datetime(2026, 11, 23, 8, tzinfo=UTC),
    version=2,
    new=False,
    baseline=False,
    changes=(),
    findings=(),
    next_due_at=datetime(2026, 11, 23, 14, tzinfo=UTC),
)
_PAIR = re.compile(r' ([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"]+)')


def test_a_good_check_and_a_failed_one():
    """What there is stands in the line, and nothing else."""
    assert line(CHECK) == (
        "check outcome=ok site=云汀区教育局 url=https://edu.yunting.example/a.html document=7 version=2 "
        "next_due_at=2026-11-23T14:00:00+00:00"
    )
    failed = replace(CHECK, outcome=Outcome.ERROR, cause=Cause.UNREACHABLE, reason='said "no" twice')
    assert r'cause=unreachable reason="said \"no\" twice"' in line(failed)


@given(st.text(max_size=60))
def test_nothing_that_a_page_says_leaves_its_value(reason: str):
    """Line breaks, quotes and marks that turn text around stay one printable value, which reads back as it was."""
    said = line(replace(CHECK, reason=reason))
    assert said.isprintable()
    pairs = dict(_PAIR.findall(said))
    value = pairs["reason"]
    assert (json.loads(value) if value.startswith('"') else value) == reason
    assert pairs.keys() == {"outcome", "site", "url", "document", "version", "reason", "next_due_at"}
