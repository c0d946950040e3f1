"""Two editions of a work, and everything that differs between them: one change for each explained fact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.align import Alignment, align
from monitor.attached import page_only
from monitor.changes.attachments import FilePair, below, pairs, placed_under
from monitor.changes.cells import cells
from monitor.changes.consultation import consultation
from monitor.changes.history import history, restated
from monitor.changes.modes import as_repost, plan_only, without_titles
from monitor.changes.pair import Background, Fact, Pair, only_marks, pair, unexplained
from monitor.changes.placed import FRONT, Placed, change
from monitor.changes.references import references
from monitor.changes.regrouping import regrouping
from monitor.changes.remarks import remarks
from monitor.changes.responsible import responsible
from monitor.changes.structure import Structure, structure
from monitor.changes.targets import targets
from monitor.changes.wording import strength
from monitor.changes.work import finalised, metadata, status, title_spans, validity
from monitor.facts.effect import effects
from monitor.records import (
    Article,
    AttachedFile,
    Change,
    Clause,
    Comparison,
    Counts,
    Edition,
    Finding,
    Mode,
    Outline,
)
from monitor.segments import LONGEST
from monitor.text import key
from monitor.tree import place

Explain = Callable[[Pair, Background], Iterator[Fact]]
Clauses = tuple[tuple[Clause, ...], tuple[Clause, ...]]

_IN_CLAUSE: tuple[Explain, ...] = (cells, targets, responsible)

_ABOUT_WORK: Mapping[Mode, tuple[Callable[[Background], Iterator[Fact]], ...]] = {
    "revision": (validity, status, metadata, history),
    "final": (finalised,),
    "repost": (),
}
_NOWHERE = Clause(path="", level=0, kind="paragraph", number="", title="", text="")
_FORCE = re.compile("(?:有效|施行|试行|实施)期限?$")
_FRONT_PATHS = ("", "通知")


def compare(old: Edition, new: Edition, mode: Mode = "revision") -> Comparison:
    """What differs, in the order of the new text; a removed clause stands where it would have stood.

    Equal comparison keys mean that nothing differs: width, blanks, kinds of dashes and brackets never make a change.
    `final` compares a draft's plan with the one issued, `repost` an original (`old`) with a copy elsewhere.
    """
    findings = (*new.article.findings, *new.outline.findings)
    if old == new:
        return Comparison((), findings, Counts(unchanged=len(new.outline.clauses)))
    if mode == "revision":
        found = _of_clauses(page_only(old), page_only(new), without_titles, mode)
        for files in pairs(old, new):
            inside = _of_file(files)
            changes = (*found.changes, *_unsaid(inside.changes, found.changes))
            found = Comparison(changes, (*found.findings, *inside.findings), found.counts + inside.counts)
    else:
        found = _of_clauses(old, new, _plans if mode == "final" else without_titles, mode)
    changes = as_repost(found.changes, old, new) if mode == "repost" else found.changes
    return replace(found, changes=changes, findings=(*findings, *remarks(old, new, changes, mode), *found.findings))


def _of_file(files: FilePair) -> Comparison:
    """What became of a file, and of its clauses: they are compared with their own file's only."""
    told = tuple(files.change())
    old, new = files.old, files.new
    if old is None or new is None or not files.readable:
        counts = Counts(
            unchanged=len(new.clauses) if old and new and not told else 0,
            added=len(new.clauses) if new and not old else 0,
            removed=len(old.clauses) if old and not new else 0,
        )
        return Comparison(told, (), counts)
    inside = _of_clauses(_alone(old, new.name), _alone(new, new.name), _all, "revision")
    changes = (placed_under(each, old.section, new.section) for each in inside.changes)
    findings = tuple(replace(each, path=below(new.section, each.path)) for each in inside.findings)
    return Comparison((*told, *changes), findings, inside.counts)


def _all(old: Edition, new: Edition) -> Clauses:
    return old.outline.clauses, new.outline.clauses


def _plans(old: Edition, new: Edition) -> Clauses:
    return plan_only(old), plan_only(new)


def _alone(file: AttachedFile, title: str) -> Edition:
    """A file as an edition of its own: nothing is known of it but its clauses, whose paths begin at the file."""
    clauses = tuple(clause._replace(path=clause.path[len(file.section) + 1 :]) for clause in file.clauses)
    return Edition(Article(title=title, text=""), Outline(title=title, scheme="plan", clauses=clauses))


def _unsaid(changes: Iterable[Change], said: Iterable[Change]) -> Iterator[Change]:
    """The changes without those that were told of the page: many pages offer their own text as a file."""
    known = {(each.type, key(each.before), key(each.after)) for each in said if each.before or each.after}
    return (each for each in changes if (each.type, key(each.before), key(each.after)) not in known)


def _of_clauses(old: Edition, new: Edition, compared: Callable[[Edition, Edition], Clauses], mode: Mode) -> Comparison:
    """The clauses that `compared` takes of both, and what was odd about comparing them."""
    alignment = align(*compared(old, new))
    shape = structure(alignment)
    background = Background(old, new, alignment)
    about_work = tuple(_about_work(background, mode))
    told = frozenset(str(item.change.facts.get("field") or item.change.type) for item in about_work)
    placed = [
        *about_work,
        *_about_pairs(alignment, shape, background, mode, told),
        *regrouping(alignment, shape),
    ]
    changes = tuple(item.change for item in sorted(placed, key=lambda item: item.at))
    return Comparison(changes, tuple(_coarse(alignment)), _counts(alignment, shape))


def _too_long(one: Clause, other: Clause) -> bool:
    return max(len(one.text), len(other.text)) > LONGEST


