"""A site is switched on in its file, and nothing else of the file changes."""

from __future__ import annotations

import stat
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.switch import switch_on, switched_on
from monitor.errors import UsageError

FILE = """# mine
name = "青云区教育局"   # the office
home = "https://edu.qingyun.example/"
enabled = false # until it is confirmed

[[columns]]
name = "enabled = false"
url = "https://edu.qingyun.example/ghjh/"
"""


def test_one_word_changes_and_comments_stay():
    """What the operator wrote stays as it is."""
    assert switched_on(FILE) == FILE.replace("enabled = false #", "enabled = true #")


def test_a_site_that_is_on_stays_as_it_is():
    """Where nothing is said, a site is on."""
    for text in (FILE.replace("enabled = false #", "enabled = true #"), 'name = "甲"\nhome = "https://a.example/"\n'):
        assert switched_on(text) == text


def test_the_same_words_inside_a_text_are_left_alone():
    """Only the key itself counts, not a text that looks like it."""
    text = 'note = """\nenabled = false\n"""\nenabled   =   false\n'
    assert switched_on(text) == 'note = """\nenabled = false\n"""\nenabled   =   true\n'


def test_line_ends_and_the_file_s_mode_stay(tmp_path):
    """A file of Windows keeps its line ends, a private one stays private, and no other file is left behind."""
    path = tmp_path / "qingyun.toml"
    path.write_bytes(FILE.replace("\n", "\r\n").encode("utf-8-sig"))
    path.chmod(0o600)
    switch_on(path)
    assert path.read_bytes() == FILE.replace("enabled = false #", "enabled = true #").replace("\n", "\r\n").encode(
        "utf-8-sig"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path):
    """A site file that is a link to another place is changed at that place."""
    path, link = tmp_path / "real.toml", tmp_path / "link.toml"
    path.write_text(FILE, encoding="utf-8")
    link.symlink_to(path)
    switch_on(link)
    assert link.is_symlink()
    assert tomllib.loads(path.read_text(encoding="utf-8"))["enabled"] is True


def test_where_the_place_cannot_be_told_the_operator_is_asked_to_write_it(tmp_path):
    """A key in quotes is not searched for."""
    path = tmp_path / "odd.toml"
    path.write_text('"enabled" = false\nname = "甲"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="write enabled = true yourself"):
        switch_on(path)
    assert path.read_text(encoding="utf-8") == '"enabled" = false\nname = "甲"\n'


@given(st.text(max_size=60), st.text(max_size=60))
def test_everything_else_in_the_file_says_the_same(before, after):
    """Whatever stands around the key, only its value differs, or nothing is changed at all."""
    text = f"{before}\nenabled = false\n{after}"
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        changed = switched_on(text)
    except ValueError:
        return
    assert tomllib.loads(changed) == said | {"enabled": True}
