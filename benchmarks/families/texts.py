"""Texts as lists of clauses: sentences of their own, and sentences that everybody uses."""

from __future__ import annotations

from random import Random

from benchmarks.edits import sentences, words

_HAN = "一二三四五六七八九十"


def text(chance: Random, least: int = 15, most: int = 70) -> list[str]:
    """A work's clauses, without numbers: about one in eight is one that others have too."""
    made = [f"{said(chance)}{said(chance)}" for _ in range(chance.randint(least, most))]
    for _ in range(chance.choice((0, 2, 4))):
        made.insert(chance.randrange(len(made) + 1), chance.choice(COMMON))
    return made


def said(chance: Random) -> str:
    """One sentence: what is done, or a target."""
    if chance.random() < 0.3:
        rate = chance.choice(words.RATES)
        where = chance.choice(words.WHO)
        return f"到{chance.randint(2024, 2032)}年,{where}{rate}达到{chance.randint(40, 99)}%以上。"
    return "".join(map(str, sentences.prose(chance).pieces)) + "。"


def edited(clauses: list[str], chance: Random, share: float) -> list[str]:
    """The clauses with about this share of them reworded, dropped or added."""
    result: list[str] = []
    for clause in clauses:
        if chance.random() >= share:
            result.append(clause)
            continue
        how = chance.choices(("reword", "figure", "drop", "add"), (5, 3, 1, 1))[0]
        if how == "reword":
            result.append(said(chance) + clause.partition("。")[2])
        elif how == "figure":
            result.append(
                clause.replace("%", f".{chance.randint(1, 9)}%") if "%" in clause else clause.replace("开展", "组织")
            )
        elif how == "add":
            result += [clause, said(chance)]
    return result or clauses[:1]


def printed(clauses: list[str], title: str, chance: Random, *, titled: bool = True) -> str:
    """The clauses numbered: chapters of some clauses each, or articles one by one."""
    lines = [title] if titled else []
    size = chance.choice((3, 5, 8))
    for number, clause in enumerate(clauses):
        if number % size == 0 and number // size < 10:
            lines.append(f"{_HAN[number // size]}、{words.HEADINGS[(number * 7) % len(words.HEADINGS)]}")
        lines.append(f"{number % size + 1}.{clause}" if number // size < 10 else clause)
    return "\n".join(lines)


COMMON = tuple(said(Random(number)) for number in range(30))
"""Sentences that many texts have a few of."""
