"""The lines of a page as they are handed to `monitor.transcript`: the document's, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor import labels
from monitor.records import Attachment, Finding, Table


class Line(NamedTuple):
    """One paragraph. `heading` says that the page marks it as its title, `table` that it is a row of that table."""

    text: str
    heading: bool = False
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a document on its page.

    `before` and `after` are the lines above and below, `window` is the browser window's title, `declared` are
    metadata that the page declares invisibly, `site` and `column` are the names that the operator gave.
    """

    before: Sequence[Line] = ()
    after: Sequence[Line] = ()
    window: str = ""
    declared: Mapping[labels.Field, str] = field(default_factory=dict)
    declared_site: str | None = None
    declared_column: str | None = None
    site: str | None = None
    column: str | None = None
    tables: Sequence[Table] = ()
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