def _coarse(alignment: Alignment) -> Iterator[Finding]:
    """`coarse_comparison` where texts are so long that likeness was not asked, or facts were not read."""
    olds, news = alignment.old.clauses, alignment.new.clauses
    if alignment.coarse:
        yield Finding("coarse_comparison", f"两版各有{len(olds)}条和{len(news)}条，数量过多，未逐条比较相似条款")
    for before, after in alignment.edited:
        if _too_long(olds[before], news[after]):
            yield Finding("coarse_comparison", "这一条过长，只标出首尾相同之外的部分", news[after].path)


def _about_work(background: Background, mode: Mode) -> Iterator[Placed]:
    texts = _front(background.old), _front(background.new)
    for explain in _ABOUT_WORK[mode]:
        for fact in explain(background):
            yield Placed(FRONT, change(fact.type, ("", ""), background.new.article.title, texts, facts=fact.facts))


def _front(edition: Edition) -> str:
    """The text before the first clause: where the title and the numbers of a work stand, if anywhere."""
    return next((clause.text for clause in edition.outline.clauses if clause.path == ""), "")


def _about_pairs(
    alignment: Alignment, shape: Structure, background: Background, mode: Mode, told: AbstractSet[str]
) -> Iterator[Placed]:
    """What differs in matched clauses; one whose comparison key differs is never passed over in silence."""
    located: defaultdict[tuple[int, int], list[Fact]] = defaultdict(list)
    if mode != "final":
        for item in consultation(background):
            before = item.before if item.before is not None else _match(alignment.backward, item.after)
            after = item.after if item.after is not None else _match(alignment.forward, item.before)
            if before is not None and after is not None and alignment.forward.get(before) == after:
                located[before, after].append(item.fact)
            elif item.fact.type and (before is None) == (after is None):
                yield _elsewhere(item.fact, item.before, item.after, alignment)
            # Otherwise the clause itself is new or gone: its facts ride along.
    regrouped = shape.split.keys() | {alignment.backward[whole] for whole in shape.merged}
    for before, after in alignment.edited:
        one, other = alignment.old.clauses[before], alignment.new.clauses[after]
        if before in regrouped:
            continue
        if _too_long(one, other):
            paths, texts = (one.path, other.path), (one.text, other.text)
            yield Placed(after, change("clause_reworded", paths, other.title, texts, facts={"strength": "same"}))
            continue
        stated = located.get((before, after), [])
        both = pair(one, other)
        followed = list(references(both, background))
        # A deadline is no target, and a number that only followed a renumbering no part of another fact.
        apart = [*stated, *followed]
        left = replace(both, edits=unexplained(both, apart)) if apart else both
        inside = (fact for explain in _IN_CLAUSE for fact in explain(left, background))
        facts = [*stated, *(fact for fact in inside if not _of_force(both, fact)), *followed]
        for fact in (*facts, *_wording(both, facts, background, told)):
            if not fact.type:
                continue
            where = f"/{fact.cell}" if fact.cell else ""
            paths, texts = (one.path + where, other.path + where), (one.text, other.text)
            title = other.title or one.title
            yield Placed(after, change(fact.type, paths, title, texts, facts=fact.facts, marked=both.segments))


def _of_force(both: Pair, fact: Fact) -> bool:
    """Whether a number is how long the work itself is in force, which is no target."""
    return (
        fact.type.startswith("target")
        and _FORCE.search(str(fact.facts.get("indicator"))) is not None
        and any(each.term == "for" for text in (both.old.text, both.new.text) for each in effects(text))
    )


def _wording(both: Pair, facts: list[Fact], background: Background, told: AbstractSet[str]) -> Iterator[Fact]:
    """What no fact explains: other words, or no more than other punctuation and repeated titles.

    `told` is what is told of the work as a whole (types, fields of metadata): only that explains its title or stage.
    """
    known, explained = list(facts), bool(facts)
    if both.old.path in _FRONT_PATHS and both.new.path in _FRONT_PATHS:
        news = told | ({"history"} if restated(background) else set())
        before = title_spans(both.old.text, background.old.article, news)
        known.append(Fact("", {}, before, title_spans(both.new.text, background.new.article, news)))
        explained = explained or bool(told)
    left = unexplained(both, known)
    words = [edit for edit in left if not only_marks(both, edit)]
    if words:
        yield Fact("clause_reworded", strength(both, words))
    elif not explained or (left and not facts):
        yield Fact("typography", {})


def _elsewhere(fact: Fact, before: int | None, after: int | None, alignment: Alignment) -> Placed:
    """A fact whose two sides stand in clauses that are not each other's match, or in none."""
    old = alignment.old.clauses[before] if before is not None else _NOWHERE
    new = alignment.new.clauses[after] if after is not None else _NOWHERE
    told = change(fact.type, (old.path, new.path), new.title or old.title, (old.text, new.text), facts=fact.facts)
    return Placed(FRONT if after is None else after, told)


def _match(matches: Mapping[int, int], index: int | None) -> int | None:
    return matches.get(index) if index is not None else None


def _counts(alignment: Alignment, shape: Structure) -> Counts:
    """Clauses, not changes: a clause with three changed targets was reworded once."""
    touched = {*map(place, shape.moved | shape.renumbered), *(old for old, _ in alignment.edited)}
    return Counts(
        unchanged=sum(old not in touched for old, _ in alignment.pairs),
        added=len(alignment.new.clauses) - len(alignment.pairs),
        removed=len(alignment.old.clauses) - len(alignment.pairs),
        reworded=len(alignment.edited),
        renumbered=len(shape.renumbered),
        moved=len(shape.moved),
    )
