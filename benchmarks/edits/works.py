"""Whole works with 80 to 400 clauses: plans, work points, reports and regulations, in the ways they are numbered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from benchmarks.edits import sentences, words
from benchmarks.edits.maker import Maker, article
from benchmarks.edits.model import Clause, Form, Notice, Prose, Reference, Scope, Work, walk

SMALLEST, LARGEST = 80, 400


def work(chance: Random) -> Work:
    """A work at random."""
    maker = Maker(chance, chance.choice(words.DISTRICTS))
    ending, build = chance.choice(_KINDS)
    size = chance.randint(SMALLEST, LARGEST)
    made = build(maker, size)
    years = chance.choice(("", "三年(2026-2028年)", "(2026-2030年)", "“十五五”"))
    title = f"{maker.district}{chance.choice(words.SUBJECTS)}{years}{ending}"
    made = replace(made, title=title)
    made = _surrounded(made, maker)
    return _referring(made, maker)


def plan(maker: Maker, size: int, arabic: Scope) -> Work:
    """一、(一)1. and now and then (1) ① below, or 第一, 一是 in the line."""
    chance = maker.chance
    parts: list[Clause] = []
    while _size(parts) < size:
        sections = [
            maker.heading("paren", tuple(_task(maker, "arabic") for _ in range(chance.randint(2, 7))))
            for _ in range(chance.randint(2, 6))
        ]
        if chance.random() < 0.25:
            at = chance.randrange(len(sections))
            sections[at] = replace(sections[at], children=_with_table(maker, sections[at].children))
        if chance.random() < 0.3:
            sections = [maker.item("paren") for _ in range(chance.randint(3, 7))]
        parts.append(maker.heading("han", tuple(sections)))
    return Work("", tuple(parts), arabic=arabic)


def _points(maker: Maker, size: int, arabic: Scope) -> Work:
    """一、→ 1."""
    parts: list[Clause] = []
    while _size(parts) < size:
        parts.append(
            maker.heading("han", tuple(_task(maker, "arabic") for _ in range(maker.chance.randint(4, 16))), lead=0.4)
        )
    return Work("", tuple(parts), arabic=arabic)


def _regulation(maker: Maker, size: int) -> Work:
    """章 (and 节), 条, 款, 项, 目."""
    return Work("", _chapters(maker, size))


def _code(maker: Maker, size: int) -> Work:
    """编 above all that."""
    parts: list[Clause] = []
    while _size(parts) < size:
        parts.append(maker.heading("part", _chapters(maker, max(40, size // 3)), lead=0.0))
    return Work("", tuple(parts))


def _chapters(maker: Maker, size: int) -> tuple[Clause, ...]:
    chance = maker.chance
    chapters: list[Clause] = []
    while _size(chapters) < size:
        articles = [article(maker) for _ in range(chance.randint(4, 14))]
        if len(articles) > 7 and chance.random() < 0.3:
            cut = chance.randint(3, len(articles) - 3)
            below = tuple(
                replace(maker.heading("section", tuple(some), lead=0.0), title=sentences.title(chance))
                for some in (articles[:cut], articles[cut:])
            )
        else:
            below = tuple(articles)
        chapters.append(replace(maker.heading("chapter", below, lead=0.0), title=sentences.title(chance)))
    return tuple(chapters)


def _task(maker: Maker, form: Form) -> Clause:
    roll = maker.chance.random()
    if roll < 0.06:
        return maker.enumeration(form, "one")
    if roll < 0.09:
        return maker.enumeration(form, "first")
    if roll < 0.13:
        return maker.enumeration(form, "round")
    if roll < 0.15:
        return maker.enumeration(form, "circled")
    return maker.item(form)


def _with_table(maker: Maker, items: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """A table under the last of the tasks that can have one."""
    last = items[-1]
    if last.children or last.tail:
        last = Clause(maker.next_id(), "arabic", sentences.title(maker.chance), (sentences.prose(maker.chance),))
        items = (*items, last)
    return (*items[:-1], replace(last, children=(maker.table(),)))


def _surrounded(made: Work, maker: Maker) -> Work:
    """The work with what stands around it: a notice, a call for opinions, a preamble, contents, a signature."""
    chance = maker.chance
    office = f"{maker.district}教育局"
    day = date(2026, 1, 5) + timedelta(days=chance.randint(0, 300))
    printed = f"{day.year}年{day.month}月{day.day}日"
    preamble = f"为{chance.choice(words.VERBS)}{chance.choice(words.THINGS)},根据{chance.choice(words.WORKS_CITED)}(澜教发〔{day.year - 1}〕{chance.randint(2, 90)}号),结合本地实际,制定本文件。"
    kind = chance.choices(("none", "issued", "asking", "asking inside"), (4, 2, 3, 2))[0]
    if kind == "issued":
        said = "各镇街、各学校:\n现将《{}》印发给你们,请认真贯彻执行。"
        made = replace(
            made, notice=Notice(True, said, title="关于印发《{}》的通知", signed=(office, printed)), preamble=preamble
        )
    elif kind != "none":
        said = "为广泛听取各方意见,现就《{}》向社会公开征求意见。"
        apart = kind == "asking"
        contacts = tuple(chance.sample(tuple(_contacts(chance).items()), chance.randint(2, 4)))
        notice = Notice(
            apart,
            said,
            contacts,
            day + timedelta(days=30),
            chance.choice(("意见反馈截止日期为{}。", "请于{}前反馈意见。", "征求意见时间截至{}。")),
            signed=(office, printed) if apart else ("", ""),
        )
        made = replace(made, notice=notice, stage="征求意见稿", preamble=preamble)
    elif chance.random() < 0.8:
        made = replace(made, preamble=preamble)
    if made.stage is None and chance.random() < 0.3:
        made = replace(made, stage=chance.choice(("试行", "征求意见稿")))
    if chance.random() < 0.2:
        made = replace(made, contents=True)
    if kind == "none" and chance.random() < 0.3:
        made = replace(made, signed=(office, printed))
    return made


def _contacts(chance: Random) -> dict[str, str]:
    return {kind: contact(kind, chance) for kind in ("fax", "email", "phone", "post")}


def contact(kind: str, chance: Random) -> str:
    """A way to answer, of a kind."""
    number = chance.randint(1000, 9999)
    return {
        "fax": f"021-555{number}",
        "phone": f"021-556{number}",
        "email": f"jy{number}@example.gov.cn",
        "post": f"云汀市文汇路{number}号教育局规划科",
        "web": f"https://example.gov.cn/zj/{number}",
    }[kind]


def _referring(made: Work, maker: Maker) -> Work:
    """The work with references between its clauses put into some sentences."""
    chance = maker.chance
    every = list(walk(made.clauses))
    articles = [one for one in every if one.form == "article"]
    found: dict[int, Clause] = {}
    for one in chance.sample(articles, len(articles) // 8):
        found[one.id] = _naming(one, *_article_named(chance.choice(articles), chance))
    for one in every:
        siblings = [child for child in one.children if child.form in {"paren", "arabic", "round"} and child.said]
        if len(siblings) > 2 and chance.random() < 0.1:
            speaker, target = chance.sample(siblings, 2)
            found.setdefault(speaker.id, _naming(speaker, "按照", Reference((target.id,), "第{}项"), "要求,"))
    speakers = [one for one in every if one.said and one.form == "arabic"]
    if not articles and speakers:
        target = chance.choice(made.clauses)
        speaker = chance.choice(speakers)
        found.setdefault(speaker.id, _naming(speaker, "落实本文件", Reference((target.id,), "第{}部分"), "要求,"))
    return replace(made, clauses=_exchanged(made.clauses, found))


def _article_named(target: Clause, chance: Random) -> tuple[str, Reference, str]:
    items = [child for child in target.children if child.form == "paren"]
    if items and chance.random() < 0.5:
        return "符合本办法", Reference((target.id, chance.choice(items).id), "{}第{}项"), "规定的,"
    return "违反本办法", Reference((target.id,), "{}"), "规定的,"


def _naming(clause: Clause, before: str, reference: Reference, after: str) -> Clause:
    first, *rest = clause.said
    if not isinstance(first, Prose):
        return clause
    return replace(clause, said=(replace(first, pieces=(before, reference, after, *first.pieces)), *rest))


def _exchanged(clauses: tuple[Clause, ...], found: dict[int, Clause]) -> tuple[Clause, ...]:
    return tuple(
        replace(one, said=found.get(one.id, one).said, children=_exchanged(one.children, found)) for one in clauses
    )


def _size(clauses: list[Clause]) -> int:
    return sum(1 for _ in walk(tuple(clauses)))


Build = Callable[[Maker, int], Work]
_KINDS: tuple[tuple[str, Build], ...] = (
    ("行动计划", lambda maker, size: plan(maker, size, "parent")),
    ("实施方案", lambda maker, size: plan(maker, size, "parent")),
    ("规划", lambda maker, size: plan(maker, size, "part")),
    ("工作要点", lambda maker, size: _points(maker, size, "parent")),
    ("工作要点", lambda maker, size: _points(maker, size, "work")),
    ("管理办法", _regulation),
    ("条例", _regulation),
    ("管理规定", _code),
)
