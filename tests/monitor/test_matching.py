"""Who is told what."""

import pytest

from monitor.matching import matches
from monitor.observation import Alert
from monitor.subscription import Filters, Subscription


def _change(severity, title="", before="", after=""):
    return {
        "type": "clause_added",
        "path_before": None,
        "path_after": "二",
        "facts": {},
        "severity": severity,
        "title": title,
        "before": before,
        "after": after,
    }


def _alert(severity="high", changes=(), **given):
    document = {"id": 7, "title": "澄湖区托育服务三年计划"}
    values = {"type": "document.changed", "site": "澄湖区教育局", "url": "http://e.cn/7"} | given
    return Alert(**values, severity=severity, payload={"document": document, "changes": list(changes)})


def _subscription(**limits):
    return Subscription(id=1, to="console:", filters=Filters(**limits))


BASELINE = Alert(
    type="baseline", site="澄湖区教育局", url="http://e.cn/", severity="none", payload={"documents": 3, "columns": []}
)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, True),
        ({"sites": ("澄湖区教育局",)}, True),
        ({"sites": ("别处",)}, False),
        ({"documents": (7,)}, True),
        ({"documents": (8,)}, False),
        ({"severity": "high"}, True),
        ({"severity": "critical"}, False),
        ({"keywords": ("托育 服务",)}, True),
        ({"keywords": ("校车",)}, False),
        ({"sites": ("澄湖区教育局",), "documents": (7,), "keywords": ("托育",), "severity": "low"}, True),
        ({"sites": ("澄湖区教育局",), "documents": (8,), "keywords": ("托育",)}, False),
    ],
)
def test_all_limits_hold(limits, expected):
    """An alert is told when site, document, keyword and severity all fit; None fits everything."""
    assert matches(_subscription(**limits), _alert(changes=[_change("high")])) is expected


@pytest.mark.parametrize("field", ["title", "before", "after"])
def test_a_keyword_is_found_in_what_changed(field):
    """A keyword that stands only in a change is found by its key: width and blanks do not count."""
    alert = _alert(changes=[_change("high", **{field: "新增学位１８００个"})])
    assert matches(_subscription(keywords=("学位1800",)), alert)


def test_a_keyword_in_a_silent_change_tells_nothing():
    """A clause that only got another number is no reason to tell, though the keyword stands in it."""
    alert = _alert(changes=[_change("none", after="五、校车安全"), _change("high", after="学位")])
    assert not matches(_subscription(keywords=("校车",)), alert)
    assert matches(_subscription(keywords=("学位",)), alert)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, True),
        ({"severity": "critical", "keywords": ("校车",)}, True),
        ({"sites": ("别处",)}, False),
        ({"documents": (7,)}, False),
    ],
)
def test_a_baseline_is_for_everyone_who_watches_the_site(limits, expected):
    """A baseline's summary says that watching began: severity and keyword do not hold it back."""
    assert matches(_subscription(**limits), BASELINE) is expected
