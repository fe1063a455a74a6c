"""What QGIS reads: a GeoPackage with dates and styles, and the project that plays it."""

from __future__ import annotations

import io
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from contextlib import closing
from dataclasses import replace

import pyogrio
import pytest

import conflictmap as cm
from conflictmap.figures.style import palette
from conflictmap.io.write_events import write_events
from conflictmap.reports.qgis import said_of_project, write_project
from conflictmap.reports.qgis_style import Look, Symbol, qml_of
from hostile_texts import TEXTS
from toys import area, layer, road, square

ROWS = [
    {"id": "a", "date": "2020-09", "lat": 39.8, "lon": 46.7, "type": "shelling", "title": "A"},
    {"id": "b", "date": "2022-09-13/2022-09-14", "lat": 39.6, "lon": 46.5, "type": "battle",
     "fatalities_low": 1, "fatalities_best": 2, "fatalities_high": 3, "mine": "x"},
    {"id": "c", "date": "", "lat": None, "lon": None, "type": "battle"},
]


@pytest.fixture(scope="module")
def page():
    zones = replace(layer(
        area("one", square(46, 39), "2020-01-01", "2020-11-10", control="armenian_forces"),
        area("two", square(46, 39), "2020-11-10", None, control="azerbaijan"), name="zones"),
        role="control")
    ways = layer(road("way", (46, 39), (47, 40)), area("bit", square(46, 39)), name="ways")
    return cm.build(cm.read_events(ROWS), layers=[zones, replace(ways, id="a way|of b")],
                    recipe=cm.Recipe(title="Two [% years %]", basemap=False,
                                     attribution=("Who <made> it",)))


@pytest.fixture(scope="module")
def written(page, tmp_path_factory):
    return cm.save(page, tmp_path_factory.mktemp("qgis") / "map.gpkg")


def tree_of(text):
    return ET.fromstring(text)  # noqa: S314 - our own


def project_of(path):
    """Return the project beside a GeoPackage as a tree."""
    with zipfile.ZipFile(path.with_suffix(".qgz")) as archive:
        return tree_of(archive.read("map.qgs"))


def rows(path, query):
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_events_and_layers_are_tables_with_dates(written):
    kinds = dict(pyogrio.list_layers(written).tolist())
    assert (kinds["events"], kinds["zones"], kinds["a_way_of_b"]) == ("Point", "Polygon", "Unknown")
    assert rows(written, "SELECT id, earliest, latest FROM events ORDER BY id") == [
        ("a", "2020-09-01", "2020-09-30"), ("b", "2022-09-13", "2022-09-14"), ("c", None, None)]
    assert rows(written, "SELECT valid_from, valid_to FROM zones ORDER BY fid") == [
        ("2020-01-01", "2020-11-10"), ("2020-11-10", None)]
    about = pyogrio.read_info(written, layer="zones")
    assert dict(zip(about["fields"], about["ogr_types"], strict=True))["valid_to"] == "OFTDate"


def test_events_read_back_as_they_were(written):
    found, given = cm.read_events(written), cm.read_events(ROWS)
    order = [found.ids.index(name) for name in given.ids]
    for name in ("when", "start", "end", "type", "fatalities", "title"):
        assert str(found[name][order].tolist()) == str(given[name].tolist()), name
    assert sorted(found.extra["mine"]) == ["", "", "x"]


def test_the_project_plays_every_table_of_the_file_beside_it(written):
    root = project_of(written)
    layers = {item.findtext("id").removeprefix("conflictmap-"): item
              for item in root.iter("maplayer")}
    known = {name for name, _ in pyogrio.list_layers(written)}
    for item in layers.values():
        file, table = item.findtext("datasource").split("|")[:2]
        assert file == "./map.gpkg"
        assert table.removeprefix("layername=") in known
    times = {name: item.find("temporal").attrib for name, item in layers.items()}
    assert times["events"]["startField"] == "earliest"
    ends = [times[name]["endExpression"] for name in ("events", "zones")]
    assert [" + to_interval('1 day')" in end for end in ends] == [True, False]
    assert times["zones"]["endField"] == "valid_to"
    assert {(t["mode"], t["limitMode"]) for t in times.values()} == {("4", "0")}
    ways = [item.findtext("datasource") for name, item in layers.items() if "way" in name]
    assert sorted(way.rpartition("|")[2] for way in ways) == [
        "geometrytype=LineString", "geometrytype=Polygon"]
    span = root.find("ProjectTimeSettings/TemporalRange")
    assert [day.text[:10] for day in span] == ["2020-01-01", "2023-01-01"]
    ids = [item.text for item in root.iter("item")]
    assert sorted(ids) == sorted(item.get("id") for item in root.iter("layer-tree-layer"))
    order = [name.removeprefix("conflictmap-") for name in ids]
    assert order == list(layers)
    assert order.index("events") < order.index("a_way_of_b-Line") < order.index("zones")
    assert root.findtext("properties/CopyrightLabel/Label").startswith("Who <made> it")


def test_styles_are_those_of_the_page(written):
    styles = dict(rows(written, "SELECT f_table_name, styleQML FROM layer_styles"))
    assert set(styles) == {"events", *(n for n, k in pyogrio.list_layers(written) if k)}
    root = tree_of(styles["zones"])
    assert [item.get("value") for item in root.iter("category")] == [
        value for (value,) in rows(written, "SELECT DISTINCT drawn_as FROM zones ORDER BY fid")]
    fills = [option.get("value") for option in root.iter("Option") if option.get("name") == "color"]
    shown = ["#" + "".join(f"{int(part):02x}" for part in fill.split(",")[:3]) for fill in fills]
    assert shown == [palette()["control-armenian_forces"], palette()["control-azerbaijan"]]
    kinds = {item.get("value") for item in tree_of(styles["events"]).iter("category")}
    assert kinds == {"battle", "shelling", ""}


def test_no_text_from_data_is_run_by_qgis(written):
    assert "[%" not in ET.tostring(project_of(written), encoding="unicode")
    classes = tuple((text, text, Symbol(fill="#102030")) for text in (*TEXTS, "[%env('HOME')%]"))
    root = tree_of(qml_of(Look(kind="fill", column="drawn_as", classes=classes)))
    assert len(root.findall(".//category")) == len(classes)
    assert not [c for c in root.iter("category") if "[%" in c.get("label")]


def test_a_project_that_qgis_has_saved_is_kept(tmp_path):
    events = cm.read_events(ROWS[:2])
    path = write_events(events, tmp_path / "e.gpkg")
    project = write_project(events, path, table="events")
    first = project.read_bytes()
    assert write_project(events, path, table="events").read_bytes() == first
    assert said_of_project(path) == f"project: {project}"
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mine.qgs", "<qgis/>")
    project.write_bytes(sink.getvalue())
    write_project(events, path, table="events")
    assert project.read_bytes() == sink.getvalue()
    assert "kept as it is" in said_of_project(path)
    assert len(rows(path, "SELECT * FROM layer_styles")) == 1
