"""Sentences, targets, titles and units, made at random from the tables of `words`."""

from __future__ import annotations

from random import Random

from benchmarks.edits import words
from benchmarks.edits.model import Goal, Measure, Prose, Tail

_ENDED = ":"


def prose(chance: Random, stop: str = "。") -> Prose:
    """A sentence without numbers, as plans have them: who does what, how, to what end."""
    who, manner, result = chance.choice(words.WHO), chance.choice(words.MANNERS), chance.choice(words.RESULTS)
    one, two = (chance.choice(words.VERBS) + chance.choice(words.THINGS) for _ in range(2))
    return Prose((chance.choice(_SHAPES).format(who=who, manner=manner, one=one, two=two, result=result),), stop)


_SHAPES = (
    "{who}{manner}{one},{result}",
    "{manner}{one},由{who}{two}",
    "{one},{two},{result}",
    "{who}负责{one},{manner}{two}",
    "{one}时,{who}应一并{two}",
    "{manner}{one}和{two},{result}",
)


def short(chance: Random, stop: str) -> Prose:
    """A member of an enumeration; it names two things, so that no two are alike by chance."""
    one, two = (chance.choice(words.VERBS) + chance.choice(words.THINGS) for _ in range(2))
    return Prose((f"{chance.choice(words.MANNERS)}{one}并{two}",), stop)


def promise(chance: Random) -> tuple[Prose, int]:
    """A sentence with one word of the ladder, and on which step it stands."""
    step = chance.randrange(len(words.LADDER))
    return Prose(promised(chance.choice(words.LADDER[step]), chance)), step


def promised(word: str, chance: Random) -> tuple[str, ...]:
    """The pieces of a promise: its word, and the rest."""
    _, _, rest = chance.choice(words.LADDER_PHRASES).partition("{}")
    return word, rest.format(chance.choice(words.THINGS)) + f",{chance.choice(words.RESULTS)}"


def title(chance: Random) -> str:
    """An item's title; long enough that two of them are seldom alike."""
    return chance.choice(words.TITLE_VERBS) + chance.choice(words.HEADINGS)


def phrase(chance: Random) -> str:
    """A title that says what is done."""
    return chance.choice(words.VERBS) + chance.choice(words.THINGS)


def heading(chance: Random) -> str:
    """A chapter's or a section's heading."""
    return f"{chance.choice(words.TITLE_VERBS)}{chance.choice(words.HEADINGS)},{phrase(chance)}"


def goal(chance: Random) -> Goal:
    """A sentence of one to three targets, in one of the ways plans have."""
    return chance.choice(_GOALS)(chance)


def measure(chance: Random) -> Measure:
    """One quantity: a rate or a count."""
    return chance.choice((_rate, _rate, _count))(chance)


def resized(one: Measure, chance: Random) -> Measure:
    """The same measure with another value of the same kind."""
    while True:
        digits = "".join(char if char in _DIGITS else " " for char in one.shown).split()
        shown = one.shown
        low = 0.0
        for number in digits:
            value = float(number) * chance.uniform(0.75, 1.3)
            value = max(low + 1, min(value, 99 if "%" in one.shown else 99999))
            low = value
            new = f"{value:.1f}" if "." in number else str(round(value))
            shown = shown.replace(number, f"\0{new}", 1)
        shown = shown.replace("\0", "")
        if shown != one.shown:
            return Measure(one.name, one.verb, shown, one.noun)


_DIGITS = "0123456789."


def units(chance: Random, district: str, least: int = 1) -> tuple[str, ...]:
    """Responsible units; the first leads."""
    prefix = district[-1]
    names = [f"{prefix}{name}" for name in chance.sample(words.OFFICES, chance.randint(least, 4))]
    return (*names, "各镇街") if chance.random() < 0.2 else tuple(names)


def tail(chance: Random, district: str) -> Tail:
    """The bracket at a clause's end that names them."""
    form = chance.choices(("responsible", "lead", "verbs", "line"), (8, 2, 2, 1))[0]
    return Tail(units(chance, district, 2), form)


def _rate(chance: Random) -> Measure:
    name, value = chance.choice(words.RATES), chance.randint(40, 96)
    number = f"{value}.{chance.randint(1, 9)}" if chance.random() < 0.2 else str(value)
    return chance.choice(
        (
            Measure(name, "达到", f"{number}%以上"),
            Measure(name, "达到", f"{number}%"),
            Measure(name, "提高到", f"{number}%"),
            Measure(name, "", f"不低于{number}%"),
            Measure(name, "保持在", f"{value - 12}%至{value}%"),
        )
    )


def _count(chance: Random) -> Measure:
    name, unit, low, high, step = chance.choice(words.COUNTS)
    value = chance.randrange(low, high, step)
    return chance.choice(
        (
            Measure(name, "", f"{value}{unit}"),
            Measure(name, "", f"不少于{value}{unit}"),
            Measure(name, "", f"{value}{unit}以上"),
            Measure(name, "", f"{value}-{value + 2 * step}{unit}"),
        )
    )


def _year(chance: Random) -> tuple[str, str]:
    return chance.choice(("到{}年,", "到{}年底,", "{}年,", "{}年底前,")), str(chance.randint(2026, 2035))


def _single(chance: Random) -> Goal:
    lead, year = _year(chance)
    return Goal((measure(chance),), lead, year)


def _timeless(chance: Random) -> Goal:
    return Goal((_count(chance),))


def _several(chance: Random) -> Goal:
    lead, year = _year(chance)
    found: dict[str, Measure] = {}
    while len(found) < 2:
        one = measure(chance)
        found[one.name] = one
    return Goal(tuple(found.values()), lead, year)


def _listed(chance: Random) -> Goal:
    lead, year = _year(chance)
    what = chance.choice(("生均公用经费", "困难学生补助"))
    amount = chance.randrange(400, 900, 50)
    levels = chance.sample(words.STAGES_OF_SCHOOL[:3], 3)
    measures = tuple(Measure(level, "", f"{amount + 100 * n}元") for n, level in enumerate(levels))
    return Goal((Measure(f"{what}标准为{levels[0]}", "", measures[0].shown), *measures[1:]), lead, year, "、")


def _respective(chance: Random) -> Goal:
    what, unit = chance.choice(words.PER_SCHOOL)
    first, second = chance.sample(words.STAGES_OF_SCHOOL, 2)
    one = chance.randint(2, 40)
    return Goal(
        (Measure(first, "", f"{one}{unit}"), Measure(second, "", f"{one + chance.randint(1, 9)}{unit}")),
        f"{what}",
        None,
        each="分别不少于" if chance.random() < 0.4 else "分别达到",
    )


_GOALS = (_single, _single, _single, _timeless, _several, _several, _listed, _respective)
