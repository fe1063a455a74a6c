"""One row of a file: all text under the standard column names, and what its values mean.

An importer gives rows; `cells` says what each text means; here a row becomes a checked record.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.io.cells import BadCell, address, choice, days, fatalities, number, stands_for
from conflictmap.model.columns import AS_TYPED, NO_DAY, ROLES, STANDARD, TEXT
from conflictmap.model.errors import Problem, nearest
from conflictmap.model.limits import Limits, beyond
from conflictmap.model.text import SURROGATE
from conflictmap.places.road_stretches import BadStretch, is_stretch, stretch_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = [(name, column) for name, column in STANDARD.items() if column in TEXT]
MAX_LAT, MAX_LON = 90.0, 180.0
#: What a row loses with a cell that cannot be used: one coordinate alone is no place.
_LOST = {"lat": ("lat", "lon"), "lon": ("lat", "lon")}
_WHEN_AND_WHERE = frozenset({"date", "lat", "lon", "where"})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a file: where it stands, and its cells as text under standard names.

    `broken` says why the row as a whole cannot be read; `raw` is then what stands there, by column.
    """

    place: str
    cells: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


def record_of(row: Row, stem: str, areas: Mapping[str, Any], bounds: Limits) -> dict[str, Any]:
    """Return the checked values of one row.

    Raises
    ------
    BadCell
        When a cell cannot be used; the row is then to be set aside.
    """
    if row.broken:
        raise BadCell("", "", row.broken, "Mend the row.")
    _check_texts(row, bounds)
    cells = {name: value.strip() for name, value in row.cells.items()}
    record: dict[str, Any] = {column: cells.get(name, "") for name, column in _TEXTS}
    for name in AS_TYPED:
        if cells.get(name):
            record[STANDARD[name]] = row.cells[name]
    record["event_id"] = id_of(row, stem)
    record["role"] = choice(cells, "role", ROLES)
    record["line"] = row.place
    record |= days(cells.get("date", ""))
    record |= fatalities(cells)
    record["stands_for"] = stands_for(cells)
    record["radius_m"] = number(cells, "radius_m", low=0, high=20_000_000)
    record |= _stretch(record) if is_stretch(cells.get("where", "")) else _place(cells, areas)
    address(cells.get("source_url", ""))
    return record


def kept_record(
    row: Row, stem: str, areas: Mapping[str, Any], bounds: Limits
) -> tuple[dict[str, Any], list[BadCell]]:
    """Return the checked values of one row, and the cells that it lost because they are no use.

    Raises
    ------
    BadCell
        When the row is broken, or loses its only place and its only day.
    """
    if not row.broken:
        _check_texts(row, bounds)
    lost: list[BadCell] = []
    while True:
        try:
            record = record_of(row, stem, areas, bounds)
        except BadCell as bad:
            row = _without(row, bad)
            lost.append(bad)
        else:
            _check_left(record, lost)
            return record, lost


def _without(row: Row, bad: BadCell) -> Row:
    """Return a row without a cell that cannot be used; a row that has none of it is broken."""
    gone = _LOST.get(bad.column, (bad.column,))
    if row.broken or not any(map(row.cells.get, gone)):
        raise bad
    return replace(row, cells={k: v for k, v in row.cells.items() if k not in gone})


def _check_left(record: Mapping[str, Any], lost: list[BadCell]) -> None:
    """Refuse a row that lost its only place and its only day."""
    if not _is_anywhere(record) and any(bad.column in _WHEN_AND_WHERE for bad in lost):
        raise lost[0]


def _is_anywhere(record: Mapping[str, Any]) -> bool:
    """Return whether a row has a day or a place."""
    return (record["start"] != NO_DAY or record["area"] is not None
            or not math.isnan(record["lat"]))


def lost_cell(file: str, row: Row, bad: BadCell) -> Problem:
    """Return what a row lost that was kept."""
    return Problem(file=file, place=row.place, field=bad.column, value=bad.value, level="warning",
                   reason=bad.reason, fix=f"{bad.fix} The row is kept without it.")


def id_of(row: Row, stem: str) -> str:
    """Return the id of a row as typed, or one made of the file's name and the row's number."""
    typed_id = row.cells.get("id", "")
    return typed_id if typed_id.strip() else made_id(row.place, stem)


def made_id(place: str, stem: str) -> str:
    """Return the id of a row that has none: of the file's name and the row's number.

    >>> made_id("line 12", "events")
    'events-12'
    """
    return f"{stem}-{place.rpartition(' ')[2]}"


def _check_texts(row: Row, bounds: Limits) -> None:
    """Refuse a row with a cell that is too long, or that no table can hold."""
    whole = "".join((*row.cells.values(), *row.extra, *row.extra.values()))
    if len(whole) > bounds.cell:
        _check_lengths(row, len(whole), bounds)
    if "\0" in whole or (not whole.isascii() and SURROGATE.search(whole)):
        _check_characters(row)


def _check_characters(row: Row) -> None:
    """Refuse a row with a cell or a column name that holds what no table can."""
    for name, text in {**row.cells, **row.extra}.items():
        if "\0" in text or SURROGATE.search(text) or SURROGATE.search(name):
            raise BadCell(name, text, "holds a zero byte, or half of a pair of UTF-16 units",
                          "Mend the text.")


def _check_lengths(row: Row, whole: int, bounds: Limits) -> None:
    """Refuse a row with a cell that is too long, or that is too long as a WHOLE."""
    for name, text in {**row.cells, **row.extra}.items():
        if len(text) > bounds.cell:
            found = f"{len(text):,} characters"
            raise BadCell(name, text, beyond("cell", found).split(". ")[0], "Shorten it.")
    if whole > bounds.row:
        found = f"a row of {whole:,} characters"
        raise BadCell("", "", beyond("row", found).split(". ")[0], "Shorten it.")


def _place(cells: Mapping[str, str], areas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of a row: an area, a point, or None."""
    where = cells.get("where", "")
    if where:
        return {"lat": math.nan, "lon": math.nan, "area": _area(where, areas)}
    lat = number(cells, "lat", low=-MAX_LAT, high=MAX_LAT)
    lon = number(cells, "lon", low=-MAX_LON, high=MAX_LON)
    if math.isnan(lat) != math.isnan(lon):
        column = "lat" if math.isnan(lat) else "lon"
        raise BadCell(column, "", "empty, while the other one is given", "Give both, or neither.")
    return {"lat": lat, "lon": lon, "area": None}


def _stretch(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of a row that happened on a stretch of a road."""
    try:
        name, line = stretch_of(record["where"], record["start"], record["end"])
    except BadStretch as bad:
        raise BadCell("where", record["where"], bad.reason, bad.fix) from bad
    return {"lat": math.nan, "lon": math.nan, "area": line, "where": name}


def _area(where: str, areas: Mapping[str, Any]) -> Any:
    """Return the area that a list of area ids names."""
    ids = where.split()
    for area_id in ids:
        if area_id not in areas:
            hint = nearest(area_id, areas)
            raise BadCell("where", area_id, f"no area has this id.{hint}".rstrip("."),
                       "'conflictmap layers' lists the layers; add yours with --layer.")
    return areas[ids[0]] if len(ids) == 1 else shapely.union_all([areas[i] for i in ids])


def problem_of(file: str, row: Row, bad: BadCell) -> Problem:
    """Return why a row is set aside."""
    return Problem(file=file, place=row.place, field=bad.column, value=bad.value,
                   reason=bad.reason, fix=bad.fix, row=typed(row))


def typed(row: Row) -> dict[str, str]:
    """Return what stands in a row, by column."""
    return {**row.cells, **row.extra, **row.raw}
