"""Schools and smaller offices: VSB, WebPlus, SiteFactory, DedeCMS, EmpireCMS, a hand-made site, a people's congress, and a maze."""

from __future__ import annotations

from tests.offices.office import Document, Office, Truth, documents, entries, paragraphs, pieces


def vsb() -> Office:
    """A school whose pages count down."""
    office = Office(key="vsb", name="汐州师范学院", region=None, family="VSB")
    menu = '<ul id="nav"><li><a href="index.htm">首页</a></li><li><a href="/xygk.htm">学校概况</a></li><li><a href="/fzgh.htm">发展规划</a></li><li><a href="/tzgg.htm">通知公告</a></li><li><a href="/zsjy.htm">招生就业</a></li></ul>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{title}-汐州师范学院</title><script src="/system/resource/js/counter.js"></script></head><body>{menu.replace("index.htm", "/index.htm")}{main}<div class="foot">版权所有：汐州师范学院 汐ICP备99011号</div></body></html>'

    for number, (column, name, at) in enumerate((("fzgh", "发展规划", 1012), ("tzgg", "通知公告", 1013))):
        shown = documents("汐州师范学院", 1 + 20 * number, 12)
        parts = pieces(shown)
        office.columns.append(Truth(f"/{column}.htm", name, shown, f"/{column}/{len(parts) - 1}.htm"))

        def address(d: Document, at: int = at) -> str:
            return f"/info/{at}/{2000 + d.number}.htm"

        for place, part in enumerate(parts):
            items = entries(
                part,
                address,
                '<li id="line_u8"><a href="{url}" target="_blank" title="{title}">{short}</a><span>{day}</span></li>',
            )
            onward = (
                f'<span class="p_next"><a href="{column if not place else "."}/{len(parts) - place - 1}.htm">下页</a></span>'
                if place + 1 < len(parts)
                else ""
            )
            office.put(
                f"/{column}/{len(parts) - place}.htm" if place else f"/{column}.htm",
                frame(
                    name,
                    f'<div class="list"><ul>{items}</ul></div><div class="pb_sys_common">{onward.replace("./", "")}</div>',
                ),
            )
        for document in shown:
            office.put(
                address(document),
                lambda hits, d=document: frame(
                    d.title,
                    f'<form name="_newscontent_fromname"><h1>{d.title}</h1><p>发布时间：{d.day}　点击：[{hits + 50}]</p><div id="vsb_content"><div class="v_news_content">{paragraphs(d)}</div></div></form>',
                ),
            )
    office.put("/", frame("首页", "<div>立德树人</div>"))
    office.put("/index.htm", frame("首页", "<div>立德树人</div>"))
    return office


def webplus() -> Office:
    """A college whose lists say how many pages there are."""
    office = Office(key="webplus", name="东珠职业学院", region=None, family="WebPlus")
    menu = '<ul class="wp_nav"><li><a href="/main.htm">首页</a></li><li><a href="/gzzd/list.htm">规章制度</a></li><li><a href="/gzyd/list.htm">工作要点</a></li><li><a href="/zpxx/list.htm">招聘信息</a></li></ul>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><link href="/_upload/tpl/00/12/18/template18/style.css" rel="stylesheet"></head><body>{menu}{main}<div class="footer">版权所有 © 东珠职业学院</div></body></html>'

    for number, (column, name) in enumerate((("gzzd", "规章制度"), ("gzyd", "工作要点"))):
        shown = documents("东珠职业学院", 1 + 20 * number, 9)
        parts = pieces(shown)
        office.columns.append(Truth(f"/{column}/list.htm", name, shown, f"/{column}/list2.htm"))

        def address(d: Document, number: int = number) -> str:
            return f"/{d.day.year}/{d.day:%m%d}/c{300 + number}a{1000 + d.number}/page.htm"

        for place, part in enumerate(parts, 1):
            items = entries(
                part,
                address,
                '<li class="news"><span class="news_title"><a href="{url}" title="{title}">{title}</a></span><span class="news_meta">{day}</span></li>',
            )
            paging = f'<div class="wp_paging"><em class="curr_page">{place}</em>/<em class="all_pages">{len(parts)}</em></div>'
            office.put(
                f"/{column}/list{place if place > 1 else ''}.htm",
                frame(name, f'<ul class="news_list">{items}</ul>{paging}'),
            )
        for document in shown:
            office.put(
                address(document),
                lambda hits, d=document: frame(
                    d.title,
                    f'<h1 class="arti_title">{d.title}</h1><p class="arti_metas"><span>发布者：办公室</span><span>发布时间：{d.day}</span><span>浏览次数：<span class="WP_VisitCount">{hits}</span></span></p><div class="wp_articlecontent">{paragraphs(d)}</div>',
                ),
            )
    office.put("/", frame("东珠职业学院", "<div>知行合一</div>"))
    office.put("/main.htm", frame("东珠职业学院", "<div>知行合一</div>"))
    return office


