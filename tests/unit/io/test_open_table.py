"""Opening files: which container, sheet, encoding and reader; and writing them again."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import zipfile

import geopandas as gpd
import numpy as np
import pyogrio
import pytest

import conflictmap as cm
from conflictmap.formats.containers.workbook import sheets as workbook_sheets
from conflictmap.formats.spreadsheet_bytes import xlsx_bytes
from conflictmap.formats.tables import table_of
from conflictmap.io.write_events import write_events
from running import run
from toys import events

TITLED = """Incidents of September;;;;
;;;;
id;date;lat;lon;title
a;2022-09-13;39.84;45.67;=1+1
b;2022-09;40.20;45.86;Beschuß
Total;2;;;
;;;;
Source: our own;;;;
"""


def test_the_table_is_found_and_what_is_left_out_is_said(write):
    found = cm.read_events(write("t.csv", TITLED.encode("cp1252")))
    assert found.ids == ["a", "b"]
    assert found.accounting.read == 2
    assert found["line"].tolist() == ["line 4", "line 5"]
    said = [str(problem) for problem in found.problems]
    assert [line.partition(": ")[2] for line in said] == [
        "'Beschuß': the text is not UTF-8; it was read as cp1252: If a word is wrong, name the"
        " encoding: --encoding cp1252, say.",
        "'Incidents of September': stands above the table: It was left out.",
        "'Source: our own': a note below the table: It was left out.",
        "'Total 2': a row of sums, no event: It was left out."]
    assert all(problem.level == "warning" for problem in found.problems)


def test_standard_input_is_a_file_like_any_other():
    code = ("from conflictmap.cli import main; import sys;"
            "sys.argv[1:] = ['check', '-', '--all']; main()")
    done = subprocess.run([sys.executable, "-c", code], input=TITLED.encode(),
                          capture_output=True, check=False)
    assert b"standard input:6: 'Total 2': a row of sums" in done.stdout
    assert b"read 2 = placed 2" in done.stderr


@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet", "gpkg", "xlsx", "ods"])
def test_what_is_written_reads_back_the_same(tmp_path, ending):
    toy = events([{"x": 0, "y": 0, "title": "=1+1", "fatalities_best": 3}, {"x": 1, "y": 2}])
    back = cm.read_events(write_events(toy, tmp_path / f"t.{ending}"))
    assert back.ids == toy.ids
    assert back.accounting.read == 2
    for name in ("title", "when", "start", "end", "lat", "lon", "fatalities", "fatalities_low"):
        same = np.array_equal(back[name], toy[name], equal_nan=back[name].dtype.kind == "f")
        assert same, name


def test_a_flatgeobuf_reads_back_and_has_dates_and_an_index_where_all_have_a_place(tmp_path):
    atlas = cm.read_events()
    for part, indexed in ((atlas, False), (atlas.take(np.arange(40)), True)):
        assert indexed == all(shape is not None for shape in part.geometry)
        path = write_events(part, tmp_path / "t.fgb")
        about = pyogrio.read_info(path)
        kinds = dict(zip(about["fields"], about["dtypes"], strict=True))
        assert kinds["earliest"].startswith("datetime64")
        assert (about["capabilities"]["fast_spatial_filter"], about["features"]) == (
            indexed, len(part))
        back = cm.read_events(path)
        rows = [back.ids.index(name) for name in part.ids]
        for name in ("title", "start", "end", "fatalities", "fatalities_low", "note"):
            same = np.array_equal(back[name][rows], part[name],
                                  equal_nan=part[name].dtype.kind == "f")
            assert same, name


def test_a_geopackage_has_dates_that_are_dates(tmp_path):
    toy = cm.read_events()
    path = write_events(toy, tmp_path / "t.gpkg")
    kinds = dict(zip(pyogrio.read_info(path)["fields"], pyogrio.read_info(path)["dtypes"],
                     strict=True))
    assert (kinds["earliest"], kinds["latest"]) == ("datetime64[D]", "datetime64[D]")
    frame = gpd.read_file(path)
    assert len(frame) == len(toy)
    assert frame.crs.to_epsg() == 4326
    at = toy.ids.index("war-2020") if "war-2020" in toy.ids else 0
    first = np.datetime64("1970-01-01") + int(toy["start"][at])
    assert np.datetime64(frame["earliest"][at], "D") == first


def test_a_workbook_holds_numbers_and_days_and_no_formula(tmp_path):
    import python_calamine

    toy = events([{"x": 0, "y": 0, "title": "=1+1", "fatalities_best": 3}])
    rows = python_calamine.load_workbook(
        write_events(toy, tmp_path / "t.xlsx")).get_sheet_by_index(0).to_python()
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["title"] == "'=1+1"
    assert cells["fatalities_best"] == 3.0
    assert isinstance(cells["date"], dt.date)


def test_the_verbs_write_workbooks_and_geopackages(tmp_path, write):
    path = write("t.csv", TITLED)
    for verb, ending in (("join", "gpkg"), ("join", "xlsx"), ("join", "ods"), ("count", "xlsx"),
                         ("count", "ods"), ("convert", "gpkg")):
        extra = ("--layer", "countries") if verb == "join" else ()
        done = run(verb, path, *extra, "-o", tmp_path / f"{verb}.{ending}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert len(table_of((tmp_path / f"{verb}.{ending}").read_bytes(), "t")) >= 1
    joined = table_of((tmp_path / "join.gpkg").read_bytes(), "t").columns
    assert joined["area_id"].to_pylist() == table_of(
        (tmp_path / "join.xlsx").read_bytes(), "t").columns["area_id"].to_pylist()
    assert joined["earliest"].to_pylist() == ["2022-09-13", "2022-09-01"]


def test_a_sheet_can_be_named_and_the_others_are_said(tmp_path):
    # A workbook of two sheets, put together of two with one.
    path = tmp_path / "two.xlsx"
    one = xlsx_bytes("Notes", {"a": ["x"], "b": ["y"]})
    with zipfile.ZipFile(io.BytesIO(one)) as book:
        members = {name: book.read(name).decode() for name in book.namelist()}
    two = xlsx_bytes("Events", {
        "id": ["a"], "date": [dt.date(2022, 9, 13)], "lat": [39.8], "lon": [45.6]})
    with zipfile.ZipFile(io.BytesIO(two)) as book:
        other = {name: book.read(name).decode() for name in book.namelist()}
    members["xl/worksheets/sheet2.xml"] = other["xl/worksheets/sheet1.xml"]
    members["xl/styles.xml"] = other["xl/styles.xml"]
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="Hidden one" sheetId="2" state="hidden" r:id="rId99"/></sheets>')
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>")
    with zipfile.ZipFile(path, "w") as book:
        for name, text in members.items():
            book.writestr(name, text)
    titles = [(sheet.title, sheet.hidden) for sheet in workbook_sheets(path.read_bytes(), "t")]
    assert titles == [("Notes", False), ("Hidden one", True)]
    with pytest.raises(cm.EventsError, match="no column looks like a date or a place"):
        cm.read_events(path, sheet="Notes")
    with pytest.raises(cm.EventsError, match=r"no sheet 'Note'\. Did you mean 'Notes'\?"):
        cm.read_events(path, sheet="Note")


def test_further_columns_of_one_name_are_kept_apart(write):
    text = "id,date,lat,lon,Zzz,Zzz\na,2022-09-13,39.8,45.6,one,two\n"
    found = cm.read_events(write("t.csv", text))
    assert found.extra["Zzz"].tolist() == ["one"]
    assert found.extra["Zzz (2)"].tolist() == ["two"]
    assert "two columns have this name" in str(found.problems[0])


def test_of_two_properties_of_one_meaning_the_first_counts_and_the_other_is_kept(write):
    text = ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":"2022",'
            '"title":"one","name":"two"},"geometry":{"type":"Point","coordinates":[46,39]}}]}')
    found = cm.read_events(write("t.geojson", text))
    assert found["title"].tolist() == ["one"]
    assert found.extra["source_name"].tolist() == ["two"]


def test_cells_merged_over_rows_hold_for_each_of_them():
    content = xlsx_bytes("x", {"id": ["a", "b", "c"], "place": ["Sotk", None, None]})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(stream, "w") as out:
        for name in book.namelist():
            text = book.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = text.replace("</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell"
                                    " ref=\"B2:B3\"/></mergeCells>")
            out.writestr(name, text)
    table = table_of(stream.getvalue(), "t.xlsx")
    assert table.columns["place"].to_pylist() == ["Sotk", "Sotk", ""]
    assert "t.xlsx:row 2: 'Sotk': one cell over several rows" in str(table.remarks[0])
