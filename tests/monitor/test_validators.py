"""A server is believed that says "not modified", and asked for the whole page now and then all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.validators import HITS, LIES, WHOLE_AFTER, Validators, conditional, learnt, repeats

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def look(before: Validators, at: datetime = NOW, **answer: bool) -> Validators:
    """One more look; what is not said of the answer is false."""
    facts = {"sent": False, "not_modified": False, "news": False, "repeated": False} | answer
    return learnt(before, at=at, **facts)


def test_a_page_never_seen_whole_may_be_asked_for_conditionally():
    """What was known before anything was learnt of it costs no burst of whole pages."""
    assert conditional(Validators(), NOW)


@given(st.integers(1, 60 * 24 * 30))
def test_no_page_goes_unseen_for_longer_than_it_may(minutes):
    """Whatever the rhythm, a server that always says 304 is asked for the whole page after a day's worth of hits or a week."""
    step, worth, at, unseen = timedelta(minutes=minutes), Validators(whole_at=NOW), NOW, 0
    for _ in range(HITS + 1):
        at += step
        if not conditional(worth, at):
            break
        worth, unseen = look(worth, at, sent=True, not_modified=True), unseen + 1
    assert not conditional(worth, at)
    assert unseen <= HITS
    assert at - NOW <= WHOLE_AFTER + step
    assert conditional(look(worth, at), at), "the whole page came: the next look is cheap again"


def test_other_words_under_the_same_validator_are_a_lie():
    """One ETag for two texts is proof."""
    worth = look(Validators(hits=HITS), news=True, repeated=True)
    assert worth.lying
    assert not conditional(worth, NOW)


def test_the_same_words_under_the_same_validator_are_none():
    """An unmodified page has the ETag that it had, whatever its counters show."""
    assert look(Validators(hits=HITS), repeated=True) == Validators(whole_at=NOW)


def test_news_after_hits_may_be_chance_once_and_not_again():
    """Under another validator the first news of a whole page is a doubt, the second a lie."""
    worth = look(Validators(hits=HITS), news=True)
    assert (worth.lies, worth.lying) == (1, False)
    worth = look(look(worth, sent=True, not_modified=True), news=True)
    assert worth.lying


def test_an_answer_with_news_to_a_condition_clears_the_doubt():
    """A server that says by itself that there is news can be trusted to say so again."""
    assert look(Validators(hits=3, lies=LIES - 1), sent=True, news=True) == Validators(whole_at=NOW)


def test_news_of_a_page_that_was_seen_whole_the_last_time_is_no_doubt():
    """Without a 304 before it, nothing was claimed."""
    assert look(Validators(whole_at=NOW - WHOLE_AFTER), news=True).lies == 0


@given(st.lists(st.tuples(*[st.booleans()] * 4)))
def test_a_liar_stays_one(answers):
    """Nothing that comes later brings its validators back."""
    worth = Validators(lies=LIES)
    for sent, not_modified, news, repeated in answers:
        worth = look(worth, sent=sent, not_modified=not_modified, news=news, repeated=repeated)
    assert not conditional(worth, NOW)


def test_no_validator_is_never_repeated():
    """Answers without validators claim nothing."""
    assert not repeats((None, None), (None, None))
    assert repeats(('"a"', "Mon"), ('"a"', "Tue"))
