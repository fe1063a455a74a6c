"""Joins in pieces: the same table as in memory, whatever the file, and nothing lost on the way."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import date, datetime
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.bulk import join_file as run
from conflictmap.bulk import pieces
from conflictmap.bulk.join_file import join_file as lenient_join
from conflictmap.bulk.tables import rounded
from conflictmap.formats import csv_blocks
from conflictmap.io.rejects import rejects_csv
from conflictmap.io.sources import importer_named
from conflictmap.joins.write import write_joined
from conflictmap.model.layer import areas_of
from running import run as command
from toyfiles import EAST, KINDS, LAYERS, NUMBERS, WEST, parquet, text
from toys import layer

#: What is made of rows that cannot be used as they stand is in test_understood.py.
join_file = partial(lenient_join, strict=True)


def compare(path, tmp_path, layers=LAYERS, ending=".csv", keep=(), **shown):
    """Join a file both ways and compare every byte of the tables, and where the rows went."""
    events = cm.read_events(path, areas=areas_of(layers), strict=True)
    joined = cm.join(events, layers)
    whole = write_joined(joined, events, tmp_path / f"whole{ending}", keep=keep, **shown)
    done = join_file(path, layers, tmp_path / f"pieces{ending}", rejects=tmp_path / "r.csv",
                     keep=keep, **shown)
    assert done.accounting == events.accounting
    assert done.rows == (len(joined.shown(**shown).rows) if shown else len(events) * len(layers))
    if ending == ".csv":
        assert done.path.read_bytes() == whole.read_bytes()
    else:
        one, other = pq.read_table(whole), pq.read_table(done.path)
        assert one.schema.equals(other.schema)
        assert one.equals(other)
    assert [str(p) for p in done.problems if p.level == "error"] == [
        str(p) for p in events.problems if p.level == "error"]
    if any(p.row for p in events.problems if p.level == "error"):
        assert (tmp_path / "r.csv").read_bytes() == rejects_csv(events.problems)
    assert not list(tmp_path.glob(".*"))
    return done


@pytest.fixture
def small(monkeypatch):
    """Make pieces and parts so small that every file has several."""
    monkeypatch.setattr(pieces, "BATCH", 3)
    monkeypatch.setattr(csv_blocks, "BLOCK", 120)
    monkeypatch.setattr(run, "SLABS", {"parquet": 2, "text": 2})


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("head", ["id,date,lon,lat", "nr,Datum,lon,lat"])
@pytest.mark.parametrize("read", [lenient_join, lambda path, layers, _, **options: cm.count_file(
    path, layers=layers, **options)], ids=["join", "count"])
def test_a_file_that_is_changed_while_it_is_read_gives_no_table(tmp_path, head, read):
    path, target = tmp_path / "e.csv", tmp_path / "out.csv"
    row = "{},2020-09-27,46.05,39.55\n"
    path.write_text(head + "\n" + "".join(map(row.format, range(40))), "utf-8")
    target.write_bytes(b"old")

    def grow(_):
        if path.stat().st_size < 2_000:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(row.format(99) * 60)

    with pytest.raises(cm.EventsError, match="was changed while it was read"):
        read(path, LAYERS, target, moved=grow, strict=head.startswith("id"))
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.usefixtures("small")
def test_rows_of_every_kind_are_joined_as_in_memory(tmp_path, ending):
    done = compare(parquet(tmp_path / "all.parquet", KINDS), tmp_path, ending=ending)
    assert done.accounting.set_aside == 9
    compare(text(tmp_path / "all.csv", KINDS), tmp_path, ending=ending)
    compare(text(tmp_path / "packed.csv.gz", KINDS), tmp_path, ending=ending)


SHOWN = [{"found": True}, {"long": True}, {"found": True, "long": True}]
BOTH = layer(EAST, WEST)
#: Near a border, within the areas and without, and not dated.
DOUBTFUL = [{"id": f"d{i}", "date": "" if i == 3 else "2020-09-27", "lat": "39.55",
             "lon": f"{45.97 + i / 50:.2f}", "radius_m": "6000" * (i % 2)} for i in range(14)]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("shown", SHOWN, ids=" ".join)
@pytest.mark.usefixtures("small")
def test_rows_with_an_area_and_of_each_area_are_those_in_memory(tmp_path, shown, ending):
    path = text(tmp_path / "doubtful.csv", DOUBTFUL)
    done = compare(path, tmp_path, [*LAYERS, BOTH], ending, ["place"], **shown)
    assert done.rows != done.accounting.read * (len(LAYERS) + 1)


@pytest.mark.usefixtures("small")
def test_a_run_that_wrote_some_rows_and_was_cut_short_begins_again(tmp_path, monkeypatch):
    path = text(tmp_path / "doubtful.csv", DOUBTFUL)
    with monkeypatch.context() as patch:
        patch.setattr(run.Parts, "assemble", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            join_file(path, [BOTH], tmp_path / "pieces.csv", rejects=tmp_path / "r.csv", long=True)
    assert list(tmp_path.glob(".*"))
    compare(path, tmp_path, [BOTH], long=True)


@pytest.mark.usefixtures("small")
def test_columns_of_other_types_are_read_as_in_memory(tmp_path):
    rows = [{"id": i, "date": date(2020, 9, 1 + i), "lon": 46 + i, "lat": 39.5, "n": i,
             "deaths": None} for i in range(9)]
    rows[3]["date"] = None
    compare(parquet(tmp_path / "days.parquet", rows, id=pa.int32(), date=pa.date32(),
                    lon=pa.int64(), lat=pa.float32(), n=pa.int8(), deaths=pa.null()), tmp_path)
    for row in rows:
        row["date"] = datetime(2020, 9, 1, 12 * (row["n"] % 2))  # noqa: DTZ001
    compare(parquet(tmp_path / "times.parquet", rows, id=pa.int32(), date=pa.timestamp("us"),
                    lon=pa.int64(), n=pa.int8(), deaths=pa.null()), tmp_path)


@pytest.mark.usefixtures("small")
def test_a_file_without_ids_or_rows_is_joined_as_in_memory(tmp_path):
    rows = [{"date": "2020-09-27", "lon": 46.05, "lat": 39.55 + i / 100} for i in range(8)]
    path = tmp_path / "no-ids.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    compare(path, tmp_path, ending=".parquet")
    compare(parquet(tmp_path / "none.parquet", []), tmp_path, ending=".parquet")


@pytest.mark.parametrize("name", ["gdelt", "acled", "ucdp-ged", "csv"])
@pytest.mark.usefixtures("small")
def test_samples_of_sources_are_joined_as_in_memory(tmp_path, name):
    path = tmp_path / f"sample-{name}.csv"
    path.write_text(importer_named(name).SAMPLE, encoding="utf-8")
    if name == "acled":
        with pytest.raises(cm.OutputError, match="ACLED"):
            join_file(path, LAYERS, tmp_path / "out.csv")
    else:
        compare(path, tmp_path)


@pytest.mark.usefixtures("small")
def test_credits_that_only_late_rows_have_are_a_column_of_all(tmp_path):
    rows = [{"id": f"e{i}", "date": "2020-09-27", "lon": 46.05, "lat": 39.55,
             "sources": "gdelt" if i == 13 else ""} for i in range(20)]
    compare(parquet(tmp_path / "late.parquet", rows), tmp_path, ending=".parquet")
    compare(text(tmp_path / "late.csv", rows), tmp_path)
    for row in rows:
        row["credit"] = "mine"
    compare(parquet(tmp_path / "own.parquet", rows), tmp_path, ending=".parquet")
    for row in rows:
        del row["sources"]
    compare(parquet(tmp_path / "column.parquet", rows), tmp_path)


@pytest.mark.usefixtures("small")
def test_exchanged_points_are_judged_by_the_whole_file(tmp_path):
    swapped = {"date": "2020-09-27", "lon": 39.55, "lat": 46.05}
    there, far = {**swapped, "lon": 46.05, "lat": 39.55}, {**swapped, "lon": 10.0, "lat": 10.0}
    for few, many in ((there, far), (far, there)):
        rows = [{"id": f"e{i}", **row} for i, row in enumerate(
            [swapped, few, few, swapped, *[many] * 20])]
        compare(parquet(tmp_path / "s.parquet", rows), tmp_path)
        compare(text(tmp_path / "s.csv", rows), tmp_path)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("keep", ["all", ["further", "fatalities", "role", "actor_a", "all"]])
@pytest.mark.usefixtures("small")
def test_columns_that_are_kept_are_those_of_memory(tmp_path, ending, keep):
    rows = [{**row, "further": f" {i} ", "share": "=1", "actor1": "A" if i % 2 else " B ",
             "fatalities_best": 2.0} for i, row in enumerate(KINDS)]
    path = parquet(tmp_path / "all.parquet", rows)
    compare(path, tmp_path, ending=ending, keep=keep)
    table = pq.read_table(path).append_column("whole", pa.array(range(len(rows)), pa.int16()))
    table = table.append_column("part", pa.array([None, .1, 2., *[1e-9] * (len(rows) - 3)]))
    table = table.append_column("same", table["further"].dictionary_encode())
    table = table.append_column("single", pa.array([.1] * len(rows), pa.float32()))
    table = table.append_column("true", pa.array([True, None] * len(rows)).slice(0, len(rows)))
    pq.write_table(table.append_column("none", pa.nulls(len(rows))), path, row_group_size=5)
    compare(path, tmp_path, ending=ending, keep=keep)
    names = pq.read_table(tmp_path / "pieces.parquet").column_names if ending != ".csv" else []
    assert not names or {"source_share", "whole", "none"} <= set(names)
    compare(text(tmp_path / "all.csv", [
        {k: int(v) if k.startswith("fatal") else v for k, v in row.items()} for row in rows
    ]), tmp_path, ending=ending, keep=keep)


@pytest.mark.usefixtures("small")
def test_further_columns_that_only_late_rows_have_are_a_column_of_all(tmp_path):
    lines = importer_named("gdelt").SAMPLE.splitlines()
    for i in range(12):
        cells = lines[0].split("\t")
        cells[0], cells[7] = f"9{i}", "ARM" if i == 9 else ""
        lines.append("\t".join(cells))
    (tmp_path / "gdelt.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    compare(tmp_path / "gdelt.csv", tmp_path, keep="all")
    compare(tmp_path / "gdelt.csv", tmp_path, keep=["actor1", "Actor1CountryCode"])


def test_a_column_that_is_not_there_is_not_kept(tmp_path):
    path = parquet(tmp_path / "in.parquet", [{**KINDS[0], "admin1": "Lori"}])
    with pytest.raises(cm.EventsError, match=r"no column .admin2.*admin1"):
        join_file(path, LAYERS, tmp_path / "out.csv", keep=["admin2"])
    with pytest.raises(cm.EventsError, match=r"no column 'admin2'"):
        join_file(text(tmp_path / "in.csv", KINDS[:1]), LAYERS, tmp_path / "out.csv",
                  keep=["admin2"])
    found = cm.read_events(path, strict=True)
    with pytest.raises(cm.EventsError, match=r"no column .admin2.*admin1"):
        write_joined(cm.join(found, LAYERS), found, tmp_path / "out.csv", keep=["admin2"])
    for way in ("--stream", "--no-stream"):
        said = command("join", path, "--layer", "nkao-1923", way, "-o", tmp_path / "out.csv",
                       "--keep", "admin1", "--keep", "actor1")
        assert said.returncode == 0, said.stderr
        assert (tmp_path / "out.csv").read_text().splitlines()[0].endswith("lon,admin1,actor1")


class CutError(Exception):
    """A run is cut short."""


@pytest.mark.parametrize("make", [parquet, text])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.usefixtures("small")
def test_a_run_that_was_cut_short_goes_on_behind_its_last_part(
    tmp_path, make, ending
):
    rows = [{**KINDS[i % 4], "id": f"e{i % 37}"} for i in range(40)]
    path = make(tmp_path / f"long.{'csv' if make is text else 'parquet'}", rows)
    target = tmp_path / f"pieces{ending}"
    target.write_text("old")
    made = []

    def moved(share):
        made.append(share)
        if len(made) == 9:
            raise CutError

    with pytest.raises(CutError):
        join_file(path, LAYERS, target, moved=moved)
    assert target.read_text() == "old"
    manifest = tmp_path / f".pieces{ending}.parts" / "manifest.json"
    assert len(json.loads(manifest.read_text())["parts"]) == 4
    first = []
    done = join_file(path, LAYERS, target, moved=first.append, rejects=tmp_path / "r.csv")
    assert first[0] > made[7] > made[6]
    assert done.accounting.set_aside == 3
    compare(path, tmp_path, ending=ending)


@pytest.mark.usefixtures("small")
def test_another_input_or_layer_starts_again(tmp_path):
    path = parquet(tmp_path / "in.parquet", [{**KINDS[0], "id": f"e{i}"} for i in range(30)])

    def cut(share):
        if share > .5:
            raise CutError

    with pytest.raises(CutError):
        join_file(path, LAYERS, tmp_path / "pieces.csv", moved=cut)
    shares = []
    join_file(path, [layer(EAST, name="areas"), LAYERS[1]], tmp_path / "pieces.csv",
              moved=shares.append)
    assert shares[0] == pytest.approx(.1)
    with pytest.raises(CutError):
        join_file(path, LAYERS, tmp_path / "pieces.csv", moved=cut)
    parquet(path, [{**KINDS[0], "id": f"f{i}"} for i in range(30)])
    compare(path, tmp_path)


@pytest.mark.parametrize(("content", "said"), [
    ("id,date,lat,lon\nééé,2020-01-01,1,1\nb,2020-01-01,1,".encode() + b"\xff\n", ":3: byte 15"),
    (b'id,date,lat,lon\na,2020-01-01,1,1\nb,"2020-01-01,1,1\n', ":3: broken CSV"),
    (b"id,date,lat\na,2020-01-01,1\n", "no column 'lon'"),
])
@pytest.mark.usefixtures("small")
def test_a_broken_file_is_refused_and_the_old_table_stays(write, content, said):
    target = write("out.csv", "old")
    with pytest.raises(cm.EventsError, match=said):
        join_file(write("bad.csv", content), LAYERS, target, strict=True)
    assert target.read_text() == "old"


CELLS = {
    "id": st.one_of(st.sampled_from(["a", "b", "", " c", "é", None]), st.text(max_size=3)),
    "date": st.one_of(
        st.dates(date(1, 1, 1)).map(str), st.sampled_from(
            ["", None, "2020-02-30", "2021-02-29", "2020-2-1", "2020-09~", "0000-01-01",
             "2020-09-27\n", "٢٠٢٠-٠١-٠١", "1900-02-29", "2020-00-10"])),
    "lat": st.one_of(st.floats(-91, 91), st.sampled_from([None, np.nan, 0., -0., 1e-7, np.inf])),
    "lon": st.one_of(st.floats(38, 52), st.floats(), st.none()),
    "radius_m": st.one_of(st.none(), st.floats(0, 3e7), st.floats()),
    "fatalities_low": st.one_of(st.none(), st.integers(-1, 5).map(float), st.floats(-1, 3)),
    "fatalities_best": st.one_of(st.none(), st.integers(0, 5).map(float)),
    "fatalities_high": st.one_of(st.none(), st.integers(0, 5).map(float)),
    "title": st.one_of(st.none(), st.text(max_size=5)), "role": st.sampled_from(
        ["", None, "event", "toll", " aggregate", "else"]),
    "source_url": st.sampled_from(["", None, "https://example.org/", " https://example.org/", "x"]),
    "where": st.sampled_from(["", None, "west", "nowhere", " "]), "further": st.text(max_size=3),
}


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.fixed_dictionaries({}, optional=CELLS), max_size=8))
@pytest.mark.usefixtures("small")
def test_whatever_stands_in_a_file_the_two_ways_agree(tmp_path, rows):
    for row in rows:  # Arrow holds no half of a pair of UTF-16 units
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = value.encode("utf-8", "replace").decode()
    numbers = [n for n in CELLS if n in NUMBERS or n.startswith("fatalities")]
    names = {"id", "date", "lat", "lon", *(n for row in rows for n in row)}
    path = tmp_path / "any.parquet"
    pq.write_table(pa.table({
        n: pa.array([row.get(n) for row in rows],
                    type=pa.float64() if n in numbers else pa.string()) for n in sorted(names)
    }), path)
    compare(path, tmp_path, keep=["all", "role", "radius_m", "fatalities_high"] if rows else ())


@given(st.lists(st.one_of(st.floats(allow_nan=False, allow_infinity=False, width=32),
                          st.floats(-200, 200), st.integers(-10**9, 10**9).map(
                              lambda i: i / 2_000_000))))
def test_numbers_are_rounded_as_python_rounds_them(values):
    assert rounded(np.array(values, dtype=float)).tolist() == [round(v, 6) for v in values]


def test_the_command_joins_in_pieces_and_says_where_every_row_went(tmp_path):
    path = parquet(tmp_path / "in.parquet", [*KINDS[:4], {**KINDS[6], "id": "bad"}])
    (tmp_path / "areas.geojson").write_text(json.dumps(
        {"type": "FeatureCollection", "features": [WEST, EAST]}), encoding="utf-8")
    said = command("join", path, "--layer", tmp_path / "areas.geojson", "--stream", "--strict",
                   "-o", tmp_path / "out.parquet")
    assert said.returncode == 1
    assert "4 rows, 1 layers" in said.stdout
    assert "out.rejects.csv: 1 rows" in said.stderr
    assert said.stderr.endswith(
        "read 5 = placed 4 + unplaced 0 + undated 0 + set aside 1\n")
    said = command("join", path, path, "--stream", "-o", tmp_path / "out.parquet")
    assert (said.returncode, "one file at a time" in said.stderr) == (2, True)


def test_a_large_file_is_joined_in_pieces_unless_that_is_forbidden(tmp_path, monkeypatch):
    from conflictmap.commands._pieces import goes_in_pieces
    from conflictmap.commands.join import _is_table

    def in_pieces(*files, output="out.csv", stream=None):
        return goes_in_pieces(list(map(str, files)), stream=stream, can=_is_table(output))

    path = parquet(tmp_path / "in.parquet", KINDS[:1])
    assert not in_pieces(path)
    assert in_pieces(path, stream=True)
    monkeypatch.setattr(pieces, "LARGE", 10)
    assert in_pieces(path)
    assert not in_pieces(path, stream=False)
    assert not in_pieces(path, output="out.geojson")
    assert not in_pieces(path, path)


def test_a_packed_text_that_swells_without_end_is_refused(tmp_path):
    row = b"e,2020-09-27,39.5,46.0\n"
    (tmp_path / "bomb.csv.gz").write_bytes(
        gzip.compress(b"id,date,lat,lon\n" + row * 500_000))
    with pytest.raises(cm.EventsError, match="limit 'unpacked_ratio' is 100"):
        join_file(tmp_path / "bomb.csv.gz", LAYERS, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_two_runs_do_not_write_one_output_at_the_same_time(tmp_path):
    path = parquet(tmp_path / "in.parquet", KINDS[:1])

    def again(_):
        with pytest.raises(cm.OutputError, match="another run is writing it"):
            join_file(path, LAYERS, tmp_path / "out.csv")

    join_file(path, LAYERS, tmp_path / "out.csv", moved=again)
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("words", [
    ["join", "--layer", "nkao-1923", "-o", "j.parquet"],
    ["join", "--layer", "nkao-1923", "-o", "j.csv"],
    ["count", "--by", "year", "-o", "c.csv"]], ids=["join", "join to CSV", "count"])
def test_commands_need_no_pandas(tmp_path, words):
    """Arrow imports it with the first list or text that it is given: a quarter of a second."""
    table = tmp_path / "e.csv"
    table.write_text("id,date,lat,lon,title\n1,2020-09-27,39.8,46.7,a\n2,2020-09,,,b\n", "utf-8")
    code = ("import sys\nfrom conflictmap.cli import main\ntry:\n    main()\n"
            "finally:\n    sys.exit(10 + ('pandas' in sys.modules))")
    done = subprocess.run(
        [sys.executable, "-c", code, *words, table, "--stream"], check=False, capture_output=True,
        cwd=tmp_path)
    assert done.returncode == 10, done.stderr
