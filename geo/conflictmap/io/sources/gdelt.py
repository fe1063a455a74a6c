"""GDELT events, 1.0 (57 or 58 columns) and 2.0 (61): tabs, no header line, no quotes.

Machine-coded mentions in the news, not verified events: the date is often that of the report, so it
is widened by a day, and the place is a name found in a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflictmap.formats.files import decoded
from conflictmap.formats.records import remark
from conflictmap.io.place_precision import place_cells
from conflictmap.io.rows import Row
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import limits
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.model.errors import Problem

NAME = "gdelt"
LICENCE = TERMS["gdelt"]
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
          "Religion2Code", "Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO2 = (*_GEO[:4], "ADM2Code", *_GEO[4:])


def _columns(geo: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the columns in their order; the files have no header line."""
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor1{part}" for part in _ACTOR), *(f"Actor2{part}" for part in _ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
        "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in geo),
        "DATEADDED", "SOURCEURL",
    )


COLUMNS = {58: _columns(_GEO), 57: _columns(_GEO)[:-1], 61: _columns(_GEO2)}
#: FIPS 10-4 country codes, which GDELT uses, and the names of areas here.
FIPS = {"AM": "Armenia", "AJ": "Azerbaijan"}
#: CAMEO root codes in words; where one of our own words means the same, that word.
ROOTS = {
    "01": "statement", "02": "appeal", "03": "intent to cooperate", "04": "consultation",
    "05": "diplomatic cooperation", "06": "material cooperation", "07": "aid", "08": "yielding",
    "09": "investigation", "10": "demand", "11": "disapproval", "12": "rejection", "13": "threat",
    "14": "protest", "15": "show of force", "16": "reduced relations", "17": "coercion",
    "18": "assault", "19": "fight", "20": "mass violence",
}
_CODES = {"190": "battle", "193": "battle", "194": "battle", "195": "battle"}
_DAY = re.compile(r"\d{8}", re.ASCII)


def _sample() -> str:
    """Return five made-up rows of 2.0."""
    lines = []
    for number, (kind, lat, lon) in enumerate(
        (("4", "39.8", "46.75"), ("1", "40.5", "47.5"), ("5", "39.5", "46.5"), ("3", "40", "-74"),
         ("", "", "")), start=1,
    ):
        row = dict.fromkeys(COLUMNS[61], "") | {
            "GLOBALEVENTID": str(number), "SQLDATE": "20200927", "Actor1Name": "A",
            "Actor2Name": "B", "EventCode": "190", "EventRootCode": "19", "QuadClass": "4",
            "ActionGeo_Type": kind, "ActionGeo_FullName": "A place",
            "ActionGeo_CountryCode": "AJ", "ActionGeo_Lat": lat, "ActionGeo_Long": lon,
            "DATEADDED": "20200927120000", "SOURCEURL": "https://example.org/",
        }
        lines.append("\t".join(row.values()))
    return "\n".join(lines) + "\n"


SAMPLE = _sample()


def recognises(head: Head) -> bool:
    """Return whether the first line is a row of 57, 58 or 61 cells that begins as GDELT's do."""
    cells = head.columns
    return (
        head.kind == "text" and head.separator == "\t" and len(cells) in COLUMNS
        and cells[0].isdecimal() and _DAY.fullmatch(cells[1]) is not None
    )


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows; lines of another length than the first are set aside."""
    text = decoded(content, name, error=EventsError)
    columns: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        cells = line.removesuffix("\r").split("\t")
        if cells == [""]:
            continue
        columns = columns or COLUMNS.get(len(cells), ())
        if not columns or number > limits().rows or len(line) > limits().cell:
            raise EventsError(f"{name}:{number}: not a GDELT export, or too large a one.")
        if len(cells) != len(columns):
            yield _broken(f"line {number}", cells, len(columns))
            continue
        yield _row(f"line {number}", dict(zip(columns, cells, strict=True)))
    yield remark(name, "mentions in the news, coded by machine: not verified events",
                 "Count mentions, not events; check single rows by hand.")


def _broken(place: str, cells: list[str], columns: int) -> Row:
    return Row(place=place, cells={}, broken=f"{len(cells)} cells under {columns} columns",
               raw={f"cell {i}": cell for i, cell in enumerate(cells, start=1)})


def _row(place: str, cells: dict[str, str]) -> Row:
    code, root = cells["EventCode"], cells["EventRootCode"]
    words = ROOTS.get(root, root)
    day = cells["SQLDATE"]
    url = cells.get("SOURCEURL", "")
    lat, lon = cells["ActionGeo_Lat"], cells["ActionGeo_Long"]
    standard = {
        "id": f"gdelt:{cells['GLOBALEVENTID']}", "type": _CODES.get(code, words),
        "date": f"{day[:4]}-{day[4:6]}-{day[6:]}~" if _DAY.fullmatch(day) else day,
        "title": " - ".join(filter(None, (cells["Actor1Name"], cells["Actor2Name"]))) or words,
        "actor1": cells["Actor1Name"], "actor2": cells["Actor2Name"],
        "place": cells["ActionGeo_FullName"], "sources": LICENCE.key,
        "source_url": url if url.startswith(("http://", "https://")) else "",
        **place_cells(
            "gdelt", cells["ActionGeo_Type"], lat=lat, lon=lon,
            names=_names(cells),
        ),
    }
    extra = {key: text for key, text in cells.items() if text}
    return Row(place=place, cells=standard, extra=extra | {
        "source_dataset": "gdelt", "source_id": cells["GLOBALEVENTID"], "source_type": words,
        "source_lat": lat, "source_lon": lon,
    })


def _names(cells: dict[str, str]) -> tuple[str, ...]:
    """Return the names of the place that its kind speaks of: a country, or a division of one."""
    country = FIPS.get(cells["ActionGeo_CountryCode"], "")
    if cells["ActionGeo_Type"] == "1":
        return (country,)
    return (cells["ActionGeo_FullName"].split(",")[0],) if country else ()
