"""Realistic pages around the five seed texts, with knobs for the noise; and a listing that links to them.

The seeds live beside the repository (`../shared/seeds`) and are never copied into it; tests skip where they are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

import pytest

from tests.wrappers import OTHER, Parts

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
GOLD = SEEDS.parent / "gold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What changes from one request to the next without the document changing."""

    counter: int = 14771
    neighbours: tuple[str, str] = ("关于寒假安排的通知", "关于开学准备工作的通知...")
    junk: str = "h4sia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One seed: which of its non-empty lines are the document, and what must be read from its page."""

    number: str
    file: str
    lines: slice
    title: str
    page_title: str
    published: str
    publisher: str
    site: str
    column: str
    meta: str
    source: str | None = None
    encoding: str = "utf-8"
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The page's path on its site."""
        return f"/{self.number}.html"


ALL = (
    Seed(
        number="000",
        file="000_baoshan_consultation.txt",
        lines=slice(2, -1),
        title="宝山区加快推进教育现代化行动方案",
        page_title="《宝山区加快推进教育现代化行动方案》公开征求意见",
        published="2019-12-31T10:35:00+08:00",
        publisher="上海市宝山区教育局",
        source="宝山区教育局",
        site="宝山区门户网站",
        column="公开征求意见",
        meta="来源:宝山区教育局\xa0\xa0 发布时间:2019-12-31 10:35",
    ),
    Seed(
        number="001",
        file="001_minhang_work_points_repost.txt",
        lines=slice(3, -6),
        title="2017年闵行区教育局工作要点",
        page_title="转:2017年闵行区教育局工作要点",
        published="2017-02-14T09:58:00+08:00",
        publisher="上海市群益职业技术学校",
        site="上海市群益职业技术学校",
        column="发展规划",
        meta="【 作者:党政办\xa0阅读:{counter}\xa0发布日期:2017-02-14 09:58 】",
        encoding="gb18030",
    ),
    Seed(
        number="002",
        file="002_sucheng_action_plan.txt",
        lines=slice(2, None),
        title="宿城区义务教育高质量发展三年(2019—2021)行动计划",
        page_title="《宿城区义务教育高质量发展三年(2019-2021)行动计划》公布!",
        published="2019-09-29T10:22:00+08:00",
        publisher="微博宿迁",
        source="微博宿迁",
        site="宿迁资讯网",
        column="本地要闻",
        meta="2019年09月29日10:22 来源:微博宿迁",
    ),
    Seed(
        number="003",
        file="003_qingshan_five_year_plan.txt",
        lines=slice(19, -3),
        title="青山区教育事业发展“十四五”规划",
        page_title="青山区教育事业发展“十四五”规划",
        published="2022-12-29",
        publisher="青山区教育局",
        site="青山区人民政府",
        column="规划计划",
        meta="发布时间:2022-12-29 \u2003|\u2003 发布单位:青山区教育局",
        more={"index_number": "733569413/2022-48793", "validity": "有效"},
    ),
    Seed(
        number="004",
        file="004_jiading_report.txt",
        lines=slice(3, -1),
        title="关于推进义务教育优质均衡发展情况的报告",
        page_title="关于推进义务教育优质均衡发展情况的报告",
        published="2022-11-01",
        publisher="上海市嘉定区人大常委会",
        site="上海市嘉定区人大常委会",
        column="监督工作",
        meta="2022-11-01 点击数:",
    ),
)
BY_NUMBER = {seed.number: seed for seed in ALL}


def document(seed: Seed) -> list[str]:
    """The document's lines, and nothing of the page around. Skips the test where the seeds are missing."""
    if not SEEDS.is_dir():
        pytest.skip("the seed texts (../shared/seeds) are not beside the repository")
    given = (SEEDS / seed.file).read_text("utf-8").splitlines()
    return [line.strip() for line in given if line.strip()][seed.lines]


def page(
    seed: Seed,
    *,
    noise: Noise | None = None,
    edit: Callable[[list[str]], Sequence[str]] = list,
    wrapper: str | None = None,
) -> bytes:
    """The page of a seed as its site would send it. `edit` may change the document, `wrapper` names another template."""
    noise = noise or Noise()
    lines = list(edit(document(seed)))
    if wrapper is not None:
        html = OTHER[wrapper](
            Parts(
                title=seed.page_title,
                meta=seed.meta.format(counter=noise.counter),
                lines=lines,
                site=seed.site,
                column=seed.column,
                counter=noise.counter,
                neighbours=noise.neighbours,
            )
        )
    else:
        html = _HOMES[seed.number](seed, lines, noise)
    return html.encode(seed.encoding)


