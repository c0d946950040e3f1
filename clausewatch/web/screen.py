"""How a page is made: the reader's language, links that keep it, and the templates. Escaping is the templates'."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from clausewatch.web.words import WORDS
from monitor.dates import SHANGHAI
from monitor.letter import Language, Words
from monitor.message.places import place
from monitor.parallel import side
from monitor.records import Segment
from notifiers.render.harmless import web_address

TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language that a reader gets; `asked`: the address says it, so every link goes on saying it."""

    language: Language
    asked: bool

    def say(self, key: str, **values: object) -> str:
        """A word of the table, filled in."""
        return WORDS[key].of(self.language).format(**values)

    def words(self, words: Words) -> str:
        """Words that exist in both languages."""
        return words.of(self.language)

    def place(self, path: str | None) -> str:
        """A clause's path as people say it."""
        return place(path).of(self.language)

    def href(self, path: str, fragment: str = "", /, **query: object) -> str:
        """An address of ours; parts of the query without a value are left out."""
        given = {name: value for name, value in query.items() if value not in {None, ""}}
        if self.asked:
            given["lang"] = self.language
        tail = f"?{urlencode(given)}" if given else ""
        return quote(path) + tail + (f"#{quote(fragment)}" if fragment else "")


def tongue(request: Request) -> Tongue:
    """By `?lang=`, else by what the browser prefers (RFC 9110), else Chinese."""
    asked = request.query_params.get("lang")
    for language in _LANGUAGES:
        if asked == language:
            return Tongue(language, asked=True)
    return Tongue(_preferred(request.headers.get("accept-language", "")), asked=False)


def minute(value: datetime) -> str:
    """A time as people read it: Beijing's, to the minute."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def day(value: date | datetime | None) -> str | None:
    """A day as people read it; of a time, Beijing's."""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).date()
    return value.isoformat() if value is not None else None


def anchor(path: str) -> str:
    """The name of a clause's place in a page."""
    return "c-" + "_".join(path.split())


def lines(segments: Iterable[Segment], marks: str) -> list[Segment]:
    """The segments with these marks, as they are shown: a table's cells apart, no line end within a mark."""
    shown: list[Segment] = [(mark, text.replace("\t", " │ ")) for mark, text in side(list(segments), marks)]
    found: list[Segment] = []
    for at, (mark, text) in enumerate(shown):
        after, inserted = shown[at + 1] if at + 1 < len(shown) else ("=", "")
        if mark == "=" or not text.endswith("\n") or text == "\n":
            found.append((mark, text))
            continue
        both = mark == "-" and after == "+" and inserted.endswith("\n")
        found += [(mark, text[:-1])] if both else [(mark, text[:-1]), ("=", "\n")]
    return found


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as an answer, in the reader's language."""
    speaks = tongue(request)
    other = next(language for language in _LANGUAGES if language != speaks.language)
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    text = _template(template).render(
        say=speaks.say,
        words=speaks.words,
        place=speaks.place,
        href=speaks.href,
        language=speaks.language,
        tag=TAGS[speaks.language],
        other=other,
        other_tag=TAGS[other],
        other_href=quote(request.url.path) + "?" + urlencode([*query, ("lang", other)]),
        path=request.url.path,
        asked=speaks.language if speaks.asked else None,
        style=style()[1],
        **values,
    )
    headers = {"Content-Language": TAGS[speaks.language], "Vary": "Accept-Language"}
    return HTMLResponse(text, status_code=status, headers=headers)


@lru_cache(1)
def style() -> tuple[str, str]:
    """The style sheet, and its address, which is another one whenever it changes."""
    text = files("clausewatch.web").joinpath("templates", "style.css").read_text(encoding="utf-8")
    return text, f"/style.css?v={hashlib.sha256(text.encode()).hexdigest()[:12]}"


@lru_cache(1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("clausewatch.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "minute": minute,
        "day": day,
        "anchor": anchor,
        "lines": lines,
        "web": web_address,
    }
    made.filters.update(filters)
    return made


def _template(name: str) -> Any:
    return _environment().get_template(name)


def _preferred(header: str) -> Language:
    best: tuple[float, Language] = (0.0, "zh")
    for entry in header.split(","):
        tag, _, rest = entry.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            continue
        for language in _LANGUAGES:
            if tag.strip().lower().split("-")[0] == language and weight > best[0]:
                best = weight, language
    return best[1]
