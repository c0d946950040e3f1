"""Switches a site on in the text of its file, and leaves everything else as its operator wrote it."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

from monitor.errors import StorageError, UsageError

_OFF = re.compile(r"^(\ufeff?[ \t]*enabled[ \t]*=[ \t]*)false\b", re.MULTILINE)


def switched_on(text: str) -> str:
    """The text of a site file that holds, saying `enabled = true`. Raises ValueError where the place cannot be told."""
    wanted = _parsed(text) | {"enabled": True}
    if _parsed(text).get("enabled", True) is True:
        return text
    for found in _OFF.finditer(text):
        changed = f"{text[: found.end(1)]}true{text[found.end() :]}"
        if _parsed(changed) == wanted:
            return changed
    raise ValueError("where enabled = false stands cannot be told")


def switch_on(path: Path) -> None:
    """Write `enabled = true` into a site file; a crash leaves the old file or the new one. Raises UsageError, StorageError."""
    real = path.resolve()
    fresh = real.with_name(f"{real.name}.new")
    try:
        changed = switched_on(real.read_bytes().decode())
        fresh.write_bytes(changed.encode())
        shutil.copymode(real, fresh)
        fresh.replace(real)
    except ValueError as error:
        raise UsageError(f"{path}: {error}; write enabled = true yourself") from error
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror}; write enabled = true yourself") from error


def _parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return {}