def listing(seeds: Sequence[Seed] = ALL, *, older: Sequence[str] = (), next_path: str | None = None) -> bytes:
    """A column page that links to the seeds' pages, with menus around and an optional next page."""
    rows = "".join(
        f'<li><a href="{seed.path}" title="{escape(seed.page_title)}">{escape(seed.page_title[:18])}…</a><span>{seed.published[:10]}</span></li>'
        for seed in seeds
    )
    rows += "".join(
        f'<li><a href="/old/{index}.html">{escape(title)}</a><span>{date(2015, 1, 1 + index % 28)}</span></li>'
        for index, title in enumerate(older)
    )
    following = f'<a href="{next_path}">下一页</a>' if next_path else "<span>下一页</span>"
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>规划计划_示范区教育局</title></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/fw/">办事服务</a></li></ul></div>
<div class="wz">当前位置:<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 规划计划</div>
<div class="left"><ul><li><a href="/zwgk/a/">通知公告</a></li><li><a href="/zwgk/b/">规划计划</a></li><li><a href="/zwgk/c/">财政信息</a></li></ul></div>
<div class="lb"><ul>{rows}</ul><div class="fy"><a href="/list.html">首页</a> {following}</div></div>
<div class="di"><p>主办:示范区教育局 网站标识码:1234567890</p></div></body></html>""".encode()


def _paragraphs(lines: Sequence[str], indent: str = "\u3000\u3000") -> str:
    return "\n".join(f"<p>{indent}{escape(line, quote=False)}</p>" for line in lines)


def _portal(seed: Seed, lines: Sequence[str], noise: Noise) -> str:
    menu = "".join(
        f'<li><a href="/c{i}/">{name}</a></li>'
        for i, name in enumerate(("首页", "走进宝山", "政务公开", "网上办事", "政民互动", "专题专栏"))
    )
    side = "".join(f'<li><a href="/side/{i}.html">{title}</a></li>' for i, title in enumerate(noise.neighbours * 4))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="SiteName" content="{seed.site}"><meta name="ColumnName" content="{seed.column}">
<meta name="ArticleTitle" content="{escape(seed.page_title)}"><meta name="PubDate" content="2019-12-31 10:35">
<title>{escape(seed.page_title)}_{seed.column}_{seed.site}</title>
<style>.main{{width:1200px}}</style><script>var t={noise.counter};function go(){{return "。。。";}}</script></head>
<body><div id="header"><div class="logo"><img src="/l.png" alt=""></div><ul class="topmenu">{menu}</ul>
<div class="searchbox"><input type="text" value="请输入关键字"><button>搜索</button></div></div>
<div class="weizhi">您现在的位置: <a href="/">首页</a> &gt; <a href="/zmhd/">政民互动</a> &gt; <a href="/zmhd/yj/">{seed.column}</a></div>
<div class="main"><div class="zuo"><h3>热点关注</h3><ul>{side}</ul></div>
<div class="you"><h1 class="bt">{escape(seed.page_title)}</h1>
<div class="xx"><span>来源:宝山区教育局</span>&nbsp;&nbsp; <span>发布时间:2019-12-31 10:35</span></div>
<div class="nr" id="ivs_content">{_paragraphs(lines)}</div>
<div class="erwei"><p>当前页二维码</p><img src="/qr?u={noise.junk}"></div></div></div>
<div id="foot"><p>版权所有:上海市宝山区人民政府 沪ICP备00000001号</p><p>地址:密山路5号 邮编:201999</p></div></body></html>"""


def _school(seed: Seed, lines: Sequence[str], noise: Noise) -> str:
    body = "<BR><BR>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line, quote=False)}" for line in lines)
    menu = "".join(
        f'<TD><A HREF="{i}.asp">{name}</A></TD>'
        for i, name in enumerate(("学校概况", "信息公开", "专业建设", "德育天地", "招生就业"))
    )
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
<TITLE>{seed.site}</TITLE></HEAD><BODY BGCOLOR=#ffffff>
<TABLE WIDTH=980 ALIGN=center><TR>{menu}</TR></TABLE>
<TABLE WIDTH=980 ALIGN=center><TR><TD WIDTH=200 VALIGN=top><TABLE><TR><TD><A HREF="a.asp">发展规划</A></TD></TR><TR><TD><A HREF="b.asp">规章制度</A></TD></TR></TABLE></TD>
<TD><TABLE WIDTH=100%><TR><TD>您现在的位置是: <A HREF="x.asp">信息公开</A> &gt; <A HREF="y.asp">{seed.column}</A></TD></TR>
<TR><TD ALIGN=center><FONT SIZE=4><B>{escape(seed.page_title)}</B></FONT></TD></TR>
<TR><TD ALIGN=center>【 作者:党政办&nbsp;阅读:{noise.counter}&nbsp;发布日期:2017-02-14 09:58 】</TD></TR>
<TR><TD><HR></TD></TR><TR><TD CLASS=nr>{body}</TD></TR>
<TR><TD>上一篇: <A HREF="1.asp">{noise.neighbours[0]}</A></TD></TR><TR><TD>下一篇: <A HREF="2.asp">{noise.neighbours[1]}</A></TD></TR></TABLE></TD></TR></TABLE>
<CENTER><A HREF="#">返回顶部</A><BR>{seed.site}<BR><A HREF="g.asp">关于我们</A> <A HREF="l.asp">联系方式</A> <A HREF="z.asp">招生热线</A> <A HREF="j.asp">交通地图</A><BR>
版权所有 Copyright@2007-2008 {seed.site} 备案序号:沪ICP备05012047号</CENTER></BODY></HTML>"""


def _media(seed: Seed, lines: Sequence[str], noise: Noise) -> str:
    related = "".join(
        f'<li><a href="/n/{i}.htm">{title}</a> <i>10-0{i + 1}</i></li>' for i, title in enumerate(noise.neighbours * 3)
    )
    return f"""<!doctype html><html><head><meta charset=utf-8><title>{escape(seed.page_title)} - {seed.column} - {seed.site}</title></head>
