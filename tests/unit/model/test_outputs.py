"""What comes out: frames under the names of files, files, and short texts of every object."""

from __future__ import annotations

import dataclasses
import inspect
from functools import partial
from itertools import pairwise

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest

import conflictmap as cm
from conflictmap.model.columns import STANDARD
from conflictmap.model.outputs import brief
from conflictmap.pages.read_page import page_data

LAYERS = ["lachin-district", "road-old"]


@pytest.fixture(scope="module")
def joined(atlas):
    return cm.join(atlas, LAYERS)


def public_objects(atlas):
    """Return one object of every public class, all of the atlas."""
    district, page = cm.read_layer("lachin-district"), cm.build(atlas)
    counts = cm.count(atlas, by=["year", "type"])
    likely = cm.expected(atlas, by="year")
    return [
        atlas, atlas.accounting, atlas.claims[0], atlas.sources[atlas.claims[0].source_id],
        max(atlas.statements, key=lambda s: len(s.text)), district, district.features[0], page,
        cm.read_layer("road-old").features[0], counts, counts[0], counts[0].toll, likely,
        likely[0],
        cm.join(atlas, LAYERS), cm.read_recipe("karabakh"), cm.balance(atlas), cm.unknowns(atlas),
        cm.held(46.75, 39.81, "2020-10-15"), cm.find_places("Lachin")[0],
        cm.Interval(start="2020-01-01", end=None), next(iter(cm.told(atlas, "armenian").values())),
        cm.match(atlas, atlas)[0], cm.diff(atlas, atlas),
        cm.Problem(file="f", place="", field="", value="x" * 9_000, reason="r", fix="f"),
        cm.report(page), page_data(page), cm.view_of(page_data(page), ""),
        cm.ConflictMap(), cm.EventOverlay(atlas), cm.AreaOverlay(district),
        cm.CorridorStrip(events=atlas), cm.read_events([{"date": "2020", "lat": 1, "lon": 2}]),
    ]


def test_every_public_object_shows_itself_in_few_characters(atlas):
    objects = public_objects(atlas)
    for found in objects:
        assert len(repr(found)) <= 2_000, type(found)
        assert " object at 0x" not in repr(found)
        assert "lambda" not in repr(found)
        if not isinstance(found, (cm.ConflictMap, cm.CorridorStrip)):
            assert len(found._repr_html_()) <= 2_000, type(found)
    shown = {type(found).__name__ for found in objects}
    classes = {name for name in cm.__all__ if inspect.isclass(getattr(cm, name))
               and not issubclass(getattr(cm, name), Exception)}
    # Made of files, or by tests of their own.
    assert classes - shown <= {"Counted", "Mend", "Mended", "Revision"}
    for name in classes - shown:
        assert dataclasses.is_dataclass(getattr(cm, name))
        assert "outputs" in getattr(cm, name).__repr__.__module__


def test_a_notebook_gets_texts_as_text():
    events = cm.read_events([{"date": "2020", "lat": 1, "lon": 2, "title": "<img src=x>{{7*7}}"}])
    assert "&lt;img src=x&gt;{{7*7}}" in events._repr_html_()
    assert "<img" not in events._repr_html_()


def test_long_values_are_cut():
    assert len(brief("x" * 500)) == 80
    assert brief(["a"] * 5) == "<5 items>"


def test_a_frame_bears_the_names_of_files_and_real_times(atlas):
    frame = atlas.to_frame()
    assert list(frame.columns)[:len(STANDARD) + 2] == [*STANDARD, "earliest", "latest"]
    assert set(atlas.extra) <= set(frame.columns)
    row = frame.set_index("id").loc["lachin-handover-2022"]
    assert row["latest"] >= row["earliest"] == pd.Timestamp(row["date"].split("/")[0][:10])
    assert frame["fatalities_best"].dtype == "Int64"
    assert int(frame["fatalities_best"].isna().sum()) == int(np.isnan(atlas["fatalities"]).sum())
    places = atlas.to_geodataframe()
    assert places.crs == 4326
    assert int(places.geometry.notna().sum()) == int(atlas.placed.sum())
    assert "event_id" in atlas.frame.columns


def test_open_and_unknown_ends_are_no_days():
    days = ("", "2020-01-01/..", "../2020-01-05")
    events = cm.read_events([{"date": day, "lat": 1, "lon": 2} for day in days])
    frame = events.to_frame()
    assert frame["earliest"].isna().tolist() == [True, False, True]
    assert frame["latest"].isna().tolist() == [True, True, False]
    assert frame["latest"][2] == pd.Timestamp("2020-01-05")


