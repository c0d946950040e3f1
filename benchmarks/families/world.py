"""The archive: families of one work each, and documents that only look like members.

Nothing here knows how kin is found. A document knows its family, its group in it (all pages of one text are a group),
and by which relation to which groups it belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.families import texts
from benchmarks.families.names import LAWS, PLANS, SUBJECTS, Office, offices, school

MEDIA = ("微博江畔", "河畔日报", "江州新闻网", "教育头条")


@dataclass(slots=True)
class Paper:
    """One document: what its page says, and the truth. `relation` to one of the `groups` of its family; None: a root."""

    shown: str
    text: str
    site: str
    region: str
    day: date
    family: int
    group: str
    relation: str | None = None
    groups: tuple[str, ...] = ()
    source: str | None = None
    publisher: str | None = None
    number: str | None = None
    attachments: tuple[str, ...] = ()
    trap: str = ""
    title: str = ""


@dataclass(slots=True)
class Work:
    """What a family is about."""

    family: int
    office: Office
    title: str
    clauses: list[str]
    day: date
    law: bool
    number: str
    chance: Random
    papers: list[Paper] = field(default_factory=list)

    def add(self, shown: str, clauses: list[str] | str, group: str, after: int, **said: object) -> Paper:
        """A page of the bureau, so many days after the work's day."""
        made = clauses if isinstance(clauses, str) else texts.printed(clauses, self.title, self.chance)
        values: dict[str, object] = {"site": self.office.bureau, "region": self.office.region}
        if self.chance.random() < 0.6:
            values["publisher"] = self.office.bureau
        values |= said
        paper = Paper(shown, made, day=self.day + timedelta(after), family=self.family, group=group, **values)  # type: ignore[arg-type]
        self.papers.append(paper)
        return paper


