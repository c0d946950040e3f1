"""Texts and markup that make careless readers slow, each of about any wanted length; and strategies for random ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st


def _repeated(unit: str, end: str = "") -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit)) + end


def _paragraph(make: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: f"<html><body><p>{make(size)}</p></body></html>"


TEXTS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "digits": _repeated("1"),
        "years": _repeated("2026"),
        "almost dates": _repeated("2026-13-"),
        "dates": _repeated("2026年3月2日"),
        "blank dates": _repeated("2026 年 3 月 "),
        "opening brackets": _repeated("（"),
        "nested brackets": lambda size: "（" * (size // 2) + "）" * (size // 2),
        "titles": lambda size: "《" * (size // 2) + "》" * (size // 2),
        "quotes": _repeated("“"),
        "ones": _repeated("一"),
        "ones with stop": _repeated("一、"),
        "lines of ones": _repeated("一、\n"),
        "bracketed ones": _repeated("（一）"),
        "numbers": _repeated("1."),
        "lines of numbers": _repeated("1.各校落实。\n"),
        "articles": _repeated("第一条 各校落实。\n"),
        "chapters": _repeated("第一章"),
        "blanks": _repeated(" ", "字。"),
        "wide blanks": _repeated("\u3000", "字。"),
        "broken lines": _repeated("\n \u3000", "字。"),
        "tabs": _repeated("字\t"),
        "dots": _repeated("…"),
        "full stops": _repeated("。"),
        "commas": _repeated("，"),
        "dashes": _repeated("—"),
        "question marks": _repeated("?"),
        "contents": _repeated("一、总则……12\n"),
        "targets": _repeated("到2025年达到95%以上，"),
        "percent signs": _repeated("95%"),
        "units": lambda size: "一、任务（责任单位：" + "区教育局、" * (size // 5) + "）",
        "openings": _repeated("（责任单位："),
        "labels": _repeated("来源：发布时间："),
        "labels with blanks": _repeated("发 布 日 期 "),
        "breadcrumbs": _repeated("当前位置：首页 > "),
        "works": _repeated("系统正在维护"),
        "visitors": _repeated("您访问的页面"),
        "one sentence": _repeated("各校要落实安全责任"),
        "letters": _repeated("a"),
        "addresses": _repeated("http://e.example/a"),
        "mail": _repeated("a@"),
        "phones": _repeated("0000-1234567"),
        "scars": _repeated("锟斤拷"),
        "mojibake": _repeated("浜戞眬鍖"),
        "pipes": _repeated("|"),
        "rows": _repeated("一\t二\t三\n"),
    }
)

MARKUP: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        **{f"text of {name}": _paragraph(make) for name, make in TEXTS.items()},
        "deep": _repeated("<div>"),
        "deep spans": _repeated("<p><span>"),
        "deep links": _repeated("<a href=x>"),
        "wide": _repeated("<p>各校落实。</p>"),
        "empty paragraphs": _repeated("<p>"),
        "named": _repeated("<div class='title con'>题</div>"),
        "hidden": _repeated("<p style='display:none'>各校落实。</p>"),
        "attributes": lambda size: "<p " + " ".join(f"a{number}=1" for number in range(size // 8)) + ">字。",
        "long attribute": lambda size: "<p class='" + "title " * (size // 6) + "'>字。",
        "entities": _repeated("&amp;"),
        "broken entities": _repeated("&#"),
        "angle brackets": _repeated("<"),
        "comments": _repeated("<!--"),
        "scripts": _repeated("<script>location.href='/a'</script>"),
        "open scripts": _repeated("<script"),
        "alerts": lambda size: "<script>" + "alert('a" * (size // 8) + "</script>",
        "cookies": lambda size: "<script>" + "document.cookie=" * (size // 16) + "</script>",
        "refreshes": _repeated("<meta http-equiv=refresh content='0;url=x'>"),
        "links": lambda size: "".join(f"<a href=/x{n}.html>关于第{n}号工作的通知</a>" for n in range(size // 36)),
        "entries": lambda size: "".join(
            f"<li><a href=/x{n}.html>关于第{n}号工作的通知</a><span>2026-01-01</span></li>" for n in range(size // 70)
        ),
        "cells": lambda size: "<table>" + "<tr><td>一</td><td>二</td></tr>" * (size // 30) + "</table>",
        "wide row": lambda size: "<table><tr>" + "<td>一</td>" * (size // 20) + "</tr><tr><td>二</td></tr></table>",
        "spans": lambda size: "<table>" + "<tr><td rowspan=9999 colspan=9999>一</td></tr>" * (size // 45) + "</table>",
        "tables": _repeated("<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>"),
        "open tables": _repeated("<table><tr><td>"),
        "crumbs": _repeated("<p>当前位置：首页 &gt; </p>"),
        "definitions": _repeated("<dl><dt>来源</dt><dd>区教育局</dd></dl>"),
        "breaks": _repeated("各校落实。<br>"),
    }
)

_WORDS = (
    *(
        "一、",
        "（一）",
        "1.",
        "第一条",
        "第二章",
        "①",
        "附件",
        "附：",
        "目录",
        "到2025年",
        "95%以上",
        "责任单位：区教育局",
        "《意见》",
        "（",
        "）",
        "\t",
    ),
    *(
        "2026年3月2日",
        "2026-03-02 10:30",
        "二〇二六年三月二日",
        "来源：",
        "发布时间：",
        "索引号",
        "当前位置：首页 > 通知",
        "各校要落实安全责任。",
        "。",
        "\n",
        "　　",
    ),
    *(
        "关于做好开学工作的通知",
        "云汀区教育局",
        "页面不存在",
        "系统维护",
        "𠮷",
        "㐀",
        "\u200b",
        "\ufeff",
        "锟斤拷",
        "é",
        "100",
        "-",
        "—",
        "…",
    ),
)
_TAGS = (
    "<p>",
    "</p>",
    "<div class='title'>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href='/a.html'>",
    "</a>",
    "<br>",
    "<span>",
    "<li>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<body>",
    "</body>",
    "</html>",
    "<h1>",
    "<meta charset=gbk>",
    "&amp;",
    "&#x4e00;",
)

texts = st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=60).map("".join)
"""Texts as offices write them, in an order that none would."""

pages = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_TAGS), st.text(max_size=4)), max_size=80).map(
    "".join
)
"""Markup in any order, seldom well-formed."""
