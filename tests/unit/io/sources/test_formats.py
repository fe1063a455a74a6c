"""Formats one by one: spellings of dates, codes of precision, gaps, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.formats.archives import unpacked
from conflictmap.io.place_precision import PLACEHOLDERS, TABLE, UNSTATED, place_cells
from conflictmap.io.sources import acled, gdelt, importers, ucdp_api, wikidata
from conflictmap.io.sources._ucdp import day_of_text, when_of
from conflictmap.model.interval import day_of
from conflictmap.model.source_terms import TERMS
from conflictmap.places.sectors import SECTORS, sector_area
from samples import ged, gzipped, workbook, zipped


def days(events: cm.Events, row: int = 0) -> tuple[str, str]:
    return str(day_of(int(events["start"][row]))), str(day_of(int(events["end"][row]) - 1))


# Uncertain place

@pytest.mark.parametrize("source", sorted(TABLE))
def test_every_code_has_a_radius_or_none_and_a_reason(source):
    for precision in TABLE[source].values():
        assert precision.label
        assert precision.reason
        assert precision.radius_m is None or precision.radius_m > 0
    assert UNSTATED in TABLE[source]


@pytest.mark.parametrize(("source", "codes"), [
    ("ucdp", "1234567"), ("acled", "123"), ("gdelt", "12345")])
def test_the_codes_of_a_source_are_all_there(source, codes):
    assert set(codes) <= set(TABLE[source])


@pytest.mark.parametrize(("source", "codes"), [("ucdp", "12346"), ("acled", "123")])
def test_a_wider_code_never_has_a_smaller_radius(source, codes):
    radii = [TABLE[source][code].radius_m for code in codes]
    assert radii == sorted(radii)


@pytest.mark.parametrize("code", ["", "2", "3", "4", "5", "6", "7", "9"])
def test_a_placeholder_point_is_never_a_pin(code):
    for point, (_, where) in PLACEHOLDERS["ucdp"].items():
        cells = place_cells("ucdp", code, lat=point[0], lon=point[1])
        assert cells.get("where", "") == (where or "")
        assert where or int(cells["radius_m"]) >= 150_000


def test_the_placeholder_is_known_as_it_is_typed(write):
    for lat, lon in (("40", "46.583333"), ("40.0", "46.58333299999999"), ("40.000000", "46.5833")):
        events = cm.read_events(write("ged.csv", ged({
            "latitude": lat, "longitude": lon, "where_coordinates": "x"})))
        assert events["where"].tolist() == ["sectors-nagorno-karabakh"]


@pytest.mark.parametrize(("row", "where"), [
    ({"where_prec": "3", "adm_2": "Lachin rayon"}, "districts-adjacent-lachin-soviet"),
    ({"where_prec": "4", "adm_1": "Syunik province"}, "provinces-syunik"),
    ({"where_prec": "6"}, "countries-aze"),
    ({"where_prec": "5", "where_coordinates": "Nagorno-Karabakh"}, "sectors-nagorno-karabakh"),
    ({"where_prec": "2", "where_coordinates": "Lachin rayon"}, ""),
    ({"where_prec": "4", "adm_1": "Elsewhere", "country": "Azerbaijan"}, ""),
])
def test_a_named_division_is_its_area_and_not_its_point(row, where, write):
    place = {"latitude": "39.9", "longitude": "46.1", "where_coordinates": "x"}
    events = cm.read_events(write("ged.csv", ged(place | row)))
    assert events["where"].tolist() == [where]
    assert np.isnan(events["radius_m"][0]) == bool(where)


def test_a_code_without_a_name_has_the_radius_of_the_table(write):
    for code in "1234567":
        events = cm.read_events(write("ged.csv", ged({
            "where_prec": code, "latitude": "10", "longitude": "20", "where_coordinates": "x",
            "country": "X"})))
        assert events["radius_m"].tolist() == [TABLE["ucdp"][code].radius_m]


@pytest.mark.parametrize("sector", sorted(SECTORS))
def test_every_sector_is_an_area_in_the_region(sector):
    area = sector_area(sector)
    assert area.is_valid
    assert area.geom_type in {"Polygon", "MultiPolygon"}
    west, south, east, north = area.bounds
    assert 44 < west < east < 48
    assert 38.5 < south < north < 41.5


# Uncertain time

@pytest.mark.parametrize(("text", "day"), [
    ("2014-01-22", "2014-01-22"), ("2014-01-22 00:00:00.000", "2014-01-22"),
    ("2014-01-22T00:00:00", "2014-01-22"), ("1/22/2014 12:00:00 AM", "2014-01-22"),
    ("05/02/2014 00:00", "2014-05-02"), ("22/01/2014", "22/01/2014"),
])
def test_every_ucdp_spelling_of_a_date(text, day):
    assert day_of_text(text) == day


@pytest.mark.parametrize("code", ["1", "2", "3", "4", "5"])
def test_only_date_prec_1_makes_days_certain(code, write):
    events = cm.read_events(write("ged.csv", ged({"date_prec": code})))
    assert days(events) == ("2020-09-27", "2020-09-30")
    certain = events["certain_start"][0] == events["start"][0]
    assert certain == (code == "1")


def test_a_day_without_a_code_is_widened_and_not_certain():
    assert when_of("2020-09-27", "", "") == "2020-09-27~"
    assert when_of("", "", "") == ""


@pytest.mark.parametrize(("text", "day"), [
    ("2020-09-27", "2020-09-27"), ("27 September 2020", "2020-09-27"), ("27-Sep-20", "2020-09-27"),
    ("27-09-2020", "2020-09-27"), ("27/09/2020 00:00:00", "2020-09-27"),
    ("04/05/2020", "2020-05-04"), ("09/27/2020", "09/27/2020"),
])
def test_every_acled_spelling_of_a_date_has_the_day_first(text, day):
    assert acled.day_of_text(text) == day


def test_acled_time_precision_becomes_a_week_and_a_month(write):
    events = cm.read_events(write("a.csv", acled.SAMPLE.encode()))
    assert [days(events, i) for i in range(3)] == [
        ("2020-09-27", "2020-09-27"), ("2020-09-21", "2020-10-03"), ("2020-09-01", "2020-09-30")]


def test_wikidata_dates_keep_no_more_precision_than_they_have(write):
    events = cm.read_events(write("w.json", wikidata.SAMPLE.encode()))
    assert events["when"].tolist() == ["1992-05", "2020", "1992-05", "1992-05-08", ""]
    assert "come without their precision" in str(events.problems[-1])


# UCDP

def test_a_bound_that_contradicts_the_best_estimate_is_reported_and_the_row_kept(write):
    events = cm.read_events(write("ged.csv", ged({"low": "5294", "best": "5294", "high": "0"})))
    assert events["fatalities"].tolist() == [5294]
    assert np.isnan(events["fatalities_high"][0])
    assert "fatalities_high: '0': below the best estimate (5294)" in str(events.problems[0])


def test_a_page_of_the_service_reports_what_is_missing_and_asks_for_nothing(write, monkeypatch):
    import socket

    monkeypatch.setattr(socket, "socket", None)
    page = json.loads(ucdp_api.SAMPLE) | {
        "TotalCount": 3077,
        "NextPageUrl": "https://ucdpapi.pcr.uu.se/api/gedevents/25.1?pagesize=5&page=1"}
    events = cm.read_events(write("page.json", json.dumps(page).encode()))
    assert len(events) == 5
    assert events.ids[0] == "ucdp-ged:25.1:1"
    assert "the service has 3,077: 3,072 missing" in "\n".join(map(str, events.problems))


def test_pages_in_one_list_are_read_together(write):
    one, two = json.loads(ucdp_api.SAMPLE), json.loads(ucdp_api.SAMPLE)
    for item in two["Result"]:
        item["id"] += 5
    one["TotalCount"] = two["TotalCount"] = 10
    events = cm.read_events(write("pages.json", json.dumps([one, two]).encode()))
    assert str(events.accounting) == "read 10 = placed 10 + unplaced 0 + undated 0 + set aside 0"
    assert not [p for p in events.problems if p.field == "TotalCount"]


def test_release_and_source_stand_in_the_key(write):
    for name, key in (("GEDEvent_v25_1.csv", "ucdp-ged:25.1:7"),
                      ("GEDEvent_v26_0_8.csv", "ucdp-candidate:26.0.8:7"),
                      ("GEDEvent_v26_01_26_06.csv", "ucdp-candidate:26.01.26.06:7"),
                      ("mine.csv", "ucdp-ged:7")):
        assert cm.read_events(write(name, ged({"id": "7"}))).ids == [key]


def test_a_file_in_another_encoding_than_the_declared_one_is_refused(write):
    with pytest.raises(cm.EventsError, match="is not UTF-8"):
        cm.read_events(write("ged.csv", ged({}) + b"\x81"))
    with pytest.raises(cm.EventsError, match="is not UTF-8"):
        cm.read_events(write("c.csv", importers()["crisisgroup"].SAMPLE.encode() + b"\x92"))


# ACLED

def test_the_older_export_with_semicolons_reads_the_same(write):
    rows = csv.reader(io.StringIO(acled.SAMPLE))
    text = "\n".join(";".join(row) for row in rows) + "\n"
    assert cm.read_events(write("old.csv", text.encode())).ids == cm.read_events(
        write("new.csv", acled.SAMPLE.encode())).ids


def test_the_list_of_deleted_events_is_no_table_of_events(write):
    with pytest.raises(cm.EventsError, match="list of deleted events"):
        cm.read_events(write("d.csv", "event_id_cnty,deleted_timestamp\nXXX1,1\n"))


# GDELT

@pytest.mark.parametrize("width", [57, 58, 61])
def test_gdelt_of_every_width_is_read_by_its_own_columns(width, write):
    row = dict.fromkeys(gdelt.COLUMNS[width], "") | {
        "GLOBALEVENTID": "42", "SQLDATE": "20200927", "EventCode": "0251", "EventRootCode": "02",
        "ActionGeo_Type": "4", "ActionGeo_Lat": "39.8", "ActionGeo_Long": "46.75",
        "ActionGeo_FullName": "Stepanakert", "DATEADDED": "20200928"}
    events = cm.read_events(write("x.export.CSV.zip", zipped(
        x__CSV=("\t".join(row.values()) + "\n").encode())))
    assert (events["lat"].tolist(), events["radius_m"].tolist()) == ([39.8], [10_000])
    assert events.extra["EventCode"].tolist() == ["0251"]
    assert days(events) == ("2020-09-26", "2020-09-28")


def test_a_gdelt_country_point_is_the_country(write):
    events = cm.read_events(write("g.csv", gdelt.SAMPLE.encode()))
    assert events["where"].tolist()[1] == "countries-aze"
    assert events.accounting.unplaced == 1


# Places of other sources

def test_geoconfirmed_coordinates_are_latitude_first_in_json_and_last_in_kml(write):
    events = cm.read_events(write("g.json", importers()["geoconfirmed"].SAMPLE.encode()))
    assert (events["lat"][0], events["lon"][0]) == (39.84, 45.67)
    assert events.accounting.undated == 2
    kml = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
    <name>GeoConfirmed</name><Placemark id="p1">
    <name>13 SEP 2022</name><description>&lt;b&gt;x&lt;/b&gt;</description>
    <Point><coordinates>45.67,39.84,0</coordinates></Point></Placemark>
    <Placemark><name>x</name><TimeStamp><when>2022-09-14</when></TimeStamp>
    <Point><coordinates>45.68,39.85</coordinates></Point></Placemark></Document></kml>"""
    marks = cm.read_events(write("doc.kml", kml.encode()))
    assert (marks["lat"][0], marks["when"].tolist()) == (39.84, ["2022-09-13", "2022-09-14"])
    packed = cm.read_events(write("doc.kmz", zipped(doc__kml=kml.encode(), images__png=b"x")))
    assert packed.accounting.read == 2


