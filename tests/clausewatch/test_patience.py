"""No slow host holds up a round."""

from __future__ import annotations

from clausewatch.patience import in_time
from monitor.observation import DueTarget


def target(number: int, host: str) -> DueTarget:
    """One due target."""
    url = f"https://{host}/{number}.html"
    return DueTarget(id=number, kind="page", url=url, site=host, rules="", rules_digest="", host=host)


def test_a_slow_host_gets_its_turns_and_the_others_all_of_theirs():
    """Of a host with a gap of a minute five are looked at, of one with an hour one, of a quick one all, in their order."""
    gaps = {"slow.example": 60.0, "slowest.example": 3600.0, "quick.example": 2.0, "none.example": 0.0}
    due = [target(number, host) for number in range(50) for host in gaps]
    kept = in_time(due, lambda each: gaps[each.host])
    counted = {host: [each.id for each in kept if each.host == host] for host in gaps}
    assert counted == {
        "slow.example": [0, 1, 2, 3, 4],
        "slowest.example": [0],
        "quick.example": list(range(50)),
        "none.example": list(range(50)),
    }
