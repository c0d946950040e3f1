"""A letter as Markdown that also reads well raw: chat robots know only parts of CommonMark, each another one.

A page's text must not become markup in any of them. Backslashes and entities are shown as they are by some robots, so
the characters that could mean something are replaced by their full-width twins, which mean nothing anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monitor.letter import Group, Language, Letter, Passage, Words
from monitor.message.plain import heading
from notifiers.render.harmless import harmless, web_address

_TO_TWIN = 0xFEE0  # from a printable ASCII character to its full-width form
_MARKUP = {ord(char): chr(ord(char) + _TO_TWIN) for char in "\\`*_~[]<>#@&|"}
# Addresses and host names become links by themselves in GitHub's Markdown and in robots.
_LINKED = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)
# The last character of what opens a list, a rule or an underlined heading at the beginning of a line.
_OPENING = re.compile(r"[-+=](?=[-+=\s]|$)|(?<=\d)[.)](?=\s|$)")
_NUMBER = re.compile(r"\d{0,9}")
_BLANKS = re.compile(r"\s+")
_MARKS = {"=": "", "-": "~~", "+": "**"}
# What would end the address of a link, or be read as another character.
_IN_ADDRESS = re.compile(r"[()\[\]]")
_ENTITY = re.compile(r"&(#?\w{1,32});")
_VIEW = {"zh": "对照阅读", "en": "Read it here"}
_SOURCE = {"zh": "查看原文", "en": "Open the page"}


def markdown(letter: Letter, language: Language) -> str:
    """The letter as a bold line, lists and quotations; `~~removed~~` and `**inserted**` words.

    Only an http or https address becomes a link; any other is shown as text.
    """
    parts = [_bold(heading(letter, language)), body(letter, language)]
    return "\n\n".join(part for part in parts if part) + "\n"


def body(letter: Letter, language: Language) -> str:
    """The same without its heading, for forms that show that apart; no line end behind it."""
    parts = [
        "\n".join(_bullets((*letter.origin, *letter.summary), language)),
        "\n".join(line for number, group in enumerate(letter.groups, 1) for line in _group(number, group, language)),
        "\n".join(_bullets(letter.notes, language)),
        " · ".join(_link(url, words[language]) for url, words in ((letter.view, _VIEW), (letter.url, _SOURCE)) if url),
    ]
    return "\n\n".join(part for part in parts if part)


def neutral(text: str) -> str:
    """A text as one line in which nothing is markup, a link or a mention."""
    line = _BLANKS.sub(" ", harmless(text)).strip().translate(_MARKUP)
    line = _LINKED.sub(_twin, line)
    number = _NUMBER.match(line)
    if number is not None and (opening := _OPENING.match(line, number.end())) is not None:
        line = line[: opening.start()] + _twin(opening) + line[opening.end() :]
    return line


def _bold(text: str) -> str:
    shown = neutral(text)
    return f"**{shown}**" if shown else ""


def _twin(match: re.Match[str]) -> str:
    return "".join(chr(ord(char) + _TO_TWIN) for char in match[0])


def _group(number: int, group: Group, language: Language) -> Iterator[str]:
    marker = f"{number}. "
    indent = " " * len(marker)
    yield f"{marker}{_bold(group.place.of(language))}"
    yield from (f"{indent}{bullet}" for bullet in _bullets(group.said, language))
    for passage in group.passages:
        if shown := _passage(passage):
            yield ""
            yield f"{indent}> {shown}"


def _bullets(lines: Iterable[Words], language: Language) -> Iterator[str]:
    """An empty bullet would underline the line above it."""
    return (f"- {shown}" for words in lines if (shown := neutral(words.of(language))))


def _passage(passage: Passage) -> str:
    """Marks stand between blanks: next to a % or a Chinese bracket they would not count as marks."""
    shown = ""
    for mark, piece in passage:
        text = neutral(piece)
        if not text:
            shown = shown and shown.rstrip() + " "
        elif mark == "=":
            shown += f" {text}" if piece[:1].isspace() and not shown.endswith(" ") else text
        else:
            around = _MARKS[mark]
            shown = f"{shown.rstrip()} {around}{text}{around} ".lstrip()
    return shown.rstrip()


def _link(url: str, words: str) -> str:
    if (address := web_address(url)) is None:
        return neutral(url)
    address = _IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", _ENTITY.sub(r"&\1%3B", address))
    return f"[{words}]({address})"
