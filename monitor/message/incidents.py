"""The letters about a source that broke, stays broken, or works again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from monitor.dates import SHANGHAI
from monitor.incident import Incident
from monitor.letter import Letter, Words
from monitor.message.graphemes import shortened
from monitor.records import Cause

_LONGEST = 280

NAME: Mapping[Cause, Words] = MappingProxyType(
    {
        Cause.UNREACHABLE: Words("无法访问", "unreachable"),
        Cause.CERTIFICATE: Words("证书或加密连接有误", "certificate or TLS trouble"),
        Cause.BLOCKED: Words("被防火墙拦截", "blocked by a firewall"),
        Cause.ROBOTS: Words("robots.txt 不允许抓取", "forbidden by robots.txt"),
        Cause.STRUCTURE: Words("网页结构已变", "its structure changed"),
        Cause.EMPTY: Words("读不到内容", "nothing to read"),
        Cause.ENCODING: Words("文字编码损坏", "garbled text"),
        Cause.NEEDS_JS: Words("内容由脚本生成", "written by scripts in the browser"),
        Cause.STALE: Words("久未更新", "stale beyond its habit"),
    }
)
"""Cause → what it is called."""

ADVICE: Mapping[Cause, Words] = MappingProxyType(
    {
        Cause.UNREACHABLE: Words(
            "在浏览器中打开该网站；如能打开，请检查本机网络或网址",
            "open the site in a browser; if it opens, check this machine's network or the address",
        ),
        Cause.CERTIFICATE: Words("请告知该单位修复证书", "tell the office to mend its certificate"),
        Cause.BLOCKED: Words(
            "请与该单位联系，或降低抓取频率(fetch.delay)；验证页面不会被绕过",
            "ask the office, or look less often (fetch.delay); challenges are never solved",
        ),
        Cause.ROBOTS: Words(
            "请征得该单位同意，或在站点文件中去掉该网址",
            "ask the office for leave, or take the address out of the site file",
        ),
        Cause.STRUCTURE: Words(
            "该网站可能已改版：运行 clausewatch repair 查看建议的新规则，或核对栏目网址与选择器",
            "the site may have been rebuilt: clausewatch repair proposes new rules; else check address and selectors",
        ),
        Cause.EMPTY: Words(
            "核对网址，或在站点文件中设置 listing.item 或 article.container",
            "check the address, or set listing.item or article.container in the site file",
        ),
        Cause.ENCODING: Words("页面本身已损坏，请告知该单位", "the page itself is damaged; tell the office"),
        Cause.NEEDS_JS: Words(
            "寻找该栏目的数据接口或普通网页版本", "look for the column's data address or a plain version"
        ),
        Cause.STALE: Words(
            "打开该栏目,看该单位是否另设了新栏目或已迁移;如是,请在站点文件中改写网址",
            "open the column and look whether the office moved it or opened another; then name that in the site file",
        ),
    }
)
"""Cause → what to do."""


def incident(told: Incident, tell: str, *, last_good_at: datetime | None, at: datetime) -> Letter:
    """The letter of an incident that opened, goes on (`reminder`) or closed at `at`."""
    since, name = told.trouble.since, NAME[told.cause]
    heading = _HEADING[tell]
    if told.cause is Cause.STALE:
        heading, summary = _SILENT[tell], _of_silence(told, tell, at)
    elif tell == "closed":
        summary = [
            Words(f"原因已消除:{name.zh}", f"No longer: {name.en}"),
            Words(f"中断时间:{_moment(since)}至{_moment(at)}", f"Out from {_moment(since)} to {_moment(at)}"),
            Words("其间的变化自此补查,不会遗漏。", "What changed meanwhile is looked at now; nothing is lost."),
        ]
    else:
        good = _moment(last_good_at) if last_good_at else None
        summary = [
            Words(f"原因:{name.zh}(涉及{told.targets}个网址)", f"Cause: {name.en} ({told.targets} address(es))"),
            Words(f"所见:{shortened(told.reason, _LONGEST)}", f"Seen: {shortened(told.reason, _LONGEST)}"),
            Words(f"开始于:{_moment(since)}", f"Since: {_moment(since)}"),
            Words(f"上次正常:{good or '从未'}", f"Last good check: {good or 'never'}"),
            Words(f"建议:{ADVICE[told.cause].zh}", f"What to do: {ADVICE[told.cause].en}"),
        ]
    return Letter(heading=heading, title=told.site, severity="none", summary=tuple(summary))


_HEADING: Mapping[str, Words] = MappingProxyType(
    {
        "opened": Words("信源异常", "Source broken"),
        "reminder": Words("信源仍异常", "Source still broken"),
        "closed": Words("信源恢复", "Source works again"),
    }
)


_SILENT: Mapping[str, Words] = MappingProxyType(
    {
        "opened": Words("栏目久未更新", "Column silent beyond its habit"),
        "closed": Words("栏目恢复更新", "Column brings entries again"),
    }
)


def _of_silence(told: Incident, tell: str, at: datetime) -> list[Words]:
    """A silent column works: nothing was out, and nothing has to be made up for."""
    since = f"{told.trouble.since.astimezone(SHANGHAI):%Y-%m-%d}"
    if tell == "closed":
        return [Words(f"自{since}起的停更已结束。", f"The silence since {since} is over on {_moment(at)}.")]
    name, advice, seen = NAME[told.cause], ADVICE[told.cause], shortened(told.reason, _LONGEST)
    return [
        Words(f"原因:{name.zh}(涉及{told.targets}个栏目)", f"Cause: {name.en} ({told.targets} column(s))"),
        Words(f"所见:{seen}", f"Seen: {seen}"),
        Words(f"最后一条:{since}", f"Last new entry: {since}"),
        Words("页面本身访问正常。", "The page itself answers well."),
        Words(f"建议:{advice.zh}", f"What to do: {advice.en}"),
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
