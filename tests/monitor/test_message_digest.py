"""The letter of a digest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.letter import Words
from monitor.message.digest import LINES, Told, digest, ordered
from monitor.message.plain import plain
from monitor.severity import LADDER

tolds = st.builds(
    Told,
    heading=st.just(Words("目标调整", "Target changed")),
    title=st.text(max_size=200).filter(lambda title: not set(title) & set("\n\r")),
    site=st.just("澄湖区教育局"),
    severity=st.sampled_from(LADDER[1:]),
    document=st.integers(1, 9999),
    times=st.integers(1, 5),
)


@given(st.lists(tolds, min_size=1, max_size=300), st.sampled_from(("daily", "weekly", "burst", "gathered")))
def test_a_digest_is_one_screen_and_leaves_nothing_uncounted(told, kind):
    """However much it tells of, it has a screen's lines of bounded length, and says how many it does not show."""
    message = plain(digest(told, kind))
    for text in (message.zh, message.en):
        lines = text.split("\n")
        assert len(lines) <= LINES + 6
        assert max(map(len, lines)) <= 200
    assert (f"另有{len(told) - LINES}项未列出" in message.zh) == (len(told) > LINES)
    assert f"{len(told)}份文件" in message.zh.split("\n")[0]


@given(st.lists(tolds, max_size=50))
def test_the_gravest_stands_first(told):
    """Among equals things stay as they came."""
    found = ordered(told)
    ranks = [LADDER.index(each.severity) for each in found]
    assert ranks == sorted(ranks, reverse=True)
    for severity in LADDER:
        assert [each for each in found if each.severity == severity] == [e for e in told if e.severity == severity]


def test_a_digest_tells_of_sources_last():
    """What broke is said after what changed; a digest of sources alone has no documents."""
    broken = Told(
        heading=Words("信源异常", "Source broken"), title="澄湖区教育局", site="澄湖区教育局", severity="none"
    )
    change = Told(
        heading=Words("新文件", "New document"), title="计划", site="澄湖区教育局", severity="high", document=7
    )
    lines = plain(digest([broken, change], "daily")).zh.split("\n")
    assert lines == [
        "【每日摘要】1份文件",
        "按重要程度:重要1份",
        "· 重要|新文件:《计划》(澄湖区教育局,文件7)",
        "· 信源异常:澄湖区教育局",
        "逐条查看:clausewatch history 7(文件编号);全部文件:clausewatch documents",
    ]
    assert plain(digest([broken], "weekly")).zh.split("\n")[0] == "【每周摘要】1个网站"
