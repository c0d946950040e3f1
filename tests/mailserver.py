"""Mail servers on loopback: a real one that answers as it is told, and one that only says its lines."""

from __future__ import annotations

import contextlib
import socket
import threading

from aiosmtpd.controller import Controller


class Mailbox:
    """What a mail server does with mail: keeps it, unless `answers` has another reply for a step."""

    def __init__(self):
        self.answers, self.envelopes, self.logins = {}, [], []

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  # the library's name
        """From whom."""
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """To whom."""
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """The mail itself."""
        answer = self.answers.get("DATA", "250 taken")
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer


class MailServer(Controller):
    """A real mail server on a free port of loopback."""

    def __init__(self, **given):
        self.mailbox = Mailbox()
        super().__init__(self.mailbox, hostname="127.0.0.1", port=0, **given)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Speaker(threading.Thread):
    """A server that says its lines, one after each thing it hears, and then does nothing more, or hangs up."""

    def __init__(self, *lines, hangs_up=False):
        super().__init__(daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._lines, self._hangs_up, self._over = lines, hangs_up, threading.Event()
        self.heard = b""
        self.start()

    def run(self):
        """Talk to one visitor."""
        with contextlib.suppress(OSError):  # the other side went away, as it should
            visitor, _ = self._listener.accept()
            with visitor:
                for number, line in enumerate(self._lines):
                    self.heard += visitor.recv(65536) if number else b""
                    visitor.sendall(line)
                if not self._hangs_up:
                    self._over.wait(20)

    def close(self):
        """Stop listening and talking."""
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.join(5)
