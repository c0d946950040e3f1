"""What quantities in digits and in Han numerals have in common: units, comparisons, and the record of one.

Works on folded text (`monitor.text.fold`), whose positions are those of the published text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.records import Comparator

_WORDS: tuple[tuple[Comparator, str, str], ...] = (
    ("ge", "不低于 不少于 不小于 至少 ≥", "及以上 以上"),
    ("le", "不高于 不超过 不多于 不大于 至多 最多 ≤", "及以下 以下 以内 之内 内"),
    ("gt", "超过 高于 大于 多于 突破 逾 超", ""),
    ("lt", "低于 少于 小于", ""),
)
BEFORE: Mapping[str, Comparator] = MappingProxyType({word: kind for kind, words, _ in _WORDS for word in words.split()})
AFTER: Mapping[str, Comparator] = MappingProxyType({word: kind for kind, _, words in _WORDS for word in words.split()})
UNIT = (
    r"%|‰|个百分点|[万亿千百]?(?:平方米|公里|人次|课时|学时|学分|小时|分钟|立方米|人|元|所|个工作日|工作日|个月|个|处|项|种|名|户|套|间|座|栋|次|亩|台|册|件|场|家|支|类"
    r"|篇|条|班|轨|期|节(?!气)|倍|辆|门|部|张|本|批|位|组|对|块|天|日(?=[以之]?内)|米|株|吨|千克|毫克|克|毫升|片|只|份|道|棵|盆|大)"
)
YEARS = "年(?=[。,;以、]|$)"
ENDING = r"(?:及?以[上下]|[以之]内|内(?![容涵部设在])|左右)?"
_NOT = "[得应能可宜]?"
# 不低于每生每年600元: what it is counted for stands between the comparison and the number.
_COMPARED = re.compile(
    rf"(?:({'|'.join(word.replace('不', f'不{_NOT}') for word in BEFORE)})"
    r"(?:每(?:学期|学年|名?学生|名?教师|[年月周天日人生班校园所])|[生人年]均){0,3})?[约近]?\s?$"
)
_FARTHEST = 18
_LASTING = re.compile("(?:年限|寿命|学制|期限|有效期|任期|周期)[^,;]{0,12}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Where a quantity stands, comparison included, and what it says.

    `value` is the bare number, a range (`1-2`), a share (`2/3`), the words of a qualitative one (`只增不减`), or `""`
    for an aim that only has a year.
    """

    start: int
    end: int
    value: str
    unit: str
    comparison: Comparator


def compared(plain: str, at: int) -> tuple[int, Comparator | None]:
    """Where the quantity whose number begins at `at` begins, and how the words before it compare it."""
    match = _COMPARED.search(plain, max(0, at - _FARTHEST), at)
    assert match is not None
    return match.start(), BEFORE[re.sub(f"不{_NOT}", "不", match[1])] if match[1] else None


def quoted(plain: str, end: int) -> bool:
    """Whether a quotation ends right behind: a slogan (“五个100%”) sets nothing."""
    return plain[end : end + 1] in {"”", '"', "》"}


def lasting(plain: str, at: int) -> bool:
    """Whether the words before say that something lasts: years count there, elsewhere they date."""
    return _LASTING.search(plain, max(0, at - 16), at) is not None
