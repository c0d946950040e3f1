"""What a family is told by: the few facts of a document that are kept beside it, small and of one size for long texts.

A page may speak about a work (解读, 关于修改…的决定, 关于废止…的通知, an attachment): its `names` are then those of that work,
and its `role` says how it speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from monitor.dates import day
from monitor.facts.citations import citations, document_numbers
from monitor.identity import is_repost
from monitor.naming import NOWHERE, Name, Place, filled, name, one_place, place, town
from monitor.records import Article, Clause, Edition
from monitor.sketch import Sketch, hashed, sketch
from monitor.text import fold, key, tidy, visible

Role: TypeAlias = Literal["work", "notice", "forward", "explanation", "answers", "amendment", "repeal", "attachment"]

_TITLE = 300  # characters; what is longer is no title
_MOST = 40  # works or numbers that one decision names, attachments that one page lists
_EXPLAINS = re.compile(
    r"解读|图解|读懂|看懂|图说|答记者问|新闻发布会|吹风会|(?:政策|编制|起草|修订|制定)(?:情况)?的?说明|划重点|(?:问答|动漫|动画)$"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("explanation", _EXPLAINS),
    (
        "answers",
        re.compile(
            r"意见建?议?的?(?:采纳|反馈|征集|收集|征求|处理)的?(?:情况|结果)|(?:征求|征集|公开)意见的?(?:情况|结果)"
        ),
    ),
    ("repeal", re.compile(r"(?:废止|停止执行|宣布.{0,12}失效).*的?(?:通知|决定|公告|通告|批复)?$")),
    (
        "amendment",
        re.compile(
            r"(?:修改|修正).*的?(?:通知|决定|公告)$|修正案$|(?:调整|延长|继续(?:实施|执行))《》|《》[^《]*(?:补充|调整|延长)"
        ),
    ),
    ("forward", re.compile(r"转发.*通知$")),
    ("attachment", re.compile(r"^附件\d{0,2}")),
    ("notice", re.compile(r"(?:印发|发布|公布|下发).*(?:通知|公告|通告|决定|令)$")),
)
_AROUND = re.compile(
    r"^\[?(?:一图(?:读懂|看懂)|图解|图说|政策解读|解读|权威解读|划重点|动漫|动画|问答)\s*[\]:|丨,]?\s*|^附件\s*\d{0,2}\s*[:、.]?\s*|"
    r"\s*(?:的)?(?:政策|文件|图文|文字|专家|视频)*(?:图?解读?|解读|问答|(?:政策|编制|起草|修订|制定)(?:情况)?(?:的)?说明)(?:[一二三四五]|\([^()]*\))?$"
)
_CHANGED = re.compile(r"(?:修改|修正|废止)([^《》]{4,}?)的?(?:部分条款|部分内容)?的?(?:通知|决定|公告)$")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ENDS_OTHERS = re.compile(r"(?:同时|予以|一并|即行|自行|相应)?(?:废止|停止执行)")
_ROUND = re.compile(r"第([二三四])[次轮]|(二)次(?:公开)?征求|(再)次(?:公开|向社会)?(?:征求|征集)")
_ROUNDS = {"二": 2, "再": 2, "三": 3, "四": 4}
_NUMBER = re.compile(r"^第?(?P<organ>.+?)\[?\(?(?P<year>(?:19|20)\d\d)\)?\]?年?第?0*(?P<serial>\d+)号$")
_WORDS = re.compile(r"[^\w]+|转载|转发|转(?=:)")
_OFFICE = re.compile(r"政府|局|委|厅|部|办公室|人大|法院")
_FILE = re.compile(r"\.[A-Za-z]{3,4}$")
_ANNEX = re.compile(r"^附件\s*\d{0,2}\s*[:、.]\s*(?:1\s*[.、]\s*)?(?P<name>\S.{3,79})$")
_NEXT_ANNEX = re.compile(r"^(?:附件)?\s*\d{1,2}\s*[:、.]\s*(?P<name>\S.{3,79})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What of a document tells its family.

    `names` are the works that it is or speaks about, `ends` those that it repeals besides, `listed` those of its
    attachments. `number` is its document number, `cited` those that its title and its repealing sentences name, all as
    `numbered` writes them. `round` counts consultations, 0 for none. `place` is where the work is from as far as the
    name, the publisher or the site's own says it; `copy`: the page says that it repeats another's; `home`: its site
    is an office's of the place that the work is of. `day` is when it was written, else published.
    """

    title: str
    names: tuple[Name, ...]
    role: Role = "work"
    round: int = 0
    ends: tuple[Name, ...] = ()
    listed: tuple[Name, ...] = ()
    number: str = ""
    cited: tuple[str, ...] = ()
    place: Place = NOWHERE
    copy: bool = False
    home: bool = False
    day: date | None = None
    sketch: Sketch = field(default_factory=Sketch)

    @property
    def name(self) -> Name:
        """The work that it is, or the first one that it speaks about."""
        return self.names[0]

    @property
    def draft(self) -> bool:
        """Whether it is the draft of a work."""
        return self.round > 0


