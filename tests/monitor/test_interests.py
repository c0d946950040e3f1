"""The index over subscriptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.interests import Interests
from monitor.matching import matches
from monitor.observation import Alert
from monitor.outline import outline
from monitor.records import Article, Edition
from monitor.subscription import Filters, Subscription

SITES = ("澄湖区教育局", "芦汀县教育局")
REGIONS = {"澄湖区教育局": "汐州省/临汐市/澄湖区", "芦汀县教育局": "汐州省/芦汀县"}
WORDS = ("公办园", "公办", "校车", "园", "占比", "区财政局", "托育 服务", "公办园占比")
PATHS = ("二", "二/(一)", "二/（一）/1", "三", "第五条")
KIN = {1: {3}, 2: {3, 5}}
TYPES = ("target_changed", "clause_reworded", "responsible_changed", "clause_renumbered", "contact_changed")
LEVELS = ("low", "medium", "high", "critical")
texts = st.lists(st.sampled_from(WORDS), max_size=4).map("、".join)


def some(values):
    """None, one or two of the values."""
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


wishes = st.builds(
    Filters,
    sites=some(SITES),
    regions=some(("汐州省", "汐州省/临汐市", "汐州省/芦汀县", "别省")),
    columns=some(("规划计划", "通知公告")),
    documents=some((1, 2)),
    families=some((1, 2, 3)),
    kinds=some(("行动计划", "通知")),
    stages=some(("draft", "final")),
    anywhere=some(WORDS),
    clauses=some(PATHS),
    keywords=some(WORDS),
    indicators=some(WORDS),
    levels=some(("contact_changed=high", "clause_renumbered=medium", "target_changed=none")),
    units=some(WORDS),
    types=some(TYPES),
    severity=st.sampled_from(LEVELS),
)
few = st.builds(
    lambda one, name: Filters(**{name: getattr(one, name), "severity": one.severity}),
    wishes,
    st.sampled_from([name for name in Filters.__slots__ if name != "severity"]),
)


@st.composite
def alerts(draw):
    """An alert of one of the sites."""
    changes = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(TYPES),
                    "severity": st.sampled_from(("none", *LEVELS)),
                    "path_before": st.sampled_from((None, "", *PATHS)),
                    "path_after": st.sampled_from((None, "", *PATHS)),
                    "title": texts,
                    "before": texts,
                    "after": texts.map("{}（责任单位：区财政局、区教育局）".format),
                    "facts": st.fixed_dictionaries(
                        {"indicator": texts, "added": st.lists(st.sampled_from(WORDS), max_size=2)}
                    ),
                }
            ),
            max_size=3,
        )
    )
    document = {
        "id": draw(st.integers(1, 3)),
        "title": draw(texts),
        "column": draw(st.sampled_from((None, "规划计划"))),
        "kind": draw(st.sampled_from((None, "行动计划"))),
        "stage": draw(st.sampled_from((None, "draft"))),
    }
    body = draw(texts)
    levels = ["none", *LEVELS]
    return Alert(
        type="document.changed",
        site=draw(st.sampled_from(SITES)),
        url="",
        severity=max((change["severity"] for change in changes), key=levels.index, default="none"),
        payload={"document": document, "changes": changes},
        edition=Edition(Article(title="", text=body), outline(body)),
    )


@given(st.lists(st.one_of(wishes, few), max_size=12), alerts())
def test_the_index_finds_whom_trying_all_would_find(filters, alert):
    """Whatever is asked and whatever is told, the index leaves nobody out and adds nobody."""
    subscriptions = [Subscription(id=number, to="console:", filters=each) for number, each in enumerate(filters)]
    kin = KIN.get(alert.payload.get("document", {}).get("id"), ())
    tried = tuple(each.id for each in subscriptions if matches(each, alert, REGIONS[alert.site], kin))
    assert Interests(subscriptions, REGIONS, KIN).wanting(alert) == tried


def test_who_pauses_wants_nothing():
    """A paused subscription is not found; the same one resumed is."""
    alert = Alert(type="baseline", site=SITES[0], url="", severity="none", payload={})
    waiting, awake = (Subscription(id=number, to="console:", paused=number == 1) for number in (1, 2))
    assert Interests([waiting, awake]).wanting(alert) == (2,)


PLAN = "学前教育行动计划\n一、总体目标\n公办园在园幼儿占比达到55%。\n二、保障措施\n建立机制。（责任单位：区财政局）"


def of_all(kind, **payload):
    """An alert about the whole plan."""
    document = {"id": 1, "title": "学前教育行动计划"}
    alert_type = "deadline.reminder" if payload else "document.changed"
    change = {
        "type": kind,
        "severity": "high",
        "path_before": "",
        "path_after": "",
        "title": "",
        "before": "",
        "after": "",
    }
    changes = [] if payload else [change | {"facts": {}}]
    return Alert(
        type=alert_type,
        site=SITES[0],
        url="",
        severity="high",
        payload={"document": document, "changes": changes} | payload,
        edition=Edition(Article(title="", text=PLAN), outline(PLAN)),
    )


@pytest.mark.parametrize("kind", ["document_withdrawn", "document_restored", "validity_changed", "status_changed"])
@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        (Filters(clauses=("二",)), True),
        (Filters(clauses=("三",)), False),
        (Filters(keywords=("机制",)), True),
        (Filters(keywords=("校车",)), False),
        (Filters(indicators=("公办园占比",)), True),
        (Filters(indicators=("毛入园率",)), False),
        (Filters(units=("区财政局",)), True),
        (Filters(units=("区发改局",)), False),
        (Filters(clauses=("二",), types=("clause_added",)), False),
        (Filters(clauses=("二",), severity="critical"), False),
    ],
)
def test_what_becomes_of_a_document_concerns_who_watches_a_part_of_it(kind, wish, wanted):
    """Who watches a clause, word, indicator or unit that a document has is told that it was withdrawn or repealed."""
    assert matches(Subscription(id=1, to="console:", filters=wish), of_all(kind)) == wanted
    assert bool(Interests([Subscription(id=1, to="console:", filters=wish)]).wanting(of_all(kind))) == wanted


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        (Filters(), True),
        (Filters(severity="critical"), True),
        (Filters(clauses=("二",)), True),
        (Filters(clauses=("三",)), False),
        (Filters(documents=(2,)), False),
        (Filters(types=("deadline_moved",)), True),
        (Filters(types=("clause_added",)), False),
    ],
)
def test_a_reminder_goes_to_who_watches_the_document(wish, wanted):
    """Its severity does not count; of types only that of a moved deadline asks for it."""
    alert = of_all("", reminder={"kind": "deadline"})
    assert matches(Subscription(id=1, to="console:", filters=wish), alert) == wanted
    assert bool(Interests([Subscription(id=1, to="console:", filters=wish)]).wanting(alert)) == wanted
