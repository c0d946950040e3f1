"""What a new document's kin make of it."""

from __future__ import annotations

from datetime import date

import pytest

from monitor import arrival
from monitor.outline import outline
from monitor.portrait import portrait
from monitor.records import Article, Edition
from tests.monitor.kinfolk import REGION, page

PLAN = "临江区学前教育提升行动计划(2025-2027年)"
TEXT = "一、目标\n到2027年,普惠园占比达到88%以上。\n二、任务\n新建公办园12所。\n三、保障\n建立联席会议制度,每季度会商一次。"


def edition(title: str, text: str, **said) -> Edition:
    """A document of this text."""
    return Edition(Article(title=title, text=text, **said), outline(text, title=title))


def cites(text: str, watched: str = TEXT):
    """What is told of a document of this text that cites the plan."""
    citing = edition("若干措施", text)
    (citation,) = arrival.cited(citing)
    return arrival.of_citation(citation, citing, edition(PLAN, watched))


def test_targets_of_one_indicator_stand_side_by_side():
    """The watched value and the new one, with the year; the plan's own value repeated is no new target."""
    changes, findings = cites(f"一、目标。在《{PLAN}》确定的普惠园占比88%基础上,2026年达到90%。")
    assert [each.facts for each in changes] == [
        {"cites": PLAN, "indicator": "普惠园占比", "watched": "88%以上", "new": "90%", "year": "2026"}
    ]
    assert findings == ()


@pytest.mark.parametrize(
    ("said", "weaker"),
    [
        ("到2027年,普惠园占比达到85%以上", True),
        ("到2026年,普惠园占比达到85%以上", False),
        ("到2027年,普惠园占比达到92%以上", False),
    ],
)
def test_a_lower_target_is_weaker_unless_it_is_for_an_earlier_year(said, weaker):
    """On the way to 88% in 2027, 85% in 2026 is no less."""
    _, findings = cites(f"一、目标。按照《{PLAN}》,{said}。")
    assert [each.type for each in findings] == ["weaker_than_parent"] * weaker


def test_an_upper_bound_is_weaker_where_it_is_higher():
    """45 pupils at most are more than 40 at most."""
    watched = "一、目标\n到2027年,小学班额不超过40人。"
    _, findings = cites(f"一、目标。按照《{PLAN}》,到2027年,小学班额不超过45人。", watched)
    assert [each.type for each in findings] == ["weaker_than_parent"]


def test_a_citation_without_common_targets_is_told_once():
    """It says what is cited, and nothing more."""
    changes, findings = cites(f"一、依据。根据《{PLAN}》制定。\n二、再次落实《{PLAN}》。")
    assert [(each.facts, each.path_after) for each in changes] == [({"cites": PLAN}, "一")]
    assert findings == ()


def test_a_document_does_not_cite_itself():
    """Its own title in 《》, as notices have it, is no citation."""
    assert arrival.cited(edition(PLAN, f"现将《{PLAN}》印发给你们。\n{TEXT}")) == ()


@pytest.mark.parametrize(
    ("title", "region", "same"),
    [
        (PLAN, REGION, True),
        ("学前教育提升行动计划(2025-2027年)", REGION, True),
        (PLAN.replace("临江", "东屿"), "澜江省/江州市/东屿区", False),
        (PLAN.replace("2025-2027", "2022-2024"), REGION, False),
    ],
)
def test_a_namesake_of_another_place_or_year_is_not_meant(title, region, same):
    """A title without a place is of the citing document's own."""
    citing = page("临江区教育局关于落实学前教育工作的若干措施")
    (citation,) = arrival.cited(edition("若干措施", f"一、依据。根据《{PLAN if not same else title}》制定。"))
    assert arrival.meant(citation, citing, page(title if not same else PLAN, region=region)) is same


def test_a_final_says_the_stage_and_what_changed():
    """The status first, then the target; a page that only announces the final says the stage alone."""
    draft = edition(PLAN, TEXT, stage="draft", shown_title=f"{PLAN}(征求意见稿)")
    final = edition(PLAN, TEXT.replace("12所", "14所"), stage="final", published=date(2026, 5, 1))
    assert [each.type for each in arrival.of_final(draft, final).changes] == ["status_changed", "target_changed"]
    notice = edition(PLAN, "已经印发。", stage="final", published=date(2026, 5, 1))
    assert [each.type for each in arrival.of_final(draft, notice).changes] == ["status_changed"]


def test_a_copy_is_linked_first_and_an_excerpt_lacks_nothing():
    """A copy that calls itself none is linked too; a page that quotes one sentence is not said to lack the rest."""
    original = edition(PLAN, TEXT)
    whole = arrival.of_copy(original, edition(PLAN, TEXT.replace("12所", "11所"), source="江州教育发布"))
    assert [each.type for each in whole.changes] == ["repost_linked", "repost_diff"]
    assert whole.changes[0].facts == {"marker": "江州教育发布", "original": PLAN}
    excerpt = arrival.of_copy(original, edition(PLAN, "二、任务\n新建公办园12所。"))
    assert "repost_missing_clause" not in {each.type for each in excerpt.changes}


def test_two_numbers_of_one_work_are_found():
    """Equal numbers in another spelling are one; where a page has none there is nothing to say."""
    one, same = page(PLAN, document_number="临教发〔2025〕9号"), page(PLAN, document_number="临教发[2025]09号")
    other = page(PLAN, document_number="临教发〔2025〕19号")
    assert arrival.other_numbers(one, same, PLAN) is None
    assert arrival.other_numbers(one, page(PLAN), PLAN) is None
    found = arrival.other_numbers(one, other, PLAN)
    assert found is not None
    assert found.type == "numbers_differ"


def test_the_end_of_a_work_says_since_when_and_by_what():
    """The day of what ends it, and its number."""
    by = edition("关于废止的通知", "予以废止。", published=date(2026, 5, 20), document_number="临教发〔2026〕9号")
    change = arrival.of_end(edition(PLAN, TEXT, validity="有效"), by)
    assert (change.type, change.severity) == ("validity_changed", "critical")
    assert change.facts == {"old": "有效", "new": "废止", "date": "2026-05-20", "document_number": "临教发〔2026〕9号"}
    assert portrait(by).role == "repeal"


def test_a_copy_without_the_letter_lacks_nothing():
    """The letter with which a plan was issued is not part of the plan; a clause of the plan is."""
    letter = "各学校:\n现将计划印发给你们,请认真贯彻执行。\n临江区教育局\n2025年3月1日\n"
    issued = edition(PLAN, letter + PLAN + "\n" + TEXT, shown_title=f"关于印发《{PLAN}》的通知")
    whole, cut = (edition(PLAN, text) for text in (TEXT, TEXT.replace("二、任务\n新建公办园12所。\n", "")))
    assert [each.type for each in arrival.of_copy(issued, whole).changes] == ["repost_linked"]
    assert "repost_missing_clause" in [each.type for each in arrival.of_copy(issued, cut).changes]
