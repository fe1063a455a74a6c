"""How near places are to the borders of areas, in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import edges_to_local
from conflictmap.grid import spread
from conflictmap.places import points_of
from conflictmap.shares import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.places import Batch


class Borders:
    """The borders of areas (metres of CRS), each with its own positional error in metres."""

    def __init__(
        self, areas: NDArray[np.object_], error: NDArray[np.float64], crs: str
    ) -> None:
        self.lines = np.asarray(shapely.boundary(areas))
        self.error = error
        self.crs = crs

    def close(
        self, batch: Batch, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return (row, area, metres) wherever a border is nearer to a place than its own error."""
        known = np.flatnonzero(self.error > 0)
        which, cores = self._cores(batch, rows)
        border, core = shapely.STRtree(cores).query(
            self.lines[known], predicate="dwithin", distance=self.error[known])
        area = known[border]
        gap = shapely.distance(cores[core], self.lines[area])
        near = gap < self.error[area]
        row, pair = spread(which, core[near], len(cores))
        return rows[row], area[near][pair], gap[near][pair]

    def gaps(
        self, batch: Batch, rows: NDArray[np.int64], areas: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return, row by row, metres from a place to the border of an area."""
        which, cores = self._cores(batch, rows)
        pairs, at = np.unique(which * len(self.lines) + areas, return_inverse=True)
        place, area = np.divmod(pairs, len(self.lines))
        return np.asarray(shapely.distance(cores[place], self.lines[area])[at])

    def _cores(
        self, batch: Batch, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """Return the number of the place of each row, and the places: points, and areas whole."""
        point = ~np.isnan(batch.lon[rows])
        first, which = distinct(batch.lon[rows[point]], batch.lat[rows[point]])
        number = np.empty(len(rows), dtype=np.int64)
        number[point] = which
        number[~point] = len(first) + np.arange(np.count_nonzero(~point))
        shapes = np.array([batch.shapes[r] for r in rows[~point]], dtype=object)
        return number, np.concatenate([
            points_of(batch, rows[point][first], self.crs), edges_to_local(shapes, self.crs)])
