"""What a query means, and where a text says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.search import Query, grams, needs, parse, searchable, snippet

TEXTS = st.text(alphabet="教育局幼园普惠ＡａB１2，。（ \u3000—𠮷\n", max_size=40)


@given(TEXTS, st.integers(0, 40), st.integers(1, 8))
def test_a_text_has_the_grams_of_every_word_in_it(text, at, size):
    """Nothing that holds is missed: the grams that a word needs are among those of each text that has it."""
    word = searchable(text)[at : at + size]
    if word:
        assert needs(word) <= grams(text)


@given(TEXTS, TEXTS)
def test_one_gram_decides_alone(text, other):
    """A word of one or two characters stands in a text exactly where its gram is among the text's."""
    for size in (1, 2):
        word = searchable(other)[:size]
        query = Query(words=(word,))
        if word and query.exact:
            assert (needs(word) <= grams(text)) == query.holds(text)


@given(TEXTS, st.integers(0, 40), st.integers(1, 5))
def test_spans_show_what_was_searched_for(text, at, size):
    """What the spans cut out of the published text is the word, whatever width, case and blanks it was written in."""
    word = searchable(text)[at : at + size]
    if word:
        spans = Query(words=(word,)).spans(text)
        assert spans
        assert all(word in searchable(text[begin:end]) for begin, end in spans)
        shown, marks = snippet(text, spans)
        assert marks
        assert searchable(shown[slice(*marks[0])]).startswith(word[:1])


def test_words_phrases_and_what_must_not_be_there():
    """Blanks part words, both kinds of quotation marks make phrases, a minus takes away."""
    assert parse("普惠　学位") == Query(words=("普惠", "学位"))
    assert parse('“学前 教育” -"民办 园" －收费') == Query(words=("学前教育",), without=("民办园", "收费"))
    assert parse('"占比 >= 85"') == Query(words=("占比>=85",))


@pytest.mark.parametrize("asked", ["", " 　", "-民办", '""', ">= 85%", "占比 >= 很多", "占比 >= 85% by soon"])
def test_what_asks_nothing_is_refused(asked):
    """Wrong usage says what to write."""
    with pytest.raises(UsageError, match=r"name a word|write a name"):
        parse(asked)
