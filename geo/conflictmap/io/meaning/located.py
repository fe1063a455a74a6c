"""The places of a table: degrees, both numbers in one cell, metres, exchanged columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.meaning.cells import Losses, coded
from conflictmap.io.meaning.found import Found
from conflictmap.io.meaning.points import Angle, Pair, angle_of, letter_o, pair_of, with_east
from conflictmap.model.crs import points_from
from conflictmap.model.region import all_exchanged, exchanged, inside_region, is_regional

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan
    from conflictmap.io.meaning.settled import Settled

    Numbers = NDArray[np.float64]

_FIX = "Write degrees in WGS 84; the row is kept without a point."
_MERCATOR, _EDGE, _METRES, _MILLION = "EPSG:3857", 20_050_000, 1000.0, 1_000_000
_ZONE = re.compile(r"(?:utm)?\W*(?:zone\W*)?(\d{1,2})\s*([c-x])?", re.I)
_CODE = re.compile(r"(?:epsg\W*)?(\d{4,5})", re.I)
_MOST = 0.75


@dataclass(kw_only=True)
class _Points:
    """Two numbers for each row that are to become latitude and longitude; NaN is unknown."""

    lat: Numbers
    lon: Numbers
    fields: tuple[str, str]
    said: str = ""


def located(plan: Plan, table: Table, losses: Losses, settled: Settled) -> Found:
    """Return the columns `lat` and `lon` in degrees, as text.

    What only a whole table can say is SETTLED by the first one that is read.
    """
    points = _points(plan, table, losses, settled)
    if points is None:
        return Found()
    _to_degrees(points, plan, table, losses, settled)
    _exchange(points, losses, settled)
    _checked(points, losses, settled)
    _pairs_only(points, losses)
    key = plan.column("lat") and "lat"
    meaning = key or next((use.meaning for use in plan.uses if use.column == points.fields[0]), "")
    return Found(columns={"lat": _text(points.lat), "lon": _text(points.lon)},
                 said={meaning: points.said})


def _text(numbers: Numbers) -> Any:
    """Return degrees as text, to a centimetre at least; unknown is empty."""
    import pyarrow as pa

    distinct, codes = np.unique(numbers, return_inverse=True)
    texts = ["" if np.isnan(value) else _decimal(float(value)) for value in distinct]
    return pa.array(texts, type=pa.string()).take(pa.array(codes.reshape(-1)))


def _decimal(value: float) -> str:
    text = f"{value:.9f}".rstrip("0")
    return text.rstrip(".") if text.endswith(".") else text


def _points(plan: Plan, table: Table, losses: Losses, settled: Settled) -> _Points | None:
    lat, lon = plan.column("lat"), plan.column("lon")
    if lat is not None and lon is not None:
        return _of_columns(table, (lat, lon), losses, settled)
    for meaning in ("latlon", "lonlat", "wkt", "point"):
        column = plan.column(meaning)
        if column is not None:
            return _of_cells(table, column, meaning, losses, settled)
    return None


def _of_columns(
    table: Table, columns: tuple[str, str], losses: Losses, settled: Settled
) -> _Points:
    """Return the numbers of two columns; letters beside them say which is which."""
    (lat, first), (lon, last) = (_angles(table, header, losses, settled) for header in columns)
    points = _Points(lat=lat, lon=lon, fields=columns)
    if first == "lon" or last == "lat":
        _swap(points, f"the letters in '{columns[0]}' and '{columns[1]}' say that they are"
              " exchanged", losses)
    return points


def _angles(
    table: Table, header: str, losses: Losses, settled: Settled
) -> tuple[Numbers, str]:
    """Return the numbers of a column, and the axis that letters beside them name."""
    cells = coded(table.columns[header])
    meant = settled.of(f"letter o in {header}", lambda: letter_o(cells.texts, header), "")
    angles = {text: _angle(text, meant) for text in cells.texts}
    losses.column(header, cells, lambda text: "" if angles[text] or not text.strip()
                  else "no coordinate", _FIX)
    values = [np.nan if a is None else a.degrees for a in angles.values()] or [np.nan]
    axes = [angle.axis for angle in angles.values() if angle]
    axis = settled.of(f"axis of {header}", lambda: next(filter(None, axes), ""), "")
    return np.array(values)[cells.codes], axis


def _angle(text: str, meant: str) -> Angle | None:
    return angle_of(with_east(text, meant) if meant else text)


def _of_cells(
    table: Table, column: str, meaning: str, losses: Losses, settled: Settled
) -> _Points:
    """Return the numbers of cells that hold both."""
    cells = coded(table.columns[column])
    pairs = [pair_of(text) for text in cells.texts]
    losses.column(column, cells, lambda text: "not two coordinates"
                  if text.strip() and pair_of(text) is None else "", _FIX)
    known = [pair for pair in pairs if pair]
    order, why = settled.of("order", lambda: _order(known, meaning), ("latlon", ""))
    numbers = np.array([_degrees(pair, order) for pair in pairs] or [(np.nan, np.nan)])
    lat, lon = numbers[cells.codes].T if len(cells.codes) else (np.zeros(0), np.zeros(0))
    return _Points(lat=lat.copy(), lon=lon.copy(), fields=(column, column), said=why)


def _order(pairs: list[Pair], meaning: str) -> tuple[str, str]:
    """Return which number of a pair comes first, and why, where the pairs do not say it."""
    stated = {pair.order for pair in pairs if pair.order}
    free = np.array([(p.one, p.two) for p in pairs if not p.order]).reshape(-1, 2)
    names = {"latlon": "latitude first", "lonlat": "longitude first"}
    if not len(free):
        return "latlon", ""
    if meaning in {"latlon", "lonlat"}:
        return meaning, names[meaning]
    if len(stated) == 1:
        order = stated.pop()
        return order, f"{names[order]}, as other cells say"
    return _by_numbers(free)


def _by_numbers(free: NDArray[np.float64]) -> tuple[str, str]:
    """Return which number comes first, by where the points can lie."""
    one, two = np.abs(free).max(axis=0)
    if one > 90 >= two:  # noqa: PLR2004 - degrees
        return "lonlat", "longitude first: it is beyond 90"
    if two > 90 >= one:  # noqa: PLR2004 - degrees
        return "latlon", "latitude first: the other is beyond 90"
    inside = inside_region(free[:, 1], free[:, 0]).mean(), inside_region(
        free[:, 0], free[:, 1]).mean()
    if inside[1] >= _MOST and inside[0] == 0:
        return "lonlat", "longitude first: so they lie in the built-in region"
    return "latlon", "latitude first" if inside[0] >= _MOST else "latitude first, as is usual"


def _degrees(pair: Pair | None, order: str) -> tuple[float, float]:
    """Return latitude and longitude of a pair."""
    if pair is None:
        return np.nan, np.nan
    x, y = (pair.two, pair.one) if (pair.order or order) == "latlon" else (pair.one, pair.two)
    if pair.crs:
        lon, lat = points_from(np.array([x]), np.array([y]), pair.crs)
        return float(lat[0]), float(lon[0])
    return y, x


def _to_degrees(
    points: _Points, plan: Plan, table: Table, losses: Losses, settled: Settled
) -> None:
    """Turn metres into degrees, where a column, a header or the extent says what they are."""
    metres = np.maximum(np.abs(points.lat), np.abs(points.lon)) > _METRES
    if not metres.any():
        return
    crs = settled.of("crs", lambda: plan.crs or _stated_crs(plan, table, points.fields)
                     or _by_extent(points, metres), plan.crs)
    if not crs:
        losses.whole(points.fields[1], "", "metres of a grid that nothing here names: the points"
                     " are lost", "Name it: --map crs=EPSG:32638, say, or a column 'UTM zone'.")
        points.lat[metres] = points.lon[metres] = np.nan
        return
    x, y = points.lon[metres], points.lat[metres]
    if settled.of("grid", lambda: _is_exchanged_grid(crs, x, y), False):
        x, y = y, x
    points.lon[metres], points.lat[metres] = points_from(x, y, crs)
    points.said = f"metres of {crs}"


def _is_exchanged_grid(crs: str, x: Numbers, y: Numbers) -> bool:
    """Return whether eastings of UTM, always below a million, stand where northings should."""
    return crs.startswith(("EPSG:326", "EPSG:327")) and bool(
        np.nanmin(np.abs(x)) > _MILLION > np.nanmax(np.abs(y)))


def _stated_crs(plan: Plan, table: Table, fields: tuple[str, str]) -> str:
    """Return the CRS that a column of zones or a header names; empty when none does."""
    column = plan.column("crs") or plan.column("zone")
    texts = [] if column is None else [
        text for text in coded(table.columns[column]).texts if text.strip()]
    for text in (*(texts if len(texts) == 1 else ()), *fields):
        crs = crs_named(text, is_header=text in fields)
        if crs:
            return crs
    return ""


def crs_named(text: str, *, is_header: bool = False) -> str:
    """Return the CRS that a text names, as a code of EPSG; empty when it names none.

    >>> crs_named("38N"), crs_named("EPSG:32638"), crs_named("UTM 38 north E", is_header=True)
    ('EPSG:32638', 'EPSG:32638', 'EPSG:32638')
    """
    said = text.lower()
    code = _CODE.search(text)
    if code and (not is_header or "epsg" in said or code[1] == "3857"):
        return f"EPSG:{code[1]}"
    if "mercator" in said:
        return _MERCATOR
    return "" if is_header and "utm" not in said else _zone_named(said)


def _zone_named(said: str) -> str:
    """Return the CRS of a zone of UTM; the letters before N are those of the south."""
    zone = _ZONE.search(said)
    if not zone or not 1 <= int(zone[1]) <= 60:  # noqa: PLR2004 - zones
        return ""
    south = (zone[2] or "n") < "n" or "south" in said
    return f"EPSG:{(32700 if south else 32600) + int(zone[1])}"


def _by_extent(points: _Points, metres: NDArray[np.bool_]) -> str:
    """Return Web Mercator for numbers that only it has; UTM's do not say their zone."""
    x, y = np.abs(points.lon[metres]), np.abs(points.lat[metres])
    if np.nanmax(x) > _MILLION and max(np.nanmax(x), np.nanmax(y)) <= _EDGE:
        return _MERCATOR
    return ""


