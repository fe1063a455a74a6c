"""How near places are to the borders of areas, in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.batch import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch


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
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, area) wherever a border is nearer to a place than its own error."""
        known = np.flatnonzero(self.error > 0)
        places = Places(batch, rows, self.crs, exact=True)
        border, core = shapely.STRtree(places.cores).query(
            self.lines[known], predicate="dwithin", distance=np.nextafter(self.error[known], 0))
        row, pair = places.spread(core)
        return row, known[border][pair]

    def gaps(
        self, batch: Batch, rows: NDArray[np.int64], areas: NDArray[np.integer[Any]]
    ) -> NDArray[np.float64]:
        """Return, row by row, metres from a place to the border of an area."""
        places = Places(batch, rows, self.crs, exact=True)
        pairs, at = np.unique(places.which * len(self.lines) + areas, return_inverse=True)
        place, area = np.divmod(pairs, len(self.lines))
        return np.asarray(shapely.distance(places.cores[place], self.lines[area])[at])
