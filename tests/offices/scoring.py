"""How many of an office's facts were found: each is a name and whether it is right."""

from __future__ import annotations

from collections.abc import Iterator

from clausewatch.add import Proposal
from monitor.text import key
from tests.offices.office import SIZE, Office


def facts(office: Office, address: str, proposal: Proposal) -> Iterator[tuple[str, bool]]:
    """Of the office: name, region, system, encoding, home, no column too many; of each column: address, name, entries, dates, next page, text."""
    yield "name", proposal.name == office.name
    yield "region", proposal.region == office.region
    yield "family", proposal.family == office.family
    wanted = {"utf-8": "utf-8", "gbk": "gb18030"}[office.encoding]
    yield "encoding", set(proposal.encodings) == {wanted}
    yield "home", proposal.home == address + office.home
    tried = {each.trial.url: each for each in proposal.columns}
    yield "no column too many", set(tried) <= {address + truth.path for truth in office.columns}
    for truth in office.columns:
        found = tried.get(address + truth.path)
        trial = found.trial if found else None
        reading = trial.listing.reading if trial and trial.listing else None
        items = reading.items if reading else ()
        shown = truth.documents if truth.further is None else truth.documents[:SIZE]
        yield f"{truth.name}: address", found is not None and not found.failed
        yield f"{truth.name}: name", trial is not None and trial.name == truth.name
        yield f"{truth.name}: entries", [item.title for item in items] == [document.title for document in shown]
        yield f"{truth.name}: dates", [item.date for item in items] == [document.day for document in shown]
        expected = address + truth.further if truth.further else None
        yield f"{truth.name}: next page", (reading.next_page if reading else "") == expected
        edition = trial.document.edition if trial and trial.document else None
        said = [key(line) for line in edition.article.text.splitlines()] if edition else []
        told = {document.title: [key(line) for line in document.lines] for document in truth.documents}
        title = edition.article.title if edition else ""
        yield f"{truth.name}: text", said[: len(said)] in [told[t] for t in told if key(title) in key(t)]
        yield f"{truth.name}: equal", trial is not None and trial.settled and trial.document_again is not None
