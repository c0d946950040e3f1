"""The scorer of the corpus: what it takes for told, missed and invented, and which tools it can run."""

from __future__ import annotations

import json
import shlex
import sys

import pytest

from benchmarks.changes import CORPUS, cases, expected, main, ours, score, tells

CASE = CORPUS / "target_and_wording"
CHANGE = {
    "type": "target_changed",
    "severity": "high",
    "path_before": "一/1",
    "path_after": "一/1",
    "title": "新建学校",
    "segments": [["=", "新建学校"], ["-", "4所"], ["+", "6所"], ["=", "。"]],
    "facts": {"indicator": "新建学校", "old": "4所", "new": "6所"},
}
NOTHING = {"changes": [], "findings": [], "message": {"zh": "", "en": ""}}


def told(**parts):
    """A comparison's JSON with these parts."""
    return NOTHING | parts


def tool(tmp_path, program):
    """The command of a tool that is a Python program."""
    script = tmp_path / "tool.py"
    script.write_text(program, encoding="utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} {{old}} {{new}} {{mode}}"


def test_a_change_told_is_found():
    """What is wanted is there when every wanted key is equal; other keys of the tool do not count."""
    wanted = {"changes": [{"type": "target_changed", "path_after": "一/1", "facts": {"new": "6所"}}]}
    result = score(wanted, told(changes=[CHANGE]))
    assert result.perfect
    assert result.found == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"type": "clause_reworded"},
        {"type": "target_changed", "path_before": "一/2"},
        {"type": "target_changed", "facts": {"new": "7所"}},
        {"type": "target_changed", "facts": {"year": None}},
        {"type": "target_changed", "words": {"new": "7"}},
    ],
)
def test_another_change_is_missed_and_invented(wanted):
    """A wrong type, path, fact or word is one change missed and one invented; a fact left out is a wrong one."""
    result = score({"changes": [wanted]}, told(changes=[CHANGE]))
    assert (len(result.missed), len(result.invented)) == (1, 1)


def test_one_change_answers_for_one():
    """Two equal changes that are wanted are not told by one."""
    wanted = {"type": "target_changed"}
    assert len(score({"changes": [wanted, wanted]}, told(changes=[CHANGE])).missed) == 1


def test_words_may_stand_beside_the_marked_ones():
    """How far a tool marks is its own affair, as long as the words are among the marked ones or touch them."""
    assert tells(CHANGE, {"type": "target_changed", "words": {"old": "学校4所", "new": "6所。"}})
    assert not tells(CHANGE, {"type": "target_changed", "words": {"old": "6所"}})


def test_optional_changes_may_be_left_out():
    """A silent change that is optional is neither missed where it is not told nor invented where it is."""
    wanted = {"changes": [{"type": "target_changed", "optional": True}]}
    assert score(wanted, told()).perfect
    assert score(wanted, told(changes=[CHANGE])).perfect


def test_findings_and_message_count():
    """A finding too few or too many, and words that a message lacks or must not say, are faults."""
    wanted = {"changes": [], "findings": ["silent_edit"], "message": {"says": ["6所"], "never": ["表述变化"]}}
    found = told(findings=[{"type": "injected_tags", "detail": ""}], message={"zh": "表述变化", "en": ""})
    result = score(wanted, found)
    assert result.missed == ("finding silent_edit",)
    assert result.invented == ("finding injected_tags",)
    assert len(result.message) == 2


def test_a_message_may_say_it_in_one_of_several_ways():
    """A date may be printed in either form."""
    wanted = {"changes": [], "message": {"says": [["2026-04-10", "2026年4月10日"]]}}
    assert score(wanted, told(message={"zh": "截止2026年4月10日", "en": ""})).perfect
    assert len(score(wanted, told(message={"zh": "截止2026年4月1日", "en": ""})).message) == 1


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_case_says_what_it_covers(case):
    """Whoever reads the corpus learns in one line what a case is for; both texts and all keys are there."""
    wanted = expected(case)
    assert set(wanted) == {"covers", "as", "changes", "findings", "message"}
    assert len(wanted["covers"]) > 20
    assert wanted["as"] in {"revision", "final", "repost"}
    assert (case / "before.txt").exists()
    assert (case / "after.txt").exists()


def test_another_tool_is_run_with_both_paths_and_the_mode(tmp_path, capsys):
    """A tool that prints our own JSON scores as we do."""
    right = ours(CASE / "before.txt", CASE / "after.txt", "revision")
    program = f"""
import sys
old, new, mode = sys.argv[1:]
assert old.endswith("before.txt") and new.endswith("after.txt") and mode == "revision"
print({json.dumps(right)!r})
"""
    assert main(["--tool", tool(tmp_path, program), "--case", CASE.name]) == 0
    assert "1 of 1 cases told exactly" in capsys.readouterr().out


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "print('no json')", "print('{}')"])
def test_a_tool_that_fails_has_told_nothing(tmp_path, capsys, program):
    """A crash, or output of another form, is a case missed, not the end of the scoring."""
    assert main(["--tool", tool(tmp_path, program), "--case", CASE.name]) == 1
    out = capsys.readouterr().out
    assert f"FAILS {CASE.name}" in out
    assert "recall 0.000" in out


def test_a_name_without_a_case_is_said(capsys):
    """A mistyped name is no perfect score."""
    with pytest.raises(SystemExit) as stopped:
        main(["--case", "nowhere"])
    assert stopped.value.code == 2
    assert "no case" in capsys.readouterr().err
