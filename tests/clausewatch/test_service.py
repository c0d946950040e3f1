"""Use cases that both faces call."""

from __future__ import annotations

import pytest

from clausewatch.service import Service
from clausewatch.settings import Settings
from monitor.compare import compare
from monitor.errors import UsageError
from storage.database import connect
from tests.storage.district import HOUR, NOON, TEXT, edition, found, later, read


@pytest.fixture
def service(tmp_path):
    """An installation of its own."""
    config = Settings(data_dir=tmp_path)
    database = connect(config.database_url)
    yield Service(config, database, now=lambda: NOON)
    database.close()


def test_a_version_is_not_compared_with_itself(service):
    """A document with one version, and a version named twice, have nothing to compare: that is said in one line."""
    (first,) = found(service.sites, service.targets, service.archive, 1)
    recorded = service.archive.record(read(first, TEXT, NOON))
    document = str(recorded.document)
    with pytest.raises(UsageError, match="only one version"):
        service.diff(document, None, None)
    after = TEXT.replace("55%", "58%")
    changes = compare(edition(TEXT), edition(after)).changes
    service.archive.record(read(later(recorded, first), after, NOON + HOUR, changes=changes))
    with pytest.raises(UsageError, match="name two"):
        service.diff(document, 2, None)
    comparison, _ = service.diff(document, None, None)
    assert [change.type for change in comparison.changes] == ["target_changed"]
