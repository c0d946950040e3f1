"""Offices on the systems of government portals: TRS (two ways of paging), JCMS, UCAP, gkmlpt."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time

from tests.offices.office import Document, Office, Truth, documents, entries, paragraphs, pieces

_LI = '<li><a href="{url}" title="{title}" target="_blank">{short}</a><span>{day}</span></li>'


def _trs_path(folder: str, document: Document) -> str:
    return f"{folder}{document.day:%Y%m}/t{document.day:%Y%m%d}_{7000 + document.number}.html"


def trs() -> Office:
    """A bureau with a front page of news boxes, and columns that count their pages in a script, from 0."""
    office = Office(key="trs", name="青溪区教育局", region="岚州市/青溪区", family="TRS")
    foot = '<div class="foot"><p>主办单位：青溪区教育局　地址：岚州市青溪区桂花路8号</p><p>岚ICP备99001号　<a href="/wzdt/">网站地图</a></p></div>'
    menu = (
        '<div class="nav"><a href="/">首页</a><a href="/jgsz/">机构设置</a><a href="/jydt/">教育动态</a>'
        '<a href="/zwgk/ghjh/">规划计划</a><a href="/zwgk/zcwj/">政策文件</a><a href="/zwgk/zbcg/">招标采购</a><a href="/hdjl/zjxx/">局长信箱</a></div>'
    )

    def frame(title: str, main: str) -> str:
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><meta name="SiteName" content="青溪区教育局">'
            f"</head><body>{menu}<div class=w>{main}</div>{foot}</body></html>"
        )

    news, boxes = documents("青溪区", 80, 6), ""
    boxes += f'<div class="box"><h3>教育动态<a class="more" href="/jydt/">更多</a></h3><ul>{entries(news, lambda d: _trs_path("/jydt/", d), _LI)}</ul></div>'
    for number, (folder, name, count) in enumerate(
        (("/zwgk/ghjh/", "规划计划", 12), ("/zwgk/zcwj/", "政策文件", 7), ("/zwgk/gggs/", "公告公示", 8))
    ):
        shown = documents("青溪区", 1 + 20 * number, count)
        parts = pieces(shown)
        office.columns.append(Truth(folder, name, shown, f"{folder}index_1.html"))
        boxes += f'<div class="box"><h3>{name}<a class="more" href="{folder}">更多&gt;&gt;</a></h3><ul>{entries(shown[:4], lambda d, f=folder: _trs_path(f, d), _LI)}</ul></div>'
        crumb = f'<div class="dqwz">您当前的位置：<a href="/">首页</a> &gt; <a href="{folder}">{name}</a></div>'
        for place, part in enumerate(parts):
            items = entries(part, lambda d, f=folder: "." + _trs_path("/", d), _LI)
            page = frame(
                f"{name}_青溪区教育局",
                f'{crumb}<ul class="list">{items}</ul><script>createPageHTML({len(parts)}, {place}, "index", "html");</script>',
            )
            office.put(f"{folder}index_{place}.html" if place else folder, page)
        for document in shown:
            office.put(
                _trs_path(folder, document),
                lambda hits, d=document, c=crumb: frame(
                    f"{d.title}_青溪区教育局",
                    f'{c}<h1>{d.title}</h1><div class="info">发布时间：{d.day} 来源：青溪区教育局 浏览次数：{300 + hits}</div>'
                    f'<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2}}</style>{paragraphs(d)}</div><div class="share">分享到：</div>',
                ),
            )
    office.put("/", frame("青溪区教育局", boxes))
    return office


def trs_below() -> Office:
    """A bureau below a city's portal, whose script counts pages from 1 and names its block first."""
    office = Office(key="trs-below", name="望津县教育和体育局", region="望津县", family="TRS", home="/jtj/")
    menu = '<ul class="menu"><li><a href="/jtj/">首页</a></li><li><a href="/jtj/zfxxgk/">政府信息公开</a></li><li><a href="/jtj/ldjj/">领导简介</a></li></ul>'
    foot = "<div>版权所有：望津县教育和体育局　津ICP备99002号</div>"

    def frame(title: str, main: str) -> str:
        return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title></head><body>{menu}{main}{foot}</body></html>'

    tree = '<div class="tree"><a href="/jtj/zfxxgk/jgzn/">机构职能</a><a href="/jtj/zfxxgk/ghxx/">规划信息</a><a href="/jtj/zfxxgk/gfxwj/">规范性文件</a><a href="/jtj/zfxxgk/czzj/">财政资金</a></div>'
    for number, (folder, name) in enumerate((("/jtj/zfxxgk/ghxx/", "规划信息"), ("/jtj/zfxxgk/gfxwj/", "规范性文件"))):
        shown = documents("望津县", 1 + 20 * number, 9)
        parts = pieces(shown)
        office.columns.append(Truth(folder + "list.shtml", name, shown, f"{folder}list_2.shtml"))
        for place, part in enumerate(parts, 1):
            rows = entries(
                part,
                lambda d, f=folder: _trs_path(f, d),
                '<tr><td>·</td><td><a href="{url}">{title}</a></td><td>{day}</td></tr>',
            )
            page = frame(
                f"{name}-政府信息公开-望津县教育和体育局",
                f'{tree}<table>{rows}</table><div id="page_div"></div><script>createPageHTML("page_div", {len(parts)}, {place}, "list", "shtml", {len(shown)});</script>',
            )
            office.put(f"{folder}list_{place}.shtml" if place > 1 else folder + "list.shtml", page)
        tree = tree.replace(f'"{folder}"', f'"{folder}list.shtml"')
        for document in shown:
            office.put(
                _trs_path(folder, document),
                frame(
                    f"{document.title}-望津县教育和体育局",
                    f'<h2>{document.title}</h2><p>发布日期：{document.day}</p><table><tr><td id="td_DocContent">{paragraphs(document)}</td></tr></table>',
                ),
            )
    news = entries(documents("望津县", 60, 6), lambda d: _trs_path("/jtj/xwdt/", d), _LI)
    sport = entries(documents("望津县", 70, 6), lambda d: _trs_path("/jtj/tyxw/", d), _LI)
    boxes = f'<div class="box"><h3>教育新闻</h3><ul>{news}</ul></div><div class="box"><h3>体育新闻</h3><ul>{sport}</ul></div>'
    office.put("/jtj/", frame("望津县教育和体育局", boxes))
    office.put("/jtj/zfxxgk/", frame("政府信息公开-望津县教育和体育局", tree))
    return office


