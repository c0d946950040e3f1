"""What a message looks like, before anybody subscribes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from clausewatch import announce, settings
from clausewatch.cli import app
from clausewatch.sample import sample
from clausewatch.service import Service
from monitor.compare import compare
from monitor.errors import UsageError
from monitor.letter import Words
from monitor.message.digest import Told, digest
from monitor.message.plain import text
from monitor.observation import Delivery
from monitor.subscription import Filters
from notifiers.channels import preview
from storage.database import connect
from tests.storage.district import HOUR, NOON, SITE, TEXT, edition, found, later, read

TOML = '[wecom.staff]\nkey_env = "KEY"\n[dingtalk.staff]\nkey_env = "KEY"\n[feishu.staff]\nkey_env = "KEY"\n'
TARGETS = [
    "console:",
    "https://example.org/hook",
    "mailto:a@example.org",
    "wecom:staff",
    "dingtalk:staff",
    "feishu:staff",
]


@pytest.fixture
def service(tmp_path, monkeypatch):
    """An installation whose settings name robots, in the current directory."""
    (tmp_path / "clausewatch.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    config = settings.load()
    database = connect(config.database_url)
    yield Service(config, database, now=lambda: NOON)
    database.close()


def changed(service):
    """Two documents: one new, and then one whose target moved."""
    first, second = found(service.sites, service.targets, service.archive, 2)
    new = edition(TEXT.replace("兰溪示例区", "兰溪示例区新"))
    service.archive.record(
        read(second, new.article.text, changes=(announce.new_document(new),), baseline=False, new=True)
    )
    recorded = service.archive.record(read(first, TEXT, NOON + HOUR))
    after = TEXT.replace("55%", "58%")
    changes = compare(edition(TEXT), edition(after)).changes
    service.archive.record(read(later(recorded, first), after, NOON + 2 * HOUR, changes=changes))
    return first, second


@pytest.mark.parametrize("to", TARGETS)
def test_the_latest_change_is_shown_as_the_channel_would(service, to):
    """Every channel shows it, and nothing is subscribed, queued or sent."""
    first, _ = changed(service)
    shown = sample(service, to)
    assert not shown.invented
    assert "58%" in shown.text
    assert first.url in shown.text
    assert service.subscriptions.all() == []
    assert service.outbox.all() == []


def test_a_document_or_site_can_be_chosen(service):
    """A document that is new is shown as new; a site must be one of the sites."""
    _, second = changed(service)
    assert "【新文件】" in sample(service, "console:", Filters(documents=(second.document,))).text
    assert "58%" in sample(service, "console:", Filters(sites=(SITE,))).text
    refused = CliRunner().invoke(app, ["subscribe", "--to", "console:", "--preview", "--site", "别的局"])
    assert isinstance(refused.exception, UsageError)
    assert "no site is called" in str(refused.exception)


@pytest.mark.parametrize("to", TARGETS)
def test_before_any_change_one_is_invented(service, to):
    """A new installation shows what messages will look like, and says that this one is invented."""
    shown = sample(service, to)
    assert shown.invented
    assert "青河区" in shown.text


def test_the_command_shows_and_stores_nothing(service):
    """`subscribe --preview` prints the message, tells what is still to be set, and subscribes nobody."""
    result = CliRunner().invoke(app, ["subscribe", "--to", "wecom:staff", "--preview"])
    assert result.exit_code == 0
    assert result.stdout.startswith("**【目标调整")
    assert "KEY" in result.stderr
    assert "invented" in result.stderr
    as_json = CliRunner().invoke(app, ["subscribe", "--to", "console:", "--preview", "--json"])
    assert json.loads(as_json.stdout)["invented"] is True
    assert service.subscriptions.all() == []
    refused = CliRunner().invoke(app, ["subscribe", "--to", "wecom:nobody", "--preview"])
    assert isinstance(refused.exception, UsageError)


@pytest.mark.parametrize("to", TARGETS)
def test_a_digest_is_shown_on_every_channel(service, to):
    """Each document in its line; in robots' Markdown hostile titles stay text."""
    told = [
        Told(
            heading=Words("目标调整", "Target"),
            title=f"第{number}号<b>@all</b>",
            site=SITE,
            severity="high",
            document=number,
        )
        for number in range(30)
    ]
    letter = digest(told, "daily")
    delivery = Delivery(
        id="msg_1",
        subscription=1,
        document=None,
        state="pending",
        attempts=1,
        at=NOON,
        error=None,
        to=to,
        type="digest",
        payload={"type": "digest", "message": {"zh": text(letter, "zh"), "en": text(letter, "en")}},
        letter=letter,
    )
    shown = preview(to, delivery, NOON, service.channels())
    assert "每日摘要" in shown
    assert "第7号" in shown
    assert not to.endswith(":staff") or "<b>" not in shown
