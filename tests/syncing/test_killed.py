"""Killed at any moment, a mirror goes on where it was; the long form is `tests.torture sync`."""

from pathlib import Path

from tests.support.databases import SqliteTemplate
from tests.support.world import World
from tests.torture.sync import MIRROR, NAIVE, Found, Scale, trial


def test_a_mirror_that_is_killed_again_and_again_converges(world: World, here: str) -> None:
    found = trial(world.url, here, Scale(), MIRROR)

    assert found.sound, found
    assert found.killed >= 2, found
    assert found.places >= 2, found


def test_a_place_noted_before_its_commits_loses_some(
    sqlite_template: SqliteTemplate, tmp_path: Path
) -> None:
    """The control. A kill that falls between two commits loses nothing: some do not."""
    tried = (naive(sqlite_template, tmp_path / str(number)) for number in range(6))
    found = next((found for found in tried if found.missing), None)

    assert found is not None
    assert not found.sound


def naive(sqlite_template: SqliteTemplate, folder: Path) -> Found:
    folder.mkdir()
    one, other = (sqlite_template.copy(folder / f"{name}.db") for name in ("one", "other"))
    found = trial(one, other, Scale(), NAIVE)
    assert found.killed >= 2, found
    return found
