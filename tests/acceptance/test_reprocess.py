"""Reading improved: stored pages are read again, nobody is alarmed, and what changes afterwards is told exactly."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from clausewatch.reading import PageInput, PageOutput, Reader
from clausewatch.reprocess import Reprocessed, reprocess
from clausewatch.verify import verify
from monitor.outline import outline
from monitor.records import Edition
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import Watch, watching

HOUR = timedelta(hours=1)
DOCUMENTS = 5


class OldReader(Reader):
    """An extractor of former years: it kept the page's print button as a last paragraph."""

    async def read(self, page: PageInput) -> PageOutput:
        """As today's, and with what it could not tell from the text."""
        output = await super().read(page)
        if output.edition is None:
            return output
        article = output.edition.article
        article = replace(article, text=f"{article.text}\n打印本页")
        return PageOutput(output.reading, Edition(article, outline(article.text, title=article.title)))


@pytest.fixture
def watch(on_reactor, web, tmp_path, monkeypatch):
    """Documents that a former extractor read, one of them changed since, and a console that is told."""
    web.put("/list.html", listed(range(1, DOCUMENTS + 1)))
    for number in range(1, DOCUMENTS + 1):
        web.put(f"/doc/{number}.html", notice(number))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        with closing(OldReader()) as old, monkeypatch.context() as former:
            today, found.reader = found.reader, old
            former.setattr("clausewatch.documents.EXTRACTOR", "1")
            found.check()
            web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
            assert found.changes(HOUR) == [("1.html", "target_changed")]
            found.reader = today
        yield found


def run(watch: Watch, *, dry_run: bool = False) -> Reprocessed:
    """Read all again."""
    return asyncio.run(reprocess(watch.service, watch.reader, dry_run=dry_run))


def became(found: Reprocessed) -> list[str]:
    """What became of each document."""
    return [each.became for each in found.documents]


def test_the_upgrade_drill(watch, web):
    """Every document reads differently: no alert, every chain holds, and a real edit afterwards is told exactly."""
    said = watch.said.getvalue()
    found = run(watch)
    assert became(found) == ["upgraded"] * DOCUMENTS
    assert {kind for each in found.documents for kind, _, _ in each.differences}
    assert watch.changes(HOUR) == []
    assert watch.said.getvalue() == said
    for document in watch.service.archive.documents():
        version = watch.service.version(document.id)
        assert version.changes == ()
        assert "打印本页" not in version.edition.article.text
    web.put("/doc/3.html", notice(3).replace("每周不少于5天", "每周不少于4天"))
    assert watch.changes(HOUR) == [("3.html", "target_changed")]
    assert verify(watch.service).broken == ()


def test_it_goes_on_where_it_was(watch):
    """What today's program has read already is not read again."""
    assert became(run(watch)) == ["upgraded"] * DOCUMENTS
    again = run(watch)
    assert (again.documents, again.fresh) == ((), DOCUMENTS)


def test_a_dry_run_writes_nothing(watch):
    """It shows the same, and shows it again."""
    before = [document.versions for document in watch.service.archive.documents()]
    first, second = run(watch, dry_run=True), run(watch, dry_run=True)
    assert first == second
    assert became(first) == ["upgraded"] * DOCUMENTS
    assert [document.versions for document in watch.service.archive.documents()] == before


def test_readings_that_are_equal_make_no_version(watch, tmp_path):
    """Where other rules read the same, the version counts as read by them: the next run has nothing to do."""
    run(watch)
    file = tmp_path / "sites" / "yunting.toml"
    file.write_text(
        file.read_text("utf-8").replace('name = "云汀区教育局"', 'name = "云汀区教育局"\nregion = "云汀"'), "utf-8"
    )
    watch.service.load_sites()
    before = [document.versions for document in watch.service.archive.documents()]
    assert became(run(watch)) == ["same"] * DOCUMENTS
    assert [document.versions for document in watch.service.archive.documents()] == before
    assert run(watch).documents == ()


def test_editing_a_sites_selectors_takes_the_same_way(watch, web, tmp_path):
    """A dropped element is a technical upgrade, told to nobody; what today's rules cannot read keeps its old reading."""
    run(watch)
    file = tmp_path / "sites" / "yunting.toml"
    text = file.read_text("utf-8")
    file.write_text(text + 'article = { drop = ["p:last-of-type"] }\n', "utf-8")
    watch.service.load_sites()
    assert became(run(watch)) == ["upgraded"] * DOCUMENTS
    file.write_text(text + 'article = { container = "#nowhere" }\n', "utf-8")
    watch.service.load_sites()
    assert became(run(watch)) == ["unreadable"] * DOCUMENTS
    assert "the old reading stays" in (run(watch).documents[0].reason or "")
    assert len(watch.service.version(1).edition.article.text) > 100
