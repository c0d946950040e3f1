"""The index over subscriptions."""

from __future__ import annotations

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
    kinds=some(("行动计划", "通知")),
    stages=some(("draft", "final")),
    anywhere=some(WORDS),
    clauses=some(PATHS),
    keywords=some(WORDS),
    indicators=some(WORDS),
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
    tried = tuple(each.id for each in subscriptions if matches(each, alert, REGIONS[alert.site]))
    assert Interests(subscriptions, REGIONS).wanting(alert) == tried


def test_who_pauses_wants_nothing():
    """A paused subscription is not found; the same one resumed is."""
    alert = Alert(type="baseline", site=SITES[0], url="", severity="none", payload={})
    waiting, awake = (Subscription(id=number, to="console:", paused=number == 1) for number in (1, 2))
    assert Interests([waiting, awake]).wanting(alert) == (2,)
