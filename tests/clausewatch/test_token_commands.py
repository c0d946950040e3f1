"""Tokens of the API on the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from clausewatch.cli import app
from monitor.errors import UsageError


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in a working directory; gives its JSON."""
    (tmp_path / "clausewatch.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def command(*words):
        return json.loads(CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False).stdout)

    return command


def test_a_token_from_making_to_its_end(run):
    """It is shown once, listed without its secret, and revoked by its id."""
    made = run("token", "add", "--scope", "read", "--scope", "watch", "--expires", "2099-01-01", "--owner", "甲")
    assert made["token"].startswith(f"cw_{made['id']}_")
    assert (made["scopes"], made["owner"], made["state"]) == (["read", "watch"], "甲", "valid")
    assert made["expires_at"] == "2099-01-01T23:59:59+08:00"
    (listed,) = run("token", "list")["tokens"]
    assert listed == {key: value for key, value in made.items() if key != "token"}
    assert run("token", "revoke", str(made["id"]))["state"] == "revoked"
    assert run("token", "list")["tokens"][0]["state"] == "revoked"


def test_what_cannot_be_is_said(run):
    """An unknown scope and an unknown id are wrong usage."""
    with pytest.raises(UsageError, match="read, watch, operate"):
        run("token", "add", "--scope", "rule")
    with pytest.raises(UsageError, match="there is no token 9"):
        run("token", "revoke", "9")
