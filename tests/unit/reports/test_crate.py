"""A crate holds what the specification of RO-Crate 1.1 requires, and the files that it names."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from urllib.parse import unquote

import pytest

import conflictmap as cm
from conflictmap.reports.crate import write_crate
from toys import area, square

TABLE = "id,date,lat,lon,title\na,2020-10-01,39.8,46.7,One\n"


@pytest.fixture
def made(write, tmp_path):
    """Write a crate of a recipe with a table, its mapping and a layer, and return its entities."""
    write("data/my events.csv", TABLE.replace("title", "What"))
    write("data/my events.csv.toml", '[columns]\ntitle = "What"\ndate = "date"\nlat = "lat"\n'
          'lon = "lon"\n')
    write("data/unused.toml", "x = 1\n")
    write("zone.geojson", json.dumps({
        "type": "FeatureCollection", "features": [area("zone", square(0, 0))],
        "layer": {"title": "Zone", "licence": "CC BY 4.0", "attribution": "Me", "source": "own"}}))
    recipe = write("mine.toml", """
        title = "Mine"
        attribution = "compiled by us, CC BY 4.0"
        events.path = "data/my events.csv"
        layers = [{path = "zone.geojson"}, {path = "nkao-1923"}]
    """)
    page = cm.build(recipe=recipe)
    path = write_crate(page, tmp_path / "crate", name="my map.html", inputs=[recipe],
                       day=date(2024, 5, 1))
    return json.loads(path.read_text(encoding="utf-8")), path.parent


def test_the_metadata_are_those_that_the_specification_requires(made):
    crate, _ = made
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert crate["@context"][1] == {  # words that this context does not have
        "sha256": "https://schema.org/sha256", "creditText": "https://schema.org/creditText"}
    graph = {one["@id"]: one for one in crate["@graph"]}
    assert len(graph) == len(crate["@graph"])
    about = graph["ro-crate-metadata.json"]
    assert about == {"@id": "ro-crate-metadata.json", "@type": "CreativeWork",
                     "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                     "about": {"@id": "./"}}
    root = graph["./"]
    assert (root["@type"], root["name"]) == ("Dataset", "Mine")
    assert root["description"]
    assert root["datePublished"] == "2024-05-01"
    assert root["license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    for one in graph.values():  # flat: what is named is an entity, and each has a type
        assert one["@type"]
        for value in one.values():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict) and part["@id"] != about["conformsTo"]["@id"]:
                    assert list(part) == ["@id"]
                    assert part["@id"] in graph, part
    reached = {part["@id"] for part in root["hasPart"]}
    assert reached == {key for key, one in graph.items() if one["@type"] == "File"}


def test_each_file_is_there_with_its_hash_and_size(made):
    crate, folder = made
    files = [one for one in crate["@graph"] if one["@type"] == "File"]
    for one in files:
        content = (folder / unquote(one["@id"])).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["contentSize"] == str(len(content))
    assert [one["@id"] for one in files] == [
        "my%20map.html", "inputs/mine.toml", "inputs/my%20events.csv",
        "inputs/my%20events.csv.toml", "inputs/zone.geojson"]
    assert [one["encodingFormat"] for one in files] == [
        "text/html", "application/toml", "text/csv", "application/toml", "application/geo+json"]
    action = next(one for one in crate["@graph"] if one["@type"] == "CreateAction")
    assert {"@id": "#layer-nkao-1923"} in action["object"]


def test_rows_that_may_not_be_redistributed_are_described_and_not_copied(write, tmp_path):
    page = cm.build(write("events.csv", TABLE), aggregate=True)
    path = write_crate(page, tmp_path / "crate", inputs=[tmp_path / "events.csv"])
    assert {p.name for p in path.parent.iterdir()} == {"map.html", "ro-crate-metadata.json"}
    graph = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    known = next(one for one in graph if one.get("name") == "events.csv")
    assert known["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    assert next(one for one in graph if one["@id"] == "#licence")["name"] == "not stated"
