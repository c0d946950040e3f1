"""Lines → article: which of them are the document, and what the others say about it.

The same for plain text and for the lines of a page: breadcrumb, title and metadata lines at the top, the document,
neighbours, share bars and footers below. The document's own repeated title, its period and stage lines stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from monitor import dates, identity, labels, noise
from monitor.facts.citations import document_numbers
from monitor.facts.consultation import consultation
from monitor.records import Article, Attachment, Finding, Published, Table
from monitor.text import fold, key, tidy
from monitor.text import lines as paragraphs


class Line(NamedTuple):
    """One paragraph. `heading` says that the page marks it as its title, `table` that it is a row of that table."""

    text: str
    heading: bool = False
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a document on its page.

    `before` and `after` are the lines above and below, `window` is the browser window's title, `declared` are
    metadata that the page declares invisibly, `site` and `column` are the names that the operator gave.
    """

    before: Sequence[Line] = ()
    after: Sequence[Line] = ()
    window: str = ""
    declared: Mapping[labels.Field, str] = field(default_factory=dict)
    declared_site: str | None = None
    declared_column: str | None = None
    site: str | None = None
    column: str | None = None
    tables: Sequence[Table] = ()
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()


_CREDITS: frozenset[str] = frozenset({"ignored", "source", "author"})
_HEAD_LINES = 24
_TOP_LINES = 60
_METADATA_LINES = 4
_BEGUN = re.compile(r"^(?:一、|\(一\)|第一[编章条])")
_ARROW = re.compile("[>＞»›→]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+[编章条]|\d{1,2}[.、](?!\d))"
)
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff()\s]{2,30}(?:局|委|委员会|政府|办公室|办|厅|部|院|处|署|学校|大学|学院|中学|小学|中心|学会|协会|总会|党组|领导小组)$"
)
_ATTACHMENT_LABEL = re.compile(r"附件[\d一二三四五六七八九十]*(?:下载)?[::]?")
_SITE_ENDING = r"(?:网|网站|门户|平台|局|厅|委|会|政府|学校|大学|学院|中学|小学|中心|人大|政协|办公室|研究院|日报|晚报)"
_SITE = re.compile(rf"^[\u4e00-\u9fffA-Za-z·()（）]{{2,30}}{_SITE_ENDING}(?:官网|网站|门户)?$")
_WINDOW = re.compile(rf"\s*(?:_|\||—{{2,}}|-{{2,}}|»|\s[-–—]\s|-(?=[^-]{{2,24}}{_SITE_ENDING}(?:官网|网站|门户)?$))\s*")


def article(text: str) -> Article:
    """The article in a plain text: one paragraph a line, furniture and metadata lines included.

    The first line is the title if it can be one; it is not part of the article's text, its repetitions are.
    """
    given = [Line(line) for line in paragraphs(text)]
    injected = sum(noise.is_injected(line.text) for line in given)
    findings = (injected_tags(injected),) if injected else ()
    return compose(given, Surroundings(findings=findings), titled=True)


def injected_tags(count: int) -> Finding:
    """The finding that a page carries `count` random empty tags, as hijacked or mirrored copies do."""
    return Finding("injected_tags", f"页面含{count}个疑似被注入的空标签，可能被劫持，或来自镜像")


