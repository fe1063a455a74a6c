"""Along the road: how far from its origin an event lies, and how far beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import edges_to_local, local_crs, to_wgs84
from conflictmap.errors import LayerError
from conflictmap.grid import FEW, Grid
from conflictmap.interval import covers, held_in_turn, overlap
from conflictmap.layer_reading import read_layer
from conflictmap.places import Batch, batch_of, near, points_of
from conflictmap.shares import WHOLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.events import Events
    from conflictmap.layer import Layer

_STEP_M = 1.0


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
    lines = np.flatnonzero(shapely.get_dimensions(layer.geometry) == 1)
    if not len(lines):
        raise LayerError(f"layer '{layer.id}' holds no line; chainage is measured along lines.")
    crs = local_crs(layer.bounds)
    batch = batch_of(events)
    places = _places(batch, layer, crs, reach_m)
    local = single_lines(edges_to_local(layer.geometry[lines], crs))
    core, line, share, held = _nearest(
        batch, places, layer, lines=lines, local=local, reach_m=reach_m)
    row = places.rows[core]
    chainage, offset = _measure(places.cores[core], local[line])
    low, high = _stretch(places.bodies[core], local[line], chainage)
    whole = held & (share == 1.0)
    return {
        "row": row, "event_id": events["event_id"][row],
        "feature_id": np.array([layer.features[lines[i]].id for i in line], dtype=object),
        "certainty": np.where(whole, "inside", "possible").astype(object),
        "share": share, "valid": np.where(held, "certain", "possible").astype(object),
        "chainage_m": chainage, "offset_m": offset,
        "chainage_low_m": low, "chainage_high_m": high,
    }


@dataclass(frozen=True)
class _Places:
    """The rows near a road; in metres, the point or area of each, and that with its radius."""

    rows: NDArray[np.int64]
    cores: NDArray[np.object_]
    bodies: NDArray[np.object_]


def _places(batch: Batch, layer: Layer, crs: str, reach_m: float) -> _Places:
    radius = np.nan_to_num(batch.radius_m, nan=0.0)
    held = (batch.start < layer.end.max()) & (batch.end > layer.start.min())
    points = np.flatnonzero(~np.isnan(batch.lon) & batch.dated & held)
    points = points[near(batch, points, layer.bounds, radius[points] + reach_m)]
    if len(points) >= FEW:
        points = points[_in_strip(batch, points, layer, crs, radius[points].max() + reach_m)]
    shapes = np.array([r for r in batch.shapes if batch.dated[r]], dtype=np.int64)
    cores = np.concatenate([
        points_of(batch, points, crs),
        edges_to_local(np.array([batch.shapes[r] for r in shapes], dtype=object), crs),
    ])
    rows = np.concatenate([points, shapes])
    order = np.argsort(rows)
    rows, cores = rows[order], cores[order]
    bodies = cores.copy()
    discs = np.flatnonzero(radius[rows] > 0)
    bodies[discs] = shapely.buffer(cores[discs], radius[rows[discs]])
    return _Places(rows, cores, bodies)


def _in_strip(
    batch: Batch, rows: NDArray[np.int64], layer: Layer, crs: str, reach_m: float
) -> NDArray[np.int64]:
    """Return which of many rows lie in a strip a little wider than REACH_M along the lines."""
    lines = layer.geometry[shapely.get_dimensions(layer.geometry) == 1]
    strip = to_wgs84(shapely.union_all(shapely.buffer(
        edges_to_local(lines, crs), 1.02 * reach_m)), crs)
    grid = Grid(np.array([strip], dtype=object), points=len(rows))
    return np.unique(grid.query(batch.lon[rows], batch.lat[rows])[0])


def single_lines(lines: NDArray[Any]) -> NDArray[Any]:
    """Return each line as one LineString from its first vertex: parts joined, or the longest."""
    out = lines.copy()
    for i in np.flatnonzero(shapely.get_type_id(lines) != 1):
        parts = shapely.get_parts(shapely.line_merge(lines[i]))
        longest = parts[np.argmax(shapely.length(parts))]
        first = shapely.get_coordinates(lines[i])[0]
        out[i] = longest if (first != longest.coords[-1]).any() else shapely.reverse(longest)
    return out


def _nearest(
    batch: Batch, places: _Places, layer: Layer, *, lines: NDArray[np.int64],
    local: NDArray[Any], reach_m: float,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return, for each place within reach of a line that held then, the best line.

    The line with the largest share of the place within reach, of these the nearest.
    """
    line, core = shapely.STRtree(places.bodies).query(local, predicate="dwithin", distance=reach_m)
    row = places.rows[core]
    start, end = layer.start[lines][line], layer.end[lines][line]
    alive = overlap(start, end, batch.start[row], batch.end[row])
    core, line, row = core[alive], line[alive], row[alive]
    held = covers(start[alive], end[alive], batch.start[row], batch.end[row])
    share = _share(places.bodies[core], local, line, reach_m)
    gap = shapely.distance(places.cores[core], local[line])
    order = np.lexsort((line, gap, -share, ~held, core))
    core, line, share, held = core[order], line[order], share[order], held[order]
    _, first = np.unique(core, return_index=True)
    held = held[first] | _in_turn(batch, places, layer, lines, (core, line, share))
    return core[first], line[first], share[first], held


