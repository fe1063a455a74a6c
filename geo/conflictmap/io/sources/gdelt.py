"""GDELT events, 1.0 (57 or 58 columns) and 2.0 (61): tabs, no header line, no quotes.

Machine-coded mentions in the news, not verified events: the date is often that of the report, so it
is widened by a day, and the place is a name found in a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflictmap.formats.files import decoded
from conflictmap.formats.record import Record
from conflictmap.formats.records import remark
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.place_columns import place_rule
from conflictmap.io.regular_columns import addresses, joined, marked
from conflictmap.io.rows import Row
from conflictmap.io.source_rows import SourceRows, row_of
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import limits
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
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
    of = source(name)
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
        record = Record(f"line {number}", dict(zip(columns, cells, strict=True)))
        yield from row_of(record, name, of)
    yield from _Mentions(name).remarks()


class _Mentions:
    """Says of every file what its rows are."""

    takes: tuple[str, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def row(self, cells: Mapping[str, str]) -> None:
        """Do nothing."""

    def table(self, table: Table, columns: Sequence[str]) -> None:
        """Do nothing."""

    def remarks(self) -> Iterator[Problem]:
        """Yield that these are no verified events."""
        yield remark(self.name, "mentions in the news, coded by machine: not verified events",
                     "Count mentions, not events; check single rows by hand.")


def _broken(place: str, cells: list[str], columns: int) -> Row:
    return Row(place=place, cells={}, broken=f"{len(cells)} cells under {columns} columns",
               raw={f"cell {i}": cell for i, cell in enumerate(cells, start=1)})


def source(name: str) -> SourceRows:
    """Return what the columns mean; the text has no header line and no quotes."""
    return SourceRows(rules=lambda _: _RULES, watch=_Mentions(name))


def header(head: Head) -> tuple[Sequence[str], bool, tuple[Problem, ...]]:
    """Return the columns of a text by the width of its first line; quotes mean nothing in it.

    Raises
    ------
    EventsError
        When no export is as wide.
    """
    columns = COLUMNS.get(len(head.columns))
    if columns is None or head.separator != "\t":
        raise EventsError(f"{head.name}:1: not a GDELT export, or too large a one.")
    return columns, False, ()


def _narrowed(kind: str, full: str, country: str) -> tuple[str, ...]:
    """Return the names of the place that its kind speaks of: a country, or a division of one."""
    known = FIPS.get(country, "")
    if kind == "1":
        return (known,)
    return (full.split(",")[0],) if known else ()


def _word(root: str) -> tuple[str]:
    return (ROOTS.get(root, root),)


def _type(code: str, root: str) -> tuple[str]:
    return (_CODES.get(code, *_word(root)),)


def _title(one: str, other: str, root: str) -> tuple[str]:
    return (" - ".join(filter(None, (one, other))) or ROOTS.get(root, root),)


_RULES = Rules(
    cells=(
        Rule(("id",), ("GLOBALEVENTID",), lambda text: (f"gdelt:{text}",),
             regular=marked(lambda _: ("gdelt",), by="", name="GLOBALEVENTID")),
        Rule(("type",), ("EventCode", "EventRootCode"), _type),
        Rule(("date",), ("SQLDATE",), lambda day: (
            f"{day[:4]}-{day[4:6]}-{day[6:]}~" if _DAY.fullmatch(day) else day,)),
        Rule(("title",), ("Actor1Name", "Actor2Name", "EventRootCode"), _title,
             regular=joined("Actor1Name", "Actor2Name", by=" - ")),
        Rule(("sources",), (), lambda: (LICENCE.key,)),
        Rule(("source_url",), ("SOURCEURL",), lambda url: (
            url if url.startswith(("http://", "https://")) else "",),
             regular=addresses("SOURCEURL")),
        place_rule("gdelt", "ActionGeo_Type", lat="ActionGeo_Lat", lon="ActionGeo_Long",
                   names=("ActionGeo_FullName", "ActionGeo_CountryCode"), narrowed=_narrowed,
                   named=lambda text: text in FIPS),
    ),
    extra=(Rule(("source_dataset",), (), lambda: ("gdelt",)),
           Rule(("source_type",), ("EventRootCode",), _word)),
    same={"actor1": "Actor1Name", "actor2": "Actor2Name", "place": "ActionGeo_FullName"},
    same_extra={"source_id": "GLOBALEVENTID", "source_lat": "ActionGeo_Lat",
                "source_lon": "ActionGeo_Long"},
    filled=True,
)
