"""An operator's site: the file of it, the record, and its one canonical form in the database."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.refusal import Refused
from crawler.rules import ReadingRules
from crawler.sitefile import checked
from crawler.sitelines import lines_of, shown
from monitor import hours
from monitor.errors import SiteFileError, UsageError
from monitor.hours import Hours

_NAME = re.compile(r"^name[ \t]*=[ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """Selectors of a column's entries and of its link to the next page; None means: find it."""

    item: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """Selectors of an article's body, and of what inside it does not belong to it.

    `page` names the class that reads it instead, with the class's version (`linjiang@1`): that is a part of the
    site's revision, so that stored pages are read again when the class reads otherwise.
    """

    container: str | None = None
    drop: tuple[str, ...] = ()
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A listing page to watch, with the documents that it leads to."""

    url: str
    name: str | None = None
    schedule: str = "adaptive"
    listing: ListingRules = field(default_factory=ListingRules)
    article: ArticleRules = field(default_factory=ArticleRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePage:
    """A single page to watch."""

    url: str
    name: str | None = None
    schedule: str = "adaptive"
    article: ArticleRules = field(default_factory=ArticleRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFetch:
    """How this site wants to be fetched. `delay` in seconds; None means the service's own.

    `hours` (`08:00-18:00`) are those in which it may be looked at, None means all; `zone` is whose clock they are on.
    """

    delay: float | None = None
    hours: str | None = None
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One office's site, as its file says."""

    name: str
    home: str
    region: str | None = None
    enabled: bool = True
    columns: tuple[Column, ...] = ()
    pages: tuple[SinglePage, ...] = ()
    fetch: SiteFetch = field(default_factory=SiteFetch)


class BrokenSiteError(UsageError):
    """A site file that does not hold: `errors` are all that is wrong, in the order of their lines.

    `name` is the site's, None where even that cannot be read.
    """

    def __init__(self, errors: Sequence[SiteFileError], name: str | None = None) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors, self.name = tuple(errors), name


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site file that holds, and its text."""

    path: Path
    text: str
    site: Site

    def error(self, key: tuple[str | int, ...], advice: str) -> SiteFileError:
        """What is wrong with a key of it, seen beside other files."""
        return SiteFileError(str(self.path), lines_of(self.text, [key])[0], shown(key), advice)


def load(path: Path) -> SiteFile:
    """Read a site file. Raises BrokenSiteError; each of its errors names the line, the key and what to write instead."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenSiteError([SiteFileError(str(path), 0, "file", "is not UTF-8; save it as UTF-8")]) from error
    except OSError as error:
        raise BrokenSiteError([SiteFileError(str(path), 0, "file", f"cannot be read: {error.strerror}")]) from error
    return parse(path, text)


def parse(path: Path, text: str) -> SiteFile:
    """The site of a text that is, or will be, the file at `path`: the one way in, whoever wrote it. Raises like `load`."""
    text = text.replace("\r\n", "\n")
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or tables of such depth
        written = _NAME.search(text)
        raise BrokenSiteError([_syntax_error(path, text, error)], written and written[1]) from error
    try:
        return SiteFile(path, text, _site(checked(content)))
    except Refused as error:
        lines = lines_of(text, [problem.path for problem in error.problems])
        told = [
            SiteFileError(str(path), line, shown(problem.path), problem.advice)
            for line, problem in zip(lines, error.problems, strict=True)
        ]
        name = content.get("name")
        raise BrokenSiteError(sorted(told, key=_line), name if isinstance(name, str) else None) from error


def _line(error: SiteFileError) -> int:
    return error.line


def to_json(site: Site) -> str:
    """The site in its canonical form: the same site always gives the same text."""
    written = asdict(site)
    for watched in (*written["columns"], *written["pages"]):
        if watched["article"]["page"] is None:  # older revisions do not know the key, and are the same
            del watched["article"]["page"]
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Site:
    """The site of a canonical form. Raises ValueError, KeyError or TypeError for what `to_json` never wrote."""
    return _site(json.loads(text))


