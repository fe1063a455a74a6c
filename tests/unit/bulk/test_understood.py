"""Tables of any columns in pieces: the same events, verdicts and lines as when read whole."""

from __future__ import annotations

import csv
import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.bulk import pieces, understood
from conflictmap.bulk.join_file import join_file
from conflictmap.formats import region_pieces
from conflictmap.io.any_table import Asked
from conflictmap.io.rejects import rejects_csv
from conflictmap.joins.write import write_joined
from conflictmap.model.layer import areas_of
from table_corpus import cases
from toyfiles import LAYERS

#: Tables of the corpus whose columns are not ours: the others are read as they stand.
CASES = {case.name: case for case in cases()}
ENDINGS = ("", "Summe{0}{0}77\n", "\nSource: a newspaper and two ministries\n",
           "Total{0}9\nSource: x\nQuelle: an office of statistics\n")


def long_text(case, times, ending):
    """Return the rows of a table below its first line, so many times, and what stands below."""
    first, *rest = case.text.splitlines(keepends=True)
    return first + "".join(rest) * times + ending.format(case.separator)


def plain(text, path, _):
    path.write_text(text, encoding="utf-8")
    return path, {}


def named_separator(text, path, case):
    return plain(f"sep={case.separator}\n{text}", path, case)


def recoded(text, path, _):
    path.write_bytes(text.encode("utf-16"))
    return path, {}


def recoded_as_said(text, path, _):
    encoding = next(e for e in ("cp1251", "cp1252", "cp1254", "utf-16") if _fits(text, e))
    path.write_bytes(gzip.compress(text.encode(encoding)))
    return path, {"encoding": encoding}


def _fits(text, encoding):
    return text.encode(encoding, "replace") == text.encode(encoding, "ignore")


def in_parquet(text, path, case):
    header, *rows = csv.reader(io.StringIO(text), delimiter=case.separator)
    if len(set(header)) < len(header):
        return plain(text, path, case)
    cells = [[*row, *[""] * len(header)][:len(header)] for row in rows]
    file = path.with_suffix(".parquet")
    pq.write_table(pa.table({h: [row[i] for row in cells] for i, h in enumerate(header)}), file)
    return file, {}


def with_a_gazetteer(text, path, case):
    places = path.with_name("places.csv")
    places.write_text("name,lat,lon,error\nSotk,39.55,46.05,500\n", encoding="utf-8")
    return plain(text, path, case)[0], {"gazetteer": places}


def mapped(text, path, case):
    plain(text, path, case)
    cm.read_events(path, write_mapping=path.with_name("t.csv.toml"))
    return path, {}


DRESSES = (plain, plain, named_separator, recoded, recoded_as_said, in_parquet, with_a_gazetteer,
           mapped)


def same(path, folder, size, **reading):
    """Join a table both ways, and compare all that came out."""
    events = cm.read_events(path, areas=areas_of(LAYERS), **reading)
    whole = write_joined(cm.join(events, LAYERS), events, folder / "whole.csv", keep="all")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(region_pieces, "PIECE", size)
        patch.setattr(understood, "PIECE", size)
        done = join_file(path, LAYERS, folder / "pieces.csv", rejects=folder / "r.csv", keep="all",
                         **reading)
    assert done.accounting == events.accounting
    assert done.path.read_bytes() == whole.read_bytes()
    assert done.reading == events.reading
    assert done.troubles == len(events.problems)
    if events.accounting.set_aside:
        assert (folder / "r.csv").read_bytes() == rejects_csv(events.problems)
    return sorted(map(str, events.problems)) == sorted(map(str, done.problems)) or (
        done.troubles > len(done.problems))


@settings(max_examples=8, deadline=None)
@given(name=st.sampled_from(sorted(CASES)), times=st.integers(1, 5), size=st.integers(1, 70),
       shape=st.tuples(st.sampled_from(ENDINGS), st.sampled_from(DRESSES)))
def test_pieces_of_any_table_are_the_whole_of_it(name, times, size, shape, tmp_path_factory):
    folder, (ending, dress) = tmp_path_factory.mktemp("t"), shape
    try:
        path, reading = dress(long_text(CASES[name], times, ending), folder / "t.csv", CASES[name])
        cm.read_events(path, **reading)
    except cm.EventsError:
        with pytest.raises(cm.EventsError):
            join_file(folder / "t.csv", LAYERS, folder / "pieces.csv")
        return
    assert same(path, folder, size, **reading)


