"""Asks the receiver of a new subscription for a yes (docs/channels.md): whoever types an address may not own it."""

from __future__ import annotations

from datetime import datetime

from clausewatch import contract, wishes
from clausewatch.service import Service
from monitor import message
from monitor.letter import Words
from monitor.observation import Alert
from monitor.subscription import Subscription
from notifiers import consent

_ALL = Words("所有变化", "everything")
_NAMED = {
    "sites": "网站",
    "regions": "地区",
    "columns": "栏目",
    "documents": "文件",
    "kinds": "文种",
    "stages": "阶段",
    "anywhere": "全文含",
    "clauses": "条款",
    "keywords": "关键词",
    "indicators": "指标",
    "units": "责任单位",
    "types": "变化类型",
    "levels": "级别调整",
}


def ask(service: Service, made: Subscription) -> str | None:
    """Queue the letter that asks, once a day at most; one line for who subscribed, None where nobody is asked."""
    if made.confirmed:
        return None
    at = service.now()
    if service.consent.ask(made.id, of_subscription(made, at=at), at):
        days = consent.CONFIRM_WITHIN.days
        return f"{made.to} is asked by a letter first; nothing else is sent before the yes, for which there are {days} days"
    return f"{made.to} was asked less than a day ago and did not confirm yet; nothing else is sent before the yes"


def of_subscription(made: Subscription, *, at: datetime) -> Alert:
    """The alert that asks for a yes; its channel adds the address."""
    letter = consent.question(_what(made), at + consent.CONFIRM_WITHIN)
    payload: contract.JsonObject = {
        "type": consent.ASKING,
        "at": contract.moment(at),
        "severity": "none",
        "changes": [],
        "message": contract.message(message.plain(letter)),
        "links": {},
    }
    return Alert(type="subscription.confirm", site="", url="", severity="none", payload=payload, letter=letter)


def _what(made: Subscription) -> Words:
    limits = made.filters.limits
    if not limits:
        return _ALL
    named = (f"{_NAMED[name]}:{'、'.join(map(str, values))}" for name, values in limits.items())
    return Words(";".join(named), wishes.limits(made.filters))
