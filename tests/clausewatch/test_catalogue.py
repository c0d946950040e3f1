"""The site files of a working directory, and the working directory itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clausewatch import catalogue, setup
from monitor.errors import StorageError, UsageError
from storage.database import connect
from storage.sites import Sites

AT = datetime(2026, 3, 1, tzinfo=UTC)
GOOD = 'name = "{}"\nhome = "https://{}.example.org/"\n[[pages]]\nurl = "https://{}.example.org/plan.html"\n'


@pytest.fixture
def sites(tmp_path):
    """The sites of a fresh database."""
    database = connect(str(tmp_path / "memory.db"))
    yield Sites(database)
    database.close()


@pytest.fixture
def directory(tmp_path) -> Path:
    """An empty directory of site files."""
    made = tmp_path / "sites"
    made.mkdir()
    return made


def put(directory: Path, name: str, text: str | None = None) -> None:
    """Write one site file, a good one where no text is given."""
    (directory / f"{name}.toml").write_text(text or GOOD.format(name, name, name), encoding="utf-8")


def test_a_broken_file_is_named_and_its_last_good_revision_stays(directory, sites):
    """An editing slip in one file neither stops its site nor touches the others."""
    put(directory, "north")
    put(directory, "south")
    assert catalogue.bring_in(directory, sites, at=AT).changed == ("north", "south")
    put(directory, "north", GOOD.format("north", "north", "north").replace("home", "hom"))
    loaded = catalogue.bring_in(directory, sites, at=AT)
    assert [(Path(error.path).name, error.line, error.key) for error in loaded.broken] == [("north.toml", 2, "hom")]
    assert {site.name: site.targets for site in sites.all()} == {"north": 1, "south": 1}


def test_a_removed_file_retires_its_site(directory, sites):
    """A site whose file is gone is not looked at any more."""
    put(directory, "north")
    put(directory, "south")
    catalogue.bring_in(directory, sites, at=AT)
    (directory / "south.toml").unlink()
    catalogue.bring_in(directory, sites, at=AT)
    assert {site.name: site.targets for site in sites.all()} == {"north": 1}


def test_two_files_of_one_name_are_an_error_of_the_second(directory):
    """A site is known by its name, so two files may not share one."""
    put(directory, "a")
    put(directory, "b", GOOD.format("a", "b", "b"))
    good, broken = catalogue.read(catalogue.files(directory))
    assert [path.name for path, _ in good] == ["a.toml"]
    assert "b.toml:1: name: 'a' is already" in str(broken[0])


def test_two_files_that_watch_one_address_are_an_error_of_the_second(directory):
    """A document belongs to one site, so the same address may not stand in two files."""
    put(directory, "a")
    put(directory, "b", GOOD.format("b", "a", "a"))
    good, broken = catalogue.read(catalogue.files(directory))
    assert [path.name for path, _ in good] == ["a.toml"]
    assert "b.toml:4: pages[1].url" in str(broken[0])
    assert "already watched by" in str(broken[0])


def test_the_catalogue_is_searched_by_name_region_and_file(directory):
    """An office is offered where all words are in what it is known by; the example is no office."""
    put(directory, "example")
    put(directory, "north")
    put(directory, "south", 'region = "江苏省"\n' + GOOD.format("南方局", "south", "south"))

    def offered(*words: str) -> list[str]:
        return [path.stem for path, _ in catalogue.offered(words, of=directory)]

    assert offered() == ["north", "south"]
    assert offered("south") == offered("江苏", "局") == ["south"]
    assert offered("江苏", "north") == []


def test_a_missing_directory_says_how_to_make_one(tmp_path):
    """Whoever forgot `init` is told so."""
    with pytest.raises(UsageError, match="clausewatch init"):
        catalogue.files(tmp_path / "nowhere")


def test_init_makes_what_check_needs(tmp_path):
    """A new working directory holds settings that load and an example site that is valid and switched off."""
    made = setup.make(tmp_path / "watch")
    assert [path.name for path in made] == ["clausewatch.toml", "example.toml"]
    good, broken = catalogue.read(catalogue.files(tmp_path / "watch" / "sites"))
    assert not broken
    assert [site.enabled for _, site in good] == [False]


def test_init_never_touches_a_directory_in_use(tmp_path):
    """A directory that holds something is refused, and nothing in it changes."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        setup.make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_init_that_cannot_write_could_not(tmp_path):
    """A place where nothing can be made is no wrong usage; a file in the way is."""
    with pytest.raises(StorageError, match="cannot be made"):
        setup.make(Path("/proc/nope"))
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is no directory"):
        setup.make(tmp_path / "file")


def test_the_packaged_catalogue_is_valid():
    """Every site file that comes with the program holds, and none is switched on."""
    good, broken = catalogue.read(catalogue.files(catalogue.packaged()))
    assert good
    assert not broken
    assert not any(site.enabled for _, site in good)
