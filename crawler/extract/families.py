"""The content systems of Chinese offices and schools, as data: where each keeps an article's body.

Ids and classes are compared in lower case. A page that none of these fits is read by text density alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """One content system: the ids and classes of its body containers."""

    name: str
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


FAMILIES = (
    Family("UCAP", ids=_names("UCAP-CONTENT"), classes=_names("ucapcontent")),
    Family("TRS", ids=_names("td_DocContent"), classes=_names("trs_editor_view TRS_UEDITOR TRS_Editor trs_word")),
    Family("JCMS", ids=_names("zoom ivs_content zoomcon"), classes=_names("main-txt ivs_content")),
    Family("gkmlpt", classes=_names("article-content news_cont_d_wrap")),
    Family(
        "VSB", ids=_names("vsb_content vsb_content_2 vsb_content_4 vsb_content_100"), classes=_names("v_news_content")
    ),
    Family("WebPlus", classes=_names("wp_articlecontent")),
    Family("SiteFactory", ids=_names("fontzoom ArticleContent")),
    Family("WeChat", ids=_names("js_content")),
    Family("gov.cn", classes=_names("pages_content")),
)

IDS = {name: family.name for family in FAMILIES for name in family.ids}
CLASSES = {name: family.name for family in FAMILIES for name in family.classes}
