"""What receivers answer: `/confirm` and `/unsubscribe`.

Opening these addresses only asks: scanners of mail open every link. Acting needs POST (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from clausewatch.service import Service
from clausewatch.web.tokens import subscription_of
from monitor.errors import UsageError
from notifiers import consent

_HEADERS = {
    # The one form goes back to its own address; the token goes nowhere else.
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} · clausewatch</title></head>
<body><h1>{title}</h1>{body}</body></html>
"""
_FORM = '<form method="post"><button type="submit">{label}</button></form>'
_GONE = _PAGE.format(title="链接无效或已过期", body="<p>这个链接不再有效:订阅可能已经取消,或确认期限已过。</p>")
_CONFIRMED = _PAGE.format(title="订阅已确认", body="<p>从现在起发生的变化会寄到您的邮箱;每封信里都有退订链接。</p>")
_ENDED = _PAGE.format(title="已取消订阅", body="<p>不会再收到这个订阅的消息。</p>")

_Token = Annotated[str, Query(max_length=200)]


def router(service: Service) -> APIRouter:
    """The answers of an installation's receivers. A token that is false, too old or for another purpose gets 404."""
    routes = APIRouter()

    @routes.get("/confirm")
    def ask_confirm(token: _Token = "") -> Response:
        return _asked(service, "confirm", token, "确认订阅")

    @routes.post("/confirm")
    def confirm(token: _Token = "") -> Response:
        return _acted(service, "confirm", token, service.consent.confirm, _CONFIRMED)

    @routes.get("/unsubscribe")
    def ask_unsubscribe(token: _Token = "") -> Response:
        return _asked(service, "unsubscribe", token, "取消订阅")

    @routes.post("/unsubscribe")
    def unsubscribe(token: _Token = "") -> Response:
        return _acted(service, "unsubscribe", token, service.subscriptions.remove, _ENDED)

    return routes


def _acted(service: Service, purpose: consent.Purpose, token: str, act: Callable[..., None], done: str) -> Response:
    subscription = subscription_of(service, purpose, token)
    if subscription is None:
        return _page(_GONE, 404)
    try:
        act(subscription.id, at=service.now())
    except UsageError:  # somebody else was a moment faster
        return _page(_GONE, 404)
    return _page(done)


def _asked(service: Service, purpose: consent.Purpose, token: str, label: str) -> Response:
    if subscription_of(service, purpose, token) is None:
        return _page(_GONE, 404)
    return _page(_PAGE.format(title=label, body=_FORM.format(label=label)))


def _page(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status_code=status, headers=_HEADERS)