<body><nav><a href=/>首页</a><a href=/xw>新闻</a><a href=/ms>民生</a><a href=/jy>教育</a></nav>
<article class="post"><header><h1>{escape(seed.page_title)}</h1><p class="info">2019年09月29日10:22 来源:<a href="http://weibo.example/">微博宿迁</a></p></header>
<section class="post-body">{"".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)}</section>
<section class="more"><h3>相关新闻</h3><ul>{related}</ul></section></article>
<footer>Copyright 2019 {seed.site} 苏ICP备11111111号 <span>浏览:{noise.counter}</span></footer></body></html>"""


def _disclosure(seed: Seed, lines: Sequence[str], noise: Noise) -> str:
    junk = noise.junk
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(seed.page_title)}-{seed.site}</title></head><body>
<legend id="{junk}"></legend><samp id="{junk}"></samp><sup id="{junk}"></sup><mark id="{junk}"><del id="{junk}"></del></mark>
<p id="{junk}"><td id="{junk}"></td></p><track id="{junk}"></track><delect id="{junk}"></delect>
<ul><li><input id="{junk}"><address id="{junk}"></address><menuitem id="{junk}"></menuitem>
<ol><li><blockquote id="{junk}"><rt id="{junk}"></rt></blockquote><wbr id="{junk}"></li><li><meter id="{junk}"></meter>
<th id="{junk}"><center id="{junk}"><delect id="{junk}"></delect></center></th></li><li><dl id="{junk}"></dl></li>
<li><rp id="{junk}"><option id="{junk}"></option></rp>
<div class="gk"><table class="xxgk" border="1"><tr><td>索 引 号</td><td>733569413/2022-48793</td><td>发布日期</td><td>2022-12-29</td></tr>
<tr><td>发布机构</td><td>青山区教育局</td><td>有 效 性</td><td>有效</td></tr>
<tr><td>标&emsp; &nbsp;&nbsp;&nbsp;题</td><td>{escape(seed.page_title)}</td><td>文&emsp; &nbsp;&nbsp;&nbsp;号</td><td></td></tr></table></div>
<div class="wz"><h2 class="wzbt">{escape(seed.page_title)}</h2>
<div class="wzxx"><div>字号 : <a href="javascript:d()"></a>&emsp;|&emsp;<a href="javascript:x()"></a></div><div>发布时间:2022-12-29 &emsp;|&emsp; 发布单位:青山区教育局</div></div>
<div class="wznr"><div class="TRS_Editor">{_paragraphs(lines)}<samp id="{junk}"></samp></div></div>
<div class="fj">附件:</div></div>
<div class="ewm">扫一扫在手机打开当前页</div><div class="cz">[<a href="javascript:s()">下载</a>] [<a href="javascript:p()">打印</a>] [<a href="javascript:c()">关闭</a>]</div>
</li></ol></li></ul><script>document.title;var v={noise.counter};</script></body></html>"""


def _congress(seed: Seed, lines: Sequence[str], noise: Noise) -> str:
    menu = "".join(
        f'<a href="/{i}/">{name}</a> | '
        for i, name in enumerate(("首页", "人大概况", "常委会工作", "代表工作", "街镇人大"))
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{seed.site}</title></head><body><div class="dh">{menu}</div>
<div class="nei"><div class="dqwz">当前位置: <a href="/">首页</a> &gt;&gt; <a href="/cwh/">常委会工作</a> &gt;&gt; <a href="/jd/">{seed.column}</a> &gt;&gt; 内容</div>
<div class="nbt">{escape(seed.page_title)}</div><div class="nsj">2022-11-01 点击数:<span id="hits"><script>hits({noise.counter})</script></span></div>
<div class="nnr"><div>{"".join(f'<p style="text-indent:2em"><span>{escape(line, quote=False)}</span></p>' for line in lines)}</div></div>
<div class="bdsharebuttonbox">分享到:<a class="bds_weixin"></a><a class="bds_tsina"></a></div></div>
<div class="db">上海市嘉定区人大常委会办公室主办 沪ICP备22222222号</div></body></html>"""


_HOMES: dict[str, Callable[[Seed, Sequence[str], Noise], str]] = {
    "000": _portal,
    "001": _school,
    "002": _media,
    "003": _disclosure,
    "004": _congress,
}