def portrait(edition: Edition, site: str = "", region: str = "") -> Portrait:
    """What tells an edition's family. `site` is the site's name, `region` its place as its file has it (`a/b/c`)."""
    article = edition.article
    shown = _quoted(tidy(visible(article.shown_title or article.title))[:_TITLE])
    role = _role(key(shown))
    names = _names(article, shown, role)
    ends, cited = _ended(edition.outline.clauses, everywhere=role == "repeal")
    if role == "repeal":
        names, ends = (*(names if "《" in shown else ()), *ends)[:_MOST] or names, ()
    around = place(region.replace("/", "")) if region else place(site)
    files = [fold(each.name) for each in article.attachments] or list(_annexes(edition.outline.clauses))
    copy = article.repost or role == "forward" or is_repost(shown, article.source)
    where = _place(names[0], article, around, copy=copy)
    own = [*document_numbers(fold(shown)), *cited, *_opening(edition)]
    number = numbered(article.document_number or "")
    return Portrait(
        title=shown,
        names=names,
        role=role,
        round=_round(key(shown)) if article.stage == "draft" and role in {"work", "notice", "forward"} else 0,
        ends=ends,
        listed=tuple(name(_FILE.sub("", _AROUND.sub("", each))) for each in files[:_MOST]),
        number=number,
        cited=tuple(dict.fromkeys(found for text in own if (found := numbered(text)) and found != number)),
        place=where,
        copy=copy,
        home=not copy and one_place(where, around) is True and _OFFICE.search(site) is not None,
        day=article.written or day(article.published),
        sketch=sketch(edition.outline.clauses),
    )


def numbered(text: str) -> str:
    """A document number as it can be compared; empty where it is none.

    >>> numbered("临教发〔2025〕09号") == numbered("临教发[2025] 9 号") == "临教发2025-9"
    True
    """
    found = _NUMBER.match(key(text))
    return f"{found['organ']}{found['year']}-{found['serial']}" if found else ""


def traces(one: Portrait) -> tuple[int, ...]:
    """The index keys under which a document stands, so that its kin find it: `sought` by them.

    Names stand under stem, place and period; `*` is for whoever does not know the place or the period, `?` for those
    that do not say it.
    """
    keys = [f"no:{number}" for number in (one.number, *one.cited) if number]
    for stem, where, when in _parts(one):
        keys += [f"{stem}|{where}|{when}"]
        keys += [f"{stem}|*|{when}"] if where != "?" else []
        keys += [f"{stem}|{where}|*"] if when != "?" else []
    return tuple(dict.fromkeys([*map(hashed, keys), *one.sketch.leading.keys]))


def sought(one: Portrait) -> tuple[int, ...]:
    """The index keys under which a document's kin stand."""
    keys = [f"no:{number}" for number in (one.number, *one.cited) if number]
    for stem, where, when in _parts(one):
        keys += [f"{stem}|{where}|{when}", f"{stem}|{'*' if where == '?' else '?'}|{when}"]
        keys += [f"{stem}|{where}|{'*' if when == '?' else '?'}"]
    return tuple(dict.fromkeys([*map(hashed, keys), *one.sketch.leading.keys]))


