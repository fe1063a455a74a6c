"""Rows that are read together, by columns, give what they give one by one."""

from __future__ import annotations

import csv
import itertools
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.formats import csv_blocks, text_column
from conflictmap.io import streamed_events, vector_parquet
from conflictmap.io.sources import importers

CELLS = {
    "id": ["a", "b", "c-1", "", " ", " d", "аb", "ab", "e\x00", "f\x1c"],
    "date": ["2020-09-27", "2020-09-27/2020-10-01", "2020-09", "", "2020-02-30", "1500-01-01",
             "2020-09-28T10:00Z", " 2020-09-27", "nan"],
    "lat": [None, 39.55, 46.5, -0.0, 0.00001, 91.0, 39.5000004, 1e300],
    "lon": [None, 46.05, 39.6, -180.0, 180.5, 46.0999999],
    "radius_m": [None, 0.0, 2000.0, -1.0, 0.01],
    "where": ["", "", "", "nkao-1923", "nowhere", "nkao-1923 lachin-town"],
    "title": ["", "Shelling", " blanks ", "=1+1", "zero\0byte", "\x1cunseen", "ա\u2028բ"],
    "role": ["", "event", "toll", "aggregate", "none"],
    "part_of": ["", "a", " a"],
    "fatalities_low": ["", "0", "1", "2.0", "x", " 3"],
    "fatalities_best": ["", "1", "2"],
    "stands_for": ["", "3", "0", "2.5", "1.0", "many"],
    "source_url": ["", "https://example.org/a", "javascript:x", "http://a b"],
    "sources": ["", "ucdp-ged-26.1", "one two"],
    "note": ["", "word", "word word", "other words"],
    "colour": ["", " red ", "blue"],
}
TYPES = dict.fromkeys(["lat", "lon", "radius_m"], pa.float64())


def compare(path, **options):
    """Compare every column, problem and number of both ways to read a file."""
    by_column = cm.read_events(path, strict=True, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vector_parquet, "parquet_events", lambda *_, **__: None)
        patch.setattr(streamed_events, "TOGETHER", 1_000_000)
        same(by_column, cm.read_events(path, strict=True, **options))
    return by_column


def same(one, other):
    assert one.accounting == other.accounting
    assert [str(p) for p in one.problems] == [str(p) for p in other.problems]
    assert [p.row for p in one.problems] == [p.row for p in other.problems]
    assert list(one.extra) == list(other.extra)
    assert one.areas.keys() == other.areas.keys()
    assert one.sources == other.sources
    assert one.provenance == other.provenance
    for name, values in {**other.columns, **other.extra}.items():
        found = one.columns[name] if name in one.columns else one.extra[name]
        assert found.dtype == values.dtype, name
        np.testing.assert_array_equal(found, values, err_msg=name)


def written(folder, rows, **types):
    names = dict.fromkeys(n for row in rows for n in row)
    path = Path(folder) / "some file.parquet"
    pq.write_table(pa.table({
        name: pa.array([row[name] for row in rows], type=types.get(name) or TYPES.get(
            name, pa.string())) for name in names}), path, row_group_size=5)
    return path


