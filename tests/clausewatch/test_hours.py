"""A round over sites that may be looked at in certain hours only."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from clausewatch.check import _open
from clausewatch.service import Service
from clausewatch.settings import Settings
from clausewatch.writer import Writer
from storage.database import connect

EVENING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
SITE = """name = "{name}"
home = "https://{name}.example/"
[[columns]]
url = "https://{name}.example/plans/"
{fetch}
"""


@pytest.fixture
def service(tmp_path):
    """A site with hours and one without, at eight in the evening in Shanghai."""
    settings = Settings(data_dir=tmp_path, sites=tmp_path / "sites")
    settings.sites.mkdir()
    for name, fetch in (("daytime", '[fetch]\nhours = "08:00-18:00"'), ("always", "")):
        (settings.sites / f"{name}.toml").write_text(SITE.format(name=name, fetch=fetch), encoding="utf-8")
    database = connect(settings.database_url)
    service = Service(settings, database, now=lambda: EVENING)
    service.load_sites()
    yield service
    database.close()


def test_a_closed_site_waits_for_its_opening(service):
    """It is left out of the round, and due again when its hours begin; other sites are looked at."""
    with Writer() as writer:
        due = service.targets.due(EVENING, limit=10, per_host=10)
        looked_at = asyncio.run(_open(due, service, writer))
    assert [target.site for target in looked_at] == ["always"]
    assert [target.site for target in service.targets.due(EVENING, limit=10, per_host=10)] == ["always"]
    waiting = service.targets.due(MORNING + timedelta(hours=1), limit=10, per_host=10)
    assert {target.site for target in waiting} == {"always", "daytime"}
    (closed,) = [one for one in service.sites.all() if one.name == "daytime"]
    assert MORNING <= closed.next_due_at <= MORNING + timedelta(hours=1)
