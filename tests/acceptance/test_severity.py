"""How grave a type of change is, where the settings or a subscription say otherwise."""

from __future__ import annotations

import pytest

from clausewatch.verify import verify
from monitor.subscription import Filters
from tests.acceptance.test_reminders import CALL
from tests.acceptance.test_watching import COLUMN, listed
from tests.acceptance.watching import watching

BEFORE = CALL.format(day="2026年3月20日")
AFTER = BEFORE.replace("8800123", "8800456")


@pytest.fixture
def corrected(on_reactor, web, tmp_path):
    """Watches a call whose telephone number is corrected, under these settings; gives what each subscription got."""

    def run(*filters, **settings):
        web.put("/list.html", listed([1]))
        web.put("/doc/1.html", BEFORE)
        with watching(tmp_path, COLUMN.format(web.address), **settings) as watch:
            watch.check()
            made = [watch.service.subscribe("console:", each) for each in filters]
            web.put("/doc/1.html", AFTER)
            changes = [change for check in watch.check()["checks"] for change in check["changes"]]
            assert verify(watch.service).broken == ()
            sent = {each.subscription: each for each in watch.service.outbox.all()}
            return [sent.get(each.id) for each in made], changes

    return run


def test_a_subscription_hears_at_once_of_what_is_grave_to_it(corrected):
    """Others do not, or in their digest; its message says that it is its own view."""
    usual, own, low = Filters(), Filters(levels=("contact_changed=high",)), Filters(severity="low")
    (nothing, told, held), changes = corrected(usual, own, low)
    assert nothing is None
    assert (told.state, told.payload["severity"]) == ("sent", "high")
    assert "按您的订阅:联系方式更正计为重要(通常为提示)" in told.payload["message"]["zh"]
    assert (held.state, held.payload["severity"]) == ("held", "low")
    assert [(each["type"], each["severity"]) for each in changes] == [("contact_changed", "low")]


def test_the_settings_move_a_type_for_everybody(corrected):
    """In the report and in all messages; a subscription's own word goes before."""
    (usual, less), changes = corrected(
        Filters(), Filters(levels=("contact_changed=none",)), severity={"contact_changed": "critical"}
    )
    assert (usual.state, usual.payload["severity"]) == ("sent", "critical")
    assert "按本系统设置:联系方式更正计为紧急(通常为提示)" in usual.payload["message"]["zh"]
    assert less is None
    assert [each["severity"] for each in changes] == ["critical"]
