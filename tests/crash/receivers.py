"""What all channels send to: a web server that says yes as every vendor wants it, and a mail server; both only count."""

from __future__ import annotations

import re
import threading
from collections import Counter
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.mailserver import MailServer

_NUMBER = re.compile(r"消息(\d+)")
_YES = b'{"errcode": 0, "code": 0}'


class Receivers:
    """Servers on loopback, and a file for the console. `arrived` counts by (target, number of the message)."""

    def __init__(self, console):
        self.console = console
        self._web, self._mail = _Web(("127.0.0.1", 0), _Handler), MailServer()
        self.port, self.mail_port = self._web.server_port, None
        self._thread = threading.Thread(target=self._web.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self):
        self._thread.start()
        self._mail.start()
        self.mail_port = self._mail.port
        return self

    def __exit__(self, *_):
        self._web.shutdown()
        self._thread.join()
        self._web.server_close()
        self._mail.stop()

    def settle(self):
        """Wait until all that was sent to the web server is counted: its last writers may have been killed."""
        self._web.idle.wait(5)

    @property
    def arrived(self):
        """How often each message came: (target, number) → times."""
        counted = Counter(self._web.arrived)
        for envelope in self._mail.mailbox.envelopes:
            subject = message_from_bytes(envelope.content, policy=policy.default)["Subject"]
            counted["mailto:a@example.org", int(_NUMBER.search(subject)[1])] += 1
        said = self.console.read_text(encoding="utf-8") if self.console.exists() else ""
        counted.update(("console:", int(number)) for number in _NUMBER.findall(said))
        return counted

    def target(self, channel):
        """A subscription's target by the channel's name."""
        targets = {
            "console": "console:",
            "webhook": f"http://127.0.0.1:{self.port}/webhook",
            "mail": "mailto:a@example.org",
        }
        return targets.get(channel, f"{channel}:staff")


class _Web(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *given):
        super().__init__(*given)
        self.arrived, self.idle = Counter(), threading.Event()
        self.lock, self.busy = threading.Lock(), 0
        self.idle.set()

    def process_request(self, request, client_address):
        with self.lock:
            self.busy += 1
            self.idle.clear()
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self.lock:
                self.busy -= 1
                if not self.busy:
                    self.idle.set()

    def handle_error(self, request, client_address):
        pass  # who sent this was killed


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        number = int(_NUMBER.search(body)[1])
        name = self.path.strip("/").partition("?")[0]
        target = f"http://127.0.0.1:{self.server.server_port}/webhook" if name == "webhook" else f"{name}:staff"
        with self.server.lock:
            self.server.arrived[target, number] += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(_YES)))
        self.end_headers()
        self.wfile.write(_YES)

    def log_message(self, *args):
        pass
