"""Changes of a site file's text that leave all else as its author wrote it: comments, order, blanks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, Item, Table

from crawler.rules import ReadingRules
from monitor.errors import UsageError


def with_rules(text: str, url: str, rules: ReadingRules) -> str:
    """The file's text with these selectors at the column or page of an address. Raises UsageError where it has none."""
    document = tomlkit.parse(text)
    watched = next((table for table in _tables(document) if table.get("url") == url), None)
    if watched is None:
        raise UsageError(f"the site file names no column or page {url}; write it there first")
    _put(watched, "listing", {"item": rules.item, "next": rules.next})
    _put(watched, "article", {"container": rules.container, "drop": list(rules.drop) or None})
    return _same_ends(text, tomlkit.dumps(document))


def shown(rules: ReadingRules) -> list[str]:
    """The lines of a site file that say these rules."""
    table: dict[str, Any] = {}
    listing = {name: value for name, value in (("item", rules.item), ("next", rules.next)) if value is not None}
    article = {"container": rules.container, "drop": list(rules.drop)}
    for name, given in (("listing", listing), ("article", {key: value for key, value in article.items() if value})):
        if given:
            table[name] = tomlkit.inline_table()
            table[name].update(given)
    return tomlkit.dumps(table).splitlines() or ["# no selectors: everything is found"]


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """The file's text with these keys of the site itself: `enabled`, `region`, `schedule`, `tags`; None takes one out."""
    document = tomlkit.parse(text)
    for name, value in values.items():
        if value is None:
            document.pop(name, None)
        elif name in document:
            document[name] = value
        else:  # behind the keys that are there, before the first table
            simple = [key for key, item in document.items() if not isinstance(item, Table | AoT)]
            _behind(document, simple[-1], name, tomlkit.item(value))
    return _same_ends(text, tomlkit.dumps(document))


def rewrite(path: Path, change: Callable[[str], str], check: Callable[[Path], object]) -> None:
    """Write a changed file in one step: it is checked beside its place first, and what was there stays until it holds.

    Raises what `check` raises, and UsageError where the file cannot be read or written.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(change(path.read_bytes().decode("utf-8-sig")), encoding="utf-8", newline="")
        try:
            check(beside)
            beside.chmod(path.stat().st_mode & 0o777)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def _tables(document: tomlkit.TOMLDocument) -> Sequence[Table]:
    found: list[Table] = []
    for name in ("columns", "pages"):
        tables = document.get(name)
        found += tables.body if isinstance(tables, AoT) else []
    return found


def _put(table: Table, name: str, wanted: Mapping[str, Any]) -> None:
    """Set, change or take out the keys of a table inside; what is the same stays as it is written."""
    given = {key: value for key, value in wanted.items() if value is not None}
    inside = table.get(name)
    if inside is None:
        if given:
            made = tomlkit.inline_table()
            made.update(given)
            _behind(table.value, list(table)[-1], name, made)
        return
    for key in wanted:
        if key not in given:
            inside.pop(key, None)
        elif inside.get(key) != given[key]:
            inside[key] = given[key]
    if not inside:
        table.remove(name)


def _behind(container: Container, last: str, name: str, item: Item) -> None:
    """Add a key behind another: at the end it would stand behind the comments of the next table."""
    container._insert_after(last, name, item)  # noqa: SLF001 - nothing that is public keeps the order


def _same_ends(before: str, after: str) -> str:
    return after.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in before else after
