"""A grid over areas: most points are settled by the cell they fall in, the rest are tested.

A cell that no edge runs through lies in the same areas with all of its points. The cells that
edges run through are found by walking along the edges; of the others, each unbroken run in a row
is settled by one of its points. The answer is that of `shapely.intersects`, for every point.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Finest grid: cells a side.
FINEST = 2048
#: Fewer points than this are quicker asked of a tree.
FEW = 50_000
#: An edge is walked in steps of half a cell: all of it lies within a quarter of a cell of a step,
#: and a little more keeps rounding out of it.
_STEP, _NEAR = 0.5, 0.26
_SLACK = 1e-6
_EDGE, _OUT = -1, 0


class Grid:
    """Cells over the box of some areas, for asking which areas hold a point.

    Parameters
    ----------
    areas
        Valid polygons, in any one coordinate system.
    points
        How many points will be asked about; more of them pay for finer cells.
    """

    def __init__(self, areas: NDArray[np.object_], *, points: int) -> None:
        self.areas = areas
        west, south, east, north = shapely.total_bounds(areas)
        self.size = int(min(FINEST, max(16, math.sqrt(points))))
        self.corner = np.array([west, south])
        self.scale = self.size / np.maximum([east - west, north - south], 1e-9)
        #: Which areas a code stands for: code 0 none, 1 … n one of them, above that several.
        self.stacks: list[tuple[int, ...]] = [(), *((i,) for i in range(len(areas)))]
        self.codes = self._codes()

    def query(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (point, area) for every area that holds a point, its border included."""
        code = self._code_at(x, y)
        edge = np.flatnonzero(code == _EDGE)
        single = np.flatnonzero((code > _OUT) & (code <= len(self.areas)))
        several = np.flatnonzero(code > len(self.areas))
        many = [self.stacks[c] for c in code[several]]
        area, point = _tree(self.areas, np.asarray(shapely.points(x[edge], y[edge])))
        return (
            np.concatenate([single, np.repeat(several, [len(s) for s in many]), edge[point]]),
            np.concatenate([
                code[single].astype(np.int64) - 1,
                np.fromiter((a for s in many for a in s), dtype=np.int64), area,
            ]),
        )

    def _code_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return the code of the cell of each point."""
        column = (x - self.corner[0]) * self.scale[0]
        row = (y - self.corner[1]) * self.scale[1]
        # A point on the outer border may be put beside it by rounding; its cell is an edge.
        low, high = -_SLACK, self.size + _SLACK
        out = ~((column >= low) & (column <= high) & (row >= low) & (row <= high))
        column[out] = row[out] = 0
        i = np.clip(column.astype(np.int32), 0, self.size - 1)
        j = np.clip(row.astype(np.int32), 0, self.size - 1)
        code: NDArray[np.int32] = self.codes[j, i]
        code[out] = _OUT
        return code

    def _codes(self) -> NDArray[np.int32]:
        """Return the code of every cell."""
        codes = np.full((self.size, self.size), _OUT, dtype=np.int32)
        for column, row in self._walk():
            codes[row, column] = _EDGE
        plain = codes != _EDGE
        # A run starts where a row starts, and behind an edge.
        starts = plain.copy()
        starts[:, 1:] &= ~plain[:, :-1]
        run = np.cumsum(starts.ravel(), dtype=np.int32).reshape(codes.shape) - 1
        settled = self._settled(np.flatnonzero(starts))
        return np.where(plain, settled[run], codes)

    def _walk(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Return the cells that edges may run through, as columns and rows, in four parts."""
        lines = shapely.boundary(self.areas)
        cells = shapely.transform(lines, lambda xy: (xy - self.corner) * self.scale)
        steps = shapely.get_coordinates(shapely.segmentize(cells, _STEP))
        found = []
        for dx, dy in ((-_NEAR, -_NEAR), (-_NEAR, _NEAR), (_NEAR, -_NEAR), (_NEAR, _NEAR)):
            near = np.clip((steps + np.array([dx, dy])).astype(np.int64), 0, self.size - 1)
            found.append((near[:, 0], near[:, 1]))
        return found

    def _settled(self, cells: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the codes of cells that no edge runs through, by the middle of each."""
        row, column = np.divmod(cells, self.size)
        middle = np.column_stack([column, row]) + 0.5
        at = shapely.points(middle / self.scale + self.corner)
        area, cell = _tree(self.areas, np.asarray(at))
        codes = np.zeros(len(cells), dtype=np.int32)
        times = np.bincount(cell, minlength=len(cells))
        alone = times[cell] == 1
        codes[cell[alone]] = area[alone] + 1
        self._stack(codes, cell[~alone], area[~alone])
        return codes

    def _stack(
        self, codes: NDArray[np.int32], cell: NDArray[np.int64], area: NDArray[np.int64]
    ) -> None:
        """Write the codes of cells that lie in several areas at once."""
        if not len(cell):
            return
        order = np.lexsort((area, cell))
        cell, area = cell[order], area[order]
        known: dict[tuple[int, ...], int] = {}
        found, first = np.unique(cell, return_index=True)
        for c, areas in zip(found, np.split(area, first[1:]), strict=True):
            stack = tuple(areas.tolist())
            if stack not in known:
                known[stack] = len(self.stacks)
                self.stacks.append(stack)
            codes[c] = known[stack]


def _tree(areas: NDArray[np.object_], points: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return (area, point) pairs; the areas ask, since an asking geometry is prepared."""
    return shapely.STRtree(points).query(areas, predicate="intersects")


def holding(
    areas: NDArray[np.object_], points: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (point, area) for every area that holds a point of an array of shapely points."""
    if len(points) < FEW or not len(areas):
        area, point = _tree(areas, points)
        return point, area
    at: Any = shapely.get_coordinates(points)
    return Grid(areas, points=len(at)).query(at[:, 0], at[:, 1])
