"""The smallest pieces of a text that may be marked as changed.

A date, a number with its unit, an ordinal such as 第五条 and a run of Latin letters are one piece each; every Chinese
character is one; blanks and marks that nobody sees belong to the piece before them.
"""

from __future__ import annotations

import re

from monitor.text import UNSEEN, fold

UNITS = (
    "个百分点|百分点|万元|亿元|万人次|人次|万人|万名|万个|万册|万平方米|平方米|平方公里|立方米|公顷|公里|千米|厘米|毫米|"
    "学时|课时|小时|分钟|学年|学期|周岁|个月|工作日|个工作日|月份|季度|"
    "元|万|亿|年|月|日|天|周|时|分|秒|岁|个|名|人|所|项|次|位|家|处|座|间|套|台|部|辆|张|份|册|本|篇|条|款|件|种|类|门|"
    "科|期|批|场|届|轮|轨|班|级|层|倍|成|户|亩|米|吨|支|节|堂|号|%|‰|℃|㎡|m2|km"
)
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*"
_HAN = "一二三四五六七八九十百千万亿两零〇"
_UNSEEN = re.escape(UNSEEN)
_PIECE = re.compile(
    rf"[^\x00-\x7f第{_HAN}{_UNSEEN}][{_UNSEEN}]*|"  # what begins nothing longer, as most characters: found first, it is cheap
    rf"(?:^[{_UNSEEN}]+)?(?:"
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|\d{4}\s*年\s*\d{1,2}\s*月|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|\[\d{4}\]\d+号"
    rf"|第[{_HAN}\d]+[编章节条款项](?:之[{_HAN}])?"
    r"|[\w.+-]*[A-Za-z][\w.+-]*@[A-Za-z0-9.-]+|[A-Za-z][A-Za-z0-9_'./:?=&#~+-]*[A-Za-z0-9/]|\d+(?:-\d+){1,3}(?![\d.])"
    rf"|(?:{_NUMBER})(?:\s*(?:{UNITS}))?"
    rf"|[{_HAN}]+(?:分之[{_HAN}]+(?:点[{_HAN}]+)?|(?:点[{_HAN}]+)?(?:{UNITS}))|[{_HAN}]{{2,}}"
    rf"|.)[{_UNSEEN}]*|[{_UNSEEN}]+",
    re.ASCII | re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """The pieces of a text, as published; joined they give it back.

    >>> tokens("每人3000元,到2025年3月10日")
    ['每', '人', '3000元', ',', '到', '2025年3月10日']
    """
    pieces: list[str] = []
    at = 0
    for folded in folded_tokens(text):
        pieces.append(text[at : at + len(folded)])
        at += len(folded)
    return pieces


def folded_tokens(text: str) -> list[str]:
    """The same pieces, folded, with tildes as dashes like in the comparison key; each is as long as the published one."""
    return _PIECE.findall(fold(text).replace("~", "-"))
