"""Terms of sources: what is refused, what is shown instead, and credits in every output."""

from __future__ import annotations

import json

import numpy as np
import pyarrow.parquet as pq
import pytest

import conflictmap as cm
from conflictmap.io.aggregate import LEAST_RADIUS_M, aggregated
from conflictmap.io.releases import newest, without_deleted
from conflictmap.io.sources import acled, importers
from conflictmap.io.write_events import write_events
from conflictmap.joins.write import write_joined
from conflictmap.model.combine import combine
from running import run
from samples import ged


@pytest.fixture
def acled_file(write):
    return write("export.csv", acled.SAMPLE.encode())


def test_a_map_of_acled_rows_is_refused_with_the_reason(acled_file):
    with pytest.raises(cm.OutputError, match="single rows of ACLED, which its terms forbid"):
        cm.build(acled_file)


def test_totals_are_drawn_when_they_are_asked_for(acled_file):
    page = cm.build(acled_file, aggregate=True)
    assert "ACLED" in " ".join(page.spec["attribution"])
    for text in ("XXX1", "2020-09-27", "Armed clash", "Town"):
        assert text not in json.dumps(page.spec["events"])
    assert str(page.accounting).startswith("read 5 = ")
    assert "5 rows are shown as 4 totals" in "\n".join(map(str, page.problems))


def test_totals_hold_no_point_of_a_row_and_no_number_of_their_own(acled_file):
    events = cm.read_events(acled_file)
    totals = aggregated(events)
    assert totals.extra["source_number"].astype(int).sum() == len(events)
    assert np.nansum(totals["fatalities"]) == np.nansum(events["fatalities"])
    pins = totals["where"] == ""
    assert (totals["radius_m"][pins] >= LEAST_RADIUS_M).all()
    rounded = np.round(totals["lat"][pins], 1)
    assert (totals["lat"][pins] == rounded).all()
    assert set(totals["when"]) == {"2020-09"}


def test_exports_of_rows_are_refused_too(acled_file, tmp_path):
    events = cm.read_events(acled_file)
    joined = cm.join(events, "lachin-district")
    with pytest.raises(cm.OutputError, match="which its terms forbid"):
        write_joined(joined, events, tmp_path / "x.csv")
    with pytest.raises(cm.OutputError, match="which its terms forbid"):
        write_events(events, tmp_path / "x.csv")
    assert not list(tmp_path.glob("x.csv"))


def test_rows_stay_withheld_after_a_private_conversion(acled_file, tmp_path):
    mine = write_events(cm.read_events(acled_file), tmp_path / "mine.csv", private=True)
    with pytest.raises(cm.OutputError, match="ACLED"):
        cm.build(mine)
    lines = mine.read_text("utf-8").splitlines()
    bare = tmp_path / "bare.csv"
    head = [n if n not in {"sources", "credit", "source_dataset"} else "x" + n
            for n in lines[0].split(",")]
    bare.write_text("\n".join([",".join(head), *lines[1:]]) + "\n", "utf-8")
    with pytest.raises(cm.OutputError, match="ACLED"):
        cm.build(bare)


def test_credits_stand_in_every_output(write, tmp_path):
    events = cm.read_events(write("GEDEvent_v25_1.csv", ged({})))
    credit = "UCDP Georeferenced Event Dataset 25.1, Uppsala Conflict Data Program"
    table = write_events(events, tmp_path / "x.csv").read_text("utf-8")
    assert credit in table
    assert credit in json.loads(write_events(events, tmp_path / "x.geojson").read_text("utf-8"))[
        "credits"][0]
    metadata = pq.read_schema(write_events(events, tmp_path / "x.parquet")).metadata
    assert credit.encode() in metadata[b"conflictmap"]
    joined = write_joined(cm.join(events, "lachin-district"), events, tmp_path / "j.csv")
    assert credit in joined.read_text("utf-8")
    assert credit in " ".join(cm.build(events).spec["attribution"])


