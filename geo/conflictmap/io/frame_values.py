"""What a GeoDataFrame holds, cell by cell: degrees, days and text."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.model.crs import from_any
from conflictmap.model.errors import EventsError, LayerError, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?", re.ASCII)
_MAX_LON, _MAX_LAT = 180.0, 90.0
Refusal = type[EventsError] | type[LayerError]


def check_frame(frame: Any, error: Refusal) -> None:
    """Raise ERROR when this is not a GeoDataFrame, or two of its columns have one name."""
    import geopandas as gpd

    if isinstance(frame, gpd.GeoSeries):
        raise error("a GeoSeries has no columns; give a GeoDataFrame: series.to_frame('geometry').")
    if not isinstance(frame, gpd.GeoDataFrame):
        raise error(f"{type(frame).__name__}: a GeoDataFrame is needed.")
    check_names(list(map(str, frame.columns)), error)


def check_names(names: Sequence[str], error: Refusal) -> None:
    """Refuse a table with duplicate columns."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise error(f"duplicate columns: {', '.join(twice)}. Rename one of each.")


def check_column(
    frame: GeoDataFrame, column: str | None, error: Refusal, *, before: str = ""
) -> None:
    """Raise ERROR when a column that was named does not exist; BEFORE begins the message."""
    if column is not None and column not in frame.columns:
        hint = nearest(str(column), [str(c) for c in frame.columns])
        raise error(f"{before}no column '{column}'.{hint}")


def degrees(
    frame: GeoDataFrame, name: str, notes: list[Problem],
    error: Refusal,
) -> NDArray[np.object_]:
    """Return the geometries in two dimensions as longitude and latitude in degrees.

    A frame without a CRS is taken as WGS 84 when its coordinates can be degrees; a problem of level
    `warning` in NOTES then says so. Otherwise ERROR is raised.
    """
    geometry = shapely.force_2d(np.asarray(frame.geometry.array, dtype=object))
    if frame.crs is not None:
        return np.asarray(from_any(geometry, frame.crs), dtype=object)
    _check_degrees(geometry, name, error)
    notes.append(Problem(
        file=name, place="", field="crs", value="", reason="no CRS: taken as WGS 84 degrees",
        fix="Say which: frame.set_crs('EPSG:4326').", level="warning",
    ))
    return np.asarray(geometry, dtype=object)


def _check_degrees(geometry: NDArray[np.object_], name: str, error: Refusal) -> None:
    """Raise ERROR when geometries reach beyond the world in degrees."""
    some = [g for g in geometry if g is not None and not g.is_empty]
    west, south, east, north = shapely.total_bounds(some) if some else (0, 0, 0, 0)
    if max(-west, east) > _MAX_LON or max(-south, north) > _MAX_LAT:
        raise error(
            f"{name}: the frame has no CRS, and its coordinates are not degrees"
            f" ({west:,.0f} to {east:,.0f}). Say which: frame.set_crs('EPSG:…')."
        )


def day_text(value: Any) -> str:
    """Return a date as EDTF text: of a datetime the day that is written.

    >>> day_text(dt.date(2022, 3, 1)), day_text("2022-03-01T23:30:00+02:00"), day_text(2022.0)
    ('2022-03-01', '2022-03-01', '2022')
    """
    if value is None or value != value:  # noqa: PLR0124 - true for NaN and NaT alone
        return ""
    if isinstance(value, (dt.date, np.datetime64)):
        return _iso(value)
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    text = str(value).strip()
    found = _ISO.fullmatch(text)
    return found[1] if found else text


def _iso(value: dt.date | np.datetime64) -> str:
    """Return the day that a date or a datetime is written with."""
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[D]"))
    return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()


def cell_text(value: Any) -> str:
    """Return a value of a cell as the text a person would type; empty when there is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {
            "NaT", "<NA>", "nan"}:
        return ""
    if isinstance(value, (float, np.floating)):
        return f"{value:.0f}" if float(value).is_integer() else f"{value:.15f}".rstrip("0")
    if isinstance(value, (dt.date, np.datetime64)):
        return day_text(value)
    return str(value)


def json_value(value: Any) -> Any:
    """Return a value that JSON can hold: numbers and text as they are, the rest as text."""
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return round(float(value), 9) if math.isfinite(value) else None
    return cell_text(value) or None
