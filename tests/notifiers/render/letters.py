"""Letters for renderers: an ordinary one, and ones full of what hostile pages say."""

from __future__ import annotations

from hypothesis import strategies as st

from monitor.letter import Group, Letter, Words

ORDINARY = Letter(
    heading=Words("目标调整", "Target changed"),
    title="青河区教育工作计划",
    severity="high",
    origin=(Words("级别:重要(量化目标被调整)", "Severity: high (a quantified target was changed)"),),
    summary=(Words("与征求意见稿相比:目标上调1处", "Compared with the stage before: Targets raised: 1"),),
    groups=(
        Group(
            place=Words("二、(一)第1条“扩大供给”", "Part 二, section (一), item 1 “扩大供给”"),
            said=(
                Words(
                    "目标调整:占比52%以上→55%以上(+3个百分点)",
                    "Target changed: 占比: 52%以上 → 55%以上 (+3 percentage points)",
                ),
            ),
            passages=((("=", "占比达到"), ("-", "52%"), ("+", "55%"), ("=", "以上")),),
        ),
        Group(
            place=Words("三、(二)“经费”", "Part 三, section (二) “经费”"),
            passages=((("-", "(二)经费。"),), (("+", "1.节约"),)),
        ),
    ),
    notes=(Words("其余未变。", "Nothing else changed."),),
    url="https://qinghe.example/a.html?x=1&y=(2)",
)

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></p></article><svg/onload=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;&amp;#60;",
    "[点这里](http://evil.example)",
    "![图](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example/a www.evil.example a@evil.example",
    "[a]: http://evil.example",
    "# 标题",
    "===",
    "---",
    "* * *",
    "- 项",
    "1. 项",
    "> 引",
    "    代码",
    "```\n代码\n```",
    "`码`",
    "**粗** __粗__ *斜* _斜_ ~~删~~",
    "| a | b |\n|---|---|",
    '@all @所有人 <at user_id="all"></at> <@all>',
    "\\*\\",
    "\x1b[2J\x00\x07\u202e\u2066\x85",
    "\ud800\ufffe",
    "第一行\n\n第二行\r第三行\u2028第四行",
    "{{ 7*7 }} {0} %s",
    "",
    " ",
]

texts = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=4).map("".join)
words = st.builds(Words, texts, texts)
pieces = st.tuples(st.sampled_from("=-+"), texts)
groups = st.builds(
    Group,
    place=words,
    said=st.lists(words, max_size=2).map(tuple),
    passages=st.lists(st.lists(pieces, max_size=4).map(tuple), max_size=2).map(tuple),
)
addresses = st.one_of(
    st.none(),
    texts,
    st.sampled_from(["javascript:alert(1)", "data:text/html,x", "https://qinghe.example/a_(b)*c*;d?e=[f]"]),
)
letters = st.builds(
    Letter,
    heading=words,
    title=texts,
    severity=st.just("high"),
    origin=st.lists(words, max_size=2).map(tuple),
    summary=st.lists(words, max_size=2).map(tuple),
    groups=st.lists(groups, max_size=3).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
    url=addresses,
)


def said(letter, language):
    """Every text of a letter in one language, in order; a passage's pieces are one text each."""
    yield letter.heading.of(language)
    yield letter.title
    yield from (each.of(language) for each in (*letter.origin, *letter.summary))
    for group in letter.groups:
        yield group.place.of(language)
        yield from (each.of(language) for each in group.said)
        yield from (text for passage in group.passages for _, text in passage)
    yield from (each.of(language) for each in letter.notes)
