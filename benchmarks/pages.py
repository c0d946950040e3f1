"""Pages of a wanted size: a fictional office's plan between menus, scripts and footers, as such pages are built."""

from __future__ import annotations

import random

_WHO = ("学校", "幼儿园", "教研室", "街道", "社区", "教师发展中心")
_WHAT = ("改善办学条件", "优化课程安排", "配齐专任教师", "完善评价办法", "开放运动场地", "更新实验器材")
_HOW = ("逐年推进", "分批实施", "按季通报", "专人负责", "列入预算", "公开结果")
_HAN = "一二三四五六七八九十"


def plan(characters: int, seed: int = 0) -> list[str]:
    """A plan's paragraphs: 一、 (一) 1. with targets in the running text, about as long as wanted."""
    chance = random.Random(seed)
    paragraphs = ["云汀区教育发展行动计划（2026—2030年）", f"根据本区实际，制定本计划第{seed}稿。"]
    length = part = 0
    while length < characters:
        part += 1
        paragraphs.append(f"{_HAN[(part - 1) % 10]}、第{part}方面工作")
        for section in range(1, 5):
            paragraphs.append(f"（{_HAN[section - 1]}）{chance.choice(_WHAT)}")
            for item in range(1, 6):
                said = "，".join(f"{chance.choice(_WHO)}{chance.choice(_WHAT)}{chance.choice(_HOW)}" for _ in range(6))
                target = f"到{chance.randint(2026, 2030)}年，达标比例达到{chance.randint(50, 99)}%以上"
                paragraphs.append(f"{item}.{chance.choice(_WHAT)}。{said}。{target}。（责任单位：区教育局、区财政局）")
                length += len(paragraphs[-1])
    return paragraphs


def page(size: int, seed: int = 0) -> bytes:
    """A page of about `size` bytes; about a third of it is menus, scripts and footers."""
    menu = "".join(f'<li><a href="/c{number}/index.html">栏目{number}</a></li>' for number in range(60))
    script = "<script>" + "var a=1;function f(x){return x*2;}" * 60 + "</script>"
    around = len(menu.encode()) + len(script) + 1500
    paragraphs = plan(max(size - around, 1000) // 4, seed)
    body = "".join(f"<p style='text-indent: 2em'>{paragraph}</p>\n" for paragraph in paragraphs)
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{paragraphs[0]}_云汀区教育局</title>{script}</head>"
        f"<body><div class='nav'><ul>{menu}</ul></div><div class='crumb'>当前位置：<a href='/'>首页</a> &gt; 规划计划</div>"
        f"<div class='main'><h1>{paragraphs[0]}</h1><div class='info'>来源：云汀区教育局 发布时间：2026-03-02 09:30 "
        f"浏览次数：{seed}</div><div class='text'>{body}</div></div>"
        f"<div class='foot'>主办：云汀区教育局 网站标识码：0000000000</div></body></html>"
    )
    return html.encode()
