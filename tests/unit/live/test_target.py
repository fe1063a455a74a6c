"""What a folder, a recipe or tables make, and what is looked at for changes."""

from __future__ import annotations

import json

import pytest

from conflictmap.live.target import Parts, folders_of, parts_of, stamp
from conflictmap.model.errors import PageError
from toys import area, square

TABLE = "id,date,lat,lon\na,2020-10-01,39.8,46.7\n"
ZONE = json.dumps({"type": "FeatureCollection", "features": [area("zone", square(0, 0))]})


def test_a_folder_is_its_tables_and_layers(write, tmp_path):
    one, two = write("d/a.csv", TABLE), write("d/b.csv.gz", b"")
    zone = write("d/zone.geojson", ZONE)
    for name in ("a.csv.toml", "words.toml", ".hidden.csv", "~$b.xlsx", "a.rejects.csv", "m.html",
                 "notes.txt"):
        write(f"d/{name}", "[words]\n" if name == "words.toml" else TABLE)
    found = parts_of([str(tmp_path / "d")], layers=["nkao-1923"])
    assert found == Parts(events=(str(one), str(two)), layers=(str(zone), "nkao-1923"))


def test_a_folder_with_a_recipe_is_that_recipe_even_a_broken_one(write, tmp_path):
    write("d/a.csv", TABLE)
    recipe = write("d/map.toml", b"\xff")
    assert parts_of([str(tmp_path / "d")]) == Parts(recipe=str(recipe))


def test_a_data_package_is_read_as_one(write, tmp_path):
    for name in ("events.csv", "claims.csv"):
        write(f"d/{name}", TABLE)
    assert parts_of([str(tmp_path / "d")]) == Parts(events=(str(tmp_path / "d"),))


@pytest.mark.parametrize(("files", "said"), [
    ([], "no table, layer or recipe in it"),
    (["a.toml", "b.toml"], "several recipes: .*a.toml, .*b.toml. Name one"),
])
def test_a_folder_that_is_no_one_map_is_refused(write, tmp_path, files, said):
    (tmp_path / "d").mkdir()
    for name in files:
        write(f"d/{name}", "title = 'A'\n")
    with pytest.raises(PageError, match=said):
        parts_of([str(tmp_path / "d")])


def test_a_recipe_comes_alone():
    with pytest.raises(PageError, match="a folder or recipe is a map of its own"):
        parts_of(["a.csv", "map.toml"])


def test_all_folders_of_a_map_are_looked_at_and_pages_written_there_are_not(write, tmp_path):
    table = write("data/a.csv", TABLE)
    recipe = write("map.toml", "events.path = 'data/a.csv'\nlayers = [{path = 'nkao-1923'}]\n")
    folders = folders_of(parts_of([str(recipe)]))
    assert folders == (tmp_path, tmp_path / "data")
    before = stamp(folders)
    assert set(before) == {str(recipe), str(table)}
    write("data/map.html", "")
    assert stamp(folders) == before
    write("data/a.csv", TABLE + TABLE)
    assert stamp(folders) != before
    assert stamp([tmp_path / "gone"]) == {}
