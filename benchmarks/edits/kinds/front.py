"""What stands around the clauses, and tables: deadline, contacts, stage, title, cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from benchmarks.edits.draft import FRONT, Draft, Told, Value
from benchmarks.edits.works import contact as another_contact

_STAGES = ("试行", "征求意见稿")


def deadline(draft: Draft, chance: Random) -> Draft | None:
    """Opinions are taken for longer, or for less long."""
    notice = draft.work.notice
    if notice is None or notice.deadline is None or "deadline" in draft.done:
        return None
    days = chance.choice((-10, -5, 5, 10, 15, 31))
    new = notice.deadline + timedelta(days=days)
    facts: dict[str, Value] = {"old": notice.deadline.isoformat(), "new": new.isoformat(), "days": days}
    made = draft.with_work(replace(draft.work, notice=replace(notice, deadline=new)))
    return made.logged(Told("deadline_moved", FRONT, facts))


def contact(draft: Draft, chance: Random) -> Draft | None:
    """A number or an address changes."""
    notice = draft.work.notice
    if notice is None or not notice.contacts or "contact" in draft.done:
        return None
    at = chance.randrange(len(notice.contacts))
    kind, old = notice.contacts[at]
    new = another_contact(kind, chance)
    if new == old:
        return None
    contacts = (*notice.contacts[:at], (kind, new), *notice.contacts[at + 1 :])
    made = draft.with_work(replace(draft.work, notice=replace(notice, contacts=contacts)))
    return made.logged(Told("contact_changed", FRONT, {"kind": kind, "old": old, "new": new}))


def stage(draft: Draft, chance: Random) -> Draft | None:
    """(试行) or (征求意见稿) comes or goes; a draft that goes on asking for opinions keeps its marker."""
    asking = draft.work.notice is not None and bool(draft.work.notice.contacts)
    if "stage" in draft.done or asking:
        return None
    old = draft.work.stage
    new = None if old else chance.choice(_STAGES)
    facts = {"old": old} if old else {"new": new}
    return draft.with_work(replace(draft.work, stage=new)).logged(Told("status_changed", FRONT, facts))


def title(draft: Draft, chance: Random) -> Draft | None:
    """The work is called otherwise; a notice would name it too, and change its words."""
    if draft.work.notice is not None or "title" in draft.done:
        return None
    old = draft.work.title
    spot = chance.choice((3, len(old)))
    new = f"{old[:3]}{chance.choice(('深化', '促进', '全面'))}{old[3:]}" if spot == 3 else f"{old[:3]}新一轮{old[3:]}"
    facts = {"field": "title", "old": old, "new": new}
    return draft.with_work(replace(draft.work, title=new)).logged(Told("metadata_changed", FRONT, facts))


def cell(draft: Draft, chance: Random) -> Draft | None:
    """One value of a table changes."""
    places = draft.free(lambda one: bool(one.rows))
    if not places:
        return None
    table = chance.choice(places)
    row, column = chance.randrange(1, len(table.rows)), chance.choice((1, 2))
    old = table.rows[row][column]
    new = f"{float(old[:-1]) + chance.choice((-2, -1.5, 1.2, 3)):.1f}%"
    cells = list(table.rows[row])
    cells[column] = new
    rows = (*table.rows[:row], tuple(cells), *table.rows[row + 1 :])
    name, head = table.rows[row][0].removesuffix("(%)"), table.rows[0][column]
    facts = {"row": name, "column": head, "old": old, "new": new}
    told = Told("table_cell_changed", table.id, facts, cell=f"{name}/{head}")
    return draft.edited(table.id, lambda one: replace(one, rows=rows), told)
