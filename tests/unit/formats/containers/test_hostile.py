"""Hostile containers: nothing is run, nothing outside is opened, and limits hold."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile

import pyarrow as pa
import pytest

import conflictmap as cm
from conflictmap.formats.archives import unpacked
from conflictmap.formats.tables import table_of
from conflictmap.model.limits import limited
from containers import SHAPES, TABLES, as_sqlite, as_xlsx, written

ROWS = [["id", "date", "lat", "lon"], ["a", "2022-09-13", "39.8", "45.6"],
        ["b", "2022-09-14", "39.9", "45.7"]]


def database(*statements: str) -> bytes:
    base = sqlite3.connect(":memory:")
    for statement in statements:
        base.execute(statement)
    base.commit()
    return base.serialize()


def test_a_database_whose_own_words_are_no_text_is_refused():
    content = database("CREATE TABLE t (date, lat, lon)")
    content = content.replace(b"CREATE TABLE t", b"CREATE \x8bABLE t")
    with pytest.raises(cm.EventsError, match="the database cannot be read"):
        table_of(content, "x.sqlite", sheet=None)


@pytest.mark.parametrize("ending", [*TABLES, *SHAPES])
def test_a_container_that_is_cut_is_refused_in_one_line(ending):
    whole = {**TABLES, **SHAPES}[ending](ROWS)
    for size in range(4, len(whole), max(len(whole) // 40, 1)):
        try:
            table_of(unpacked(whole[:size], f"t{ending}"), f"t{ending}")
        except cm.EventsError as error:
            assert "\n" not in str(error)
            assert str(error).startswith(f"t{ending}")


@pytest.mark.parametrize("ending", [*TABLES, *SHAPES])
def test_more_rows_than_the_limit_are_refused(ending):
    with limited(rows=1), pytest.raises(cm.EventsError, match="limit 'rows' is 1"):
        table_of(unpacked({**TABLES, **SHAPES}[ending](ROWS), "t"), f"t{ending}")


@pytest.mark.parametrize("view", [
    "SELECT load_extension('/tmp/x.so') AS date", "SELECT readfile('/etc/passwd') AS date",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS date FROM c",
    "SELECT hex(randomblob(1000000000)) AS date",
])
def test_a_view_only_reads(view):
    base = database("CREATE TABLE t (date TEXT)")
    open_base = sqlite3.connect(":memory:")
    open_base.deserialize(base)
    open_base.execute("PRAGMA writable_schema = ON")
    open_base.execute("INSERT INTO sqlite_master VALUES ('view', 'v', 'v', 0, ?)",
                      (f"CREATE VIEW v AS {view}",))
    open_base.commit()
    with pytest.raises(cm.EventsError, match=r"t\.db: the database cannot be read"):
        table_of(open_base.serialize(), "t.db", sheet="v")


def test_a_trigger_runs_on_nothing_and_a_view_over_a_table_is_read():
    content = database(
        "CREATE TABLE t (date TEXT)", "INSERT INTO t VALUES ('2020')", "CREATE TABLE log (x)",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END",
        "CREATE VIEW v AS SELECT upper(date) || '-01' AS date FROM t")
    assert table_of(content, "t.db", sheet="v").columns["date"].to_pylist() == ["2020-01"]


def test_the_table_of_events_is_chosen_and_the_others_are_named():
    content = database(
        "CREATE TABLE notes (a, b)", "INSERT INTO notes VALUES ('x', 'y')",
        "CREATE TABLE events (id, date, lat, lon)",
        "INSERT INTO events VALUES ('a', '2022-09-13', 39.81, 45.62)")
    table = table_of(content, "t.db")
    assert list(table.columns) == ["id", "date", "lat", "lon"]
    (said,) = map(str, table.remarks)
    assert "'events': read as the table of events; left out: 'notes'" in said
    with pytest.raises(cm.EventsError, match=r"no sheet 'event'\. Did you mean 'events'\?"):
        table_of(content, "t.db", sheet="event")


def test_a_name_with_quotes_is_a_name():
    content = database('CREATE TABLE "a""; DROP TABLE x" (date)',
                       'INSERT INTO "a""; DROP TABLE x" VALUES (1)')
    assert table_of(content, "t.db").columns["date"].to_pylist() == ["1"]


@pytest.mark.parametrize("declared", ["<!DOCTYPE kml [<!ENTITY a 'b'>]>", "<!DOCTYPE gpx>"])
@pytest.mark.parametrize("root", ["kml", "gpx"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_a_document_type_is_refused_in_any_encoding(declared, root, encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?>{declared}<{root}></{root}>"
    with pytest.raises(cm.EventsError, match="a document type is declared"):
        table_of(text.encode(encoding), "t")


def test_xml_and_json_that_nest_deeply_are_refused():
    deep = "<kml>" + "<a>" * 200 + "</a>" * 200 + "</kml>"
    with pytest.raises(cm.EventsError, match="nested deeper"):
        table_of(deep.encode(), "t.kml")
    with pytest.raises(cm.EventsError, match="nested deeper"):
        table_of(b'[{"a":' + b"[" * 100 + b"]" * 100 + b"}]", "t.json")


def test_a_bomb_in_a_workbook_or_shapefile_is_refused():
    for name in ("xl/workbook.xml", "a.shp"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, bytes(30_000_000))
        with pytest.raises(cm.EventsError, match="unpacked_ratio"):
            unpacked(stream.getvalue(), "t")


def test_a_broken_or_locked_workbook_is_named(write):
    whole = as_xlsx(ROWS)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no")
    for content in (stream.getvalue(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        with pytest.raises(cm.EventsError, match=r"t\.xlsx: (broken|the) workbook"):
            table_of(content, "t.xlsx")
    assert cm.read_events(write("t.xlsx", whole)).accounting.read == 2


def test_a_zip_of_several_tables_names_them_and_one_can_be_chosen(write):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/one.csv", "id,date,lat,lon\na,2020,39,46\n")
        archive.writestr("two.csv", "id,date,lat,lon\nb,2020,39,46\n")
        archive.writestr("__MACOSX/._two.csv", "x")
    path = write("t.zip", stream.getvalue())
    with pytest.raises(cm.EventsError, match=r"2 files of data; one is needed: a/one.csv, two.csv"):
        cm.read_events(path)
    assert cm.read_events(path, sheet="two.csv").ids == ["b"]


def test_a_geopackage_of_another_system_says_so_and_a_picture_is_no_text():
    content = written(ROWS, "t.gpkg", "GPKG", "EPSG:3857", spatial_index=False)["t.gpkg"]
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    base.execute("ALTER TABLE t ADD COLUMN photo BLOB")
    base.execute("UPDATE t SET photo = x'00ff'")
    base.execute("UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = 'no CRS'"
                 " WHERE srs_id = 3857")
    base.commit()
    with pytest.raises(cm.EventsError, match="its coordinate system is not known"):
        table_of(base.serialize(), "t.gpkg")
    base.execute("UPDATE gpkg_spatial_ref_sys SET organization = 'EPSG',"
                 " organization_coordsys_id = 3857 WHERE srs_id = 3857")
    base.commit()
    assert "photo" not in table_of(base.serialize(), "t.gpkg").columns


def test_an_arrow_file_larger_than_the_limit_is_refused():
    sink = io.BytesIO()
    table = pa.table({"a": ["x" * 1000] * 1000})
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    with limited(unpacked_bytes=10_000), pytest.raises(cm.EventsError, match="unpacked_bytes"):
        table_of(sink.getvalue(), "t.arrow")


@pytest.mark.parametrize(("value", "wanted"), [
    ([{"a": {"b": 1, "c": [1, 2]}}, {"d": "x"}],
     {"a.b": ["1", ""], "a.c": ["[1, 2]", ""], "d": ["", "x"]}),
    ({"x": {"0": 1.5, "1": None}, "y": {"0": "a", "1": "b"}}, {"x": ["1.5", ""], "y": ["a", "b"]}),
    ({"columns": ["x", "y"], "index": [0], "data": [[1, "a"]]}, {"x": ["1"], "y": ["a"]}),
    ([["x", "y"], [1, "a"]], {"x": ["1"], "y": ["a"]}),
    ({"result": {"list": [{"p": {"type": "Point", "coordinates": [1, 2]}}]}},
     {"p": ['{"type": "Point", "coordinates": [1, 2]}']}),
])
def test_json_of_every_layout(value, wanted):
    found = table_of(json.dumps(value).encode(), "t.json").columns
    assert {name: column.to_pylist() for name, column in found.items()} == wanted


def test_a_database_in_wal_mode_is_read():
    content = bytearray(as_sqlite(ROWS))
    content[18:20] = b"\2\2"
    assert len(table_of(bytes(content), "t.db")) == 2
