"""The real documents beside the repository, cut to what an extractor leaves of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"

# The first line of the document, and the first line below it (None: the document goes to the end).
_BOUNDS = {
    "000": ("为深入学习贯彻", "当前页二维码"),
    "001": ("2017年闵行基础教育工作", "上一篇"),
    "002": ("宿城区义务教育", None),
    "003": ("青山区教育事业发展“十四五”规划", "附件:"),
    "004": ("关于推进义务教育", "分享到"),
}


def lines(number):
    """The document's lines with their numbers in the file, from 1."""
    found = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("../shared/seeds is not there")
    first, below = _BOUNDS[number]
    every = list(enumerate(found[0].read_text("utf-8").splitlines(), 1))
    start = next(at for at, line in every if line.strip().startswith(first))
    end = next((at for at, line in every if below and line.strip().startswith(below)), len(every) + 1)
    return [(at, line) for at, line in every if start <= at < end]


def text(number):
    """The document as text, one paragraph a line, blank lines and indents included."""
    return "\n".join(line for _, line in lines(number))


def gold(number):
    """What is right for it."""
    path = SHARED / "gold" / f"{number}.json"
    if not path.exists():
        pytest.skip("../shared/gold is not there")
    return json.loads(path.read_text("utf-8"))


def scenario(name):
    """One of the shared scenarios."""
    path = SHARED / "scenarios.json"
    if not path.exists():
        pytest.skip("../shared/scenarios.json is not there")
    return next(one for one in json.loads(path.read_text("utf-8")) if one["id"] == name)
