"""What a comparison must say of two works that share their clauses' identities.

Everything about numbers, order and subtrees follows from the two works and the log; nothing is compared by text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.edits.draft import FRONT, Draft, Log, Told, Value
from benchmarks.edits.model import TOP, Clause, Work, families, parents, references, walk
from benchmarks.edits.printing import Print, Printed, printed, reference_text

SILENT = frozenset({"clause_renumbered", "reference_shifted", "typography"})


@dataclass(frozen=True)
class Event:
    """One change as it must be told; `facts` are those that decide, others are not looked at.

    `of` names the edit's clause, for people who look for it.
    """

    type: str
    path_before: str | None
    path_after: str | None
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def mark(self) -> tuple[object, ...]:
        """What makes two events the same."""
        return self.type, self.path_before, self.path_after, tuple(sorted(self.facts.items(), key=str))

    @property
    def silent(self) -> bool:
        """Whether it is recorded and never sent."""
        return self.type in SILENT


@dataclass(frozen=True)
class Choice:
    """Events of which one of several sets must be told; `what` names the doubt."""

    what: str
    ways: tuple[tuple[Event, ...], ...]


@dataclass(frozen=True)
class Truth:
    """`required` must be told and nothing else may be, but for `optional` events and one way of every choice."""

    required: tuple[Event, ...]
    optional: tuple[Event, ...] = ()
    choices: tuple[Choice, ...] = ()


def truth(draft: Draft) -> Truth:
    """What is true of a draft against the work it began with."""
    old, new = printed(draft.old), printed(draft.work)
    sure, optional = _events(draft, draft.log, old, new)
    common = Counter({event.mark: 1 for event in sure})
    choices = []
    for doubt in draft.unclear:
        ways = [sure]
        for other_log in doubt.others:
            other, more = _events(draft, other_log(draft.log), old, new)
            ways.append(other)
            optional += more
        for way in ways:
            common &= Counter(event.mark for event in way)
        choices.append((doubt.what, ways))
    told = []
    for what, ways in choices:
        shared = Counter(event.mark for event in ways[0])
        for way in ways[1:]:
            shared &= Counter(event.mark for event in way)
        told.append(Choice(what, tuple(tuple(event for event in way if not shared[event.mark]) for way in ways)))
    return Truth(tuple(event for event in sure if common[event.mark]), tuple(optional), tuple(told))


def longest_kept(order: list[int]) -> int:
    """How many of the numbers can stay where they are: the longest increasing subsequence."""
    ends: list[int] = []
    for place in order:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def orders(draft: Draft) -> Iterator[tuple[list[int], int]]:
    """Of every family whose children stayed: their old places in the new order, and how many the log says moved."""
    before = families(draft.old)
    for parent, below in families(draft.work).items():
        places = {one.id: at for at, one in enumerate(before.get(parent, ()))}
        kept = [one.id for one in below if one.id in places]
        yield [places[one] for one in kept], sum(one in draft.log.moved for one in kept)


def _events(draft: Draft, log: Log, old: Print, new: Print) -> tuple[list[Event], list[Event]]:
    reading = _Reading(draft.old, draft.work, log, old, new)
    return list(reading.sure()), list(reading.optional())


class _Reading:
    """One log, read against both prints."""

    def __init__(self, old: Work, new: Work, log: Log, before: Print, after: Print) -> None:
        self.log = log
        self.before, self.after = before.by_id, after.by_id
        self.fronts = before.front, after.front
        self.numbers = tuple(
            {id_: one.path.rpartition("/")[2] for id_, one in side.items()} for side in (self.before, self.after)
        )
        self.olds = {one.id: one for one in walk(old.clauses)}
        self.news = {one.id: one for one in walk(new.clauses)}
        self.parent_old, self.parent_new = parents(old), parents(new)
        # Which old clause a new one is: itself, or what the log says.
        replaced = set(log.same) | set(log.same.values())
        self.was = {id_: id_ for id_ in self.news if id_ in self.olds and id_ not in replaced} | {
            now: then for now, then in log.same.items() if then in self.olds and now in self.news
        }
        self.became = {then: now for now, then in self.was.items()} | {TOP: TOP}

    def sure(self) -> Iterator[Event]:
        yield from self._came()
        yield from self._went()
        for then, now in self.became.items():
            if then != TOP:
                yield from self._stayed(then, now)
        yield from (self._told(one) for one in self.log.told if not one.optional)

    def optional(self) -> Iterator[Event]:
        yield from (self._told(one) for one in self.log.told if one.optional)
        for then, now in self.became.items():
            if then == TOP or self._moved(then, now):
                continue
            old, new = self.before[then], self.after[now]
            last = old.path.rpartition("/")[2], new.path.rpartition("/")[2]
            regrouped = then in self.log.split or now in self.log.merged
            # A number that runs on past a subtree which moved as one; a 款 or a table, whose number is not printed.
            if last[0] != last[1] and (not old.number or self._rode(then) or regrouped):
                yield Event("clause_renumbered", old.path, new.path)

    def _came(self) -> Iterator[Event]:
        parts = set(self.log.split.values())
        for id_, clause in self.news.items():
            if id_ not in self.was and id_ not in parts and self.parent_new[id_] in {TOP, *self.was}:
                yield Event("clause_added", None, self.after[id_].path, _whole(clause, self.after))

    def _went(self) -> Iterator[Event]:
        parts = set(self.log.merged.values())
        for id_, clause in self.olds.items():
            if id_ not in self.became and id_ not in parts and self.parent_old[id_] in self.became:
                yield Event("clause_removed", self.before[id_].path, None, _whole(clause, self.before))

    def _stayed(self, then: int, now: int) -> Iterator[Event]:
        old, new = self.before[then], self.after[now]
        yield from self._regrouped(then, now, old, new)
        if self._moved(then, now):
            yield Event("clause_moved", old.path, new.path)
        elif old.number != new.number and not self._rode(then) and then not in {*self.log.split, *self.log.merged}:
            yield Event("clause_renumbered", old.path, new.path)
        if now != then:
            return
        for reference in references(self.news[now]):
            if all(target in self.before for target in reference.targets) and (
                reference_text(reference, self.numbers[0]) != reference_text(reference, self.numbers[1])
            ):
                yield Event("reference_shifted", old.path, new.path)

    def _regrouped(self, then: int, now: int, old: Printed, new: Printed) -> Iterator[Event]:
        if (part := self.log.split.get(then)) is not None:
            into = (new.path, self.after[part].path)
            yield Event("clause_split", old.path, new.path, {"from": old.path, "into": into})
        if (taken := self.log.merged.get(now)) is not None:
            sources = (old.path, self.before[taken].path)
            yield Event("clause_merged", old.path, new.path, {"from": sources, "into": new.path})

    def _moved(self, then: int, now: int) -> bool:
        return then in self.log.moved or self.became.get(self.parent_old[then]) != self.parent_new[now]

    def _rode(self, then: int) -> bool:
        """Whether it stands in a subtree that moved or got another number as a whole."""
        above = self.parent_old[then]
        while above != TOP:
            now = self.became.get(above)
            if now is None:
                return False
            if self._moved(above, now) or self.before[above].number != self.after[now].number:
                return True
            above = self.parent_old[above]
        return False

    def _told(self, told: Told) -> Event:
        if told.id == FRONT:
            paths = _front_paths(told, *self.fronts)
            return Event(told.type, *paths, told.facts)
        now = self.became.get(told.id)
        cell = f"/{told.cell}" if told.cell else ""
        assert now is not None, "something is told of a clause that is gone"
        return Event(told.type, self.before[told.id].path + cell, self.after[now].path + cell, told.facts)


def _whole(clause: Clause, places: Mapping[int, Printed]) -> dict[str, Value]:
    below = [clause, *walk(clause.children)]
    return {"paths": tuple(places[one.id].path for one in below), "title": places[clause.id].title}


def _front_paths(told: Told, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str]:
    """Contacts and the deadline stand in the notice where there is one, everything else about a work at the root."""
    notice = told.type in {"deadline_moved", "contact_changed"}
    return tuple("通知" if notice and "通知" in side else "" for side in (before, after))  # type: ignore[return-value]
