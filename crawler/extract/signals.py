"""Facts about a page as it arrived: how it was cut, how much of it is script, what little it says, whose mark it bears.

Nothing is judged here (that is `monitor.believe`), and nothing that a challenge asks for is done.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from monitor.text import tidy

SAID_LENGTH = 1500
"""A page that says more than this outside its links says enough not to be looked at closer."""

# What only the challenge and block pages of these firewalls carry. They are told, never solved.
_CHALLENGES = MappingProxyType(
    {
        "加速乐": re.compile(r"__jsl_clearance"),
        "阿里云 WAF": re.compile(
            r"acw_sc__v[23]|aliyun_waf|errors\.aliyun\.com|_____tmd_____/punish|x5secdata|nc_1_n1z|traceid[^<]{0,80}访问被阻断"
        ),
        "瑞数": re.compile(r"_\$jsvmprt"),
        "Cloudflare": re.compile(
            r"_cf_chl_opt|cf-chl-|cf_chl_|cf-browser-verification|cf-error-details|/cdn-cgi/l/chk_|cf-turnstile-response"
        ),
        "创宇盾": re.compile(r"365cyd|yunaq\.com|(?:创宇盾|知道创宇)[^<]{0,60}(?:拦截|攻击|防护|验证)"),
        "安全狗": re.compile(r"safedog|安全狗[^<]{0,60}(?:拦截|防护)"),
        "360 网站卫士": re.compile(r"wzws[-_]|WZWS_|webscan_360|wangzhan\.360\.c|360网站卫士"),
        "奇安信网站卫士": re.compile(r"(?:奇安信|qianxin)[^<]{0,60}(?:拦截|网站卫士|防护)", re.IGNORECASE),
        "云锁": re.compile(r"yunsuo|YunSuoAutoJump|security_verify_data|云锁[^<]{0,60}(?:拦截|防护)"),
        "腾讯云": re.compile(
            r"waf-static\.tencent|T-Sec[ -]WAF|腾讯云[^<]{0,20}(?:WAF|防火墙)|restricted by EdgeOne|TencentEdgeOne|EO_Bot_",
            re.IGNORECASE,
        ),
        "百度云加速": re.compile(r"yunjiasu|su\.baidu\.com|百度云加速"),
        "宝塔": re.compile(r"btwaf|(?:宝塔|堡塔)云?\s*WAF|(?:宝塔|堡塔)[^<]{0,30}(?:防火墙|拦截)", re.IGNORECASE),
        "华为云 WAF": re.compile(r"HWWAFSES|hwcloud-waf|华为云[^<]{0,20}(?:WAF|防火墙)", re.IGNORECASE),
        "雷池": re.compile(r"safeline|雷池|chaitin", re.IGNORECASE),
        "安恒": re.compile(r"玄武盾|明御[^<]{0,20}(?:WAF|防火墙|拦截)"),
        "网防G01": re.compile(r"网防\s*G01"),
        "Akamai": re.compile(r"errors\.edgesuite\.net|Reference (?:#|&#35;)\d+\.[0-9a-f]+\.|sec-if-cpt-container"),
        "AWS WAF": re.compile(r"gokuProps|AwsWafIntegration|awsWafCookieDomainList"),
        "Imperva": re.compile(r"Incapsula incident ID"),
        "F5": re.compile(r"The requested URL was rejected\. Please consult"),
        "字节跳动": re.compile(r"_wafchallengeid|waf-jschallenge|__ac_nonce"),
        "a firewall": re.compile(r"/_guard/(?:auto|html|slide|delay_jump|click)"),
        "a captcha service": re.compile(r"captcha-delivery\.com|px-captcha|sucuri_cloudproxy|anubis_challenge"),
    }
)
# What these firewalls put into good pages as well.
_GUARDS = MappingProxyType(
    {
        "瑞数": re.compile(r"\$_ts\b|\b_\$\w{2}\("),
        "Cloudflare": re.compile(r"challenge-platform|challenges\.cloudflare\.com"),
        "Imperva": re.compile(r"_Incapsula_Resource"),
        "F5": re.compile(r"/TSPD/"),
        "AWS WAF": re.compile(r"awswaf\.com"),
        "a captcha": re.compile(
            r"initGeetest|TencentCaptcha|AliyunCaptcha|g-recaptcha|h-captcha|initAliyunCaptcha|smcp\.min\.js"
        ),
        "a firewall": re.compile(
            r"document\.cookie\s*=[^<]{0,400}?(?:location|reload)|setTimeout[^<]{0,120}?location\.reload"
        ),
    }
)
_END = re.compile(r"</(?:html|body|frameset)\s*>", re.IGNORECASE)
_START = re.compile(r"<(?:html|body|frameset)[\s>]", re.IGNORECASE)
_TAG_BYTES = 17
_MUTE = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "textarea",
        "option",
        "svg",
        "iframe",
        "head",
        "title",
        "object",
        "canvas",
    )
)
_LINES = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "tr",
        "td",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "section",
        "center",
        "hr",
    )
)
_TITLE_LENGTH = 120
_MOST_NODES = 4000
_REFRESH = re.compile(r"^\s*(\d{1,3})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=)?\s*['\"]?([^'\"\s][^'\"]*)", re.IGNORECASE)
_SOON = 15
_SENT = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\blocation\s*\.\s*(?:replace|assign)\s*\(|\bwindow\.open\s*\()\s*['\"]([^'\"<>\s]{1,500})['\"]"
)
_ALERT = re.compile(r"\balert\s*\(\s*['\"]([^'\"<>]{1,200})['\"]")
_ASKS_SCRIPT = re.compile(r"javascript|浏览器.{0,10}脚本|启用脚本", re.IGNORECASE)
_MOUNT = re.compile(
    r"^(?:app|root|__next|__nuxt|main-?app|q-app|container-app|app-root|vue-?app|react-?root)$", re.IGNORECASE
)


def closed(html: str) -> bool:
    """Whether the page's end was seen; a fragment that never opened html or body needs no end."""
    return (
        _END.search(html, max(0, len(html) - 4000)) is not None
        or _END.search(html) is not None
        or not _START.search(html)
    )


