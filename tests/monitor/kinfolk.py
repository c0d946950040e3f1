"""Pages of fictional offices, as portraits, for the tests of families."""

from __future__ import annotations

from datetime import date
from typing import Any

from monitor import identity
from monitor.family import Tie, kinship
from monitor.outline import outline
from monitor.portrait import Portrait, portrait
from monitor.records import Article, Edition
from monitor.text import key

REGION = "澜江省/江州市/临江区"
BUREAU = "临江区教育局"
DAY = date(2025, 3, 10)


def sentences(count: int, start: int = 0) -> list[str]:
    """So many different sentences of a plan."""
    return [
        f"第{number}批学校按照{number * 7}号台账更新校舍与器材并报送进度。" for number in range(start, start + count)
    ]


def plan(count: int = 20, start: int = 0) -> str:
    """A text of so many numbered clauses."""
    return "\n".join(f"{number}.{said}" for number, said in enumerate(sentences(count, start), 1))


def page(
    shown: str,
    text: str | None = None,
    *,
    site: str = BUREAU,
    region: str = REGION,
    day: date | None = DAY,
    **said: Any,
) -> Portrait:
    """A page with this title, read as the crawler reads titles; its text is a plan of twenty clauses by default."""
    body = plan() if text is None else text
    title = identity.work_title(shown)
    values: dict[str, Any] = {
        "kind": identity.kind(title, shown),
        "stage": identity.stage(shown),
        "repost": identity.is_repost(shown, said.get("source")),
        "shown_title": "" if key(title) == key(shown) else shown,
        "publisher": site,
        "guessed_publisher": True,
        "published": day,
    }
    article = Article(title=title, text=body, **(values | said))
    return portrait(Edition(article, outline(body, title=title)), site, region)


def tie(one: Portrait, other: Portrait) -> Tie | None:
    """How page 1 and page 2 are related."""
    return kinship(1, 2, {1: one, 2: other})


def related(one: Portrait, other: Portrait) -> tuple[str, int, int] | None:
    """The relation of page 1 and page 2, from whom to whom; None where they are not kin. The order does not matter."""
    forth, back = tie(one, other), kinship(2, 1, {1: one, 2: other})
    assert forth == back
    return (forth.relation, forth.one, forth.other) if forth else None
