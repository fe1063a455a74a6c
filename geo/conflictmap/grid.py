"""A grid over areas: most points are settled by the cell they fall in, the rest are tested.

A cell that no edge runs through lies in the same areas with all of its points. The cells that
edges run through are found by walking along the edges; of the others, each unbroken run in a row
is settled by one of its points. The answer is that of `shapely.intersects`, for every point.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Finest grid: cells a side.
FINEST = 2048
#: Fewer points than this are quicker asked of a tree.
FEW = 50_000
#: So many points are looked up at a time: what is worked on stays in the processor's cache.
BLOCK = 1 << 16
#: An edge is walked in steps of half a cell: all of it lies within a quarter of a cell of a step,
#: and a little more keeps rounding out of it.
_STEP, _NEAR = 0.5, 0.26
#: Empty cells around the box of the areas: the outermost has no edge, and stands for all beyond.
_MARGIN = 2
#: Codes of a cell that an edge may run through, and of one in no area.
EDGE, OUT = -1, 0


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
        cells = int(min(FINEST, max(16, 0.75 * math.sqrt(points))))
        self.size = cells + 2 * _MARGIN
        self.scale = cells / np.maximum([east - west, north - south], 1e-9)
        self.corner = np.array([west, south]) - _MARGIN / self.scale
        #: Which areas a code stands for: code 0 none, 1 … n one of them, above that several.
        self.stacks: list[tuple[int, ...]] = [(), *((i,) for i in range(len(areas)))]
        self.codes = self._codes()

    def query(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (point, area) for every area that holds a point, its border included."""
        points, areas = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for begin in range(0, len(x), BLOCK):
            block = slice(begin, begin + BLOCK)
            code = self.codes_at(x[block], y[block])
            single = np.flatnonzero(self.alone(code))
            odd = np.flatnonzero((code != OUT) & ~self.alone(code))
            point, area = self.hits(code[odd], x[block][odd], y[block][odd])
            points += [begin + single, begin + odd[point]]
            areas += [code[single].astype(np.int64) - 1, area]
        return np.concatenate(points), np.concatenate(areas)

    def alone(self, code: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which codes stand for one area: that of the code less 1."""
        return (code > OUT) & (code <= len(self.areas))

    def codes_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return the code of the cell of each point; `OUT` where a coordinate is NaN."""
        cell = self._cell(y, 1) * self.size
        cell += self._cell(x, 0)
        codes: NDArray[np.int32] = self.codes.ravel().take(cell)
        return codes

    def hits(
        self, code: NDArray[np.int32], x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (point, area) for points of cells at an edge or in several areas."""
        edge = np.flatnonzero(code == EDGE)
        several = np.flatnonzero(code > OUT)
        many = [self.stacks[c] for c in code[several]]
        # Events share places: each place is asked about once.
        place, at = np.unique(x[edge] + 1j * y[edge], return_inverse=True)
        area, found = _boxes(self.areas, place.real, place.imag)
        point, pair = spread(at, found, len(place))
        return (
            np.concatenate([np.repeat(several, [len(s) for s in many]), edge[point]]),
            np.concatenate([
                np.fromiter((a for s in many for a in s), dtype=np.int64), area[pair],
            ]),
        )

    def clear(
        self, x: NDArray[np.float64], y: NDArray[np.float64],
        wide: NDArray[np.float64], tall: NDArray[np.float64],
    ) -> NDArray[np.bool_]:
        """Return about which points no edge runs within WIDE and TALL, half the sides of a box.

        All of such a box lies in the areas of its middle.
        """
        west, east = self._cell(x - wide, 0), self._cell(x + wide, 0) + 1
        south, north = self._cell(y - tall, 1), self._cell(y + tall, 1) + 1
        edges = self._edges
        count = edges[north, east] - edges[south, east] - edges[north, west] + edges[south, west]
        return np.asarray(count == 0)

    @cached_property
    def _edges(self) -> NDArray[np.int32]:
        """Return how many cells below and to the left of each corner have an edge."""
        sums = np.zeros((self.size + 1, self.size + 1), dtype=np.int32)
        np.cumsum(self.codes == EDGE, axis=0, out=sums[1:, 1:])
        np.cumsum(sums, axis=1, out=sums)
        return sums

    def _cell(self, at: NDArray[np.float64], axis: int) -> NDArray[np.int64]:
        """Return the column (axis 0) or row of each coordinate; those beyond, the outermost."""
        cell = at - self.corner[axis]
        cell *= self.scale[axis]
        np.fmax(cell, 0, out=cell)
        np.fmin(cell, self.size - 1, out=cell)
        return np.asarray(cell, dtype=np.int64)

    def _codes(self) -> NDArray[np.int32]:
        """Return the code of every cell."""
        codes = np.full((self.size, self.size), OUT, dtype=np.int32)
        for column, row in self._walk():
            codes[row, column] = EDGE
        plain = codes != EDGE
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
            near = (steps + np.array([dx, dy])).astype(np.int64)
            found.append((near[:, 0], near[:, 1]))
        return found

    def _settled(self, cells: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the codes of cells that no edge runs through, by the middle of each."""
        row, column = np.divmod(cells, self.size)
        middle = np.column_stack([column, row]) + 0.5
        at = middle / self.scale + self.corner
        area, cell = _boxes(self.areas, at[:, 0], at[:, 1])
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


def spread(
    which: NDArray[np.int64], found: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (row, pair): each row with every pair that was found of its place.

    WHICH gives the place of each row, FOUND that of each pair, of COUNT places.
    """
    order = np.argsort(which, kind="stable")
    first = np.searchsorted(which[order], np.arange(count + 1))
    times = np.diff(first)[found]
    turn = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return order[np.repeat(first[found], times) + turn], np.repeat(np.arange(len(found)), times)


def _boxes(
    areas: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (area, point) pairs: each area asks about the points in its box, all at once."""
    order = np.argsort(x, kind="stable")
    across, up = x[order], y[order]
    west, south, east, north = shapely.bounds(areas).T
    first, last = np.searchsorted(across, west), np.searchsorted(across, east, side="right")
    shapely.prepare(areas)
    found = []
    for area, a, b, low, high in zip(areas, first, last, south, north, strict=True):
        near = a + np.flatnonzero((up[a:b] >= low) & (up[a:b] <= high))
        found.append(order[near[shapely.intersects_xy(area, across[near], up[near])]])
    return (np.repeat(np.arange(len(areas)), [len(points) for points in found]),
            np.concatenate([np.empty(0, dtype=np.int64), *found]))


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
