"""How each site is to be treated in one round: by its file, and by the operator's hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from clausewatch.clock import due_after
from crawler.rules import ReadingRules
from crawler.site import Site, from_json, hours_of, rules_for, schedule_for, slowed, zone_of
from monitor.observation import DueTarget, HostSums, Memory
from monitor.schedule import load_of


class Treatment:
    """Sites by their targets. `delay` is the usual gap between requests, `delays` those that `slow` ordered, by site.

    `hosts` are the sums of all targets of each host, by which its budget is shared.
    """

    def __init__(self, delay: float, delays: Mapping[str, float], hosts: Mapping[str, HostSums]) -> None:
        self._delay, self._delays, self._hosts = delay, delays, hosts
        self._sites: dict[str, Site] = {}

    def site(self, target: DueTarget) -> Site:
        """The target's site as its file has it, slowed down where an operator asked for that."""
        if target.rules_digest not in self._sites:
            site = from_json(target.rules)
            self._sites[target.rules_digest] = slowed(site, self._delays.get(target.site), usual=self._delay)
        return self._sites[target.rules_digest]

    def rules(self, target: DueTarget) -> ReadingRules:
        """How its pages are read."""
        return rules_for(self.site(target), target.column_url or target.url)

    def due_after(self, target: DueTarget, memory: Memory | None, at: datetime) -> datetime:
        """When it is due again after a look `at` that moment; `memory` is None where the look brought nothing."""
        site = self.site(target)
        hours, delay = hours_of(site), site.fetch.delay
        return due_after(
            target,
            schedule_for(site, target.column_url or target.url),
            memory or target.memory,
            failed=memory is None,
            at=at,
            load=load_of(
                self._hosts.get(target.host, HostSums()), delay=self._delay if delay is None else delay, hours=hours
            ),
            hours=hours,
            zone=zone_of(site),
        )
