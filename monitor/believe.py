"""Can this page be believed? Facts of a reading and what was known before → an outcome, and why in words that say what to do.

Only `ok` (and `listing`) lets a page into the memory; everything else is a check that brought nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from urllib.parse import urlsplit

from monitor import apologies
from monitor.question import FEW_WORDS, NOTICE_LENGTH, Known, Question, dated, dated_items, much, trusted
from monitor.records import Article, Outcome, Reading
from monitor.text import key

DAMAGE_LIMIT = 0.001
"""Share of undecodable characters from which a text is no text."""

GARBLED_LIMIT = 0.1
"""Share of a text's characters in garbled lines from which it is no text."""

COLLAPSES = 3
"""So many checks in a row that find a listing fallen to a fraction are right: it was shortened."""

_SHELL_LENGTH = 60
_FEW_LINES = 2
_ONE_SENTENCE = 30
_TITLE_LENGTH = 40
_MOST_OF_TITLE = 0.6
_COLLAPSED_TO = 0.2
_WORTH_KEEPING = 400
_FEWER_ENTRIES = 0.34
_ENTRIES_WORTH = 6

_CHALLENGE = "the site's firewall asks for a challenge ({status}): ask its operator, or look less often"
_STATUS = MappingProxyType(
    {
        401: (Outcome.BLOCKED, "the page asks for a login (401): watch a public page"),
        404: (Outcome.NOT_FOUND, "the page is not there (404): check the address"),
        410: (Outcome.NOT_FOUND, "the page was removed (410): check the address"),
        403: (Outcome.BLOCKED, "the site refuses us (403): ask its operator, or look less often"),
        407: (Outcome.BLOCKED, "a proxy asks for a login (407): mend the network's settings"),
        **{
            status: (Outcome.BLOCKED, _CHALLENGE.format(status=status))
            for status in (405, 412, 418, 444, 461, 468, 493, 521, 566, 567)
        },
    }
)
_ACCEPTED = 202
_PARTIAL = 206
_SHORTEST_LINE = 12
_SENTENCE_END = re.compile("[。；;！!？?：:]")
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)(?:\.[a-z]{2,5})?)?$", re.IGNORECASE)
_ERROR_PAGE = re.compile(
    r"(?:^|/)(?:404|50[0-9]|403|error|err|notfound|not-found|nopage|pagenotfound|maintenance|weihu)(?:/|\.[a-z]{2,5}|$)",
    re.IGNORECASE,
)


_Answer = tuple[Outcome, str | None] | None


def judge(
    reading: Reading, *, want_items: bool, known_length: int | None = None, known: Known | None = None
) -> tuple[Outcome, str | None]:
    """The outcome of a page that arrived, and in words what to do where it is not `ok` or `listing`.

    `want_items` says that a listing was asked for; `known` is what was known before, `known_length` in short the length
    of the last good text at the same address.
    """
    question = Question(reading, want_items, known or Known(length=known_length))
    for rule in _RULES:
        if (answer := rule(question)) is not None:
            return answer
    return (Outcome.LISTING if want_items or reading.article is None else Outcome.OK), None


def _challenged(question: Question) -> _Answer:
    """A firewall says itself that this is no page, or its scripts are all there is."""
    signals = question.signals
    name = signals.vendor
    bare = question.shown < _SHELL_LENGTH and not question.reading.items and not signals.links
    if name is None and signals.guard is not None and (bare and (signals.script_share > 0 or not question.shown)):
        name = signals.guard if signals.status < 400 else None
    if name is None or (signals.status < 400 and trusted(question)):
        return None
    return Outcome.BLOCKED, f"a challenge page of {name} came instead of the page: ask the site's operator"


def _status(question: Question) -> _Answer:
    signals = question.signals
    if signals.status in _STATUS:
        outcome, reason = _STATUS[signals.status]
        named = outcome is Outcome.BLOCKED and signals.guard is not None
        return outcome, f"{reason} (it is {signals.guard})" if named else reason
    if signals.status >= 400:
        return Outcome.ERROR, f"the server answered {signals.status}: nothing to do but wait; it is tried again"
    if signals.status == _ACCEPTED and question.shown < NOTICE_LENGTH:
        return Outcome.BLOCKED, _CHALLENGE.format(status=_ACCEPTED)
    if signals.status == _PARTIAL:
        return Outcome.TRUNCATED, "the server sent a part of the page only (206): it is tried again"
    return None