OURS = {
    "one date of another form": "id,date,lat,lon,title\na,2020-09-27,39.55,46.05,Länge\n"
                                "b,13/09/2020,39.6,46.1,U\na,2020-09-28,39.7,46.2,V\n",
    "a cell in words": "date,lat,lon,fatalities_best\n2020-09-27,39.55,46.05,3\n"
                       "2020-09-28,39.55,46.1,ca. 50\n\nTotal,,,53\n",
    "a name and no place": "date,lat,lon,place\n2020-09-27,39.55,46.05,\n2020-09-28,,,Jermuk\n",
    "written by us": "date,lat,lon,place,credit\n2020-09-28,,,Jermuk,me\n",
    "all exchanged": "date,lat,lon\n2020-09-27,46.55,39.55\n2020-09-28,46.6,39.7\n",
    "one exchanged": "date,lat,lon\n" + "2020-09-27,39.55,46.05\n" * 5 + "2020-09-27,46.5,39.6\n",
    "as it should be": "date,lat,lon,weapon\n2020-09-27,39.55,46.05,gun\n",
}


@pytest.mark.parametrize("name", OURS)
def test_more_is_made_of_our_own_columns_where_that_can_be(name, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(OURS[name].encode("cp1252"))
    assert not pieces.open_input(path).is_lenient
    assert same(path, tmp_path, 1)
    assert same(path, tmp_path, 1, strict=True)
    counted = cm.count_file(path, by="year")
    assert list(map(vars, counted.counts)) == list(map(vars, cm.count(
        cm.read_events(path), by="year")))


def test_points_of_unstated_precision_are_taken_as_they_stand_when_asked(tmp_path):
    import conflictmap.io.sources.ucdp as source

    header, *rows = csv.reader(io.StringIO(source.SAMPLE))
    at = header.index("where_prec")
    path = tmp_path / "ged.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(row[:at] + row[at + 1:] for row in (header, *rows))
    for reading in ({}, {"points_as_given": True}):
        assert same(path, tmp_path, 2, **reading)
    assert cm.count_file(path, points_as_given=True).reading == (
        "3 points without where_prec are taken as given, without a radius",)


def german(folder, rows=200, name="t.csv"):
    """Return a table of which only the last row says that the day comes first."""
    days = ["3.4.2022"] * (rows - 1) + ["13/4/2022"]
    lines = [f"{day.replace('.', '/')};{39 + i / 1000:.3f};45,{i:03};{['ca. 50', '3', '?'][i % 3]}"
             for i, day in enumerate(days)]
    path = folder / name
    path.write_text("\n".join(["Datum;Breite;Länge;Tote", *lines]) + "\n", encoding="utf-8")
    return path


def test_the_last_row_decides_what_the_first_one_means(tmp_path):
    path = german(tmp_path)
    assert same(path, tmp_path, 7)
    first = (tmp_path / "pieces.csv").read_text(encoding="utf-8").splitlines()[1]
    assert "2022-04-03" in first
    counted = cm.count_file(path, by="year")
    assert list(map(vars, counted.counts)) == list(map(vars, cm.count(
        cm.read_events(path), by="year")))
    assert counted.reading[0] == "date <- 'Datum' (day first, from 1 of 200 cells)"


def test_a_run_that_was_cut_short_goes_on_with_what_was_understood(tmp_path, monkeypatch):
    def cut(share):
        if share > 0.5:
            raise KeyboardInterrupt

    path = german(tmp_path)
    monkeypatch.setattr("conflictmap.bulk.join_file.SLABS", {"parquet": 2, "text": 2})
    monkeypatch.setattr(region_pieces, "PIECE", 20)
    with pytest.raises(KeyboardInterrupt):
        join_file(path, LAYERS, tmp_path / "pieces.csv", moved=cut)
    assert list(tmp_path.glob(".*parts"))
    assert same(path, tmp_path, 20)


def test_where_the_points_lie_is_told_by_rows_spread_over_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(understood, "_ROWS", 50)
    lines = ["Day;Latitude;Longitude"] + [f"2022-09-13;{45 + i / 1000};{39 + i / 1000}"
                                          for i in range(500)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = join_file(path, LAYERS, tmp_path / "o.csv")
    assert done.accounting.placed == 500
    assert [p.reason for p in done.problems] == [
        "latitude and longitude are exchanged: the points lie in the South Caucasus only so"]
    assert done.reading[-1] == "places by 32 of 500 rows, spread evenly"


def test_what_only_the_whole_text_says_is_not_read_in_pieces_unasked(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "LARGE", 10)
    path = german(tmp_path)
    assert pieces.is_large([str(path)])
    assert not pieces.is_large([str(path)], asked=Asked(strict=True))
    side = "Datum,Breite,Länge,,Datum,Breite,Länge\n"
    side += "2022-09-13,39.8,45.6,,2022-09-14,39.8,45.6\n" * 3
    path.write_text(side + "2022-09-13,39.8,45.6,,,,\n", encoding="utf-8")
    with pytest.raises(cm.EventsError, match=r"two tables side by side is only read whole"):
        join_file(path, LAYERS, tmp_path / "o.csv")
