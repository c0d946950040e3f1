"""What is read right on saved pages: our reading and its peers side by side.

The pages are those of `tests/pages`, the seeds as pages, and the real ones of `../shared/pages` where they are. Text is
compared without blanks: `kept` is the share of the document's characters that were read, `foreign` the share of what was
read that is not the document. Peers are measured where they are installed; they get the page already decoded.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.ratios import Ratio, show
from crawler.decode import decode
from crawler.read import read
from monitor.text import key
from tests import seedpages

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parents[0] / "shared" / "pages"
REAL_URL = "http://www.example.gov.cn/page.html"  # the saved pages do not say where they were found
# Labels that err: furniture stands in their text, or another spelling of the source than the page's own.
DOUBTS = {"gsc_notice": ("text",), "news_gbk": ("text", "source")}
_PIECE = re.compile(r"[^。；！？，、：\n]*[。；！？，、：]?")


@dataclass(frozen=True, slots=True)
class Case:
    """A page and what stands in it; a field that its label leaves open is absent, a doubtful text is None."""

    name: str
    body: bytes
    url: str
    text: str | None
    fields: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of a page."""

    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


Reader = Callable[[str, Case], Answer]


def main() -> int:
    """Print the scores of every reader, then those of ours against the bounds."""
    groups = {"frozen pages": list(_frozen()), "seeds as pages": list(_seeds()), "real pages": list(_real())}
    ours: dict[str, dict[str, float]] = {}
    print(f"{'':<34}{'kept':>8}{'foreign':>9}{'title':>8}{'date':>8}{'source':>8}")
    for group, cases in groups.items():
        for name, reader in _readers().items() if cases else ():
            scores = _scores(cases, reader)
            if name == "clausewatch":
                ours[group] = scores
            print(f"  {group:<17}{name:<15}" + "".join(f"{scores.get(score, float('nan')):8.2f}" for score in _SHOWN))
    bounds = {"kept": 99.5, "foreign": 0.5, "title": 98.0, "published": 98.0, "source": 98.0}
    ratios = [
        Ratio(f"{group}: {score} (%)", scores[score], bound, least=score != "foreign")
        for group, scores in ours.items()
        for score, bound in bounds.items()
    ]
    precision, recall, following = _listings()
    ratios += [
        Ratio("listings: entries that are right (%)", precision, 99.0, least=True),
        Ratio("listings: entries that were found (%)", recall, 99.0, least=True),
        Ratio("listings: next pages (%)", following, 99.0, least=True),
    ]
    return show("Extraction", ratios)


_SHOWN = ("kept", "foreign", "title", "published", "source")


def _scores(cases: Sequence[Case], reader: Reader) -> dict[str, float]:
    """Percentages over the cases; text by the mean of the pages, so that long ones do not hide short ones."""
    kept, foreign = [], []
    right: dict[str, list[bool]] = {}
    for case in cases:
        answer = reader(decode(case.body)[0], case)
        if case.text is not None:
            common, expected, found = shared(case.text, answer.text)
            kept.append(common / expected if expected else 1.0)
            foreign.append((found - common) / found if found else 0.0)
        for field, value in case.fields.items():
            right.setdefault(field, []).append(_same(field, value, getattr(answer, field)))
    return {
        "kept": 100 * sum(kept) / len(kept),
        "foreign": 100 * sum(foreign) / len(foreign),
        **{field: 100 * sum(values) / len(values) for field, values in right.items()},
    }


def shared(expected: str, found: str) -> tuple[int, int, int]:
    """The characters that two texts have in common in order, and the lengths of both; blanks do not count."""
    one, other = _pieces(expected), _pieces(found)
    common = 0
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            common += sum(map(len, one[start:end]))
        elif tag == "replace":
            left, right = "".join(one[start:end]), "".join(other[first:last])
            blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
            common += sum(block.size for block in blocks)
    return common, sum(map(len, one)), sum(map(len, other))


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.findall("\n".join("".join(line.split()) for line in text.split("\n"))) if piece]


def _same(field: str, expected: str | None, found: str | None) -> bool:
    if expected is None or found is None:
        return expected == found
    if field == "published":
        return found[: len(expected)] == expected
    return key(expected) == key(found)


