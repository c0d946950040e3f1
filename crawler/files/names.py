"""Names of files as servers and archives give them: decoded, and stripped of everything that is no name."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes

from monitor.text import UNSEEN, tidy

_STAR = re.compile(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bq]\?", re.IGNORECASE)
_LONGEST = 200
_INVISIBLE = str.maketrans(dict.fromkeys((char for char in UNSEEN if not char.isspace()), ""))


def base(name: str) -> str:
    r"""The last part of a path, without what nobody sees; empty where nothing is left.

    >>> base("..\\..\\附件1.docx")
    '附件1.docx'
    """
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    kept = tidy(last.translate(_INVISIBLE)).strip(". ")
    return kept[-_LONGEST:]


def disposition(header: str) -> str | None:
    """The file's name in a Content-Disposition header (its bytes read as Latin-1); None where there is none.

    Takes what Chinese servers send: `filename*=` (RFC 5987), raw UTF-8 or GBK bytes, percent signs, encoded words.
    """
    if match := _STAR.search(header):
        name = _decoded(unquote_to_bytes(match[2]), match[1])
    elif match := _PLAIN.search(header):
        name = _plain(re.sub(r"\\(.)", r"\1", match[1]) if match[1] is not None else match[2].strip())
    else:
        return None
    return base(name) or None


def _plain(value: str) -> str:
    if _ENCODED_WORD.search(value):
        try:
            return "".join(
                part if isinstance(part, str) else _decoded(part, charset or "")
                for part, charset in decode_header(value)
            )
        except (HeaderParseError, ValueError):
            return value
    raw = value.encode("latin-1", "replace")
    return _decoded(unquote_to_bytes(raw) if b"%" in raw else raw, "")


def _decoded(raw: bytes, charset: str) -> str:
    for encoding in (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")
