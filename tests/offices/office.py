"""An office as a small web, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

Render: TypeAlias = Callable[[int], str]
"""A page by how often it was asked for: counters count."""

SIZE = 5
"""Entries of one page of a listing."""

_SUBJECTS = (
    "学前教育普惠提升行动计划（2026—2028年）",
    "关于做好秋季学期课后服务工作的通知",
    "中小学校园阅读推进实施方案",
    "关于公布首批劳动教育基地的公告",
    "乡村教师培训工作要点",
    "关于调整部分学校施教区的公示",
    "义务教育优质均衡发展规划",
    "关于开展校舍安全排查的通知",
    "特殊教育随班就读管理办法",
    "关于举办青少年科技节的通知",
    "教育信息化三年工作方案",
    "关于表扬先进教研组的通报",
)
_PARAGRAPHS = (
    "为落实区委、区政府关于办好家门口每一所学校的部署，结合全区实际，制定本文件。",
    "一、主要目标",
    "1.扩大优质资源。到2028年，新建改扩建学校12所，新增学位8600个，公办园在园幼儿占比达到60%以上。",
    "2.缩小城乡差距。乡村学校专任教师本科以上学历比例达到92%，每年选派不少于80名骨干教师下乡支教。",
    "二、重点工作",
    "1.强化师资保障。教师全员培训每人每年不少于90学时，区教育局会同区财政局落实培训经费。",
    "2.改善办学条件。三年内完成46所学校的运动场地改造，所有教室照明达到国家标准。",
    "三、组织实施",
    "各校要明确专人负责，每学期末将进展情况报送区教育局，由区教育局汇总后向社会公布。",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its number within the office, title, day and lines."""

    number: int
    title: str
    day: date
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a column: its path, its name, its documents, newest first, and the path of its second page."""

    path: str
    name: str
    documents: tuple[Document, ...]
    further: str | None = None


@dataclass(slots=True, kw_only=True)
class Office:
    """An office: its facts, and its pages by path (with the query)."""

    key: str
    name: str
    region: str | None
    family: str | None
    home: str = "/"
    encoding: str = "utf-8"
    declares: str = "text/html; charset=utf-8"
    columns: list[Truth] = field(default_factory=list)
    pages: dict[str, Render] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    robots: str = "User-agent: *\nDisallow: /manage/\n"

    def put(self, path: str, page: Render | str) -> None:
        """Serve a page at a path."""
        self.pages[path] = (lambda _: page) if isinstance(page, str) else page

    def answer(self, path: str, hits: int) -> tuple[int, Mapping[str, str], bytes]:
        """The answer to a request for a path that was asked for so often."""
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.robots.encode()
        page = self.pages.get(path)
        if page is None:
            return 404, {"Content-Type": "text/html"}, "<html><body>404 页面不存在</body></html>".encode()
        body = page(hits).encode(self.encoding)
        return 200, {"Content-Type": self.types.get(path, self.declares)}, body


def documents(district: str, start: int, count: int) -> tuple[Document, ...]:
    """So many documents of a district, newest first, numbered from `start`."""
    made = []
    for place in range(count):
        subject = _SUBJECTS[(start + place) % len(_SUBJECTS)]
        title = f"{district}{subject}" if not subject.startswith("关于") else f"{subject}（{start + place}号）"
        lines = (_PARAGRAPHS[0].replace("全区", f"{district}第{start + place}片区"), *_PARAGRAPHS[1:])
        made.append(Document(start + place, title, date(2026, 3, 20) - timedelta(days=9 * place), lines))
    return tuple(made)


def pieces(all_: Sequence[Document], size: int = SIZE) -> list[tuple[Document, ...]]:
    """The pages of a listing."""
    return [tuple(all_[start : start + size]) for start in range(0, len(all_), size)]


def paragraphs(document: Document, tag: str = "p", indent: str = "　　", **attributes: str) -> str:
    """The document's lines, an element each."""
    given = "".join(f' {name.rstrip("_")}="{value}"' for name, value in attributes.items())
    return "\n".join(f"<{tag}{given}>{indent}{line}</{tag}>" for line in document.lines)


def entries(documents_: Sequence[Document], address: Callable[[Document], str], template: str) -> str:
    """One piece of markup for each document; the template may use `url`, `title`, `short`, `day` and `md`."""
    return "\n".join(
        template.format(
            url=address(document),
            title=document.title,
            short=document.title[:14] + "..." if len(document.title) > 14 else document.title,
            day=document.day.isoformat(),
            md=document.day.strftime("%m-%d"),
        )
        for document in documents_
    )
