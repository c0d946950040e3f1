"""Pages that no rule fits: an operator's class makes the article of the bytes. Installed packages bring them by entry point."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from crawler.decode import decode
from crawler.extract.trees import root_of
from monitor.errors import ReadError
from monitor.records import Article, Attachment, Outcome, Published
from monitor.transcript import article as article_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GROUP = "clausewatch.pages"
"""The entry points' group: name in site files → class."""

_SLIPS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What code raises on a page that is not as it was; anything else is no matter of the page."""


class PageClassError(Exception):
    """A class cannot be had; the text says what to do."""


class PageClass:
    """One page: what it says, in one small method a field. Override those that reading gets wrong.

    `body` are the bytes as they came, `usual` is what reading finds by itself (None where it finds nothing). Raise
    ReadError for a page that is none. Count `version` up whenever the class reads something else than before: stored
    pages are read again then, and nobody is told.
    """

    version = "1"

    def __init__(self, body: bytes, url: str, usual: Article | None = None) -> None:
        self.body, self.url, self.usual = body, url, usual

    @cached_property
    def html(self) -> str:
        """The page's text, decoded."""
        return decode(self.body, "")[0]

    @cached_property
    def root(self) -> HtmlElement:
        """The page's tree: `self.root.cssselect("div.content p")`. Raises ReadError where there is none."""
        root = root_of(self.html)
        if root is None:
            raise ReadError("the page is empty: look at it in a browser", outcome=Outcome.EMPTY)
        return root

    def title(self) -> str:
        """The work's title."""
        return self._usual.title

    def text(self) -> str:
        """The document, one paragraph a line; cells of a table's row are joined by tabs."""
        return self._usual.text

    def published(self) -> Published:
        """When it was published: a date, or a datetime with its zone; None where the page does not say."""
        return self.usual.published if self.usual else None

    def attachments(self) -> tuple[Attachment, ...]:
        """The files that belong to it."""
        return self.usual.attachments if self.usual else ()

    def article(self) -> Article:
        """All of it. What is no field of this class (kind, stage, dates in the text, tables) is read from the text."""
        text = self.text()
        base = self.usual if self.usual is not None and self.usual.text == text else article_of(text)
        return replace(base, title=self.title(), published=self.published(), attachments=self.attachments())

    @property
    def _usual(self) -> Article:
        if self.usual is None:
            raise ReadError("reading finds no article on this page: write text() and title()", outcome=Outcome.EMPTY)
        return self.usual


def installed() -> tuple[str, ...]:
    """The names of the page classes that are installed."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def named(name: str) -> type[PageClass]:
    """The class of a name. Raises PageClassError where there is none, or it is none."""
    entry = next(iter(entry_points(group=GROUP, name=name)), None)
    if entry is None:
        known = f"installed: {', '.join(installed())}" if installed() else "none is installed"
        raise PageClassError(
            f"no page class is called {name!r} ({known}); make one with clausewatch new-page, and install it"
        )
    try:
        made = entry.load()
    except (ImportError, AttributeError, SyntaxError) as error:
        raise PageClassError(f"the page class {name!r} cannot be loaded: {error}; mend {entry.value}") from error
    if isinstance(made, type) and issubclass(made, PageClass):
        return made
    raise PageClassError(f"{entry.value} is no subclass of crawler.pageclass.PageClass; derive it from that")


def article(name: str, body: bytes, url: str, usual: Article | None) -> Article:
    """What the class of this name reads. Raises ReadError, with the class's own error where it slips."""
    try:
        made = named(name)
    except PageClassError as error:
        raise ReadError(str(error), outcome=Outcome.EMPTY) from error
    try:
        return made(body, url, usual).article()
    except _SLIPS as error:
        raise ReadError(f"page class {name}: {_shown(error, made)}", outcome=Outcome.EMPTY) from error


def _shown(error: Exception, made: type[PageClass]) -> str:
    """An error with the line of the class that led to it."""
    line, trace = "", error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == made.__module__:
            line = f" in line {trace.tb_lineno} of {made.__module__}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error}{line}; mend the class, with this page as its frozen test"
