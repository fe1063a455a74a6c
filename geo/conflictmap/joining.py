"""The join: in which area each event is, and how sure that is, on the days it happened.

For each event and layer there is one row. `certainty` is

- `inside`: the whole place of the event lies in the area, which held on all of its days;
- `possible`: part of the place does, or the area held on part of the days;
- `outside`: neither; `unplaced`: the event has no place; `undated`: it has no date.

A point that states no radius is taken at its point, and the row says so (`radius_stated`). A point
on a shared border belongs to the area that comes first in the layer, so it is counted once. A
border nearer than its own positional error sets `border_uncertain`, whatever the certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.chainage import locate
from conflictmap.crs import Bounds, edges_to_local, local_crs
from conflictmap.errors import LayerError
from conflictmap.grid import holding
from conflictmap.interval import covers, held_in_turn, overlap
from conflictmap.layer import Layer
from conflictmap.layer_reading import read_layer
from conflictmap.places import Places, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from pandas import DataFrame

    from conflictmap.events import Events

#: How near to a road, in metres, an event counts as on it: half the width that the statement of
#: 10 November 2020 gives to the Lachin corridor.
REACH_M = 2_500.0

INSIDE, POSSIBLE, OUTSIDE, UNPLACED, UNDATED = (
    "inside", "possible", "outside", "unplaced", "undated"
)
#: A place is whole inside when no more than this share of it is out: rounding, not geography.
_WHOLE = 1 - 1e-9


@dataclass(frozen=True, kw_only=True)
class Joined:
    """One row for each event and layer, as columns.

    `event_id`, `layer_id`, `area_id` (empty when none), `certainty`, `share` (of the place's area
    that lies inside, 0 to 1), `valid` (`certain` or `possible`: did the area hold on all of the
    event's days; `no` when none did), `also` (other areas that are possible, separated by blanks),
    `border_m` (metres to the area's border, for possible rows and uncertain borders),
    `border_uncertain`, `radius_stated`, and for roads `chainage_m`, `offset_m` (left negative),
    `chainage_low_m`, `chainage_high_m`.
    """

    columns: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.columns["event_id"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one column."""
        return self.columns[name]

    @cached_property
    def frame(self) -> DataFrame:
        """The rows as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


def join(
    events: Events, layers: Layer | str | Iterable[Layer | str], *, reach_m: float = REACH_M
) -> Joined:
    """Return where each event lies in each layer, as the layer was on the event's days.

    Parameters
    ----------
    events
        The events; nothing in them is changed.
    layers
        One or more layers, or ids of built-in layers. Areas are joined by place and days; lines
        by distance, with chainage along them.
    reach_m
        How near to a line, in metres, an event counts as on it.

    Returns
    -------
    Joined
        `len(events)` rows for each layer, in the order of the layers, then of the events.

    Raises
    ------
    LayerError
        When a layer holds only points, or there is no such layer.
    """
    chosen = [layers] if isinstance(layers, (Layer, str)) else list(layers)
    parts = [
        _join_one(events, read_layer(item) if isinstance(item, str) else item, reach_m)
        for item in chosen
    ]
    if not parts:
        raise LayerError("join needs at least one layer.")
    return Joined(columns={name: np.concatenate([p[name] for p in parts]) for name in parts[0]})


def _join_one(events: Events, layer: Layer, reach_m: float) -> dict[str, NDArray[Any]]:
    kinds = shapely.get_dimensions(layer.geometry)
    if (kinds == 2).any():  # noqa: PLR2004 - areas have two dimensions
        return _join_areas(events, layer)
    if (kinds == 1).any():
        return _join_lines(events, layer, reach_m)
    raise LayerError(f"layer '{layer.id}' holds only points; join needs areas or lines.")


def _blank(events: Events, layer: Layer) -> dict[str, NDArray[Any]]:
    """Return the columns of a layer's rows before anything is known."""
    n = len(events)
    certainty = np.full(n, OUTSIDE, dtype=object)
    certainty[~events.placed] = UNPLACED
    certainty[~events.dated] = UNDATED
    columns: dict[str, NDArray[Any]] = {
        "event_id": events["event_id"], "layer_id": np.full(n, layer.id, dtype=object),
        "area_id": np.full(n, "", dtype=object), "certainty": certainty,
        "share": np.zeros(n), "valid": np.full(n, "no", dtype=object),
        "also": np.full(n, "", dtype=object), "border_m": np.full(n, np.nan),
        "border_uncertain": np.zeros(n, dtype=bool),
        "radius_stated": ~np.isnan(events["radius_m"]) | (events["where"] != ""),
    }
    for name in ("chainage_m", "offset_m", "chainage_low_m", "chainage_high_m"):
        columns[name] = np.full(n, np.nan)
    return columns


def _join_areas(events: Events, layer: Layer) -> dict[str, NDArray[Any]]:
    columns = _blank(events, layer)
    keep = np.flatnonzero(shapely.get_dimensions(layer.geometry) == 2)  # noqa: PLR2004
    crs = local_crs(layer.bounds)
    places = places_of(events, near=layer.bounds, crs=crs)
    areas = _Areas(layer, keep, crs)
    _settle(columns, events, areas, _pairs(events, places, areas))
    _mark_borders(columns, events, places, areas)
    return columns


class _Areas:
    """The polygons of a layer, in degrees and in metres, with their days and errors."""

    def __init__(self, layer: Layer, keep: NDArray[np.int64], crs: str) -> None:
        self.ids = [layer.features[i].id for i in keep]
        self.degrees = layer.geometry[keep]
        self.local = edges_to_local(self.degrees, crs)
        self.start, self.end = layer.start[keep], layer.end[keep]
        self.error = np.nan_to_num(layer.positional_error_m[keep], nan=0.0)


@dataclass(frozen=True)
class _Pairs:
    """Where place and area meet while both hold: event row, area, share inside, held throughout."""

    event: NDArray[np.int64]
    area: NDArray[np.int64]
    share: NDArray[np.float64]
    held: NDArray[np.bool_]


def _pairs(events: Events, places: Places, areas: _Areas) -> _Pairs:
    """Return the pairs, best first for each event: whole and held, then the largest share."""
    points, hits = holding(areas.degrees, places.points)
    blobs, hit = shapely.STRtree(areas.local).query(places.blobs, predicate="intersects")
    common = shapely.area(shapely.intersection(places.blobs[blobs], areas.local[hit]))
    share = np.minimum(common / shapely.area(places.blobs)[blobs], 1.0)
    share[share >= _WHOLE] = 1.0
    some = share > 0
    event = np.concatenate([places.point_rows[points], places.blob_rows[blobs[some]]])
    area = np.concatenate([hits, hit[some]])
    share = np.concatenate([np.ones(len(hits)), share[some]])
    start, end = areas.start[area], areas.end[area]
    alive = overlap(start, end, events["start"][event], events["end"][event])
    held = covers(start, end, events["start"][event], events["end"][event])
    order = np.lexsort((area, start, -share, ~held, ~((share == 1.0) & held), event))
    order = order[alive[order]]
    return _Pairs(event[order], area[order], share[order], held[order])


def _settle(
    columns: dict[str, NDArray[Any]], events: Events, areas: _Areas, pairs: _Pairs
) -> None:
    """Write the best pair of each event, and the other areas that are possible."""
    rows, first = np.unique(pairs.event, return_index=True)
    whole = (pairs.share[first] == 1.0) & pairs.held[first]
    columns["area_id"][rows] = [areas.ids[a] for a in pairs.area[first]]
    columns["share"][rows] = pairs.share[first]
    columns["valid"][rows] = np.where(pairs.held[first], "certain", "possible")
    columns["certainty"][rows] = np.where(whole, INSIDE, POSSIBLE)
    ends = np.append(first[1:], len(pairs.event))
    for i in np.flatnonzero((ends - first > 1) & ~whole):
        row, some = rows[i], slice(first[i], ends[i])
        others = pairs.area[some]
        columns["also"][row] = " ".join(areas.ids[a] for a in others[1:])
        full = others[pairs.share[some] == 1.0]
        span = int(events["start"][row]), int(events["end"][row])
        if held_in_turn(areas.start[full], areas.end[full], *span):
            columns["certainty"][row], columns["valid"][row] = INSIDE, "certain"


def _mark_borders(
    columns: dict[str, NDArray[Any]], events: Events, places: Places, areas: _Areas
) -> None:
    """Write the distance to the border, and whether that is below the border's own error."""
    borders = shapely.boundary(areas.local)
    known = np.flatnonzero(areas.error > 0)
    found, core = shapely.STRtree(places.cores).query(
        borders[known], predicate="dwithin", distance=areas.error[known]
    )
    row, area = places.core_rows[core], known[found]
    gap = shapely.distance(places.cores[core], borders[area])
    alive = overlap(areas.start[area], areas.end[area], events["start"][row], events["end"][row])
    close = alive & (gap < areas.error[area])
    columns["border_uncertain"][row[close]] = True
    np.fmin.at(columns["border_m"], row[close], gap[close])
    _measure_possible(columns, places, areas, borders)


def _measure_possible(
    columns: dict[str, NDArray[Any]], places: Places, areas: _Areas, borders: NDArray[Any]
) -> None:
    """Write the distance from the middle of the place to the border of a possible area."""
    index = {area_id: i for i, area_id in enumerate(areas.ids)}
    rows = places.core_rows
    chosen = np.flatnonzero(columns["certainty"][rows] == POSSIBLE)
    if len(chosen):
        found = [index[i] for i in columns["area_id"][rows[chosen]]]
        gaps = shapely.distance(places.cores[chosen], borders[found])
        columns["border_m"][rows[chosen]] = np.fmin(columns["border_m"][rows[chosen]], gaps)


def _join_lines(events: Events, layer: Layer, reach_m: float) -> dict[str, NDArray[Any]]:
    columns = _blank(events, layer)
    found = locate(events, layer, reach_m=reach_m)
    row = found["row"]
    columns["area_id"][row] = found["feature_id"]
    columns["certainty"][row] = found["certainty"]
    columns["share"][row] = found["share"]
    columns["valid"][row] = found["valid"]
    for name in ("chainage_m", "offset_m", "chainage_low_m", "chainage_high_m"):
        columns[name][row] = found[name]
    return columns


def bounds_of(layers: Iterable[Layer]) -> Bounds:
    """Return west, south, east, north of several layers, in degrees."""
    boxes = np.array([layer.bounds for layer in layers])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)
