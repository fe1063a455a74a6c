"""What the events leave out: the measure counts single rows of one side, and each row once."""

from __future__ import annotations

import importlib.util

import pytest

from conftest import ROOT


@pytest.fixture(scope="module")
def coverage():
    path = ROOT / "layers/make/events_coverage.py"
    spec = importlib.util.spec_from_file_location("events_coverage", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def event(name, date, dead, part_of="", role="event"):
    return {"id": name, "date": date, "deaths_civilians": dead, "part_of": part_of, "role": role}


def claim(name, whose):
    return {"event_id": name, "measure": "killed", "who": "civilian", "whose": whose}


def test_single_rows_of_one_side_count_once(coverage):
    events = [
        event("a", "2020-10-01", "2..3"), event("part", "2020-10-01", "1", "a"),
        event("both", "2020-10-01", "9"), event("other", "2020-10-01", "5"),
        event("total", "2020-10-01", "80", role="aggregate"), event("late", "2021-01-01", "7"),
        event("unknown", "2020-10-02", ""),
    ]
    claims = [claim(name, "armenian") for name in ("a", "part", "both", "total", "late")]
    claims += [claim("both", "azerbaijani"), claim("other", "azerbaijani"), claim("a", "all")]
    days = ("2020-09-27", "2020-11-10")
    assert coverage.civilians(events, claims, "armenian", *days) == (2, 3)
    assert coverage.civilians(events, claims, "azerbaijani", *days) == (5, 5)


def test_the_civilian_dead_of_the_two_sides_are_covered_alike_in_the_war_of_2020(coverage):
    events, claims = (coverage.rows(coverage.EVENTS / f"{name}.csv")
                      for name in ("events", "claims"))
    shares = {}
    for row in coverage.rows(coverage.HERE / "tables" / "outside_counts.csv"):
        if row["period"] == "war of 2020":
            found = coverage.civilians(events, claims, row["side"], row["from"], row["to"])
            shares[row["side"]] = [100 * number / int(row["killed"]) for number in found]
    for ours, theirs in zip(shares["armenian"], shares["azerbaijani"], strict=True):
        assert abs(ours - theirs) <= 10


def test_the_tables_name_events_and_sources_that_are_there(coverage):
    events = {row["id"] for row in coverage.rows(coverage.EVENTS / "events.csv")}
    sources = {row["id"] for row in coverage.rows(coverage.EVENTS / "sources.csv")}
    tables = coverage.HERE / "tables"
    assert {r["event"] for r in coverage.rows(tables / "outside_lists.csv")} - {""} <= events
    assert {r["source"] for r in coverage.rows(tables / "outside_counts.csv")} <= sources


def test_each_ucdp_row_that_a_claim_names_is_linked_on_the_map():
    import conflictmap as cm

    layer = cm.read_layer("ucdp-ged-211")
    linked = {f.id.rsplit("-", 1)[1]: f.properties["event"] for f in layer.features
              if "event" in f.properties}
    assert len(layer.features) == 249
    assert len(linked) == 53
    assert linked["366773"] == "ganja-2020-10-17"
    assert set(linked.values()) <= set(cm.read_events().ids)
    assert not layer.visible
