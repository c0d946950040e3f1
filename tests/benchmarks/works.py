"""Small works made by hand, whose truth can be seen at a glance."""

from __future__ import annotations

from benchmarks.edits.draft import Draft
from benchmarks.edits.model import Clause, Prose, Reference, Work


def said(*sentences):
    """Sentences of plain words."""
    return tuple(Prose((one,)) for one in sentences)


def plan():
    """Two chapters with three tasks each; the first task of the second speaks of the third of the same chapter."""
    first = tuple(Clause(n, "arabic", f"任务{n}", said(f"修缮第{n}所校舍并更换门窗")) for n in (11, 12, 13))
    second = (
        Clause(21, "arabic", "任务21", (Prose(("按照", Reference((23,), "第{}项"), "要求,公开结果")),)),
        Clause(22, "arabic", "任务22", said("培训新任教师")),
        Clause(23, "arabic", "任务23", said("核对资助名单")),
    )
    return Work(
        "云汀区教育工作计划",
        (Clause(1, "han", "校舍建设", children=first), Clause(2, "han", "队伍建设", children=second)),
        preamble="为改善办学条件,制定本计划。",
    )


def rules():
    """Two chapters, four articles, one with items and a second 款."""
    items = (Clause(31, "paren", "", (Prose(("配备人员",), ";"),)), Clause(32, "paren", "", said("公示收费")))
    second = (*items, Clause(33, "para", "", said("托管机构应当备案")))
    return Work(
        "云汀区校外托管管理办法",
        (
            Clause(
                1,
                "chapter",
                "总则",
                children=(
                    Clause(3, "article", "", said("为规范托管,制定本办法")),
                    Clause(4, "article", "", (Prose(("托管机构应当",), ":"),), children=second),
                ),
            ),
            Clause(
                2,
                "chapter",
                "责任",
                children=(
                    Clause(5, "article", "", (Prose(("违反", Reference((4, 32), "{}第{}项"), "的,限期改正")),)),
                    Clause(6, "article", "", said("本办法由区教育局解释")),
                ),
            ),
        ),
    )


def draft(work):
    """Nothing done yet."""
    return Draft(work, work)
