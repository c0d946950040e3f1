"""Facts that stand in the head of an answer: whose firewall spoke, and what a person needs to see to believe it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_LONGEST_EVIDENCE = 800
_SHOWN_BODY = 200
_SHOWN_VALUE = 120
# Headers with which a firewall says that its challenge came instead of the page.
_REFUSING = MappingProxyType(
    {
        "cf-mitigated": ("Cloudflare", re.compile(r"challenge|block", re.IGNORECASE)),
        "x-amzn-waf-action": ("AWS WAF", re.compile(r".")),
        "x-datadome": ("DataDome", re.compile(r"protected|block", re.IGNORECASE)),
        "x-waf-event-info": ("a firewall", re.compile(r".")),
        "x-tencent-waf": ("腾讯云", re.compile(r"block|captcha", re.IGNORECASE)),
    }
)
# Cookies and servers that go with good pages too.
_COOKIES = MappingProxyType(
    {
        "瑞数": re.compile(r"FSSBBIl1\w+|\w{6,}(?:80|443)[OPST]"),
        "加速乐": re.compile(r"__jsl_clearance(?:_s)?|__jsluid(?:_[hs])?"),
        "阿里云 WAF": re.compile(r"acw_tc|acw_sc__v[23]|aliyungf_tc|ssxmod_itna\d?|x5sec"),
        "云锁": re.compile(r"security_session_(?:mid_)?verify|yunsuo_session\w*", re.IGNORECASE),
        "安全狗": re.compile(r"safedog-flow-item", re.IGNORECASE),
        "360 网站卫士": re.compile(r"wzws_\w+", re.IGNORECASE),
        "华为云 WAF": re.compile(r"HWWAFSES(?:ID|TIME)"),
        "雷池": re.compile(r"sl-(?:session|challenge-\w+)|sl_waf_\w+"),
        "宝塔": re.compile(r"btwaf\w*|bt_waf\w*"),
        "腾讯云": re.compile(r"EO_Bot_\w+|__eo\w+|TDC_itoken|waf_captcha\w*"),
        "百度云加速": re.compile(r"yjs_(?:js_security_passport|id|use_ob)\w*"),
        "Cloudflare": re.compile(r"__cf_bm|cf_clearance|__cfduid|cf_chl_\w+"),
        "Akamai": re.compile(r"_abck|ak_bmsc|bm_s[vz]|sec_cpt"),
        "AWS WAF": re.compile(r"aws-waf-token"),
        "Imperva": re.compile(r"incap_ses_\w+|visid_incap_\w+"),
        "F5": re.compile(r"TS[0-9a-f]{8,}"),
    }
)
_SERVERS = MappingProxyType(
    {
        "Cloudflare": re.compile(r"cloudflare", re.IGNORECASE),
        "360 网站卫士": re.compile(r"wzws|qianxin-waf|360wzb", re.IGNORECASE),
        "百度云加速": re.compile(r"yunjiasu", re.IGNORECASE),
        "腾讯云": re.compile(r"EdgeOne|TencentEdge|stgw|tencent-?waf", re.IGNORECASE),
        "Akamai": re.compile(r"AkamaiGHost", re.IGNORECASE),
        "华为云 WAF": re.compile(r"CloudWAF|HuaweiCloudWAF|^CW$", re.IGNORECASE),
        "安全狗": re.compile(r"safedog", re.IGNORECASE),
        "云锁": re.compile(r"yunsuo", re.IGNORECASE),
        "创宇盾": re.compile(r"365cyd|jiasule|CDN-?yunaq", re.IGNORECASE),
        "阿里云 WAF": re.compile(r"aliyunwaf|Tengine-WAF", re.IGNORECASE),
        "AWS": re.compile(r"awselb|CloudFront", re.IGNORECASE),
        "雷池": re.compile(r"safeline", re.IGNORECASE),
    }
)
_COOKIE_NAME = re.compile(r"(?:^|[,\n]\s*)([^=;,\s]{1,80})=")
_DECISIVE = (
    *("server", "content-type", "content-length", "location", "cf-mitigated", "cf-ray", "x-amzn-waf-action"),
    *("eo-log-uuid", "x-request-id", "via", "x-cache", "retry-after", "www-authenticate", "refresh"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_REFRESH_HEADER = re.compile(r"^\s*\d{1,3}\s*;\s*url\s*=\s*(\S+)", re.IGNORECASE)


def challenger(headers: Mapping[str, str]) -> str | None:
    """The firewall that says in a header of its own that this is no page. Header names are in lower case."""
    return next(
        (name for header, (name, value) in _REFUSING.items() if value.search(headers.get(header, ""))),
        None,
    )


def guard(headers: Mapping[str, str]) -> str | None:
    """The firewall that an answer came through, by its cookies or its server's name."""
    server = " ".join(headers.get(name, "") for name in ("server", "x-powered-by", "x-powered-by-360wzb", "via"))
    cookies = _cookies(headers)
    for name, pattern in _COOKIES.items():
        if any(pattern.fullmatch(cookie) for cookie in cookies):
            return name
    return next((name for name, pattern in _SERVERS.items() if pattern.search(server)), None)


def onward(headers: Mapping[str, str]) -> str | None:
    """Where a Refresh header sends the browser."""
    match = _REFRESH_HEADER.match(headers.get("refresh", ""))
    return match[1] if match else None


def evidence(status: int | None, headers: Mapping[str, str], text: str) -> str:
    """What one would look at with curl: status, the headers that tell, names of cookies, the text's beginning.

    At most 800 characters in a line each; values of cookies are left out, control characters are escaped.
    """
    lines = [f"HTTP {status}" if status is not None else "no answer"]
    lines += [f"{name}: {_shown(headers[name], _SHOWN_VALUE)}" for name in _DECISIVE if headers.get(name)]
    if cookies := _cookies(headers):
        lines.append(f"set-cookie: {_shown(', '.join(cookies), _SHOWN_VALUE)}")
    lines.append(_shown(" ".join(text[: 10 * _SHOWN_BODY].split()), _SHOWN_BODY))
    return "\n".join(line for line in lines if line)[:_LONGEST_EVIDENCE]


def _cookies(headers: Mapping[str, str]) -> list[str]:
    """The names of the cookies that are set; attributes and the commas of dates are no names."""
    value = headers.get("set-cookie", "")
    return list(dict.fromkeys(_COOKIE_NAME.findall(value)))


def _shown(value: str, length: int) -> str:
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", value[:length])
