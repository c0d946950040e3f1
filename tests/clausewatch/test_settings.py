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
        ("[fetch]\ndelay = -1\n", "fetch.delay: must be 0 or more"),
        ("[fetch\n", "clausewatch.toml"),
        ('webhook_secret = "x"\n', "secrets do not belong in the file; set CLAUSEWATCH_WEBHOOK_SECRET"),
        ('token_secret = "x"\n', "secrets do not belong in the file; set CLAUSEWATCH_TOKEN_SECRET"),
        ('[wecom.staff]\nkey = "x"\n', "wecom.staff.key: unknown key; did you mean key_env?"),
        ("[wecom.staff]\n", "wecom.staff: name either key_env or url_env"),
        ('[feishu.a]\nkey_env = "K"\nurl_env = "U"\n', "name either key_env or url_env"),
        ("data_dir = 3\n", "data_dir: must be text in quotes"),
        ("database = 3\n", "database: must be text in quotes"),
        ("sites = []\n", "sites: must be text in quotes"),
        ("fetch = 3\n", "fetch: must be a table"),
        ("[fetch]\nretries = 1.5\n", "fetch.retries: must be a whole number"),
        ("[fetch]\ntimeout = nan\n", "fetch.timeout: must be a number"),
        ("[fetch]\nallow_private = 3\n", 'fetch.allow_private: must be a list, such as ["127.0.0.1"]'),
        ('[webhooks."https://a.example"]\n', "secret_env: is missing"),
        ('[email]\nsendr = "x"\n', "email.sendr: unknown key; did you mean sender?"),
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
    with pytest.raises(UsageError) as caught:
        settings.load(tmp_path)
    assert str(caught.value).startswith("CLAUSEWATCH_FETCH__ALLOW_PRIVATE: must be JSON")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CLAUSEWATCH_FETCH__DELAI", "3", "CLAUSEWATCH_FETCH__DELAI: unknown key; did you mean delay?"),
        ("CLAUSEWATCH_FETCH", '{"delai": 3}', "CLAUSEWATCH_FETCH: delai: unknown key; did you mean delay?"),
        ("CLAUSEWATCH_FETCH__DELAY", "soon", "CLAUSEWATCH_FETCH__DELAY: must be a number"),
        ("CLAUSEWATCH_DATADIR", "x", "CLAUSEWATCH_DATADIR: no such setting; did you mean CLAUSEWATCH_DATA_DIR?"),
        ("CLAUSEWATCH_DELAY", "0", "CLAUSEWATCH_DELAY: no such setting; did you mean CLAUSEWATCH_FETCH__DELAY?"),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(tmp_path, monkeypatch, variable, value, said):
    """Whoever set a variable is told its name, not the file's, and what to write instead."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError) as caught:
        settings.load(written(tmp_path, "[fetch]\ntimeout = 7\n"))
    assert str(caught.value) == said


def test_variables_that_others_set_do_no_harm(tmp_path, monkeypatch):
    """A secret's name that the file chose, a secret's file, and what a platform sets beside a service are no slips."""
    written(tmp_path, '[wecom.staff]\nkey_env = "CLAUSEWATCH_STAFF_KEY"\n')
    (tmp_path / "smtp").write_text("smtps://mail.example.org", encoding="utf-8")
    monkeypatch.setenv("CLAUSEWATCH_STAFF_KEY", "k")
    monkeypatch.setenv("CLAUSEWATCH_SMTP_URL_FILE", str(tmp_path / "smtp"))
    monkeypatch.setenv("CLAUSEWATCH_PORT_8710_TCP_ADDR", "10.0.0.1")
    found = settings.load(tmp_path)
    assert found.robot_for("wecom", "staff").key == "k"
    assert found.mail().server == "smtps://mail.example.org"


def test_a_webhooks_own_secret_goes_before_the_common_one(tmp_path, monkeypatch):
    """The file names the variable; a webhook that is not named there uses the common secret."""
    written(tmp_path, '[webhooks."https://example.org/a"]\nsecret_env = "HOOK_A"\n')
    monkeypatch.setenv("CLAUSEWATCH_WEBHOOK_SECRET", "common")
    found = settings.load(tmp_path)
    assert found.secret_for("https://example.org/a", {"HOOK_A": "own"}) == "own"
    assert found.secret_for("https://example.org/b") == "common"
    assert "common" not in repr(found)


def test_robots_and_mail_name_the_variables_that_hold_their_secrets(tmp_path):
    """The file holds names only; what a robot counts on and is not set is told by name."""
    written(tmp_path, '[wecom.staff]\nkey_env = "KEY"\n[feishu."教研"]\nurl_env = "URL"\nsecret_env = "SECRET"\n')
    found = settings.load(tmp_path)
    environ = {"KEY": "m4rker", "URL": "https://m4rker.example/", "CLAUSEWATCH_SMTP_URL": "smtps://u:m4rker@h"}
    staff, research = found.robot_for("wecom", "staff", environ), found.robot_for("feishu", "教研", environ)
    assert (staff.key, staff.url, staff.secret, staff.lacking) == ("m4rker", None, None, ())
    assert (research.url, research.lacking) == ("https://m4rker.example/", ("SECRET",))
    assert found.mail(environ).server == "smtps://u:m4rker@h"
    assert "m4rker" not in repr((staff, research, found.mail(environ)))
    assert found.named_targets == ["wecom:staff", "feishu:教研"]
    with pytest.raises(UsageError, match=r"\[dingtalk\.staff\] key_env"):
        found.robot_for("dingtalk", "staff", environ)


def test_a_secret_may_stand_in_a_file(tmp_path, monkeypatch):
    """A variable with _FILE behind its name names the file; the variable itself goes before; a lost file is told."""
    written(tmp_path, '[dingtalk.staff]\nkey_env = "KEY"\n')
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("CLAUSEWATCH_TOKEN_SECRET_FILE", str(tmp_path / "key"))
    found = settings.load(tmp_path)
    assert found.token_secret.get_secret_value() == "from a file"
    assert found.robot_for("dingtalk", "staff", {"KEY_FILE": str(tmp_path / "key")}).key == "from a file"
    assert found.robot_for("dingtalk", "staff", {"KEY": "own", "KEY_FILE": "/nowhere"}).key == "own"
    with pytest.raises(UsageError, match="KEY_FILE"):
        found.robot_for("dingtalk", "staff", {"KEY_FILE": str(tmp_path / "lost")})


@pytest.mark.parametrize(
    "url", ["watch.example.org", "ftp://a.example", "https://a.example/?x", "https://a b/", "https://u@h/"]
)
def test_a_public_address_that_cannot_be_is_refused(tmp_path, url):
    """Tokens would lead nowhere from it."""
    with pytest.raises(UsageError, match=r"public_url: .*write it like https://watch"):
        settings.load(written(tmp_path, f'public_url = "{url}"\n'))


@pytest.mark.parametrize("url", ["beat", "ftp://a.example/x", "https:///x", "https://u:p@a.example/", "https://[::1"])
def test_a_heartbeat_that_cannot_be_sent_is_refused(tmp_path, url):
    """Silence would be found out only by whoever waits for it."""
    with pytest.raises(UsageError, match=r"heartbeat_url: .*write it like https://beat"):
        settings.load(written(tmp_path, f'heartbeat_url = "{url}"\n'))


def test_an_embedded_installation_ignores_the_environment(tmp_path, monkeypatch):
    """The demo never writes into the database that the environment names."""
    monkeypatch.setenv("CLAUSEWATCH_DATABASE", "/somewhere/real.db")
    monkeypatch.setenv("CLAUSEWATCH_FETCH__DELAY", "9")
    found = settings.embedded(tmp_path, allow_private=frozenset({"127.0.0.1"}))
    assert found.database_url == str(tmp_path / "clausewatch.db")
    assert found.fetch.delay == 0


def test_the_access_token_stands_in_the_variable_that_the_file_names(tmp_path, monkeypatch):
    """Or in a file; the demo has none, whatever the environment says; the file of settings itself cannot hold it."""
    monkeypatch.setenv("CLAUSEWATCH_ACCESS_TOKEN", "common")
    assert settings.load(tmp_path).access_token() == "common"
    monkeypatch.delenv("CLAUSEWATCH_ACCESS_TOKEN")
    named = settings.load(written(tmp_path, '[web]\naccess_token_env = "CLAUSEWATCH_READERS"\n'))
    assert named.access_token({}) is None
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    assert named.access_token({"CLAUSEWATCH_READERS_FILE": str(tmp_path / "key")}) == "from a file"
    assert settings.embedded(tmp_path, allow_private=frozenset()).access_token() is None
    with pytest.raises(UsageError, match=r"web\.access_token: unknown key"):
        settings.load(written(tmp_path, '[web]\naccess_token = "x"\n'))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('clause_eaten = "high"', "no type of change is called 'clause_eaten'"),
        ('clause_moved = "huge"', "no severity is called 'huge'"),
        ('typography = "high"', "recorded and never sent"),
    ],
)
def test_a_severity_that_cannot_be_is_refused(tmp_path, line, said):
    """Unknown types and levels, and types that are only recorded; others are taken."""
    with pytest.raises(UsageError, match=rf"severity: .*{said}"):
        settings.load(written(tmp_path, f"[severity]\n{line}\n"))
    assert settings.load(written(tmp_path, '[severity]\nclause_moved = "medium"\n')).severity == {
        "clause_moved": "medium"
    }
