"""One table in many dresses: languages of headers, forms of dates, containers and frames."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.formats.spreadsheet_bytes import ods_bytes

#: Headers for day, place, latitude, longitude, title and the dead.
HEADERS = {
    "en": ("Date", "Location", "Latitude", "Longitude", "Description", "Deaths"),
    "de": ("Datum", "Ort", "Breite", "Länge", "Was", "Tote"),
    "fr": ("Date", "Lieu", "Latitude", "Longitude", "Événement", "Morts"),
    "es": ("Fecha", "Lugar", "Latitud", "Longitud", "Suceso", "Muertos"),
    "it": ("Data", "Luogo", "Latitudine", "Longitudine", "Titolo", "Morti"),
    "pt": ("Data", "Local", "Latitude", "Longitude", "Título", "Mortos"),
    "nl": ("Datum", "Plaats", "Breedtegraad", "Lengtegraad", "Gebeurtenis", "Doden"),
    "ru": ("Дата", "Место", "Широта", "Долгота", "Событие", "Погибшие"),
    "tr": ("Tarih", "Yer", "Enlem", "Boylam", "Olay", "Ölü"),
}
#: Forms of a day in texts; one day of the table is beyond the twelfth, which decides their order.
DAYS = {
    "iso": lambda d: d.isoformat(), "points": lambda d: f"{d.day}.{d.month}.{d.year}",
    "day first": lambda d: f"{d:%d/%m/%Y}", "month first": lambda d: f"{d.month}/{d.day}/{d.year}",
    "dashes": lambda d: f"{d:%d-%m-%Y}", "words": lambda d: f"{d.day} {d:%B} {d.year}",
    "compact": lambda d: f"{d:%Y%m%d}", "day": lambda d: d,
}
TRUTH = [  # the dead as typed, and low, best, high
    (date(2022, 9, 13), "Jermuk", 39.8417, 45.6723, "Shelling", "ca. 50", (None, 50, None)),
    (date(2022, 10, 2), "Sotk", 40.2031, 45.8647, "Fire", "", (None, None, None)),
    (date(2020, 9, 27), "Goris", 39.5111, 46.3389, "Shots", "7", (None, 7, None)),
    (date(2020, 11, 30), "Kapan", 39.2078, 46.4058, "Drone", ">5", (5, None, None)),
]


def rows_of(form):
    return [[DAYS[form](row[0]), *row[1:6]] for row in TRUTH]


def as_texts(rows):
    return [[str(cell) for cell in row] for row in rows]


def delimited(separator):
    def write(headers, rows, folder):
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows([headers, *as_texts(rows)])
        path = folder / "t.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return path
    return write


def workbook(headers, rows, folder):
    book = openpyxl.Workbook()
    book.active.append(["What we know of them"])
    book.active.append(headers)
    for row in rows:
        book.active.append([cell if cell != "" else None for cell in row])
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def spreadsheet(headers, rows, folder):
    columns = dict(zip(headers, zip(*rows, strict=True), strict=True))
    (folder / "t.ods").write_bytes(ods_bytes("t", columns))
    return folder / "t.ods"


def records(headers, rows, folder):
    found = [dict(zip(headers, [str(row[0]), *row[1:]], strict=True)) for row in rows]
    path = folder / "t.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def columns_of(headers, rows):
    return dict(zip(headers, map(list, zip(*rows, strict=True)), strict=True))


CONTAINERS = {
    "comma": delimited(","), "semicolon": delimited(";"), "tab": delimited("\t"),
    "xlsx": workbook, "ods": spreadsheet, "json": records,
    "pandas": lambda headers, rows, _: pd.DataFrame(columns_of(headers, rows)),
    "polars": lambda headers, rows, _: pl.DataFrame(columns_of(headers, rows)),
    "arrow": lambda headers, rows, _: pa.table(columns_of(headers, rows)),
    "dicts": lambda headers, rows, _: [dict(zip(headers, row, strict=True)) for row in rows],
}


def stated(value):
    return None if value != value else value  # noqa: PLR0124 - NaN


@settings(max_examples=80, deadline=None)
@given(language=st.sampled_from(sorted(HEADERS)), form=st.sampled_from(sorted(DAYS)),
       container=st.sampled_from(sorted(CONTAINERS)))
def test_neither_language_nor_form_of_days_nor_container_changes_what_comes_out(
        language, form, container, tmp_path_factory):
    made = CONTAINERS[container](list(HEADERS[language]), rows_of(form),
                                 tmp_path_factory.mktemp("v"))
    events = cm.read_events(made)
    assert events.accounting.placed == len(TRUTH), events.reading
    for i, (day, place, lat, lon, title, _, dead) in enumerate(TRUTH):
        assert str(events["when"][i]) == day.isoformat(), events.reading
        assert (events["place"][i], events["title"][i]) == (place, title), events.reading
        assert (round(events["lat"][i], 4), round(events["lon"][i], 4)) == (lat, lon)
        assert tuple(stated(events[name][i]) for name in (
            "fatalities_low", "fatalities", "fatalities_high")) == dead, events.reading
