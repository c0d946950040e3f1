"""The memory is kept small by itself, and nobody who asks notices."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from clausewatch import contract, explain
from clausewatch import prune as pruning
from clausewatch.prune import Pruned, prune
from clausewatch.verify import verify
from crawler.reactor import run
from storage import tables
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A column of two documents: one changes, one is withdrawn; then its server is down for a day, and is back."""
    web.put("/list.html", listed([1, 2]))
    web.put("/doc/1.html", notice(1))
    web.put("/doc/2.html", notice(2))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
        del web.pages["/doc/2.html"]
        web.put("/list.html", listed([1]))
        for _ in range(4):
            found.check(6 * HOUR)
        there = dict(web.pages)
        web.pages.clear()
        for _ in range(4):
            found.check(6 * HOUR)
        web.pages.update(there)
        found.check(6 * HOUR)
        yield found


def looked_at(watch, days: int) -> None:
    """So many days of looks every hour at everything, which find it as it is; then a last one."""
    database = watch.service.archive._database
    with database.write() as connection:
        for target, version in connection.execute(
            select(tables.target.c.id, tables.document.c.versions)
            .join(tables.document, isouter=True)
            .where(tables.target.c.failures == 0)
        ).all():
            row = {"target_id": target, "round": "r", "outcome": "not_modified", "status": 304, "version": version}
            row |= {"baseline": False, "new": False}
            times = [watch.now + n * HOUR for n in range(1, days * 24)]
            connection.execute(insert(tables.check), [row | {"at": at} for at in times])
    watch.check(days * DAY)


def kept(watch) -> int:
    """How many checks there are."""
    with watch.service.archive._database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.check)).scalar_one())


def shown(watch) -> dict[str, object]:
    """What every command that reads the past says, what is due when, and what incidents there were."""
    service = watch.service
    documents = service.archive.documents()
    found = {
        "documents": [contract.document(each) for each in documents],
        "sites": [contract.site(each) for each in service.sites.all()],
        "incidents": service.incidents.told(ended=True),
        "deliveries": [contract.delivery(each) for each in service.outbox.all()],
        "verified": verify(service),
        "due": service.targets.due(watch.now + 999 * DAY, limit=99, per_host=99),
    }
    for each in documents:
        why = explain.as_json(explain.explain(service, str(each.id)))
        del why["earlier"]
        found[each.url] = (why, service.archive.history(each.id), service.archive.latest(each.id))
        for version in service.archive.history(each.id):
            assert service.archive.raw(version.content_hash).body
    return found


def test_years_of_looks_shrink_and_nothing_that_is_shown_changes(watch):
    """Two years of hours: versions, messages, incidents, schedules and explanations are as before, and the next round too."""
    looked_at(watch, 730)
    before, many = shown(watch), kept(watch)
    assert any(each.cause for each in before["incidents"])
    assert before["verified"].broken == ()
    would = prune(watch.service, dry_run=True)
    assert (kept(watch), shown(watch)) == (many, before), "a dry run does nothing"
    done = prune(watch.service)
    assert done == would
    assert shown(watch) == before
    assert kept(watch) == many - done.checks
    assert kept(watch) < many / 7
    assert prune(watch.service) == Pruned()
    (first,) = [each for each in watch.service.archive.documents() if each.url.endswith("/1.html")]
    earlier = explain.as_json(explain.explain(watch.service, str(first.id)))["earlier"]
    assert {"month": "2026-04", "outcome": "not_modified", "looks": 30 * 24} in earlier
    assert watch.changes(DAY) == []


def test_it_is_done_at_night_and_made_up_for(watch, monkeypatch):
    """The service prunes after half past three in Shanghai, once, also when it was off at that hour."""
    looked_at(watch, 200)
    many = kept(watch)
    monkeypatch.setattr(pruning, "LOOK", 0.01)

    async def for_a_while() -> int:
        task = asyncio.create_task(pruning.pruning(watch.service))
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled(), task
        return kept(watch)

    assert run(for_a_while) == many, "its hour has not come yet"
    monkeypatch.setattr(pruning, "PAUSE", 0.0)
    watch.now += 5 * DAY
    after = run(for_a_while)
    assert after < many
    watch.now += HOUR
    assert run(for_a_while) == after


def test_others_write_meanwhile(watch):
    """While thousands of checks go, whoever records something waits for moments only."""
    looked_at(watch, 400)
    waits = []
    with ThreadPoolExecutor(1) as pool:
        pruned = pool.submit(prune, watch.service)
        while not pruned.done():
            begun = time.monotonic()
            watch.service.hosts.hold({"elsewhere.example": watch.now + HOUR}, now=watch.now)
            waits.append(time.monotonic() - begun)
        assert pruned.result().checks > 10_000
    assert len(waits) > 10
    assert max(waits) < 5, "the patience is thirty seconds"


def test_the_settings_keep_everything(watch):
    """With 0 days no check goes."""
    looked_at(watch, 200)
    policy = watch.service.settings.retention.model_copy(update={"checks_days": 0})
    watch.service.settings = watch.service.settings.model_copy(update={"retention": policy})
    assert prune(watch.service).checks == 0


def test_the_command_says_what_would_go(installation, web):
    """A fresh installation has nothing to lose, in words and as JSON."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", notice(1))
    installation.site("yunting", COLUMN.format(web.address))
    installation.json("check")
    nothing = {"checks": 0, "months": 0, "orphans": 0, "pages": 0, "bytes": 0}
    assert installation.json("prune", "--dry-run") == {"dry_run": True, **nothing}
    assert installation.json("prune") == {"dry_run": False, **nothing}
    assert "0 checks would become 0 monthly counts" in installation.run("prune", "--dry-run").stdout
