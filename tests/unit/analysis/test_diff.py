"""Revisions between releases: by id, with tolerance, as rows and as a layer."""

from __future__ import annotations

import csv
import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import conflictmap as cm
import toys
from conflictmap.io.sources import acled
from conflictmap.pages.words import label
from conflictmap.places.layer_files import parse_layer
from conflictmap.places.translations import TRANSLATED
from running import run

BASE = {"id": "a", "x": 1, "y": 1, "date": "2020-01-01", "fatalities_best": 2}


def changes(old, new, **options):
    found = cm.diff(toys.events(old), toys.events(new), **options)
    return [(r.id, r.change, r.field, r.by) for r in found.revisions]


@pytest.mark.parametrize(("changed", "said"), [
    ({}, []),
    ({"x": 1.5}, [("a", "moved", "place", 4.295)]),
    ({"date": "2020-01-03"}, [("a", "re-dated", "date", 2)]),
    ({"date": "2020-01-01/2020-01-03"}, [("a", "date restated", "date", 0)]),
    ({"fatalities_best": 5}, [("a", "toll revised", "best", 3)]),
])
def test_each_kind_of_change_is_named_with_its_amount(changed, said):
    assert changes([BASE], [BASE | changed]) == said


def test_added_and_withdrawn_events_are_listed_and_can_be_left_out():
    old, new = toys.events([BASE, BASE | {"id": "b"}]), toys.events([BASE, BASE | {"id": "c"}])
    found = cm.diff(old, new)
    assert [(r.id, r.change) for r in found.revisions] == [("c", "added"), ("b", "withdrawn")]
    assert found.only_shared().revisions == ()
    assert (found.old_events, found.new_events, found.shared) == (2, 2, 1)


def test_a_move_within_the_tolerance_is_none():
    near = BASE | {"x": 1.01}
    assert changes([BASE], [near], km=0.1) == []
    assert changes([BASE], [near], km=0.05)[0][1] == "moved"
    with pytest.raises(ValueError, match="0 or more kilometres"):
        changes([BASE], [near], km=-1)


def test_a_toll_taken_away_is_a_revision_and_a_column_left_out_is_not():
    lost = {k: v for k, v in BASE.items() if k != "fatalities_best"}
    other = BASE | {"id": "b"}
    assert changes([BASE, other], [lost, other]) == [("a", "toll revised", "best", None)]
    found = cm.diff(toys.events([BASE]), toys.events([lost]))
    assert found.revisions == ()
    assert found.not_compared == ("best",)


def test_a_place_given_or_taken_away_is_a_move_without_kilometres():
    nowhere = {k: v for k, v in BASE.items() if k not in {"x", "y"}}
    assert changes([BASE], [nowhere]) == [("a", "moved", "place", None)]


def test_changes_are_a_layer_with_lines_for_moves():
    old = toys.events([BASE, BASE | {"id": "b"}])
    found = cm.diff(old, toys.events([BASE | {"x": 2}, BASE | {"id": "b", "fatalities_best": 9}]))
    layer = parse_layer(found.geojson(), name="r.geojson", stem="r")
    assert [f.geometry.geom_type for f in layer.features] == ["LineString", "Point"]
    assert layer.features[0].properties["change"] == "moved"
    cm.build(old, layers=[layer])


def test_ids_of_a_source_are_compared_without_their_release(write):
    head = "id,type_of_violence,date_start,date_end,latitude,longitude,best,where_prec,date_prec\n"
    old = write("ged211.csv", head + "1,1,2020-01-01,2020-01-01,39.9,46.9,2,1,1\n")
    new = write("GEDEvent_v25_1.csv", head + "1,1,2020-01-01,2020-01-01,39.9,46.9,3,1,1\n")
    found = cm.diff(cm.read_events(old), cm.read_events(new))
    assert [(r.id, r.old, r.new) for r in found.revisions] == [("ucdp-ged:1", "2", "3")]


def test_ucdp_21_1_against_25_1(shared, tmp_path):
    """At 0.1 km: 151 of 4,990 shared events moved; `best` of 70 is another number."""
    folder = shared / "data/events"
    new = cm.read_events(folder / "ucdp_ged251_sample_global.parquet")
    whole = pq.read_table(folder / "ucdp_ged211_global_wp12.parquet")
    keys = pa.array([int(key) for key in new.extra["source_id"]])
    # Only the events that both hold are read, which takes a second in place of fifteen.
    pq.write_table(whole.filter(pc.is_in(whole["id"], keys)), tmp_path / "ged211.parquet")
    found = cm.diff(cm.read_events(tmp_path / "ged211.parquet"), new)
    assert found.shared == 4990
    assert found.counts["moved"] == 151
    assert found.counts["toll revised: best"] == 70
    assert found.not_compared == ("low", "high")