def digest(site: Site) -> str:
    """The site's revision: equal for equal sites, whatever their files look like."""
    return hashlib.sha256(to_json(site).encode()).hexdigest()


def rules_for(site: Site, url: str) -> ReadingRules:
    """How pages of a column (its listing and its documents) or a single page are read, by that column's or page's URL.

    A URL that the site no longer names has no selectors: everything is found.
    """
    watched = _watched(site, url)
    listing = watched.listing if isinstance(watched, Column) else ListingRules()
    article = watched.article if watched else ArticleRules()
    return ReadingRules(
        item=listing.item,
        next=listing.next,
        container=article.container,
        drop=article.drop,
        page=article.page.partition("@")[0] if article.page else None,
        column=watched.name if watched else None,
        site=site.name,
    )


def reading_by(site: Site, url: str, rules: ReadingRules) -> Site:
    """The site with other selectors at one of its columns or pages."""
    listing = ListingRules(item=rules.item, next=rules.next)

    def article(each: Column | SinglePage) -> ArticleRules:
        return replace(each.article, container=rules.container, drop=rules.drop)

    return replace(
        site,
        columns=tuple(
            replace(each, listing=listing, article=article(each)) if each.url == url else each for each in site.columns
        ),
        pages=tuple(replace(each, article=article(each)) if each.url == url else each for each in site.pages),
    )


def schedule_for(site: Site, url: str) -> str:
    """When a column (with its documents) or a single page is looked at; `adaptive` where the site names it no more."""
    watched = _watched(site, url)
    return watched.schedule if watched else "adaptive"


def hours_of(site: Site) -> Hours | None:
    """When the site may be looked at; None for always."""
    return hours.read(site.fetch.hours, site.fetch.zone) if site.fetch.hours else None


def slowed(site: Site, least: float | None, *, usual: float) -> Site:
    """The site with a gap of `least` seconds where that is more than its own, or than the `usual` one of the service."""
    if least is None:
        return site
    own = usual if site.fetch.delay is None else site.fetch.delay
    return replace(site, fetch=replace(site.fetch, delay=max(own, least)))


def zone_of(site: Site) -> ZoneInfo:
    """The clock of the site's hours and of its cron expressions."""
    return ZoneInfo(site.fetch.zone)


def _watched(site: Site, url: str) -> Column | SinglePage | None:
    watched: tuple[Column | SinglePage, ...] = (*site.columns, *site.pages)
    return next((one for one in watched if one.url == url), None)


def _site(content: Mapping[str, Any]) -> Site:
    usual = {key: content[key] for key in ("schedule",) if key in content}  # columns and pages may say another
    return Site(
        **{key: content[key] for key in ("name", "home", "region", "enabled") if key in content},
        columns=tuple(
            Column(**usual | _common(table), listing=ListingRules(**table.get("listing", {})))
            for table in content.get("columns", ())
        ),
        pages=tuple(SinglePage(**usual | _common(table)) for table in content.get("pages", ())),
        fetch=SiteFetch(**content.get("fetch", {})),
    )


def _common(table: Mapping[str, Any]) -> dict[str, Any]:
    article = table.get("article", {})
    rules = ArticleRules(
        container=article.get("container"), drop=tuple(article.get("drop", ())), page=article.get("page")
    )
    return {key: table[key] for key in ("url", "name", "schedule") if key in table} | {"article": rules}


def _syntax_error(path: Path, text: str, error: Exception) -> SiteFileError:
    place = _LINE.search(str(error))
    line = int(place[1]) if place else max(1, len(text.splitlines()))
    said = str(error).partition(" (at ")[0]
    advice = f'{said}; write key = "value", tables as [fetch] and [[columns]], text in quotes'
    return SiteFileError(str(path), line, "syntax", advice)
