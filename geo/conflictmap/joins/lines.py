"""The kernel of `locate`: columns of numbers in, columns of numbers out, for one layer of lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.areas import CERTAINTY, INSIDE, POSSIBLE, VALID
from conflictmap.joins.batch import Places, batch_of, near, reach_degrees
from conflictmap.joins.discs import CommonAreas
from conflictmap.joins.grid import Cells
from conflictmap.joins.shares import WHOLE
from conflictmap.model.crs import edges_to_local, local_crs
from conflictmap.model.errors import LayerError
from conflictmap.model.interval import covers, held_in_turn, overlap
from conflictmap.places.layer_files import read_layer
from conflictmap.places.measures import Ruler, middles, single_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

#: Cells a side over the box of the lines: which places no line is near.
_CELLS = 256

_Rows = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.bool_]"]
#: How near to a road, in metres, an event counts as on it: half the width that the statement of
#: 10 November 2020 gives to the Lachin corridor.
REACH_M = 2_500.0


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where places lie along lines, an entry for each row of the batch that is within reach.

    `row` is its number in the batch, `line` an index into the kernel's lines; `certainty` and
    `valid` are indices into `kernel.CERTAINTY` and `kernel.VALID`; `share` is that of the place
    within reach; the others are metres from the line's first vertex and beside it (left is
    negative), and the stretch that the place can mean.
    """

    row: NDArray[np.int64]
    line: NDArray[np.int64]
    certainty: NDArray[np.uint8]
    valid: NDArray[np.uint8]
    share: NDArray[np.float64]
    chainage_m: NDArray[np.float64]
    offset_m: NDArray[np.float64]
    chainage_low_m: NDArray[np.float64]
    chainage_high_m: NDArray[np.float64]


