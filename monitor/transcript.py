"""Lines → article: which of them are the document, and what the others say about it.

The same for plain text and for the lines of a page: breadcrumb, title and metadata lines at the top, the document,
neighbours, share bars and footers below. The document's own repeated title, its period and stage lines stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from monitor import dates, headline, identity, labels, noise
from monitor.facts.citations import document_numbers
from monitor.facts.consultation import consultation
from monitor.lines import Line, Surroundings
from monitor.records import Article, Finding, Published
from monitor.text import fold, key, tidy
from monitor.text import lines as paragraphs

_CREDITS: frozenset[str] = frozenset({"ignored", "source", "author"})
_HEAD_LINES = 24
_TOP_LINES = 60
_METADATA_LINES = 4
_NEAR_LINES = 8
_BOX = 3
_VALUE_LENGTH = 60
_DATE_LENGTH = 20
_BEGUN = re.compile(r"^(?:一、|\(一\)|第一[编章条])")
# Credits of newspapers that stand without a colon.
_CREDIT = re.compile(
    r"(?:责任编辑|责编|编辑|校对|审校|审核|终审|监制|值班编委|图片编辑|视觉)[ \u3000]+[\u4e00-\u9fff·]{2,4}(?:[ \u3000]+[\u4e00-\u9fff·]{2,4})?"
)
# What a text saved as Markdown has beside its words: marks of headings, bold numbers, comments.
_MARKUP = re.compile(r"^#{1,6}[ \t]+|^<!--[^<>]*-->$", re.MULTILINE)
_BOLD = re.compile(r"^(#{1,6}[ \t]+)?\*\*([^*\n]{1,40})\*\*", re.MULTILINE)
_ARROW = re.compile("[>＞»›→]")
_ATTACHMENT_LABEL = re.compile(r"附件[\d一二三四五六七八九十]*(?:下载)?[::]?")


def article(text: str) -> Article:
    """The article in a plain text: one paragraph a line, furniture and metadata lines included.

    The first line is the title if it can be one; it is not part of the article's text, its repetitions are. Markdown's
    marks of headings, bold numbers and comments are no words of it.
    """
    given = [Line(line) for line in paragraphs(_MARKUP.sub("", _BOLD.sub(r"\1\2", text)))]
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
    top = _top(body[:below], around)
    above = top + _head(body[top:below], around)
    skipped, head, content, foot = body[:top], body[top:above], body[above:below], body[below:]
    crumbs = next((found for line in (*around.before, *head) if (found := noise.breadcrumb(line.text))), ())
    content = [line for line in content if not noise.is_noise(line.text)]
    page_title, content = headline.page_title(head, content, around, titled=titled)

    said = labels.merged(
        [
            *reversed(_box(around.before)),
            *_box(head),
            *(labels.fields(line.text) for line in (*foot, *around.after)),
            around.declared,
            *(labels.fields(line.text) for line in skipped),
        ]
    )
    bare_label = any(_is_bare_label(line) for line in (*content[-1:], *foot, *around.after))
    content = content[:-1] if content and _is_bare_label(content[-1]) else content
    texts = [line.text for line in content]
    opening = texts[: next((i for i, line in enumerate(texts) if headline.NUMBERED.match(fold(line))), len(texts))]
    title = headline.own_title(identity.work_title(page_title), opening)
    signature, signed = _signature(texts)
    published = dates.parse(said.get("published") or said.get("updated") or "")
    owner = noise.owner([line.text for line in (*foot, *around.after)])
    own_site = around.declared_site or headline.site_of(around.window, page_title) or owner
    site = around.site or own_site
    source = _source(said.get("source"), around.declared.get("source"))
    named = said.get("publisher") or signature or source
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
        publisher=named or own_site or site,
        guessed_publisher=not named,
        source=source,
        author=said.get("author") or None,
        index_number=said.get("index_number") or None,
        document_number=said.get("document_number")
        or _document_number([*opening, *(line.text for line in (*head, *around.before[-_NEAR_LINES:]))]),
        validity=said.get("validity") or None,
        validity_date=dates.day(dates.parse(said.get("validity_date", ""))),
        column=column or around.declared_column or headline.column_of(around.window, page_title) or around.column,
        site=site,
        consultation=consultation("\n".join(texts), dates.day(published) or dates.day(signed)),
        tables=tuple(around.tables[index] for index in dict.fromkeys(_tables(content))),
        attachments=around.attachments,
        findings=(
            *around.findings,
            *((Finding("attachment_without_link", "“附件”之后没有可下载的文件"),) if missing else ()),
        ),
    )


def _source(shown: str | None, declared: str | None) -> str | None:
    """The source as shown; where its line runs on into other words, as the page declares it."""
    if shown and declared and shown.startswith(declared):
        return declared
    return shown or None


def dated(before: Sequence[Line], body: Sequence[Line]) -> bool:
    """Whether a line above a document, or one of its first, says when it was published."""
    return any(_said(line.text).get("published") for line in before) or any(
        labels.fields(line.text).get("published") for line in body[:_HEAD_LINES]
    )


def _said(text: str) -> Mapping[labels.Field, str]:
    """What a line beside a title says: labels and values, or a date alone."""
    if fields := labels.fields(text):
        return fields
    return (
        {"published": when, **({"source": by} if (by := labels.byline(text)) else {})}
        if (when := labels.stamp(text))
        else {}
    )


def _box(lines: Sequence[Line]) -> list[Mapping[labels.Field, str]]:
    """What each of the lines beside a title says.

    In a box of labels they need neither blanks nor colons, and a value may stand on the line below its label.
    """
    said = [_said(line.text) for line in lines]
    for index, (label, value) in enumerate(pairwise(lines), 1):
        bare = not said[index] or labels.stamp(value.text)
        if list(said[index - 1].values()) == [""] and bare and len(value.text) <= _VALUE_LENGTH:
            said[index] = labels.fields(f"{label.text} {value.text}")
    return [
        own or (labels.boxed(line.text) if any(said[max(0, index - _BOX) : index + _BOX + 1]) else {})
        for index, (line, own) in enumerate(zip(lines, said, strict=True))
    ]


def _top(body: Sequence[Line], around: Surroundings) -> int:
    """How many lines stand above the page's own: above its breadcrumb, or above its title and metadata line.

    Notice bars and side columns come first on some pages, and hold sentences as a document does.
    """
    texts = [line.text for line in body[:_TOP_LINES]]
    texts = texts[: next((i for i, text in enumerate(texts) if _BEGUN.match(fold(text))), len(texts))]
    path = next((i for i, text in enumerate(texts) if _ARROW.search(text) and noise.breadcrumb(text)), None)
    if path is not None:
        return path
    titles = {
        key(part)
        for part in (*headline.segments(around.window), around.declared.get("title", ""))
        if not headline.SITE.match(part)
    }
    for shown in (i for i, text in enumerate(texts) if key(text) in titles):
        near = texts[shown + 1 : shown + 1 + _METADATA_LINES]
        again = any(key(line.text) == key(texts[shown]) for line in around.before)
        # A document repeats its title below what introduces it; the page shows it once more above.
        if any(_said(text).get("published") for text in near) or (body[shown].heading and not again):
            return shown
    return _headed(body)


def _headed(body: Sequence[Line]) -> int:
    """The title right above the first metadata line, or above a date; below it stands more than above it."""
    for index, line in enumerate(body[:_HEAD_LINES]):
        if index and (_tells(line.text) or (body[index - 1].heading and labels.stamp(line.text))):
            if sum(len(other.text) for other in body[:index]) > sum(len(other.text) for other in body[index + 1 :]):
                return 0
            return next((at for at in range(index - 1, -1, -1) if headline.can_be_title(body[at].text)), 0)
        if _BEGUN.match(fold(line.text)):
            break
    return 0


def _tells(text: str) -> bool:
    """Whether a line states a page's date and something else about it, as only a page's metadata line does."""
    fields = labels.fields(text)
    return bool(fields.get("published")) and len(fields) > 1


def _head(body: Sequence[Line], around: Surroundings) -> int:
    """How many lines at the top are the page's: all up to the last metadata line before the document begins."""
    end = 0
    boxes = Counter(line.table for line in body[:_HEAD_LINES] if line.table is not None and labels.fields(line.text))
    for index, line in enumerate(body[:_HEAD_LINES]):
        titled = index == 1 and (body[0].heading or headline.confirmed(body[0].text, around.window))
        if (
            (line.table is not None and boxes[line.table] > 1)
            or labels.fields(line.text)
            or noise.is_noise(line.text)
            or (titled and labels.stamp(line.text))
            or (index and end == index and line.text.isdecimal())  # what a counter above it counts
        ):
            end = index + 1
        elif headline.NUMBERED.match(fold(line.text)) or line.text.endswith(("。", ":", "：", ";", "；")):
            break
    return end


