"""The demo's offices as another firm builds them anew: the same documents in other markup, under other names."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from clausewatch.demo.district import Response, Site
from clausewatch.demo.server import DistrictServer

RULES = {
    "bureau": ("ul.list > li", ".trs_editor_view", [".share"]),
    "school": ("table table tr", "body > table > tr:nth-child(3) > td:nth-child(2)", []),
    "media": ("ul.news > li", "#artibody", [".more"]),
    "disclosure": ("ul.zfxxgk_list > li", ".article_content", []),
    "congress": ("#content dd", "#zoom", []),
}
"""What the operators had chosen: entries, container, what to drop. The school's container is its whole cell."""

_BODIES = {
    "bureau": "//div[contains(@class, 'trs_editor_view')]",
    "school": "//td[@valign='top'][2]",
    "media": "//div[@id='artibody']",
    "disclosure": "//div[@class='article_content']",
    "congress": "//div[@id='zoom']",
}
_LISTS = {
    "bureau": "//ul[@class='list']/li",
    "school": "//table//table//tr",
    "media": "//ul[@class='news']/li",
    "disclosure": "//ul[@class='zfxxgk_list']/li",
    "congress": "//dl/dd",
}
_ENTRY = {
    "bureau": '<div class="news-entry"><em class="when">{date}</em><h4><a href="{href}" title="{title}">{title}</a></h4></div>',
    "school": '<li><span>{date}</span><a href="{href}">{title}</a></li>',
    "media": '<article class="card"><a href="{href}"><h3>{title}</h3></a><p class="date">{date}</p></article>',
    "disclosure": '<tr class="gk-row"><td>1</td><td><a href="{href}">{title}</a></td><td>{date}</td></tr>',
    "congress": '<p class="jd-line"><a href="{href}">{title}</a> ({date})</p>',
}
_LISTING = {
    "bureau": '<section id="newsbox">{}</section>',
    "school": '<ul class="xx-list">{}</ul>',
    "media": '<main class="stream">{}</main>',
    "disclosure": '<table class="gk-table"><tbody>{}</tbody></table>',
    "congress": '<div class="jd-lines">{}</div>',
}
_ARTICLE = {
    "bureau": '<section id="reader"><h2>{title}</h2><p class="told">发布日期：{date} 来源：澄湖区教育局</p>'
    '<div class="rich-text">{body}</div></section><ul class="tools"><li>打印</li><li>关闭窗口</li></ul>',
    "school": '<div class="xx-detail"><h1>{title}</h1><div class="xx-info">发布日期：{date}</div>'
    '<div class="xx-text">{body}</div></div>',
    "media": '<main class="story"><h1>{title}</h1><time>{date}</time><div class="story-text">{body}</div>'
    '<div class="ask-more"><a href="/edu/">更多新闻</a></div></main>',
    "disclosure": '<div class="gk-head"><p><b>{title}</b></p><p>发布日期：{date}</p></div><div class="gk-body">{body}</div>',
    "congress": '<h3>{title}</h3><p class="jd-date">{date}</p><div id="jd-text">{body}</div>',
}
_PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<header class="site-head"><a href="/">首页</a><a href="/a/">机构</a><a href="/b/">服务</a><a href="/c/">互动</a></header>'
    '<div class="layout w1200"><nav class="side-menu"><a href="/m1/">通知公告</a><a href="/m2/">政策解读</a></nav>'
    '<div class="layout-main">{main}</div></div>'
    '<footer class="site-foot"><p>版权所有 {office} 网站标识码：9999060009</p><p>技术支持：新版网站建设小组</p></footer></body></html>'
)


class RebuiltServer(DistrictServer):
    """The district's sites, which show all pages in another make from the moment that `rebuilt` is set."""

    rebuilt = False

    def respond(self, site: Site, path: str, etag: str | None) -> Response:
        """The answer of the demo; its pages built anew."""
        found = super().respond(site, path, None if self.rebuilt else etag)
        if not self.rebuilt or found.status != 200 or path == "/robots.txt":
            return found
        page = html.fromstring(found.body.decode("gbk" if site.encoding == "gbk" else "utf-8"))
        body = _page(site, page).encode()
        return replace(found, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body)


def _page(site: Site, page: html.HtmlElement) -> str:
    rows = page.xpath(_LISTS[site.name]) if not page.xpath("//h1 | //p[@class='ti']") else []
    if rows:
        entries = [(row.xpath(".//a")[0], _date(row)) for row in rows]
        shown = [_ENTRY[site.name].format(href=a.get("href"), title=a.text_content(), date=date) for a, date in entries]
        return _PAGE.format(title="栏目", main=_LISTING[site.name].format("".join(shown)), office=site.office)
    title = page.xpath("//h1 | //p[@class='ti']")[0].text_content()
    (body,) = page.xpath(_BODIES[site.name])
    paragraphs = [child for child in body if not (site.name == "school" and _furniture(child))]
    inner = "".join(html.tostring(child, encoding="unicode") for child in paragraphs)
    main = _ARTICLE[site.name].format(title=title, date=_date(page), body=inner)
    return _PAGE.format(title=title, main=main, office=site.office)


def _furniture(paragraph: html.HtmlElement) -> bool:
    return paragraph.get("class") == "ti" or any(
        mark in paragraph.text_content() for mark in ("现在的位置", "发布日期", "上一篇", "下一篇")
    )


def _date(element: html.HtmlElement) -> str:
    import re

    found = re.search(r"(20\d\d)[-年](\d\d)[-月](\d\d)", re.sub(r"今天是\S+", "", element.text_content()))
    return "-".join(found.groups()) if found else ""
