"""The kernel of the join: columns of numbers in, columns of numbers out, for one layer of areas.

It knows nothing of files, ids or frames, so that it can run over batches of any size and on any
machine. Points without a radius are settled by a grid; discs and areas by their share of ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import Bounds, edges_to_local, local_crs
from conflictmap.grid import FEW, Grid
from conflictmap.interval import covers, held_in_turn, overlap
from conflictmap.places import near, points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.layer import Layer
    from conflictmap.places import Batch

#: Codes of certainty and validity, as indices into these words.
CERTAINTY = ("outside", "possible", "inside", "unplaced", "undated")
OUTSIDE, POSSIBLE, INSIDE, UNPLACED, UNDATED = range(5)
VALID = ("no", "possible", "certain")
#: A place is whole inside when no more than this share of it is out: rounding, not geography.
WHOLE = 1 - 1e-9
_NONE = -1


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the kernel found, one entry for each row of the batch.

    `area` is an index into the kernel's areas, -1 for none; `certainty` and `valid` are indices
    into `CERTAINTY` and `VALID`; `also` holds further possible areas by row.
    """

    area: NDArray[np.int32]
    certainty: NDArray[np.uint8]
    share: NDArray[np.float64]
    valid: NDArray[np.uint8]
    border_m: NDArray[np.float64]
    border_uncertain: NDArray[np.bool_]
    also: dict[int, tuple[int, ...]]