def _exchange(points: _Points, losses: Losses, settled: Settled) -> None:
    """Exchange latitude and longitude of the whole table where they can only be so."""
    why = settled.of("exchanged", lambda: _why_exchanged(points), "")
    if why:
        _swap(points, f"latitude and longitude are exchanged: {why}", losses)


def _why_exchanged(points: _Points) -> str:
    """Return why latitude and longitude can only be exchanged; empty when they need not be."""
    known = ~np.isnan(points.lat + points.lon)
    lat, lon = points.lat[known], points.lon[known]
    if not len(lat):
        return ""
    if (np.abs(lat) > 90).mean() > 0.5 and np.abs(lon).max() <= 90:  # noqa: PLR2004 - degrees
        return "the latitude is beyond 90"
    return "the points lie in the South Caucasus only so" if all_exchanged(lon, lat) else ""


def _swap(points: _Points, reason: str, losses: Losses) -> None:
    points.lat, points.lon = points.lon, points.lat
    points.said = "exchanged"
    losses.whole("lat", "", reason, "They were taken the other way round for the whole table.")


def _checked(points: _Points, losses: Losses, settled: Settled) -> None:
    """Lose points that are nowhere, and single ones that look exchanged in the region."""
    for at, most in enumerate((90.0, 180.0)):
        beyond = np.abs((points.lat, points.lon)[at]) > most
        _lose(points, beyond, losses, f"outside {-most:g} to {most:g}", at=at)
    swapped, inside = exchanged(points.lon, points.lat), inside_region(points.lon, points.lat)
    known = ~np.isnan(points.lat + points.lon)
    if settled.of("regional", lambda: is_regional(int(known.sum()), int(inside.sum())), False):
        _lose(points, swapped, losses, "latitude and longitude look swapped (lon {:g})",
              fix="Swap the two; the row is kept without a point.")


def _lose(points: _Points, rows: NDArray[np.bool_], losses: Losses, reason: str, *,
          fix: str = _FIX, at: int = 0) -> None:
    """Lose the points of rows; AT is which number is to blame. REASON may show the longitude."""
    for row in np.flatnonzero(rows).tolist():
        value = _decimal(float((points.lat, points.lon)[at][row]))
        losses.add([row], points.fields[at], value, reason.format(points.lon[row]), fix)
        points.lat[row] = points.lon[row] = np.nan


def _pairs_only(points: _Points, losses: Losses) -> None:
    """Lose a latitude without a longitude, and the other way round."""
    half = np.isnan(points.lat) != np.isnan(points.lon)
    for row in np.flatnonzero(half).tolist():
        at = int(np.isnan(points.lon[row]))
        losses.add([row], points.fields[at], "", "empty or lost, while the other one is given",
                   "Give both; the row is kept without a point.")
    points.lat[half] = points.lon[half] = np.nan


