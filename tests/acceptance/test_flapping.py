"""A page that flips between two texts is told twice and then known; a third text is told at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

SIX_HOURS = timedelta(hours=6)
ONE, OTHER, THIRD = (notice(1).replace("每周不少于5天", f"每周不少于{days}天") for days in (5, 4, 3))


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """One document, its baseline done, and a console that is told."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", ONE)
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        yield found


def seen(watch, web, text: str) -> list[str]:
    """The types of change that are told of this text."""
    web.put("/doc/1.html", text)
    return [type_ for _, type_ in watch.changes(SIX_HOURS)]


def flip(watch, web) -> None:
    """There and back: both are told, the second as an earlier text."""
    assert seen(watch, web, OTHER) == ["target_changed"]
    assert seen(watch, web, ONE) == ["target_changed"]
    assert watch.said.getvalue().count("文字改回") == 1
    assert "与第1版文字相同" in watch.said.getvalue()


def test_it_is_quiet_after_the_second_flip(watch, web):
    """From the third flip on nothing is told, and no version is made of it."""
    flip(watch, web)
    assert [seen(watch, web, text) for text in (OTHER, ONE, OTHER, OTHER, ONE, OTHER)] == [[]] * 6
    (document,) = watch.service.archive.documents()
    assert document.versions == 3


def test_a_third_text_is_told_at_once(watch, web):
    """What neither server said before is news, whichever was seen last."""
    flip(watch, web)
    assert seen(watch, web, OTHER) == []
    assert seen(watch, web, THIRD) == ["target_changed"]


def test_a_text_that_stays_a_week_is_told(watch, web):
    """Where the other text is seen at every look for a week, it is the document's now; one look at the first begins anew."""
    flip(watch, web)
    assert [seen(watch, web, OTHER) for _ in range(20)] == [[]] * 20
    assert seen(watch, web, ONE) == []
    assert [seen(watch, web, OTHER) for _ in range(28)] == [[]] * 28
    assert seen(watch, web, OTHER) == ["target_changed"]
    assert seen(watch, web, OTHER) == []
