"""What is installed is what is here: the wheel alone works from any directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel of this tree, unpacked."""
    built = tmp_path_factory.mktemp("built")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(built),
        str(ROOT),
    ]
    subprocess.run([*command, "--disable-pip-version-check"], check=True)
    (wheel,) = built.glob("*.whl")
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """Run the unpacked program somewhere else."""
    environ = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "clausewatch", *arguments]
    return subprocess.run(command, cwd=cwd, env=environ, check=True, capture_output=True, text=True).stdout


@pytest.mark.long
def test_the_wheel_runs_the_demo_from_any_directory(installed, tmp_path):
    """Templates, migrations, texts and site files of the demo are in the wheel."""
    assert '"missed": []' in run(installed, tmp_path, "demo", "--no-serve", "--json")
    assert not list(tmp_path.iterdir())


def test_the_wheel_holds_what_the_demo_reads(installed, tmp_path):
    """Its texts, its calendar, its pages and its site files."""
    code = (
        "from clausewatch.demo.district import SITES, Request, answer\n"
        "from clausewatch.demo.play import write_site_files\n"
        "from pathlib import Path\n"
        "print(sum(len(answer(site, Request(site.first), 52).body) > 500 for site in SITES.values()))\n"
        "print(len(write_site_files(Path('.'), dict.fromkeys(SITES, 'http://127.0.0.1:1'))))"
    )
    environ = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    asked = [sys.executable, "-c", code]
    told = subprocess.run(asked, cwd=tmp_path, env=environ, check=True, capture_output=True, text=True).stdout
    assert told.split() == ["5", "5"]


def test_the_wheel_makes_a_working_directory_that_the_doctor_accepts(installed, tmp_path):
    """The catalogue is in the wheel; the doctor finds all packages in one place."""
    run(installed, tmp_path, "init", "watch")
    told = run(installed, tmp_path / "watch", "doctor", "--json")
    assert str(installed) in told
    assert '"ok": false' not in told


def test_the_wheel_brings_the_catalogue_that_is_here(installed, tmp_path):
    """Every office is offered without a working directory, under its file's name."""
    told = json.loads(run(installed, tmp_path, "sites", "--catalogue", "--json"))
    here = {path.name for path in (ROOT / "sites").glob("*.toml")}
    assert {each["file"] for each in told["offices"]} == here - {"example.toml"}
    assert not list(tmp_path.iterdir())


def test_no_tests_or_benchmarks_are_installed(installed):
    """The wheel holds the five packages and nothing else."""
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names == {"clausewatch", "crawler", "monitor", "notifiers", "storage"}
