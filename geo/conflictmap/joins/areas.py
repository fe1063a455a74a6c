"""The kernel of the join: columns of numbers in, columns of numbers out, for one layer of areas.

It knows nothing of files, ids or frames, so that it can run over batches of any size and on any
machine. Points without a radius are settled by a grid; discs and areas by their share of ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.joins.batch import near, reach_degrees
from conflictmap.joins.borders import Borders
from conflictmap.joins.discs import CommonAreas
from conflictmap.joins.grid import BLOCK, FEW, OUT, Grid
from conflictmap.joins.shares import Shares, shares
from conflictmap.model.crs import Bounds, edges_to_local, local_crs
from conflictmap.model.interval import OPEN_END, covers, held_in_turn, overlap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch
    from conflictmap.model.layer import Layer

#: Codes of certainty and validity, as indices into these words.
CERTAINTY = ("outside", "possible", "inside", "unplaced", "undated")
OUTSIDE, POSSIBLE, INSIDE, UNPLACED, UNDATED = range(5)
VALID = ("no", "possible", "certain")
_NONE = -1

_Sparse = tuple["NDArray[np.int64]", "NDArray[np.float64]"]
#: Rows and areas that hold them, and the rows that are left.
_Hits = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]
NO_ROWS = np.empty(0, dtype=np.int64)
_NO_NUMBERS: _Sparse = (NO_ROWS, np.empty(0))
#: Rows, and all their further areas: those of a row go up to an end, from that of the row before.
Further = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]


@dataclass(kw_only=True)
class Found:
    """What the kernel found, one entry for each row of the batch.

    `area` is an index into the kernel's areas, -1 for none; `certainty` and `valid` are indices
    into `CERTAINTY` and `VALID`. What few rows have is kept by row: further possible areas, the
    share of a place that is partly inside, and which borders are uncertain. Distances are measured
    when they are asked for.
    """

    area: NDArray[np.int32]
    certainty: NDArray[np.uint8]
    valid: NDArray[np.uint8]
    further: Further = field(default_factory=lambda: (NO_ROWS, NO_ROWS, NO_ROWS))
    part: _Sparse = _NO_NUMBERS
    gaps: Callable[[], _Sparse] = lambda: _NO_NUMBERS
    uncertain: NDArray[np.int64] = field(default_factory=lambda: NO_ROWS)

    @cached_property
    def also(self) -> dict[int, tuple[int, ...]]:
        """Further possible areas by row."""
        rows, ends, areas = (numbers.tolist() for numbers in self.further)
        return {row: tuple(areas[a:b]) for row, a, b in zip(rows, [0, *ends], ends, strict=False)}

    @property
    def share(self) -> NDArray[np.float64]:
        """The share of each place that lies in its area, 0 to 1."""
        column = (self.area >= 0).astype(np.float64)
        column[self.part[0]] = self.part[1]
        return column

    @property
    def border_m(self) -> NDArray[np.float64]:
        """Metres to the border, for possible rows and uncertain borders; else NaN."""
        column = np.full(len(self.area), np.nan)
        np.fmin.at(column, *self.gaps())
        return column

    @property
    def border_uncertain(self) -> NDArray[np.bool_]:
        """Whether a border is nearer than its own error."""
        column = np.zeros(len(self.area), dtype=bool)
        column[self.uncertain] = True
        return column


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
        self.grid = Grid(self.degrees, points=points) if points >= FEW else None
        # The days of each code of the grid: no day for a code that is not one area. The code of a
        # cell at an edge is -1, the last.
        never = np.full(len(self.grid.stacks) - len(keep) if self.grid else 1, OPEN_END)
        self._from = np.concatenate([never[:1], self.start, never])
        self._to = np.concatenate([-never[:1], self.end, -never])

    @cached_property
    def local(self) -> NDArray[np.object_]:
        """The areas in metres."""
        return np.asarray(edges_to_local(self.degrees, self.crs))

    @cached_property
    def common(self) -> CommonAreas:
        """The areas in metres, ready to be compared with discs."""
        return CommonAreas(self.local)

    def join(self, batch: Batch) -> Found:
        """Return where each row of a batch lies."""
        n = len(batch)
        found = Found(
            area=np.full(n, _NONE, dtype=np.int32), certainty=np.zeros(n, dtype=np.uint8),
            valid=np.zeros(n, dtype=np.uint8),
        )
        row, area, discs = self._by_tree(batch) if self.grid is None else self._by_grid(
            self.grid, batch, found)
        found.certainty[np.isnan(batch.lon)] = UNPLACED
        found.certainty[list(batch.shapes)] = OUTSIDE
        found.certainty[~batch.dated] = UNDATED
        blob_row, blob_area, share = self._shares(batch, discs)
        self._settle(
            batch, found, np.concatenate([row, blob_row]), np.concatenate([area, blob_area]),
            np.concatenate([np.ones(len(row)), share]),
        )
        self._borders(batch, found)
        return found

    def pairs(self, batch: Batch) -> Shares:
        """Return (row, area, share) wherever a place and an area meet, whatever their days."""
        row, area, discs = self._by_tree(batch)
        blob_row, blob_area, share = self._shares(batch, discs)
        return (np.concatenate([row, blob_row]), np.concatenate([area, blob_area]),
                np.concatenate([np.ones(len(row)), share]))

    def _borders(self, batch: Batch, found: Found) -> None:
        """Mark the rows near an uncertain border; how far borders are is found when it is asked."""
        borders = Borders(self.local, self.error, self.crs) if self.error.any() else None
        if borders is not None:
            rows = self._exposed(batch)
            row, area = borders.close(batch, rows)
            alive = overlap(self.start[area], self.end[area], batch.start[row], batch.end[row])
            row, area = row[alive], area[alive]
            found.uncertain = np.unique(row)
        else:
            row, area = NO_ROWS, NO_ROWS

        certainty, areas = found.certainty, found.area  # not FOUND, which would hold itself

        def gaps() -> _Sparse:
            chosen = np.flatnonzero(certainty == POSSIBLE)
            rows = np.concatenate([row, chosen])
            if not len(rows):
                return _NO_NUMBERS
            known = borders or Borders(self.local, self.error, self.crs)
            return rows, known.gaps(batch, rows, np.concatenate([area, areas[chosen]]))

        found.gaps = gaps

    def _exposed(self, batch: Batch) -> NDArray[np.int64]:
        """Return the rows that may lie nearer to a border than its error, and all areas."""
        if self.grid is None:
            rows = np.flatnonzero(~np.isnan(batch.lon) & batch.dated)
            rows = rows[near(batch, rows, self.bounds, np.full(len(rows), self.error.max()))]
        else:
            lon, lat = batch.lon[batch.spots.first], batch.lat[batch.spots.first]
            wide, tall = reach_degrees(self.bounds, lon, lat, np.full(len(lon), self.error.max()))
            exposed = ~np.isnan(lon) & ~self.grid.clear(lon, lat, wide, tall)
            rows = np.flatnonzero(exposed[batch.spots.which] & batch.dated)
        shapes = np.array([r for r in batch.shapes if batch.dated[r]], dtype=np.int64)
        return np.concatenate([rows, shapes])

    def _by_tree(self, batch: Batch) -> _Hits:
        """Return (row, area) wherever an area holds an exact point, and the discs near them."""
        known = ~np.isnan(batch.lon) & batch.dated
        wide = batch.radius_m > 0
        rows, discs = np.flatnonzero(known & ~wide), np.flatnonzero(known & wide)
        area, point = shapely.STRtree(
            np.asarray(shapely.points(batch.lon[rows], batch.lat[rows]))
        ).query(self.degrees, predicate="intersects")
        return rows[point], area, discs[near(batch, discs, self.bounds, batch.radius_m[discs])]

    def _by_grid(self, grid: Grid, batch: Batch, found: Found) -> _Hits:
        """Settle the rows that lie clear of all edges; return the others as `_by_tree` does."""
        odd, codes, discs = [NO_ROWS], [np.empty(0, dtype=np.int32)], [NO_ROWS]
        for begin in range(0, len(batch), BLOCK):
            block = slice(begin, begin + BLOCK)
            code = grid.codes_at(batch.lon[block], batch.lat[block])
            code[~batch.dated[block]] = OUT
            vague = self._vague(grid, batch, begin)
            code[vague - begin] = OUT
            discs.append(vague)
            self._write_block(batch, found, block, code)
            hard = grid.odd(code)
            odd.append(begin + hard)
            codes.append(code[hard])
        rows = np.concatenate(odd)
        point, area = grid.hits(np.concatenate(codes), batch.lon[rows], batch.lat[rows])
        return rows[point], area, np.concatenate(discs)

    def _vague(self, grid: Grid, batch: Batch, begin: int) -> NDArray[np.int64]:
        """Return the rows of a block whose place is a disc that an edge may run through."""
        radius = batch.radius_m[begin:begin + BLOCK]
        rows = begin + np.flatnonzero((radius > 0) & batch.dated[begin:begin + BLOCK])
        if not len(rows):
            return rows
        lon, lat = batch.lon[rows], batch.lat[rows]
        wide, tall = reach_degrees(self.bounds, lon, lat, batch.radius_m[rows])
        return np.asarray(rows[~grid.clear(lon, lat, wide, tall)])

    def _write_block(
        self, batch: Batch, found: Found, block: slice, code: NDArray[np.int32]
    ) -> None:
        """Write what a grid's codes say of the rows of a block."""
        at = code.astype(np.intp)
        first, last = self._from.take(at, mode="wrap"), self._to.take(at, mode="wrap")
        start, end = batch.start[block], batch.end[block]
        alive = overlap(first, last, start, end)
        valid = alive.view(np.uint8) + (covers(first, last, start, end) & alive).view(np.uint8)
        # A whole place is as certain as the area's days are.
        found.valid[block] = found.certainty[block] = valid
        # The number of the area, or -1: none.
        np.subtract(code * alive, 1, out=found.area[block])

    def _shares(self, batch: Batch, discs: NDArray[np.int64]) -> Shares:
        """Return (row, area, share) of the discs and of the places that are areas."""
        box = shapely.box(*self.bounds)
        close = [r for r, place in batch.shapes.items()
                 if batch.dated[r] and shapely.intersects(box, place)]
        if not len(discs) and not close:
            return NO_ROWS, NO_ROWS, np.empty(0)
        rows = np.concatenate([discs, np.array(close, dtype=np.int64)])
        return shares(batch, rows, self.common, self.crs)

    def _settle(
        self, batch: Batch, found: Found, row: NDArray[np.int64], area: NDArray[np.int64],
        share: NDArray[np.float64],
    ) -> None:
        """Write the best area of each row: whole and held first, then the largest share."""
        start, end = self.start[area], self.end[area]
        alive = overlap(start, end, batch.start[row], batch.end[row])
        row, area, share = row[alive], area[alive], share[alive]
        held = covers(start[alive], end[alive], batch.start[row], batch.end[row])
        lone = _lone(row, found.area)  # all of these rows are written below
        self._write(found, row[lone], area[lone], share[lone], held[lone])
        row, area, share, held = row[~lone], area[~lone], share[~lone], held[~lone]
        order = np.lexsort((area, self.start[area], -share, ~held, ~((share == 1) & held), row))
        row, area, share, held = row[order], area[order], share[order], held[order]
        rows, first, times = np.unique(row, return_index=True, return_counts=True)
        self._write(found, rows, area[first], share[first], held[first])
        doubtful = (share[first] < 1) | ~held[first]
        rows, first, times = rows[doubtful], first[doubtful], times[doubtful]
        ends = np.cumsum(times - 1)
        turn = np.arange(times.sum() - len(times)) - np.repeat(ends - times + 1, times - 1)
        found.further = rows, ends, area[np.repeat(first + 1, times - 1) + turn]
        whole = np.append(0, np.cumsum(share == 1))
        for i in np.flatnonzero(whole[first + times] - whole[first] > 1):
            some = slice(first[i], first[i] + times[i])
            self._in_turn(batch, found, int(rows[i]), area[some][share[some] == 1])

    @staticmethod
    def _write(
        found: Found, row: NDArray[np.int64], area: NDArray[np.int64],
        share: NDArray[np.float64], held: NDArray[np.bool_],
    ) -> None:
        found.area[row] = area
        part = share < 1
        rows, parts = found.part
        found.part = np.append(rows, row[part]), np.append(parts, share[part])
        found.valid[row] = np.where(held, 2, 1)
        found.certainty[row] = np.where((share == 1) & held, INSIDE, POSSIBLE)

    def _in_turn(
        self, batch: Batch, found: Found, row: int, whole: NDArray[np.int64]
    ) -> None:
        """Call a row inside when whole areas held, one after the other, on all of its days."""
        days = int(batch.start[row]), int(batch.end[row])
        if held_in_turn(self.start[whole], self.end[whole], *days):
            found.certainty[row], found.valid[row] = INSIDE, 2


def _lone(row: NDArray[np.int64], scratch: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which of some rows stand there once; SCRATCH, by row, is written over at them."""
    turn = np.arange(len(row), dtype=np.int32)
    scratch[row] = turn
    scratch[row[scratch[row] != turn]] = _NONE
    return np.asarray(scratch[row] == turn)
