"""The area that discs and polygons have in common, exact, for very many pairs at once.

By Green's theorem it is the sum along the edge of the common ground: along what the disc holds of
the polygon's rings, and along what the polygon holds of the circle. Rings are cut into chains of a
few edges. Of a chain that lies in the disc the sum is known beforehand, one that lies beyond adds
nothing, and only those at the circle are looked at edge by edge. Where a ring leaves the disc at
one angle and comes back at another, the polygon holds the arc between the two.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Rows = NDArray[np.int64]

#: Edges of a ring that are looked at together.
_CHAIN = 12
#: So many boxes of chains are compared with discs at a time: they stay in the processor's cache.
_AT_ONCE = 1 << 16
#: Of a number in half precision, more than it loses by a few sums.
_ROUNDING = np.float32(1e-6)


def common_area(
    middles: Numbers, radius: Numbers, areas: NDArray[Any], which: Rows
) -> Numbers:
    """Return, pair by pair, the area that a disc and a polygon have in common.

    Parameters
    ----------
    middles
        Centres of the discs, shape (n, 2), in the units of the polygons.
    radius
        Their radii.
    areas
        Polygons, or several as one.
    which
        For each disc, which of the areas.

    Returns
    -------
    array of n areas
        In the square of the unit; the disc is round, not a polygon of many corners.

    Examples
    --------
    >>> import shapely
    >>> half = common_area(np.array([[0.0, 5.0]]), np.array([2.0]),
    ...                    np.array([shapely.box(0, 0, 10, 10)]), np.array([0]))
    >>> float(half[0].round(4))
    6.2832
    """
    return CommonAreas(areas).of(middles, radius, which)


class CommonAreas:
    """Areas made ready, one after the other as they are asked for, for any number of discs."""

    def __init__(self, areas: NDArray[Any]) -> None:
        self.areas = areas
        self._chains: dict[int, _Chains] = {}

    @cached_property
    def bounds(self) -> Numbers:
        """West, south, east, north of each area."""
        return np.asarray(shapely.bounds(self.areas))

    def of(self, middles: Numbers, radius: Numbers, which: Rows) -> Numbers:
        """Return, pair by pair, the area that a disc and an area have in common."""
        held = self._held(middles, radius, which)
        found = np.where(held, shapely.area(self.areas)[which], 0.0)
        cut = np.flatnonzero(~held)
        order = cut[np.argsort(which[cut], kind="stable")]
        some, first = np.unique(which[order], return_index=True)
        for number, rows in zip(some.tolist(), np.split(order, first[1:]), strict=False):
            chains = self._ready(number)
            step = max(1, _AT_ONCE // len(chains))
            for begin in range(0, len(rows), step):
                part = rows[begin:begin + step]
                found[part] = chains.common(middles[part, 0], middles[part, 1], radius[part])
        return found

    def _held(self, middles: Numbers, radius: Numbers, which: Rows) -> NDArray[np.bool_]:
        """Return which discs hold all of the box of their area: they need no look at its edges."""
        west, south, east, north = self.bounds[which].T
        x, y = middles.T
        across = np.maximum(np.abs(x - west), np.abs(x - east))
        up = np.maximum(np.abs(y - south), np.abs(y - north))
        return np.asarray(across**2 + up**2 <= radius**2)

    def _ready(self, number: int) -> _Chains:
        if number not in self._chains:
            self._chains[number] = _Chains(self.areas[number])
        return self._chains[number]


class _Arcs(NamedTuple):
    """Where rings cross circles: the disc, the angle seen from its centre, and which way."""

    disc: Rows
    angle: Numbers
    inward: NDArray[np.bool_]


class _Chains:
    """The rings of an area in chains of a few edges, each with the box that holds it."""

    def __init__(self, area: Any) -> None:
        self.area = area
        rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(area)))
        at, ring = shapely.get_coordinates(rings, return_index=True)
        #: Sums are taken about a corner of the area, so that small ones stay exact.
        self.origin = at.min(axis=0)
        x, y = np.ascontiguousarray((at - self.origin).T)
        size = np.bincount(ring, minlength=len(rings))
        end = np.cumsum(size)
        turn = np.arange(len(at)) - np.repeat(end - size, size)
        # A chain starts at every so many vertices of a ring, but not at its last one.
        first = np.flatnonzero((turn % _CHAIN == 0) & (turn < size[ring] - 1))
        last = np.minimum(first + _CHAIN, end[ring[first]] - 1)
        # A shorter chain repeats its last vertex: edges without a length change nothing.
        corner = np.minimum(first[:, None] + np.arange(_CHAIN + 1), last[:, None])
        self.x, self.y = x[corner], y[corner]
        #: West, east, south and north of each chain; half precision of what is exact elsewhere.
        self.box = np.array([self.x.min(axis=1), self.x.max(axis=1), self.y.min(axis=1),
                             self.y.max(axis=1)], dtype=np.float32)
        across, up = self.x[:, -1] - self.x[:, 0], self.y[:, -1] - self.y[:, 0]
        doubled = (self.x[:, :-1] * self.y[:, 1:] - self.y[:, :-1] * self.x[:, 1:]).sum(axis=1)
        #: Of each chain: twice the area that it spans with the origin, and how far it goes.
        self.sums = np.column_stack([doubled, across, up])
        shapely.prepare(area)

    def __len__(self) -> int:
        return len(self.x)

    def common(self, x: Numbers, y: Numbers, radius: Numbers) -> Numbers:
        """Return the area that the polygon has in common with each disc."""
        x, y, squared = x - self.origin[0], y - self.origin[1], radius**2
        inside, cut = self._by_box(x, y, radius)
        doubled, across, up = (inside.astype(np.float64) @ self.sums).T
        doubled = doubled - x * up + y * across
        disc, chain = np.nonzero(cut)
        ax, ay = self.x[chain] - x[disc, None], self.y[chain] - y[disc, None]
        pieces, arcs = _along(ax, ay, disc, squared)
        doubled += np.bincount(disc, pieces, minlength=len(x))
        doubled += squared * self._turned(arcs, x, y, radius)
        return np.asarray(doubled / 2)

    def _by_box(
        self, x: Numbers, y: Numbers, radius: Numbers
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which chains lie in each disc, and which may cross its circle."""
        west, east, south, north = self.box
        # What numbers of half precision may be off, and more: a doubtful chain is looked at.
        slack = _ROUNDING * np.float32(max(np.abs(z).max(initial=0) for z in (x, y, self.box)))
        cx, cy, r = (z.astype(np.float32)[:, None] for z in (x, y, radius))
        left, right, below, above = cx - west, east - cx, cy - south, north - cy
        far = np.maximum(left, right)
        far *= far
        up = np.maximum(below, above)
        up *= up
        far += up
        inside = far <= np.maximum(r - slack, 0) ** 2
        near = np.minimum(np.minimum(left, right, out=left), 0, out=left)
        near *= near
        up = np.minimum(np.minimum(below, above, out=below), 0, out=below)
        up *= up
        near += up
        return inside, (near <= (r + slack) ** 2) & ~inside

    def _turned(self, arcs: _Arcs, x: Numbers, y: Numbers, radius: Numbers) -> Numbers:
        """Return the angle of each circle that lies in the polygon."""
        turned: Numbers = np.bincount(
            arcs.disc, np.where(arcs.inward, arcs.angle, -arcs.angle), minlength=len(x)
        ).astype(np.float64)
        order = np.lexsort((arcs.angle, arcs.disc))
        crossed, first = np.unique(arcs.disc[order], return_index=True)
        # Where a ring first comes in, seen from the west, its arc began before the west.
        turned[crossed] += 2 * math.pi * arcs.inward[order[first]]
        # Nearly equal angles may stand in the wrong order: an arc is no less than none or all.
        turned[crossed] %= 2 * math.pi
        whole = np.ones(len(x), dtype=bool)
        whole[crossed] = False
        rows = np.flatnonzero(whole)
        west = x[rows] - radius[rows] + self.origin[0]
        held = shapely.intersects_xy(self.area, west, y[rows] + self.origin[1])
        turned[rows[held]] = 2 * math.pi
        return np.asarray(turned)


