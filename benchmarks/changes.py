"""How well a tool tells what changed: the cases of `tests/changes`, each two texts and the changes between them.

`make changes` scores this project, `python -m benchmarks.changes --tool 'CMD {old} {new} {mode}'` any other tool that
prints the JSON of `clausewatch compare --json`. `docs/comparing.md` says what a case holds and how it is scored.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Tool = Callable[[Path, Path, str], Json]

CORPUS = Path(__file__).parents[1] / "tests" / "changes"
_BESIDE = 4
_NAMED = ("type", "severity", "path_before", "path_after", "title")


@dataclass(frozen=True, slots=True)
class Score:
    """What one comparison found of what there is, and what it told beside that; `message` are its message's faults."""

    found: int = 0
    missed: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    checked: int = 0

    @property
    def perfect(self) -> bool:
        """Nothing missed, nothing invented, the message as it should be."""
        return not (self.missed or self.invented or self.message)


def cases(corpus: Path = CORPUS) -> list[Path]:
    """The directories of the corpus, by name."""
    return sorted(path.parent for path in corpus.glob("*/expected.json"))


def expected(case: Path) -> Json:
    """What there is to tell of a case."""
    found: Json = json.loads((case / "expected.json").read_text("utf-8"))
    return found


def score(wanted: Json, told: Json) -> Score:
    """Holds a comparison's JSON against what a case expects: changes, findings, message.

    Every change is matched once, in whatever order the tool lists them. An `optional` one need not be listed.
    """
    left: list[Json] = list(told["changes"])
    missed: list[str] = []
    found = 0
    for each in wanted["changes"]:
        match = next((change for change in left if tells(change, each)), None)
        if match is not None:
            left.remove(match)
            found += 1
        elif not each.get("optional"):
            missed.append(_line(each))
    findings, present = {f["type"] for f in told["findings"]}, set(wanted.get("findings", []))
    message = wanted.get("message", {})
    said = told["message"]["zh"]
    says = [[words] if isinstance(words, str) else words for words in message.get("says", [])]
    faults = [f"does not say “{'” or “'.join(words)}”" for words in says if not any(map(said.__contains__, words))]
    faults += [f"says “{words}”" for words in message.get("never", []) if words in said]
    return Score(
        found=found + len(findings & present),
        missed=(*missed, *(f"finding {name}" for name in sorted(present - findings))),
        invented=(*map(_line, left), *(f"finding {name}" for name in sorted(findings - present))),
        message=tuple(faults),
        checked=sum(map(len, message.values())),
    )


def tells(change: Json, wanted: Json) -> bool:
    """Whether a change is the wanted one: every key and every fact that is wanted is there, and equal."""
    if any(change[name] != wanted[name] for name in _NAMED if name in wanted):
        return False
    facts = change["facts"]
    if any(name not in facts or facts[name] != value for name, value in wanted.get("facts", {}).items()):
        return False
    return all(
        any(words in text for text in _marked(change["segments"], "-" if side == "old" else "+"))
        for side, words in wanted.get("words", {}).items()
    )


def _marked(segments: Sequence[Sequence[str]], mark: str) -> Iterator[str]:
    """The removed (inserted) words, each with the few characters beside it in its own text."""
    side = [(kind, text) for kind, text in segments if kind in {"=", mark}]
    whole = "".join(text for _, text in side)
    at = 0
    for kind, text in side:
        if kind == mark:
            yield whole[max(0, at - _BESIDE) : at + len(text) + _BESIDE]
        at += len(text)


def _line(change: Json) -> str:
    paths = f"{change.get('path_before')!r} → {change.get('path_after')!r}"
    facts = " ".join(f"{name}={value!r}" for name, value in (*change.get("facts", {}).items(), *_words(change)))
    return f"{change['type']} {paths} {facts}".rstrip()


def _words(change: Json) -> list[tuple[str, str]]:
    return list(change.get("words", {}).items())


def ours(old: Path, new: Path, mode: str) -> Json:
    """This project's comparison, without a process of its own."""
    from clausewatch import contract, examine

    return contract.comparison(*examine.compare(old, new, mode=mode))  # type: ignore[arg-type]


def other(command: str) -> Tool:
    """A tool that is run for each case; `{old}`, `{new}` and `{mode}` stand in its command for two paths and the mode."""

    def run(old: Path, new: Path, mode: str) -> Json:
        argv = [word.format(old=old, new=new, mode=mode) for word in shlex.split(command)]
        printed = subprocess.run(argv, check=True, capture_output=True, encoding="utf-8").stdout
        told: Json = json.loads(printed)
        return told

    return run


def scored(case: Path, tool: Tool) -> Score:
    """One case's score; a tool that fails or prints no such JSON has told nothing of it."""
    wanted = expected(case)
    try:
        return score(wanted, tool(case / "before.txt", case / "after.txt", wanted["as"]))
    except (subprocess.CalledProcessError, json.JSONDecodeError, KeyError, TypeError) as error:
        missed = [_line(each) for each in wanted["changes"] if not each.get("optional")]
        return Score(missed=tuple(missed), message=(f"no comparison: {error!r}",), checked=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each case's score and the totals; the exit code is 0 only if all is perfect."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes", description=__doc__)
    parser.add_argument("--tool", metavar="CMD", help="command that prints compare's JSON; {old}, {new}, {mode} in it")
    parser.add_argument("--case", metavar="NAME", help="only the cases whose name begins so")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="directory of cases")
    given = parser.parse_args(arguments)
    chosen = [case for case in cases(given.corpus) if case.name.startswith(given.case or "")]
    if not chosen:
        parser.error(f"no case in {given.corpus}" + (f" begins with {given.case}" if given.case else ""))
    tool = other(given.tool) if given.tool else ours
    scores = []
    for case in chosen:
        scores.append(one := scored(case, tool))
        print(f"{'ok   ' if one.perfect else 'FAILS'} {case.name}")
        for label, lines in (("missed", one.missed), ("invented", one.invented), ("message", one.message)):
            for line in lines:
                print(f"        {label}: {line}")
    _totals(scores)
    return 0 if all(one.perfect for one in scores) else 1


def _totals(scores: Sequence[Score]) -> None:
    found, missed = sum(one.found for one in scores), sum(len(one.missed) for one in scores)
    invented = sum(len(one.invented) for one in scores)
    checked, faults = sum(one.checked for one in scores), sum(len(one.message) for one in scores)
    print(f"\n{sum(one.perfect for one in scores)} of {len(scores)} cases told exactly")
    print(
        f"recall {_share(found, missed)}, precision {_share(found, invented)}, message {_share(checked - faults, faults)}"
    )


def _share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.3f} ({good} of {good + bad})" if good + bad else "1.000 (0 of 0)"


if __name__ == "__main__":
    sys.exit(main())