def archive(seed: int, families: int, documents: int) -> list[Paper]:
    """So many families, and documents outside of them up to so many, in random order."""
    chance = Random(seed)
    bureaus = offices(chance, max(3, families // 100))
    papers: list[Paper] = []
    titles: set[str] = set()
    works: list[Work] = []
    number = 0
    while number < families:
        work = _work(number, chance.choice(bureaus), chance)
        if _same(work.title, work.office.region) in titles:
            continue
        titles.add(_same(work.title, work.office.region))
        _members(work)
        works.append(work)
        papers += work.papers
        number += 1
    while len(papers) < documents:
        trap = chance.choice(TRAPS)
        for paper in trap(chance.choice(works), number, bureaus, chance):
            named = _same(paper.title, paper.region) + (str(paper.day.year) if paper.trap == "unyeared" else "")
            if named in titles:
                continue
            titles.add(named)
            paper.family, number = number, number + 1
            papers.append(paper)
    chance.shuffle(papers)
    return papers


def _same(title: str, region: str) -> str:
    """Equal for titles that name one work: `2025年…教育局工作要点` and `…教育局2025年工作要点` do."""
    return region + "".join(sorted(title.removesuffix("(试行)").replace("—", "-").replace("年", "").replace("三", "")))


def _work(number: int, office: Office, chance: Random) -> Work:
    year = chance.randint(2018, 2026)
    law = chance.random() < 0.25
    subject = chance.choice(SUBJECTS)
    if law:
        title = f"{office.place}{subject}{chance.choice(LAWS)}{chance.choice(('', '', '(试行)'))}"
    elif chance.random() < 0.15:
        title = chance.choice((f"{year}年{office.bureau}工作要点", f"{office.bureau}{year}年工作要点"))
    else:
        ends = year + chance.choice((2, 4))
        kind = chance.choice(PLANS)
        years = chance.choice(
            (f"({year}-{ends}年)", f"({year}—{ends}年)", f"三年({year}-{ends})", f"“十{'四五'[year > 2023]}五”", "")
        )
        title = (
            f"{office.place}{subject}{years}{kind}"
            if years.startswith(("三", "“"))
            else f"{office.place}{subject}{kind}{years}"
        )
    day = date(year, chance.randint(1, 12), chance.randint(1, 28))
    code = f"{office.place[0]}{'教' if not law else '教规'}{chance.choice(('发', '办', '字'))}〔{year}〕{chance.randint(1, 300)}号"
    return Work(number, office, title, texts.text(chance), day, law, code, chance)


def _members(work: Work) -> None:
    chance = work.chance
    drafted = chance.random() < 0.5
    if drafted:
        _drafted(work)
    _issued(work, drafted=drafted, number=work.number if chance.random() < 0.6 else None)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        _copy(work, work.clauses, "final", work.title, work.day + timedelta(chance.randint(0, 40)))
    if chance.random() < 0.3:
        _explained(work)
    if work.law and chance.random() < 0.3:
        work.add(
            f"关于修改《{work.title}》的决定",
            texts.printed(texts.text(chance, 3, 6), "", chance, titled=False),
            "amendment",
            chance.randint(300, 900),
            relation="amends",
            groups=("final", "notice"),
        )
    if work.law and chance.random() < 0.3:
        _ended(work)


def _drafted(work: Work) -> None:
    chance = work.chance
    draft = texts.edited(work.clauses, chance, chance.choice((0.1, 0.3, 0.5)))
    _draft(work, draft, "draft1", chance.randint(40, 150), "")
    if chance.random() < 0.15:
        again = texts.edited(draft, chance, 0.25)
        page = _draft(work, again, "draft2", chance.randint(15, 35), chance.choice(("再次", "第二次")))
        page.relation, page.groups = "redraft_of", ("draft1",)
    if chance.random() < 0.2:
        _copy(work, draft, "draft1", f"{work.title}(征求意见稿)", work.day - timedelta(chance.randint(5, 30)))


def _issued(work: Work, *, drafted: bool, number: str | None) -> None:
    chance, title, bureau = work.chance, work.title, work.office.bureau
    shown = chance.choice(
        (
            title,
            f"《{title}》",
            f"{bureau}关于印发《{title}》的通知",
            f"关于印发{title}的通知",
            f"{bureau}关于印发《{title}》的通知",
            f"{title}公布!",
        )
    )
    page = work.add(shown, work.clauses, "final", 0, number=number)
    if chance.random() < 0.15 and "工作要点" not in title:  # at home the place goes without saying
        page.shown = shown.replace(f"{bureau}关于", "关于").replace(work.office.place, "")
    if drafted:
        page.relation, page.groups = "final_of", ("draft1", "draft2")
    if chance.random() < 0.1:
        work.add(
            f"关于印发《{title}》的通知",
            f"各学校:\n现将《{title}》印发给你们,请认真贯彻执行。\n附件:{title}",
            "notice",
            0,
            relation="notice_of",
            groups=("final",),
            number=number,
            attachments=(f"{title}.docx",),
        )


def _draft(work: Work, clauses: list[str], group: str, before: int, again: str) -> Paper:
    shown = work.chance.choice(
        (
            f"关于{again}公开征求《{work.title}(征求意见稿)》意见的公告",
            f"{work.office.bureau}关于{again}征求《{work.title}(征求意见稿)》意见的通知",
            f"《{work.title}(征求意见稿)》{again}公开征求意见",
        )
    )
    return work.add(shown, clauses, group, -before)


def _retold(title: str, work: Work) -> str:
    """The title as another site writes it: with the city before it, other dashes, wide marks, a blank, a slip."""
    chance, office = work.chance, work.office
    if office.district and chance.random() < 0.25:
        title = title.replace(office.place, office.city + office.place, 1)
    if chance.random() < 0.2:
        title = title.replace("—", "-") if "—" in title else title.replace("-", chance.choice("—～至"))
    if chance.random() < 0.2:
        title = title.replace("(", "（").replace(")", "）")
    if chance.random() < 0.1:
        at = chance.randrange(3, len(title) - 3)
        title = f"{title[:at]} {title[at:]}"
    return title.replace("管理办法", "管理辨法") if chance.random() < 0.03 else title


def _copy(work: Work, clauses: list[str], group: str, title: str, day: date) -> None:
    chance = work.chance
    made = texts.edited(clauses, chance, chance.uniform(0, 0.1))
    title = _retold(title, work)
    form = chance.choice(("mark", "mark", "bracket", "media", "plain", "again"))
    page = work.add(title, texts.printed(made, title, chance), group, (day - work.day).days)
    page.relation, page.groups = "repost_of", (group,)
    if form in {"mark", "bracket", "plain"}:
        page.site = school(chance, work.office)
        page.publisher = None
    if form == "mark":
        page.shown = chance.choice(("转:", "转发:", "转载:")) + title
    elif form == "bracket":
        page.shown = f"【转载】{title}"
    elif form == "media":
        page.site, page.region, page.source, page.publisher = "河畔网", "", chance.choice(MEDIA), None
        page.shown = chance.choice(
            (f"《{title}》公布!", f"{title}正式发布", title, f"重磅!{work.office.place}教育这么干")
        )
    elif form == "again":
        page.day = work.day + timedelta(chance.randint(0, 3))


def _explained(work: Work) -> None:
    chance, title = work.chance, work.title
    shown = chance.choice(
        (f"《{title}》解读", f"《{title}》政策解读", f"一图读懂《{title}》", f"图解:{title}", f"{title}政策解读")
    )
    body = texts.printed(texts.text(chance, 4, 12), "", chance, titled=False)
    opening = f"近日,{work.office.bureau}印发了《{title}》,现就有关内容解读如下。\n"
    work.add(
        shown,
        opening + body,
        "explanation",
        chance.randint(0, 20),
        relation="explains",
        groups=("final", "notice", "draft1", "draft2"),
    )


def _ended(work: Work) -> None:
    chance, title = work.chance, work.title
    numbered = any(page.number for page in work.papers)
    after = chance.randint(700, 1500)
    if chance.random() < 0.5:
        shown, body = f"关于废止《{title}》的通知", f"经研究,决定废止《{title}》。\n本通知自印发之日起施行。"
    else:
        cited = f"({work.number})" if numbered else ""
        shown = (
            "关于公布失效和废止一批规范性文件的决定"
            if chance.random() < 0.5
            else f"{work.office.bureau}关于废止部分文件的决定"
        )
        body = f"经清理,下列文件予以废止:\n1.《{title}》{cited}\n2.《{work.office.place}{chance.choice(SUBJECTS)}暂行规程》"
    work.add(shown, body, "repeal", after, relation="repeals", groups=("final", "notice"))


Trap = Callable[[Work, int, list[Office], Random], Iterator[Paper]]


def _page(  # noqa: PLR0917
    work: Work, office: Office, title: str, clauses: list[str], trap: str, after: int
) -> Paper:
    return Paper(
        shown=work.chance.choice((title, title, f"关于印发《{title}》的通知")),
        text=texts.printed(clauses, title, work.chance),
        site=office.bureau,
        region=office.region,
        day=work.day + timedelta(after),
        family=0,
        group="final",
        publisher=work.chance.choice((None, office.bureau)),
        trap=trap,
        title=title,
    )


def _district(work: Work, _: int, bureaus: list[Office], chance: Random) -> Iterator[Paper]:
    """Another office that took most of the text over, under the same title."""
    office = chance.choice(bureaus)
    if office.place != work.office.place and work.office.place in work.title:
        title = work.title.replace(work.office.place, office.place)
        yield _page(work, office, title, texts.edited(work.clauses, chance, 0.2), "district", chance.randint(-30, 90))


def _level(work: Work, _: int, bureaus: list[Office], chance: Random) -> Iterator[Paper]:
    """The city's plan above a district's, or the other way round, with the same words."""
    family = [each for each in bureaus if each.city == work.office.city and each != work.office]
    if family and work.office.place in work.title:
        office = chance.choice(family)
        title = work.title.replace(work.office.place, office.place)
        yield _page(work, office, title, texts.edited(work.clauses, chance, 0.15), "level", chance.randint(-60, 60))


def _year(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """The same office's work of other years, mostly with the same words."""
    years = [year for year in range(2015, 2032) if str(year) in work.title]
    if years and "十" not in work.title:
        shift = chance.choice((-3, -2, -1, 1, 2, 3))
        title = work.title
        for year in sorted(years, reverse=shift > 0):
            title = title.replace(str(year), str(year + shift))
        yield _page(
            work,
            work.office,
            title,
            texts.edited(work.clauses, chance, chance.choice((0.05, 0.2, 0.5))),
            "year",
            365 * shift,
        )


def _unyeared(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """What an office writes every year under one title without a year."""
    title = f"{work.office.place}{chance.choice(SUBJECTS)}工作安排"
    clauses = texts.text(chance)
    for year in range(chance.randint(2, 3)):
        clauses = [*texts.edited(clauses, chance, 0.15), f"全年工作中,{texts.said(chance)}"]
        yield _page(work, work.office, title, clauses, "unyeared", 365 * year + chance.randint(-20, 20))


def _kind(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """The same office's document of another kind on the same subject, with much of the text."""
    kind = next((kind for kind in PLANS if kind in work.title), None)
    if kind is not None:
        other = chance.choice([each for each in PLANS if kind not in each and each not in kind])
        title = work.title.replace(kind, other)
        yield _page(
            work, work.office, title, texts.edited(work.clauses, chance, 0.3), "kind", chance.randint(-200, 200)
        )


def _about(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """News of the work, measures to carry it out, reports on it: they name it and are works of their own."""
    title = work.title
    shown = chance.choice(
        (
            f"关于落实《{title}》的若干措施",
            f"关于做好《{title}》实施工作的通知",
            f"{work.office.bureau}召开《{title}》推进会",
            f"《{title}》中期评估报告",
            f"{work.office.bureau}组织学习《{title}》",
            f"《{title}》实施情况的报告",
        )
    )
    clauses = [
        f"根据《{title}》({work.number}),制定本文。",
        *texts.text(chance, 5, 20),
        *chance.sample(work.clauses, 3),
    ]
    page = _page(work, work.office, shown, clauses, "about", chance.randint(10, 300))
    page.shown = page.title = shown
    yield page


def _organ(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """A school's own work points, written after the bureau's."""
    if "工作要点" in work.title:
        name = school(chance, work.office)
        title = work.title.replace(work.office.bureau, name)
        page = _page(work, work.office, title, texts.edited(work.clauses, chance, 0.25), "organ", chance.randint(5, 60))
        page.site, page.publisher, page.shown = name, None, title
        yield page


def _stage(work: Work, _: int, __: list[Office], chance: Random) -> Iterator[Paper]:
    """Two schools' admissions in one year: another word in the title, the same text."""
    year = chance.randint(2019, 2026)
    clauses = texts.text(chance)
    for which in chance.sample(("小学", "初中", "幼儿园", "普通高中"), 2):
        title = f"{work.office.place}{year}年{which}招生工作方案"
        yield _page(work, work.office, title, texts.edited(clauses, chance, 0.12), "stage", chance.randint(0, 10))


def _plain(work: Work, _: int, bureaus: list[Office], chance: Random) -> Iterator[Paper]:
    """Notices of every day."""
    office = chance.choice(bureaus)
    about = chance.choice(SUBJECTS)
    shown = chance.choice((f"关于开展{about}检查的通知", f"关于{about}培训的通知", f"{office.place}{about}名单公示"))
    page = _page(work, office, shown, texts.text(chance, 3, 15), "plain", chance.randint(-900, 900))
    page.shown = page.title = chance.choice((shown, f"{office.bureau}{shown}"))
    yield page


TRAPS: tuple[Trap, ...] = (_district, _level, _year, _unyeared, _kind, _about, _organ, _stage, _plain)
