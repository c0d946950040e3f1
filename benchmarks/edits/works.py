"""Whole works with 80 to 400 clauses: plans, work points, reports and regulations, in the ways they are numbered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from benchmarks.edits import sentences, words
from benchmarks.edits.model import Clause, Form, Goal, Notice, Prose, Reference, Scope, Sentence, Work, walk

SMALLEST, LARGEST = 80, 400
_NEAR_DUPLICATES, _DUPLICATES = 0.06, 0.01


class Maker:
    """Makes clauses with ids of their own; `first` is the first id it gives."""

    def __init__(self, chance: Random, district: str, first: int = 1) -> None:
        self.chance, self.district = chance, district
        self._ids = count(first)
        self._made: list[Clause] = []

    def next_id(self) -> int:
        """The next id."""
        return next(self._ids)

    def item(self, form: Form, *, tailed: float = 0.35) -> Clause:
        """A task: title, some sentences, perhaps targets and responsible units."""
        chance = self.chance
        if self._made and chance.random() < _NEAR_DUPLICATES:
            return self._nearly(chance.choice(self._made), form)
        said: list[Sentence] = [sentences.prose(chance) for _ in range(chance.randint(1, 4))]
        if chance.random() < 0.3:
            said.insert(chance.randint(0, len(said)), sentences.promise(chance)[0])
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            said.insert(chance.randint(1, len(said)), self._other_goal(said))
        title = chance.choice((sentences.title, sentences.title, sentences.phrase, lambda _: ""))(chance)
        paragraph = len(said) - 1 if title and len(said) > 3 and chance.random() < 0.1 else 0
        tail = sentences.tail(chance, self.district) if chance.random() < tailed and title else None
        made = Clause(self.next_id(), form, title, tuple(said), tail, paragraph=paragraph)
        self._made.append(made)
        return made

    def enumeration(self, form: Form, inner: Form) -> Clause:
        """A task that goes over into an enumeration: 一是…;二是… in its line, or (1) ① below it."""
        chance = self.chance
        lead = Prose((f"{chance.choice(words.MANNERS)}做好下列工作",), ":")
        size = chance.randint(3, 5)
        children = tuple(
            self._member(inner, "。" if inner in {"first", "round"} or at == size - 1 else ";") for at in range(size)
        )
        title = sentences.title(chance)
        return Clause(self.next_id(), form, title, (sentences.prose(chance), lead), children=children)

    def heading(self, form: Form, children: tuple[Clause, ...], *, lead: float = 0.2) -> Clause:
        """A heading with what stands under it."""
        said = (sentences.prose(self.chance),) if self.chance.random() < lead else ()
        return Clause(self.next_id(), form, sentences.heading(self.chance), said, children=children)

    def table(self) -> Clause:
        """A table of indicators."""
        chance = self.chance
        rows = [("指标", "2025年", "2030年")]
        for name in chance.sample(words.INDICATORS, chance.randint(4, 9)):
            low = chance.randint(50, 90)
            rows.append((name, f"{low}.{chance.randint(0, 9)}%", f"{low + chance.randint(2, 9)}%"))
        return Clause(self.next_id(), "table", f"{self.district}教育发展主要指标", rows=tuple(rows))

    def _other_goal(self, said: list[Sentence]) -> Goal:
        """A goal that measures nothing the clause measures already."""
        before = [one for one in said if isinstance(one, Goal)]
        taken = {one.name for goal in before for one in goal.measures}
        while True:
            goal = sentences.goal(self.chance)
            if not before or (not is_joint(goal) and not taken & {one.name for one in goal.measures}):
                return goal

    def _member(self, form: Form, stop: str) -> Clause:
        said = sentences.prose(self.chance, stop) if self.chance.random() < 0.5 else sentences.short(self.chance, stop)
        return Clause(self.next_id(), form, "", (said,))

    def _nearly(self, other: Clause, form: Form) -> Clause:
        """A clause that says nearly the same as another, or exactly so."""
        said = list(other.said)
        if self.chance.random() > _DUPLICATES / _NEAR_DUPLICATES:
            said[0] = sentences.prose(self.chance)
        return Clause(self.next_id(), form, other.title, tuple(said), other.tail, paragraph=other.paragraph)


def is_joint(goal: Goal) -> bool:
    """Whether its values share a name (小学…元、初中…元; 分别…)."""
    return bool(goal.each) or goal.joint == "、"


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
    parts = []
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


def article(maker: Maker) -> Clause:
    chance = maker.chance
    first = tuple(sentences.prose(chance) for _ in range(chance.randint(1, 2)))
    below: list[Clause] = []
    if chance.random() < 0.3:
        first = (*first[:-1], Prose((f"{chance.choice(words.WHO)}{chance.choice(words.MANNERS)}应当做到",), ":"))
        below = list(items(maker))
    below += [
        Clause(maker.next_id(), "para", "", tuple(sentences.prose(chance) for _ in range(chance.randint(1, 2))))
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))
    ]
    if below and below[-1].form == "para" and chance.random() < 0.3:
        lead = Prose((f"有下列情形的,{chance.choice(words.WHO)}应当{chance.choice(words.VERBS)}{chance.choice(words.THINGS)}",), ":")
        below[-1] = replace(below[-1], said=(lead,), children=items(maker))
    if chance.random() < 0.2 and not (below and below[0].form == "paren"):
        first = (*first, sentences.goal(chance))
    return Clause(maker.next_id(), "article", "", first, children=tuple(below))


def items(maker: Maker) -> tuple[Clause, ...]:
    chance = maker.chance
    size = chance.randint(3, 6)
    items = [
        Clause(maker.next_id(), "paren", "", (sentences.short(chance, "。" if at == size - 1 else ";"),))
        for at in range(size)
    ]
    if chance.random() < 0.2:
        points = tuple(
            Clause(maker.next_id(), "arabic", "", (sentences.short(chance, ";"),)) for _ in range(chance.randint(3, 4))
        )
        lead = Prose((f"按照要求{chance.choice(words.VERBS)}{chance.choice(words.THINGS)}",), ":")
        items[1] = replace(items[1], said=(lead,), children=points)
    return tuple(items)


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
    preamble = f"为{chance.choice(words.VERBS)}{chance.choice(words.THINGS)},根据{chance.choice(words.WORKS_CITED)},结合本地实际,制定本文件。"
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
