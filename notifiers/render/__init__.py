"""From a letter to what one kind of channel shows: one table of pure functions.

A terminal's rendering is no string and stands apart, in `notifiers.render.terminal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from monitor.letter import Language, Letter, Words
from monitor.message.plain import text
from monitor.observation import Delivery
from notifiers.render.html import html
from notifiers.render.markdown import markdown

__all__ = ["RENDERERS", "Form", "letter_of", "rendered"]

Form: TypeAlias = Literal["text", "html", "markdown"]

RENDERERS: Mapping[Form, Callable[[Letter, Language], str]] = MappingProxyType(
    {"text": text, "html": html, "markdown": markdown}
)


_HEADING = re.compile(r"(?:【([^】]*)】|\[([^\]]*)\] )(.*)")


def rendered(delivery: Delivery, form: Form, language: Language = "zh") -> str:
    """A delivery's message in one form and language."""
    return RENDERERS[form](letter_of(delivery, language), language)


def letter_of(delivery: Delivery, language: Language = "zh") -> Letter:
    """A delivery's letter; of one that was stored without, its plain text in that language."""
    return delivery.letter or _of_text(delivery.payload, language)


def _of_text(payload: dict[str, Any], language: Language) -> Letter:
    """The letter of an alert that was stored without one: its plain text, line by line."""
    first, *lines = payload["message"][language].split("\n")
    found = _HEADING.fullmatch(first)
    kinds, title = (found[1] or found[2] or "", found[3]) if found else ("", first)
    url = lines.pop() if lines and lines[-1] == payload.get("links", {}).get("source") else None
    return Letter(
        heading=Words(kinds, kinds),
        title=title,
        severity=payload.get("severity", "none"),
        summary=tuple(Words(line, line) for line in lines),
        url=url,
    )
