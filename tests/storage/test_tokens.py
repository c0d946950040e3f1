"""Tokens of the API are kept, found and ended; what is read page by page holds while the archive grows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.compare import compare
from monitor.errors import UsageError
from monitor.rights import Token, scopes
from storage import outbox as queueing
from storage.sites import Sites
from storage.targets import Targets
from storage.tokens import Tokens
from tests.storage.district import HOUR, NOON, TEXT, alert, edition, found, later, read

DIGEST = b"\x01" * 32


def test_a_token_is_kept_by_its_digest(database):
    """It is given back as it was made; an id that names nothing gives nothing."""
    tokens = Tokens(database)
    made = tokens.add(DIGEST, ("read", "watch"), owner="甲", expires_at=NOON + HOUR, at=NOON)
    assert made == Token(id=made.id, scopes=("read", "watch"), owner="甲", added_at=NOON, expires_at=NOON + HOUR)
    assert tokens.find(made.id) == (made, DIGEST)
    assert tokens.find(99) is None
    assert tokens.all() == [made]


def test_a_token_is_revoked_once(database):
    """The time of the first revocation stays; an unknown id is an error that says where to look."""
    tokens = Tokens(database)
    made = tokens.add(DIGEST, ("operate",), owner=None, expires_at=None, at=NOON)
    assert tokens.revoke(made.id, NOON + HOUR).revoked_at == NOON + HOUR
    assert tokens.revoke(made.id, NOON + 2 * HOUR).revoked_at == NOON + HOUR
    with pytest.raises(UsageError, match="clausewatch token list"):
        tokens.revoke(99, NOON)


def test_how_a_token_stands():
    """Valid until its last moment, and revoked whatever the time."""
    token = Token(id=1, scopes=scopes(["read"]), owner=None, added_at=NOON, expires_at=NOON + HOUR)
    assert [token.state(NOON + HOUR - timedelta.resolution), token.state(NOON + HOUR)] == ["valid", "expired"]
    ended = Token(id=1, scopes=("read",), owner=None, added_at=NOON, revoked_at=NOON)
    assert ended.state(NOON) == "revoked"


def test_documents_versions_and_changes_by_pages(sites, targets, archive):
    """Each page begins behind a place; what comes anew comes behind all that was there."""
    first, second, third = found(sites, targets, archive, 3)
    recorded = archive.record(read(third, TEXT))
    archive.record(read(first, TEXT))
    after = TEXT.replace("55%", "58%")
    changes = compare(edition(TEXT), edition(after)).changes
    archive.record(read(later(recorded, third), after, NOON + HOUR, changes=changes))
    ids = [each.id for each in archive.page(after=0, limit=9)]
    assert ids == sorted(ids)
    assert len(ids) == 2
    assert [each.id for each in archive.page(after=ids[0], limit=9)] == ids[1:]
    assert archive.page(after=0, limit=9, site="没有") == []
    assert [each.number for each in archive.versions(recorded.document, after=1, limit=9)] == [2]
    assert archive.moments(recorded.document) == [(1, NOON), (2, NOON + HOUR)]
    ((place, document, version),) = archive.changes_after(0, 9)
    assert (document.id, version.number) == (recorded.document, 2)
    assert archive.changes_after(place, 9) == []
    assert archive.record(read(second, TEXT)).version == 1
    assert archive.changes_after(place, 9) == []


def test_deliveries_by_pages(database, subscriptions, outbox, archive):
    """Behind one delivery come the later ones, of one owner where that is asked; what is no delivery is no place."""
    found(Sites(database), Targets(database), archive)
    ids = [subscriptions.add(to=f"mailto:{name}@x.example", owner=name, at=NOON).id for name in "abc"]
    with database.write() as connection:
        queueing.queue(connection, alert(), ids, NOON)
        queueing.queue(connection, alert(), ids[:1], NOON)
    everything = outbox.all()
    pages, last = [], None
    while page := outbox.page(after=last, limit=2):
        pages += page
        last = page[-1].id
    assert pages == everything
    assert len(pages) == 4
    assert outbox.one(pages[0].id) == pages[0]
    assert [each.subscription for each in outbox.page(after=None, limit=9, owner="a")] == ids[:1] * 2
    assert outbox.page(after=None, limit=9, state="sent") == []
    with pytest.raises(UsageError, match="begin again"):
        outbox.page(after="msg_none", limit=9)
    with pytest.raises(UsageError, match="no delivery"):
        outbox.one("msg_none")
