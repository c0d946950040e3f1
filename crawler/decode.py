"""Bytes → text. What the bytes say weighs more than what header and meta tags say about them.

Declarations are often wrong, and differ from one server of a site to the next; which encoding a Chinese text of some
length is in shows in the text itself. So a header that comes and goes never changes what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    to_unicode,
)

from monitor.legible import strangeness

REPLACEMENT = "\ufffd"
_LOST = "锟斤拷"  # two U+FFFD in UTF-8, read as GBK by a program before us
_OFTEN = 3
_FALSE = 0.001
_CLEAR = 0.05
_CHINESE = ("gb18030", "utf-8", "big5hkscs")  # what is not UTF-8 throughout is GB18030 most of the time
# What browsers know beside them (WHATWG). Python's codecs have other names besides, `hex` and `idna` among them.
_OTHERS = frozenset(
    (
        *("utf-16", "utf-16-le", "utf-16-be", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949"),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
        *(f"cp125{page}" for page in range(9)),
        *(f"iso8859-{part}" for part in (*range(2, 9), 10, *range(13, 17))),
    )
)
_WIDE_SAMPLE = 512
_WIDE_SHARE = 0.2
# From the first byte beyond ASCII in a text to the end of the line or the next tag.
_RUN = re.compile(rb"[\x80-\xff][^<>\n]*")
_RUNS = 12
_WINDOW = 1024
_CJK = re.compile(r"[\u4e00-\u9fff]{2}")
_RUN_LENGTH = 240
# Leads of UTF-8's sequences of three bytes and more. Sequences of two are also common characters of GBK.
_LONG = bytes(range(0xE0, 0xF5))


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page and the encoding it was read in.

    A byte order mark decides, then valid UTF-8; then whichever of UTF-8, GB18030 (which gb2312 and gbk mean) and Big5
    gives an everyday Chinese text; then what header or meta tags declare; at last what does the least harm.
    Characters that do not decode become U+FFFD.
    """
    mark, after_mark = read_bom(body)
    if mark is not None:
        marked = to_unicode(body[len(after_mark or b"") :], mark)
        if damage(marked) <= _FALSE:
            return marked, mark
        body = body[len(after_mark or b"") :]
    if (wide := _wide(body)) is not None:
        return to_unicode(body, wide), wide
    declared = _declared(body, content_type)
    if (text := _utf8(body, declared)) is not None:
        return text, "utf-8"
    return _likeliest(body, declared)


def damage(text: str) -> float:
    """The share (0..1) of characters that were lost in decoding, here or (several 锟斤拷) before the page was sent."""
    if not text:
        return 0.0
    before = text.count(_LOST) if _LOST[0] in text else 0
    return (text.count(REPLACEMENT) + (2 * before if before >= _OFTEN else 0)) / len(text)


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    """What header and page declare, as far as there is such an encoding for pages."""
    named = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    return tuple(name for name in named if name in _CHINESE or name in _OTHERS)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: markup in it is every other byte zero."""
    head = body[:_WIDE_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= _WIDE_SHARE * len(head) / 2 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _wide_text(body: bytes) -> str | None:
    """UTF-16 without a mark and with hardly any markup or figures: Chinese in it reads as Chinese."""
    head = body[:_WIDE_SAMPLE]
    return next((name for name in ("utf-16-le", "utf-16-be") if _wide_harm(head, name) < _CLEAR), None)


def _utf8(body: bytes, declared: tuple[str, ...]) -> str | None:
    """The text where the bytes are UTF-8 and it is no accident."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if len(text) == len(body) or not declared or declared[0] not in {"gb18030", "big5hkscs"}:
        return text
    return text if body.translate(None, _LONG) != body else None


def _likeliest(body: bytes, declared: tuple[str, ...]) -> tuple[str, str]:
    """The encoding that a sample of the page speaks for; another one where it damages the rest."""
    sample = _sample(body)
    chinese = dict.fromkeys((*(name for name in declared if name in _CHINESE), *_CHINESE))
    clear = next((name for name in chinese if _harm(sample, name) < _CLEAR), None)
    if clear is None and (wide := _wide_text(body)) is not None:
        return to_unicode(body, wide), wide
    if clear is not None and _lost(text := to_unicode(body, clear)) <= _FALSE:
        return text, clear
    readings = [(name, to_unicode(body, name)) for name in dict.fromkeys((*declared, *_CHINESE))]
    if clear is None:  # not Chinese, or hardly any text: what is declared
        for name, text in readings[: len(declared)]:
            if _lost(text) <= _FALSE:
                return text, name
    encoding, text = min(readings, key=lambda reading: _lost(reading[1]) + strangeness(reading[1]))
    return text, encoding


def _lost(text: str) -> float:
    return text.count(REPLACEMENT) / max(1, len(text))


def _sample(body: bytes) -> bytes:
    """Some runs of bytes beyond ASCII from the page's beginning and from its middle, each begun at a whole character."""
    middle = body.find(b"<", len(body) // 2)
    runs = chain(
        islice(_runs(body, 0), _RUNS),
        islice(_runs(body, middle), _RUNS) if middle > 0 else (),
    )
    return b"\n".join(run[:_RUN_LENGTH] for run in runs)


def _runs(body: bytes, at: int) -> Iterator[bytes]:
    """The runs from there on. Windows of nothing but ASCII (scripts, pictures in the page) are passed at C speed."""
    while at < len(body):
        if body[at : at + _WINDOW].isascii():
            at += _WINDOW
        elif run := _RUN.search(body, at):
            yield run[0]
            at = run.end()


def _harm(sample: bytes, encoding: str) -> float:
    return strangeness(to_unicode(sample, encoding))


def _wide_harm(head: bytes, encoding: str) -> float:
    text = to_unicode(head, encoding)
    return strangeness(text) if _CJK.search(text) else 1.0
