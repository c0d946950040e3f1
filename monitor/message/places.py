"""Paths in words: 二/(一)/1 is 二、(一)第1条 to a reader."""

from __future__ import annotations

import re

from monitor.letter import Words

_HAN = "[一二三四五六七八九十百千零〇]+"
_REPEATED = re.compile(r"#(\d+)$")
# What a part of a path looks like → in Chinese, in English. The first that fits is taken.
_FORMS = (
    (re.compile(_HAN), "{}、", "part {}"),
    (re.compile(rf"\({_HAN}\)"), "{}", "section {}"),
    (re.compile(r"\d+"), "第{}条", "item {}"),
    (re.compile(r"\(\d+\)"), "第{}项", "sub-item {}"),
    (re.compile(rf"第{_HAN}[条款项编章节].*"), "{}", "{}"),
    (re.compile(r"[\u2460-\u2473\u3251-\u325f\u2776-\u277f]"), "{}", "point {}"),
)
_ARTICLE = re.compile(rf"第{_HAN}条")
_OTHER = re.compile(r""), "·{}", "{}"
_BELOW_ARTICLE = re.compile(rf"\({_HAN}\)"), "第{}项", "item {}"
_OWN = {"通知": "the notice", "落款": "the signature", "附件": "the list of attachments"}
_TABLE = re.compile(r"(表|附件)(\d+)")
_FILE = re.compile(r"附[件表录]\d*(?:#\d+)?")
_TABLE_EN = {"表": "table", "附件": "attachment"}


def place(path: str | None) -> Words:
    """A path as people say it; the text before the first clause is 正文开头.

    >>> place("二/(一)/1")
    Words(zh='二、(一)第1条', en='Part 二, section (一), item 1')
    >>> place("第五条/第二款/(三)").zh
    '第五条第二款第(三)项'
    >>> place("附件1/二/(一)").zh
    '附件1·二、(一)'
    """
    return _said(path, "{}")


def place_added(path: str | None) -> Words:
    """A path with the news in it: 二、(一)新增第3条."""
    return _said(path, "新增{}")


def place_zh(path: str | None) -> str:
    """`place` in Chinese."""
    return place(path).zh


def _said(path: str | None, last: str) -> Words:
    if not path:
        return Words("正文开头", "The opening text")
    parts = path.split("/")
    if len(parts) > 1 and _FILE.fullmatch(parts[0]):  # what stands in a file is said as if it stood alone
        file, inside = _said(parts[0], "{}"), _said("/".join(parts[1:]), last)
        return Words(f"{file.zh}·{inside.zh}", f"{file.en}, {inside.en[:1].lower()}{inside.en[1:]}")
    if len(parts) == 1 and _FORMS[0][0].fullmatch(path):
        return Words(last.format(f"第{path}部分"), f"Part {path}")
    in_article = _ARTICLE.match(parts[0]) is not None
    zh, en = "", []
    for number, part in enumerate(parts):
        name = _REPEATED.sub("", part)
        form = next((form for form in _FORMS if form[0].fullmatch(name)), _OTHER)
        if in_article and number and _BELOW_ARTICLE[0].fullmatch(name):
            form = _BELOW_ARTICLE
        told = form[1].format(name)
        if form is _OTHER and (not number or zh.endswith("、") or name.startswith("(")):
            told = name
        english = form[2].format(_english(name))
        if again := _REPEATED.search(part):
            told += f"[第{again[1]}个]"
            english += f" (no. {again[1]} of this number)"
        zh += last.format(told) if number == len(parts) - 1 else told
        en.append(english)
    joined = ", ".join(en)
    return Words(zh.removesuffix("、") if len(parts) == 1 else zh, joined[:1].upper() + joined[1:])


def _english(name: str) -> str:
    if table := _TABLE.fullmatch(name):
        return f"{_TABLE_EN[table[1]]} {table[2]}"
    return _OWN.get(name, name)