def test_a_kml_with_a_document_type_is_refused(write):
    bomb = '<!DOCTYPE kml [<!ENTITY a "b">]><kml><Placemark/></kml>'
    with pytest.raises(cm.EventsError, match="a document type is declared"):
        cm.read_events(write("doc.kml", ("<kml><Placemark>" + bomb).encode()))


def test_timemap_takes_a_decimal_comma_and_the_blur_of_its_makers(write):
    events = cm.read_events(write("t.json", importers()["timemap"].SAMPLE.encode()))
    assert events["lat"][:2].tolist() == [39.8, 39.81]
    assert events["radius_m"][0] == 150
    value = {"events": json.loads(importers()["timemap"].SAMPLE),
             "sources": {"S1": {"id": "S1", "paths": ["https://example.org/1"]}}}
    linked = cm.read_events(write("api.json", json.dumps(value).encode()))
    assert linked["source_url"][0] == "https://example.org/1"


# Mappings

TABLE_TEXT = "Tarix;Enlik;Uzunluq;Qeyd\n13.09.2022;39,84;45,67;Cermuk\n"
MAPPING = """[columns]
date = "Tarix"
lat = "Enlik"
lon = "Uzunluq"
title = "Qeyd"
[read]
date_format = "%d.%m.%Y"
decimal = ","
"""


