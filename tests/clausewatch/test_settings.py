"""Settings: the file, the environment, and what is said where they do not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clausewatch import settings
from monitor.errors import UsageError


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own variables do not count."""
    for name in [name for name in os.environ if name.startswith("CLAUSEWATCH_")]:
        monkeypatch.delenv(name)


def written(directory: Path, text: str) -> Path:
    """The directory with that settings file."""
    (directory / settings.FILE).write_text(text, encoding="utf-8")
    return directory


def test_defaults_need_no_file(tmp_path):
    """Without a file everything has a default, and the database lies in the data directory of that place."""
    found = settings.load(tmp_path)
    assert found.database_url == str(tmp_path / "data" / "clausewatch.db")
    assert found.sites == tmp_path / "sites"
    assert found.fetch.allow_private == frozenset()


def test_the_environment_overrides_single_keys_of_the_file(tmp_path, monkeypatch):
    """A nested variable replaces its own key and leaves the file's other keys of that table."""
    written(tmp_path, '[fetch]\ndelay = 7\ncontact = "watch@example.org"\n')
    monkeypatch.setenv("CLAUSEWATCH_FETCH__DELAY", "0")
    monkeypatch.setenv("CLAUSEWATCH_FETCH__ALLOW_PRIVATE", '["127.0.0.1"]')
    found = settings.load(tmp_path)
    assert (found.fetch.delay, found.fetch.contact) == (0, "watch@example.org")
    assert found.fetch.allow_private == frozenset({"127.0.0.1"})


def test_empty_variables_count_as_unset(tmp_path, monkeypatch):
    """A variable that a container passes on empty changes nothing."""
    monkeypatch.setenv("CLAUSEWATCH_DATABASE", "")
    monkeypatch.setenv("CLAUSEWATCH_WEBHOOK_SECRET", "")
    found = settings.load(tmp_path)
    assert found.database_url.endswith("clausewatch.db")
    assert found.secret_for("https://example.org/hook") is None


def test_a_server_database_is_taken_as_it_is(tmp_path, monkeypatch):
    """An address of a database server is no path."""
    monkeypatch.setenv("CLAUSEWATCH_DATABASE", "postgresql+psycopg://someone@db/archive")
    assert settings.load(tmp_path).database_url == "postgresql+psycopg://someone@db/archive"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fetch]\ndely = 2\n", "fetch.dely: unknown key; did you mean delay?"),
        ("colour = 2\n", "colour: unknown key; known keys: data_dir"),
        ("[fetch]\ndelay = -1\n", "fetch.delay: Input should be greater than or equal to 0"),
        ("[fetch\n", "clausewatch.toml"),
        ('webhook_secret = "x"\n', "secrets do not belong in the file; set CLAUSEWATCH_WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path, text, said):
    """The error names the file and the key, and says what to write instead."""
    with pytest.raises(UsageError) as caught:
        settings.load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["127.0.0.1", "[127.0.0.1]"])
def test_a_list_that_is_no_json_says_how_to_write_it(tmp_path, monkeypatch, value):
    """A list in the environment that is no JSON is refused with the variable's name."""
    monkeypatch.setenv("CLAUSEWATCH_FETCH__ALLOW_PRIVATE", value)
    with pytest.raises(UsageError, match=r"(?s)ALLOW_PRIVATE|allow_private"):
        settings.load(tmp_path)


def test_a_webhooks_own_secret_goes_before_the_common_one(tmp_path, monkeypatch):
    """The file names the variable; a webhook that is not named there uses the common secret."""
    written(tmp_path, '[webhooks."https://example.org/a"]\nsecret_env = "HOOK_A"\n')
    monkeypatch.setenv("CLAUSEWATCH_WEBHOOK_SECRET", "common")
    found = settings.load(tmp_path)
    assert found.secret_for("https://example.org/a", {"HOOK_A": "own"}) == "own"
    assert found.secret_for("https://example.org/b") == "common"
    assert "common" not in repr(found)


def test_an_embedded_installation_ignores_the_environment(tmp_path, monkeypatch):
    """The demo never writes into the database that the environment names."""
    monkeypatch.setenv("CLAUSEWATCH_DATABASE", "/somewhere/real.db")
    monkeypatch.setenv("CLAUSEWATCH_FETCH__DELAY", "9")
    found = settings.embedded(tmp_path, allow_private=frozenset({"127.0.0.1"}))
    assert found.database_url == str(tmp_path / "clausewatch.db")
    assert found.fetch.delay == 0
