"""Letters by mail, to real mail servers of every mood."""

import smtplib
import time
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import SendError
from monitor.letter import Letter, Words
from monitor.observation import Delivery
from notifiers import consent
from notifiers.channels import ChannelConfig, Mail, check_target, open_channel
from notifiers.email import Email, compose
from notifiers.smtp import server_of
from tests.notifiers.conftest import NOW
from tests.notifiers.render.letters import ORDINARY, letters, texts

TO = "mailto:reader@example.org"


def _config(server="smtp://127.0.0.1:9", **given):
    mail = Mail(sender=given.pop("sender", "青河观察 <watch@example.org>"), server=server)
    values = {"allow_private": frozenset({"127.0.0.1", "mail.test", "other.test"}), "timeout": 5.0}
    return ChannelConfig(mail=lambda: mail, **values | given)


def _send(delivery, server, **given):
    open_channel(TO, _config(f"smtp://127.0.0.1:{server.port}", **given)).send(delivery, NOW)


def _read(content):
    return message_from_bytes(content, policy=policy.default)


def test_a_letter_arrives_as_text_and_html(mail_server, delivery):
    """One mail with both forms, from and to whom it should be, with the delivery's id and the moment of sending."""
    server = mail_server()
    _send(delivery(id="msg_7", letter=ORDINARY), server)
    (envelope,) = server.mailbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("watch@example.org", ["reader@example.org"])
    assert envelope.content.isascii()
    mail = _read(envelope.content)
    assert mail["From"] == "青河观察 <watch@example.org>"
    assert mail["To"] == "reader@example.org"
    assert mail["Subject"] == "【目标调整】青河区教育工作计划"
    assert mail["Message-ID"] == "<msg_7@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert "占比达到[-52%-]{+55%+}以上" in mail.get_body(("plain",)).get_content()
    assert "<del" in mail.get_body(("html",)).get_content()
    assert mail["List-Unsubscribe"] is None


def test_every_attempt_has_the_same_message_id(mail_server, speaker, delivery):
    """When the answer after the mail is lost nobody can know: the next try is recognised by its id."""
    server = mail_server()
    half = speaker(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"", hangs_up=True)
    sent = delivery(id="msg_9", letter=ORDINARY)
    with pytest.raises(SendError, match="the connection failed") as failed:
        _send(sent, half)
    assert not failed.value.permanent
    _send(sent, server)
    (envelope,) = server.mailbox.envelopes
    assert _read(envelope.content)["Message-ID"] == "<msg_9@example.org>"
    assert b"Message-ID: <msg_9@example.org>" in half.heard


@pytest.mark.parametrize(
    ("step", "answer", "told", "permanent"),
    [
        ("RCPT", "550 5.1.1 no such user <secret words>", "refused the receiver: 550 5.1.1", True),
        ("RCPT", "452 4.2.2 full", "refused the receiver: 452 4.2.2", False),
        ("RCPT", "530 5.7.0 who are you", "refused the receiver: 530 5.7.0", False),
        ("MAIL", "451 try later", "refused the sender: 451", False),
        ("MAIL", "550 5.7.1 not you", "refused the sender: 550 5.7.1", False),
        ("DATA", "554 5.6.0 spam", "refused the mail: 554 5.6.0", True),
        ("DATA", "421 4.3.2 going down", "refused the mail: 421 4.3.2", False),
    ],
)
def test_refusals_say_whether_to_try_again(step, answer, told, permanent, mail_server, delivery):  # noqa: PLR0917
    """What is about the receiver or the mail is refused for good, what people repair is not; no word of it is repeated."""
    server = mail_server()
    server.mailbox.answers[step] = answer
    with pytest.raises(SendError) as failed:
        _send(delivery(letter=ORDINARY), server)
    assert str(failed.value) == f"127.0.0.1 {told}"
    assert failed.value.permanent is permanent
    assert server.mailbox.envelopes == []


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b"220-",),
        (b"220 hi\r\n",),
        (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"),
    ],
)
def test_a_server_that_falls_silent_is_left(lines, speaker, delivery):
    """At whatever step it stops to answer, the delivery ends in its time and waits."""
    began = time.monotonic()
    with pytest.raises(SendError, match=r"no answer within 0\.5 s|timed out") as failed:
        _send(delivery(letter=ORDINARY), speaker(*lines), timeout=0.5)
    assert time.monotonic() - began < 10
    assert not failed.value.permanent