def sitefactory() -> Office:
    """An old site in GBK, with question marks in its addresses."""
    office = Office(
        key="sitefactory",
        name="石桥镇中心小学",
        region=None,
        family="SiteFactory",
        encoding="gbk",
        declares="text/html",
    )
    menu = '<table><tr><td><a href="/">首页</a></td><td><a href="/List_3.html">通知公告</a></td><td><a href="/List_5.html">工作计划</a></td><td><a href="/List_6.html">学生作品</a></td></tr></table>'

    def frame(title: str, main: str) -> str:
        return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}-石桥镇中心小学</title></head><body>{menu}{main}<table><tr><td>版权所有 石桥镇中心小学 Powered by SiteFactory</td></tr></table></body></html>'

    for number, (column, name) in enumerate(((3, "通知公告"), (5, "工作计划"))):
        shown = documents("石桥镇中心小学", 1 + 20 * number, 7)
        parts = pieces(shown)
        office.columns.append(Truth(f"/List_{column}.html", name, shown, f"/List_{column}.html?page=2"))
        for place, part in enumerate(parts, 1):
            rows = entries(
                part,
                lambda d: f"/Item/{300 + d.number}.aspx",
                '<tr><td>·<a href="{url}">{title}</a></td><td align=right>[{day}]</td></tr>',
            )
            numbers = "".join(
                f"<b>{n}</b> " if n == place else f'<a href="/List_{column}.html?page={n}">{n}</a> '
                for n in range(1, len(parts) + 1)
            )
            office.put(
                f"/List_{column}.html?page={place}" if place > 1 else f"/List_{column}.html",
                frame(name, f"<table>{rows}</table><p>{numbers}</p>"),
            )
        for document in shown:
            office.put(
                f"/Item/{300 + document.number}.aspx",
                lambda hits, d=document: frame(
                    d.title,
                    f'<center><b>{d.title}</b></center><p>作者：教导处 来源：本站 点击数：{hits + 7} 更新时间：{d.day}</p><div id="fontzoom">{paragraphs(d)}</div>',
                ),
            )
    office.put("/", frame("首页", "<p>欢迎光临石桥镇中心小学</p>"))
    return office


def dede() -> Office:
    """A research office on DedeCMS, in GBK, with lists by number."""
    office = Office(
        key="dede", name="青溪区教学研究室", region="青溪区", family="DedeCMS", encoding="gbk", declares="text/html"
    )
    menu = '<div id="nav"><a href="/">主页</a><a href="/a/wenjian/list_12_1.html">文件通知</a><a href="/a/jihua/list_13_1.html">工作计划</a><a href="/a/tupian/list_14_1.html">图片新闻</a></div>'

    def frame(title: str, main: str) -> str:
        return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>{title}_青溪区教学研究室</title></head><body>{menu}{main}<div class="footer">Copyright 2012-2026 青溪区教学研究室 版权所有 Power by DedeCms</div></body></html>'

    for number, (folder, column, name) in enumerate((("wenjian", 12, "文件通知"), ("jihua", 13, "工作计划"))):
        shown = documents("青溪区", 1 + 20 * number, 8)
        parts = pieces(shown)
        office.columns.append(
            Truth(f"/a/{folder}/list_{column}_1.html", name, shown, f"/a/{folder}/list_{column}_2.html")
        )

        def address(d: Document, folder: str = folder) -> str:
            return f"/a/{folder}/{d.day:%Y%m%d}/{500 + d.number}.html"

        for place, part in enumerate(parts, 1):
            items = entries(
                part,
                address,
                '<li><a href="{url}" class="title">{title}</a><span class="info"><small>日期：</small>{day} <small>点击：</small>88</span><p class="intro">文件摘要。</p></li>',
            )
            onward = (
                f'<ul class="pagelist"><li><a href="list_{column}_{place + 1}.html">下一页</a></li></ul>'
                if place < len(parts)
                else ""
            )
            crumb = f'<div class="place">当前位置: <a href="/">主页</a> &gt; <a href="/a/{folder}/list_{column}_1.html">{name}</a> &gt;</div>'
            office.put(
                f"/a/{folder}/list_{column}_{place}.html",
                frame(name, f'{crumb}<ul class="e2">{items}</ul><div class="dede_pages">{onward}</div>'),
            )
        for document in shown:
            office.put(
                address(document),
                frame(
                    document.title,
                    f'<div class="viewbox"><div class="title"><h2>{document.title}</h2></div><div class="info">时间:{document.day} 来源:未知 作者:admin 点击:<script src="/plus/count.php?view=yes&aid={document.number}"></script>次</div><div class="content">{paragraphs(document)}</div></div>',
                ),
            )
    office.put("/", frame("首页", "<p>教研兴教</p>"))
    return office


