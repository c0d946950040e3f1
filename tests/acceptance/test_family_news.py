"""What is told of a new document with kin: a final beside its draft, a copy beside its original, a work that cites another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clausewatch.verify import verify
from monitor.subscription import Filters, Timing
from tests.acceptance.watching import watching

HOUR = timedelta(hours=1)
PLAN = "云汀区学前教育提升行动计划(2026-2028年)"
SITES = (
    'name = "云汀区教育局"\nregion = "澜江省/江州市/云汀区"\nhome = "{0}/"\n[[columns]]\nname = "规划计划"\nurl = "{0}/list.html"\n',
    'name = "云汀第三幼儿园"\nregion = "澜江省/江州市/云汀区"\nhome = "{0}/"\n[[columns]]\nname = "信息公开"\nurl = "{0}/school.html"\n',
)
CLAUSES = (
    "1.扩大资源。到2028年,普惠园占比达到88%以上,新建公办园12所。",
    "2.稳定队伍。每年培训园长200人次,确保教师待遇按时足额发放。",
    "3.改善条件。更新校舍台账,整理图书目录,检查玩教具,逐园登记。",
    "4.完善服务。公布托育收费,登记体质档案,维护运动场地,每学期报送。",
    "5.加强督导。建立责任督学挂牌制度,每月入园一次,结果向社会公开。",
    "6.保障经费。区级财政按时拨付生均公用经费,审计结果逐年公布。",
)


def page(title: str, clauses=CLAUSES, *, source: str = "云汀区教育局", day: str = "2026-03-01") -> str:
    """A page of a plan."""
    body = "".join(f"<p>{clause}</p>" for clause in clauses)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f'<div class="info">来源:{source} 发布时间:{day}</div><div class="content"><p>一、主要任务</p>{body}</div></body></html>'
    )


class District:
    """Two offices on one small web; what is published is listed at once."""

    def __init__(self, web, watch) -> None:
        self.web, self.watch = web, watch
        self.listed = {"list": [], "school": []}

    def publish(self, title: str, text: str, column: str = "list") -> str:
        """Put a page up; gives its file name."""
        name = f"{column}{len(self.listed[column]) + 1}.html"
        self.listed[column].append((name, title))
        self.web.put(f"/doc/{name}", text)
        self.show()
        return name

    def show(self) -> None:
        """Both listings as they are."""
        for column, items in self.listed.items():
            rows = "".join(
                f'<li><a href="/doc/{name}">{title}</a><span>2026-03-{at:02}</span></li>'
                for at, (name, title) in enumerate(items, 1)
            )
            self.web.put(
                f"/{column}.html",
                f"<!DOCTYPE html><html><head><title>列表</title></head><body><ul class='list'>{rows}</ul></body></html>",
            )

    def check(self) -> dict[str, list[dict]]:
        """A round later: file name → its changes."""
        found = self.watch.check(HOUR)["checks"]
        return {each["url"].rpartition("/")[2]: each["changes"] for each in found if each["changes"]}

    def said(self) -> str:
        """What the console was told since the last time."""
        told = self.watch.said.getvalue()
        self.watch.said.truncate(0)
        self.watch.said.seek(0)
        return told


@pytest.fixture
def district(on_reactor, web, tmp_path):
    """Both offices with an old notice each, their baselines done."""
    with watching(tmp_path, SITES[0].format(web.address)) as watch:
        (tmp_path / "sites" / "school.toml").write_text(SITES[1].format(web.address), encoding="utf-8")
        made = District(web, watch)
        for column in ("list", "school"):
            made.publish(
                "关于开学典礼的通知",
                page("关于开学典礼的通知", ["各校九月一日举行开学典礼,请按时参加,并做好安全工作,结束后报送总结。"]),
                column,
            )
        watch.check()
        yield made


def watcher(district: District, **filters) -> int:
    """Somebody who is told at once on the console."""
    wish = Filters(**filters)
    return district.watch.service.subscriptions.add(
        to="console:", filters=wish, timing=Timing(), at=district.watch.now, owner=str(filters)
    ).id


def types(changes) -> list[str]:
    """The types of changes."""
    return [each["type"] for each in changes]


def test_a_final_is_told_as_what_became_of_its_draft(district):
    """One alert: the stage, what was raised, lowered, added and dropped; a sentence less strict is found as weaker."""
    watcher(district)
    draft = district.publish(f"关于公开征求《{PLAN}(征求意见稿)》意见的公告", page(f"{PLAN}(征求意见稿)"))
    assert types(district.check()[draft]) == ["new_document"]
    district.said()
    changed = [CLAUSES[0].replace("88%以上", "85%以上"), *CLAUSES[1:5]]
    final = district.publish(f"关于印发《{PLAN}》的通知", page(PLAN, changed, day="2026-05-02"))
    told = district.check()[final]
    assert types(told)[0] == "status_changed"
    assert sorted(types(told)[1:]) == ["clause_removed", "target_changed"]
    said = district.said()
    assert said.count("【") == 1
    assert "88%以上→85%以上" in said
    assert "低于征求意见稿" in said
    assert verify(district.watch.service).broken == ()


def test_one_work_is_told_once_however_many_pages_carry_it(district):
    """Who heard of the original hears of a copy only where it differs; who watches only the school is told of it as new."""
    everything, school = watcher(district), watcher(district, sites=("云汀第三幼儿园",))
    original = district.publish(PLAN, page(PLAN))
    assert types(district.check()[original]) == ["new_document"]
    assert len(district.watch.service.outbox.all()) == 1
    copy = district.publish(f"转:{PLAN}", page(f"转:{PLAN}"), "school")
    assert types(district.check()[copy]) == ["new_document", "repost_linked"]
    told = district.watch.service.outbox.all()[1:]
    assert [each.subscription for each in told] == [school]
    wrong = [CLAUSES[0].replace("12所", "11所"), *CLAUSES[1:]]
    other = district.publish(f"【转载】{PLAN}", page(f"【转载】{PLAN}", wrong), "school")
    assert types(district.check()[other]) == ["new_document", "repost_linked", "repost_diff"]
    latest = district.watch.service.outbox.all()[2:]
    assert {each.subscription for each in latest} == {everything, school}
    assert all(
        "new_document" not in [c["type"] for c in each.payload["changes"]]
        for each in latest
        if each.subscription == everything
    )


def test_a_work_that_names_a_watched_one_is_told_with_both_targets(district):
    """The watched plan's 88% beside the new 80%, which is found to be weaker; who watches the plan alone hears of it."""
    plan = district.publish(PLAN, page(PLAN))
    district.check()
    document = district.watch.service.document(f"{district.web.address}/doc/{plan}").id
    only = watcher(district, documents=(document,))
    title = f"云汀区教育局关于落实《{PLAN}》的若干措施"
    clauses = [
        f"1.目标。在《{PLAN}》确定的任务基础上,到2028年,普惠园占比达到80%以上。",
        "2.要求。各园每月报送进展,由责任督学核实后向社会公开,并接受家长监督。",
    ]
    measures = district.publish(title, page(title, clauses))
    told = district.check()[measures]
    assert types(told) == ["new_document", "document_cited"]
    assert told[1]["facts"] == {
        "cites": PLAN,
        "indicator": "普惠园占比",
        "watched": "88%以上",
        "new": "80%以上",
        "year": "2028",
    }
    (delivery,) = district.watch.service.outbox.all()
    assert delivery.subscription == only
    assert "低于上位文件" in district.said()


