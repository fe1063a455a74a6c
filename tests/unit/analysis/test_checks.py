"""The data doctor: each doubt by file, line, field, value, reason and fix; the atlas is clean."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

import conflictmap as cm
import toys
from running import run

HERE = {"x": 1.23, "y": 1.23}


def doubts(*rows, **options):
    found = cm.check_events(toys.events(rows), **options)
    return [(p.place, p.field, p.reason) for p in found]


def reasons(*rows, **options):
    return [reason for _, _, reason in doubts(*rows, **options)]


def test_the_atlas_holds_no_doubt_but_strict_ones(atlas):
    assert cm.check_events(atlas) == []
    strict = cm.check_events(atlas, strict=True)
    assert len(strict) > 20
    for problem in strict:
        assert problem.level == "warning"
        assert problem.file
        assert problem.reason
        assert problem.fix


def test_a_point_outside_the_region_is_named_with_a_guess_when_it_looks_swapped():
    away = {"lat": 39.9, "lon": 4.67, "title": "a digit lost"}
    ((place, field, reason),) = doubts(HERE, HERE | {"x": 2, "title": "b"}, away)
    assert (place, field) == ("line 4", "lat, lon")
    assert reason == "outside the region in which most of the file lies"
    events = toys.events([HERE, HERE | {"x": 2, "title": "b"}])
    columns = dict(events.columns)
    columns["lat"], columns["lon"] = columns["lat"].copy(), columns["lon"].copy()
    columns["lat"][0], columns["lon"][0] = 46.1, 39.6
    (problem,) = cm.check_events(replace(events, columns=columns))
    assert problem.reason == "latitude and longitude look swapped"


def test_a_statement_abroad_is_a_strict_doubt_only():
    abroad = {"lat": 55.75, "lon": 37.62, "type": "statement"}
    rows = (HERE, HERE | {"x": 2, "title": "b"}, abroad)
    assert reasons(*rows) == []
    assert "outside the region in which most of the file lies" in reasons(*rows, strict=True)


def test_a_file_about_another_part_of_the_world_has_no_outside():
    assert reasons({"lat": 1.23, "lon": 4.67}, {"lat": 2.23, "lon": 4.67}) == []


def test_a_pile_on_one_point_is_found_once_and_a_wide_radius_is_honest():
    pile = [HERE | {"title": str(i)} for i in range(25)]
    (reason,) = reasons(*pile)
    assert reason.startswith("25 of 25 events stand on this one point, as if known to 0 km")
    assert reasons(*(row | {"radius_m": 25000} for row in pile)) == []
    assert reasons(*pile[:8]) == []
    assert any("8 of 8 events" in r for r in reasons(*pile[:8], strict=True))


@pytest.mark.parametrize(("row", "said"), [
    ({"place_precision": "country"}, "does not fit place_precision 'country' (50 to 5000 km)"),
    ({"place_precision": "country", "radius_m": 300}, "does not fit place_precision 'country'"),
    ({"place_precision": "Region", "radius_m": 500}, "does not fit place_precision 'Region'"),
    ({"place_precision": "exact", "radius_m": 40000}, "does not fit place_precision 'exact'"),
    ({"lat": 40.0, "lon": 47.0, "place_precision": "exact"}, "tenths of a degree are 11 km"),
    ({"lat": 40.0, "lon": 47.0, "radius_m": 500}, "tenths of a degree are 11 km"),
])
def test_precision_that_cannot_be_is_found(row, said):
    (reason,) = reasons(({} if "lat" in row else HERE) | row)
    assert reason.startswith(said)


@pytest.mark.parametrize("row", [
    {"place_precision": "country", "radius_m": 300000}, {"place_precision": "settlement"},
    {"place_precision": "district", "radius_m": 10000}, {"place_precision": "by eye"},
])
def test_precision_that_fits_is_no_doubt(row):
    assert reasons(HERE | row) == []


def test_the_future_begins_after_an_explicit_day_the_newest_source_or_the_clock():
    row = HERE | {"date": "2098-01-01"}
    now = datetime.now().astimezone().date()
    assert reasons(row) == [f"after today ({now})"]
    assert reasons(HERE | {"date": now.isoformat()}) == []
    assert reasons(row, today=date(2098, 1, 1)) == []
    assert reasons(row, today=date(2097, 12, 31)) == ["after today (2097-12-31)"]
    source = cm.Source(id="s", title="", publisher="", date="2021-03", url="", archive_url="",
                       licence="", side="", note="")
    events = replace(toys.events([row]), sources={"s": source})
    assert [p.reason for p in cm.check_events(events)] == [
        "after the newest date of a source (2021-03-31)"]
    events = replace(toys.events([row]), sources={"s": replace(source, date="2097")})
    assert [p.reason for p in cm.check_events(events)] == [f"after today ({now})"]


def test_a_date_before_the_source_began_is_found():
    row = HERE | {"date": "1988-05-01", "sources": "ucdp-ged-25.1"}
    assert "before ucdp-ged began (1989-01-01)" in reasons(row)
    assert "before ucdp-ged began (1989-01-01)" not in reasons(row | {"date": "1989-05-01"})


def test_dates_of_which_no_day_is_above_twelve_look_exchanged():
    rows = [HERE | {"x": i / 7, "date": f"2020-{5 + i // 12:02}-{1 + i % 12:02}"}
            for i in range(16)]
    assert reasons(*rows) == [
        "in none of 16 dates is the day above 12: day and month look exchanged"]
    assert reasons(*rows, HERE | {"date": "2020-05-13"}) == []


def test_a_claim_made_before_its_event_is_a_strict_doubt_with_a_guess():
    claim = cm.Claim(event_id="e0", by="", side="armenian", on="2020-04-05", measure="killed",
                     who="", low=None, best=1, high=None, statement="", source_id="")
    events = replace(toys.events([HERE | {"date": "2020-05-04"}]), claims=(claim,))
    assert [p.reason for p in cm.check_events(events)] == []
    found = [p.reason for p in cm.check_events(events, strict=True)]
    assert ("made before the event 'e0' (2020-05-04); with day and month exchanged the event is on"
            " 2020-04-05") in found
    assert "every claim comes from this side" in found


def test_doubles_under_two_ids_are_found_but_not_among_rows_of_a_keyed_source():
    row = HERE | {"title": "Shelling", "fatalities_best": 2}
    assert reasons(row, row) == ["says the same as 'e0' (line 2)"]
    assert reasons(row, row | {"title": "Strike"}) == []
    assert "says the same as 'e0' (line 2)" in reasons(row, row | {"title": "Strike"}, strict=True)
    keyed = row | {"sources": "ucdp-ged-25.1"}
    assert not [r for r in reasons(keyed, keyed) if "says the same" in r]


def test_a_whole_that_would_be_added_to_its_parts_is_found():
    whole = HERE | {"id": "w", "fatalities_best": 9}
    part = HERE | {"id": "p", "x": 2, "part_of": "w", "fatalities_best": 4}
    assert reasons(whole, part) == ["1 of its parts state tolls too: both would be added"]
    assert reasons(whole | {"role": "aggregate"}, part) == []
    assert reasons(whole | {"fatalities_best": ""}, part) == []


def test_what_looks_like_a_total_is_a_strict_doubt():
    total = HERE | {"date": "2020-10-01/2020-10-09", "fatalities_best": 6, "title": "total"}
    parts = [HERE | {"x": i, "date": f"2020-10-0{i}", "fatalities_best": i} for i in (1, 2, 3)]
    assert "the sum of 3 other events of these days: a total?" in reasons(
        total, *parts, strict=True)
    assert reasons(total, *parts) == []


def test_missing_sources_are_said_once_for_a_file_that_never_names_any():
    assert "no row names a source" in reasons(HERE, HERE | {"x": 2}, strict=True)
    named = HERE | {"x": 2, "source_url": "https://example.org"}
    assert ("line 2", "sources", "no source is named") in doubts(HERE, named, strict=True)


def test_the_command_is_strict_on_demand_and_knows_the_day_it_is_given(write):
    table = write("e.csv", "id,date,lat,lon,title\na,2098-01-03,39.84,45.67,x\n")
    assert run("check", table).returncode == 1
    assert run("check", table, "--today", "2098-01-03").returncode == 0
    done = run("check", table, "--today", "2026-01-01")
    assert done.returncode == 1
    assert "e.csv:2: date: '2098-01-03': after today (2026-01-01)" in done.stdout
    assert "no row names a source" in run("check", table, "--strict").stdout
    assert "Write YYYY-MM-DD" in run("check", table, "--today", "now").stderr


def test_the_summary_says_on_whose_word_events_rest():
    done = run("check", "karabakh", "--summary")
    assert done.returncode == 0
    assert "on one side's word only: 9 events (4%)" in done.stdout
    said = json.loads(run("check", "karabakh", "--summary", "--json").stdout)
    balance = said["summary"][0]["balance"]
    assert (balance["several"], balance["only"]) == (142, {"armenian": 35, "azerbaijani": 47})