def _share(
    bodies: NDArray[Any], local: NDArray[Any], line: NDArray[np.int64], reach_m: float
) -> NDArray[np.float64]:
    """Return the share of each place that lies within reach of its line; 1 for a point."""
    size = shapely.area(bodies)
    share = np.ones(len(bodies))
    wide = np.flatnonzero(size > 0)
    strips = shapely.buffer(local, reach_m)
    common = shapely.area(shapely.intersection(bodies[wide], strips[line[wide]]))
    share[wide] = np.minimum(common / size[wide], 1.0)
    # A stretch of road has a length and no area.
    long = np.flatnonzero((size == 0) & (shapely.length(bodies) > 0))
    common = shapely.length(shapely.intersection(bodies[long], strips[line[long]]))
    share[long] = np.minimum(common / shapely.length(bodies[long]), 1.0)
    share[share >= WHOLE] = 1.0
    return share


def _in_turn(
    batch: Batch, places: _Places, layer: Layer, lines: NDArray[np.int64],
    pairs: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
) -> NDArray[np.bool_]:
    """Return which places are within reach of one line after the other on all of their days."""
    core, line, share = pairs
    every = np.unique(core)
    found = np.zeros(len(every), dtype=bool)
    whole = share == 1.0
    several, times = np.unique(core[whole], return_counts=True)
    for place in several[times > 1]:
        full = lines[line[whole & (core == place)]]
        row = places.rows[place]
        found[np.searchsorted(every, place)] = held_in_turn(
            layer.start[full], layer.end[full], int(batch.start[row]), int(batch.end[row])
        )
    return found


def _measure(
    cores: NDArray[Any], lines: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return chainage and signed offset, in metres, of the middle of each place."""
    middle = shapely.centroid(cores)
    roads = np.flatnonzero(shapely.get_dimensions(cores) == 1)
    middle[roads] = shapely.line_interpolate_point(cores[roads], 0.5, normalized=True)
    chainage = shapely.line_locate_point(lines, middle)
    behind = shapely.get_coordinates(
        shapely.line_interpolate_point(lines, np.maximum(chainage - _STEP_M, 0.0)))
    ahead = shapely.get_coordinates(
        shapely.line_interpolate_point(lines, chainage + _STEP_M))
    away = shapely.get_coordinates(middle) - behind
    along = ahead - behind
    left = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0] > 0
    offset = shapely.distance(middle, lines)
    return chainage, np.where(left, -offset, offset)


def _stretch(
    bodies: NDArray[Any], lines: NDArray[Any], chainage: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the stretch of the line, in metres from its origin, that each place can mean."""
    low, high = chainage.copy(), chainage.copy()
    for i in np.flatnonzero(shapely.get_dimensions(bodies) > 0):
        road = shapely.get_dimensions(bodies[i]) == 1
        common = bodies[i] if road else shapely.intersection(lines[i], bodies[i])
        corners = shapely.get_coordinates(common)
        if len(corners):
            along = np.asarray(shapely.line_locate_point(lines[i], shapely.points(corners)))
            low[i] = min(low[i], float(along.min()))
            high[i] = max(high[i], float(along.max()))
    return low, high
