"""The calendar of deadlines, read as a calendar program does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from notifiers.calendar import Deadline, calendar

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def _deadline(**fields):
    values = {
        "url": "http://e.cn/7.html",
        "title": "托育服务条例(征求意见稿)",
        "site": "澄湖区教育局",
        "day": date(2026, 4, 1),
        "at": AT,
    }
    return Deadline(**values | fields)


def _event(**fields):
    (event,) = Calendar.from_ical(calendar("clausewatch", [_deadline(**fields)])).walk("VEVENT")
    return event


def test_a_deadline_is_a_whole_day():
    """It has its day, the document's title and address, and does not block the day."""
    event = _event()
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 4, 1), date(2026, 4, 2))
    assert event["summary"] == "征求意见截止:托育服务条例(征求意见稿)"
    assert (event["url"], event["status"], event["transp"]) == ("http://e.cn/7.html", "CONFIRMED", "TRANSPARENT")


def test_a_document_that_moved_keeps_its_event():
    """Another address makes no second event."""
    moved = _event(url="http://e.cn/new.html", first_url="http://e.cn/7.html")
    assert moved["uid"] == _event()["uid"]
    assert moved["url"] == "http://e.cn/new.html"


def test_a_deadline_that_moves_is_the_same_event_changed():
    """Its UID stays; its day, stamp and sequence follow. A withdrawn document's is cancelled, one that is back is not."""
    steps = [
        _event(),
        _event(day=date(2026, 4, 15), at=AT + timedelta(days=2)),
        _event(day=date(2026, 4, 15), at=AT + timedelta(days=3), withdrawn=True),
        _event(day=date(2026, 4, 15), at=AT + timedelta(days=4)),
    ]
    assert len({str(each["uid"]) for each in steps}) == 1
    assert [str(each["status"]) for each in steps] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    sequences = [int(each["sequence"]) for each in steps]
    assert sequences == sorted(set(sequences))
    assert [each["dtstamp"].dt for each in steps] == [AT + timedelta(days=days) for days in (0, 2, 3, 4)]


def test_the_end_of_validity_is_another_event():
    """A document's last day in force stands beside its deadline, under a UID of its own."""
    deadline, expiry = _event(), _event(kind="expiry")
    assert expiry["summary"] == "有效期届满:托育服务条例(征求意见稿)"
    assert deadline["uid"] != expiry["uid"]


def test_hostile_words_are_words():
    """Line ends, separators and control characters of a title make no property, event or alarm (S14)."""
    title = "甲\r\nEND:VEVENT\nBEGIN:VALARM\nACTION:DISPLAY;X=1,2\\n\x00\x1b\ud800" + "长" * 300
    made = calendar("clausewatch", [_deadline(title=title, site=title, url="javascript:alert(1)")])
    read = Calendar.from_ical(made)
    assert [each.name for each in read.walk()] == ["VCALENDAR", "VEVENT"]
    (event,) = read.walk("VEVENT")
    assert "url" not in event
    assert "ACTION:DISPLAY;X=1,2\\n" in event["summary"]
    assert max(len(line) for line in made.split(b"\r\n")) <= 75


def test_the_same_dates_are_the_same_bytes():
    """A program that asks again can be told that nothing changed."""
    assert calendar("clausewatch", [_deadline()]) == calendar("clausewatch", [_deadline()])
    assert Calendar.from_ical(calendar("clausewatch", [])).walk("VEVENT") == []