def test_unknown_columns_are_found_and_said_and_read_strictly_refused(write):
    table = write("mine.csv", TABLE_TEXT)
    events = cm.read_events(table)
    assert (events["lat"][0], events["lon"][0], days(events)) == (
        39.84, 45.67, ("2022-09-13", "2022-09-13"))
    assert any(line.startswith("date <- 'Tarix'") for line in events.reading)
    with pytest.raises(cm.EventsError, match=r"no column 'date'.*--strict.*mine\.csv\.toml"):
        cm.read_events(table, strict=True)


@pytest.mark.parametrize("named", [True, False])
def test_a_mapping_beside_the_table_or_named_confirms_the_guess(named, write):
    table = write("mine.csv", TABLE_TEXT)
    toml = write("other.toml" if named else "mine.csv.toml", MAPPING)
    events = cm.read_events(table, format=str(toml) if named else None)
    assert (events["lat"][0], events["lon"][0], events["title"][0]) == (39.84, 45.67, "Cermuk")
    assert days(events) == ("2022-09-13", "2022-09-13")


def test_three_part_dates_and_pairs_of_coordinates_are_mapped(write):
    table = write("t.csv", "Y,M,D,at\n2022,9,13,\"39.84, 45.67\"\n2022,9,0,\"39.8,45.6\"\n")
    write("t.csv.toml", '[columns]\ndate = ["Y", "M", "D"]\nlatlon = "at"\n')
    events = cm.read_events(table)
    assert events["when"].tolist() == ["2022-09-13", "2022-09"]
    assert events["lon"].tolist() == [45.67, 45.6]


