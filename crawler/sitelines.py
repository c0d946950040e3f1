"""Where in a site file a key stands, as people count: lines and positions from 1."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from crawler.refusal import Path


def shown(path: Path) -> str:
    """A path as people count: `columns[2].url` is the second column's."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def line_of(text: str, path: Path) -> int:
    """The line (from 1) where the statement of a path begins, or of the nearest table around it; 1 for the file's own.

    The standard reader tells no lines. But it reads any beginning of a file that ends with a whole statement, and a
    path exists from the statement on that writes it.
    """
    return lines_of(text, [path])[0]


def lines_of(text: str, paths: Sequence[Path]) -> list[int]:
    """`line_of` each of the paths, reading the text once."""
    lines = text.splitlines()
    best, reached, begins = [1] * len(paths), [0] * len(paths), 0
    for number in range(1, len(lines) + 1):
        if begins == 0 and lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#"):
            begins = number
        try:
            document = tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            continue  # the statement goes on in the next line
        for at, path in enumerate(paths):
            if (depth := _depth(document, path)) > reached[at]:
                best[at], reached[at] = begins or number, depth
        begins = 0
    return best


def _depth(document: Any, path: Path) -> int:
    for depth, part in enumerate(path):
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return depth
    return len(path)