def test_a_frame_of_events_reads_back_as_the_same_events(atlas):
    for frame in (atlas.to_frame(), atlas.to_geodataframe()):
        back = cm.read_events(frame)
        assert back.ids == atlas.ids
        for name in ("when", "title", "fatalities_low", "sources"):
            np.testing.assert_array_equal(back[name], atlas[name])


def test_masks_slices_and_rows(atlas):
    frame = atlas.to_frame()
    deadly = atlas[frame["fatalities_best"] > 1_000]
    assert len(deadly) == int((np.nan_to_num(atlas["fatalities"]) > 1_000).sum()) > 0
    assert atlas[atlas["type"] == "shelling"].ids == [
        row["id"] for row in atlas if row.get("type") == "shelling"]
    assert atlas[:3].ids == atlas.ids[:3] == atlas[[0, 1, 2]].ids
    with pytest.raises(TypeError, match=r"use events\[number:number"):
        atlas[0]


@pytest.mark.parametrize("ending", ["csv", "parquet", "geojson"])
def test_files_of_events_read_back(atlas, tmp_path, ending):
    path = getattr(atlas, f"to_{ending}")(tmp_path / f"e.{ending}")
    assert cm.read_events(path).ids == atlas.ids


def test_a_geopackage_has_times_that_a_gis_can_play(atlas, joined, tmp_path):
    for found, rows in ((atlas, len(atlas)), (joined, 2 * len(atlas))):
        path = found.to_gpkg(tmp_path / "e.gpkg")
        about = pyogrio.read_info(path)
        kinds = dict(zip(about["fields"], about["ogr_types"], strict=True))
        assert kinds["earliest"] == kinds["latest"] == "OFTDate"
        assert len(gpd.read_file(path)) == rows


def test_a_workbook_holds_text_as_text(tmp_path):
    events = cm.read_events([{"date": "2020-01-01", "lat": 1, "lon": 2, "title": "=1+1\x07",
                              "fatalities_best": 3}])
    path = events.to_excel(tmp_path / "e.xlsx")
    sheet = openpyxl.load_workbook(path)["events"]
    cells = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
    assert (cells["title"].value, cells["title"].data_type) == ("'=1+1", "s")
    assert (cells["fatalities_best"].value, str(cells["date"].value)[:10]) == (3, "2020-01-01")
    assert cm.read_events(path)["title"].tolist() == ["=1+1"]


def test_a_joined_table_is_a_frame_with_its_events(atlas, joined, tmp_path):
    frame = joined.to_frame()
    assert len(frame) == 2 * len(atlas)
    assert frame["title"].tolist() == atlas["title"].tolist() * 2
    assert joined.to_geodataframe().geometry.notna().sum() == 2 * atlas.placed.sum()
    assert list(pd.read_csv(joined.to_csv(tmp_path / "j.csv")).columns) == list(frame.columns)
    assert "title" not in joined.frame.columns


def test_counts_are_a_tuple_and_a_table(atlas, tmp_path):
    counts = cm.count(atlas, by="year")
    frame = counts.to_frame()
    assert isinstance(counts, tuple)
    assert frame["events"].tolist() == [count.events for count in counts]
    assert frame["fatalities_best"].isna().tolist() == [c.toll.best is None for c in counts]
    for path in (counts.to_csv(tmp_path / "c.csv"), counts.to_excel(tmp_path / "c.xlsx"),
                 counts.to_parquet(tmp_path / "c.parquet")):
        read = {".csv": pd.read_csv, ".parquet": pd.read_parquet,
                ".xlsx": partial(pd.read_excel, engine="openpyxl")}
        assert read[path.suffix](path)["events"].tolist() == frame["events"].tolist()
    assert "<td>unknown</td>" in counts._repr_html_()
    assert "None" not in counts._repr_html_()
    assert all(a <= b for a, b in pairwise(frame["year"]))


def test_a_wrong_ending_and_what_may_not_be_handed_on_are_refused(atlas, tmp_path):
    with pytest.raises(cm.OutputError, match=r"e.txt: unknown ending. Use .csv"):
        atlas.to_csv(tmp_path / "e.txt")


def test_columns_that_a_geopackage_takes_for_one_get_a_number(tmp_path):
    events = cm.read_events([{"date": "2020-01-01", "lat": 1, "lon": 2, "A": "x", "a": "y"}])
    frame = gpd.read_file(events.to_gpkg(tmp_path / "e.gpkg"))
    assert {frame[name][0] for name in frame if name.lower().startswith("a")} == {"x", "y"}
