"""Which events of two sources are near each other in time and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.model.crs import distance_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.events import Events


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Pairs of rows near each other: `a` of one source, `b` of another.

    `days` lie between the widest spans, `km` between points or areas as given (NaN without a
    place); `spread_a`, `spread_b` are how far off each place may be, in kilometres: the radius of a
    point, half the diagonal of an area, NaN without a place.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    days: NDArray[np.int64]
    km: NDArray[np.float64]
    spread_a: NDArray[np.float64]
    spread_b: NDArray[np.float64]

    def take(self, mask: NDArray[np.bool_]) -> Pairs:
        """Return the pairs where a mask is true."""
        return Pairs(**{name: values[mask] for name, values in vars(self).items()})


def near_pairs(one: Events, other: Events, *, days: int, km: float) -> Pairs:
    """Return the pairs of dated events at most so many days and kilometres apart.

    Kilometres count between the nearest places that the two may be at. A pair of which one has no
    place is near when the days overlap. Between areas the shortest line in degrees is measured.
    """
    a, b = _in_time(one, other, days)
    gap = np.maximum(0, np.maximum(one["start"][a] - other["end"][b],
                                   other["start"][b] - one["end"][a]) + 1)
    (reach_a, spread_a), (reach_b, spread_b) = _spread(one, a), _spread(other, b)
    far = _km(one.geometry[a], other.geometry[b])
    found = Pairs(a=a, b=b, days=gap, km=far, spread_a=spread_a, spread_b=spread_b)
    placed = ~np.isnan(far)
    return found.take(np.where(placed, far - reach_a - reach_b <= km, gap == 0))


def _in_time(
    one: Events, other: Events, days: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of incidents whose widest spans are at most so many days apart."""
    rows = [np.flatnonzero(e.dated & (e["role"] == "event")) for e in (one, other)]
    order = rows[1][np.argsort(other["start"][rows[1]], kind="stable")]
    start, end = other["start"][order], other["end"][order]
    # The latest end so far never falls, so that long events can be searched for too.
    latest = np.maximum.accumulate(end) if len(end) else end
    first = np.searchsorted(latest, one["start"][rows[0]] - days, side="left")
    last = np.searchsorted(start, one["end"][rows[0]] + days, side="left")
    sizes = np.maximum(last - first, 0)
    a = np.repeat(rows[0], sizes)
    offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    b = order[np.repeat(first, sizes) + offsets] if len(a) else np.zeros(0, dtype=np.int64)
    near = other["end"][b] - 1 >= one["start"][a] - days
    return a[near], b[near]


def _spread(
    events: Events, rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by how much places reach beyond their geometry, and how far off they may be, in km."""
    radius = np.nan_to_num(events["radius_m"], nan=0.0) / 1000
    box = shapely.bounds(events.geometry)
    wide = distance_m(box[:, 0], box[:, 1], box[:, 2], box[:, 3]) / 2000
    is_area = events.is_area
    off = np.where(events.placed, np.where(is_area, wide, radius), np.nan)
    return np.where(is_area, 0.0, radius)[rows], off[rows]


def _km(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return kilometres between geometries, pair by pair; NaN where one is missing."""
    lines = shapely.shortest_line(one, other)
    found = np.full(len(lines), np.nan)
    known = np.array([line is not None for line in lines], dtype=bool)
    ends = shapely.get_coordinates(lines[known]).reshape(-1, 4)
    found[known] = distance_m(ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3]) / 1000
    return found