def as_text(folder, rows):
    path = Path(folder) / "some file.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows({k: str("" if v is None else v).replace("\0", "") for k, v in row.items()}
                         for row in rows)
    return path


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make batches so small that each file has several, and few texts count as repeated."""
    monkeypatch.setattr(vector_parquet, "BATCH", 3)
    monkeypatch.setattr(streamed_events, "TOGETHER", 3)
    monkeypatch.setattr(csv_blocks, "BLOCK", 300)
    monkeypatch.setattr(text_column, "SOME", 4)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_rows_are_read_as_row_by_row(data):
    names = ["date", "lat", "lon", *data.draw(st.lists(st.sampled_from(sorted(
        CELLS.keys() - {"date", "lat", "lon"})), unique=True))]
    rows = data.draw(st.lists(st.fixed_dictionaries({
        name: st.sampled_from(CELLS[name]) for name in names}), min_size=1, max_size=12))
    with tempfile.TemporaryDirectory() as folder:
        swap_check = data.draw(st.booleans())
        compare(written(folder, rows), swap_check=swap_check)
        compare(as_text(folder, rows), swap_check=swap_check)


def test_every_cell_of_every_kind_is_read_as_row_by_row(tmp_path):
    plain = {"id": "", "date": "2020-09-27", "lat": 39.5, "lon": 46.5} | {
        name: "" for name in CELLS if name not in {"id", "date", "lat", "lon", "radius_m"}}
    rows = [plain | {"radius_m": None, name: cell, "n": str(i)} for name, i in zip(
        CELLS, itertools.count(), strict=False) for cell in CELLS[name]]
    rows += [plain | {"radius_m": None, "id": name, "n": "again"} for name in ("a", "d", "d")]
    compare(as_text(tmp_path, rows))
    events = compare(written(tmp_path, rows))
    assert 0 < events.accounting.set_aside < len(rows)
    assert len({id(v) for v in events.columns.values()}) < len(events.columns)


def test_points_exchanged_are_judged_by_the_whole_file(tmp_path):
    def rows(inside, outside):
        places = [(39.6, 46.5)] * inside + [(60.0, 10.0)] * outside + [(46.5, 39.6)]
        return [{"date": "2020-09-27", "lat": lat, "lon": lon} for lat, lon in places]

    assert compare(written(tmp_path, rows(6, 3))).accounting.set_aside == 1
    assert compare(written(tmp_path, rows(3, 6))).accounting.set_aside == 0


def test_other_types_are_read_as_row_by_row(tmp_path):
    rows = [{"id": i, "date": date(2020, 9, 1 + i), "lon": 46 + i, "lat": 39.5, "n": i, "x": i / 3,
             "deaths": None, "fatalities_best": i, "known": i % 2 == 0} for i in range(9)]
    rows[3] |= {"date": None, "fatalities_best": None, "known": None, "x": 1e-5}
    types = {"id": pa.int32(), "date": pa.date32(), "lon": pa.int64(), "lat": pa.float32(),
             "n": pa.int8(), "deaths": pa.null(), "x": pa.float64(), "known": pa.bool_(),
             "fatalities_best": pa.int16()}
    compare(written(tmp_path, rows, **types))
    for row in rows:
        row["date"] = datetime(2020, 9, 1, 12 * (row["n"] % 2))  # noqa: DTZ001
    compare(written(tmp_path, rows, **types | {"date": pa.timestamp("us")}))
    named = [row | {"id": str(row["id"])} for row in rows]
    compare(written(tmp_path, named, **types | {
        "date": pa.timestamp("us"), "id": pa.dictionary(pa.int32(), pa.string())}))


def sample_files():
    for name, reader in importers().items():
        if name == "csv" or hasattr(reader, "source"):
            yield pytest.param(name, reader.SAMPLE, id=name)


@pytest.mark.parametrize(("name", "sample"), [*sample_files()])
def test_tables_of_sources_are_read_as_row_by_row(tmp_path, name, sample):
    headed = name != "gdelt" and not sample[0].isdigit()
    head, *rows = sample.splitlines(keepends=True) if headed else ["", *sample.splitlines(True)]
    odd = [row.replace("46", "x", 1).replace("2020", "2020-13", 1) for row in rows]
    short = [rows[0].split("\t" if name == "gdelt" else ",")[0] + "\n"]
    path = tmp_path / ("GEDEvent_v26_0_8.csv" if name == "ucdp-candidate" else "some.csv")
    path.write_text(head + "".join([*rows, *odd, *short, *rows, "\n", *odd]), encoding="utf-8")
    events = compare(path, format=name)
    assert len(events) >= len(rows) - 1
    assert events.accounting.set_aside


def test_tables_that_a_mapping_explains_are_read_as_row_by_row(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Tarix;Ay;Yer;lat,lon;title;n\n" + "".join(
        f"{2000 + i};{i % 13};Şuşa {i};39,{i} / 46.5;a;{'' if i % 2 else 'x'}\n"
        for i in range(30)), encoding="utf-8")
    (tmp_path / "mine.csv.toml").write_text(
        '[columns]\ndate = ["Tarix", "Ay"]\nplace = "Yer"\nlatlon = "lat,lon"\n'
        '[read]\ndecimal = ","\n', encoding="utf-8")
    events = compare(path)
    assert "title (unmapped)" in events.extra or events.accounting.set_aside == 30
    (tmp_path / "mine.csv.toml").write_text(
        '[columns]\ndate = "Tarix"\nplace = ["Yer", "n"]\n', encoding="utf-8")
    events = compare(path)
    assert len(events) == 30
    assert events["place"][0] == "Şuşa 0 x"
    assert set(events.extra) == {"Ay", "lat,lon", "title (unmapped)"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_source_in_the_encoding_of_its_copies_is_read_by_columns(tmp_path, encoding):
    sample = importers()["ucdp-ged"].SAMPLE.replace("A town", "Çaykənd" if encoding == "utf-8"
                                                    else "Saïda")
    path = tmp_path / "ged251.csv"
    path.write_bytes(sample.encode(encoding))
    events = compare(path)
    assert len(events) == 5
    assert ("read as cp1252" in " ".join(map(str, events.problems))) == (encoding == "cp1252")


def test_further_columns_of_a_source_that_nobody_needs_are_left_out(tmp_path):
    path = tmp_path / "ged.csv"
    path.write_text(importers()["ucdp-ged"].SAMPLE, encoding="utf-8")
    whole, some = cm.read_events(path), cm.read_events(path, further=["source_id", "country"])
    assert {*some.extra} == {"source_id", "country", "credit"}
    assert len(whole.extra) > 10
    same(some, replace(whole, extra={name: whole.extra[name] for name in some.extra}))


@pytest.mark.parametrize("name", ["timelinejs", "crisisgroup"])
def test_of_a_source_without_terms_or_with_claims_all_columns_are_read(tmp_path, name):
    path = tmp_path / "some.csv"
    path.write_text(importers()[name].SAMPLE, encoding="utf-8")
    assert {*cm.read_events(path, further=[]).extra} == {*cm.read_events(path).extra} != set()
