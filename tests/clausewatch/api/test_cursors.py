"""Cursors hold while the archive grows: nothing comes twice, and nothing is missing."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.settings import Settings
from monitor.compare import compare
from storage.database import connect
from tests.storage.district import NOON, TEXT, edition, found, read

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("first"), st.just(0)),
        st.tuples(st.just("again"), st.integers(0, 9)),
        st.tuples(st.just("documents"), st.integers(1, 3)),
        st.tuples(st.just("changes"), st.integers(1, 3)),
    ),
    max_size=15,
)
DOCUMENTS = 6
_EMPTY = []


class Archive:
    """Documents that are read, and read again with a change, in any order."""

    def __init__(self, home):
        config = Settings(data_dir=home)
        self.database = connect(config.database_url)
        self.service = Service(config, self.database, now=lambda: NOON)
        self.targets = self.service.targets.due(NOON, limit=10, per_host=10) or found(
            self.service.sites, self.service.targets, self.service.archive, DOCUMENTS
        )
        self.versions = dict.fromkeys(range(DOCUMENTS), 0)
        self.told = []
        self.pages = answers(self.service)

    def write(self, at):
        """The next version of one document; the first one is told as new."""
        number = self.versions[at]
        before, after = TEXT.replace("55%", f"{10 + number - 1}%"), TEXT.replace("55%", f"{10 + number}%")
        target = replace(self.targets[at], version=number or None)
        changes = compare(edition(before), edition(after)).changes if number else ()
        document = self.service.archive.record(read(target, after, changes=changes)).document
        self.versions[at] += 1
        if number:
            self.told.append((document, number + 1))

    def ask(self, path):
        """One answer."""

        async def once():
            transport = httpx.ASGITransport(self.pages)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
                return (await client.get(path)).json()

        return asyncio.run(once())


@contextmanager
def opened(directories):
    """An archive of its own; an empty one is made once, for that takes longest."""
    home = directories.mktemp("archive")
    if _EMPTY:
        shutil.copy(_EMPTY[0], home)
    archive = Archive(home)
    if not _EMPTY:
        kept = directories.mktemp("empty") / archive.database.path.name
        with closing(sqlite3.connect(archive.database.path)) as full, closing(sqlite3.connect(kept)) as copy:
            full.backup(copy)
        _EMPTY.append(kept)
    yield archive
    archive.database.close()


class Walk:
    """Somebody who goes through the documents and the changes, page by page."""

    def __init__(self, archive):
        self.archive, self.seen, self.told = archive, [], []
        self.cursors = {"documents": 0, "changes": 0}

    def page(self, name, limit):
        """One page, where there is another; whether it may go on."""
        if self.cursors[name] is None:
            return False
        answer = self.archive.ask(f"/{name}?cursor={self.cursors[name]}&limit={limit}")
        self.cursors[name] = answer["next"]
        if name == "documents":
            self.seen += [each["id"] for each in answer["documents"]]
            return answer["next"] is not None
        self.told += [(each["document"]["id"], each["version"]["version"]) for each in answer["changes"]]
        return bool(answer["changes"])


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(DOCUMENTS)), steps=STEPS)
def test_a_walk_through_a_growing_archive(order, steps, tmp_path_factory):
    """Whatever is written between two pages: what was there when a walk began comes once, changes in their order."""
    with opened(tmp_path_factory) as archive:
        unread = list(order)
        for _ in range(3):
            archive.write(unread.pop())
        there, walk = {each.id for each in archive.service.archive.documents()}, Walk(archive)
        for kind, number in steps:
            known = [at for at, count in archive.versions.items() if count]
            if kind in walk.cursors:
                walk.page(kind, number)
            elif kind == "again":
                archive.write(known[number % len(known)])
            elif unread:
                archive.write(unread.pop())
        while walk.page("documents", 2) or walk.page("changes", 2):
            pass
        assert len(walk.seen) == len(set(walk.seen))
        assert there <= set(walk.seen)
        assert walk.told == archive.told