def keys_of(work: Name, around: Place, numbers: Iterable[str]) -> tuple[int, ...]:
    """The index keys under which the pages of a work stand that a text names; `around` where it says no place itself."""
    where, when = town(work.place) or town(around), "-".join(map(str, work.period)) or "?"
    keys = [f"{work.stem}|{where or '*'}|{when}", *(f"no:{number}" for number in numbers)]
    return tuple(map(hashed, keys))


def _parts(one: Portrait) -> Iterator[tuple[str, str, str]]:
    for which in (*one.names, *one.ends, *one.listed):
        where = town(which.place) or town(one.place)
        yield which.stem, where or "?", "-".join(map(str, which.period)) or "?"


def _quoted(title: str) -> str:
    """A title in which works stand in 《》, where it has them in 〈〉 alone."""
    return title if "《" in title else title.replace("〈", "《").replace("〉", "》")


def _role(said: str) -> Role:
    """What the words around the names of works say."""
    bare, marked = _QUOTED.sub("", said), _QUOTED.sub("《》", said)
    return next((role for role, pattern in _ROLES if pattern.search(bare) or pattern.search(marked)), "work")


def _names(article: Article, shown: str, role: Role) -> tuple[Name, ...]:
    """The works that the page is or speaks about; where its title names none in 《》, what is left of the title."""
    if role in {"work", "notice", "forward"}:
        return (name(shown),) if name(shown).stem else (name(article.title),)
    said = fold(shown)
    quoted = [name(title) for title in _QUOTED.findall(said)]
    changed = _CHANGED.search(said)
    bare = changed[1] if changed else _AROUND.sub("", _AROUND.sub("", said))
    return tuple(dict.fromkeys(quoted[:_MOST])) or (name(bare),)


def _place(which: Name, article: Article, around: Place, *, copy: bool) -> Place:
    """Of the name, else of the publisher that the page states, else the site's; a copy's site and publisher say nothing."""
    if any(which.place):
        return filled(which.place, around)
    if copy:
        named = map(place, _WORDS.split(fold(article.shown_title or article.title)))
        return next((each for each in named if any(each)), NOWHERE)
    stated = NOWHERE if article.guessed_publisher else place(article.publisher or "")
    title = place(key(article.shown_title)) if "关于" in article.shown_title else NOWHERE
    found = next((each for each in (title, stated) if any(each)), around)
    return filled(found, around)


def _annexes(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """What a text lists as its attachments, where the page has no files: they may be pages of their own."""
    pattern = _ANNEX
    for line in (fold(line).strip() for clause in clauses for line in clause.text.split("\n")):
        found = pattern.match(line)
        pattern = _NEXT_ANNEX if found else _ANNEX
        if found:
            yield found["name"]


def _ended(clauses: tuple[Clause, ...], *, everywhere: bool) -> tuple[tuple[Name, ...], list[str]]:
    """The works that the text ends, and their numbers: those of its repealing sentences, or all of a list of them."""
    names: dict[Name, None] = {}
    numbers: list[str] = []
    for clause in clauses:
        if not everywhere and "废止" not in clause.text and "停止执行" not in clause.text:
            continue
        for sentence in _sentences(clause.text, everywhere=everywhere):
            names |= {name(title[1:-1]): None for title in citations(sentence)}
            numbers += document_numbers(sentence)
        if len(names) >= _MOST:
            break
    return tuple(names)[:_MOST], numbers[:_MOST]


def _sentences(text: str, *, everywhere: bool) -> Iterator[str]:
    for sentence in re.split(r"[。\n]", text):
        if everywhere or _ENDS_OTHERS.search(sentence):
            yield sentence


def _opening(edition: Edition) -> list[str]:
    """Document numbers in the text's opening: a page about a work names its number there."""
    first = edition.outline.clauses[:2]
    return [number for clause in first for number in document_numbers(clause.text[:400])][:4]


def _round(said: str) -> int:
    found = _ROUND.search(said)
    return _ROUNDS[found[1] or found[2] or found[3]] if found else 1
