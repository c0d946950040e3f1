"""What the doctor finds, and what it advises."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from clausewatch import clock, doctor, setup
from storage.database import connect
from storage.subscriptions import Subscriptions


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A fresh working directory, whatever the machine's own variables say."""
    for name in [name for name in os.environ if name.startswith("CLAUSEWATCH_")]:
        monkeypatch.delenv(name)
    setup.make(tmp_path / "watch")
    return tmp_path / "watch"


def failing(home) -> dict[str, str]:
    """Name → detail of what does not hold."""
    return {result.name: result.detail for result in doctor.examine(home) if not result.ok}


def test_a_new_directory_is_healthy(home):
    """Right after `init` there is nothing to mend, and the database is not made by looking."""
    assert failing(home) == {}
    assert not (home / "data").exists()


def test_broken_settings_and_site_files_are_named(home):
    """Each broken part is told with its own advice."""
    (home / "sites" / "odd.toml").write_text('name = "x"\n')
    assert "site file" in failing(home)
    (home / "clausewatch.toml").write_text("[fetch]\ndely = 1\n")
    assert "did you mean delay?" in failing(home)["settings"]


def test_a_database_that_is_none_is_named(home):
    """A file that is no database is not overwritten, but told."""
    (home / "data").mkdir()
    (home / "data" / "clausewatch.db").write_bytes(b"this is no database, but long enough to be looked at" * 50)
    assert "database" in failing(home)


@pytest.mark.parametrize("place", ["/proc/nope", "{file}/nope"])
def test_a_database_that_could_not_be_made_is_named(home, monkeypatch, place):
    """Whether a directory can be made is tried before the first check needs it, and nothing of the trial stays."""
    file = home / "clausewatch.toml"
    monkeypatch.setenv("CLAUSEWATCH_DATA_DIR", place.format(file=file))
    said = failing(home)["database"]
    assert said.count("clausewatch.db") == 1
    assert "name another path" in said
    assert sorted(path.name for path in home.iterdir()) == ["clausewatch.toml", "sites"]


def test_a_failing_database_is_named_once(home):
    """The doctor's line does not say twice which database it is."""
    (home / "data").mkdir()
    (home / "data" / "clausewatch.db").mkdir()
    assert failing(home)["database"].count(str(home)) == 1


def test_nobody_to_reach_is_a_warning(home):
    """An installation without a contact works, but it should name one."""
    (contact,) = [result for result in doctor.examine(home) if result.name == "contact"]
    assert (contact.ok, contact.warning) == (True, True)
    (home / "clausewatch.toml").write_text('[fetch]\ncontact = "watch@example.org"\n')
    assert not any(result.warning for result in doctor.examine(home))


def test_robots_and_mail_are_examined_before_anybody_subscribes(home, monkeypatch):
    """What the settings name is checked, and each variable that is not set is told."""
    written = '[email]\nsender = "watch@example.org"\n[wecom.staff]\nkey_env = "STAFF_KEY"\n'
    (home / "clausewatch.toml").write_text(written)
    details = [each.detail for each in doctor.examine(home) if not each.ok]
    assert any("STAFF_KEY" in detail for detail in details)
    assert any("CLAUSEWATCH_SMTP_URL" in detail for detail in details)
    monkeypatch.setenv("STAFF_KEY", "a-key")
    monkeypatch.setenv("CLAUSEWATCH_SMTP_URL", "smtps://u:p@mail.example.org")
    assert failing(home) == {}
    assert not (home / "data").exists()


def test_a_webhook_without_a_secret_is_named(home):
    """A subscription that cannot be sent to yet is found before its first alert."""
    database = connect(str(home / "data" / "clausewatch.db"))
    try:
        Subscriptions(database).add(to="https://example.org/hook", at=clock.now() - timedelta(days=1))
    finally:
        database.close()
    assert "CLAUSEWATCH_WEBHOOK_SECRET" in failing(home)["channel"]
    assert "https://example.org/hook" in failing(home)["channel"]
    (told,) = [result.detail for result in doctor.examine(home) if result.name == "clock"]
    assert "+08:00" in told


def test_pages_that_others_reach_without_a_token_are_told(tmp_path, monkeypatch):
    """A public address is a warning until there is an access token; without one nothing is said."""

    def pages():
        return [(result.ok, result.warning) for result in doctor.examine(tmp_path) if result.name == "pages"]

    (tmp_path / "sites").mkdir()
    assert pages() == []
    monkeypatch.setenv("CLAUSEWATCH_PUBLIC_URL", "https://watch.example.org")
    assert pages() == [(True, True)]
    monkeypatch.setenv("CLAUSEWATCH_ACCESS_TOKEN", "a long secret")
    assert pages() == [(True, False)]
