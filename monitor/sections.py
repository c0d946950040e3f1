"""The parts of a published text: a notice in front, the work itself, its attachments, and what closes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from monitor.numbering import Marker
from monitor.text import compact, key, visible

_LABELS = (
    r"传真|电子邮[件箱]|电子信箱|邮箱|[Ee]-?mail|信函|邮寄|来信|来函|联系电话|联系人|联系方式|电话|通[讯信]地址|联系地址"
    r"|地址|邮编|邮政编码|网址|网上"
)
_CONTACT = re.compile(rf"^\s*(?:(?:通过|以)?(?:{_LABELS})[^:：。]{{0,12}}[:：])")
_KIND = r"(?:方案|计划|规划|纲要|要点|办法|细则|规定|章程|条例|措施|意见|规程|标准|指南|制度|清单|预案|准则|规则)"
_TITLE_END = re.compile(rf"{_KIND}(?:[(（][^()（）]{{1,20}}[)）])*$")
_STAGES = re.compile(r"\((?:征求意见稿|试行|暂行|草案|送审稿|讨论稿|修订|修订稿|修订草案|定稿|意见稿)\)")
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_ISSUED = re.compile(r"(?:关于)?(?:印发|发布|公布|转发|下发)(.{4,80}?)的?(?:通知|公告|通告|决定|令)$")
_EVIDENCE = re.compile(
    r"(?:印发|发布|公布|转发|征求|征集).{0,60}(?:通知|公告|通告|公示|启事|函|令)$|(?:征求|征询|征集|听取|提出|反馈).{0,12}(?:意见|建议)(?!稿)"
    r"|(?:意见|建议).{0,4}(?:反馈|征集|征询|截止)|(?:印发|转发)给?你们|现(?:将|予).{0,80}(?:印发|公布|发布)|特此(?:通知|公告|函告)"
)
_SENTENCE = re.compile(r"[。；;：:，,！!]\s*$")
_ATTACHED = re.compile(
    r"^(附\s*[件表录]\s*[0-9０-９一二三四五六七八九十]{0,3})(?=[:：.、．\s]|$)\s*[:：.、．]?\s*(.*)$"
)
_DATED = re.compile(
    r"^\s*[(（]?\s*[0-9０-９一二三四五六七八九十〇零○]{4}\s*年\s*[0-9０-９一二三四五六七八九十]{1,3}\s*月\s*[0-9０-９一二三四五六七八九十]{1,3}\s*日\s*[)）]?$"
)
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff\s()（）、]{2,40}(?:局|委|委员会|政府|办公室|办|厅|部|院|处|署|学校|大学|学院|中学|小学|中心|领导小组)$"
)
_CLOSING = re.compile(
    r"^(?:特此(?:通知|公告|通告|报告|函告|函复)|以上报告|此件(?:公开|主动))|^[(（]此件|日\s*印发$|^抄送[:：]"
)
_CALL = re.compile(
    rf"(?:意见|建议).{{0,16}}(?:反馈|截止|截至|提出|期限)|(?:反馈|征求|征集).{{0,12}}(?:意见|建议)|截止(?:日期|时间)|{_CONTACT.pattern}"
)
_NUMBER = re.compile(r"^\s*(?:[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、])+\s*")
_ANNOUNCES = re.compile(r"联系|反馈|征求|征集|征询|意见|建议|截止|提交|时间|期限")
_HEADING = 24
_ASKING = 80  # longer paragraphs that speak of opinions are the plan's own
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `start` to `end` under `prefix`: `通知`, `""` for the work itself, `附件1`."""

    prefix: str
    start: int
    end: int


def sections(lines: Sequence[str], markers: Sequence[Marker | None], title: str) -> list[Section]:
    """The text's sections in reading order; the work itself is always one of them, though it may be empty."""
    if any("附" in line for line in lines):  # looked for first: most texts have no attachments
        lines = list(map(visible, lines))
    attached = [at for at in range(len(lines)) if _begins_attachment(lines, markers, at)]
    if (own := _own_title(lines, markers, title, attached)) is not None:
        front, start = [Section("通知", 0, own)], own
        attached = [at for at in attached if at > own]
    else:
        front, start = [], 0
    ends = [*attached, len(lines)]
    found = [*front, Section("", start, ends[0])]
    for at, end in zip(attached, ends[1:], strict=True):
        match = _ATTACHED.match(lines[at])
        assert match is not None
        found.append(Section(key(match[1]), at, end))
    return found


