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

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins import areas as kernel
from conflictmap.joins.batch import Batch, batch_of
from conflictmap.joins.lines import REACH_M, locate
from conflictmap.model.crs import around
from conflictmap.model.errors import LayerError
from conflictmap.model.events import repeated
from conflictmap.model.layer import Layer
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from conflictmap.model.crs import Bounds
    from conflictmap.model.events import Events

OUTSIDE, POSSIBLE, INSIDE, UNPLACED, UNDATED = kernel.CERTAINTY
_CERTAINTY = np.array(kernel.CERTAINTY, dtype=object)
_VALID = np.array(kernel.VALID, dtype=object)
_ALONG = ("chainage_m", "offset_m", "chainage_low_m", "chainage_high_m")

#: A column of one layer's rows, made when it is asked for.
_Columns = dict[str, Callable[[], "NDArray[Any]"]]


@dataclass(frozen=True)
class Joined:
    """One row for each event and layer, as columns.

    `event_id`, `layer_id`, `area_id` (empty when none), `certainty`, `share` (of the place's area
    that lies inside, 0 to 1), `valid` (`certain` or `possible`: did the area hold on all of the
    event's days; `no` when none did), `also` (other areas that are possible, separated by blanks),
    `border_m` (metres to the area's border, for possible rows and uncertain borders),
    `border_uncertain`, `radius_stated`, and for roads `chainage_m`, `offset_m` (left negative),
    `chainage_low_m`, `chainage_high_m`.
    """

    _parts: tuple[_Columns, ...]

    def __len__(self) -> int:
        return len(self["event_id"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one column."""
        if name not in self._made:
            self._made[name] = np.concatenate([part[name]() for part in self._parts])
        return self._made[name]

    @cached_property
    def _made(self) -> dict[str, NDArray[Any]]:
        return {}

    @property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """All columns by name."""
        return {name: self[name] for name in self._parts[0]}

    @cached_property
    def frame(self) -> DataFrame:
        """The rows as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


def join(
    events: Events, layers: Layer | str | Iterable[Layer | str], *, reach_m: float = REACH_M
) -> Joined:
    """Return where each event lies in each layer: `conflictmap.join`, of events in memory."""
    batch = batch_of(events)
    return Joined(tuple(_join_one(events, batch, layer, reach_m) for layer in layers_of(layers)))


def layers_of(layers: Layer | str | Iterable[Layer | str]) -> list[Layer]:
    """Return one or more layers, or ids of built-in layers, as a list of layers.

    Raises
    ------
    LayerError
        When there is none.
    """
    chosen = [layers] if isinstance(layers, (Layer, str)) else list(layers)
    if not chosen:
        raise LayerError("join needs at least one layer.")
    return [read_layer(item) if isinstance(item, str) else item for item in chosen]


def _join_one(events: Events, batch: Batch, layer: Layer, reach_m: float) -> _Columns:
    kinds = shapely.get_dimensions(layer.geometry)
    if (kinds == 2).any():  # noqa: PLR2004 - areas have two dimensions
        areas = kernel.AreaKernel(layer, np.flatnonzero(kinds == 2), points=len(batch))  # noqa: PLR2004
        return _same(events, layer) | _of_areas(areas, areas.join(batch))
    if (kinds == 1).any():
        return _same(events, layer) | _of_lines(events, layer, reach_m)
    raise LayerError(f"layer '{layer.id}' holds only points; join needs areas or lines.")


def _same(events: Events, layer: Layer) -> _Columns:
    """Return the columns that do not depend on what is found; the others are put over them."""
    n = len(events)
    return {
        "event_id": lambda: events["event_id"],
        "layer_id": lambda: repeated(layer.id, n),
        **dict.fromkeys(("area_id", "certainty", "share", "valid"), lambda: np.empty(0)),
        "also": lambda: np.full(n, "", dtype=object),
        "border_m": lambda: np.full(n, np.nan),
        "border_uncertain": lambda: np.zeros(n, dtype=bool),
        "radius_stated": lambda: ~np.isnan(events["radius_m"]) | (events["where"] != ""),
        **dict.fromkeys(_ALONG, lambda: np.full(n, np.nan)),
    }


def _of_areas(areas: kernel.AreaKernel, found: kernel.Found) -> _Columns:
    """Return the columns of a layer of areas."""
    names = np.append(areas.ids, "")  # index -1: no area

    def also() -> NDArray[Any]:
        column = np.full(len(found.area), "", dtype=object)
        for row, others in found.also.items():
            column[row] = " ".join(areas.ids[i] for i in others)
        return column

    return {
        "area_id": lambda: names[found.area],
        "certainty": lambda: _CERTAINTY[found.certainty],
        "share": lambda: found.share,
        "valid": lambda: _VALID[found.valid],
        "also": also,
        "border_m": lambda: found.border_m,
        "border_uncertain": lambda: found.border_uncertain,
    }


def _of_lines(events: Events, layer: Layer, reach_m: float) -> _Columns:
    """Return the columns of a layer of lines."""
    found = locate(events, layer, reach_m=reach_m)

    def put(name: str, blank: object) -> Callable[[], NDArray[Any]]:
        def made() -> NDArray[Any]:
            kind = object if isinstance(blank, str) else np.float64
            column = np.full(len(events), blank, dtype=kind)
            if name == "certainty":
                column[~events.placed] = UNPLACED
                column[~events.dated] = UNDATED
            column[found["row"]] = found[name]
            return column

        return made

    return {
        "area_id": put("feature_id", ""), "certainty": put("certainty", OUTSIDE),
        "share": put("share", 0.0), "valid": put("valid", "no"),
        **{name: put(name, np.nan) for name in _ALONG},
    }


def bounds_of(layers: Iterable[Layer]) -> Bounds:
    """Return west, south, east, north of several layers, in degrees."""
    return around(layer.bounds for layer in layers)
