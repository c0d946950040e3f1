"""Tokens by which receivers say yes or no."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.letter import Words
from notifiers.consent import CONFIRM_WITHIN, address, issue, question, subscription_of
from tests.notifiers.conftest import NOW

TO = "mailto:a@example.org"
SECRET = "a secret of 青河"


def _opened(token, purpose="unsubscribe", *, secret=SECRET, targets=None, now=NOW):
    return subscription_of(token, secret, purpose, (targets or {7: TO}).get, now=now)


@given(st.text(min_size=1), st.integers(0, 10**17), st.text(), st.sampled_from(["confirm", "unsubscribe"]))
def test_a_token_opens_what_it_was_issued_for(secret, subscription, to, purpose):
    """Whatever the secret, the number and the target, the token leads back, and is safe in an address."""
    to = to.encode(errors="replace").decode()
    secret = secret.encode(errors="replace").decode()
    token = issue(secret, purpose, subscription, to)
    assert re.fullmatch(r"[\w.-]+", token, re.ASCII)
    assert _opened(token, purpose, secret=secret, targets={subscription: to}) == subscription


def test_a_token_opens_nothing_else():
    """Not another purpose, subscription, target or installation, and not a subscription that is gone."""
    token = issue(SECRET, "unsubscribe", 7, TO)
    assert _opened(token) == 7
    assert _opened(token, "confirm") is None
    assert _opened(token.replace("7.", "8.", 1), targets={7: TO, 8: TO}) is None
    assert _opened(token, targets={7: "mailto:b@example.org"}) is None
    assert _opened(token, secret="another") is None
    assert _opened(token, targets={8: TO}) is None


def test_a_token_that_ends_has_ended_after_its_moment():
    """Until then it is good, afterwards not, and its end cannot be moved."""
    token = issue(SECRET, "confirm", 7, TO, until=NOW + CONFIRM_WITHIN)
    assert _opened(token, "confirm", now=NOW + CONFIRM_WITHIN) == 7
    assert _opened(token, "confirm", now=NOW + CONFIRM_WITHIN + timedelta(seconds=1)) is None
    subscription, until, mark = token.split(".")
    assert _opened(f"{subscription}.0.{mark}", "confirm") is None
    assert _opened(f"{subscription}.{int(until) + 1}.{mark}", "confirm") is None


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,30}\.[0-9]{1,30}\.[A-Za-z0-9_-]{43}")))
def test_nonsense_opens_nothing(token):
    """Whatever somebody sends is judged without an error."""
    assert _opened(token) is None


def test_without_a_secret_there_are_no_tokens():
    """An empty secret signs nothing and opens nothing."""
    with pytest.raises(ValueError, match="secret"):
        issue("", "confirm", 7, TO)
    assert _opened(issue(SECRET, "unsubscribe", 7, TO), secret="") is None


def test_addresses_and_question_read_well():
    """The address is one below the public one; the question says to what, and until when."""
    assert (
        address("https://watch.example.org/a/", "confirm", "7.0.x") == "https://watch.example.org/a/confirm?token=7.0.x"
    )
    letter = question(Words("青河区教育局", "Qinghe"), NOW)
    assert "青河区教育局" in letter.summary[0].zh
    assert "2025-03-10" in letter.summary[1].zh
