"""Attached files: what they are called, which of them is which, and how their texts join a document's outline.

A file stands under a section of its own, `附件1`; its clauses are outlined as any text's are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from monitor.listing import canonical
from monitor.numbering import value
from monitor.outline import outline, text_of
from monitor.records import (
    Article,
    AttachedFile,
    Attachment,
    Clause,
    Edition,
    FilePart,
    FileReading,
    Finding,
    Outline,
)
from monitor.text import fold, key, tidy

UNREAD = MappingProxyType(
    {
        "scanned": ("是扫描件，只有图片没有文字，内容未读取", "is scanned: its pages are pictures without text"),
        "partly_scanned": ("部分页是扫描图片，这些页未读取", "has scanned pages, which were not read"),
        "password": ("有密码保护，内容未读取", "is protected by a password"),
        "unread_format": ("格式暂不能读取，原件已存档", "is of a kind that is kept and not read yet"),
        "no_text": ("没有文字", "holds no text"),
        "cut": ("过长，只读取了前面的部分", "is too long: only its beginning was read"),
        "partly_unread": ("压缩包内有文件未能读取", "holds files that were not read"),
        "damaged_member": ("压缩包内的文件已损坏", "holds damaged files"),
    }
)
"""Why a file has no text, or not all of it: in Chinese after the file's name, and in English."""

