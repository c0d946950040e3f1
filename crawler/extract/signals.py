"""Facts about a page as it arrived: how it was cut, how much of it is script, whose challenge it is."""

from __future__ import annotations

import re
from types import MappingProxyType

from lxml.html import HtmlElement

# What only the challenge pages of these firewalls carry. They are told, never solved.
_VENDORS = MappingProxyType(
    {
        "加速乐": re.compile(r"__jsl_clearance"),
        "阿里云 WAF": re.compile(r"acw_sc__v2|aliyun_waf"),
        "瑞数": re.compile(r"\$_ts\s*=|_\$jsvmprt"),
        "Cloudflare": re.compile(r"cf-chl-|challenge-platform|cf_chl_opt"),
        "创宇盾": re.compile(r"365cyd|创宇盾"),
        "安全狗": re.compile(r"safedog|安全狗"),
        "360": re.compile(r"wzws-waf-cgi|webscan_360"),
        "云锁": re.compile(r"yunsuo_session|云锁"),
    }
)
_CHALLENGE_LENGTH = 20_000
_CHALLENGE_TEXT = 400
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_START = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_TAG_BYTES = 17


def closed(html: str) -> bool:
    """Whether the page's end was seen; a fragment that never opened html or body needs no end."""
    return (
        _END.search(html, max(0, len(html) - 4000)) is not None
        or _END.search(html) is not None
        or not _START.search(html)
    )


def vendor(html: str, length: int) -> str | None:
    """Whose challenge a page is: a firewall's mark on a short page with hardly any text."""
    if len(html) > _CHALLENGE_LENGTH or length > _CHALLENGE_TEXT:
        return None
    return next((name for name, mark in _VENDORS.items() if mark.search(html)), None)


def script_share(root: HtmlElement, html: str) -> float:
    """The share (0..1) of the page's characters that stand in scripts, tags and addresses of scripts included."""
    inside = sum(
        len(script.text or "") + sum(len(value) for value in script.attrib.values()) + _TAG_BYTES
        for script in root.iter("script")
    )
    head = root.find("head")
    outside = len(html) - sum(len(text) for text in head.itertext() if text) if head is not None else len(html)
    return min(1.0, inside / max(1, outside))