class RouteKernel:
    """The lines of one layer, made ready for any number of batches.

    Parameters
    ----------
    layer
        A layer of lines; each is measured from its first vertex.
    reach_m
        How near to a line, in metres, a place counts as on it.

    Raises
    ------
    LayerError
        When the layer holds no line.
    """

    def __init__(self, layer: Layer, *, reach_m: float) -> None:
        keep = np.flatnonzero(shapely.get_dimensions(layer.geometry) == 1)
        if not len(keep):
            raise LayerError(f"layer '{layer.id}' holds no line; chainage is measured along lines.")
        self.ids = np.array([layer.features[i].id for i in keep], dtype=object)
        self.start, self.end = layer.start[keep], layer.end[keep]
        self.reach_m = reach_m
        self.bounds = layer.bounds
        self.crs = local_crs(self.bounds)
        self.lines = single_lines(np.asarray(edges_to_local(layer.geometry[keep], self.crs)))
        self._cells = Cells(layer.geometry[keep], _CELLS)
        self._rulers: dict[int, Ruler] = {}

    def locate(self, batch: Batch) -> Located:
        """Return where the places of a batch lie, along the lines as they ran on its days."""
        places = Places(batch, self._near(batch), self.crs)
        bodies = places.bodies
        line, place = shapely.STRtree(bodies).query(
            self.lines, predicate="dwithin", distance=self.reach_m)
        share = self._share(places, place, bodies[place], line)
        chainage, offset, gap = self._measure(places.cores[place], line)
        row, pair = places.spread(place)
        rows, best, held = self._best(batch, row, pair, (line, gap, -share))
        low, high = self._stretch(bodies[place], line, chainage, np.unique(best))
        line, share = line[best], share[best]
        certain = held & (share == 1.0)
        return Located(
            row=rows, line=line, share=share, valid=np.where(held, 2, 1).astype(np.uint8),
            certainty=np.where(certain, INSIDE, POSSIBLE).astype(np.uint8),
            chainage_m=chainage[best], offset_m=offset[best],
            chainage_low_m=low[best], chainage_high_m=high[best],
        )

    def _near(self, batch: Batch) -> NDArray[np.int64]:
        """Return the rows that may be within reach, and all whose place is an area: days first."""
        rows = np.flatnonzero(
            (batch.start < self.end.max()) & (batch.end > self.start.min()) & batch.dated)
        shapes = np.array([r for r in batch.shapes if batch.dated[r]], dtype=np.int64)
        rows = rows[near(batch, rows, self.bounds, self._reach(batch, rows))]
        lon, lat = batch.lon[rows], batch.lat[rows]
        wide, tall = reach_degrees(self.bounds, lon, lat, self._reach(batch, rows))
        return np.concatenate([rows[~self._cells.clear(lon, lat, wide, tall)], shapes])

    def _reach(self, batch: Batch, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(np.fmax(batch.radius_m[rows], 0.0) + self.reach_m)

    def _best(
        self, batch: Batch, row: NDArray[np.int64], pair: NDArray[np.int64],
        keys: tuple[NDArray[Any], ...],
    ) -> _Rows:
        """Return, for each row near a line that held then, the best pair of place and line.

        The one that held on all days, of these the one with the least of the last key, and so on.
        """
        line = keys[0][pair]
        start, end = self.start[line], self.end[line]
        alive = overlap(start, end, batch.start[row], batch.end[row])
        row, pair = row[alive], pair[alive]
        held = covers(start[alive], end[alive], batch.start[row], batch.end[row])
        order = np.lexsort((*(key[pair] for key in keys), ~held, row))
        row, pair, held = row[order], pair[order], held[order]
        rows, first, times = np.unique(row, return_index=True, return_counts=True)
        whole, held = keys[-1][pair] == -1.0, held[first] if len(first) else held
        for i in np.flatnonzero((times > 1) & ~held):
            some = slice(first[i], first[i] + times[i])
            full = keys[0][pair[some][whole[some]]]
            held[i] = len(full) > 0 and held_in_turn(
                self.start[full], self.end[full], int(batch.start[rows[i]]),
                int(batch.end[rows[i]]))
        return rows, pair[first], held

    def _share(
        self, places: Places, place: NDArray[np.int64], bodies: NDArray[np.object_],
        line: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return the share of each place that lies within reach of its line; 1 for a point."""
        share = np.ones(len(place))
        radius = places.radius[place]
        discs = np.flatnonzero(places.pointed[place] & (radius > 0))
        middles = shapely.get_coordinates(places.cores[place[discs]])
        share[discs] = self._common.of(middles, radius[discs], line[discs]) / (
            math.pi * radius[discs] ** 2)
        some = np.flatnonzero(~places.pointed[place])
        share[some] = self._part(bodies[some], line[some])
        share[share >= WHOLE] = 1.0
        return share

    def _part(
        self, grounds: NDArray[np.object_], line: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return the share of places that are areas, or stretches of road, within reach."""
        common = shapely.intersection(grounds, self._strips[line])
        wide = shapely.area(grounds) > 0  # a stretch of road has a length and no area
        size = np.where(wide, shapely.area(grounds), shapely.length(grounds))
        inner = np.where(wide, shapely.area(common), shapely.length(common))
        return np.asarray(np.minimum(inner / size, 1.0))

    @cached_property
    def _strips(self) -> NDArray[np.object_]:
        """All that is within reach of each line."""
        return np.asarray(shapely.buffer(self.lines, self.reach_m))

    @cached_property
    def _common(self) -> CommonAreas:
        return CommonAreas(self._strips)

    def _measure(
        self, cores: NDArray[np.object_], line: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return chainage and offset of the middle of each place, and how far all of it is off."""
        middle = middles(cores)
        chainage, offset = np.empty(len(line)), np.empty(len(line))
        for i in np.unique(line):
            some = np.flatnonzero(line == i)
            chainage[some], offset[some] = self._ruler(int(i)).measure(middle[some])
        gap = np.abs(offset)
        wide = np.flatnonzero(shapely.get_dimensions(cores) > 0)
        gap[wide] = shapely.distance(cores[wide], self.lines[line[wide]])
        return chainage, offset, gap

    def _stretch(
        self, bodies: NDArray[np.object_], line: NDArray[np.int64],
        chainage: NDArray[np.float64], pairs: NDArray[np.int64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the stretch of the line, in metres from its origin, that each place can mean.

        Only of some PAIRS: it takes long.
        """
        low, high = chainage.copy(), chainage.copy()
        pairs = pairs[shapely.get_dimensions(bodies[pairs]) > 0]
        for i in np.unique(line[pairs]):
            some = pairs[line[pairs] == i]
            body, along = self._ruler(int(i)).stretch(bodies[some])
            np.minimum.at(low, some[body], along)
            np.maximum.at(high, some[body], along)
        return low, high

    def _ruler(self, line: int) -> Ruler:
        if line not in self._rulers:
            self._rulers[line] = Ruler(self.lines[line])
        return self._rulers[line]


def locate(
    events: Events, route: Layer | str, *, reach_m: float = 2_500.0
) -> dict[str, NDArray[Any]]:
    """Return where along a road each event lies, with the road as it ran on the event's days.

    Parameters
    ----------
    events
        The events; those without a place or date, and those farther than REACH_M, have no row.
    route
        A layer of lines, or the id of a built-in one. Each line is measured from its first vertex.
    reach_m
        How near to the line, in metres, an event counts as on the road.

    Returns
    -------
    dict of arrays
        `row` (number of the event), `event_id`, `feature_id`, `certainty` (`inside` when the whole
        place is within reach on all of the event's days, else `possible`), `share` of the place
        within reach, `valid`, `chainage_m` from the line's first vertex, `offset_m` beside it (left
        of the line negative), and `chainage_low_m`, `chainage_high_m`: the stretch that the place
        can mean.

    Raises
    ------
    LayerError
        When the layer holds no line.
    """
    layer = read_layer(route) if isinstance(route, str) else route
    kernel = RouteKernel(layer, reach_m=reach_m)
    found = kernel.locate(batch_of(events))
    return {
        "row": found.row, "event_id": events["event_id"][found.row],
        "feature_id": kernel.ids[found.line],
        "certainty": np.array(CERTAINTY, dtype=object)[found.certainty],
        "share": found.share, "valid": np.array(VALID, dtype=object)[found.valid],
        "chainage_m": found.chainage_m, "offset_m": found.offset_m,
        "chainage_low_m": found.chainage_low_m, "chainage_high_m": found.chainage_high_m,
    }
