"""How much of an uncertain place lies in an area: the share of its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import edges_to_local
from conflictmap.grid import spread
from conflictmap.places import points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.places import Batch

#: A place is whole inside when no more than this share of it is out: rounding, not geography.
WHOLE = 1 - 1e-9

#: Rows, numbers of areas, and the share of the row's place in the area, 0 to 1.
Shares = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float64]"]


def shares(
    batch: Batch, discs: NDArray[np.int64], shapes: NDArray[np.int64],
    areas: NDArray[np.object_], crs: str,
) -> Shares:
    """Return (row, area, share) wherever a place and an area meet.

    Parameters
    ----------
    batch
        The places.
    discs, shapes
        The rows whose place is a point with a radius, and those whose place is an area.
    areas
        Polygons in metres of CRS.
    """
    first, which = distinct(batch, discs)
    rows = np.concatenate([discs, shapes])
    which = np.concatenate([which, len(first) + np.arange(len(shapes))])
    blobs = np.concatenate([
        shapely.buffer(points_of(batch, first, crs), batch.radius_m[first]),
        edges_to_local(np.array([batch.shapes[r] for r in shapes], dtype=object), crs),
    ])
    area, blob, share = _shares(areas, blobs)
    row, pair = spread(which, blob, len(blobs))
    return rows[row], area[pair], share[pair]


def distinct(
    batch: Batch, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return one row for each distinct disc, and the number of the disc of each row.

    Events share places: each disc is worked on once.
    """
    keys = batch.lon[rows], batch.lat[rows], batch.radius_m[rows]
    order = np.lexsort(keys)
    new = np.zeros(len(rows), dtype=bool)
    new[:1] = True
    for key in keys:
        new[1:] |= np.diff(key[order]) != 0
    which = np.empty(len(rows), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return rows[order[new]], which


def _shares(areas: NDArray[Any], blobs: NDArray[Any]) -> Shares:
    """Return (blob's area, blob, share) wherever the two meet."""
    tree = shapely.STRtree(blobs)
    area, blob = tree.query(areas, predicate="intersects")
    inner = tree.query(areas, predicate="covers")
    pair = area * len(blobs) + blob
    share = np.ones(len(pair))
    cut = np.flatnonzero(~np.isin(pair, inner[0] * len(blobs) + inner[1]))
    common = _common(blobs[blob[cut]], areas[area[cut]])
    share[cut] = np.minimum(common / shapely.area(blobs[blob[cut]]), 1.0)
    share[share >= WHOLE] = 1.0
    some = share > 0
    return area[some], blob[some], share[some]


def _common(places: NDArray[Any], areas: NDArray[Any]) -> NDArray[np.float64]:
    """Return the size of what each place and area have in common, in square metres.

    An area of a thousand corners is first cut to the box of the place, which is quick.
    """
    boxes = shapely.bounds(places).tolist()
    near = np.array([shapely.clip_by_rect(area, *box)
                     for area, box in zip(areas, boxes, strict=True)], dtype=object)
    return np.asarray(shapely.area(shapely.intersection(places, near)))
