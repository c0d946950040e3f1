"""Many subscriptions at once: an index that leads from news to those who may want them.

Of each subscription one filter is taken, the one that the fewest others share, and the subscription stands under what
news must show to pass it: a site, a document, or two neighbouring characters of a keyword. Only who is found there is
tried (`monitor.matching.passes`), so the work grows with what is found, not with the number of subscriptions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from monitor.matching import News, folded, passes
from monitor.observation import Alert
from monitor.severity import LADDER
from monitor.subscription import Filters, Subscription

_Token = tuple[str, Any]

_SHOWN: Mapping[str, Callable[[News], Collection[Any]]] = MappingProxyType(
    {
        "documents": lambda news: (news.document,),
        "families": lambda news: (news.document, *news.families),
        "sites": lambda news: (news.site,),
        "columns": lambda news: (news.column,),
        "regions": lambda news: news.regions,
        "kinds": lambda news: (news.kind,),
        "stages": lambda news: (news.stage,),
        "clauses": lambda news: {path for change in news.changes for path in change.paths},
        "types": lambda news: {change.type for change in news.changes},
        "keywords": lambda news: _pairs("\n".join([news.title, *(change.text for change in news.changes)])),
        "anywhere": lambda news: _pairs(news.everything),
        "indicators": lambda news: _pairs("\n".join(change.indicators for change in news.changes)),
        "units": lambda news: _pairs("\n".join(change.units for change in news.changes)),
    }
)
"""Filter → what news show of it."""
_TEXTS = frozenset({"keywords", "anywhere", "indicators", "units"})


class Interests:
    """The subscriptions in force. Paused and unconfirmed ones want nothing.

    `regions` gives a site's region, `kin` for a document those of its family for which subscriptions ask.
    """

    def __init__(
        self,
        subscriptions: Iterable[Subscription],
        regions: Mapping[str, str | None] | None = None,
        kin: Mapping[int, Collection[int]] | None = None,
    ) -> None:
        self._regions, self._kin = regions or {}, kin or {}
        self._all = {each.id: folded(each.filters) for each in subscriptions if each.listens}
        asked = Counter(token for wanted in self._all.values() for token in set(_tokens(wanted)))
        self._always: defaultdict[int, list[int]] = defaultdict(list)
        self._graded: list[int] = []  # no filters, but severities of their own
        self._under: defaultdict[str, defaultdict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
        for id_, wanted in self._all.items():
            chosen = _rarest(wanted, asked)
            for name, token in chosen or ():
                self._under[name][token].append(id_)
            if chosen is None and wanted.levels:
                self._graded.append(id_)
            elif chosen is None:
                self._always[LADDER.index(wanted.severity)].append(id_)

    def wanting(self, alert: Alert) -> tuple[int, ...]:
        """The ids of the subscriptions that want the alert, in order."""
        document = alert.payload.get("document", {}).get("id")
        news = News(alert, self._regions.get(alert.site), self._kin.get(document, ()))
        if news.of_site:
            return tuple(sorted(id_ for id_, wanted in self._all.items() if passes(wanted, news)))
        candidates = {*self._candidates(news), *self._graded}
        found = {id_ for id_ in candidates if passes(self._all[id_], news)}
        found.update(id_ for rank, ids in self._always.items() if rank <= news.rank for id_ in ids)
        return tuple(sorted(found))

    def _candidates(self, news: News) -> set[int]:
        found: set[int] = set()
        for name, under in self._under.items():
            for token in under.keys() & set(_SHOWN[name](news)):
                found.update(under[token])
        return found


def _rarest(wanted: Filters, asked: Mapping[_Token, int]) -> set[_Token] | None:
    """Of the filter that the fewest share, for each value what the fewest ask for; None where nothing is limited."""
    choices = []
    for name in _SHOWN:
        values = getattr(wanted, name)
        if values:
            tokens = {min(_of(name, value), key=lambda token: (asked[token], str(token))) for value in values}
            choices.append((sum(asked[token] for token in tokens), name, tokens))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else None


def _tokens(wanted: Filters) -> Iterable[_Token]:
    return (token for name in _SHOWN for value in getattr(wanted, name) for token in _of(name, value))


def _of(name: str, value: Any) -> list[_Token]:
    """What news must show, each of it, to pass a filter by this value."""
    return [(name, token) for token in (_pairs(value) if name in _TEXTS else (value,))]


def _pairs(text: str) -> set[str]:
    """All neighbours, all characters, and the nothing that every text holds."""
    return {*map("".join, pairwise(text)), *text, ""}