def _garbled(question: Question) -> _Answer:
    signals = question.signals
    if signals.damaged > DAMAGE_LIMIT:
        share = f"{signals.damaged:.1%} of the characters"
        return Outcome.BAD_ENCODING, f"{share} could not be read as {signals.encoding}: the page is damaged"
    if signals.garbled > GARBLED_LIMIT:
        share = f"{signals.garbled:.0%} of the text"
        return Outcome.BAD_ENCODING, f"{share} was garbled before it was sent (乱码): tell the site's operator"
    return None


def _led_away(question: Question) -> _Answer:
    """Redirected to an error page, or from a page of its own to the site's front page."""
    asked, answered = question.known.asked, question.known.answered
    if not asked or not answered or asked == answered:
        return None
    before, after = urlsplit(asked), urlsplit(answered)
    if _ERROR_PAGE.search(after.path) and not _ERROR_PAGE.search(before.path):
        return Outcome.SOFT_ERROR, f"the site answers with its error page {answered}: check the address"
    lost_all = _HOME.match(after.path) and not after.query
    if lost_all and not question.want_items and not (_HOME.match(before.path) and not before.query):
        return Outcome.SOFT_ERROR, f"the site sends to its front page {answered}: the page is gone, check the address"
    return None


def _sorry(question: Question) -> _Answer:
    """A short page that only says that there is nothing, in its title or in its text."""
    if much(question) or dated_items(question):
        return None
    for pattern, outcome, advice in _APOLOGIES:
        for words in (_titles, _text):
            if (said := words(question, pattern)) is not None:
                return outcome, f"the page only says “{said}”: {advice}"
    return None


_APOLOGIES = (
    (apologies.REFUSED, Outcome.BLOCKED, "the site refuses us; ask its operator, or look less often"),
    (apologies.GONE, Outcome.SOFT_ERROR, "check the address, or wait if the site is down"),
    (apologies.CLOSED, Outcome.SOFT_ERROR, "the site is closed for works; it is tried again"),
    (apologies.SERVER, Outcome.SOFT_ERROR, "a web server's own page came instead; check the address"),
)


def _titles(question: Question, pattern: re.Pattern[str]) -> str | None:
    """The apology that a title is; official and dated texts may have such words in their titles."""
    article = question.reading.article
    notice, has_date = trusted(question), article is not None and dated(question, article)
    for title in question.titles:
        match = pattern.search(title) if len(title) <= _TITLE_LENGTH else None
        if match is None or (apologies.official(title) and (notice or not question.known.title)):
            continue
        if not has_date or len(match[0]) >= _MOST_OF_TITLE * len(title):
            return match[0]
    return None


def _text(question: Question, pattern: re.Pattern[str]) -> str | None:
    """The apology that stands in the text of a page which is no notice."""
    if trusted(question):
        return None
    return next((match[0] for words in question.words.split("\n") if (match := pattern.search(words))), None)


def _hijacked(question: Question) -> _Answer:
    article = question.reading.article
    titles = " ".join(item.title for item in question.reading.items[:20])
    text = " ".join((*question.titles, key(article.text[:600]) if article else key(titles)))
    if found := apologies.hijacked(text):
        return (
            Outcome.SOFT_ERROR,
            f"the page advertises “{found[0]}”, “{found[1]}”: the site may be hijacked, tell its operator",
        )
    return None


def _login(question: Question) -> _Answer:
    signals = question.signals
    told = any(map(apologies.LOGIN.search, question.titles)) or question.shown < FEW_WORDS
    if signals.password and told and question.shown < NOTICE_LENGTH and not trusted(question):
        return Outcome.BLOCKED, "the page asks for a login: watch a public page"
    return None