def compose(body: Sequence[Line], around: Surroundings, *, titled: bool = False) -> Article:
    """The article of a document's lines and its surroundings.

    With `titled` the first line that can be a title is the page's title (a plain text has no marked headings).
    """
    body = [line for line in body if not noise.is_injected(line.text)]
    below = _foot([line.text for line in body])
    top = _top(body[:below], around.window)
    above = top + _head(body[top:below])
    skipped, head, content, foot = body[:top], body[top:above], body[above:below], body[below:]
    crumbs = next((found for line in (*around.before, *head) if (found := noise.breadcrumb(line.text))), ())
    content = [line for line in content if not noise.is_noise(line.text)]
    page_title, content = _page_title(head, content, around, titled=titled)

    said = labels.merged(
        [
            *(labels.fields(line.text) for line in reversed(around.before)),
            *(labels.fields(line.text) for line in head),
            *(labels.fields(line.text) for line in (*foot, *around.after)),
            around.declared,
            *(labels.fields(line.text) for line in skipped),
        ]
    )
    bare_label = any(_is_bare_label(line) for line in (*content[-1:], *foot, *around.after))
    content = content[:-1] if content and _is_bare_label(content[-1]) else content
    texts = [line.text for line in content]
    opening = texts[: next((i for i, line in enumerate(texts) if _NUMBERED.match(fold(line))), len(texts))]
    title = _own_title(identity.work_title(page_title), opening)
    signature, signed = _signature(texts)
    published = dates.parse(said.get("published", ""))
    owner = noise.owner([line.text for line in (*foot, *around.after)])
    own_site = around.declared_site or _site_of(around.window, page_title) or owner
    site = around.site or own_site
    source = said.get("source") or None
    known_titles = {key(page_title), key(title)}
    column = next((crumb for crumb in reversed(crumbs) if key(crumb) not in known_titles), None)
    missing = bare_label and not around.attachments
    return Article(
        title=title,
        text="\n".join(texts),
        shown_title=page_title if key(page_title) != key(title) else "",
        kind=identity.kind(title, page_title),
        stage=identity.stage(page_title, opening),
        repost=identity.is_repost(page_title, source),
        published=published,
        written=dates.day(dates.parse(said.get("written", ""))) or dates.day(signed),
        publisher=said.get("publisher") or signature or source or own_site or site,
        source=source,
        author=said.get("author") or None,
        index_number=said.get("index_number") or None,
        document_number=said.get("document_number") or _document_number(opening),
        validity=said.get("validity") or None,
        validity_date=dates.day(dates.parse(said.get("validity_date", ""))),
        column=column or around.declared_column or _column_of(around.window, page_title) or around.column,
        site=site,
        consultation=consultation("\n".join(texts), dates.day(published) or dates.day(signed)),
        tables=tuple(around.tables[index] for index in dict.fromkeys(_tables(content))),
        attachments=around.attachments,
        findings=(
            *around.findings,
            *((Finding("attachment_without_link", "“附件”之后没有可下载的文件"),) if missing else ()),
        ),
    )


def _top(body: Sequence[Line], window: str) -> int:
    """How many lines stand above the page's own: above its breadcrumb, or above its title and metadata line.

    Notice bars and side columns come first on some pages, and hold sentences as a document does.
    """
    texts = [line.text for line in body[:_TOP_LINES]]
    texts = texts[: next((i for i, text in enumerate(texts) if _BEGUN.match(fold(text))), len(texts))]
    path = next((i for i, text in enumerate(texts) if _ARROW.search(text) and noise.breadcrumb(text)), None)
    if path is not None:
        return path
    titles = {key(part) for part in _segments(window) if not _SITE.match(part)}
    shown = next((i for i, text in enumerate(texts) if key(text) in titles), 0)
    near = texts[shown + 1 : shown + 1 + _METADATA_LINES]
    return shown if any(labels.fields(text).get("published") for text in near) else 0


def _head(body: Sequence[Line]) -> int:
    """How many lines at the top are the page's: all up to the last metadata line before the document begins."""
    end = 0
    for index, line in enumerate(body[:_HEAD_LINES]):
        if labels.fields(line.text) or noise.is_noise(line.text):
            end = index + 1
        elif _NUMBERED.match(fold(line.text)) or line.text.endswith(("。", ":", "：", ";", "；")):
            break
    return end


def _foot(texts: Sequence[str]) -> int:
    """Where the lines below the document begin: furniture, and credits (editor, source) right above it."""
    end = noise.tail(texts)
    while end and (noise.is_noise(texts[end - 1]) or _CREDITS.issuperset(labels.fields(texts[end - 1]) or {"text"})):
        end -= 1
    return end