@pytest.mark.parametrize(
    "lines", [(b"",), (b"220 hi\r\n", b"250-hi\r\n"), (b"\xff\xfe nonsense\r\n",), (b"554 no\r\n",)]
)
def test_a_server_that_breaks_off_or_talks_nonsense_is_a_failure(lines, speaker, delivery):
    """Half an answer, or none that is one, is told with the host, and the delivery waits."""
    with pytest.raises(SendError, match=r"^127\.0\.0\.1") as failed:
        _send(delivery(letter=ORDINARY), speaker(*lines, hangs_up=True))
    assert not failed.value.permanent


def test_a_server_that_talks_without_end_is_left(speaker, delivery):
    """Of all that it says no more than a bound is read."""
    with pytest.raises(SendError, match="talks without end"):
        _send(delivery(letter=ORDINARY), speaker(b"220 hi\r\n", b"250-more\r\n" * 20_000))


def test_a_server_that_fails_to_say_goodbye_has_the_mail(speaker, delivery):
    """What was taken is sent, whatever happens afterwards."""
    lines = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n")
    _send(delivery(letter=ORDINARY), speaker(*lines, hangs_up=True))


def test_nobody_listening_is_a_failure(canary, delivery):
    """A closed port is told with the host."""
    canary.close()
    with pytest.raises(SendError, match=r"127\.0\.0\.1: the connection failed"):
        _send(delivery(letter=ORDINARY), canary)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_private_servers_are_refused_in_every_spelling(scheme, host, canary, delivery):
    """A mail server in the own network must be named in the settings, as every private host."""
    channel = open_channel(TO, _config(f"{scheme}://{host}:{canary.port}", allow_private=frozenset()))
    with pytest.raises(SendError, match=r"fetch\.allow_private"):
        channel.send(delivery(letter=ORDINARY), NOW)
    assert canary.visits == 0


@pytest.mark.parametrize("answers", [["93.184.216.34", "127.0.0.1"], ["::1"]])
def test_a_server_whose_name_leads_inside_is_refused(answers, canary, delivery):
    """One private address among public ones is enough."""
    config = _config(f"smtps://inside.test:{canary.port}", allow_private=frozenset())
    with pytest.raises(SendError, match=r"fetch\.allow_private"):
        Email(TO, config, resolve=lambda *_: answers).send(delivery(letter=ORDINARY), NOW)
    assert canary.visits == 0


class Doorkeeper:
    """Lets one user in, and remembers who came."""

    def __init__(self):
        self.seen = []

    def __call__(self, server, session, envelope, mechanism, data):
        """Whether the password is the right one."""
        self.seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"p/w:%", handled=False)


def test_the_password_goes_over_verified_tls_only(mail_server, authority, delivery):
    """STARTTLS comes first; a certificate of another name, and no TLS at all, end it before the password is said."""
    door = Doorkeeper()
    server = mail_server(tls_context=authority, authenticator=door, auth_required=True)

    def send(host, password="p%2Fw:%25", sent_to=server):
        config = _config(f"smtp://watch@example.org:{password}@{host}:{sent_to.port}")
        Email(TO, config, resolve=lambda *_: ["127.0.0.1"]).send(delivery(letter=ORDINARY), NOW)

    send("mail.test")
    assert door.seen == [(b"watch@example.org", b"p/w:%")]
    assert len(server.mailbox.envelopes) == 1
    with pytest.raises(SendError, match="CERTIFICATE_VERIFY_FAILED"):
        send("other.test")
    assert len(door.seen) == 1
    with pytest.raises(SendError, match=r"mail\.test refused AUTH: 535") as failed:
        send("mail.test", "wrong")
    assert not failed.value.permanent
    asked = len(door.seen)
    plain = mail_server(authenticator=door, auth_require_tls=False)
    with pytest.raises(SendError, match="no password is sent without it"):
        send("mail.test", sent_to=plain)
    assert len(door.seen) == asked


