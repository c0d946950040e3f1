"""What is said of a change: one table from its type to a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from monitor.letter import Words
from monitor.message import facts, reposts, structure, whereabouts
from monitor.message.wording import reworded
from monitor.message.words import KIND, STRENGTH, VALIDITY
from monitor.records import Change

Say = Callable[[Change, Sequence[Change]], Words]

_SAY: Mapping[str, Say] = MappingProxyType(
    {
        "target_changed": facts.target_changed,
        "target_added": facts.target_added,
        "target_removed": facts.target_removed,
        "deadline_moved": facts.deadline_moved,
        "responsible_changed": facts.responsible_changed,
        "status_changed": facts.status_changed,
        "validity_changed": facts.validity_changed,
        "contact_changed": facts.contact_changed,
        "metadata_changed": facts.metadata_changed,
        "table_cell_changed": facts.table_cell_changed,
        "document_cited": facts.document_cited,
        "clause_reworded": reworded,
        "clause_added": structure.clause_added,
        "clause_removed": structure.clause_removed,
        "clause_moved": structure.clause_moved,
        "clause_renumbered": structure.clause_renumbered,
        "clause_split": structure.clause_split,
        "clause_merged": structure.clause_merged,
        "repost_diff": reposts.differs,
        "repost_missing_clause": reposts.lacks,
        "repost_linked": reposts.linked,
        "new_document": whereabouts.new_document,
        "document_withdrawn": whereabouts.withdrawn,
        "document_restored": whereabouts.restored,
        "attachment_added": whereabouts.attachment_added,
        "attachment_removed": whereabouts.attachment_removed,
        "attachment_replaced": whereabouts.attachment_replaced,
        "reference_shifted": lambda _, __: Words(
            "条文引用的序号随之调整,内容未变", "numbers of references followed, nothing else changed"
        ),
        "typography": lambda _, __: Words("仅标点或版式不同", "only punctuation or layout differs"),
    }
)
"""Change type → its sentence; every type has one."""


def said(change: Change, beside: Sequence[Change] = ()) -> Words:
    """The change in words; `beside` are the other changes that are told of the same clause."""
    return _SAY[change.type](change, beside)


def kind(change: Change) -> Words:
    """What the change is called: its type's name, or a better one that its facts allow."""
    if change.type == "validity_changed":
        return VALIDITY.get(str(change.facts.get("new")), KIND[change.type])
    if change.type == "status_changed" and change.facts.get("new") == facts.ISSUED:
        return Words(facts.ISSUED, "Issued")
    if change.type == "clause_reworded" and (strength := str(change.facts.get("strength"))) in {"up", "down"}:
        name, effect = KIND[change.type], STRENGTH[strength]
        return Words(f"{name.zh}·{effect.zh}", f"{name.en} · {effect.en}")
    return KIND[change.type]
