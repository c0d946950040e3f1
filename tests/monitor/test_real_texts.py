"""Small edits of real documents: exactly what was edited is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from monitor.compare import compare
from monitor.outline import outline
from monitor.records import Edition
from monitor.transcript import article

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="../shared/seeds is not there")


@cache
def seed(number: str) -> str:
    """The text of a real document as it was once extracted, noise included."""
    return next(SEEDS.glob(f"{number}_*.txt")).read_text("utf-8")


def edition(text: str) -> Edition:
    """A plain text as the command line reads it."""
    read = article(text)
    return Edition(read, outline(read.text, title=read.title))


def told(old: str, new: str):
    """The changes between two texts that have weight, and the types of those that have none."""
    changes = compare(edition(old), edition(new)).changes
    return [c for c in changes if c.severity != "none"], {c.type for c in changes if c.severity == "none"}


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_document_is_the_same_as_itself(number):
    """Reading the same text twice gives no change."""
    assert compare(edition(seed(number)), edition(seed(number))).same


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_full_width_punctuation_is_noise(number):
    """The texts have half-width commas; live pages have full-width ones."""
    assert compare(edition(seed(number)), edition(seed(number).replace(",", "，"))).same


@pytest.mark.parametrize(
    ("number", "before", "after", "old", "new"),
    [
        ("003", "公办园在园幼儿占比达50%以上", "公办园在园幼儿占比达55%以上", "50%", "55%"),
        ("003", "公益普惠园占比达85%以上", "公益普惠园占比达80%以上", "85%", "80%"),
        ("003", "学前三年教育毛入学率达到96%以上", "学前三年教育毛入学率达到97%以上", "96%", "97%"),
        ("002", "学生参与社团活动比例不低于80%", "学生参与社团活动比例不低于85%", "80%", "85%"),
        ("000", "“一人一案”覆盖率100%", "“一人一案”覆盖率98%", "100%", "98%"),
    ],
)
def test_one_changed_target_is_one_change(number, before, after, old, new):
    """A value changed inside running text is one `target_changed` and nothing else."""
    text = seed(number)
    assert text.count(before) == 1
    (change,), silent = told(text, text.replace(before, after))
    assert (change.type, silent) == ("target_changed", set())
    assert old in change.facts["old"]
    assert new in change.facts["new"]


def test_an_inserted_item_renumbers_in_silence():
    """A clause put into part 二, whose items run through, is one `clause_added`; the items after it only count on."""
    lines = seed("002").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("7."))
    grown = [*lines[:at], "7.建立图书漂流角。各校在走廊设立图书漂流角,学生自行登记借还。(责任单位:区教育局)"]
    for line in lines[at:]:
        head, dot, rest = line.partition(".")
        grown.append(f"{int(head) + 1}{dot}{rest}" if dot and head.isdigit() else line)
    (change,), silent = told("\n".join(lines), "\n".join(grown))
    assert (change.type, change.path_after) == ("clause_added", "二/(三)/7")
    assert silent == {"clause_renumbered"}


def test_a_moved_deadline_is_one_change():
    """The deadline of a consultation stands in its notice and is told once."""
    before, after = "2020年1月31日", "2020年2月10日"
    text = seed("000")
    assert text.count(before) == 1
    (change,), silent = told(text, text.replace(before, after))
    assert (change.type, silent) == ("deadline_moved", set())
    assert change.facts == {"old": "2020-01-31", "new": "2020-02-10", "days": 10}
    assert change.path_after in {"", "通知"}


def test_a_dropped_unit_is_one_change():
    """A unit taken out of one task's line is one `responsible_changed`."""
    before, after = "区文广旅局、区财政局)", "区财政局)"
    text = seed("002")
    (change,), silent = told(text, text.replace(before, after, 1))
    assert (change.type, silent) == ("responsible_changed", set())
    assert change.facts["removed"] == ["区文广旅局"]


def test_a_dropped_chapter_is_one_change():
    """A whole part that is gone is one `clause_removed` with all its paths."""
    text = seed("002")
    start, end = text.index("\n(二)建立多方参与机制"), text.index("\n(三)健全投入保障机制")
    (change,), _ = told(text, text[:start] + text[end:])
    assert (change.type, change.path_before) == ("clause_removed", "三/(二)")
