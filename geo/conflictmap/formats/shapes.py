"""Shapes of rows: geometry of a container as longitude, latitude and a radius, or as features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.table import Table
from conflictmap.model.columns import standard_name
from conflictmap.model.crs import distance_m, from_any
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Columns = Mapping[str, Sequence[str]]

_POINTS = ("lon", "lat")


def in_wgs84(shapes: Sequence[Any] | NDArray[Any], crs: Any, name: str) -> NDArray[Any]:
    """Return shapes in longitude and latitude.

    Parameters
    ----------
    shapes
        Shapely geometries, or None.
    crs
        Any CRS that pyproj knows; None is WGS 84.
    name
        The file's name, for messages.

    Raises
    ------
    EventsError
        When the CRS is not known, or there are more vertices than the limit.
    """
    import pyproj

    found = np.array(shapes, dtype=object)
    vertices = int(shapely.get_num_coordinates(found).sum())
    if vertices > limits().vertices:
        raise EventsError(f"{name}: {beyond('vertices', f'{vertices:,} vertices')}")
    if crs is None:
        return found
    try:
        known = pyproj.CRS.from_user_input(crs)
        if known.equals("EPSG:4326", ignore_axis_order=True):
            return found
        moved = shapely.transform(from_any(shapely.force_2d(found), known), _rounded)
    except (pyproj.exceptions.ProjError, ValueError, TypeError) as error:
        raise EventsError(f"{name}: its coordinate system is not known: {error}. Save the file in"
                          " WGS 84.") from error
    return np.asarray(moved, dtype=object)


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return degrees to a tenth of a millimetre: what a projection loses is no precision."""
    return np.round(xy, 9)


def table_of_shapes(
    name: str, columns: Columns, shapes: NDArray[Any], *, word: str, first: int = 0,
    broken: Mapping[int, str] | None = None, over: bool = True,
) -> Table:
    """Return the table of rows with shapes: points as `lon` and `lat`.

    A line or an area is taken at a point within, with the radius that holds it as `radius_m`; it
    is said. A row that names its area (`where`) needs no point. OVER says whether the shape goes
    before cells that say another place; these are then kept as `lat (property)`.
    """
    import pyarrow as pa

    cells = {header: list(column) for header, column in columns.items()}
    wide = _place(cells, shapes, over)
    remarks = (_taken_at_points(name, wide, word, first),) if wide else ()
    return Table(
        name=name, word=word, numbers=np.arange(first, first + len(shapes), dtype=np.int64),
        columns={h: pa.array(column, type=pa.string()) for h, column in cells.items()},
        broken=dict(broken or {}), remarks=remarks)


def _taken_at_points(name: str, rows: Sequence[int], word: str, first: int) -> Problem:
    return Problem(
        file=name, place=f"{word} {rows[0] + first}", field="geometry", value="", level="warning",
        reason=f"a line or an area, as {len(rows)} in all: taken at a point within, with the radius"
        " that holds it" if len(rows) > 1 else
        "a line or an area: taken at a point within, with the radius that holds it",
        fix="Give a point where the place is known.")


def _place(cells: dict[str, list[str]], shapes: NDArray[Any], over: bool) -> list[int]:
    """Put the places of shapes into columns, and return the rows that are no points."""
    named = _column_of(cells, "where")
    free = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if named in cells:
        free &= np.array([not text.strip() for text in cells[named]], dtype=bool)
    rows = np.flatnonzero(free)
    points = shapely.point_on_surface(shapes[rows])
    for name, values in zip(_POINTS, (shapely.get_x(points), shapely.get_y(points)), strict=True):
        places = dict(zip(rows.tolist(), values.tolist(), strict=True))
        _put(cells, name, places, len(shapes), over=over)
    at = np.flatnonzero(shapely.get_type_id(shapes[rows]) != 0)
    radius = {int(rows[i]): _radius(points[i], shapes[rows[i]]) for i in at}
    wide = {row: metres for row, metres in radius.items() if metres}
    if wide:
        _put(cells, "radius_m", wide, len(shapes), over=False)
    return list(wide)


def _radius(point: Any, shape: Any) -> float:
    """Return the metres from a point to the farthest vertex of a shape, in full metres."""
    xy = shapely.get_coordinates(shape)
    metres = distance_m(np.full(len(xy), point.x), np.full(len(xy), point.y), xy[:, 0], xy[:, 1])
    return float(np.ceil(metres.max()))


def _column_of(cells: Mapping[str, Any], name: str) -> str:
    """Return the header that a standard column has here, or its own name."""
    return next((header for header in cells if standard_name(header) == name), name)


def _put(
    cells: dict[str, list[str]], name: str, values: Mapping[int, float], n: int, *,
    over: bool = True,
) -> None:
    """Put numbers into a column; what stands there and says another is kept beside it."""
    header = _column_of(cells, name)
    before = cells.get(header, [""] * n)
    after = list(before)
    for row, value in values.items():
        if not _is(before[row], value) and (over or not before[row].strip()):
            after[row] = text_of(value)
    if any(map(_is_lost, before, after)):
        cells[f"{header} (property)"] = before
    cells[header] = after


def _is_lost(before: str, after: str) -> bool:
    return bool(before.strip()) and before != after


def _is(text: str, value: float) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return False


def features_of_shapes(columns: Columns, shapes: NDArray[Any]) -> list[dict[str, Any]]:
    """Return rows with shapes as GeoJSON features."""
    rows = zip(*columns.values(), strict=True) if columns else ([()] * len(shapes))
    return [
        {"type": "Feature", "properties": dict(zip(columns, row, strict=True)),
         "geometry": None if shape is None or shape.is_empty else shapely.geometry.mapping(shape)}
        for row, shape in zip(rows, shapes, strict=True)
    ]
