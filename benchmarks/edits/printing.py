"""A work in print: numbers, paths and text, by the rules of the design and by nothing of the reading's code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from benchmarks.edits.model import TOP, Clause, Goal, Notice, Prose, Reference, Sentence, Tail, Work, walk

_NUMERALS = "零一二三四五六七八九"


def han(number: int) -> str:
    """A number below a thousand in Han numerals: 十二, 三十, 一百零五, 一百一十.

    >>> han(10), han(21), han(105), han(112)
    ('十', '二十一', '一百零五', '一百一十二')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _NUMERALS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_NUMERALS[ones] if ones else "")


# Form → the number as paths write it, and as it is printed at the head of a clause.
NUMBERS: Mapping[str, tuple[Callable[[int], str], str]] = {
    "han": (han, "{}、"),
    "paren": (lambda n: f"({han(n)})", "{}"),
    "arabic": (str, "{}."),
    "round": (lambda n: f"({n})", "{}"),
    "circled": (lambda n: chr(0x2460 + n - 1), "{}"),
    "first": (lambda n: f"第{han(n)}", "{},"),
    "one": (lambda n: f"{han(n)}是", "{}"),
    "part": (lambda n: f"第{han(n)}编", "{} "),
    "chapter": (lambda n: f"第{han(n)}章", "{} "),
    "section": (lambda n: f"第{han(n)}节", "{} "),
    "article": (lambda n: f"第{han(n)}条", "{} "),
    "para": (lambda n: f"第{han(n + 1)}款", ""),
    "table": (lambda n: f"表{n}", ""),
}
INLINE = frozenset({"first", "one"})
HEADINGS = frozenset({"han", "paren", "part", "chapter", "section"})
UNPRINTED = frozenset({"para", "table"})
"""Forms whose number stands in paths only."""

