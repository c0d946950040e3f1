"""What to write instead, where the settings do not hold: one line that names the file or the variable, and the key."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

PREFIX = "CLAUSEWATCH_"

_TEXT = "must be text in quotes"
_NUMBER = "must be a number"
_WHOLE = "must be a whole number"
_TABLE = "must be a table with keys of its own"
_WORDS = MappingProxyType(
    {
        "path_type": _TEXT,
        "string_type": _TEXT,
        "float_type": _NUMBER,
        "float_parsing": _NUMBER,
        "finite_number": _NUMBER,
        "int_type": _WHOLE,
        "int_parsing": _WHOLE,
        "int_from_float": _WHOLE,
        "greater_than": "must be greater than {gt:g}",
        "greater_than_equal": "must be {ge:g} or more",
        "frozen_set_type": 'must be a list, such as ["127.0.0.1"]',
        "model_type": _TABLE,
        "dict_type": _TABLE,
        "missing": "is missing",
        "value_error": "{error}",
    }
)
# Kubernetes and Docker set these beside a service that is called clausewatch.
_PLATFORM = re.compile(rf"{PREFIX}(?:SERVICE_(?:HOST|PORT\w*)|PORT(?:_\w+)?)")


def of(error: ValidationError, model: type[BaseModel], file: Path, environ: Mapping[str, str]) -> str:
    """The first thing that does not hold in `model`, named where it stands: in a variable, or else in the file."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    place = _variable(path, environ) or f"{file}: {'.'.join(path)}"
    if first["type"] == "extra_forbidden":
        return f"{place}: unknown key; {_hint(path[-1], _keys(model, path[:-1]))}"
    words = _WORDS.get(first["type"], first["msg"])
    return f"{place}: {words.format_map(first.get('ctx', {}))}"


def no_json(model: type[BaseModel], environ: Mapping[str, str]) -> str:
    """Which variables are no JSON where JSON is needed."""
    wanted = set(_of_json(model))
    wrong = [name for name in sorted(environ) if name.upper() in wanted and not _is_json(environ[name])]
    return f"{' and '.join(wrong)}: must be JSON; write lists such as '[\"127.0.0.1\"]'"


def unknown_variable(model: type[BaseModel], environ: Mapping[str, str], named: Iterable[str]) -> str | None:
    """What is wrong with the first `CLAUSEWATCH_…` variable that means nothing; None where there is none.

    `named` are the variables that the settings name for their secrets; each may have `_FILE` behind it.
    """
    names = [f"{PREFIX}{key.upper()}" for key in model.model_fields]
    secrets = {*named, f"{PREFIX}WEBHOOK_SECRET", f"{PREFIX}TOKEN_SECRET"}
    known = {*names, *secrets, *(f"{name}_FILE" for name in secrets)}
    for name in sorted(environ):
        upper = name.upper()
        if not upper.startswith(PREFIX) or name in known or upper in known or _PLATFORM.fullmatch(upper):
            continue
        if upper.partition("__")[0] not in names:
            nested = [f"{PREFIX}{path}" for path in _nested(model)]
            return f"{name}: no such setting; {_hint(upper, [*names, *nested], 'see docs/settings.md')}"
    return None


def _variable(path: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """The variable that says this key, or holds the table around it as JSON."""
    spelled = {name.upper(): name for name in environ if environ[name]}
    for length in range(len(path), 0, -1):
        if (upper := PREFIX + "__".join(path[:length]).upper()) in spelled:
            inside = ".".join(path[length:])
            return spelled[upper] + (f": {inside}" if inside else "")
    return None


def _keys(model: Any, path: Sequence[str]) -> list[str]:
    """The keys of the table at a path."""
    kind = model
    for part in path:
        kind = kind.model_fields[part].annotation if _is_model(kind) else get_args(kind)[1]
    return list(kind.model_fields)


def _nested(model: type[BaseModel]) -> Iterator[str]:
    for key, field in model.model_fields.items():
        if _is_model(field.annotation):
            yield from (f"{key}__{inner}".upper() for inner in _keys(model, [key]))


def _of_json(model: Any, prefix: str = PREFIX) -> Iterator[str]:
    """The variables that hold more than one value."""
    for key, field in model.model_fields.items():
        name = prefix + key.upper()
        if _is_model(field.annotation):
            yield from _of_json(field.annotation, f"{name}__")
        if _is_model(field.annotation) or get_origin(field.annotation) in {dict, frozenset}:
            yield name


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return not text
    return True


def _hint(name: str, known: Sequence[str], otherwise: str = "") -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else otherwise or f"known keys: {', '.join(known)}"