def jcms() -> Office:
    """A bureau whose lists keep their records in a script and name the next group's address."""
    office = Office(key="jcms", name="槐林县教育局", region="槐林县", family="JCMS")
    menu = '<div class="menu"><a href="/index.html">首页</a><a href="/col/col10/index.html">通知公告</a><a href="/col/col11/index.html">教育规划</a><a href="/col/col12/index.html">采购公告</a><a href="/col/col13/index.html">意见征集</a></div>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><meta name="Maketime" content="2026-03-20 10:00:00"></head><body>{menu}{main}<div class="bottom">主办：槐林县教育局 霖ICP备99003号</div></body></html>'

    def address(column: int, d: Document) -> str:
        return f"/art/{d.day.year}/{d.day.month}/{d.day.day}/art_{column}_{d.number}.html"

    for number, (column, name) in enumerate(((10, "通知公告"), (11, "教育规划"), (13, "意见征集"))):
        shown = documents("槐林县", 1 + 20 * number, 8)
        path = f"/col/col{column}/index.html"
        proxy = f"/module/web/jpage/dataproxy.jsp?startrecord=6&endrecord=10&perpage=5&columnid={column}"
        office.columns.append(Truth(path, name, shown, proxy))
        for place, part in enumerate(pieces(shown)):
            records = "".join(
                f"<record><![CDATA[<li><a href='{address(column, d)}' title='{d.title}'>{d.title}</a><span>{d.day}</span></li>]]></record>"
                for d in part
            )
            group = "" if place else f'<nextgroup><![CDATA[<a href="{proxy}"></a>]]></nextgroup>'
            store = f"<datastore>{group}<recordset>{records}</recordset></datastore>"
            if place:
                office.put(proxy, store)
                office.types[proxy] = "text/html; charset=utf-8"
            else:
                office.put(
                    path,
                    frame(f"{name} 槐林县教育局", f'<div id="{column}"><script type="text/xml">{store}</script></div>'),
                )
        for document in shown:
            office.put(
                address(column, document),
                lambda hits, d=document: frame(
                    d.title,
                    f'<h1>{d.title}</h1><table><tr><td>发布日期：{d.day}</td><td>访问次数：{hits}</td></tr></table><div id="zoom"><!--ZJEG_RSS.content.begin-->{paragraphs(d)}<!--ZJEG_RSS.content.end--></div>',
                ),
            )
    office.put("/", frame("槐林县教育局", "<div>欢迎访问</div>"))
    office.put("/index.html", frame("槐林县教育局", "<div>欢迎访问</div>"))
    return office


