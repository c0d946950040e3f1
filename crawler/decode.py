"""Bytes → text, as browsers do it, except that a false declaration is found out."""

from __future__ import annotations

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

REPLACEMENT = "\ufffd"
_FALLBACKS = ("utf-8", "gb18030")
_FALSE = 0.001
# Encodings that turn UTF-8 into other Chinese characters without any damage.
_TAKES_ANYTHING = ("gb18030", "big5")
_ENOUGH = 64


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page and the encoding it was read in.

    Order: byte order mark, the Content-Type header, the page's own meta tags (WHATWG labels: gb2312 means gb18030),
    strict UTF-8, GB18030. A declared encoding that damages more than 0.1 % of the characters gives way to one that
    damages nothing, and a declared GB or Big5 gives way where the bytes are valid UTF-8. Characters that do not decode become U+FFFD.
    """
    mark, after_mark = read_bom(body)
    if mark is not None:
        return to_unicode(body[len(after_mark or b"") :], mark), mark
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    encodings = [name for name in (declared and resolve_encoding(declared), *_FALLBACKS) if name]
    if encodings[0] in _TAKES_ANYTHING and _surely_utf8(body):
        return body.decode("utf-8"), "utf-8"
    text = to_unicode(body, encodings[0])
    if damage(text) <= _FALSE:
        return text, encodings[0]
    for encoding in encodings[1:]:
        other = to_unicode(body, encoding)
        if REPLACEMENT not in other or damage(other) * 10 < damage(text):
            return other, encoding
    return text, encodings[0]


def _surely_utf8(body: bytes) -> bool:
    """Whether so many bytes above ASCII are valid UTF-8 that it is no accident."""
    if len(body) - len(body.translate(None, bytes(range(0x80, 0x100)))) < _ENOUGH:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def damage(text: str) -> float:
    """The share (0..1) of characters that did not decode."""
    return text.count(REPLACEMENT) / len(text) if text else 0.0
