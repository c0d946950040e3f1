"""Page templates that no content system fingerprint fits: the same document in ever different wrappings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

_MENU = [
    f"{a}{b}"
    for a in ("机构", "政策", "教育", "学校", "招生", "党建")
    for b in ("设置", "文件", "动态", "公告", "服务")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a template puts together."""

    title: str
    meta: str
    lines: Sequence[str]
    site: str
    column: str
    counter: int
    neighbours: tuple[str, str]


def _e(line: str) -> str:
    return escape(line, quote=False)


def _head(parts: Parts, title: str | None = None) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{_e(title or f"{parts.title}-{parts.site}")}</title></head>'


def _div_soup(parts: Parts) -> str:
    body = "".join(f"<div><div><span>{_e(line)}</span></div></div>\n" for line in parts.lines)
    return f"""{_head(parts)}<body><div><div><div><a href=/>首页</a><a href=/1>公开</a><a href=/2>服务</a></div></div>
<div><div>当前位置:<a href=/>首页</a>&gt;<a href=/z>政务公开</a>&gt;<a href=/y>{parts.column}</a></div>
<div><div>{_e(parts.title)}</div><div>{_e(parts.meta)}</div><div>{body}</div>
<div><div>上一篇:<a href=/3>{parts.neighbours[0]}</a></div><div>下一篇:<a href=/4>{parts.neighbours[1]}</a></div></div></div></div>
<div><div>主办:{parts.site} 地址:示范路1号</div></div></div></body></html>"""


def _nested_tables(parts: Parts) -> str:
    body = "".join(f"<tr><td><p>{_e(line)}</p></td></tr>" for line in parts.lines)
    menu = "".join(f"<tr><td><a href=/{i}>{name}</a></td></tr>" for i, name in enumerate(_MENU))
    return f"""{_head(parts)}<body><table><tr><td><table>{menu}</table></td><td><table>
<tr><td><h2>{_e(parts.title)}</h2></td></tr><tr><td>{_e(parts.meta)}</td></tr><tr><td><table>{body}</table></td></tr>
<tr><td>[<a href=javascript:p()>打印</a>] [<a href=javascript:c()>关闭</a>]</td></tr></table></td></tr></table>
<table><tr><td>版权所有 {parts.site} 沪ICP备12345678号</td></tr></table></body></html>"""


def _line_breaks(parts: Parts) -> str:
    body = "<br/>\r\n".join(f"　　{_e(line)}" for line in parts.lines)
    return f"""{_head(parts)}<body><div class=w><div class=l><ul>{"".join(f"<li><a href=/{i}>{n}</a>" for i, n in enumerate(_MENU))}</ul></div>
<div class=r><h1>{_e(parts.title)}</h1><p>{_e(parts.meta)}</p><div>{body}</div><p>分享到:</p></div></div>
<div>Copyright &copy; {parts.site} All Rights Reserved</div></body></html>"""


def _one_paragraph(parts: Parts) -> str:
    body = "<br><br>".join(_e(line) for line in parts.lines)
    return f"""{_head(parts, parts.site)}<body><h3>{parts.site}</h3><div><h1>{_e(parts.title)}</h1><div>{_e(parts.meta)}</div><p>{body}</p></div>
<p>扫一扫在手机打开当前页</p><p>{parts.site}版权所有</p></body></html>"""


def _long_menus(parts: Parts) -> str:
    menus = "".join(
        f"<dl><dt>{name}</dt>"
        + "".join(f'<dd><a href="/{name}/{sub}">{name}{sub}信息公开目录</a></dd>' for sub in _MENU)
        + "</dl>"
        for name in _MENU
    )
    body = "".join(f"<p><span style='font-size:16px'><font>{_e(line)}</font></span></p>" for line in parts.lines)
    news = "".join(
        f'<li><a href="/n{i}">{parts.neighbours[i % 2]}第{i}号</a><span>2024-01-{i + 1:02}</span></li>'
        for i in range(12)
    )
    return f"""{_head(parts)}<body><div class="a1">{menus}</div><div class="a2"><div class="a3"><div class="a4">{_e(parts.title)}</div>
<div class="a5">{_e(parts.meta)}</div><div class="a6">{body}</div></div><div class="a7"><b>最新信息</b><ul>{news}</ul>
<p>本栏目由办公室维护,欢迎监督,发现错误请告诉我们。</p></div></div><div class="a8">网站标识码:1234567890 访问量:{parts.counter}</div></body></html>"""


def _loose(parts: Parts) -> str:
    """Title, metadata, document and furniture are siblings in one container."""
    body = "\n".join(f"<p>{_e(line)}</p>" for line in parts.lines)
    return f"""{_head(parts)}<body><div id=c><p>当前位置:首页 &gt; {parts.column} &gt; 正文</p><h1>{_e(parts.title)}</h1><p>{_e(parts.meta)}</p><p>字号:大 中 小</p>
{body}
<p>上一篇:{parts.neighbours[0]}</p><p>下一篇:{parts.neighbours[1]}</p><p>[打印] [关闭]</p><p>主办单位:{parts.site}</p></div></body></html>"""


def _two_parts(parts: Parts) -> str:
    """The document in two boxes: its first third in one, the rest in the other."""
    third = len(parts.lines) // 3
    first, rest = parts.lines[:third], parts.lines[third:]
    return f"""{_head(parts)}<body><header><a href=/>{parts.site}</a></header><main><h1>{_e(parts.title)}</h1><div class=m>{_e(parts.meta)}</div>
<div class=t><div class=t1>{"".join(f"<p>{_e(x)}</p>" for x in first)}</div><div class=t2>{"".join(f"<p>{_e(x)}</p>" for x in rest)}</div></div></main>
<aside><h4>热门</h4><a href=/1>{parts.neighbours[0]}</a></aside><footer>{parts.site}版权所有</footer></body></html>"""


def _sloppy(parts: Parts) -> str:
    """Unclosed paragraphs, a form around everything, comments and scripts between, no title element."""
    body = "\n".join(f"<P class=MsoNormal align=left>{_e(line)}<o:p></o:p>" for line in parts.lines)
    return f"""<body><form id=form1 action=x.aspx><input type=hidden name=__VIEWSTATE value=abc><div><ul><li><a href=/>首页</a><li><a href=/a>动态</a></ul>
<!-- 导航结束。 --><div class=title>{_e(parts.title)}</div><div>{_e(parts.meta)}</div><script>document.write("阅读。");</script>
<div id=con>{body}</div><div>返回顶部</div></div></form></body></html>"""


OTHER: dict[str, Callable[[Parts], str]] = {
    "div soup": _div_soup,
    "nested tables": _nested_tables,
    "line breaks": _line_breaks,
    "one paragraph": _one_paragraph,
    "long menus": _long_menus,
    "loose": _loose,
    "two parts": _two_parts,
    "sloppy": _sloppy,
}