@pytest.mark.parametrize(("text", "said"), [
    ("[colums]\n", "unknown key 'colums'. Did you mean 'columns'"),
    ("[columns]\nlat = 'a'\n", "columns.date: is missing"),
    ("[columns]\ndate = 'Tarikh'\n", "no column 'Tarikh'"),
    ("[columns]\ndate = 3\n", "columns.date: '3': must be the name of a column"),
    ("[columns]\ndate = 'Tarix'\n[read]\ndecimal = ';'\n", "read.decimal: ';': must be one of"),
    ("[columns\n", "broken TOML"),
])
def test_a_mapping_that_means_nothing_is_refused(text, said, write):
    table = write("mine.csv", TABLE_TEXT)
    write("mine.csv.toml", text)
    with pytest.raises(cm.EventsError) as caught:
        cm.read_events(table)
    assert said in str(caught.value)


def test_a_workbook_without_its_library_says_what_to_install(write, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(cm.EventsError, match=r"a\.xlsx: .*pip install python-calamine"):
        cm.read_events(write("a.xlsx", workbook([["date", "lat", "lon"], ["2020", "1", "1"]])))


# Packing

def test_what_unpacks_too_large_is_refused():
    bomb = gzipped(b"0" * 50_000_000)
    with pytest.raises(cm.EventsError, match="unpacks to more than"):
        unpacked(bomb, "x.csv.gz")
    with pytest.raises(cm.EventsError, match="unpacks to more than"):
        unpacked(zipped(x__csv=b"0" * 50_000_000), "x.zip")


@pytest.mark.parametrize(("content", "said"), [
    (gzipped(b"date,lat,lon\n")[:-6], "broken gzip"),
    (b"\x1f\x8bnot gzip at all", "broken gzip"),
    (zipped(a__csv=b"x", b__csv=b"y"), "holds 2 files of data"),
    (zipped(a__png=b"x"), "holds 0 files of data"),
    (b"PK\x03\x04 no zip", "broken or locked zip"),
    (b"PAR1 no parquet", "broken Parquet"),
    (b"\x00\x01\x02", "no reader"),
])
def test_a_broken_packing_is_said(content, said, write):
    with pytest.raises(cm.EventsError, match=said):
        cm.read_events(write("x.bin", content))


def test_every_term_names_a_licence_and_whom_to_cite():
    for terms in TERMS.values():
        assert terms.licence
        assert terms.cite
        assert terms.publisher
