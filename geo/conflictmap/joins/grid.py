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

from conflictmap.joins.batch import Distinct

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
_HALF_TURN = 180.0
#: Empty cells around the box of the areas: the outermost has no edge, and stands for all beyond.
_MARGIN = 2
#: Codes of a cell that an edge may run through, and of one in no area.
EDGE, OUT = -1, 0


class Cells:
    """Cells over the box of some lines, and which of them a line may run through.

    Parameters
    ----------
    lines
        Lines, in any one coordinate system.
    count
        How many cells a side.
    """

    def __init__(self, lines: NDArray[np.object_], count: int) -> None:
        west, south, east, north = shapely.total_bounds(lines)
        self.size = count + 2 * _MARGIN
        self.scale = count / np.maximum([east - west, north - south], 1e-9)
        self.corner = np.array([west, south]) - _MARGIN / self.scale
        self.crossed = np.zeros(self.size * self.size, dtype=bool)
        x, y = self._steps(lines)
        for row in ((y - _NEAR).astype(np.int64), (y + _NEAR).astype(np.int64)):
            row *= self.size
            for column in ((x - _NEAR).astype(np.int64), (x + _NEAR).astype(np.int64)):
                self.crossed[row + column] = True

    def _steps(
        self, lines: NDArray[np.object_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return points along the lines, no farther apart than a step, in cells."""
        at, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
        x, y = ((at - self.corner) * self.scale).T
        squared = np.diff(x) ** 2 + np.diff(y) ** 2
        far = np.flatnonzero((squared > _STEP**2) & (line[1:] == line[:-1]))
        count = np.ceil(np.sqrt(squared[far]) / _STEP).astype(np.int64)
        start = np.repeat(far, count)
        part = (np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)) / np.repeat(
            count, count)
        return tuple(  # type: ignore[return-value]
            np.concatenate([z, z[start] + part * (z[start + 1] - z[start])]) for z in (x, y))

    def at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the number of the cell of each point: of those beyond, or at NaN, an outermost."""
        row, column = self._along(y, 1), self._along(x, 0)
        np.floor(row, out=row)
        row *= self.size
        row += column
        return row.astype(np.int64)

    def clear(
        self, x: NDArray[np.float64], y: NDArray[np.float64],
        wide: NDArray[np.float64], tall: NDArray[np.float64],
    ) -> NDArray[np.bool_]:
        """Return about which points no line runs within WIDE and TALL, half the sides of a box.

        Degrees: a box across the date line, which the cells do not see, is never clear; one about
        NaN is.
        """
        west, east = self._cell(x - wide, 0), self._cell(x + wide, 0) + 1
        south, north = self._cell(y - tall, 1), self._cell(y + tall, 1) + 1
        sums = self._sums
        count = sums[north, east] - sums[south, east] - sums[north, west] + sums[south, west]
        return np.asarray((count == 0) & ~(np.abs(x) + wide > _HALF_TURN))

    @cached_property
    def _sums(self) -> NDArray[np.int32]:
        """Return how many cells below and to the left of each corner have a line."""
        sums = np.zeros((self.size + 1, self.size + 1), dtype=np.int32)
        np.cumsum(self.crossed.reshape(self.size, self.size), axis=0, out=sums[1:, 1:])
        np.cumsum(sums, axis=1, out=sums)
        return sums

    def _cell(self, at: NDArray[np.float64], axis: int) -> NDArray[np.int64]:
        return self._along(at, axis).astype(np.int64)

    def _along(self, at: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
        """Return coordinates in cells, along columns (axis 0) or rows, those beyond at the rim."""
        cell: NDArray[np.float64] = at - self.corner[axis]
        cell *= self.scale[axis]
        np.fmax(cell, 0, out=cell)
        np.minimum(cell, self.size - 1, out=cell)
        return cell


class Grid(Cells):
    """Cells over the box of some areas, for asking which areas hold a point.

    Parameters
    ----------
    areas
        Valid polygons, in any one coordinate system.
    points
        How many points will be asked about; more of them pay for finer cells.
    """

    def __init__(self, areas: NDArray[np.object_], *, points: int) -> None:
        cells = int(min(FINEST, max(16, 0.75 * math.sqrt(points))))
        super().__init__(np.asarray(shapely.boundary(areas)), cells)
        self.areas = areas
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
            odd = self.odd(code)
            single = np.flatnonzero(self.alone(code))
            point, area = self.hits(code[odd], x[block][odd], y[block][odd])
            points += [begin + single, begin + odd[point]]
            areas += [code[single].astype(np.int64) - 1, area]
        return np.concatenate(points), np.concatenate(areas)

    def alone(self, code: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return which codes stand for one area: that of the code less 1."""
        return (code > OUT) & (code <= len(self.areas))

    def odd(self, code: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return where codes stand for cells at an edge or in several areas."""
        return np.flatnonzero((code < OUT) | (code > len(self.areas)))

    def codes_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
        """Return the code of the cell of each point; `OUT` where a coordinate is NaN."""
        codes: NDArray[np.int32] = self.codes.take(self.at(x, y))
        return codes

    def hits(
        self, code: NDArray[np.int32], x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (point, area) for points of cells at an edge or in several areas."""
        edge = np.flatnonzero(code == EDGE)
        several = np.flatnonzero(code > OUT)
        each, stacked = self._stacked(code[several])
        places = Distinct(x[edge], y[edge])
        at = edge[places.first]
        area, found = _boxes(self.areas, x[at], y[at])
        point, pair = places.spread(found)
        return (
            np.concatenate([several[each], edge[point]]), np.concatenate([stacked, area[pair]]),
        )

    def _stacked(
        self, code: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, area) for codes that stand for several areas."""
        size = np.array([len(stack) for stack in self.stacks])
        first = np.cumsum(size) - size
        areas = np.array([area for stack in self.stacks for area in stack], dtype=np.int64)
        times = size[code]
        row = np.repeat(np.arange(len(code)), times)
        turn = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
        return row, areas[first[code][row] + turn]

    def _codes(self) -> NDArray[np.int32]:
        """Return the code of every cell."""
        # The cells one after the other are runs without an edge and runs of edges, in turn. At the
        # ends of rows no area is, so that a run may go on in the next.
        starts = np.append(0, np.flatnonzero(self.crossed[1:] != self.crossed[:-1]) + 1)
        first = self._linked(starts)
        asked, at = np.unique(first, return_inverse=True)
        codes = np.full(len(starts), EDGE, dtype=np.int32)
        codes[::2] = self._settled(starts[::2][asked])[at]
        if len(self.stacks) < np.iinfo(np.int16).max:
            codes = codes.astype(np.int16)  # read faster, since more of it stays in the cache
        return np.repeat(codes, np.diff(starts, append=len(self.crossed)))

    def _linked(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return, for each run without an edge, the number of one that lies in the same areas.

        A run is linked to that in the row before which touches its first or last cell: no edge
        runs between the two. The links are then followed to their ends.
        """
        begin = starts[::2]
        own = link = np.arange(len(begin))
        for cell in (begin, np.append(starts[1::2], len(self.crossed))[:len(begin)] - 1):
            before = np.maximum(cell - self.size, 0)
            run = np.searchsorted(begin, before, side="right") - 1
            link = np.where(self.crossed[before] | (link != own), link, run)
        while (link != link[link]).any():
            link = link[link]
        return link

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
