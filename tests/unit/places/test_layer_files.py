"""GeoJSON files as layers: ids, days, kinds, limits."""

from __future__ import annotations

import json

import pytest
import shapely

import conflictmap as cm
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.places.layer_files import bundled_areas, layers, parse_layer, read_layer
from toys import square

POINT = {"type": "Point", "coordinates": [46, 39]}
LINE = {"type": "LineString", "coordinates": [[46, 39], [47, 39]]}
AREA = {"type": "Polygon", "coordinates": square(0, 0)}


def parse(value):
    return parse_layer(json.dumps(value).encode(), name="x.geojson", stem="x")


def collection(*features, **meta):
    return {"type": "FeatureCollection", "layer": meta, "features": list(features)}


def feature(geometry=POINT, **more):
    properties = more.pop("properties", {})
    return {"type": "Feature", "geometry": geometry, "properties": properties, **more}


@pytest.mark.parametrize(("item", "number", "name"), [
    ({"id": "a"}, 0, "a"), ({"id": 7}, 0, "7"), ({"id": 0}, 0, "0"), ({"id": ""}, 0, "x-1"),
    ({"properties": {"id": "p"}}, 0, "p"), ({"id": "a", "properties": {"id": "p"}}, 0, "a"),
    ({}, 1, "x-2"), ({"id": None, "properties": {"id": "p"}}, 1, "x-2"),
])
def test_the_id_of_a_feature(item, number, name):
    before = [feature(id=f"before-{i}") for i in range(number)]
    assert parse(collection(*before, feature(**item))).features[-1].id == name


@pytest.mark.parametrize(("properties", "days"), [
    ({}, (OPEN_START, OPEN_END)), ({"valid_from": "2020-09-27"}, (18532, OPEN_END)),
    ({"valid_to": "2020-09-27"}, (OPEN_START, 18532)), ({"valid_from": "", "valid_to": None},
                                                       (OPEN_START, OPEN_END)),
    ({"valid_from": "2020-09", "valid_to": "2020-10"}, (18506, 18536)),
    ({"valid_from": "2020-09-27", "valid_to": "2020-09-28"}, (18532, 18533)),
])
def test_the_days_of_a_feature(properties, days):
    found = parse(collection(feature(properties=properties))).features[0]
    assert (found.start, found.end) == days


def test_a_day_that_does_not_follow_is_refused():
    for end in ("2020-09-27", "2020-09-26"):
        with pytest.raises(cm.LayerError, match="not after valid_from"):
            parse(collection(feature(properties={"valid_from": "2020-09-27", "valid_to": end})))


@pytest.mark.parametrize(("geometries", "kind"), [
    ((POINT,), "point"), ((LINE,), "line"), ((AREA,), "area"), ((AREA, LINE), "mixed"),
])
def test_the_kind_of_a_layer_that_does_not_say(geometries, kind):
    features = [feature(g, id=str(i)) for i, g in enumerate(geometries)]
    assert parse(collection(*features)).kind == kind
    assert parse(collection(*features, kind="nonsense")).kind == kind
    assert parse(collection(*features, kind="route")).kind == "route"


def test_what_a_layer_says_of_itself():
    meta = {"id": "own", "title": "T", "role": "control", "group": "g", "viewpoint": "v",
            "source": "s", "source_url": "https://a.b", "licence": "CC0", "attribution": "a",
            "note": "n", "visible": False}
    found = parse(collection(feature(), **meta))
    assert {key: getattr(found, key) for key in meta} == meta
    assert found.features[0].id == "own-1"
    other = parse(collection(feature(), role="king"))
    assert (other.role, other.group, other.visible, other.title) == ("user", "user", True, "x")
    assert (other.note, other.source_url, other.source) == ("", "", "unknown")
    assert other.provenance.rows == 1
    with pytest.raises(cm.LayerError, match="holds what cannot be seen"):
        parse(collection(feature(), id="a\u200b"))
    single = parse(feature(id="f"))
    assert [f.id for f in single.features] == ["f"]
    assert parse({**collection(feature()), "layer": "no object"}).id == "x"


@pytest.mark.parametrize(("x", "y", "said"), [
    (180, 90, None), (-180, -90, None), (180.1, 0, "180"), (-181, 0, "-181"), (0, 90.1, "90"),
    (0, -91, "-91"), (500, 4000, "500"), (10, 4000, "4,000"),
])
def test_degrees_lie_in_the_world(x, y, said):
    geometry = {"type": "Point", "coordinates": [x, y]}
    if said is None:
        assert parse(geometry).features[0].geometry.x == x
    else:
        with pytest.raises(cm.LayerError, match=rf"outside the world \({said}\)"):
            parse(geometry)


@pytest.mark.parametrize(("geometry", "said"), [
    ({"type": "Point", "coordinates": [True, 1]}, "coordinates must be numbers"),
    ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": ["1", 2]}]},
     "coordinates must be numbers"),
    ({"type": "Point", "coordinates": {"a": 1}}, "feature 0: geometry"), ("text", "not GeoJSON"),
    ({"type": "Polygon", "coordinates": []}, "empty geometry"),
])
def test_a_geometry_that_is_none(geometry, said):
    with pytest.raises(cm.LayerError, match=said):
        parse(feature(geometry))


def test_the_third_dimension_is_left_out():
    found = parse({"type": "LineString", "coordinates": [[46, 39, 900], [47, 39, 1000]]})
    assert not shapely.has_z(found.features[0].geometry)


def test_limits_of_features_and_of_vertices(monkeypatch):
    three = collection(*[feature(LINE, id=str(i)) for i in range(3)])
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "rows=3,vertices=6")
    assert len(parse(three).features) == 3
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "rows=2")
    with pytest.raises(cm.LayerError, match="3 features; the limit 'rows' is 2"):
        parse(three)
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "vertices=5")
    with pytest.raises(cm.LayerError, match="6 vertices; the limit 'vertices' is 5"):
        parse(three)


def test_files_and_built_in_layers(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(AREA))
    assert read_layer(path).id == read_layer(str(path)).id == "mine"
    odd = tmp_path / "mine.txt"
    odd.write_text(json.dumps(AREA))
    assert read_layer(odd).id == "mine"
    with pytest.raises(cm.LayerError, match=f"lists all {len(layers())}"):
        read_layer("nothing-like-it")
    with pytest.raises(cm.LayerError, match="no such file"):
        read_layer("none.geojson")
    assert list(layers()) == sorted(set(layers()))
    assert read_layer("nkao-1923") is read_layer("nkao-1923")
    assert {g.geom_type for g in bundled_areas().values()} <= {"Polygon", "MultiPolygon"}


def test_a_file_that_changed_is_read_anew(tmp_path):
    """Only the layers of the package are kept in memory."""
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps(AREA))
    assert read_layer(path).kind == "area"
    path.write_text(json.dumps(LINE))
    assert read_layer(path).kind == "line"
