"""Other words: sentences, titles, the ladder of verbs, responsible units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from random import Random

from benchmarks.edits import sentences, words
from benchmarks.edits.draft import Draft, Told, Value
from benchmarks.edits.model import Clause, Prose, Sentence, Tail
from benchmarks.edits.printing import sentence_text

KEPT = 0.6
"""A clause in other words keeps at least this share of its text; below that it may as well be another clause."""

_TABLES = (words.WHO, words.THINGS, words.MANNERS, words.RESULTS, words.VERBS)


def exchanged(draft: Draft, chance: Random) -> Draft | None:
    """One to three words of a sentence give way to others of their kind."""
    found = _with_prose(draft, chance)
    if found is None:
        return None
    clause, at = found
    sentence = clause.said[at]
    assert isinstance(sentence, Prose)
    text = str(sentence.pieces[-1])
    for _ in range(chance.choice((1, 1, 2, 3))):
        text = another_word(text, chance)
    if text == sentence.pieces[-1]:
        return None
    other = _said(clause, at, (replace(sentence, pieces=(*sentence.pieces[:-1], text)),))
    if kept(clause, other) < KEPT:
        return None
    return draft.edited(clause.id, lambda _: other, Told("clause_reworded", clause.id))


def kept(old: Clause, new: Clause) -> float:
    """The share of a clause's own words that stand in the other too, in the same order."""
    return SequenceMatcher(None, words_of(old), words_of(new), autojunk=False).ratio()


def words_of(clause: Clause) -> str:
    """A clause's title and sentences, without numbers."""
    said = (sentence_text(one, _NO_NUMBERS) for one in clause.said)
    return clause.title + "".join(said)


_NO_NUMBERS: defaultdict[int, str] = defaultdict(str)


def another_word(text: str, chance: Random) -> str:
    """The text with one of its words exchanged; the same text where it has none of the tables' words."""
    known = [(word, table) for table in _TABLES for word in table if word in text]
    if not known:
        return text
    word, table = chance.choice(known)
    return text.replace(word, chance.choice([other for other in table if other != word]), 1)


def added(draft: Draft, chance: Random) -> Draft | None:
    """A sentence more."""
    found = _with_prose(draft, chance, least=1)
    if found is None:
        return None
    clause, at = found
    other = _said(clause, at, (clause.said[at], sentences.prose(chance)))
    if kept(clause, other) < KEPT:
        return None
    return draft.edited(clause.id, lambda _: other, Told("clause_reworded", clause.id))


def dropped(draft: Draft, chance: Random) -> Draft | None:
    """A sentence less."""
    found = _with_prose(draft, chance, least=3)
    if found is None:
        return None
    clause, at = found
    if at == 0 and not clause.title:
        return None
    other = _said(clause, at, ())
    if kept(clause, other) < KEPT:
        return None
    return draft.edited(clause.id, lambda _: other, Told("clause_reworded", clause.id))


def strength(draft: Draft, chance: Random) -> Draft | None:
    """A word of the ladder gives way to one of another step."""
    places = [
        (one, at, step)
        for one in draft.free(lambda one: not one.rows)
        for at, sentence in enumerate(one.said)
        if isinstance(sentence, Prose) and len(sentence.pieces) == 2
        for step, ladder in enumerate(words.LADDER)
        if sentence.pieces[0] in ladder
    ]
    if not places:
        return None
    clause, at, step = chance.choice(places)
    other = chance.choice([n for n in range(len(words.LADDER)) if n != step])
    sentence = clause.said[at]
    assert isinstance(sentence, Prose)
    new = replace(sentence, pieces=(chance.choice(words.LADDER[other]), sentence.pieces[1]))
    facts = {"strength": "up" if other > step else "down"}
    return draft.edited(clause.id, lambda one: _said(one, at, (new,)), Told("clause_reworded", clause.id, facts))


def retitled(draft: Draft, chance: Random) -> Draft | None:
    """A heading's words change, in part or all; what stands under it stays."""
    places = draft.free(lambda one: len(one.children) > 2 and bool(one.title) and one.children[0].form != "para")
    if not places:
        return None
    clause = chance.choice(places)
    verb, rest = clause.title[:2], clause.title[2:]
    new = chance.choice(
        (
            chance.choice([word for word in words.TITLE_VERBS if word != verb]) + rest,
            another_word(clause.title, chance),
            clause.title.partition(",")[0] + "," + sentences.phrase(chance),
            sentences.heading(chance),
        )
    )
    return _titled(draft, clause, new)


def item_retitled(draft: Draft, chance: Random) -> Draft | None:
    """An item's glued title changes, its text stays."""
    places = draft.free(lambda one: bool(one.title) and len(one.said) > 1 and not one.children)
    if not places:
        return None
    clause = chance.choice(places)
    new = sentences.title(chance)
    return _titled(draft, clause, new) if kept(clause, replace(clause, title=new)) >= KEPT else None


def units(draft: Draft, chance: Random) -> Draft | None:
    """A unit comes, goes, or another one leads."""
    places = draft.free(lambda one: one.tail is not None and len(one.tail.units) > 1)
    if not places:
        return None
    clause = chance.choice(places)
    assert clause.tail is not None
    old = clause.tail.units
    prefix = draft.work.title[2]
    spare = [name for office in words.OFFICES if (name := f"{prefix}{office}") not in old]
    new = chance.choice(
        (
            (*old, chance.choice(spare)),
            (chance.choice(spare), *old),
            old[:-1],
            old[1:],
            (*old[:-1], chance.choice(spare)),
            (old[1], old[0], *old[2:]),
        )
    )
    facts: dict[str, Value] = {
        "added": tuple(unit for unit in new if unit not in old),
        "removed": tuple(unit for unit in old if unit not in new),
        "lead_old": old[0],
        "lead_new": new[0],
    }
    tail = Tail(new, clause.tail.form)
    return draft.edited(clause.id, lambda one: replace(one, tail=tail), Told("responsible_changed", clause.id, facts))


def _titled(draft: Draft, clause: Clause, title: str) -> Draft | None:
    if title == clause.title:
        return None
    return draft.edited(clause.id, lambda one: replace(one, title=title), Told("clause_reworded", clause.id))


def _with_prose(draft: Draft, chance: Random, least: int = 1) -> tuple[Clause, int] | None:
    """A clause with several sentences that keeps most of its text, and the place of one without references."""
    places = [
        (one, at)
        for one in draft.free(lambda one: sum(isinstance(said, Prose) for said in one.said) >= least)
        for at, sentence in enumerate(one.said)
        if isinstance(sentence, Prose) and len(sentence.pieces) == 1 and sentence.stop == "。" and not one.paragraph
    ]
    return chance.choice(places) if places else None


def _said(clause: Clause, at: int, new: tuple[Sentence, ...]) -> Clause:
    return replace(clause, said=(*clause.said[:at], *new, *clause.said[at + 1 :]))
