"""The files that analysts really have: row counts, what is reported, where events are put."""

from __future__ import annotations

import time

import numpy as np
import pytest

import conflictmap as cm
from samples import ged

#: File: rows, and words that its problems must hold.
FILES = {
    "ucdp_ged_ukraine_iso_date.csv.gz": (3077, ()),
    "ucdp_ged_ukraine_iso_datetime_api.csv.gz": (3000, ("exactly 3 pages", "cut off")),
    "ucdp_ged_ukraine_us_datetime_cp1252.csv.gz": (3883, ("read as cp1252",)),
    "ucdp_ged231_central_african_republic.geojson.gz": (1848, ("relid", "destroyed")),
    "hdx_ucdp_conflict_data_bgd_hxl.csv": (601, ("HXL tags",)),
    "ucdp_ged211_south_caucasus.csv": (543, ("where_prec",)),
    "ucdp_ged231_sample1000_full49.csv": (1000, ()),
    "ucdp_ged251_sample_global.parquet": (9972, ("where_prec", "date_prec")),
    "ucdp_ged251_sample_south_caucasus.csv": (51, ("where_prec",)),
    "ucdp_aec_south_caucasus.csv": (53, ()),
    "crisisgroup_nk_casualties.csv": (239, ()),
    "crisisgroup_nk_deaths_by_type_all_casualties.csv": (238, ()),
    "crisisgroup_nk_deaths_by_type_arm_casualties.csv": (92, ()),
    "crisisgroup_nk_deaths_by_type_aze_casualties.csv": (146, ()),
    "crisisgroup_nk_deaths_by_type_mine_casualties.csv": (123, ()),
    "crisisgroup_nk_detentions_detentions.csv": (39, ()),
    "crisisgroup_nk_nk_timeline.csv": (327, ()),
    "crisisgroup_nk_pre_2020_casualties_all.csv": (197, ()),
    "crisisgroup_nk_pre_2020_casualties_arm.csv": (310, ()),
    "crisisgroup_nk_pre_2020_casualties_aze.csv": (106, ()),
    "crisisgroup_nk_pre_2020_casualties_weapon.csv": (288, ()),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_file_reads_with_all_of_its_rows(name, shared):
    rows, words = FILES[name]
    events = cm.read_events(shared / "data/events" / name)
    assert events.accounting.read == rows
    assert events.accounting.set_aside == 0
    assert len(events) == rows
    said = "\n".join(map(str, events.problems))
    for word in words:
        assert word in said
    assert np.isfinite(events["lat"][events.placed & (events["where"] == "")]).all()


def test_every_event_file_beside_the_checkout_is_counted_here(shared):
    found = {p.name for p in (shared / "data/events").iterdir()} - {"event_format_schemas.json"}
    layer, large = "crisisgroup_nk_geodata_nagorno_karabakh_borders.geojson", \
        "ucdp_ged211_global_wp12.parquet"
    assert {n for n in found if not n.endswith(".provenance.json")} == {*FILES, layer, large}
    assert len(cm.read_layer(shared / "data/events" / layer).features) == 13


@pytest.mark.serial
def test_a_hundred_and_seventy_thousand_rows_read_in_time(shared):
    begin = time.perf_counter()
    events = cm.read_events(shared / "data/events/ucdp_ged211_global_wp12.parquet")
    assert str(events.accounting) == (
        "read 176579 = placed 176579 + unplaced 0 + undated 0 + set aside 0")
    assert time.perf_counter() - begin < 60


def test_the_line_of_contact_is_nowhere_inside_a_district(shared):
    events = cm.read_events(shared / "data/events/ucdp_ged231_sample1000_full49.csv")
    joined = cm.join(events, "districts-adjacent")
    row = list(joined["event_id"]).index("ucdp-ged:23.1:376126")
    assert joined["certainty"][row] == "possible"
    places = f"{joined['area_id'][row]} {joined['also'][row]}"
    assert "districts-adjacent-agdam-" in places
    assert events["where"][row] == "sectors-line-of-contact"


def test_a_made_up_line_of_contact_is_possible_in_agdam(write):
    events = cm.read_events(write("GEDEvent_v23_1.csv", ged({})))
    assert events.ids == ["ucdp-ged:23.1:376126"]
    joined = cm.join(events, "districts-adjacent")
    assert joined["certainty"].tolist() == ["possible"]
    assert "districts-adjacent-agdam-1994" in f"{joined['area_id'][0]} {joined['also'][0]}"
    assert 0 < joined["share"][0] < 1


def test_an_exact_place_in_lachin_district_is_inside_for_certain(write):
    events = cm.read_events(write("ged.csv", ged({
        "where_prec": "1", "where_coordinates": "Lachin town", "latitude": "39.6434",
        "longitude": "46.5462", "date_prec": "1", "date_start": "1992-05-10 00:00:00.000",
        "date_end": "1992-05-10 00:00:00.000",
    })))
    joined = cm.join(events, "lachin-district")
    assert joined["certainty"].tolist() == ["inside"]
    assert joined["area_id"].tolist() == ["lachin-district-soviet"]
    assert joined["valid"].tolist() == ["certain"]
    assert joined["radius_stated"].all()


def test_crisis_group_rows_are_sectors_and_none_is_dropped(shared):
    events = cm.read_events(shared / "data/events/crisisgroup_nk_casualties.csv")
    assert str(events.accounting) == (
        "read 239 = placed 239 + unplaced 0 + undated 0 + set aside 0")
    assert (events["where"] != "").all()
    assert {g.geom_type for g in events.geometry} <= {"Polygon", "MultiPolygon"}
    assert np.isnan(events["lat"]).all()
    assert not any(g.intersects(__import__("shapely").Point(0, 0)) for g in events.geometry)
    numbers = events.extra["source_number"].astype(int)
    year = np.array([str(w)[:4] for w in events["when"]])
    assert numbers[year == "2022"].sum() == 967
    best = sum(c.best or 0 for c in events.claims if c.on.startswith("2022"))
    assert best == 967


def test_the_wounded_are_not_counted_as_dead(shared):
    events = cm.read_events(shared / "data/events/crisisgroup_nk_casualties.csv")
    wounded = np.array(["Wounded" in str(t) for t in events.extra["source_type"]])
    assert np.isnan(events["fatalities"][wounded]).all()
    assert not np.isnan(events["fatalities"][~wounded]).any()


def test_the_map_of_sectors_shows_the_sectors(shared):
    page = cm.build(shared / "data/events/crisisgroup_nk_casualties.csv")
    drawn = {layer["id"] for layer in page.spec["layers"]}
    assert "places-of-events" in drawn
    assert "International Crisis Group" in " ".join(page.spec["attribution"])
    assert '"id":"sector-goris-lachin"' in page.html