def empire() -> Office:
    """A county's bureau on EmpireCMS."""
    office = Office(key="empire", name="安陵县教育局", region="安陵县", family="EmpireCMS")
    menu = '<div><a href="/">首页</a><a href="/e/action/ListInfo/?classid=11">政策文件</a><a href="/e/action/ListInfo/?classid=12">征求意见</a><a href="/e/action/ListInfo/?classid=13">招标公告</a></div>'

    def frame(title: str, main: str) -> str:
        return f'<html><head><meta charset="utf-8"><title>{title} - 安陵县教育局</title></head><body>{menu}{main}<div>主办单位：安陵县教育局 <a href="/e/search/">搜索</a></div></body></html>'

    for number, (column, name) in enumerate(((11, "政策文件"), (12, "征求意见"))):
        shown = documents("安陵县", 1 + 20 * number, 8)
        parts = pieces(shown)
        further = f"/e/action/ListInfo/index.php?page=1&classid={column}"
        office.columns.append(Truth(f"/e/action/ListInfo/?classid={column}", name, shown, further))
        for place, part in enumerate(parts):
            items = entries(
                part, lambda d: f"/news/{12000 + d.number}.html", '<dd><a href="{url}">{title}</a> ({day})</dd>'
            )
            onward = (
                f'<a href="/e/action/ListInfo/index.php?page={place + 1}&amp;classid={column}">下一页</a>'
                if place + 1 < len(parts)
                else ""
            )
            office.put(
                further if place else f"/e/action/ListInfo/?classid={column}",
                frame(name, f"<dl>{items}</dl><p>{onward}</p>"),
            )
        for document in shown:
            office.put(
                f"/news/{12000 + document.number}.html",
                lambda hits, d=document: frame(
                    d.title,
                    f'<h1>{d.title}</h1><p>{d.day} 阅读：{hits}次</p><div id="text" class="article_content">{paragraphs(d)}</div>',
                ),
            )
    office.put("/", frame("首页", "<p>安陵教育</p>"))
    return office


def handmade() -> Office:
    """A school's site of tables in GBK whose counter stands inside the text, and that no system made."""
    office = Office(
        key="handmade", name="柳湾区实验中学", region="柳湾区", family=None, encoding="gbk", declares="text/html"
    )
    menu = "<TR><TD><A href=index.asp>首页</A> <A href=news.asp?id=1>校园新闻</A> <A href=news.asp?id=4>政策规章</A> <A href=news.asp?id=5>工作计划</A></TD></TR>"

    def frame(title: str, main: str) -> str:
        return f"<HTML><HEAD><META http-equiv=Content-Type content='text/html; charset=gb2312'><TITLE>{title}</TITLE></HEAD><BODY><TABLE>{menu}<TR><TD>{main}</TD></TR><TR><TD>版权所有 柳湾区实验中学 备案序号:柳ICP备99021号</TD></TR></TABLE></BODY></HTML>"

    for number, (column, name) in enumerate(((4, "政策规章"), (5, "工作计划"))):
        shown = documents("柳湾区", 1 + 20 * number, 6)
        parts = pieces(shown)
        office.columns.append(Truth(f"/news.asp?id={column}", name, shown, f"/news.asp?id={column}&page=2"))
        for place, part in enumerate(parts, 1):
            items = entries(part, lambda d: f"/show.asp?newsid={d.number}", "<P>·<A href={url}>{title}</A> [{day}]</P>")
            onward = f"<A href='news.asp?id={column}&page=2'>下一页</A>" if place < len(parts) else ""
            where = f"您现在的位置是： <A href=index.asp>首页</A> &gt; <A href=news.asp?id={column}>{name}</A>"
            office.put(
                f"/news.asp?id={column}" + ("&page=2" if place > 1 else ""),
                frame("柳湾区实验中学", f"<P>{where}</P>{items}<P>{onward}</P>"),
            )
        for document in shown:
            office.put(
                f"/show.asp?newsid={document.number}",
                lambda hits, d=document: frame(
                    "柳湾区实验中学",
                    f"<P align=center><B>{d.title}</B></P><P align=center>【 作者:校办 阅读:{hits + 900} 发布日期:{d.day} 】</P>{paragraphs(d, 'P')}<P class=tongji>本文已被{hits + 900}位老师和家长阅读。</P><P>上一篇:没有了</P><P>下一篇:校历...</P>",
                ),
            )
    office.put("/", frame("柳湾区实验中学", "<P>校训：勤学</P>"))
    office.put("/index.asp", frame("柳湾区实验中学", "<P>校训：勤学</P>"))
    return office


