"""Who is told what."""

from dataclasses import replace

import pytest

from monitor.matching import matches
from monitor.observation import Alert
from monitor.outline import outline
from monitor.records import Article, Edition
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


TEXT = """澄湖区托育服务三年计划
一、目标
到2027年，公办园在园幼儿占比达到55%以上。
二、措施
（一）扩大供给
1.新建托育机构8家。（责任单位：区卫生健康局、区财政局）"""
REGION = "汐州省/临汐市/澄湖区"


def _detailed():
    """An alert of a document whose target and responsible unit changed."""
    target = _change("high", before="公办园在园幼儿占比达到52%以上", after="公办园在园幼儿占比达到55%以上") | {
        "type": "target_changed",
        "path_before": "一",
        "path_after": "一",
        "facts": {"indicator": "公办园在园幼儿占比", "old": "52%以上", "new": "55%以上"},
    }
    clause = _change("medium", before="1.新建", after="1.新建托育机构8家。（责任单位：区卫生健康局、区财政局）") | {
        "type": "responsible_changed",
        "path_before": "二/(一)/2",
        "path_after": "二/(一)/1",
        "facts": {"added": ["区财政局"], "removed": ["区民政局"], "lead_old": None, "lead_new": None},
    }
    alert = _alert(changes=[target, clause])
    edition = Edition(Article(title="计划", text=TEXT), outline(TEXT))
    document = alert.payload["document"] | {"column": "规划计划", "kind": "行动计划", "stage": "draft"}
    return replace(alert, edition=edition, payload=alert.payload | {"document": document})


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"regions": ("汐州省",)}, True),
        ({"regions": ("/汐州省/临汐市/",)}, True),
        ({"regions": ("汐州省/临汐",)}, False),
        ({"regions": ("芦州省", "汐州省/临汐市/澄湖区")}, True),
        ({"columns": ("规划计划",)}, True),
        ({"columns": ("通知公告",)}, False),
        ({"kinds": ("规划", "行动计划")}, True),
        ({"stages": ("final",)}, False),
        ({"stages": ("draft",), "kinds": ("行动计划",)}, True),
        ({"anywhere": ("扩大供给",)}, True),
        ({"keywords": ("扩大供给",)}, False),
        ({"anywhere": ("校车",)}, False),
        ({"clauses": ("二",)}, True),
        ({"clauses": ("二、/（一）",)}, True),
        ({"clauses": ("二/(一)/2",)}, True),
        ({"clauses": ("三", "二/(二)")}, False),
        ({"indicators": ("公办园占比",)}, True),
        ({"indicators": ("公办幼儿园在园幼儿所占比例",)}, True),
        ({"indicators": ("普惠园占比",)}, False),
        ({"units": ("财政局",)}, True),
        ({"units": ("区卫生健康局",)}, True),
        ({"units": ("区民政局",)}, True),
        ({"units": ("区公安局",)}, False),
        ({"types": ("target_changed",)}, True),
        ({"types": ("deadline_moved",)}, False),
        ({"types": ("responsible_changed",), "severity": "high"}, False),
        ({"types": ("target_changed",), "clauses": ("二",)}, False),
        ({"types": ("target_changed",), "clauses": ("一",), "indicators": ("公办园占比",)}, True),
    ],
)
def test_every_filter_asks_the_document_or_one_change(limits, expected):
    """Prefixes go by whole steps, names of one indicator are one, and one change passes all filters about changes."""
    assert matches(_subscription(**limits), _detailed(), REGION) is expected


def test_a_new_document_is_searched_as_a_whole():
    """Its targets and the units of its clauses are found, though it has one change only."""
    new = _change("high", title="计划", after=TEXT) | {"type": "new_document", "path_after": ""}
    alert = replace(_alert(changes=[new]), edition=Edition(Article(title="计划", text=TEXT), outline(TEXT)))
    assert matches(_subscription(indicators=("公办园占比",), units=("区财政局",)), alert)
    assert not matches(_subscription(indicators=("专任教师",)), alert)
