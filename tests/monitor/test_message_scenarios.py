"""The shared scenarios: what a watcher gets says what the wanted message says."""

from __future__ import annotations

import re

import pytest

from monitor.compare import compare
from monitor.message import between, changed, plain
from tests.monitor.seeds import scenario
from tests.monitor.test_changes import edition

COMPARED = ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S12", "S15", "S16"]
# Kinds in brackets, what is quoted, exchanged values, differences, days, dates, numbers of documents, places, 未变 and
# the like: words that a watcher decides by.
_DECISIVE = re.compile(
    r"【[^】]+】|“[^”]+”|(?:\d[\d-]*[%个所]?(?:以上|以下)?→\d[\d-]*[%个所]?(?:以上|以下)?)|\([+-][^)]+\)|\((?:顺延|提前)\d+天\)"
    r"|\d{4}年\d+月\d+日|\S{1,5}〔\d+〕\d+号|[一二三四五六七]、(?:\([一二三]\))?第\d+条|(?:未变|未增减|缺失|顺延为|不再出现|属正常)"
)
# How much is said in other words: quotations longer than the words that differ (S04), and the words of the text beside
# a table, which stand in the finding's own form (S12).
_OTHERWISE = {"S04": 2, "S12": 1}


@pytest.mark.parametrize("name", COMPARED)
def test_the_decisive_words_are_there(name):
    """Kind, place, values, differences, names and what did not change; English beside it line by line."""
    wanted = scenario(name)
    old, new = edition(wanted["before"]), edition(wanted["after"])
    told = plain(changed(between(old, new), compare(old, new, wanted.get("as", "revision"))))
    words = _DECISIVE.findall(wanted["message_zh"])
    assert len(words) >= 2
    missing = [word for word in words if word.strip("“”") not in told.zh]
    assert len(missing) == _OTHERWISE.get(name, 0), missing
    assert told.en.count("\n") == told.zh.count("\n")
