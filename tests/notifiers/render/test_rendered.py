"""One letter, every form."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from lxml import html as reader

from monitor.letter import from_json, to_json
from notifiers.render import RENDERERS, rendered
from notifiers.render.harmless import harmless
from notifiers.render.markdown import neutral
from notifiers.render.terminal import terminal
from tests.notifiers.render.letters import ORDINARY, letters, said

STORED = "【重要·目标调整】青河区计划\n1. 二、第1条\n   占比达到[-52%-]{+55%+}以上\nhttps://qinghe.example/a"


def visible(form, text):
    """What a reader sees of a rendering, without blanks and marks."""
    if form == "html":
        text = reader.fromstring(text.encode(), parser=reader.HTMLParser(encoding="utf-8")).text_content()
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_all_forms_say_the_same(delivery, form, language):
    """Every heading, place, sentence, passage and note of the letter is in each of its forms."""
    shown = visible(form, rendered(delivery(letter=ORDINARY), form, language))
    for text in said(ORDINARY, language):
        expected = neutral(text) if form == "markdown" else text
        assert re.sub(r"\s", "", expected) in shown
    assert "qinghe.example/a.html" in rendered(delivery(letter=ORDINARY), form, language)


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_a_message_stored_without_its_letter_is_still_shown(delivery, form):
    """What an earlier version put into the outbox goes out in every form."""
    payload = {
        "message": {"zh": STORED, "en": STORED},
        "links": {"source": "https://qinghe.example/a"},
        "severity": "high",
    }
    shown = rendered(delivery(payload=payload), form)
    for text in ("【重要·目标调整】青河区计划", "二、第1条", "占比达到", "52%", "55%"):
        assert text in shown
    assert "https://qinghe.example/a" in shown
    if form == "text":
        assert "\n".join(line.strip() for line in shown.split("\n")) == "\n".join(
            line.strip() for line in STORED.split("\n")
        )


@given(letters)
def test_a_letter_survives_its_json(letter):
    """The outbox gives back the letter that it was given."""
    assert from_json(to_json(letter)) == letter


@given(letters)
def test_a_terminal_shows_the_text_without_its_marks(letter):
    """Colours stand for the marks; nothing else differs, and nothing is obeyed."""
    shown = terminal(letter, "zh")
    assert shown.plain == harmless(shown.plain)
    unmarked = replace(
        letter,
        groups=tuple(
            replace(group, passages=tuple(tuple(("=", text) for _, text in passage) for passage in group.passages))
            for group in letter.groups
        ),
    )
    assert shown.plain == harmless(RENDERERS["text"](unmarked, "zh"))


def test_a_terminal_colours_what_differs():
    """Removed words are struck through in red, inserted ones are green."""
    shown = terminal(ORDINARY, "zh")
    styles = {(shown.plain[span.start : span.end], str(span.style)) for span in shown.spans}
    assert {("52%", "red strike"), ("55%", "green")} <= styles