def test_a_server_elsewhere_must_offer_tls(mail_server, delivery):
    """Without TLS mail goes to hosts of one's own only."""
    server = mail_server()
    config = _config(f"smtp://far.test:{server.port}", allow_private=frozenset({"127.0.0.1"}))
    with pytest.raises(SendError, match="does not offer STARTTLS"):
        Email(TO, config, resolve=lambda *_: ["127.0.0.1"]).send(delivery(letter=ORDINARY), NOW)
    assert server.mailbox.envelopes == []


def test_tls_from_the_first_byte(mail_server, authority, delivery):
    """smtps:// speaks TLS at once, verified against the name."""
    server = mail_server(ssl_context=authority)

    def send(host):
        config = _config(f"smtps://{host}:{server.port}")
        Email(TO, config, resolve=lambda *_: ["127.0.0.1"]).send(delivery(letter=ORDINARY), NOW)

    send("mail.test")
    assert len(server.mailbox.envelopes) == 1
    with pytest.raises(SendError, match="CERTIFICATE_VERIFY_FAILED"):
        send("other.test")


PUBLIC = {"public_url": "https://watch.example.org", "token_secret": "a secret"}


def _token(address):
    return address.strip("<>").partition("?token=")[2]


def test_a_public_installation_can_be_left_with_one_click(mail_server, delivery):
    """Both headers of RFC 8058 are there, unfolded and unencoded, and the text says the address, too."""
    server = mail_server()
    _send(delivery(letter=ORDINARY, subscription=7), server, **PUBLIC)
    (envelope,) = server.mailbox.envelopes
    raw = envelope.content.split(b"\r\n")
    (line,) = (line for line in raw if line.startswith(b"List-Unsubscribe: "))
    assert line.startswith(b"List-Unsubscribe: <https://watch.example.org/unsubscribe?token=7.0.")
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    mail = _read(envelope.content)
    token = _token(mail["List-Unsubscribe"])
    assert consent.subscription_of(token, "a secret", "unsubscribe", {7: TO}.get, now=NOW) == 7
    assert f"退订:https://watch.example.org/unsubscribe?token={token}" in mail.get_body(("plain",)).get_content()


def test_the_question_for_a_yes_holds_the_address_for_it(mail_server, delivery):
    """The letter that asks links to a token that confirms this subscription for a week, and nothing else."""
    server = mail_server()
    letter = consent.question(Words("全部", "everything"), NOW + consent.CONFIRM_WITHIN)
    _send(delivery(letter=letter, subscription=7, type=consent.ASKING), server, **PUBLIC)
    mail = _read(server.mailbox.envelopes[0].content)
    address = mail.get_body(("plain",)).get_content().strip().split("\n")[-1].strip()
    assert address.startswith("https://watch.example.org/confirm?token=7.")
    assert f'<a href="{address}"' in mail.get_body(("html",)).get_content()
    assert mail["List-Unsubscribe"] is None

    def opened(purpose, now):
        return consent.subscription_of(_token(address), "a secret", purpose, {7: TO}.get, now=now)

    assert opened("confirm", NOW + timedelta(days=6)) == 7
    assert opened("confirm", NOW + timedelta(days=8)) is None
    assert opened("unsubscribe", NOW) is None


