"""Small editions built clause by clause, so that comparing is tested apart from recognising."""

from __future__ import annotations

from monitor.records import Article, Clause, ClauseKind, Edition, Outline


def clause(path: str, text: str, *, title: str = "", kind: ClauseKind = "item") -> Clause:
    """A clause whose number and level follow from its path."""
    number = path.rpartition("/")[2] if kind == "item" else ""
    level = {"": 0}.get(path, 1 if number in set("一二三四五六七八九十") else 2 if number.startswith("(") else 3)
    return Clause(
        path=path,
        level=level,
        kind=kind if path else "paragraph",
        number=number,
        title=title,
        text=text,
    )


def edition(*clauses: Clause, title: str = "青河区教育工作计划", **article) -> Edition:
    """An edition of these clauses."""
    text = "\n".join(each.text for each in clauses)
    outline = Outline(title=title, scheme="plan", clauses=clauses)
    return Edition(Article(title=title, text=text, **article), outline)


def plan(sizes: tuple[int, ...], texts: list[str]) -> tuple[Clause, ...]:
    """Parts 一、二、… with as many items each as `sizes` says, numbered through; `texts` are used up in order."""
    clauses: list[Clause] = []
    number = 0
    left = iter(texts)
    for part, size in zip("一二三四五六七八九十", sizes, strict=False):
        clauses.append(clause(part, f"{part}、第{part}部分的任务"))
        for _ in range(size):
            number += 1
            clauses.append(clause(f"{part}/{number}", f"{number}.{next(left)}"))
    return tuple(clauses)


def retext(given: Edition, path: str, text: str) -> Edition:
    """The edition with another text for one clause."""
    clauses = tuple(each._replace(text=text) if each.path == path else each for each in given.outline.clauses)
    return edition(*clauses, title=given.article.title)
