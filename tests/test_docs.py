"""The documents tell the truth: every command, setting, channel and severity stands in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from clausewatch.cli import app
from clausewatch.cli.people import SECTIONS
from clausewatch.settings import Email, Fetch, Retention, Robot, Settings, Web, Webhook
from monitor.records import Outcome
from monitor.severity import SEVERITY
from notifiers import channels

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUP = typer.main.get_group(app)


def page(name: str) -> str:
    """One of the documents."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(GROUP.commands))
def test_every_command_is_in_the_readme(command):
    """A command that the README does not name is not finished."""
    assert f"`{command}" in README or f"clausewatch {command}" in README


def test_the_help_and_the_readme_list_every_command_once_under_the_same_heading():
    """Each stands under who it is for."""
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(GROUP.commands)
    for heading, names in SECTIONS.items():
        table = README.partition(f"### {heading}\n")[2].partition("\n#")[0]
        assert {found for found in GROUP.commands if re.search(rf"^\|.*`{found}[ `]", table, re.MULTILINE)} == set(
            names
        )


@pytest.mark.parametrize("command", sorted(GROUP.commands))
def test_every_command_says_what_it_does(command):
    """Each command's help begins with a sentence."""
    assert (GROUP.commands[command].help or "").strip().endswith(".")


def test_every_setting_is_documented():
    """Each key and its variable stand in the settings page, and nothing stands there that is no setting."""
    keys = [f"fetch.{key}" for key in Fetch.model_fields] + [f"email.{key}" for key in Email.model_fields]
    keys += [f"retention.{key}" for key in Retention.model_fields]
    keys += [f"web.{key}" for key in Web.model_fields]
    vendors = {"wecom", "dingtalk", "feishu"}
    tables = {"fetch", "email", "retention", "web", "webhooks", *vendors}
    keys += [key for key in Settings.model_fields if key not in tables]
    written = set(re.findall(r"^\| `([a-z_.]+)` \|", page("settings.md"), re.MULTILINE))
    assert written == set(keys)
    for key in keys:
        assert f"`CLAUSEWATCH_{key.replace('.', '__').upper()}`" in page("settings.md")
    named = [f'webhooks."https://…".{key}' for key in Webhook.model_fields]
    named += [f"{vendor}.NAME.{key}" for vendor in vendors for key in Robot.model_fields]
    for key in named:
        assert f"`{key}`" in page("settings.md")


def test_every_outcome_and_change_type_is_documented():
    """Whoever reads the JSON finds every outcome and every type of change explained."""
    for name in [*map(str, Outcome), *SEVERITY]:
        assert f"`{name}`" in page("json.md"), name


@pytest.mark.parametrize("scheme", sorted(channels._KINDS))
def test_every_channel_is_in_the_readme(scheme):
    """Whoever subscribes finds every kind of target in the README."""
    assert f"`{scheme}:" in README


def test_links_between_documents_lead_somewhere():
    """No document links to a file that is not there."""
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "sites").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} → {target}"