def test_a_work_that_ends_another_one_is_told_to_who_watches_that(district):
    """The old measures are told as ended, critical, with the number of what ends them."""
    old = "云汀区校车管理办法"
    first = district.publish(
        old, page(old, ["第一条 为规范校车管理,制定本办法。", "第二条 校车须持证运行,每学期查验一次,结果公开。"])
    )
    district.check()
    document = district.watch.service.document(f"{district.web.address}/doc/{first}").id
    watcher(district, documents=(document,))
    title = "云汀区教育局关于废止《云汀区校车管理办法》的通知"
    district.publish(
        title,
        page(title, ["云教发〔2026〕9号", "经研究,《云汀区校车管理办法》自2026年6月1日起废止。"], day="2026-05-20"),
    )
    district.check()
    told = [change for each in district.watch.service.outbox.all() for change in each.payload["changes"]]
    assert [
        (each["type"], each["severity"], each["facts"]["new"]) for each in told if each["type"] == "validity_changed"
    ] == [("validity_changed", "critical", "废止")]
    assert verify(district.watch.service).broken == ()


def test_who_watches_a_family_hears_of_all_of_it(district):
    """Of the draft they asked for, of its final, of what changes in either; not of another work."""
    other = district.publish(
        "云汀区校车管理办法", page("云汀区校车管理办法", ["第一条 校车由学校管理,按核定的线路行驶。"])
    )
    draft = district.publish(f"关于公开征求《{PLAN}(征求意见稿)》意见的公告", page(f"{PLAN}(征求意见稿)"))
    district.check()
    service, address = district.watch.service, district.web.address
    family = watcher(district, families=(service.document(f"{address}/doc/{draft}").id,))
    final = district.publish(f"关于印发《{PLAN}》的通知", page(PLAN, CLAUSES[:5], day="2026-05-02"))
    district.check()
    district.web.put(f"/doc/{final}", page(PLAN, [CLAUSES[0].replace("88%", "89%"), *CLAUSES[1:5]], day="2026-05-02"))
    changed = ["第一条 校车由运营单位管理,按照核定的线路行驶,不得搭载无关人员。"]
    district.web.put(f"/doc/{other}", page("云汀区校车管理办法", changed))
    assert {other, final} == set(district.check())
    told = [each for each in service.outbox.all() if each.subscription == family]
    assert [
        (each.payload["document"]["url"].rpartition("/")[2], types(each.payload["changes"])[0]) for each in told
    ] == [
        (final, "status_changed"),
        (final, "target_changed"),
    ]
