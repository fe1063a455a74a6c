"""Parquet and GeoParquet: points keep their axes, and what is no point is said."""

from __future__ import annotations

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

import conflictmap as cm
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.tables import table_of
from conflictmap.io.write_events import write_events
from toys import events

SHUSHI = shapely.Point(46.75, 39.76)


def geoparquet(path, *shapes, crs="EPSG:4326", **columns):
    """Write shapes with ids and dates, as geopandas does."""
    n = len(shapes)
    data = {"id": [f"e{i}" for i in range(n)], "date": ["2020-11-08"] * n, **columns}
    gpd.GeoDataFrame(data, geometry=list(shapes), crs=crs).to_parquet(path)
    return path


@pytest.mark.parametrize("crs", ["EPSG:4326", "OGC:CRS84"])
def test_x_is_the_longitude_and_y_the_latitude(tmp_path, crs):
    """A latitude above 90 would be refused; this one would not be."""
    found = cm.read_events(geoparquet(tmp_path / "a.parquet", SHUSHI, crs=crs))
    assert (found["lon"].tolist(), found["lat"].tolist()) == ([46.75], [39.76])


def test_what_is_written_has_x_for_the_longitude(tmp_path):
    one = events([{"x": 7.5, "y": 2.6}])
    frame = gpd.read_parquet(write_events(one, tmp_path / "a.parquet"))
    assert (frame.geometry.x.tolist(), frame.geometry.y.tolist()) == ([46.75], [39.76])
    assert (frame["lon"].tolist(), frame["lat"].tolist()) == ([46.75], [39.76])
    back = cm.read_events(tmp_path / "a.parquet")
    assert (back["lon"].tolist(), back["lat"].tolist()) == ([46.75], [39.76])


def test_the_box_of_each_row_lets_a_reader_leave_out_the_others(tmp_path):
    rows = events([{"x": 7.5, "y": 2.6}, {"x": 1, "y": 1}, {}])
    path = write_events(rows, tmp_path / "a.parquet")
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert geo["columns"]["geometry"]["covering"] == {
        "bbox": {edge: ["bbox", edge] for edge in ("xmin", "ymin", "xmax", "ymax")}}
    near = gpd.read_parquet(path, bbox=(46.7, 39.7, 46.8, 39.8))
    assert (near["id"].tolist(), "bbox" in near.columns) == (["e0"], False)
    boxes = pq.read_table(path)["bbox"].to_pylist()
    assert boxes[2] is None
    for box, lon, lat in zip(boxes[:2], rows["lon"], rows["lat"], strict=False):
        assert lon - 1e-5 < box["xmin"] <= lon <= box["xmax"] < lon + 1e-5
        assert lat - 1e-5 < box["ymin"] <= lat <= box["ymax"] < lat + 1e-5
    for back in (cm.read_events(path), cm.read_events(pq.read_table(path))):
        assert "bbox" not in back.extra
        assert back["lon"].tolist()[:2] == rows["lon"].tolist()[:2]


def test_an_area_has_the_box_around_it(tmp_path):
    area = shapely.box(46, 39, 47, 40)
    found = cm.read_events(geoparquet(tmp_path / "a.parquet", area))
    found = replace(found, areas={0: area}, columns={
        **found.columns, "where": np.array(["there"], dtype=object)})
    box = pq.read_table(write_events(found, tmp_path / "b.parquet"))["bbox"].to_pylist()
    assert box == [{"xmin": 46, "ymin": 39, "xmax": 47, "ymax": 40}]


def test_a_column_of_ones_own_that_is_called_as_the_box_stays(tmp_path):
    one = events([{"x": 1, "y": 1}])
    one = replace(one, extra={"bbox": np.array(["mine"], dtype=object)})
    path = write_events(one, tmp_path / "a.parquet")
    assert cm.read_events(path).extra["bbox"].tolist() == ["mine"]
    assert gpd.read_parquet(path, bbox=(40, 39, 50, 41))["bbox"].tolist() == ["mine"]


def test_columns_of_coordinates_go_before_the_geometry(tmp_path):
    found = cm.read_events(geoparquet(tmp_path / "a.parquet", SHUSHI, lon=[46.5], lat=[39.5]))
    assert (found["lon"].tolist(), found["lat"].tolist()) == ([46.5], [39.5])


def test_an_area_is_a_point_within_and_the_radius_that_holds_it_and_none_is_no_place(tmp_path):
    path = geoparquet(tmp_path / "a.parquet", SHUSHI, shapely.box(46, 39, 47, 40), None,
                      shapely.Point(46.5, 39.5))
    found = cm.read_events(path)
    assert found.ids == ["e0", "e1", "e2", "e3"]
    assert found.placed.tolist() == [True, True, False, True]
    (problem,) = found.problems
    assert "row 2: geometry: a line or an area: taken at a point within" in str(problem)
    assert (found["lon"][1], found["lat"][1]) == (46.5, 39.5)
    # Half of the diagonal of a degree by a degree at 39.5 N.
    assert 70_000 < found["radius_m"][1] < 71_000
    assert np.isnan(found["radius_m"][[0, 3]]).all()


@pytest.mark.parametrize("crs", ["EPSG:32638", "EPSG:3857"])
def test_other_axes_are_turned_into_degrees(tmp_path, crs):
    metres = gpd.GeoSeries([SHUSHI], crs="EPSG:4326").to_crs(crs)
    found = cm.read_events(geoparquet(tmp_path / "a.parquet", *metres, crs=crs))
    assert found["lon"][0] == pytest.approx(46.75, abs=1e-7)
    assert found["lat"][0] == pytest.approx(39.76, abs=1e-7)


@pytest.mark.parametrize("geo", [b"{", b"{}", b'{"primary_column":"x","columns":{}}', b"[]"])
def test_broken_metadata_are_refused(tmp_path, geo):
    table = pa.table({"id": ["a"], "date": ["2020-11-08"], "lat": [39.5], "lon": [46.5]})
    pq.write_table(table.replace_schema_metadata({"geo": geo}), tmp_path / "a.parquet")
    with pytest.raises(cm.EventsError, match="broken GeoParquet metadata"):
        table_of((tmp_path / "a.parquet").read_bytes(), "a.parquet")


def test_records_are_numbered_from_one_and_hold_texts():
    content = as_parquet(pa.table({"id": ["a", None], "n": [1.0, 2.5]}))
    found = list(table_of(content, "a.parquet").records())
    assert [record.place for record in found] == ["row 1", "row 2"]
    assert [record.cells for record in found] == [{"id": "a", "n": "1"}, {"id": "", "n": "2.5"}]


def test_a_broken_file_is_refused():
    with pytest.raises(cm.EventsError, match=r"a\.parquet: broken Parquet"):
        table_of(b"PAR1 and nothing more PAR1", "a.parquet")