def test_the_command_writes_a_table_and_a_layer(write, tmp_path):
    head = "id,date,lat,lon,fatalities_best,title\n"
    old = write("old.csv", head + "a,2020-01-01,39.5,46.5,1,=x\nb,2020-01-01,39.5,46.5,1,y\n")
    new = write("new.csv", head + "a,2020-01-01,39.6,46.5,4,=x\n")
    done = run("diff", old, new, "-o", tmp_path / "d.csv", "-o", tmp_path / "d.geojson")
    assert done.returncode == 0, done.stderr
    assert "old 2, new 1, shared ids 1" in done.stdout
    assert "withdrawn: 1" in done.stdout
    rows = list(csv.DictReader((tmp_path / "d.csv").read_text().splitlines()))
    assert [r["change"] for r in rows] == ["withdrawn", "moved", "toll revised"]
    assert rows[1]["title"] == "'=x"
    assert len(json.loads((tmp_path / "d.geojson").read_text())["features"]) == 3
    assert run("diff", old, new, "-o", tmp_path / "d.pdf").returncode == 2


HEAD = "id,date,lat,lon,radius_m,type,fatalities_low,fatalities_best,notes\n"
BEFORE = HEAD + """gone,2020-01-01,39.5,46.5,900,battle,1,2,old
moved,2020-01-02,39.5,46.5,100,battle,1,2,its note
later,2020-01-03,39.5,46.5,100,battle,1,2,
wider,2020-01-04,39.5,46.5,100,battle,1,2,
toll,2020-01-05,39.5,46.5,100,battle,1,2,
both,2020-01-06,39.5,46.5,100,battle,1,2,
same,2020-01-07,39.5,46.5,100,battle,1,2,
"""
AFTER = HEAD + """moved,2020-01-02,39.6,46.5,100,battle,1,2,its note
later,2020-02-03,39.5,46.5,100,battle,1,2,
wider,2020-01-04/2020-01-06,39.5,46.5,100,battle,1,2,
toll,2020-01-05,39.5,46.5,100,battle,2,3,
both,2020-03-06,39.7,46.5,100,battle,1,2,
same,2020-01-07,39.5,46.5,100,battle,1,2,
new,2020-01-08,39.5,46.5,100,shelling,,,
"""
KINDS = {
    "new": "change_added", "gone": "change_withdrawn", "moved": "change_moved",
    "later": "change_redated", "wider": "change_restated", "toll": "change_toll",
    "both": "change_several",
}


@pytest.fixture
def releases(write):
    return write("old.csv", BEFORE), write("new.csv", AFTER)


def test_each_changed_event_is_there_once_as_the_new_release_has_it(releases):
    old, new = map(cm.read_events, releases)
    found = cm.change_events(old, new)
    assert dict(zip(found.ids, found["type"], strict=True)) == KINDS
    at = {key: row for row, key in enumerate(found.ids)}
    assert found["lat"][at["moved"]] == 39.6
    assert (found["lat"][at["gone"]], found["radius_m"][at["gone"]]) == (39.5, 900)
    assert found["fatalities"][at["toll"]] == 3
    assert found["note"][at["moved"]] == (
        "moved place: 39.500000 46.500000 → 39.600000 46.500000 by +11.103 km; its note")
    assert found["note"][at["toll"]] == ("toll revised low: 1 → 2 by +1 deaths; toll revised best:"
                                         " 2 → 3 by +1 deaths")
    assert str(found.accounting) == "read 7 = placed 7 + unplaced 0 + undated 0 + set aside 0"
    assert len(cm.change_events(old, old)) == 0


def test_the_map_of_changes_has_kinds_colours_and_a_line_for_each_move(releases, tmp_path):
    done = run("diff", *releases, "-o", tmp_path / "c.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"map of changes: {tmp_path / 'c.html'}"
    page = cm.read_page(tmp_path / "c.html")
    assert page.spec["title"] == "old.csv → new.csv"
    types = {one["id"]: one for one in page.spec["types"]}
    assert set(types) == {*KINDS.values()}
    assert len({one["color"] for one in types.values()}) == len(types)
    words = {lang: {label(lang, "type", kind) for kind in types} for lang in ("en", *TRANSLATED)}
    assert "Event withdrawn" in words["en"]
    assert len(set.union(*words.values())) == 4 * len(types)
    lines = [one for one, layer in page.features if layer["id"] == "moves"]
    assert [one["properties"]["name"] for one in lines] == ["moved", "both"]
    assert page.spec["accounting"]["read"] == 7


def test_only_shared_events_are_on_the_map_where_only_they_are_wanted(releases, tmp_path):
    assert run("diff", *releases, "--shared", "-o", tmp_path / "c.html").returncode == 0
    ids = cm.read_page(tmp_path / "c.html").spec["events"]["id"]
    assert sorted(ids) == ["both", "later", "moved", "toll", "wider"]


def test_rows_that_may_not_be_redistributed_are_not_on_a_map_of_changes(write):
    events = cm.read_events(write("a.csv", acled.SAMPLE))
    with pytest.raises(cm.OutputError, match="redistribut"):
        cm.change_map(events[:0], events)