def test_nobody_is_asked_where_nobody_can_answer(delivery):
    """Without a public address the question is not sent."""
    with pytest.raises(SendError, match="public_url"):
        compose(TO, delivery(letter=ORDINARY, type=consent.ASKING), NOW, _config())


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"sender": ""}, "has no sender"),
        ({"sender": "watch"}, "has no sender"),
        ({"sender": "a@b.example\nBcc: x@evil.example"}, "has no sender"),
        ({"server": None}, "set CLAUSEWATCH_SMTP_URL"),
        ({"server": "https://m4rker.example"}, "no address of a mail server"),
        ({"server": "smtps://u:m4rker@[broken"}, "no address of a mail server"),
        ({"server": "smtps://u:m4rker@host:99999"}, "no address of a mail server"),
        ({"server": "smtps://u:m4rker密码@host"}, "ASCII characters only"),
        ({"public_url": "https://watch.example.org"}, "CLAUSEWATCH_TOKEN_SECRET"),
    ],
)
def test_what_the_settings_lack_is_told(given, warning, delivery):
    """Subscribing warns, sending waits, in the same words, and the server's address is not repeated."""
    config = _config(**given)
    told = check_target(TO, config)
    assert warning in told
    assert "m4rker" not in told
    with pytest.raises(SendError) as failed:
        open_channel(TO, config).send(delivery(letter=ORDINARY), NOW)
    assert failed.value.reason == told


def test_servers_are_named_as_people_write_them():
    """Ports follow the scheme, users may be addresses, names of other scripts are spelled for the network."""
    server = server_of("smtps://watch@example.org:a%40b@mail.example.org")
    assert (server.host, server.port, server.secure) == ("mail.example.org", 465, True)
    assert (server.user, server.password) == ("watch@example.org", "a@b")
    assert "a@b" not in repr(server)
    assert server_of("smtp://[::1]:25").host == "::1"
    assert server_of("smtp://邮件.example").host == "邮件.example".encode("idna").decode()
    assert server_of("smtp://邮件.example").port == 587


ONCE = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"}
HOSTILE = [
    "计划\r\nBcc: victim@evil.example",
    "计划\nX-Evil: 1\n\n<b>body</b>",
    "计划\u2028Bcc: v@evil.example\x00\x85\x0b\x0cCc: v",
    "=?utf-8?q?=0D=0ABcc:_v=40evil.example?=",
    "长" * 10_000,
    "a" * 10_000,
    " \t ",
    "\ud800",
    "很长的标题 " * 200 + "\r\n\r\n.\r\nMAIL FROM:<v@evil.example>",
]


def _checked(letter, given=None):
    sent = Delivery(
        id="msg_1", subscription=1, document=1, state="pending", attempts=1, at=NOW, error=None, to=TO,
        type="document.changed", payload={}, letter=letter,
    )  # fmt: skip
    raw = compose(TO, sent, NOW, _config(**given or {})).as_bytes()
    head, _, _ = raw.partition(b"\r\n\r\n")
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))
    mail = _read(raw)
    names = [name.lower() for name, _ in mail.items()]
    assert len(set(names)) == len(names)
    assert set(names) <= ONCE | {"list-unsubscribe", "list-unsubscribe-post"}
    assert len(head) < 2500
    return mail


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_never_a_header(title, mail_server, delivery):
    """Whatever stands in a page's title, the server sees our headers, one receiver, and one mail."""
    server = mail_server()
    letter = replace(ORDINARY, title=title)
    _checked(letter)
    _send(delivery(letter=letter), server)
    (envelope,) = server.mailbox.envelopes
    assert envelope.rcpt_tos == ["reader@example.org"]
    assert len(_read(envelope.content)["Subject"]) <= 120


@given(letters, texts)
def test_no_letter_makes_a_header(letter, title):
    """However a letter looks, its mail has our headers only, and both bodies hold it as text."""
    mail = _checked(replace(letter, title=title), PUBLIC)
    assert {part.get_content_type() for part in mail.iter_parts()} == {"text/plain", "text/html"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cn", "Co"])))
def test_subjects_are_read_as_they_were_written(title):
    """A mail program reads the heading back, but for blanks."""
    letter = Letter(heading=Words("目标调整", ""), title=title[:80], severity="high")
    read = _checked(letter)["Subject"]
    assert "".join(read.split()) == "".join(f"【目标调整】{title[:80]}".split())


def test_sessions_stand_on_a_hook_of_the_library():
    """The guard's connection is used because smtplib asks this method for it; without it nothing would be guarded."""
    assert callable(smtplib.SMTP._get_socket)
