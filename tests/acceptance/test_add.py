"""An office is added from the command line, as a new user and as a script do it, and its first round works."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.offices.portals import trs
from tests.offices.schools import handmade
from tests.offices.server import OfficeServer


def test_a_script_adds_an_office_and_the_first_round_is_its_baseline(installation):
    """`--yes --json` asks nothing and prints one value; `check` then reads every document of the three columns."""
    (installation.home / "sites").mkdir()
    with OfficeServer(trs()) as server:
        shown = installation.json("add", f"{server.address}/")
        assert (shown["file"], list((installation.home / "sites").iterdir())) == (None, [])
        added = installation.json("add", f"{server.address}/", "--yes", "--region", "临海省/岚州市/青溪区")
        assert (added["name"], added["region"], added["family"]) == ("青溪区教育局", "临海省/岚州市/青溪区", "TRS")
        assert [column["name"] for column in added["columns"]] == ["规划计划", "政策文件", "公告公示"]
        assert {check["level"] for column in added["columns"] for check in column["checks"]} == {"good"}
        assert added["document"]["clauses"]
        file = Path(added["file"])
        assert installation.json("validate")["valid"] == [str(file)]
        fetched = installation.json("validate", "--fetch")["fetched"]
        assert [len(each["columns"]) for each in fetched] == [3]
        checks = installation.json("check")["checks"]
        assert {check["outcome"] for check in checks} == {"ok", "listing"}
        assert sum(check["new"] for check in checks) == 27
        again = installation.run("add", f"{server.address}/zwgk/", "--yes", expect=1)
        assert "check the address" in again.stderr
        twice = installation.run("add", f"{server.address}/", "--yes", expect=1)
        assert "is already watched" in twice.stderr
        assert len(list((installation.home / "sites").iterdir())) == 1


def test_a_person_is_shown_everything_and_asked_four_questions(installation):
    """Name, region, columns, and whether to write; what is shown before is the file that is then there."""
    (installation.home / "sites").mkdir()
    with OfficeServer(handmade()) as server:
        told, code = _answered(installation, ["add", f"{server.address}/"], ["", "柳州省/柳湾区", "2", "y"])
    assert code == 0, told
    (file,) = (installation.home / "sites").iterdir()
    text = file.read_text(encoding="utf-8")
    assert 'region = "柳州省/柳湾区"' in text
    assert (text.count("[[columns]]"), "政策规章" in text) == (1, True)
    plain = told.replace("\r\n", "\n")
    assert text in plain
    for seen in ("one document as it would be read", "p.tongji", "differs at every fetch", "gb18030"):
        assert seen in plain


def test_nothing_is_saved_without_a_yes(installation):
    """A no, and no answer at all, leave the directory as it was."""
    (installation.home / "sites").mkdir()
    with OfficeServer(handmade()) as server:
        told, code = _answered(installation, ["add", f"{server.address}/"], ["", "", "", "n"])
        assert (code, "nothing was saved" in told) == (1, True)
        silent = installation.run("add", f"{server.address}/", expect=2)
        assert "add --yes" in silent.stderr
    assert list((installation.home / "sites").iterdir()) == []


def test_an_address_that_looks_like_an_option_is_none(installation):
    """What begins with a dash is no address, behind `--` too; no scheme but http and https is fetched."""
    (installation.home / "sites").mkdir()
    for address in ("-rf", "--output=/etc/passwd", "file:///etc/passwd", "javascript:alert(1)"):
        refused = installation.run("add", "--yes", "--", address, expect=2)
        assert "http" in refused.stderr


def _answered(installation, arguments: list[str], answers: list[str]) -> tuple[str, int]:
    """A command at a terminal, with what is typed into it: all that it showed, and its exit code."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWATCH_")}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "clausewatch", *arguments],
        cwd=installation.home,
        env=environ | installation.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "400"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    told = bytearray()
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is gone with the process
            break
        if not piece:
            break
        told += piece
    os.close(ours)
    return told.decode(errors="replace"), process.wait(30)
