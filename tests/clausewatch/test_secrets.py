"""Secrets stay where they are: in the environment, and nowhere that anybody can look at."""

from __future__ import annotations

import logging
import socket
import threading
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from clausewatch import doctor, settings
from clausewatch.cli import app
from clausewatch.deliver import deliver
from clausewatch.service import Service
from monitor.observation import Alert, SiteRevision
from storage.database import connect
from storage.outbox import queue
from storage.sites import Sites

START = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
MARKER = "M4RKERSECRET"
TOML = """\
[email]
sender = "watch@example.org"
[fetch]
allow_private = ["127.0.0.1"]
[wecom.staff]
url_env = "WECOM_URL"
[dingtalk.staff]
url_env = "DINGTALK_URL"
secret_env = "DINGTALK_SECRET"
[feishu.staff]
url_env = "FEISHU_URL"
secret_env = "FEISHU_SECRET"
"""
TARGETS = ["mailto:a@example.org", "wecom:staff", "dingtalk:staff", "feishu:staff"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working directory that has every channel, now the current one."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "clausewatch.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.setenv("CLAUSEWATCH_TOKEN_SECRET", MARKER)
    monkeypatch.setenv("CLAUSEWATCH_WEBHOOK_SECRET", MARKER)
    monkeypatch.setenv("CLAUSEWATCH_ACCESS_TOKEN", MARKER)
    monkeypatch.setenv("CLAUSEWATCH_PUBLIC_URL", "https://watch.example.org")
    for vendor in ("DINGTALK", "FEISHU"):
        monkeypatch.setenv(f"{vendor}_SECRET", MARKER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def listening():
    """Sets where every channel's server is."""

    def at(monkeypatch, port, host="127.0.0.1"):
        monkeypatch.setenv("CLAUSEWATCH_SMTP_URL", f"smtp://{MARKER}:{MARKER}@{host}:{port}")
        for vendor in ("WECOM", "DINGTALK", "FEISHU"):
            monkeypatch.setenv(f"{vendor}_URL", f"http://{host}:{port}/{MARKER}?key={MARKER}")

    return at


def echoing(listener):
    """Answers whoever comes once with all that it was sent, as an error."""
    while True:
        try:
            visitor, _ = listener.accept()
        except OSError:
            return
        with visitor:
            visitor.settimeout(0.3)
            try:
                heard = visitor.recv(65536)
            except TimeoutError:  # a mail program waits to be greeted
                heard = MARKER.encode()
            if heard.startswith(b"POST"):
                body = b'{"errcode": 40001, "code": 40001, "errmsg": "' + MARKER.encode() + b'"}'
                visitor.sendall(
                    b"HTTP/1.1 200 " + MARKER.encode() + b"\r\nX-M: " + MARKER.encode() + b"\r\n\r\n" + body
                )
            else:
                visitor.sendall(b"554 " + heard + b"\r\n")


@pytest.mark.parametrize("trouble", ["nobody listens", "errors are echoed", "no address", "not set", "not allowed"])
def test_no_failure_of_any_channel_tells_a_secret(trouble, home, listening, monkeypatch, caplog, capsys):  # noqa: PLR0917
    """Not the error of a delivery, the database, the log, nor what commands and the doctor print."""
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listening(monkeypatch, listener.getsockname()[1])
        echo = threading.Thread(target=echoing, args=(listener,))
        if trouble == "errors are echoed":
            echo.start()
        elif trouble == "no address":
            for name in ("CLAUSEWATCH_SMTP_URL", "WECOM_URL", "DINGTALK_URL", "FEISHU_URL"):
                monkeypatch.setenv(name, f"{MARKER}://{MARKER}@[{MARKER}")
        elif trouble == "not set":
            for name in ("CLAUSEWATCH_SMTP_URL", "WECOM_URL", "DINGTALK_SECRET", "FEISHU_SECRET"):
                monkeypatch.delenv(name)
        elif trouble == "not allowed":
            listening(monkeypatch, listener.getsockname()[1], host="127.0.0.2")
        else:
            listener.close()
        errors = _delivered(home)
        if echo.is_alive():
            listener.shutdown(socket.SHUT_RDWR)
            echo.join(5)
    assert len(errors) == len(TARGETS)
    assert all(errors)
    commands = [["deliveries"], ["deliveries", "--json"], ["subscriptions"], ["doctor"]]
    commands += [["subscribe", "--to", to, "--preview"] for to in TARGETS]
    shown = [CliRunner().invoke(app, command, catch_exceptions=True) for command in commands]
    places = {
        "errors": "".join(errors),
        "log": caplog.text,
        "screen": "".join(capsys.readouterr()),
        "commands": "".join(result.output + repr(result.exception) for result in shown),
        "doctor": repr(doctor.examine(home)),
        "settings": repr(settings.load(home)),
        "database": b"".join(path.read_bytes() for path in (home / "data").iterdir()).decode("latin-1"),
    }
    for place, text in places.items():
        assert MARKER not in text, place


def _delivered(home):
    """The errors that one run of deliveries to every channel leaves."""
    config = settings.load(home)
    database = connect(config.database_url)
    try:
        service = Service(config, database)
        Sites(database).register(SiteRevision(name="局", digest="0" * 64, rules="{}", enabled=True), [], at=START)
        ids = [service.subscriptions.add(to=to, at=START).id for to in TARGETS]
        payload = {"type": "baseline", "message": {"zh": "【开始监测】局", "en": "[Watching] x"}}
        alert = Alert(type="baseline", site="局", url="http://e.cn/", severity="none", payload=payload)
        with database.write() as connection:
            queue(connection, alert, ids, START)
        deliver(service.outbox, service.channels(), now=lambda: START)
        return [each.error for each in service.outbox.all()]
    finally:
        database.close()
