"""The generated archive in a very short form: searches find what the scan finds, and every question is timed."""

from __future__ import annotations

from benchmarks.archive import __main__ as archive
from benchmarks.archive import measuring


def test_a_small_archive_is_measured(monkeypatch, capsys):
    """Two sizes, some recorded one by one and the others together; nothing is missed and nothing invented."""
    monkeypatch.setattr(archive, "ALONE", 2)
    monkeypatch.setattr(measuring, "ASKED", 6)
    archive.main((4, 8))
    shown = capsys.readouterr().out
    assert "8 documents, 40 versions, 384 clause texts" in shown
    assert "wrong or missing hits, words of 1, 2, 4 and 8 characters       0.00" in shown
