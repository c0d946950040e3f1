"""Until when opinions are taken, as the archive remembers it."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.observation import Memory
from tests.storage.district import HOUR, NOON, SITE, TEXT, found, later, read, reworded

DAY = date(2026, 4, 1)


def test_deadlines_come_in_order_and_follow_what_is_read(sites, targets, archive):
    """Documents with a deadline come, the earliest first; one that moves has its new day, and old ones can be left out."""
    first, second, third = found(sites, targets, archive, 3)
    recorded = archive.record(read(first, TEXT, NOON, memory=Memory(deadline=DAY)))
    archive.record(read(second, TEXT, NOON, memory=Memory(deadline=DAY - timedelta(days=1))))
    archive.record(read(third, TEXT, NOON))
    days = [day for _, day in archive.deadlines(DAY - timedelta(days=9), 9)]
    assert days == [DAY - timedelta(days=1), DAY]
    assert [day for _, day in archive.deadlines(DAY, 9, site=SITE)] == [DAY]
    assert archive.deadlines(DAY, 9, site="elsewhere") == []
    moved = DAY + timedelta(days=14)
    text = TEXT.replace("55%", "58%")
    changed = (reworded(TEXT, text),)
    archive.record(read(later(recorded, first), text, NOON + HOUR, changes=changed, memory=Memory(deadline=moved)))
    ((document, day),) = archive.deadlines(DAY, 9)
    assert (document.url, day, document.changed_at) == (first.url, moved, NOON + HOUR)
