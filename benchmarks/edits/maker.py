"""Clauses made at random: tasks, enumerations, headings, tables, articles; each with an id of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random

from benchmarks.edits import sentences, words
from benchmarks.edits.model import Clause, Form, Goal, Prose, Sentence

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


def article(maker: Maker) -> Clause:
    chance = maker.chance
    first: tuple[Sentence, ...] = tuple(sentences.prose(chance) for _ in range(chance.randint(1, 2)))
    below: list[Clause] = []
    if chance.random() < 0.3:
        first = (*first[:-1], Prose((f"{chance.choice(words.WHO)}{chance.choice(words.MANNERS)}应当做到",), ":"))
        below = list(items(maker))
    below += [
        Clause(maker.next_id(), "para", "", tuple(sentences.prose(chance) for _ in range(chance.randint(1, 2))))
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))
    ]
    if below and below[-1].form == "para" and chance.random() < 0.3:
        lead = Prose(
            (f"有下列情形的,{chance.choice(words.WHO)}应当{chance.choice(words.VERBS)}{chance.choice(words.THINGS)}",),
            ":",
        )
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
