"""Paths in words: 二/(一)/1 is 二、(一)第1条 to a reader."""

from __future__ import annotations

import re

_REPEATED = re.compile(r"#(\d+)$")
_FORMS = (
    (re.compile(r"[一二三四五六七八九十百零〇]+"), "{}、"),
    (re.compile(r"\([一二三四五六七八九十百零〇]+\)"), "{}"),
    (re.compile(r"\d+"), "第{}条"),
    (re.compile(r"\(\d+\)"), "第{}项"),
)


def place_zh(path: str | None) -> str:
    """A path as a Chinese reader would say it; the text before the first clause is 正文开头.

    >>> place_zh("二/(一)/1")
    '二、(一)第1条'
    >>> place_zh("第五条/(四)")
    '第五条第(四)项'
    """
    if not path:
        return "正文开头"
    parts = path.split("/")
    in_article = parts[0].endswith("条")
    said = ""
    for number, part in enumerate(parts):
        name = _REPEATED.sub("", part)
        form = next((form for pattern, form in _FORMS if pattern.fullmatch(name)), "{}")
        if in_article and number and name.startswith("("):
            form = "第{}项"
        told = form.format(name)
        if form == "{}" and number and not name.startswith("(") and not said.endswith("、"):
            told = "·" + told
        if again := _REPEATED.search(part):
            told += f"[第{again[1]}个]"
        said += told
    return said.removesuffix("、") if len(parts) == 1 else said


def place_en(path: str | None) -> str:
    """A path for an English reader: as it is, the numbers being the document's own."""
    return path or "opening text"
