"""A letter as one HTML page for mail: semantic, with no script, style sheet or picture, and every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from monitor.letter import Group, Language, Letter, Passage, Words
from monitor.message.plain import heading
from notifiers.render.harmless import harmless, web_address

_LANG = {"zh": "zh-CN", "en": "en"}
# Some mail programs draw neither del nor ins, so the colours stand with them.
_ELEMENTS = {
    "=": ("", ""),
    "-": ('<del style="color:#a40e26">', "</del>"),
    "+": ('<ins style="color:#116329">', "</ins>"),
}
_VIEW = {"zh": "对照阅读", "en": "Read it here"}
_SOURCE = "zh-CN"  # the documents are Chinese, whatever the letter's language


def html(letter: Letter, language: Language) -> str:
    """The whole page. Only an http or https address becomes a link; any other is shown as text."""
    title = _text(heading(letter, language))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{_LANG[language]}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>',
        f"</head>\n<body>\n<article>\n<h1>{title}</h1>",
        *_paragraphs((*letter.origin, *letter.summary), language),
    ]
    if letter.groups:
        parts += ["<ol>", *(_group(group, language) for group in letter.groups), "</ol>"]
    parts += _paragraphs(letter.notes, language)
    if letter.view:
        parts.append(f"<p>{_link(letter.view, _VIEW[language])}</p>")
    if letter.url:
        parts.append(f"<p>{_link(letter.url)}</p>")
    return "\n".join([*parts, "</article>\n</body>\n</html>\n"])


def _group(group: Group, language: Language) -> str:
    said = "".join(f"<li>{_text(words.of(language))}</li>\n" for words in group.said)
    shown = "".join(f"<p>{_passage(passage)}</p>\n" for passage in group.passages)
    return (
        f"<li>\n<h2>{_text(group.place.of(language))}</h2>\n"
        + (f"<ul>\n{said}</ul>\n" if said else "")
        + (f'<blockquote lang="{_SOURCE}">\n{shown}</blockquote>\n' if shown else "")
        + "</li>"
    )


def _passage(passage: Passage) -> str:
    return "".join(f"{_ELEMENTS[mark][0]}{_text(piece)}{_ELEMENTS[mark][1]}" for mark, piece in passage)


def _paragraphs(lines: Iterable[Words], language: Language) -> list[str]:
    return [f"<p>{_text(words.of(language))}</p>" for words in lines]


def _link(url: str, shown: str | None = None) -> str:
    shown = shown or _text(url)
    if (address := web_address(url)) is None:
        return shown
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{shown}</a>'


def _text(said: str) -> str:
    return escape(harmless(said))