def _page_title(
    head: Sequence[Line], content: Sequence[Line], around: Surroundings, *, titled: bool
) -> tuple[str, list[Line]]:
    """The page's title as shown, and the content without the line that showed it."""
    segments = _segments(around.window)
    confirmed = [key(part) for part in segments if not _SITE.match(part)]
    named = labels.merged([labels.fields(line.text) for line in (*reversed(around.before), *head)]).get("title", "")
    leading = content[0] if content and _can_be_title(content[0].text) else None
    nearest = [*head, *reversed(around.before)]
    shown = [line.text for line in nearest if line.heading and _can_be_title(line.text)]
    if leading is not None and leading.heading:
        shown.append(leading.text)
    plain = [line.text for line in head if _can_be_title(line.text)] or _above_metadata(around.before)
    shows = leading is not None and (leading.heading or (titled and not plain))
    if leading is not None and titled and not plain:
        plain.append(leading.text)
    candidates = [text for text in (*shown, around.declared.get("title", ""), *plain, named) if text]
    candidates = [text for text in candidates if not _SITE.match(text)] or candidates
    opening = (line.text for line in content[:_HEAD_LINES] if _can_be_title(line.text))
    agreed = (text for text in chain(candidates, opening) if any(key(text) in part for part in confirmed))
    title = next(agreed, None) or next(iter([*candidates, *segments]), "")
    other = leading is None or key(leading.text) != key(title)
    return title, list(content[1:] if shows and not other else content)


def _above_metadata(before: Sequence[Line]) -> list[str]:
    """The line right above the metadata lines nearest to the document, where nothing is marked as a title."""
    lines = [line.text for line in reversed(before)]
    start = next((index for index, text in enumerate(lines) if labels.fields(text)), 0)
    return [text for text in lines[start:] if _can_be_title(text)][:1]


def _segments(window: str) -> list[str]:
    """The parts of a window's title: the page's title, then perhaps its column and its site."""
    return [part for part in _WINDOW.split(tidy(window)) if part]


def _can_be_title(text: str) -> bool:
    return (
        4 <= len(text) <= 120
        and not noise.is_noise(text)
        and not labels.fields(text)
        and not _NUMBERED.match(fold(text))
        and not text.endswith(("。", ";", "；", ":", "：", ",", "，"))
    )


def _own_title(work: str, opening: Sequence[str]) -> str:
    """The work's title as its own text prints it, else as the page does."""
    return next((line for line in opening if len(line) <= 120 and key(line) == key(work)), work)


def _signature(texts: Sequence[str]) -> tuple[str | None, Published]:
    """The organ that signs (its line stands right above a line that is a date), and that date."""
    for organ, dated in pairwise(texts):
        if len(dated) <= 20 and "日" in dated and _ORGAN.match(fold(organ)) and _is_date(dated):
            return tidy(organ), dates.parse(dated)
    return None, None


def _is_date(text: str) -> bool:
    return (
        re.fullmatch(
            r"[\d一二三四五六七八九十〇零○О]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日",
            key(text),
        )
        is not None
    )


def _document_number(opening: Sequence[str]) -> str | None:
    """The number in a line of its own above the document."""
    return next(
        (found[0] for line in opening if (found := document_numbers(line)) and key(found[0]) == key(line)), None
    )


def _is_bare_label(line: Line) -> bool:
    """Whether the line announces an attachment and names none."""
    return len(line.text) <= 12 and _ATTACHMENT_LABEL.fullmatch(key(line.text)) is not None


def _site_of(window: str, page_title: str) -> str | None:
    """The site's name at the end of the window's title, or all of it where it does not name the page."""
    parts = [part for part in _segments(window) if key(part) not in key(page_title)]
    last = parts[-1] if parts else ""
    return last if last and (len(_segments(window)) > 1 or _SITE.match(last)) else None


def _column_of(window: str, page_title: str) -> str | None:
    """The column in a window's title of the form title - column - site."""
    parts = _segments(window)
    return parts[-2] if len(parts) > 2 and key(parts[-2]) not in key(page_title) else None


def _tables(content: Sequence[Line]) -> list[int]:
    return [line.table for line in content if line.table is not None]
