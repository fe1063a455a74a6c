"""The columns of GeoParquet 1.1: the geometry of each event, and the box around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.parquet import boxes_column, covering

if TYPE_CHECKING:
    from collections.abc import Container

    from numpy.typing import NDArray

    from conflictmap.model.events import Events


def geometry_columns(
    events: Events, *, taken: Container[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns as Arrow has them, and the metadata `geo`.

    The box of each row lets a reader leave out groups of rows that lie elsewhere. TAKEN are names
    of columns that are there.
    """
    shapes, kinds = _geometry(events)
    name = "geometry_bbox" if "bbox" in taken else "bbox"
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {
        "geometry": {"encoding": "WKB", "geometry_types": kinds, "covering": covering(name)}}}
    return {"geometry": shapes, name: boxes_column(_boxes(events))}, geo


def _geometry(events: Events) -> tuple[Any, list[str]]:
    """Return the places as WKB, and the kinds of geometry that these are."""
    import pyarrow as pa

    from conflictmap.formats.arrow_text import points_as_wkb

    points = points_as_wkb(events["lon"], events["lat"])
    kinds = {"Point"} if points.null_count < len(points) else set()
    if not events.areas:
        return points, sorted(kinds)
    held = points.to_pylist()
    for row, area in events.areas.items():
        held[row] = shapely.to_wkb(area)
        kinds.add(area.geom_type)
    return pa.array(held, type=pa.binary()), sorted(kinds)


def _boxes(events: Events) -> NDArray[np.float64]:
    """Return west, south, east and north of each row: shape (rows, 4), NaN without a place."""
    boxes = np.column_stack([events["lon"], events["lat"], events["lon"], events["lat"]])
    for row, area in events.areas.items():
        boxes[row] = shapely.bounds(area)
    return boxes
