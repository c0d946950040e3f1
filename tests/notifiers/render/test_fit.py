"""Letters that are too long for a channel."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.letter import Group, Words
from notifiers.render import RENDERERS
from notifiers.render.fit import fitted
from notifiers.render.harmless import web_address
from notifiers.render.markdown import markdown
from tests.notifiers.render.letters import ORDINARY, letters


def long_letter(groups):
    """A letter about so many clauses of about 200 bytes each."""
    many = tuple(
        Group(
            place=Words(f"一、第{number}条", f"item {number}"),
            said=(Words("目标调整:占比52%→55%", "52% → 55%"),),
            passages=((("=", "占比达到" * 10), ("-", "52%"), ("+", "55%")),),
        )
        for number in range(1, groups + 1)
    )
    return replace(ORDINARY, groups=many)


def cut(letter, longest, form="markdown"):
    """The letter's rendering in at most `longest` bytes."""
    show = RENDERERS[form]
    return show(fitted(letter, lambda each: len(show(each, "zh").encode(errors="replace")) <= longest), "zh")


def test_what_fits_stays_whole():
    """Nothing is touched where there is room."""
    assert fitted(ORDINARY, lambda _: True) is ORDINARY


@pytest.mark.parametrize("longest", [600, 1000, 2048, 4096])
def test_the_first_clauses_stay_and_the_rest_is_counted(longest):
    """As many clauses as fit, in their order; how many are missing, and the link."""
    shown = cut(long_letter(60), longest)
    assert len(shown.encode()) <= longest
    kept = shown.count("目标调整:占比")
    assert kept >= 1
    assert f"{kept}. **一、第{kept}条**" in shown
    missing = 60 - kept + len(ORDINARY.notes)
    assert f"另有{missing}处未列出" in shown
    assert shown.endswith("[查看原文](https://qinghe.example/a.html?x=1&y=%282%29)\n")
    longer = cut(long_letter(60), longest + 400)
    assert len(longer) > len(shown)


def test_a_clause_that_is_too_long_to_show_is_still_said():
    """Where only the excerpt does not fit, what changed stays in words."""
    huge = replace(ORDINARY.groups[0], passages=((("=", "很长" * 5000),),))
    shown = cut(replace(ORDINARY, groups=(huge,)), 1000)
    assert "占比52%以上→55%以上" in shown
    assert "很长" not in shown


@given(letters, st.integers(300, 1500), st.sampled_from(sorted(RENDERERS)))
def test_any_letter_fits_and_keeps_its_link(letter, longest, form):
    """Whatever a page says, the message is short enough and what is left out is said; an address that fits stays."""
    longest += len(
        RENDERERS[form](replace(ORDINARY, origin=(), summary=(), groups=(), notes=(), url=None, title=""), "zh")
    )
    letter = replace(letter, heading=Words("目标调整", "Target changed"))
    shown = cut(letter, longest, form)
    assert len(shown.encode(errors="replace")) <= longest
    if shown != RENDERERS[form](letter, "zh"):
        assert "处未列出" in shown
    if form == "markdown" and (url := web_address(letter.url)) and len(url.encode()) < 100:
        assert "[查看原文](" in shown


@given(st.lists(st.sampled_from(["👨‍👩‍👧", "🇨🇳", "é", "字", "각", "a"]), min_size=200, max_size=400).map("".join))
def test_a_title_is_cut_between_characters(title):
    """No half emoji, flag or accent stands at the end of a title that is too long."""
    shown = markdown(
        fitted(replace(ORDINARY, title=title), lambda each: len(markdown(each, "zh").encode()) <= 400), "zh"
    )
    kept = regex.search(r"】(.*)…\*\*", shown)[1]
    whole = regex.findall(r"\X", title)
    assert kept == "".join(whole[: len(regex.findall(r"\X", kept))])


def test_cutting_takes_linear_time():
    """Twice the clauses take less than three times the time."""

    def took(groups):
        letter = long_letter(groups)
        best = 9.0
        for _ in range(5):
            began = time.process_time()
            cut(letter, 4096)
            best = min(best, time.process_time() - began)
        return best

    assert any(took(4000) < 3 * took(2000) for _ in range(5))  # a busy machine spoils some measurements, never all
