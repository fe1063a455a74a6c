"""Shapes of rows as places and as features."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import conflictmap as cm
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.model.limits import limited

POINT, LINE = shapely.Point(46, 39), shapely.LineString([(46, 39), (46, 40)])


def cells(columns, shapes, **options):
    table = table_of_shapes("t", columns, np.array(shapes, dtype=object), word="row", **options)
    return {name: column.to_pylist() for name, column in table.columns.items()}, table


def test_a_line_is_a_point_on_it_and_the_radius_to_its_farthest_end():
    found, table = cells({"id": ["a", "b", "c"]}, [POINT, LINE, None])
    assert found["lon"] == ["46", "46", ""]
    assert found["lat"][0] == "39"
    assert found["lat"][2] == found["radius_m"][0] == found["radius_m"][2] == ""
    # A degree of latitude is 111 km; the point lies on the line, at a vertex at worst.
    assert 55_000 < float(found["radius_m"][1]) < 111_100
    (said,) = map(str, table.remarks)
    assert said.startswith("t:row 1: geometry: a line or an area: taken at a point within")


def test_a_row_that_names_its_area_or_its_radius_keeps_it():
    found, table = cells({"where": ["x", ""], "radius_m": ["", "5"]}, [LINE, LINE])
    assert (found["lon"][0], found["lat"][0], found["radius_m"]) == ("", "", ["", "5"])
    assert "as 1 in all" not in str(table.remarks[0])


@pytest.mark.parametrize(("over", "wanted"), [
    (True, {"lat": ["39.00", "39"], "lat (property)": ["39.00", "38"]}),
    (False, {"lat": ["39.00", "38"]}),
])
def test_cells_that_say_another_place_are_kept_or_go_first(over, wanted):
    found, _ = cells({"lat": ["39.00", "38"], "lon": ["46", "46"]}, [POINT, POINT], over=over)
    assert found == {"lon": ["46", "46"], **wanted}


def test_shapes_of_any_system_come_to_degrees_and_an_unknown_one_is_refused():
    metres = [shapely.Point(500_000, 4_400_000), None]
    (one, none) = in_wgs84(metres, "EPSG:32638", "t")
    assert (one.x, one.y) == pytest.approx((45.0, 39.749), abs=1e-3)
    assert none is None
    assert in_wgs84([POINT], "OGC:CRS84", "t")[0] is POINT
    with pytest.raises(cm.EventsError, match="t: its coordinate system is not known"):
        in_wgs84(metres, "EPSG:1", "t")
    with limited(vertices=1), pytest.raises(cm.EventsError, match="limit 'vertices'"):
        in_wgs84([LINE], None, "t")


def test_rows_with_shapes_are_features():
    found = features_of_shapes({"a": ["1", "2"]}, np.array([POINT, None], dtype=object))
    assert [feature["properties"] for feature in found] == [{"a": "1"}, {"a": "2"}]
    assert found[0]["geometry"]["coordinates"] == (46.0, 39.0)
    assert found[1]["geometry"] is None