def test_parquet_that_is_written_opens_as_geoparquet(write, tmp_path):
    import geopandas as gpd

    events = cm.read_events(write("ged.csv", ged({}, {"id": "2", "where_prec": "1"})))
    frame = gpd.read_parquet(write_events(events, tmp_path / "x.parquet"))
    assert frame.crs.to_epsg() in {4326, None} or frame.crs.to_authority() == ("OGC", "CRS84")
    assert frame.geometry.geom_type.tolist() == [g.geom_type for g in events.geometry]


# Releases

def test_the_newest_release_supersedes_and_the_older_row_is_listed(write):
    parts = [cm.read_events(write(name, ged({"id": "7", "best": best}))) for name, best in (
        ("GEDEvent_v26_1.csv", "4"), ("GEDEvent_v25_0_8.csv", "2"), ("GEDEvent_v25_0_9.csv", "3"))]

    events = newest(combine(parts))
    assert events.ids == ["ucdp-ged:26.1:7"]
    assert events.accounting.set_aside == 2
    assert all("superseded by release 26.1" in str(p) for p in events.problems
               if "superseded" in p.reason)


def test_deleted_acled_events_are_set_aside(acled_file, write):
    gone = write("deleted.csv", "event_id_cnty,deleted_timestamp\nXXX2,1700000000\nYYY9,1\n")
    events = without_deleted(cm.read_events(acled_file), gone)
    assert len(events) == 4
    assert events.accounting.set_aside == 1
    assert "ACLED has deleted this event" in str(events.problems[-1])


# The command

def test_convert_says_where_every_row_went(write, tmp_path):
    done = run("convert", write("GEDEvent_v25_1.csv", ged({}, {"id": "2", "date_start": "soon"})),
               "-o", tmp_path / "o.geojson")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "read 2 = placed 1 + unplaced 0 + undated 0 + set aside 1")
    assert "credit: UCDP Georeferenced Event Dataset 25.1" in done.stdout
    assert cm.read_events(tmp_path / "o.geojson").ids == ["ucdp-ged:25.1:376126"]


def test_convert_refuses_and_then_writes_totals_or_a_private_copy(acled_file, tmp_path):
    done = run("convert", acled_file, "-o", tmp_path / "o.csv")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "single rows of ACLED" in done.stderr
    assert run("convert", acled_file, "-o", tmp_path / "t.csv", "--aggregate").returncode == 0
    assert run("convert", acled_file, "-o", tmp_path / "p.csv", "--private").returncode == 0
    assert len(cm.read_events(tmp_path / "p.csv")) == 5


def test_convert_takes_a_reader_by_name(write, tmp_path):
    table = write("x.csv", importers()["crisisgroup"].SAMPLE.encode())
    assert run("convert", table, "--format", "crisisgroup", "-o", tmp_path / "o.parquet"
               ).returncode == 0
    assert run("convert", table, "--format", "crisis", "-o", tmp_path / "o.csv").returncode == 2
    assert run("convert", table, "-o", tmp_path / "o.pdf").returncode == 2


def test_a_map_in_a_notebook_shows_totals_when_it_is_asked_to(acled_file):
    with pytest.raises(cm.OutputError, match="single rows of ACLED"):
        cm.ConflictMap().add_events(acled_file).page()
    shown = cm.ConflictMap(aggregate=True).add_events(acled_file)
    assert shown.page().spec["events"]["id"] == cm.build(
        acled_file, aggregate=True).spec["events"]["id"]
    assert set(shown.events.ids) == set(shown.page().spec["events"]["id"])


def test_join_and_check_leave_out_superseded_rows_and_say_so(write, tmp_path):
    older, newer = (write(name, ged({"id": "7", "best": best})) for name, best in (
        ("GEDEvent_v25_1.csv", "3"), ("GEDEvent_v26_1.csv", "4")))
    done = run("join", older, newer, "--layer", "countries", "-o", tmp_path / "j.csv")
    assert "1 row of older releases left out" in done.stdout
    lines = (tmp_path / "j.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 1
    checked = run("check", older, newer, "--summary")
    assert "1 row of older releases left out" in checked.stderr
    assert "of 1\n" in checked.stdout
    alone = run("check", newer)
    assert "older releases" not in alone.stderr
