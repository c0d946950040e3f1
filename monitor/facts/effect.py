"""From when and for how long a work is in force, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from monitor.text import fold

Term: TypeAlias = Literal["from", "for"]

_DAY = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_SPAN = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:年|个月)"
_COMES = re.compile(
    rf"自(?P<from>{_DAY}|(?:公布|发布|印发|颁布)之日|即日)起(?P<after>\s?(?:满\s?)?\d{{1,3}}\s?日后)?\s?(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_LASTS = re.compile(rf"(?:有效期|施行期|试行期|实施期)限?\s?(?:为|是|至|到|:|截至|截止到?)?\s?(?P<for>{_SPAN}|{_DAY})")
_OWN = re.compile(
    r"起\s?(?:正式)?(?:施行|实施|执行|生效|试行)|本(?:办法|规定|细则|条例|意见|方案|通知|规程|准则|措施|文件)"
)
_SENTENCE = re.compile(r"[^。;\n]+")


@dataclass(frozen=True, slots=True)
class Effect:
    """The day `from` which a work is in force, or how long or until when it is (`for`), as published."""

    term: Term
    shown: str


def effects(text: str) -> Iterator[Effect]:
    """What a text says of its own force, in order; how long a licence or a certificate is valid is none of it.

    >>> [each.shown for each in effects("本办法自2026年5月1日起施行,有效期五年。")]
    ['2026年5月1日', '五年']
    """
    if "起" not in text and "期" not in text:
        return
    for sentence in _SENTENCE.finditer(fold(text)):
        if _OWN.search(sentence[0]) is None:
            continue
        at = sentence.start()
        for match in _COMES.finditer(sentence[0]):
            end = match.end("after") if match["after"] else match.end("from")
            yield Effect("from", text[at + match.start("from") : at + end])
        for match in _LASTS.finditer(sentence[0]):
            yield Effect("for", text[at + match.start("for") : at + match.end("for")])
