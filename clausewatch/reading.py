"""Reads pages in child processes that may be killed: a hostile page costs one child, never the service."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Literal, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.files.read import read_file
from crawler.learn import Learnt, learn
from crawler.page import Page
from crawler.read import read
from crawler.rules import ReadingRules
from crawler.survey import Survey, survey
from monitor.attached import ReadFile, bind
from monitor.errors import ReadError
from monitor.outline import outline
from monitor.parts import join
from monitor.records import Edition, FileReading, Outcome, Reading

Given = TypeVar("Given")
Made = TypeVar("Made")

Want = Literal["article", "listing", "auto"]


@dataclass(frozen=True, slots=True)
class PageInput:
    """The bytes of one page and all that is needed to read them, now or years later. Names of headers are in lower case."""

    body: bytes
    url: str
    status: int
    content_type: str
    rules: ReadingRules
    want: Want
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page, rules: ReadingRules, want: Want) -> Self:
        """An answer that is to be read now."""
        return cls(
            body=page.body,
            url=page.final_url,
            status=page.status or 0,
            content_type=page.headers.get("content-type", ""),
            rules=rules,
            want=want,
            headers=page.headers,
        )


@dataclass(frozen=True, slots=True)
class PageOutput:
    """What was read: signals and items, and the edition where there is an article.

    `later` are the readings of the further parts that were joined into `reading`, where it is cut into pages.
    """

    reading: Reading
    edition: Edition | None
    later: tuple[Reading, ...] = ()


def read_page(page: PageInput) -> PageOutput:
    """Read in this process: page → reading → outline."""
    reading = read(
        page.body,
        url=page.url,
        status=page.status,
        content_type=page.content_type,
        headers=page.headers,
        rules=page.rules,
        want=page.want,
    )
    return PageOutput(reading, _edition(reading))


def join_parts(readings: Sequence[Reading], *, more: bool = False) -> PageOutput:
    """Join in this process: the parts' readings, the first page's first → one reading → outline. `more` as in `monitor.parts`."""
    reading = join(readings, more=more)
    return PageOutput(reading, _edition(reading), tuple(readings[1:]))


def _edition(reading: Reading) -> Edition | None:
    article = reading.article
    return Edition(article, outline(article.text, title=article.title)) if article else None


@dataclass(frozen=True, slots=True)
class FileInput:
    """The bytes of one attached file; its name only tells formats apart whose bytes are alike."""

    body: bytes
    name: str


def _read_file(file: FileInput) -> FileReading:
    return read_file(file.body, file.name)


def _survey(page: PageInput) -> Survey:
    return survey(page.body, url=page.url, status=page.status, content_type=page.content_type, headers=page.headers)


def _learn(pages: tuple[PageInput, PageInput]) -> Learnt:
    first, second = pages
    return learn(first.body, second.body, url=first.url, content_type=first.content_type, rules=first.rules)


class Reader:
    """A pool of reading children, started when first needed.

    One page may take `seconds` and a child `memory` bytes; what needs more is a `ReadError`, and the child is gone.
    `observe` hears how many seconds each reading took, the wait for a child included.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        seconds: float = 30.0,
        memory: int = 2 * 1024**3,
        observe: Callable[[float], object] = lambda _: None,
    ) -> None:
        self._observe = observe
        self._workers, self._seconds, self._memory = workers, seconds, memory
        self._pool: ProcessPool | None = None

    async def read(self, page: PageInput) -> PageOutput:
        """Read one page in a child. Raises ReadError where the page broke or outlasted it."""
        return await self._in_child(read_page, page)

    async def survey(self, page: PageInput) -> Survey:
        """Look in a child where a page leads and what it is. Raises ReadError like `read`."""
        return await self._in_child(_survey, page)

    async def learn(self, first: PageInput, second: PageInput) -> Learnt:
        """What differs, in a child, between two fetches of one document. Raises ReadError like `read`."""
        return await self._in_child(_learn, (first, second))

    async def read_file(self, file: FileInput) -> FileReading:
        """Read one attached file in a child. Raises ReadError where it is no file, broke the child or outlasted it."""
        return await self._in_child(_read_file, file)

    async def join(self, readings: Sequence[Reading], *, more: bool = False) -> PageOutput:
        """Join the parts of a document in a child: they may be long. Raises ReadError like `read`."""
        return await self._in_child(partial(join_parts, more=more), readings)

    async def bind(self, edition: Edition, files: Sequence[ReadFile]) -> Edition:
        """The edition with its files' texts outlined, in a child: they may be long. Raises ReadError like `read`."""
        return await self._in_child(partial(bind, files=files), edition)

    async def _in_child(self, call: Callable[[Given], Made], given: Given) -> Made:
        begun = perf_counter()
        future = self._started().schedule(call, args=(given,), timeout=self._seconds)
        try:
            made: Made = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise ReadError(
                f"reading took longer than {self._seconds:.0f} s; it is hostile or far too large",
                outcome=Outcome.ERROR,
            ) from error
        except (ProcessExpired, MemoryError) as error:
            raise ReadError(
                f"reading needed more than {self._memory // 1024**2} MB or broke its process",
                outcome=Outcome.ERROR,
            ) from error
        finally:
            self._observe(perf_counter() - begun)
        return made

    def close(self) -> None:
        """Stop the children; pages under way are given up."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._workers, initializer=_limit, initargs=(self._memory,), context=_context()
            )
        return self._pool


def _context() -> multiprocessing.context.BaseContext:
    """Forkserver where there is one: children start from a small process without our threads, modules loaded."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["clausewatch.reading"])
    return context


def _limit(memory: int) -> None:
    if sys.platform == "linux":  # elsewhere the limit is not kept by the kernel
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
