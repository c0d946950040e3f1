"""Processes that deliver, and die: at a named point, before their n-th commit, or whenever somebody kills them.

Run as a program it reads one case (JSON) a line, forks for each, and writes the process's number and its end.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import event

from clausewatch.deliver import deliver
from monitor.observation import Alert
from notifiers.channels import Account, ChannelConfig, Mail, open_channel
from storage.archive import Archive
from storage.database import connect
from storage.outbox import Outbox, queue
from storage.targets import Targets
from tests.storage.district import NOON, TEXT, alert, read

SITE = "澄湖区教育局"
DIED = 137
_LOAD = 10
POINTS = {
    "before_claim": 1,
    "after_claim": 1,
    "before_send": 1,
    "after_send": 2,
    "before_mark": 2,
    "after_mark": 1,
}
"""Where a process can die → how often a message may arrive at most."""


class Points:
    """Dies when it passes one of its points."""

    def __init__(self, deadly):
        self._deadly = deadly

    def passing(self, name):
        """One is about to go on."""
        if name == self._deadly:
            os._exit(DIED)


class MortalOutbox(Outbox):
    """The outbox, in a process that dies before or after it is asked something."""

    def __init__(self, database, points):
        super().__init__(database)
        self._points = points

    def claim(self, *given, **named):
        """As the outbox."""
        self._points.passing("before_claim")
        claimed = super().claim(*given, **named)
        if claimed:
            self._points.passing("after_claim")
        return claimed

    def sent(self, *given, **named):
        """As the outbox."""
        self._points.passing("before_mark")
        marked = super().sent(*given, **named)
        self._points.passing("after_mark")
        return marked


class MortalChannel:
    """A real channel, in a process that dies before or after it sends."""

    def __init__(self, channel, points):
        self._channel, self._points = channel, points
        self.close = channel.close

    def send(self, delivery, at):
        """As the channel."""
        self._points.passing("before_send")
        answer = self._channel.send(delivery, at)
        self._points.passing("after_send")
        return answer


def told(connection, number, subscriptions, at):
    """Queue message `number` for these subscriptions."""
    payload = {"type": "baseline", "message": {"zh": f"【甲】消息{number}", "en": f"message {number}"}}
    alert = Alert(type="baseline", site=SITE, url="http://e.cn/", severity="none", payload=payload)
    queue(connection, alert, subscriptions, at)


def console(case):
    """Where the console's messages go."""
    return Path(case["console"]).open("a", encoding="utf-8")


def config(case, stream):
    """What channels need to know to reach the case's servers."""
    web = f"http://127.0.0.1:{case['port']}"
    mail = Mail(sender="watch@example.org", server=f"smtp://127.0.0.1:{case['mail_port']}")
    return ChannelConfig(
        allow_private=frozenset({"127.0.0.1"}),
        secret_for=lambda _: "a secret",
        robot_for=lambda vendor, _: Account(url=f"{web}/{vendor}", secret="a secret"),
        mail=lambda: mail,
        timeout=5.0,
        stream=stream,
    )


def opened(case):
    """The case's database; the process dies before its `commit`-th commit."""
    database = connect(case["url"])
    if (last := case.get("commit")) is not None:
        commits = iter(range(1, last))
        event.listen(database.engine, "commit", lambda _: next(commits, None) is None and os._exit(DIED))
    return database


def record(case):
    """Record the first reading of the one document that is due, with an alert for everybody."""
    database = opened(case)
    (document,) = Targets(database).due(NOON, limit=1, per_host=1)
    Archive(database).record(read(document, TEXT, alert=alert(), subscriptions=case["subscriptions"]))


def run(case):
    """Deliver once; dies also at the case's `point`."""
    at, points = datetime.fromisoformat(case["at"]), Points(case.get("point"))
    with console(case) as stream:
        deliver(
            MortalOutbox(opened(case), points),
            config(case, stream),
            now=lambda: at,
            open_channel=lambda to, config: MortalChannel(open_channel(to, config), points),
        )


def load(case):
    """Queue and deliver at the same time until killed. Numbers stand in the case's `log` once they are committed."""
    database, began, start = connect(case["url"]), monotonic(), datetime.fromisoformat(case["at"])

    def now():
        return start + timedelta(seconds=monotonic() - began)

    def tell():
        for number in range(case["first"], case["first"] + _LOAD):
            with database.write() as connection:
                told(connection, number, case["subscriptions"], now())
            os.write(log, f"{number}\n".encode())

    log = os.open(case["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    threading.Thread(target=tell, daemon=True).start()
    outbox = Outbox(database)
    with console(case) as stream:
        channels = config(case, stream)
        while True:
            deliver(outbox, channels, now=now)


def main():
    """Fork for each case."""
    for line in sys.stdin:
        case = json.loads(line)
        if (pid := os.fork()) == 0:
            {"run": run, "load": load, "record": record}[case["do"]](case)
            os._exit(0)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    warnings.simplefilter("error")
    main()
