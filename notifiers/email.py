"""E-mail: one letter as text and HTML, with all that mail programs and servers want to know of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr

from monitor.errors import SendError, UsageError
from monitor.letter import Letter, Words
from monitor.message.graphemes import shortened
from monitor.message.plain import heading, text
from monitor.observation import Delivery
from notifiers import consent
from notifiers.channel import ChannelConfig
from notifiers.guard import Resolve, resolve
from notifiers.pace import Limit
from notifiers.render import letter_of
from notifiers.render.harmless import harmless
from notifiers.render.html import html
from notifiers.smtp import hand_over, server_of

_ADDRESS = re.compile(r"(?!\.)[A-Za-z0-9!#$&'*+/=^_`{|}~.-]{1,64}(?<!\.)@(?=.{1,253}$)\w(?:[\w.-]*\w)?")
_FORM = "write it like mailto:someone@example.org"
_LONGEST_SUBJECT = 120
_LIMITS = (Limit(30, timedelta(minutes=1)),)
"""Letters to one person: who comes back after hours of trouble is not buried."""
_NOBODY = "clausewatch@localhost"


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that holds an address: folded or encoded as words are, mail programs would not find it."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy:
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", _OneLine)
    return SMTP.clone(cte_type="7bit", header_factory=headers)


_POLICY = _policy()


class Email:
    """Sends to one address, through the server of the settings."""

    def __init__(self, to: str, config: ChannelConfig, *, resolve: Resolve = resolve) -> None:
        check(to, config)
        self._to, self._config, self._resolve = to, config, resolve

    def send(self, delivery: Delivery, at: datetime) -> str:
        """Send the letter; the server has taken it when this returns. Raises SendError."""
        if (lacking := _lacks(self._config)) is not None:
            raise SendError(lacking, shared=True)
        if wait := self._config.pace.take(self._to, _LIMITS, at):
            raise SendError(f"{self._to}: many letters at once; the next goes later", later=wait)
        mail = compose(self._to, delivery, at, self._config)
        hand_over(
            server_of(self._config.mail().server or ""),
            mail["From"].addresses[0].addr_spec,
            mail["To"].addresses[0].addr_spec,
            mail.as_bytes(),
            allow=self._config.allow_private,
            timeout=self._config.timeout,
            resolve=self._resolve,
        )
        return "250"

    def close(self) -> None:
        """Nothing stays open between two deliveries."""


def check(to: str, config: ChannelConfig) -> str | None:
    """Whether an address can get mail; opens no connection. A warning where the settings lack something.

    Raises UsageError saying what to write instead.
    """
    _receiver(to)
    return _lacks(config)


def preview(to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> str:
    """The mail as a reader sees it: its headers, and the text of its two forms."""
    mail = compose(to, delivery, at, config)
    body = mail.get_body(("plain",))
    assert body is not None
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return f"{headers}\n\n{body.get_content()}".replace("\r\n", "\n")


def compose(to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> EmailMessage:
    """The mail. A page's words stand in its subject and its two bodies, as text. Raises SendError, UsageError."""
    sender = _sender(config.mail().sender) or Address(addr_spec=_NOBODY)
    letter = _addressed(letter_of(delivery), to, delivery, config)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = _receiver(to)
    mail["Subject"] = _subject(letter)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{delivery.id}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if (unsubscribe := _unsubscribe(to, delivery, config)) is not None:
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = consent.ONE_CLICK
    mail.set_content(harmless(text(letter, "zh")) + "\n")
    mail.add_alternative(html(letter, "zh"), subtype="html")
    return mail


def _addressed(letter: Letter, to: str, delivery: Delivery, config: ChannelConfig) -> Letter:
    """The letter with where to say yes, or no more."""
    if delivery.type == consent.ASKING:
        if not config.public_url or not config.token_secret:
            raise SendError("nobody can be asked without public_url and CLAUSEWATCH_TOKEN_SECRET; see docs/channels.md")
        until = delivery.at + consent.CONFIRM_WITHIN
        token = consent.issue(config.token_secret, "confirm", delivery.subscription, to, until=until)
        return replace(letter, url=consent.address(config.public_url, "confirm", token))
    if (address := _unsubscribe(to, delivery, config)) is not None:
        return replace(letter, notes=(*letter.notes, Words(f"退订:{address}", f"Unsubscribe: {address}")))
    return letter


def _unsubscribe(to: str, delivery: Delivery, config: ChannelConfig) -> str | None:
    if not config.public_url or not config.token_secret or delivery.type == consent.ASKING:
        return None
    token = consent.issue(config.token_secret, "unsubscribe", delivery.subscription, to)
    return consent.address(config.public_url, "unsubscribe", token)


def _subject(letter: Letter) -> str:
    """The heading in one line: short enough for one header of reasonable length.

    What looks like an encoded word would be decoded on its way into the header, line ends and all.
    """
    line = " ".join(harmless(heading(letter, "zh")).split())
    return shortened(line.replace("=?", "＝?"), _LONGEST_SUBJECT)


def _receiver(to: str) -> Address:
    found = _address("", to.partition(":")[2])
    if found is None:
        raise UsageError(f"this is no address of one person ({_FORM}; without ?…, names and quotes)")
    return found


def _sender(said: str) -> Address | None:
    return _address(*parseaddr(said)) if said.isprintable() else None


def _address(name: str, spec: str) -> Address | None:
    """An address whose domain is spelled as mail servers want it; None where it is none."""
    if not _ADDRESS.fullmatch(spec):
        return None
    user, _, domain = spec.rpartition("@")
    try:
        return Address(display_name=name, addr_spec=f"{user}@{domain.encode('idna').decode()}")
    except ValueError:  # labels that are too long or empty, dots in a row
        return None


def _lacks(config: ChannelConfig) -> str | None:
    """What the settings still need before mail can be sent, in one line."""
    mail = config.mail()
    if _sender(mail.sender) is None:
        return 'e-mail has no sender; write into clausewatch.toml: [email] sender = "name <watch@example.org>"'
    if not mail.server:
        return f"e-mail has no server; set {mail.variable}=smtps://user:password@mail.example.org"
    try:
        server_of(mail.server)
    except UsageError as error:
        return f"{mail.variable}: {error}"
    if config.public_url and not config.token_secret:
        return "public_url needs CLAUSEWATCH_TOKEN_SECRET, which signs the addresses for confirming and unsubscribing"
    return None
