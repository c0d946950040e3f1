"""The content systems of Chinese offices and schools, as data: where each keeps an article's body.

Ids and classes are compared in lower case. Names that other templates use too count only on pages that carry the
system's mark. A page that none of these fits is read by text density alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Family:
    """One content system: the ids, classes and tags of its body containers.

    `marks` are what only pages of this system hold, one of them; without any the names are the system's alone.
    """

    name: str
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


FAMILIES = (
    Family("UCAP", ids=_names("UCAP-CONTENT"), classes=_names("ucapcontent"), tags=_names("ucapcontent")),
    Family(
        "TRS",
        ids=_names("td_DocContent"),
        classes=_names("trs_editor_view TRS_UEDITOR TRS_Editor trs_word Custom_UnionStyle"),
    ),
    Family(
        "JCMS",
        ids=_names("zoom ivs_content zoomcon ozoom"),
        classes=_names("main-txt ivs_content article-conca"),
        tags=_names("founder-content"),
    ),
    Family("gkmlpt", classes=_names("article-content news_cont_d_wrap")),
    Family(
        "VSB",
        ids=_names(
            "vsb_content vsb_content_2 vsb_content_3 vsb_content_4 vsb_content_100 vsb_content_500 vsb_content_501"
        ),
        classes=_names("v_news_content"),
    ),
    Family("WebPlus", classes=_names("wp_articlecontent")),
    Family("SiteFactory", ids=_names("fontzoom ArticleContent")),
    Family("WeChat", ids=_names("js_content")),
    Family("gov.cn", classes=_names("pages_content")),
    Family("Epoint", classes=_names("news-article-para ewb-article-info")),
    Family(
        "DedeCMS",
        ids=_names("content"),
        classes=_names("content"),
        marks=("/plus/count.php", "/plus/list.php", "dede_pages", "dedecms"),
    ),
    Family(
        "EmpireCMS",
        ids=_names("text"),
        classes=_names("article_content"),
        marks=("/e/public/", "/e/action/", "/e/pl/", "/e/data/"),
    ),
)


@lru_cache(maxsize=1024)  # a page uses the same few names over and over
def naming(tag: str, identity: str, classes: str) -> tuple[Family, ...]:
    """The families in which an element's tag, id or class name the body of an article."""
    named = [_BY_ID.get(identity.lower()), _BY_TAG.get(tag)]
    if classes:
        named += [_BY_CLASS.get(name) for name in classes.lower().split()]
    return tuple(family for family in named if family is not None)


def carried(family: Family, html: str) -> bool:
    """Whether a page carries the family's mark, where it needs one."""
    return not family.marks or any(mark in html for mark in family.marks)


_BY_ID = {name: family for family in FAMILIES for name in family.ids}
_BY_CLASS = {name: family for family in FAMILIES for name in family.classes}
_BY_TAG = {name: family for family in FAMILIES for name in family.tags}
TAGS = frozenset(_BY_TAG)
"""The tags that no standard knows, which content systems put around an article's body."""
