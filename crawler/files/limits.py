"""How much of a file is read. What a hostile file costs beyond that is cut by the limits of the reading child."""

from __future__ import annotations

PAGES = 1000
"""Pages of a PDF."""
CHARACTERS = 400_000
"""Characters of one file's text: several times the longest plan."""
CELLS = 200_000
"""Cells of all sheets of a workbook."""
COLUMNS = 60
"""Cells of one row."""
MEMBERS = 200
"""Entries of an archive."""
MEMBER_BYTES = 64 * 1024 * 1024
"""One member of an archive, unpacked."""
ARCHIVE_BYTES = 256 * 1024 * 1024
"""All members of an archive, unpacked."""


def cut(text: str) -> tuple[str, bool]:
    """The text up to the last whole line within the limit, and whether something is missing."""
    if len(text) <= CHARACTERS:
        return text, False
    return text[: text.rfind("\n", 0, CHARACTERS) + 1 or CHARACTERS].rstrip("\n"), True