_LABEL = re.compile(
    r"^附\s*[件表录]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?(?=$|[^\d一二三四五六七八九十])[:.、\-_ ]*"
)
_COUNTED = re.compile(r"^[(]?(\d{1,2})(?:[)、]|\.(?!\d))\s*")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_SAYS_NOTHING = re.compile(
    r"(?:请?(?:点击|点此|单击)?(?:此处|这里|下载|查看|预览|打开|浏览)*(?:附件|文件|全文|原文|正文)?(?:下载|查看|预览)?|download|pdf|word|excel|docx?|xlsx?)",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(r"附[件表录]\S{0,3}")
# Parameters that are new at every request: the file is the same.
_VOLATILE = frozenset(
    ("afc", "token", "sign", "signature", "expires", "timestamp", "ts", "t", "_", "rnd", "rand", "random")
)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file whose bytes arrived, before it is bound to a document. `content_hash` is the SHA-256 of its bytes."""

    name: str
    url: str
    section: str
    content_hash: str
    reading: FileReading


def shown_name(name: str) -> str:
    """An attachment's name without its number: 重点项目清单.xlsx for 附件1：重点项目清单.xlsx."""
    folded = fold(name)
    start = 0
    for pattern in (_LABEL, _COUNTED):
        if (match := pattern.match(folded[start:])) is not None:
            start += match.end()
    rest = tidy(name[start:])
    return rest if rest and not _SUFFIX.fullmatch(f".{rest}") else tidy(name)


def says_nothing(name: str) -> bool:
    """Whether a link's text says where to click and not what the file is."""
    return _SAYS_NOTHING.fullmatch(key(_SUFFIX.sub("", shown_name(name)))) is not None or bool(
        _OWN_LABEL.fullmatch(key(name))
    )


def stable(url: str) -> str:
    """The part of an attachment's address that stays: without what is new at every request."""
    parts = urlsplit(canonical(url))
    query = "&".join(part for part in parts.query.split("&") if part.partition("=")[0].lower() not in _VOLATILE)
    return urlunsplit(parts._replace(query=query))


def sections(attachments: Sequence[Attachment], used: Iterable[str] = ()) -> list[str]:
    """The section of each attachment: `附件2` by the number that its name has, else the first one that is free.

    `used` are first parts of paths that the document's own text has.
    """
    taken = set(used)
    numbers = [_number(each.name) for each in attachments]
    stated = [at for at in numbers if at is not None]
    free = (at for at in range(1, len(attachments) + len(stated) + 1) if at not in stated)
    found = []
    for at in numbers:
        section = f"附件{at if at is not None else next(free)}"
        again = 2
        unique = section
        while unique in taken:
            unique = f"{section}#{again}"
            again += 1
        taken.add(unique)
        found.append(unique)
    return found


def _number(name: str) -> int | None:
    folded = fold(name)
    match = _LABEL.match(folded)
    printed = match[1] if match and match[1] else None
    if printed is None and (counted := _COUNTED.match(folded[match.end() if match else 0 :])):
        printed = counted[1]
    if printed is None:
        return None
    return (int(printed) if printed.isdigit() else value(printed)) or None


def matched(olds: Sequence[AttachedFile | Attachment], news: Sequence[AttachedFile | Attachment]) -> dict[int, int]:
    """Which new attachment is which old one: index → index.

    Equal bytes first, then name and address together, then the name (a file that was uploaded anew has another
    address), then the address (a link's text that was edited), at last names that only say where to click.
    """
    found: dict[int, int] = {}
    for mark in _MARKS:
        waiting: dict[Hashable, list[int]] = {}
        for at, old in enumerate(olds):
            if at not in found.values() and (held := mark(old)) is not None:
                waiting.setdefault(held, []).append(at)
        for at, new in enumerate(news):
            if at not in found and (candidates := waiting.get(mark(new))):
                found[at] = candidates.pop(0)
    return found


def _hash(file: AttachedFile | Attachment) -> Hashable:
    return file.content_hash if isinstance(file, AttachedFile) else None


def _name(file: AttachedFile | Attachment) -> Hashable:
    return None if says_nothing(file.name) else key(shown_name(file.name))


def _name_and_hash(file: AttachedFile | Attachment) -> Hashable:
    return (key(shown_name(file.name)), file.content_hash) if isinstance(file, AttachedFile) else None


_MARKS: tuple[Callable[[AttachedFile | Attachment], Hashable], ...] = (
    _name_and_hash,
    _hash,
    lambda file: (key(shown_name(file.name)), stable(file.url)),
    _name,
    lambda file: stable(file.url),
    lambda file: key(shown_name(file.name)),
)


def bind(edition: Edition, files: Sequence[ReadFile]) -> Edition:
    """The edition of a page with these files: its own clauses, then those of each file under its section."""
    page = own(edition)
    bound = tuple(_bound(file, page.article) for file in files)
    clauses = [clause for file in bound for clause in file.clauses]
    findings = [finding for file in bound for part in file.parts for finding in part.outline.findings]
    findings += [found for file in bound if (found := _unread(file)) is not None]
    counted = (page.outline, *(part.outline for file in bound for part in file.parts))
    whole = replace(
        page.outline,
        scheme=next((each.scheme for each in counted if any(map(_level, each.clauses))), page.outline.scheme),
        clauses=(*page.outline.clauses, *clauses),
        findings=(*page.outline.findings, *findings),
    )
    return Edition(page.article, whole, bound)


def _level(clause: Clause) -> int:
    return clause.level


def own(edition: Edition) -> Edition:
    """The edition without its files: what the page itself says."""
    if not edition.files:
        return edition
    return Edition(edition.article, outline(edition.article.text, title=edition.article.title))


def page_only(edition: Edition) -> Edition:
    """The edition with the clauses of the page's own text only; findings stay as they are."""
    files = sum(len(file.clauses) for file in edition.files)
    if not edition.files:
        return edition
    clauses = edition.outline.clauses
    return Edition(edition.article, replace(edition.outline, clauses=clauses[: len(clauses) - files]))


def whole_text(edition: Edition) -> str:
    """What the page says, then what each file says, a paragraph a line."""
    texts = [edition.article.text, *(text_of(part.outline) for file in edition.files for part in file.parts)]
    return "\n".join(filter(None, texts))


def unbound(
    file: AttachedFile, *, name: str | None = None, url: str | None = None, section: str | None = None
) -> ReadFile:
    """A file as it was before it was bound, perhaps under another name, address or section."""
    parts = tuple((part.name, text_of(part.outline)) for part in file.parts)
    reading = FileReading(file.kind, parts, file.reason)
    return ReadFile(name or file.name, url or file.url, section or file.section, file.content_hash, reading)


def first_read(before: Edition, after: Edition) -> Edition:
    """`before` with those files of `after` that its page named already, though nobody had read them.

    A file's first reading is its baseline, as a page's is: it says nothing about what changed.
    """
    read, known = matched(before.files, before.article.attachments), matched(before.files, after.files)
    unread = [each for at, each in enumerate(before.article.attachments) if at not in read]
    fresh = [file for at, file in enumerate(after.files) if at not in known]
    missing = [fresh[at] for at in matched(unread, fresh)]
    return bind(before, [*map(unbound, before.files), *map(unbound, missing)]) if missing else before


def _bound(file: ReadFile, article: Article) -> AttachedFile:
    parts = tuple(
        FilePart(
            name, _under(f"{file.section}/{name.replace('/', '∕')}" if name else file.section, text, article.title)
        )
        for name, text in _named_apart(file.reading.parts)
    )
    return AttachedFile(
        name=file.name,
        url=file.url,
        section=file.section,
        content_hash=file.content_hash,
        kind=file.reading.kind,
        parts=parts,
        reason=file.reading.reason,
    )


def _named_apart(parts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Members of one name, of different folders, get a number."""
    seen: dict[str, int] = {}
    for name, text in parts:
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), text


def _under(prefix: str, text: str, title: str) -> Outline:
    """The outline of a file's text with every path under `prefix`; a label 附件1 in its first line adds no level."""
    found = outline(text, title=title)
    first = found.clauses[0].path.partition("/")[0] if found.clauses else ""
    label = first if _OWN_LABEL.fullmatch(first) else ""
    return replace(
        found,
        title=found.title if found.title != title else "",
        clauses=tuple(clause._replace(path=_placed(prefix, clause.path, label)) for clause in found.clauses),
        findings=tuple(replace(each, path=_placed(prefix, each.path, label)) for each in found.findings),
    )


def _placed(prefix: str, path: str, label: str) -> str:
    if label and (path == label or path.startswith(f"{label}/")):
        path = path[len(label) + 1 :]
    return f"{prefix}/{path}" if path else prefix


def _unread(file: AttachedFile) -> Finding | None:
    if file.reason is None:
        return None
    kind = f"（{file.kind.upper()}）" if file.reason == "unread_format" else ""
    return Finding("attachment_unread", f"附件“{file.name}”{kind}{UNREAD[file.reason][0]}", file.section)