def congress() -> Office:
    """A people's congress: breadcrumb with double arrows, entries without a list."""
    office = Office(key="congress", name="柳湾区人大常委会", region="柳湾区", family=None)
    menu = '<div id="top"><a href="/">首页</a> <a href="/rdgk/">人大概况</a> <a href="/jdgz/">监督工作</a> <a href="/gzbg/">工作报告</a> <a href="/dbfc/">代表风采</a></div>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-柳湾区人大常委会</title></head><body>{menu}{main}<div id="bottom">柳湾区人大常委会办公室主办</div></body></html>'

    for number, (folder, name) in enumerate((("/jdgz/", "监督工作"), ("/gzbg/", "工作报告"))):
        shown = documents("柳湾区", 1 + 20 * number, 7)
        parts = pieces(shown)
        office.columns.append(Truth(folder, name, shown, f"{folder}p2.html"))
        where = f"<div>当前位置: <a href='/'>首页</a> >> <a href='{folder}'>{name}</a> >> 内容</div>"
        for place, part in enumerate(parts, 1):
            items = entries(
                part, lambda d, f=folder: f"{f}{600 + d.number}.html", '<a href="{url}">{title}</a>　{day}<br>'
            )
            onward = f'<a href="{folder}p2.html" rel="next">后一页</a>' if place < len(parts) else ""
            office.put(
                f"{folder}p2.html" if place > 1 else folder, frame(name, f"{where}<div class=c>{items}</div>{onward}")
            )
        for document in shown:
            office.put(
                f"{folder}{600 + document.number}.html",
                frame(
                    document.title,
                    f"{where}<h1>{document.title}</h1><div>{document.day} 点击数:<span></span></div><div>{paragraphs(document)}</div><div>分享到：</div>",
                ),
            )
    office.put("/", frame("首页", "<p>为人民履职</p>"))
    return office


def maze() -> Office:
    """A bureau whose front page only leads to hubs, with menus of pictures; one column's dates stand in its addresses only."""
    office = Office(key="maze", name="汐州省教育厅", region="汐州省", family=None)
    menu = '<nav><a href="/"><img src="/i.png" alt="首页"></a><a href="/gk/"><img src="/g.png" alt="信息公开"></a><a href="/hd/"><img src="/h.png" alt="互动交流"></a></nav>'

    def frame(title: str, main: str) -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | 汐州省教育厅</title></head><body>{menu}{main}<footer>汐州省教育厅版权所有</footer></body></html>'

    hubs = {
        "/gk/": [("/gk/ghjh/", "规划计划"), ("/gk/rsrm/", "人事任免"), ("/gk/zcwj/", "厅发文件")],
        "/hd/": [("/hd/yjzj/", "民意征集"), ("/hd/tzxx/", "厅长信箱")],
    }
    for number, (folder, name) in enumerate(
        (("/gk/ghjh/", "规划计划"), ("/gk/zcwj/", "厅发文件"), ("/hd/yjzj/", "民意征集"))
    ):
        shown = documents("汐州省", 1 + 20 * number, 8)
        parts = pieces(shown)
        office.columns.append(Truth(folder, name, shown, f"{folder}2.html"))

        def address(d: Document, folder: str = folder) -> str:
            return f"{folder}doc-{d.number}.html"

        side = "".join(
            f'<dd><a href="{path}">{other}</a></dd>' for path, other in hubs["/" + folder.split("/")[1] + "/"]
        )
        for place, part in enumerate(parts, 1):
            items = entries(
                part,
                address,
                '<div class="card"><a href="{url}"><em>{day}</em><h4>{title}</h4><p>为落实区委、区政府关于办好家门口每一所学校的部署。</p></a></div>',
            )
            onward = f'<a class="next" href="{folder}2.html">下一页 &gt;</a>' if place < len(parts) else ""
            office.put(
                f"{folder}2.html" if place > 1 else folder,
                frame(name, f"<dl>{side}</dl><section>{items}</section>{onward}"),
            )
        for document in shown:
            office.put(
                address(document),
                frame(
                    document.title,
                    f"<article><h1>{document.title}</h1><time>{document.day}</time><section>{paragraphs(document, 'div')}</section></article><aside><h5>相关链接</h5><a href='/gk/'>信息公开</a></aside>",
                ),
            )
    for hub, below in hubs.items():
        office.put(
            hub,
            frame("栏目", "<dl>" + "".join(f'<dd><a href="{path}">{name}</a></dd>' for path, name in below) + "</dl>"),
        )
    office.put("/", frame("首页", "<div class=slogan>汐州教育</div>"))
    return office


SCHOOLS = (vsb, webplus, sitefactory, dede, empire, handmade, congress, maze)
