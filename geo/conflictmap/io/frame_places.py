"""The geometry of each row of a GeoDataFrame as the place of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from conflictmap.model.geometries import valid_parts
from conflictmap.model.layer import KIND_OF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


class Places(NamedTuple):
    """The cells of `lat`, `lon` and `where` by row, why one is no place, and areas by id."""

    cells: Sequence[dict[str, str]]
    broken: Mapping[int, str]
    areas: Mapping[str, Any]


def places_of(geometry: NDArray[np.object_], name: str) -> Places:
    """Return the places of rows; an area gets an id of its own."""
    areas: dict[str, Any] = {}
    broken: dict[int, str] = {}
    cells: list[dict[str, str]] = []
    for index, shape in enumerate(geometry):
        found, reason = _place(shape, f"{name}-{index}", areas)
        cells.append(found)
        if reason:
            broken[index] = reason
    return Places(cells=cells, broken=broken, areas=areas)


def _place(geometry: Any, where: str, areas: dict[str, Any]) -> tuple[dict[str, str], str]:
    """Return the cells of a geometry, and why it can be no place of an event."""
    if geometry is None or geometry.is_empty:
        return {}, ""
    kind, parts = KIND_OF.get(geometry.geom_type, "mixed"), shapely.get_parts(geometry)
    if kind == "point" and len(parts) == 1:
        return {"lon": f"{parts[0].x:.9f}", "lat": f"{parts[0].y:.9f}"}, ""
    if kind != "area":
        return {}, f"geometry: events are points or areas, not a {geometry.geom_type}"
    found = valid_parts(geometry)
    if not found.parts:
        return {"where": where}, f"geometry: {found.remarks[0][0]}"
    areas[where] = found.parts[0]
    return {"where": where}, ""
