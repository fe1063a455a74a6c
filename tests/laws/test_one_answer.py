"""One rule, one answer: every verb finds the same separator, columns, dates and numbers."""

from __future__ import annotations

import csv
import io
import re

import pytest

import conflictmap as cm
from conflictmap import cli
from conflictmap.io import streamed_events as reading
from conflictmap.io.cells import BadCell, days
from conflictmap.io.mend import iso_date
from conflictmap.model.errors import ConflictMapError, printable
from toyfiles import LAYERS

#: Header lines, as typed.
HEADERS = {
    "commas in a name": "date;lat;lon;notes (who, what, where, why, how)",
    "plain": "date,lat,lon,notes",
    "tabs and other separators in a name": "Date\tLatitude\tLongitude\tnotes; more, or less",
    "semicolons in a name": "when,lat,lng,a;b;c;d;e;f",
    "quoted": '"date";"lat";"lon";"notes, ""as typed"""',
    "quoted name of two lines": 'date;lat;lon;"notes,\nof, the, day"',
    "quoted standard names of another separator": 'date;lat;lon;"id,title,type,place,where"',
    "blanks": " date ; lat ; lon ;notes",
    "byte order mark": "\ufeffdate;lat;lon;notes",
    "empty lines above": "\n\ndate;lat;lon;notes, notes",
    "a formula": "date;lat;lon;'=1,2,3",
    "in another order": "notes, type, title;lon;lat;date",
    "long": "date;lat;lon;" + ", ".join(["word"] * 20_000),
    "one column twice": "date;when;lat;lon",
    "no such columns": "datum;ort, where;breite;länge",
    "no date": "day;lat;lon;notes, notes",
    "an open quote": 'date;lat;lon;"notes',
}
#: Cells of the rows by column; others are filled with a text.
ROWS = [
    {"date": "2020-09-27", "lat": "39.5", "lon": "46.5"},
    {"date": "2022-24", "lat": "39.6", "lon": "46.6"},
    {"date": "2022-02-24 00:00:00", "lat": "39.7", "lon": "46.7"},
    {"date": "{2020-09-27..2020-09-29}", "lat": "39.7", "lon": "46.7"},
    {"date": "", "lat": "39.8", "lon": "46.8"},
    {"date": "2020-10-01", "lat": "", "lon": ""},
    {"date": "1950S2", "lat": "007", "lon": "+46.0"},
    {"date": "199X-10-XX", "lat": "39.5", "lon": "46.5"},
    {"date": "2020-10-02", "lat": "39.5", "lon": "1e1"},
    {"date": "2020-10-03", "lat": "inf", "lon": "46.5"},
    {"date": "2020-10-03", "lat": "39.5"},
]
NAMES = {"when": "date", "latitude": "lat", "longitude": "lon", "lng": "lon"}


def table(header: str, times: int = 1) -> bytes:
    """Return a table under a header, with the separator that its required columns stand between."""
    separator = "\t" if "\t" in header else ";" if re.search(r"lat ?;", header) else ","
    try:
        cells = next(filter(None, csv.reader(
            io.StringIO(header.lstrip("\ufeff")), delimiter=separator)))
    except csv.Error:
        cells = header.split(separator)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in ROWS * times:
        keys = [NAMES.get(c.strip().lower(), c.strip().lower()) for c in cells]
        writer.writerow([row.get(key, "a, b" if key not in {"date", "lat", "lon"} else "")
                         for key in keys])
    return f"{header}\r\n{text.getvalue()}".encode()


def answers(path, tmp_path):
    """Yield what each verb says of a file: its accounting, or why it is refused."""
    def said(verb):
        try:
            return str(verb())
        except ConflictMapError as error:
            return str(error).replace(str(path), "FILE")

    def fixed():
        copy = tmp_path / "fixed.csv"
        copy.write_bytes(cm.mend(path).content)
        return cm.read_events(copy, strict=True).accounting

    yield "read_events", said(lambda: cm.read_events(path, strict=True).accounting)
    yield "count_file", said(lambda: cm.count_file(path, strict=True).accounting)
    yield "join_file", said(
        lambda: cm.join_file(path, LAYERS, tmp_path / "out.csv", strict=True).accounting)
    yield "check --fix", said(fixed)


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_every_verb_gives_the_same_answer(tmp_path, monkeypatch, capsys, header, times):
    monkeypatch.setattr(reading, "TOGETHER", 16)
    path = tmp_path / "odd.csv"
    path.write_bytes(table(header, times))
    found = dict(answers(path, tmp_path))
    assert len(set(found.values())) == 1, found
    monkeypatch.setattr("sys.argv", ["conflictmap", "check", "--strict", str(path)])
    with pytest.raises(SystemExit):
        cli.main()
    told = capsys.readouterr().err.replace(str(path), "FILE")
    assert printable(found["read_events"]) in told
    # 4 of the 11 rows cannot be used, whatever the header.
    if "read" in found["read_events"].split():
        assert found["read_events"] == (
            f"read {11 * times} = placed {5 * times} + unplaced {times} + undated {times}"
            f" + set aside {4 * times}")


def test_rows_of_every_header_are_the_same_events(tmp_path):
    found = set()
    for header in HEADERS.values():
        path = tmp_path / "odd.csv"
        path.write_bytes(table(header))
        try:
            events = cm.read_events(path, strict=True)
        except ConflictMapError:
            continue
        found.add(tuple(zip(*(events[n].tolist() for n in ("when", "start", "end")), strict=True)))
    assert len(found) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["date"])
def test_what_is_read_as_a_date_is_not_mended(row):
    try:
        days(row["date"])
    except BadCell:
        return
    assert iso_date(row["date"]) == row["date"]