def ucap() -> Office:
    """A city's committee whose lists say what is next, with days above months."""
    office = Office(key="ucap", name="岚州市教育委员会", region="岚州市", family="UCAP")
    menu = '<header><a href="/">网站首页</a><a href="/c100010/list.shtml">政策法规</a><a href="/c100011/list.shtml">工作计划</a><a href="/c100012/list.shtml">视频新闻</a><a href="/c100013/list.shtml">政策解读</a></header>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-岚州市教育委员会</title></head><body>{menu}<main>{main}</main><footer>岚州市教育委员会主办　网站标识码9900000001</footer></body></html>'

    for number, (folder, name) in enumerate(
        (("/c100010/", "政策法规"), ("/c100011/", "工作计划"), ("/c100013/", "政策解读"))
    ):
        shown = documents("岚州市", 1 + 20 * number, 11)
        parts = pieces(shown)
        office.columns.append(Truth(folder + "list.shtml", name, shown, f"{folder}list_2.shtml"))

        def address(d: Document, folder: str = folder) -> str:
            return f"{folder}{d.day.isoformat()}/content_{5000 + d.number}.shtml"

        for place, part in enumerate(parts, 1):
            items = "".join(
                f'<li><b>{d.day.day:02}</b><i>{d.day:%Y-%m}</i><a href="{address(d)}">{d.title}</a></li>' for d in part
            )
            onward = f'<a href="list_{place + 1}.shtml">下一页</a>' if place < len(parts) else ""
            office.put(
                f"{folder}list_{place}.shtml" if place > 1 else folder + "list.shtml",
                frame(name, f'<ul class="u">{items}</ul><div class="page">{onward}</div>'),
            )
        for document in shown:
            office.put(
                address(document),
                frame(
                    document.title,
                    f'<h1>{document.title}</h1><div class="pages-date">{document.day} 来源：岚州市教育委员会</div><div id="UCAP-CONTENT">{paragraphs(document)}</div>',
                ),
            )
    office.put("/", frame("首页", "<div>今日岚州教育</div>"))
    return office


def gkmlpt() -> Office:
    """A bureau whose catalogue is a page of scripts: its columns are numbers behind the hash sign, its lists data."""
    office = Office(key="gkmlpt", name="云埠区教育局", region="粤湾市/云埠区", family="gkmlpt")
    foot = "<footer>主办：云埠区教育局　地址：粤湾市云埠区海棠道3号　粤ICP备99005号</footer>"
    tree = [(3310, "规划计划"), (3311, "人事信息"), (3312, "规范性文件")]
    branches = ",".join(f'{{"id":{number},"name":"{name}","depth":2}}' for number, name in tree)

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-云埠区教育局</title></head><body><a href="/">首页</a><a href="/gkmlpt/index">政府信息公开目录</a><a href="/xwzx/">新闻中心</a>{main}{foot}</body></html>'

    for place, (column, name) in enumerate(((3310, "规划计划"), (3312, "规范性文件"))):
        shown = documents("云埠区", 1 + 20 * place, 6)

        def address(d: Document) -> str:
            return f"/gkmlpt/content/11/{11872 + d.number}/post_{11872300 + d.number}.html"

        articles = [
            {
                "id": d.number,
                "title": d.title,
                "url": f"{{address}}{address(d)}",
                "display_publish_time": int(datetime.combine(d.day, time(9), UTC).timestamp()),
            }
            for d in shown
        ]
        path = f"/gkmlpt/api/all/{column}?page=1&sid=755031"
        office.columns.append(Truth(path, name, shown))
        office.put(
            path,
            json.dumps(
                {"articles": articles, "total": len(shown), "classify": {"id": column, "name": name}},
                ensure_ascii=False,
            ),
        )
        office.types[path] = "application/json"
        for document in shown:
            office.put(
                address(document),
                frame(
                    document.title,
                    f'<h1>{document.title}</h1><p>发布日期：{document.day}</p><div class="article-content">{paragraphs(document)}</div>',
                ),
            )
    office.put("/", frame("首页", "<div>云埠教育</div>"))
    office.put(
        "/gkmlpt/index",
        frame(
            "政府信息公开目录",
            f"<div id='app'></div><script>window._CONFIG = {{SID: '755031', TREE: [{branches}]}};</script>",
        ),
    )
    return office


PORTALS = (trs, trs_below, jcms, ucap, gkmlpt)
