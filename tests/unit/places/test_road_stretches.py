"""A stretch of a road as the place of an event."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import conflictmap as cm
from conflictmap.io.write_events import write_events
from running import run

HEAD = "id,date,lat,lon,where,title,type\n"


@pytest.fixture
def read(write):
    def events(*rows, head=HEAD):
        return cm.read_events(write("e.csv", head + "".join(f"{row}\n" for row in rows)))
    return events


@pytest.mark.parametrize("where", [
    "road-2022 km 12-18", "road-2022 km 12\u201318", "road-2022 km 12.0 - 18",
    "road-2022-kornidzor km 12-18", "road-2022-kornidzor@12-18km"])
def test_a_stretch_is_a_line_of_its_length_along_the_road_of_its_day(read, where):
    events = read(f"a,2023-07-01,,,{where},x,blockade")
    assert [str(p) for p in events.problems] == []
    assert events["where"].tolist() == ["road-2022-kornidzor@12-18km"]
    (line,) = events.geometry
    assert line.geom_type == "LineString"
    found = cm.locate(events, "road-2022")
    assert found["feature_id"].tolist() == ["road-2022-kornidzor"]
    assert found["certainty"].tolist() == ["inside"]
    assert found["chainage_m"][0] == pytest.approx(15_000, abs=20)
    assert found["chainage_low_m"][0] == pytest.approx(12_000, abs=20)
    assert found["chainage_high_m"][0] == pytest.approx(18_000, abs=20)
    assert abs(found["offset_m"][0]) < 5


def test_the_line_is_the_one_that_ran_on_the_day(read):
    events = read("a,2022-10-01,,,road-2022 km 1-2,x,blockade",
                  "b,2023-05-01,,,road-2022 km 1-2,x,blockade")
    assert events["where"].tolist() == ["road-2022-zabukh-link@1-2km",
                                        "road-2022-kornidzor@1-2km"]


@pytest.mark.parametrize(("where", "said"), [
    ("road-old km 12-999", r"'road-old' is \d\d\.\d km long, so km 999 is beyond it"),
    ("road-old km 18-12", "do not rise"), ("road-old km 5-5", "do not rise"),
    ("road-odl km 1-2", "no road has the id 'road-odl'. Did you mean 'road-old'"),
    ("road-old km twelve", "names no stretch of a road"), ("road-old km -1-2", "names no stretch"),
    ("corridor km 1-2", "no road has the id 'corridor'"), ("road-old@1-2", "names no stretch"),
])
def test_a_text_that_names_no_stretch_is_lost_with_the_reason_and_the_row_is_kept(
        read, where, said):
    events = read(f"a,2021-05-01,,,{where},x,blockade")
    assert events.accounting.unplaced == len(events) == 1
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(str(events.problems[0]))


def test_a_road_with_several_lines_needs_a_day_on_which_one_ran(read):
    events = read("a,2019-05-01,,,road-2022 km 1-2,x,blockade")
    assert "did not run on the days of the event" in str(events.problems[0])
    assert "road-2022-kornidzor" in str(events.problems[0])


def test_a_stretch_is_joined_with_areas_by_its_length(read):
    events = read("a,2021-05-01,,,road-old km 5-50,x,blockade")
    joined = cm.join(events, "countries")
    assert joined["certainty"].tolist() == ["possible"]
    share = float(joined["share"][0])
    (armenia,) = [f.geometry for f in cm.read_layer("countries").features
                  if f.id == joined["area_id"][0]]
    inside = shapely.intersection(events.geometry[0], armenia).length / events.geometry[0].length
    assert 0 < share < 1
    assert share == pytest.approx(inside, abs=0.02)


def test_a_stretch_is_written_and_read_back(read, tmp_path):
    events = read("a,2023-07-01,,,road-2022 km 12-18,x,blockade")
    for ending in ("csv", "geojson", "parquet"):
        again = cm.read_events(write_events(events, tmp_path / f"out.{ending}"))
        assert again["where"].tolist() == events["where"].tolist()
        assert shapely.equals_exact(again.geometry[0], events.geometry[0], 1e-5)


def test_a_stretch_is_a_place_that_is_not_known_to_the_point(read):
    events = read("a,2023-07-01,,,road-2022 km 12-18,x,blockade")
    assert cm.doubts(events)["wide_place"] == ["a"]
    assert np.isnan(events["lat"]).all()


def test_the_page_and_the_figure_hold_the_line(read, write, tmp_path):
    events = read("a,2023-07-01,,,road-2022 km 12-18,x,blockade")
    page = cm.build(events)
    assert page.spec["events"]["where"] == [["road-2022-kornidzor@12-18km"]]
    middle = shapely.Point(page.spec["events"]["lon"][0], page.spec["events"]["lat"][0])
    along = shapely.line_locate_point(events.geometry[0], middle, normalized=True)
    assert along == pytest.approx(0.5, abs=0.01)
    data = cm.read_page(page.save(tmp_path / "p.html"))
    (shape,) = [f for f, _ in data.features if f["id"] == "road-2022-kornidzor@12-18km"]
    assert shape["geometry"]["type"] == "LineString"
    assert "km 12\u201318" in shape["properties"]["name"]
    assert cm.figure(page) is not None
    done = run("join", write("j.csv", HEAD + "a,2023-07-01,,,road-2022 km 12-18,x,blockade\n"),
               "--layer", "road-2022", "-o", tmp_path / "j.out.csv")
    assert done.returncode == 0
    assert "road-2022-kornidzor" in (tmp_path / "j.out.csv").read_text(encoding="utf-8")
