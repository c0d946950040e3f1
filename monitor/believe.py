"""Can this page be believed? Facts of a reading → an outcome, and why in words that say what to do.

Only `ok` (and `listing`) lets a page into the memory; everything else is a check that brought nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from monitor.records import Article, Outcome, Reading
from monitor.text import key

DAMAGE_LIMIT = 0.001
"""Share of undecodable characters from which a text is no text."""

_SHELL_LENGTH = 60
_NOTICE_LENGTH = 400
_COLLAPSED_TO = 0.2
_WORTH_KEEPING = 400

_STATUS = MappingProxyType(
    {
        404: (Outcome.NOT_FOUND, "the page is not there (404): check the address"),
        410: (Outcome.NOT_FOUND, "the page was removed (410): check the address"),
        403: (Outcome.BLOCKED, "the site refuses us (403): ask its operator, or look less often"),
        405: (Outcome.BLOCKED, "the site's firewall asks for a challenge (405): ask its operator, or look less often"),
        412: (Outcome.BLOCKED, "the site's firewall asks for a challenge (412): ask its operator, or look less often"),
        521: (Outcome.BLOCKED, "the site's firewall asks for a challenge (521): ask its operator, or look less often"),
    }
)
_SHORTEST_LINE = 12
_SENTENCE_END = re.compile("[。；;！!？?：:]")
_SORRY = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|资源|栏目)(?:未找到|找不到|不存在|已(?:被)?删除|已下线|已失效)|(?:无法|不能)(?:找到|访问)(?:该|此|您)?(?:页面|网页)?"
    r"|系统(?:正在)?(?:维护|升级)|(?:正在|网站)(?:维护|升级|建设)(?:中)?|访问(?:出错|被拒绝|过于频繁|受限)|(?:网站|服务)(?:暂停|暂时关闭|暂不可用)"
    r"|出错[了啦]|404notfound|^404|pagenotfound|accessdenied|undermaintenance",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Question:
    """What a rule looks at."""

    reading: Reading
    want_items: bool
    known_length: int | None


_Answer = tuple[Outcome, str | None] | None


def judge(reading: Reading, *, want_items: bool, known_length: int | None = None) -> tuple[Outcome, str | None]:
    """The outcome of a page that arrived, and in words what to do where it is not `ok` or `listing`.

    `want_items` says that a listing was asked for; `known_length` is the length (`Signals.length`) of the last good
    reading of the same address.
    """
    question = _Question(reading, want_items, known_length)
    for rule in _RULES:
        if (answer := rule(question)) is not None:
            return answer
    return (Outcome.LISTING if want_items or reading.article is None else Outcome.OK), None


def _status(question: _Question) -> _Answer:
    status = question.reading.signals.status
    if status in _STATUS:
        return _STATUS[status]
    if status >= 400:
        return Outcome.ERROR, f"the server answered {status}: nothing to do but wait; it is tried again"
    return None


def _blocked(question: _Question) -> _Answer:
    if (vendor := question.reading.signals.vendor) is not None:
        return Outcome.BLOCKED, f"a challenge page of {vendor} came instead of the page: ask the site's operator"
    return None


def _garbled(question: _Question) -> _Answer:
    signals = question.reading.signals
    if signals.damaged > DAMAGE_LIMIT:
        share = f"{signals.damaged:.1%} of the characters"
        return Outcome.BAD_ENCODING, f"{share} could not be read as {signals.encoding}: the page is damaged"
    return None


def _sorry(question: _Question) -> _Answer:
    article = question.reading.article
    if article is None or question.reading.items or question.reading.signals.length > _NOTICE_LENGTH:
        return None
    for said in (article.title, article.text):
        if (match := _SORRY.search(key(said))) is not None:
            return (
                Outcome.SOFT_ERROR,
                f"the page only says “{match[0]}”: check the address, or wait if the site is down",
            )
    return None


def _shell(question: _Question) -> _Answer:
    signals = question.reading.signals
    if signals.length < _SHELL_LENGTH and signals.script_share > 0.5 and not question.reading.items:
        return (
            Outcome.NEEDS_JS,
            "the page is written by scripts in the browser: look for its data address or a plain version",
        )
    return None


def _cut(question: _Question) -> _Answer:
    signals = question.reading.signals
    if not signals.closed:
        return Outcome.TRUNCATED, "the page breaks off before its end: it is tried again"
    known = question.known_length or 0
    if not question.want_items and known >= _WORTH_KEEPING and 0 < signals.length < known * _COLLAPSED_TO:
        return Outcome.TRUNCATED, f"the text shrank from {known} to {signals.length} characters: look at the page"
    return None


def _empty(question: _Question) -> _Answer:
    reading = question.reading
    if question.want_items and not reading.items:
        return Outcome.EMPTY, reading.reason or "no entries were found: set listing.item in the site file"
    if not question.want_items and reading.article is None and not reading.items:
        return Outcome.EMPTY, reading.reason or "no text was found: set article.container in the site file"
    if reading.article is not None and not reading.items and _says_nothing(reading.article):
        return Outcome.EMPTY, reading.reason or "no text was found: set article.container in the site file"
    return None


def _says_nothing(article: Article) -> bool:
    """Whether all there is are a few short words without a sentence, as menus have them."""
    if article.attachments or article.tables or _SENTENCE_END.search(article.text):
        return False
    return all(len(key(line)) < _SHORTEST_LINE for line in article.text.split("\n"))


_RULES: tuple[Callable[[_Question], _Answer], ...] = (_status, _blocked, _garbled, _sorry, _shell, _cut, _empty)
