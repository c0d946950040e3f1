"""Which texts a document is known to flip between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.flapping import SETTLED, earlier, learnt, settled, text_key
from tests.monitor.editions import clause, edition

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HISTORIES = st.lists(st.sampled_from("abcd"), min_size=1, max_size=8)


@given(HISTORIES, st.sampled_from("abcde"))
def test_what_is_learnt_was_seen_before_and_left_twice(history, now):
    """Only a text that came between two looks at the present one is known; a new one never is."""
    if learnt(history, now):
        assert now in history
        assert now != history[-1]
        assert earlier(history, now) is not None


@given(HISTORIES, st.integers(1, 3))
def test_versions_with_the_same_text_do_not_count(history, times):
    """Readings anew of the same words between flips change nothing."""
    repeated = [text for text in history for _ in range(times)]
    assert [learnt(history, now) for now in "abcd"] == [learnt(repeated, now) for now in "abcd"]


def test_a_version_without_a_key_is_no_text():
    """Versions from before there were keys are none that a text can return to."""
    assert earlier([None, "b"], "a") is None
    assert not learnt([None, "b", None], "a")


def test_noise_does_not_make_another_text():
    """Width and blanks do not count, words do."""
    one, same, other = (
        text_key(edition(clause("一/1", text)))
        for text in ("1.修缮校舍,新建2所。", "１．修缮校舍，新建２所。", "1.修缮校舍,新建3所。")
    )
    assert one == same != other


def test_a_week_settles_it():
    """Not before, and not where the last look saw the known text."""
    assert settled(NOW, NOW + SETTLED)
    assert not settled(NOW, NOW + SETTLED - timedelta(minutes=1))
    assert not settled(None, NOW)
