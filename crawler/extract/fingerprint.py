"""Which content system made a page: the traces that each leaves in markup and addresses, as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_LOOKED_AT = 400_000
_TRACES: Mapping[str, tuple[str, ...]] = {
    "TRS": (
        r"TRS_Editor|trs_editor_view|TRS_UEDITOR|td_DocContent|trs_word",
        r"createPageHTML\(|\bcountPage\s*=",
        r"/t(?:19|20)\d{6}_\d+\.s?html?",
    ),
    "JCMS": (
        r"/col/col\d+/",
        r"/art/\d{4}/\d{1,2}/\d{1,2}/art_|/art_\d+_\d+\.html",
        r"<datastore>|dataproxy\.jsp|jpaas-publish",
        r"ZJEG_RSS|Maketime|ivs_content|downfile\.jsp",
    ),
    "UCAP": (r"UCAP-CONTENT|ucapcontent", r"/content_\d+\.s?html?"),
    "gkmlpt": (r"/gkmlpt/", r"/post_\d+\.html", r"\bSID\s*:\s*'\d+'|NFCMS_"),
    "VSB": (
        r"vsb_content|v_news_content|_vsb_",
        r"system/resource/|_content/download\.jsp",
        r"_simple_list_gotopage_fun|_newscontent_fromname|showVsbpdfIframe|virtual_attach_file",
        r"/info/\d+/\d+\.htm",
    ),
    "WebPlus": (
        r"wp_articlecontent|wp_paging|wp_entry",
        r"_upload/(?:tpl|article)|sudyfile-attr|wp_pdf_player",
        r"/c\d+a\d+/page\.htm",
    ),
    "SiteFactory": (
        r"SiteFactory|PowerEasy",
        r"/Item/\d+\.aspx|ShowArticle\.asp\?ArticleID=",
        r"id=[\"']?(?:fontzoom|ArticleContent)\b",
        r"/List_\d+(?:_\d+)?\.(?:html|aspx)",
    ),
    "DedeCMS": (
        r"/plus/(?:list|count|view|download|search)\.php",
        r"dedecms|dede_pages|dedeajax",
        r"/a/\w+/\d{8}/\d+\.html",
        r"/uploads/(?:soft|allimg)/",
    ),
    "EmpireCMS": (r"/e/(?:action|public|pl|data|DownSys|search)/", r"/d/file/", r"ecms|EmpireCMS"),
    "Epoint": (r"ewb-", r"epoint"),
    "WeChat": (r"mp\.weixin\.qq\.com/s", r"id=[\"']js_content"),
}
_COMPILED = {family: tuple(re.compile(trace) for trace in traces) for family, traces in _TRACES.items()}


def traces(html: str, url: str) -> frozenset[tuple[str, int]]:
    """The traces that a page and its address carry: (family, which of its traces)."""
    seen = f"{url}\n{html[:_LOOKED_AT]}"
    return frozenset(
        (family, number)
        for family, patterns in _COMPILED.items()
        for number, pattern in enumerate(patterns)
        if pattern.search(seen)
    )


def family(pages: Iterable[frozenset[tuple[str, int]]]) -> str | None:
    """The content system of a site by all its pages that were seen: that of most distinct traces; None where there are none."""
    counted = Counter(name for name, _ in frozenset[tuple[str, int]]().union(*pages))
    most = max(counted.values(), default=0)
    return next((name for name in _TRACES if counted[name] == most), None) if most else None