def _foot(texts: Sequence[str]) -> int:
    """Where the lines below the document begin: furniture, and credits (editor, source) right above it."""
    end = noise.tail(texts)
    while end and (
        noise.is_noise(texts[end - 1])
        or _CREDIT.fullmatch(texts[end - 1])
        or _CREDITS.issuperset(labels.fields(texts[end - 1]) or {"text"})
    ):
        end -= 1
    return end


def _signature(texts: Sequence[str]) -> tuple[str | None, Published]:
    """The organ that signs (its line stands right above a line that is a date), and that date."""
    for at in [at for at, text in enumerate(texts) if len(text) <= _DATE_LENGTH and "日" in text and at]:
        if headline.ORGAN.match(fold(texts[at - 1])) and _is_date(texts[at]):
            return tidy(texts[at - 1]), dates.parse(texts[at])
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
    """The number in a line of its own above the document, or with its day alone."""
    for line in opening:
        for number in document_numbers(line)[:1]:
            beside = key(line).replace(key(number), "", 1)
            if not beside or (len(beside) <= _DATE_LENGTH and dates.parse(beside) is not None):
                return number
    return None


def _is_bare_label(line: Line) -> bool:
    """Whether the line announces an attachment and names none."""
    return len(line.text) <= 12 and _ATTACHMENT_LABEL.fullmatch(key(line.text)) is not None


def _tables(content: Sequence[Line]) -> list[int]:
    return [line.table for line in content if line.table is not None]