TAILS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "responsible": lambda units: f"(责任单位:{'、'.join(units)})",
    "lead": lambda units: f"(牵头单位:{units[0]}" + (f";配合单位:{'、'.join(units[1:])})" if units[1:] else ")"),
    "verbs": lambda units: f"({units[0]}牵头" + (f",{'、'.join(units[1:])}配合)" if units[1:] else ")"),
    "line": lambda units: f"\n责任单位:{'、'.join(units)}",
}
CONTACTS: Mapping[str, str] = {
    "fax": "传真:{}",
    "email": "电子邮件:{}",
    "phone": "联系电话:{}",
    "post": "信函:{}",
    "web": "网址:{}",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One clause in print; `number` is "" where none is printed."""

    id: int
    parent: int
    path: str
    number: str
    title: str
    text: str
    inline: bool = False


@dataclass(frozen=True)
class Print:
    """A work in print. `front` is the path "" or 通知 → what stands there; `opening` the lines above the clauses."""

    opening: tuple[str, ...]
    clauses: tuple[Printed, ...]
    closing: tuple[str, ...]
    front: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[int, Printed]:
        """Every clause by its id."""
        return {one.id: one for one in self.clauses}

    @property
    def chunks(self) -> list[tuple[str, bool]]:
        """The text in pieces: each with whether it goes on in the line of the piece before it."""
        return [
            *((line, False) for line in self.opening),
            *((one.text, one.inline) for one in self.clauses),
            *((line, False) for line in self.closing),
        ]


def text_of(chunks: list[tuple[str, bool]]) -> str:
    """The whole text."""
    return "".join(text if inline else f"\n{text}" for text, inline in chunks).removeprefix("\n")


def printed(work: Work) -> Print:
    """The work in print."""
    places = _places(work)
    numbers = {id_: number for id_, (_, _, number) in places.items()}
    clauses = []
    for one in walk(work.clauses):
        parent, path, number = places[one.id]
        text = _text(one, numbers)
        shown = "" if one.form in UNPRINTED else number
        clauses.append(Printed(one.id, parent, path, shown, title_of(one, numbers), text, one.form in INLINE))
    assert len({one.path for one in clauses}) == len(clauses), "two clauses have one path"
    opening, front = _opening(work, places)
    return Print(opening, tuple(clauses), work.signed or (), front)


def title_of(clause: Clause, numbers: Mapping[int, str]) -> str:
    """Its heading, or its first sentence."""
    if clause.title:
        return clause.title
    return sentence_text(clause.said[0], numbers)[:-1] if clause.said else ""


def sentence_text(sentence: Sentence, numbers: Mapping[int, str]) -> str:
    """A sentence in print, with what ends it."""
    return (_prose(sentence, numbers) if isinstance(sentence, Prose) else _goal(sentence)) + sentence.stop


def reference_text(reference: Reference, numbers: Mapping[int, str]) -> str:
    """A reference in print."""
    return reference.form.format(*(numbers[target] for target in reference.targets))


def tail_text(tail: Tail | None) -> str:
    """A clause's responsible units in print."""
    return TAILS[tail.form](tail.units) if tail else ""


def day_text(day: object) -> str:
    """A date as notices print it."""
    return f"{day.year}年{day.month}月{day.day}日"  # type: ignore[attr-defined]


def _places(work: Work) -> dict[int, tuple[int, str, str]]:
    """Parent, path and number of every clause."""
    found: dict[int, tuple[int, str, str]] = {}
    counts: Counter[tuple[int, str]] = Counter()

    def place(clauses: tuple[Clause, ...], parent: int, path: str, part: int) -> None:
        scopes = {"arabic": {"parent": parent, "part": part, "work": TOP}[work.arabic], "article": TOP}
        for one in clauses:
            scope = (scopes.get(one.form, parent), one.form)
            counts[scope] += 1
            number = NUMBERS[one.form][0](counts[scope])
            own = number if one.form == "article" or not path else f"{path}/{number}"
            found[one.id] = parent, own, number
            place(one.children, one.id, own, one.id if parent == TOP else part)

    place(work.clauses, TOP, "", TOP)
    return found


def _text(clause: Clause, numbers: Mapping[int, str]) -> str:
    head = NUMBERS[clause.form][1].format(numbers[clause.id])
    if clause.rows:
        return "\n".join([clause.title, *("\t".join(row) for row in clause.rows)])
    said = [sentence_text(one, numbers) for one in clause.said]
    if clause.paragraph:
        said[clause.paragraph] = "\n" + said[clause.paragraph]
    body = "".join(said) + tail_text(clause.tail)
    if not clause.title:
        return head + body
    if not body:
        return head + clause.title
    # The lead of a heading is a paragraph of its own; an item's first sentence is glued to its title.
    glued = clause.form not in HEADINGS or not clause.children or clause.children[0].form in INLINE
    return f"{head}{clause.title}。{body}" if glued else f"{head}{clause.title}\n{body}"


def _prose(sentence: Prose, numbers: Mapping[int, str]) -> str:
    return "".join(
        reference_text(piece, numbers) if isinstance(piece, Reference) else piece for piece in sentence.pieces
    )


def _goal(goal: Goal) -> str:
    lead = goal.lead.format(goal.year)
    if goal.each:
        names = "、".join(one.name for one in goal.measures)
        return f"{lead}{names}{goal.each}{'、'.join(one.shown for one in goal.measures)}"
    return lead + goal.joint.join(one.name + one.verb + one.shown + one.noun for one in goal.measures)


def _opening(work: Work, places: Mapping[int, tuple[int, str, str]]) -> tuple[tuple[str, ...], dict[str, str]]:
    lines: list[str] = []
    front: dict[str, str] = {}
    own = [f"({work.stage})"] if work.stage else []
    own += [work.preamble] if work.preamble else []
    if work.notice and work.notice.apart:
        said = _notice(work.notice, work.title)
        lines += [work.notice.title.format(work.title), *said]
        front["通知"] = "\n".join(said)
        own = [work.title, *own]
        lines += own
    else:
        own += _notice(work.notice, work.title) if work.notice else []
        lines += [work.title, *own]
    if work.contents:
        own.append("目 录")
        lines += ["目 录", *_contents(work.clauses, places)]
    front[""] = "\n".join(own)
    return tuple(lines), front


def _contents(clauses: tuple[Clause, ...], places: Mapping[int, tuple[int, str, str]]) -> list[str]:
    return [
        NUMBERS[one.form][1].format(places[one.id][2]) + one.title
        for one in walk(clauses)
        if one.form in HEADINGS and one.title and one.is_heading
    ]


def _notice(notice: Notice, title: str) -> list[str]:
    lines = [notice.said.format(title)]
    if notice.contacts:
        lines.append("公众可以通过以下途径提出意见:")
        lines += [f"{n}.{CONTACTS[kind].format(value)};" for n, (kind, value) in enumerate(notice.contacts, 1)]
    if notice.deadline:
        lines.append(notice.deadline_form.format(day_text(notice.deadline)))
    return [*lines, *(line for line in notice.signed if line)]