def _along(
    x: Numbers, y: Numbers, disc: Rows, squared: Numbers
) -> tuple[Numbers, _Arcs]:
    """Return twice the area that each chain's edges in its disc span with the centre, and arcs.

    X and Y are the corners of a chain, seen from the centre of its disc, a row each.
    """
    limit = squared[disc]
    far = x**2 + y**2
    inner = far <= limit[:, None]
    cross = x[:, :-1] * y[:, 1:] - y[:, :-1] * x[:, 1:]
    whole = inner[:, :-1] & inner[:, 1:]
    pieces = np.einsum("ij,ij->i", cross, whole)
    dot = x[:, :-1] * x[:, 1:] + y[:, :-1] * y[:, 1:]
    chain, edge = np.nonzero((inner[:, :-1] != inner[:, 1:]) | _pierced(far, cross, dot, limit))
    start = np.column_stack([x[chain, edge], y[chain, edge]])
    reach = np.column_stack([x[chain, edge + 1], y[chain, edge + 1]]) - start
    enters, leaves = ~inner[chain, edge], ~inner[chain, edge + 1]
    first, last = _crossings(start, reach, limit[chain], enters, leaves)
    span = first[:, 0] * last[:, 1] - first[:, 1] * last[:, 0]
    pieces += np.bincount(chain, span, minlength=len(pieces))
    return pieces, _Arcs(
        np.concatenate([disc[chain[enters]], disc[chain[leaves]]]),
        np.concatenate([_angle(first[enters]), _angle(last[leaves])]),
        np.repeat([True, False], [enters.sum(), leaves.sum()]))


def _pierced(far: Numbers, cross: Numbers, dot: Numbers, limit: Numbers) -> NDArray[np.bool_]:
    """Return of which edges both ends lie beyond a circle, and a part between them within."""
    one, other = far[:, :-1], far[:, 1:]
    beyond = (one > limit[:, None]) & (other > limit[:, None])
    # The foot of the centre on the edge lies between its ends, and in the disc.
    between = (dot < one) & (dot < other)
    near = cross**2 < limit[:, None] * (one + other - 2 * dot)
    return np.asarray(beyond & between & near)


def _crossings(
    start: Numbers, reach: Numbers, limit: Numbers, enters: NDArray[np.bool_],
    leaves: NDArray[np.bool_],
) -> tuple[Numbers, Numbers]:
    """Return where the part of each edge in its disc begins and ends."""
    along = (start * reach).sum(axis=1)
    length = np.maximum((reach * reach).sum(axis=1), 1e-300)
    half = np.sqrt(np.maximum(along**2 - length * ((start * start).sum(axis=1) - limit), 0.0))
    first = np.where(enters, np.clip((-along - half) / length, 0.0, 1.0), 0.0)
    last = np.where(leaves, np.clip((-along + half) / length, 0.0, 1.0), 1.0)
    return start + first[:, None] * reach, start + last[:, None] * reach


def _angle(at: Numbers) -> Numbers:
    return np.arctan2(at[:, 1], at[:, 0])
