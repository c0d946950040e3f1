"""The gate: what was seen of a column → what holds, what to mind, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.acceptance import Attempt, Trial, Verdict, verdicts
from monitor.outline import outline
from monitor.records import Article, Attachment, Cause, Edition, ListingItem, Outcome, Reading, Signals

SIGNALS = Signals(status=200, content_type="text/html", encoding="utf-8", length=400)
ITEMS = tuple(ListingItem(f"关于第{n}件事的通知", f"https://a.example/{n}.html", date(2026, 3, n)) for n in (1, 2, 3))
OLDER = tuple(ListingItem(f"关于第{n}件事的通知", f"https://a.example/{n}.html", date(2026, 2, n)) for n in (4, 5))


def listing(
    items: tuple[ListingItem, ...] = ITEMS, following: str | None = "https://a.example/index_1.html"
) -> Attempt:
    """A list that was read."""
    reading = Reading(SIGNALS, items=items, next_page=following)
    return Attempt(url="https://a.example/", outcome=Outcome.LISTING, reading=reading)


def document(text: str = "一、总体要求。" * 40, **more: object) -> Attempt:
    """A document that was read."""
    article = replace(Article(title="某某规划", text=text), **more)  # type: ignore[arg-type]
    reading = Reading(SIGNALS, article)
    edition = Edition(article, outline(text))
    return Attempt(url="https://a.example/1.html", outcome=Outcome.OK, reading=reading, edition=edition)


GOOD = Trial(
    url="https://a.example/",
    name="规划计划",
    listing=listing(),
    listing_again=listing(),
    further=listing(OLDER, None),
    document=document(),
    document_again=document(),
)


def minded(trial: Trial) -> list[tuple[str, str]]:
    """Check and level of everything that is not good."""
    told = verdicts(trial)
    assert all(verdict.advice for verdict in told if verdict.level != "good")
    return [(verdict.check, verdict.level) for verdict in told if verdict.level != "good"]


def test_a_good_column_passes_every_check() -> None:
    """Each check says what it saw."""
    told = verdicts(GOOD)
    assert [verdict.check for verdict in told] == [
        *("robots", "reachable", "encoding", "items", "pages", "text", "same", "unwatched")
    ]
    assert all(verdict.level == "good" and verdict.detail for verdict in told)


def failed(outcome: Outcome, cause: Cause | None = None) -> Attempt:
    """An address that brought nothing."""
    return Attempt(url="https://a.example/", outcome=outcome, reason="said so", cause=cause)


@pytest.mark.parametrize(
    ("first", "check"),
    [
        (failed(Outcome.BLOCKED, Cause.ROBOTS), "robots"),
        (failed(Outcome.ERROR, Cause.UNREACHABLE), "reachable"),
        (failed(Outcome.NOT_FOUND), "reachable"),
        (failed(Outcome.BLOCKED), "reachable"),
        (failed(Outcome.NEEDS_JS), "reachable"),
        (failed(Outcome.EMPTY), "reachable"),
        (failed(Outcome.BAD_ENCODING), "encoding"),
    ],
)
def test_what_could_not_be_read_is_one_failure(first: Attempt, check: str) -> None:
    """It is told once, with what to do, and nothing is said of what nobody saw."""
    trial = Trial(url="https://a.example/", listing=first)
    assert minded(trial) == [(check, "failure")]
    assert not trial.readable


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"listing": listing(tuple(replace(item, date=None) for item in ITEMS))}, ["items"]),
        ({"listing": listing(ITEMS[:1]), "listing_again": listing(ITEMS[:1])}, ["items"]),
        ({"further": listing(ITEMS, None)}, ["pages"]),
        ({"further": failed(Outcome.NOT_FOUND)}, ["pages"]),
        ({"document": document("短。"), "document_again": document("短。")}, ["text"]),
        ({"document": failed(Outcome.EMPTY), "document_again": None}, ["text"]),
        ({"document": None, "document_again": None}, ["text"]),
        ({"document": failed(Outcome.BAD_ENCODING), "document_again": None}, ["encoding"]),
        ({"document_again": failed(Outcome.ERROR)}, ["same"]),
        ({"settled": False, "differs": (("阅读 1", "阅读 2"),)}, ["same"]),
        ({"listing_again": listing(ITEMS[1:])}, ["same"]),
        ({"listing_again": failed(Outcome.ERROR)}, ["same"]),
    ],
)
def test_what_to_mind_is_a_warning_with_what_to_do(changed: dict[str, object], told: list[str]) -> None:
    """The column can be watched all the same."""
    trial = replace(GOOD, **changed)  # type: ignore[arg-type]
    assert minded(trial) == [(check, "warning") for check in told]
    assert trial.readable


def test_a_short_text_with_its_file_is_long_enough() -> None:
    """What a page says may stand in the file that it carries."""
    short = document("见附件。", attachments=(Attachment("规划.pdf", "https://a.example/1.pdf"),))
    assert minded(replace(GOOD, document=short)) == []


def test_what_was_learnt_as_noise_is_shown() -> None:
    """Two fetches that read equal without a piece pass, and the piece is named."""
    told = verdicts(replace(GOOD, drop=("p.hits",)))
    assert [v.detail for v in told if v.check == "same"] == [
        "two fetches read equal without p.hits, which was learnt as noise"
    ]


def test_what_is_watched_already_fails() -> None:
    """With who watches it."""
    (told,) = [v for v in verdicts(replace(GOOD, taken="sites/a.toml")) if v.level == "failure"]
    assert told == Verdict("unwatched", "failure", "is already watched: sites/a.toml", told.advice)
