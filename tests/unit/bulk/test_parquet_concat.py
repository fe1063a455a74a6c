"""Parquet files put together byte by byte read as one, whatever the number of their parts."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import conflictmap as cm
from conflictmap.bulk import pieces
from conflictmap.bulk.parquet_batches import batches_of, shares_of
from conflictmap.bulk.parquet_concat import put_together


def part(path, first, rows=3, **how):
    table = pa.table({"id": [f"e{first + i}" for i in range(rows)],
                      "n": pa.array([float(first + i) for i in range(rows)]),
                      "flag": [bool((first + i) % 2) for i in range(rows)]})
    pq.write_table(table, path, compression="zstd", store_schema=False, **how)
    return path


@pytest.mark.parametrize("count", [1, 2, 15, 16, 40])
def test_parts_read_as_one_table_in_their_order(tmp_path, count):
    parts = [part(tmp_path / f"{i}.parquet", 3 * i, row_group_size=3) for i in range(count)]
    with (tmp_path / "whole.parquet").open("wb") as out:
        assert put_together(parts, out) == 3 * count
    whole = pq.read_table(tmp_path / "whole.parquet")
    assert whole.column("id").to_pylist() == [f"e{i}" for i in range(3 * count)]
    assert whole.column("n").to_pylist() == [float(i) for i in range(3 * count)]
    assert whole.equals(pa.concat_tables([pq.read_table(p) for p in parts]))
    found = pq.read_metadata(tmp_path / "whole.parquet")
    assert (found.num_rows, found.num_row_groups) == (3 * count, count)


@pytest.mark.parametrize("columns", [14, 15, 16, 40])
def test_tables_of_any_number_of_columns_are_put_together(tmp_path, columns):
    table = pa.table({f"c{i}": [i, i + 1] for i in range(columns)})
    for name in ("a", "b"):
        pq.write_table(table, tmp_path / name, store_schema=False)
    out = io.BytesIO()
    put_together([tmp_path / "a", tmp_path / "b"], out)
    assert pq.read_table(io.BytesIO(out.getvalue())).equals(pa.concat_tables([table, table]))


def test_what_is_said_of_pages_stays_true(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    parts = [part(tmp_path / f"{i}.parquet", 50 * i, rows=50) for i in range(3)]
    whole = tmp_path / "whole.parquet"
    with whole.open("wb") as out:
        put_together(parts, out)

    def said(path):
        return duckdb.sql(
            "SELECT row_group_bytes, row_group_compressed_bytes, total_compressed_size, "
            "stats_min_value, stats_max_value, data_page_offset, dictionary_page_offset "
            "FROM parquet_metadata($path)", params={"path": str(path)}).fetchall()

    rows = said(whole)
    assert [row[:5] for row in rows] == [row[:5] for one in parts for row in said(one)]
    moved = 0
    for i, one in enumerate(parts):
        for row, own in zip(rows[3 * i:3 * i + 3], said(one), strict=True):
            assert row[5] == own[5] + moved
            assert row[6] == (own[6] and own[6] + moved)
        footer = int.from_bytes(one.read_bytes()[-8:-4], "little")
        moved += one.stat().st_size - 4 - 8 - footer


@pytest.mark.parametrize("cut", [1, 8, 40])
def test_a_part_that_is_not_whole_is_refused_by_name(tmp_path, cut):
    broken = part(tmp_path / "broken.parquet", 0)
    broken.write_bytes(broken.read_bytes()[:-cut])
    with pytest.raises(cm.OutputError, match=r"broken\.parquet: a part that is not whole"):
        put_together([broken], io.BytesIO())


def source(path):
    return pieces.open_input(path)


def events_file(path, rows, group):
    pq.write_table(pa.table({"id": [f"e{i}" for i in range(rows)], "date": ["2020-10-01"] * rows,
                             "lon": [46.1] * rows, "lat": [39.5] * rows}),
                   path, row_group_size=group)
    return path


@pytest.mark.parametrize("batch", [2, 5, 100])
@pytest.mark.parametrize("at", [0, 1, 6, 7, 12, 19, 20, 25])
def test_batches_begin_at_any_row_and_lose_none(tmp_path, monkeypatch, batch, at):
    monkeypatch.setattr(pieces, "BATCH", batch)
    path = events_file(tmp_path / "e.parquet", 20, 6)
    found = list(batches_of(source(path), at, ["id"]))
    ids = [i for _, rows in found for i in rows.column(0).to_pylist()]
    assert ids == [f"e{i}" for i in range(at, 20)]
    ends = [first + rows.num_rows for first, rows in found]
    assert [first for first, _ in found] == [at, *ends[:-1]][:len(found)]


@pytest.mark.parametrize("rows", [3, 6, 7, 12, 50])
def test_shares_cover_the_file_and_begin_with_a_group_where_they_can(tmp_path, rows):
    metadata = pq.read_metadata(events_file(tmp_path / "e.parquet", 20, 6))
    shares = shares_of(metadata, rows)
    assert [a for a, _ in shares] == [0, *(b for _, b in shares[:-1])]
    assert shares[-1][1] == 20
    assert all(0 < b - a <= rows for a, b in shares)
    if rows in {6, 12}:
        assert all(a % 6 == 0 for a, _ in shares)


def test_an_input_is_what_its_first_bytes_say(tmp_path):
    import gzip

    text = "id,date,lon,lat\na,2020-10-01,46.1,39.5\n"
    (tmp_path / "e.csv").write_text(text)
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress(text.encode()))
    events_file(tmp_path / "p.parquet", 20, 6)
    plain, packed, parquet = (source(tmp_path / n) for n in ("e.csv", "e.csv.gz", "p.parquet"))
    assert [one.kind for one in (plain, packed, parquet)] == ["text", "text", "parquet"]
    assert [one.packed for one in (plain, packed, parquet)] == [False, True, False]
    assert [one.stem for one in (plain, packed, parquet)] == ["e", "e", "p"]
    assert pieces.size_of(plain) == len(text)
    assert pieces.size_of(packed) > (tmp_path / "e.csv.gz").stat().st_size
    assert pieces.size_of(parquet) == 20
    assert pieces.is_large([str(tmp_path / "e.csv")]) is False
    with pytest.raises(cm.EventsError, match="not a file"):
        source(tmp_path / "none.csv")


def test_a_content_is_told_from_another_by_its_ends_size_or_time(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("abc")
    one = pieces.fingerprint(path)
    assert one == pieces.fingerprint(path)
    path.write_text("abd")
    assert pieces.fingerprint(path) != one
    assert one["bytes"] == 3