def challenger(html: str) -> str | None:
    """The firewall whose challenge or block page this is, by marks that no other page carries."""
    return next((name for name, mark in _CHALLENGES.items() if mark.search(html)), None)


def guard(html: str) -> str | None:
    """The firewall whose scripts the page carries, as good pages behind it do too."""
    return next((name for name, mark in _GUARDS.items() if mark.search(html)), None)


def script_share(root: HtmlElement, html: str) -> float:
    """The share (0..1) of the page's characters that stand in scripts, tags and addresses of scripts included."""
    inside = sum(
        len(script.text or "") + sum(len(value) for value in script.attrib.values()) + _TAG_BYTES
        for script in root.iter("script")
    )
    head = root.find("head")
    outside = len(html) - sum(len(text) for text in head.itertext() if text) if head is not None else len(html)
    return min(1.0, inside / max(1, outside))


def title(root: HtmlElement) -> str:
    """The window's title, at most its first 120 characters."""
    element = root.find(".//title")
    return tidy("".join(element.itertext()))[:_TITLE_LENGTH] if element is not None else ""


def said(body: HtmlElement) -> str | None:
    """All that a page says outside its links, a block a line; None where that is more than `SAID_LENGTH` characters."""
    if _tells(body):
        return None
    pieces: list[str] = []
    length = nodes = 0
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            nodes += 1
            tag = element.tag
            if tag == "a" or tag in _MUTE:
                walk.skip_subtree()
                continue
            if tag in _LINES:
                pieces.append("\n")
            text = element.text
        else:
            if element is body:
                break
            text = element.tail
        if text and not text.isspace():
            pieces.append(text)
            length += len(text.strip())
            if length > SAID_LENGTH:
                return None
        if nodes > _MOST_NODES:
            return None
    return "\n".join(line for line in map(tidy, "".join(pieces).split("\n")) if line)


def _tells(body: HtmlElement) -> bool:
    """Whether the page's paragraphs alone say that much: true of most documents, and found out fastest."""
    length = 0
    for paragraph in body.iter("p"):
        text, parent = paragraph.text, paragraph.getparent()
        if text and parent is not None and parent.tag != "a" and parent.tag not in _MUTE:
            length += len(text.strip())
            if length > SAID_LENGTH:
                return True
    return False


def alerted(root: HtmlElement) -> str:
    """What scripts say in a box as the page opens: 该信息不存在. To be asked only of pages that say nothing else."""
    return "\n".join(tidy(said[1]) for script in root.iter("script") for said in _ALERT.finditer(script.text or ""))


def onward(root: HtmlElement, url: str) -> str | None:
    """The address that a refresh, a script or a frame sends the browser to at once, without anybody's doing.

    To be asked only of pages that say next to nothing: on others scripts wait for a click.
    """
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match is not None and int(match[1]) <= _SOON and (there := _elsewhere(url, match[2].strip())):
                return there
    for script in root.iter("script"):
        for sent in _SENT.finditer(script.text or ""):
            if (there := _elsewhere(url, sent[1])) is not None:
                return there
    body = root.find("body")
    if body is not None and (match := _SENT.search(body.get("onload") or "")) is not None:
        return _elsewhere(url, match[1])
    frames = (frame.get("src") or "" for frame in root.iter("frame", "iframe"))
    return next((there for src in frames if (there := _elsewhere(url, src)) is not None), None)


def asks_password(root: HtmlElement) -> bool:
    """Whether there is a field for a password."""
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))


def shell(root: HtmlElement) -> bool:
    """Whether the page is made for a script to fill: an empty mount point, or a `noscript` that asks for scripts."""
    if any(_ASKS_SCRIPT.search("".join(element.itertext())) for element in root.iter("noscript")):
        return True
    return any(
        _MOUNT.match(element.get("id") or "") and not any(map(str.strip, element.itertext()))
        for element in root.iter("div", "main", "section", "app-root")
    )


def _elsewhere(url: str, href: str) -> str | None:
    """The absolute address, where it is one and another than the page's own."""
    try:
        there = urljoin(url, href.strip())
    except ValueError:
        return None
    if not there.startswith(("http://", "https://")) or there.partition("#")[0] == url.partition("#")[0]:
        return None
    return there[:500]
