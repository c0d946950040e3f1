"""A letter as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notifiers.render.markdown import markdown, neutral
from tests.notifiers.render.letters import HOSTILE, ORDINARY, letters, said, texts

AT_THE_BEGINNING = str.maketrans("－＋＝．）", "-+=.)")
OURS = {"paragraph", "bullet_list", "ordered_list", "list_item", "blockquote", "strong", "s", "link"}


def tokens(text):
    """All that a reader of Markdown sees in it, tables and deletions included."""
    reader = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    for token in reader.parse(text):
        yield token
        yield from token.children or ()


def kinds(text):
    """What a text is made of, apart from words and line ends."""
    named = (re.sub(r"_(open|close)$", "", token.type) for token in tokens(text))
    return {name for name in named if name not in {"inline", "text", "softbreak"}}


def squeezed(text):
    """A text as Markdown shows it, without blanks; what only the beginning of a line replaces is put back."""
    return "".join(neutral(text).split()).translate(AT_THE_BEGINNING)


def test_a_letter_reads_well_raw():
    """The marks of removed and inserted words stand between blanks, so that every reader takes them for marks."""
    assert markdown(ORDINARY, "zh") == (
        "**【目标调整】青河区教育工作计划**\n"
        "\n"
        "- 级别:重要(量化目标被调整)\n"
        "- 与征求意见稿相比:目标上调1处\n"
        "\n"
        "1. **二、(一)第1条“扩大供给”**\n"
        "   - 目标调整:占比52%以上→55%以上(+3个百分点)\n"
        "\n"
        "   > 占比达到 ~~52%~~ **55%** 以上\n"
        "2. **三、(二)“经费”**\n"
        "\n"
        "   > ~~(二)经费。~~\n"
        "\n"
        "   > **1.节约**\n"
        "\n"
        "- 其余未变。\n"
        "\n"
        "[查看原文](https://qinghe.example/a.html?x=1&y=%282%29)\n"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_marks_are_understood(language):
    """A reader of Markdown finds the clauses, the removed and the inserted words, and one link."""
    shown = list(tokens(markdown(ORDINARY, language)))
    assert sum(token.type == "s_open" for token in shown) == 2
    assert sum(token.type == "strong_open" for token in shown) == 5
    assert [token.attrs["href"] for token in shown if token.type == "link_open"] == [
        "https://qinghe.example/a.html?x=1&y=%282%29"
    ]
    assert sum(token.type == "ordered_list_open" for token in shown) == 1


@given(letters)
@example(replace(ORDINARY, url="https://qinghe.example/a_(b)*c*&copy;d?e=[f]"))
def test_nothing_a_page_says_becomes_markup(letter):
    """No link, picture, heading, code or HTML but ours, and every text is there, in order."""
    text = markdown(letter, "zh")
    assert kinds(text) <= OURS
    links = [token.attrs["href"] for token in tokens(text) if token.type == "link_open"]
    assert links in ([], [links[0] if links else ""])
    assert not links or letter.url.startswith(("http://", "https://"))
    raw = text.rpartition("[查看原文](")[0] if links else text
    assert not re.search(r"://|www\.|[@<`#\\_|]|!\[", raw)
    shown = "".join(token.content for token in tokens(text) if token.type == "text")
    shown, at = "".join(shown.split()).translate(AT_THE_BEGINNING), 0
    for one in said(letter, "zh"):
        at = shown.index(squeezed(one), at)


@given(st.one_of(texts, st.sampled_from(HOSTILE)))
def test_a_neutral_text_is_one_paragraph(text):
    """Alone on a line, whatever a page says is a paragraph of text."""
    line = neutral(text)
    assert "\n" not in line
    assert kinds(line) <= {"paragraph"}
    assert kinds(f"上一行\n{line}\n下一行") <= {"paragraph"}


def test_a_neutral_text_keeps_what_means_nothing():
    """Ordinary words, numbers and Chinese marks stay as they are."""
    text = "(一)到2027年,占比52%以上(+3个百分点);“试行”《计划》3.5-4.5亿元:1.新建"
    assert neutral(text) == text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://e.example/a b", "https://e.example/)[x](http://evil"])
def test_only_a_whole_web_address_is_a_link(url):
    """An address cannot end the link, and no other scheme becomes one."""
    links = [t.attrs["href"] for t in tokens(markdown(replace(ORDINARY, url=url), "zh")) if t.type == "link_open"]
    assert links in ([], ["https://e.example/%29%5Bx%5D%28http://evil"])
