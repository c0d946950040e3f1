"""What people read about a source that broke, or a column that fell silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor import message
from monitor.incident import Incident, Trouble
from monitor.message.incidents import ADVICE, NAME
from monitor.records import Cause

NOON = datetime(2026, 4, 6, 4, tzinfo=UTC)
SINCE = datetime(2026, 2, 22, 16, tzinfo=UTC)


def told(cause: Cause, tell: str) -> str:
    """The letter about this cause at one site, in both languages."""
    trouble = Trouble(since=SINCE, rounds=1, opened_at=NOON)
    incident = Incident(site="澄湖区教育局", cause=cause, trouble=trouble, reason="what was seen", targets=2)
    plain = message.plain(message.incident(incident, tell, last_good_at=NOON - timedelta(hours=1), at=NOON))
    return f"{plain.zh}\n{plain.en}"


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_its_name_what_was_seen_and_what_to_do(cause):
    """Whoever is told of a source finds all three in both languages."""
    said = told(cause, "opened")
    for words in (NAME[cause], ADVICE[cause]):
        assert words.zh in said
        assert words.en in said
    assert said.count("what was seen") == 2


def test_a_silent_column_is_not_called_broken():
    """It says when the last entry came, that the page answers, and at the end that nothing was out."""
    opened, closed = told(Cause.STALE, "opened"), told(Cause.STALE, "closed")
    assert "最后一条:2026-02-23" in opened
    assert "Last new entry: 2026-02-23" in opened
    assert "涉及2个栏目" in opened
    for said in (opened, closed):
        assert "信源" not in said
        assert "broken" not in said
        assert "中断" not in said
    assert "栏目恢复更新" in closed