def _frozen() -> Iterator[Case]:
    for folder in sorted((ROOT / "tests" / "pages").iterdir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        fields = {
            name: expected[name]
            for name in ("title", "published", "source")
            if expected.get(name) or name == "published"
        }
        yield Case(
            folder.name, (folder / "page.html").read_bytes(), expected["url"], "\n".join(expected["text"]), fields
        )


def _seeds() -> Iterator[Case]:
    for seed in seedpages.ALL if seedpages.SEEDS.is_dir() else ():
        fields = {"title": seed.title, "published": seed.published} | ({"source": seed.source} if seed.source else {})
        url = f"http://www.example.gov.cn{seed.path}"
        text = "\n".join(seedpages.document(seed))
        for wrapper in (None, *seedpages.OTHER):
            yield Case(f"{seed.number}-{wrapper}", seedpages.page(seed, wrapper=wrapper), url, text, fields)


def _real() -> Iterator[Case]:
    for folder in sorted(REAL.iterdir()) if REAL.is_dir() else ():
        if not folder.is_dir():
            continue
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        doubts = DOUBTS.get(folder.name, ())
        fields = {
            name: expected[name] for name in ("title", "published", "source") if expected[name] and name not in doubts
        }
        text = None if "text" in doubts else expected["text"]
        yield Case(folder.name, (folder / "page.html").read_bytes(), REAL_URL, text, fields)


def _listings() -> tuple[float, float, float]:
    """Precision, recall and next pages of `tests/listings`, in percent."""
    wanted = found = right = pages = following = 0
    for folder in sorted((ROOT / "tests" / "listings").iterdir()):
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        (file,) = (file for file in folder.iterdir() if file.stem == "page")
        reading = read(file.read_bytes(), url=expected["url"], want="listing")
        items = {(item.title, item.url, item.date and item.date.isoformat()) for item in reading.items or ()}
        good = {(item["title"], item["url"], item["date"]) for item in expected["items"]}
        wanted, found, right = wanted + len(good), found + len(items), right + len(items & good)
        pages, following = pages + 1, following + (reading.next_page == expected["next_page"])
    return 100 * right / max(1, found), 100 * right / wanted, 100 * following / pages


def _readers() -> dict[str, Reader]:
    return {"clausewatch": _ours} | {
        name: reader for name, reader in _PEERS.items() if importlib.util.find_spec(name) is not None
    }


def _ours(_html: str, case: Case) -> Answer:
    article = read(case.body, url=case.url, want="article").article
    if article is None:
        return Answer("")
    published = article.published
    said = published.isoformat() if isinstance(published, date | datetime) else None
    return Answer(article.text, article.title, said, article.source)


def _trafilatura(html: str, case: Case) -> Answer:
    peer: Any = importlib.import_module("trafilatura")
    found = peer.bare_extraction(html, url=case.url, with_metadata=True)
    return Answer(found.text or "", found.title, found.date, found.sitename) if found is not None else Answer("")


def _readability(html: str, _case: Case) -> Answer:
    peer: Any = importlib.import_module("readability")
    document = peer.Document(html)
    tree: Any = importlib.import_module("lxml.html").fromstring(document.summary())
    return Answer("\n".join(tree.itertext()), document.short_title())


def _gne(html: str, _case: Case) -> Answer:
    peer: Any = importlib.import_module("gne")
    found = peer.GeneralNewsExtractor().extract(html)
    return Answer(found["content"], found["title"], found["publish_time"].replace("/", "-"))


def _justext(html: str, _case: Case) -> Answer:
    peer: Any = importlib.import_module("justext")
    paragraphs = peer.justext(html, frozenset(), stopwords_low=0, stopwords_high=0, length_low=20, length_high=60)
    return Answer("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def _resiliparse(html: str, _case: Case) -> Answer:
    peer: Any = importlib.import_module("resiliparse.extract.html2text")
    return Answer(peer.extract_plain_text(html, main_content=True))


_PEERS: dict[str, Reader] = {
    "trafilatura": _trafilatura,
    "readability": _readability,
    "gne": _gne,
    "justext": _justext,
    "resiliparse": _resiliparse,
}

if __name__ == "__main__":
    sys.exit(main())