def _onward(question: Question) -> _Answer:
    """Pages that only send the browser on; `shown` says that there is nothing to read on them."""
    there, article = question.signals.onward, question.reading.article
    if article is not None and article.attachments:  # a frame around the file is all that there is
        return None
    if there is None or question.reading.items or question.shown > FEW_WORDS or question.signals.length > FEW_WORDS:
        return None
    if _HOME.match(urlsplit(there).path) and not urlsplit(there).query:
        return Outcome.SOFT_ERROR, f"the page only sends browsers to the front page {there}: check the address"
    return Outcome.SOFT_ERROR, f"the page only sends browsers on to {there}: watch that address instead"


def _shell(question: Question) -> _Answer:
    signals = question.signals
    article = question.reading.article
    told = (
        Outcome.NEEDS_JS,
        "the page is written by scripts in the browser: look for its data address or a plain version",
    )
    if question.reading.items or trusted(question) or (article is not None and article.attachments):
        return None  # a player of files is all script
    if question.shown < _SHELL_LENGTH and (signals.script_share > 0.5 or signals.shell):
        return told
    lines = (article.text if article else signals.said or "").split("\n")
    short = [line for line in map(key, lines) if len(line) < _SHELL_LENGTH]
    if (article is None or len(short) == len(lines) <= _FEW_LINES) and any(map(apologies.WAITING.search, short)):
        return told
    return None


def _cut(question: Question) -> _Answer:
    signals = question.signals
    if not signals.closed:
        return Outcome.TRUNCATED, "the page breaks off before its end: it is tried again"
    known = question.known.length or 0
    if not question.want_items and known >= _WORTH_KEEPING and 0 < signals.length < known * _COLLAPSED_TO:
        return Outcome.TRUNCATED, f"the text shrank from {known} to {signals.length} characters: look at the page"
    return None


def _empty(question: Question) -> _Answer:
    reading = question.reading
    if question.want_items and not reading.items:
        return Outcome.EMPTY, reading.reason or "no entries were found: set listing.item in the site file"
    if not question.want_items and reading.article is None and not reading.items:
        return Outcome.EMPTY, reading.reason or "no text was found: set article.container in the site file"
    if reading.article is not None and not reading.items and _says_nothing(reading.article, part=_part(question)):
        return Outcome.EMPTY, reading.reason or "no text was found: set article.container in the site file"
    return None


def _fewer(question: Question) -> _Answer:
    """A listing that had many entries and has a few is doubted, until it is seen so several times in a row."""
    before, now = question.known.entries or 0, len(question.reading.items)
    if not question.want_items or before < _ENTRIES_WORTH or now >= before * _FEWER_ENTRIES:
        return None
    if question.known.failures >= COLLAPSES - 1:
        return None
    return (
        Outcome.TRUNCATED,
        f"the listing fell from {before} entries to {now}: believed if {COLLAPSES} checks agree, look at the page",
    )


def _hardly_anything(question: Question) -> _Answer:
    """A sentence without date, office or kind is what error pages say whose words nobody foresaw."""
    article, signals = question.reading.article, question.signals
    if (
        article is None
        or question.reading.items
        or article.tables
        or article.attachments
        or signals.length > _ONE_SENTENCE
    ):
        return None
    if trusted(question) or apologies.official(key(article.title)) or dated(question, article) or question.known.length:
        return None
    if signals.said is None or article.text.count("\n") >= _FEW_LINES:
        return None
    told = f"the page says no more than “{article.text[:_ONE_SENTENCE]}”, without a date: look at it"
    return Outcome.SOFT_ERROR, told.replace("\n", " ")


def _part(question: Question) -> bool:
    """Whether the page is a part of the document that was looked for: the last one may hold a signature only."""
    return question.known.part and trusted(question)


def _says_nothing(article: Article, *, part: bool = False) -> bool:
    """Whether all there is are signs, or a few short words without a sentence, as menus have them and no `part` need have."""
    if article.attachments:
        return False
    if not any(map(str.isalpha, article.text)):
        return True
    if part or article.tables or _SENTENCE_END.search(article.text):
        return False
    return all(len(key(line)) < _SHORTEST_LINE for line in article.text.split("\n"))


_RULES: tuple[Callable[[Question], _Answer], ...] = (
    _challenged,
    _status,
    _garbled,
    _led_away,
    _sorry,
    _hijacked,
    _login,
    _onward,
    _shell,
    _cut,
    _empty,
    _hardly_anything,
    _fewer,
)
