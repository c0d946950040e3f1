"""`deliveries`: what was sent to whom, with what answer; nothing of it holds a secret; sending again."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from clausewatch import settings
from clausewatch.cli import app
from storage.database import connect
from storage.outbox import Outbox
from tests.clausewatch.test_secrets import MARKER, START, TARGETS, _delivered, home, listening

__all__ = ["home", "listening"]


class _Echo(BaseHTTPRequestHandler):
    """Takes every message, and repeats secrets wherever an answer can hold them."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200, MARKER)
        self.send_header("X-M", MARKER)
        self.end_headers()
        self.wfile.write(json.dumps({"errcode": 0, "code": 0, "errmsg": MARKER}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def sent(home, listening, monkeypatch, mail_server):
    """A working directory whose robots took a message, with answers that repeat secrets; its mail had none to take it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        listening(monkeypatch, server.server_port)
        mail = mail_server()
        mail.mailbox.answers = {"RCPT": f"550 5.1.1 {MARKER}"}
        monkeypatch.setenv("CLAUSEWATCH_SMTP_URL", f"smtp://127.0.0.1:{mail.port}")
        _delivered(home)
        server.shutdown()
        thread.join()
    return home


def _listed(*given):
    result = CliRunner().invoke(app, ["deliveries", *given, "--json"], catch_exceptions=False)
    return json.loads(result.stdout)["deliveries"]


@pytest.mark.usefixtures("sent")
def test_the_ledger_says_what_went_where_with_what_answer():
    """By target, type, state, time and answer; all of it in our words."""
    listed = {each["to"]: each for each in _listed()}
    assert list(listed) == TARGETS
    for to in TARGETS[1:]:
        assert (listed[to]["state"], listed[to]["answer"], listed[to]["error"]) == ("sent", "status 200, code 0", None)
    refused = listed["mailto:a@example.org"]
    assert (refused["state"], refused["error"]) == ("failed", "127.0.0.1 refused the receiver: 550 5.1.1")
    assert {(each["type"], each["queued_at"][:10], each["due_at"]) for each in listed.values()} == {
        ("baseline", "2025-03-10", None)
    }


@pytest.mark.usefixtures("sent")
def test_the_ledger_is_filtered():
    """By state and by subscription."""
    assert [each["to"] for each in _listed("--state", "failed")] == TARGETS[:1]
    assert [each["to"] for each in _listed("--subscription", "2")] == TARGETS[1:2]
    assert _listed("--state", "pending") == []
    assert "no such message" in CliRunner().invoke(app, ["deliveries", "--state", "pending"]).output


def test_answers_that_repeat_secrets_leave_none(sent):
    """Neither in the database nor in what is shown."""
    kept = b"".join(path.read_bytes() for path in (sent / "data").iterdir())
    assert MARKER.encode() not in kept
    assert MARKER not in CliRunner().invoke(app, ["deliveries"]).output
    assert MARKER not in json.dumps(_listed())


def test_messages_are_sent_again_on_request(sent):
    """One by its id, or all that failed; they wait for the next run under their old ids."""
    before = {each["to"]: each["id"] for each in _listed()}
    (again,) = _listed("--resend", before["wecom:staff"])
    assert (again["id"], again["state"], again["attempts"]) == (before["wecom:staff"], "pending", 0)
    assert [each["to"] for each in _listed("--resend-failed")] == TARGETS[:1]
    assert _listed("--resend-failed") == []
    assert {each["id"] for each in _listed("--state", "pending")} == {before[to] for to in TARGETS[:2]}
    database = connect(settings.load(sent).database_url)
    assert Outbox(database).next_due() > START
    database.close()
    wrong = CliRunner().invoke(app, ["deliveries", "--resend", "msg_0"])
    assert "there is no delivery msg_0" in str(wrong.exception)
