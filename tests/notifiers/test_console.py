"""Messages on the console."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import SendError
from monitor.letter import Group, Letter, Words
from notifiers.channels import ChannelConfig, open_channel
from notifiers.render.harmless import harmless
from notifiers.render.terminal import styled
from tests.notifiers.conftest import NOW

MESSAGE = "【重要·目标调整】某计划\n   占比达到[-52%-]{+55%+}以上,[bold]共[/bold]3项"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Yes."""
        return True


def _printed(delivery, stream, message=MESSAGE):
    sent = delivery(payload={"message": {"zh": message, "en": ""}})
    open_channel("console:", ChannelConfig(stream=stream)).send(sent, NOW)
    return stream.getvalue()


@pytest.fixture
def _colours(monkeypatch):
    """An environment in which a terminal shows colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def test_a_pipe_gets_the_message_as_it_is(delivery):
    """Without a terminal the plain marks stay, and an empty line ends the message."""
    assert _printed(delivery, io.StringIO()) == MESSAGE + "\n\n"


@pytest.mark.usefixtures("_colours")
def test_a_terminal_shows_the_differing_words_in_colour(delivery):
    """Removed words are struck through in red, inserted ones green; everything else has no style, markup included."""
    shown = _printed(delivery, Terminal())
    assert "占比达到\x1b[9;31m52%\x1b[0m\x1b[32m55%\x1b[0m以上,[bold]共[/bold]3项" in shown
    assert shown.startswith("【重要·目标调整】某计划\n")


@pytest.mark.usefixtures("_colours")
def test_a_terminal_shows_the_letter_where_there_is_one(delivery):
    """Colours come from the letter, so that marks which a page printed itself stay text."""
    group = Group(place=Words("一、第1条", "item 1"), passages=((("=", "[-原样-]"), ("-", "52%"), ("+", "55%")),))
    letter = Letter(heading=Words("目标调整", ""), title="某计划", severity="high", groups=(group,))
    stream = Terminal()
    open_channel("console:", ChannelConfig(stream=stream)).send(delivery(letter=letter), NOW)
    assert (
        stream.getvalue() == "【目标调整】某计划\n1. 一、第1条\n   [-原样-]\x1b[9;31m52%\x1b[0m\x1b[32m55%\x1b[0m\n\n"
    )


@pytest.mark.usefixtures("_colours")
@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_what_a_page_says_is_not_obeyed(delivery, stream):
    """Escape sequences, carriage returns and direction marks of a page become visible and do nothing."""
    hostile = "标题\x1b]0;owned\x07\x1b[2J\r假的一行\x9b31m\u202etxt\u2066\x00\x7f"
    shown = _printed(delivery, stream(), hostile)
    assert shown == "标题�]0;owned��[2J�假的一行�31m�txt���\n\n"


@given(st.text())
def test_harmless_text_has_no_control_characters(text):
    """Only line ends and tabs are left of what a terminal obeys, and nothing is lost."""
    shown = harmless(text)
    assert len(shown) == len(text)
    assert all(char in "\n\t" or (ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0) for char in shown)


@given(st.lists(st.sampled_from(["[-", "-]", "{+", "+}", "旧", "新", "\n", "[red]", "\\"])).map("".join))
def test_styling_changes_no_words(text):
    """Whatever the marks look like, taking them away is all that styling does to the text."""
    marks = ("[-", "-]", "{+", "+}")

    def bare(value):
        for mark in marks:
            value = value.replace(mark, "")
        return value

    assert [char for char in bare(styled(text).plain) if char in "旧新\n"] == [
        char for char in text if char in "旧新\n"
    ]


def test_a_closed_stream_is_a_failure(delivery, tmp_path):
    """When nobody reads any more the delivery fails in one line and waits."""
    with (tmp_path / "read-only").open("w+") as stream:
        pass
    with pytest.raises(SendError, match="console: cannot print"):
        _printed(delivery, stream)


def test_a_stream_that_cannot_write_chinese_is_a_failure(delivery):
    """A console without the characters says so instead of printing something else."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with pytest.raises(SendError, match="console: cannot print"):
        _printed(delivery, stream)