class AreaKernel:
    """The areas of one layer, made ready for any number of batches."""

    def __init__(self, layer: Layer, keep: NDArray[np.int64], *, points: int) -> None:
        self.ids = np.array([layer.features[i].id for i in keep], dtype=object)
        self.degrees = layer.geometry[keep]
        self.start, self.end = layer.start[keep], layer.end[keep]
        self.error = np.nan_to_num(layer.positional_error_m[keep], nan=0.0)
        west, south, east, north = shapely.total_bounds(self.degrees)
        self.bounds: Bounds = (float(west), float(south), float(east), float(north))
        self.crs = local_crs(self.bounds)
        self.local = edges_to_local(self.degrees, self.crs)
        self.borders = shapely.boundary(self.local)
        self.grid = Grid(self.degrees, points=points) if points >= FEW else None

    def join(self, batch: Batch) -> Found:
        """Return where each row of a batch lies."""
        n = len(batch)
        pointed = ~np.isnan(batch.lon)
        radius = np.nan_to_num(batch.radius_m, nan=0.0)
        certainty = np.full(n, OUTSIDE, dtype=np.uint8)
        placed = pointed.copy()
        placed[list(batch.shapes)] = True
        certainty[~placed] = UNPLACED
        certainty[~batch.dated] = UNDATED
        found = Found(
            area=np.full(n, _NONE, dtype=np.int32), certainty=certainty, share=np.zeros(n),
            valid=np.zeros(n, dtype=np.uint8), border_m=np.full(n, np.nan),
            border_uncertain=np.zeros(n, dtype=bool), also={},
        )
        exact = np.flatnonzero(pointed & batch.dated & (radius == 0))
        row, area = self._exact(batch, exact)
        blobs = self._blobs(batch, radius, np.flatnonzero(pointed & batch.dated & (radius > 0)))
        blob_row, blob_area, share = self._shares(*blobs)
        self._settle(
            batch, found, np.concatenate([row, blob_row]), np.concatenate([area, blob_area]),
            np.concatenate([np.ones(len(row)), share]),
        )
        self._borders(batch, found, radius)
        return found

    def _exact(
        self, batch: Batch, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, area) wherever an area holds an exact point."""
        x, y = batch.lon[rows], batch.lat[rows]
        if self.grid is not None:
            point, area = self.grid.query(x, y)
        else:
            area, point = shapely.STRtree(np.asarray(shapely.points(x, y))).query(
                self.degrees, predicate="intersects")
        return rows[point], area

    def _blobs(
        self, batch: Batch, radius: NDArray[np.float64], rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """Return the rows whose place is a disc or an area near the layer, and those in metres."""
        rows = rows[near(batch, rows, self.bounds, radius)]
        discs = shapely.buffer(points_of(batch, rows, self.crs), radius[rows])
        dated = [r for r in batch.shapes if batch.dated[r]]
        box = shapely.box(*self.bounds)
        close = [r for r in dated if shapely.intersects(box, batch.shapes[r])]
        shapes = np.array([batch.shapes[r] for r in close], dtype=object)
        return (
            np.concatenate([rows, np.array(close, dtype=np.int64)]),
            np.concatenate([discs, edges_to_local(shapes, self.crs)]),
        )

    def _shares(
        self, rows: NDArray[np.int64], blobs: NDArray[Any]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return (row, area, share of the place inside) wherever place and area meet."""
        tree = shapely.STRtree(blobs)
        area, blob = tree.query(self.local, predicate="intersects")
        inner = tree.query(self.local, predicate="covers")
        pair = area * len(blobs) + blob
        whole = np.isin(pair, inner[0] * len(blobs) + inner[1])
        share = np.ones(len(pair))
        cut = np.flatnonzero(~whole)
        own = blobs[blob[cut]]
        share[cut] = np.minimum(
            _size(shapely.intersection(own, self.local[area[cut]]), own) / _size(own, own), 1.0)
        share[share >= WHOLE] = 1.0
        some = share > 0
        return rows[blob[some]], area[some], share[some]

    def _settle(
        self, batch: Batch, found: Found, row: NDArray[np.int64], area: NDArray[np.int64],
        share: NDArray[np.float64],
    ) -> None:
        """Write the best area of each row: whole and held first, then the largest share."""
        start, end = self.start[area], self.end[area]
        alive = overlap(start, end, batch.start[row], batch.end[row])
        row, area, share = row[alive], area[alive], share[alive]
        held = covers(start[alive], end[alive], batch.start[row], batch.end[row])
        several = np.bincount(row, minlength=len(batch))[row] > 1
        self._write(found, row[~several], area[~several], share[~several], held[~several])
        row, area, share, held = row[several], area[several], share[several], held[several]
        order = np.lexsort((area, self.start[area], -share, ~held, ~((share == 1) & held), row))
        row, area, share, held = row[order], area[order], share[order], held[order]
        rows, first = np.unique(row, return_index=True)
        self._write(found, rows, area[first], share[first], held[first])
        for r, a, b in zip(rows, first, [*first[1:], len(row)], strict=False):
            if (share[a] < 1 or not held[a]):
                found.also[int(r)] = tuple(area[a + 1 : b].tolist())
                self._in_turn(batch, found, int(r), area[a:b][share[a:b] == 1])

    @staticmethod
    def _write(
        found: Found, row: NDArray[np.int64], area: NDArray[np.int64],
        share: NDArray[np.float64], held: NDArray[np.bool_],
    ) -> None:
        found.area[row] = area
        found.share[row] = share
        found.valid[row] = np.where(held, 2, 1)
        found.certainty[row] = np.where((share == 1) & held, INSIDE, POSSIBLE)

    def _in_turn(
        self, batch: Batch, found: Found, row: int, whole: NDArray[np.int64]
    ) -> None:
        """Call a row inside when whole areas held, one after the other, on all of its days."""
        days = int(batch.start[row]), int(batch.end[row])
        if len(whole) and held_in_turn(self.start[whole], self.end[whole], *days):
            found.certainty[row], found.valid[row] = INSIDE, 2

    def _borders(
        self, batch: Batch, found: Found, radius: NDArray[np.float64]
    ) -> None:
        """Write the distance to the border, and whether that is below the border's own error."""
        reach = np.full(len(batch), self.error.max(initial=0.0))
        points = np.flatnonzero(~np.isnan(batch.lon) & batch.dated)
        points = points[near(batch, points, self.bounds, np.maximum(reach, radius))]
        # Without an error to compare with, only the possible rows need a distance.
        if not self.error.any():
            points = points[found.certainty[points] == POSSIBLE]
        shapes = np.array([r for r in batch.shapes if batch.dated[r]], dtype=np.int64)
        rows = np.concatenate([points, shapes])
        if not len(rows):
            return
        cores = np.concatenate([
            points_of(batch, points, self.crs),
            edges_to_local(np.array([batch.shapes[r] for r in shapes], dtype=object), self.crs),
        ])
        self._mark(batch, found, rows, cores)
        chosen = np.flatnonzero(found.certainty[rows] == POSSIBLE)
        gap = shapely.distance(cores[chosen], self.borders[found.area[rows[chosen]]])
        found.border_m[rows[chosen]] = np.fmin(found.border_m[rows[chosen]], gap)

    def _mark(
        self, batch: Batch, found: Found, rows: NDArray[np.int64], cores: NDArray[Any]
    ) -> None:
        """Mark the rows that lie nearer to a border than the border's error."""
        known = np.flatnonzero(self.error > 0)
        border, core = shapely.STRtree(cores).query(
            self.borders[known], predicate="dwithin", distance=self.error[known])
        row, area = rows[core], known[border]
        alive = overlap(self.start[area], self.end[area], batch.start[row], batch.end[row])
        gap = shapely.distance(cores[core], self.borders[area])
        close = alive & (gap < self.error[area])
        found.border_uncertain[row[close]] = True
        np.fmin.at(found.border_m, row[close], gap[close])


def _size(shapes: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Return the area of shapes, or their length where the whole is a stretch of road."""
    flat = shapely.get_dimensions(whole) == 1
    size: NDArray[np.float64] = np.where(flat, shapely.length(shapes), shapely.area(shapes))
    return size