def listed(lines: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers without those of a list of attachments (附件:1.…, and 2.… below it), which are no clauses."""
    if not any("附" in line for line in lines):  # looked for first: most texts have no attachments
        return list(markers)
    lines = list(map(visible, lines))
    return [
        None if inside and found is not None and found.form == "arabic" else found
        for found, inside in zip(markers, _in_lists(lines), strict=True)
    ]


def is_contact(rest: str) -> bool:
    """Whether a numbered line's text is one way to answer a consultation: 传真:… or 电子邮件:… and the like."""
    return _CONTACT.match(compact(rest)) is not None


def own(lines: Sequence[str]) -> int:
    """How many lines of a numbered clause are its own whatever they look like.

    The first, and below a heading like 联系方式 or 征求意见时间 the line that it announces, with the contacts that follow.
    """
    heading = key(lines[0])
    announces = len(heading) <= _HEADING and _ANNOUNCES.search(heading) and not _SENTENCE.search(heading)
    if not announces or len(lines) < 2 or _closing_kind(lines[1], None) not in {None, "通知"}:
        return 1
    return 2 + sum(1 for _ in takewhile(lambda line: is_contact(_NUMBER.sub("", line)), lines[2:]))


def closing(lines: Sequence[str]) -> list[tuple[str, int]]:
    """What closes a work below its last clause, as (path, first line), in order; empty where nothing does.

    Calls for opinions and contacts are `通知`, a list of attachments `附件`, formula, signature and date `落款`.
    """
    lines = list(map(visible, lines))
    kinds: list[str] = []
    in_lists = _in_lists(lines)
    for at in range(len(lines) - 1, -1, -1):
        kind = "附件" if in_lists[at] else _closing_kind(lines[at], kinds[-1] if kinds else None)
        if kind is None:
            break
        kinds.append(kind)
    kinds.reverse()
    first = len(lines) - len(kinds)
    return [(kind, first + at) for at, kind in enumerate(kinds) if at == 0 or kind != kinds[at - 1]]


def _dated(line: str) -> bool:
    """Whether the line is a date and nothing else."""
    return _DATED.match(key(line)) is not None


def _closing_kind(line: str, below: str | None) -> str | None:
    if _dated(line) or _CLOSING.search(compact(line)):
        return "落款"
    if below == "落款" and len(line) <= 40 and _ORGAN.match(line):
        return "落款"
    if _ATTACHED.match(line):
        return "附件"
    if len(line) <= _ASKING and _CALL.search(compact(_NUMBER.sub("", line))):
        return "通知"
    return None


def _in_lists(lines: Sequence[str]) -> list[bool]:
    """Of each line whether it is `2.…` below a line `附件:1.…`."""
    inside, found = False, []
    for line in lines:
        label = _ATTACHED.match(line)
        number = None if label else _NUMBER.match(line)
        goes_on = number is not None and "。" not in line and not is_contact(line[number.end() :])
        inside = _NUMBER.match(label[2]) is not None if label else inside and goes_on
        found.append(inside and label is None)
    return found


def _begins_attachment(lines: Sequence[str], markers: Sequence[Marker | None], at: int) -> bool:
    """Whether an attachment's text begins here; `附件:清单.xlsx` and lists of attachments only name some."""
    if lines[at][:1] != "附" or (match := _ATTACHED.match(lines[at])) is None:
        return False
    if _NUMBER.match(match[2]) or "。" in match[2]:
        return False
    following = markers[at + 1 : at + 1 + _NEAR]
    if following and following[0] is not None and following[0].form == "arabic" and not match[2]:
        return False
    for offset, found in enumerate(following, at + 1):
        if lines[offset][:1] == "附" and _ATTACHED.match(lines[offset]):
            return False
        if _dated(lines[offset]):
            return False
        if "\t" in lines[offset] or (found is not None and found.form != "arabic"):
            return True
    return False


def _own_title(
    lines: Sequence[str], markers: Sequence[Marker | None], title: str, attached: Sequence[int]
) -> int | None:
    """Where the work itself begins below a notice that publishes it; None where no notice stands in front."""
    known = {_name(title)} | {_name(name) for name in _QUOTED.findall(title)}
    evidence = signed = False
    numbered = [at for at, found in enumerate(markers) if found and found.form != "arabic"]
    if not numbered:
        return None
    for at, line in enumerate(map(visible, lines[: numbered[-1]])):
        if evidence and markers[at] is None and not _SENTENCE.search(line) and len(line) <= _ASKING:
            broken = line + visible(lines[at + 1]) if markers[at + 1] is None else line
            named = any(_name(text) in known for text in (line, broken))
            if (named or (signed and _TITLE_END.search(line.strip()))) and not _publishes(line):
                return _after_label(lines, attached, at)
        if not evidence:
            if at >= numbered[0]:
                return None
            evidence = _publishes(line)
        signed = (signed or _dated(line)) and evidence
        known |= set(_names(line)) if at < _ASKING else set()
    return None


def _publishes(line: str) -> bool:
    return _EVIDENCE.search(_STAGES.sub("", key(line))) is not None


def _after_label(lines: Sequence[str], attached: Sequence[int], at: int) -> int | None:
    """The title's line, unless it heads one of several numbered attachments."""
    label = _ATTACHED.match(visible(lines[at - 1])) if at else None
    return None if label and len(attached) > 1 and key(label[1]) != "附件" else at


def _names(line: str) -> Iterator[str]:
    yield from map(_name, _QUOTED.findall(line))
    if (match := _ISSUED.search(line.strip())) is not None:
        yield _name(match[1])


def _name(title: str) -> str:
    return _STAGES.sub("", key(title)).strip("《》")
