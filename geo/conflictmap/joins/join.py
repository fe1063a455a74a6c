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
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.joins.areas import CERTAINTY, VALID
from conflictmap.joins.batch import Batch, batch_of
from conflictmap.joins.lines import REACH_M
from conflictmap.joins.result import ALONG, JOINED, OF_EVENT, LayerResult, layer_join
from conflictmap.model.crs import around
from conflictmap.model.errors import LayerError
from conflictmap.model.events import repeated
from conflictmap.model.outputs import Outputs, ShortRepr
from conflictmap.places.layer_files import layer_list

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from conflictmap.joins.rows import Shown
    from conflictmap.model.crs import Bounds
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

OUTSIDE, POSSIBLE, INSIDE, UNPLACED, UNDATED = CERTAINTY
_CERTAINTY = np.array(CERTAINTY, dtype=object)
_VALID = np.array(VALID, dtype=object)

#: A column of one layer's rows, made when it is asked for.
_Columns = dict[str, Callable[[], "NDArray[Any]"]]


@dataclass(frozen=True, repr=False)
class Joined(ShortRepr, Outputs):
    """One row for each event and layer, as columns.

    `event_id`, `layer_id`, `area_id` (empty when none), `certainty`, `share` (of the place's area
    that lies inside, 0 to 1), `valid` (`certain` or `possible`: did the area hold on all of the
    event's days; `no` when none did), `also` (other areas that are possible, separated by blanks),
    `border_m` (metres to the area's border, for possible rows and uncertain borders),
    `border_uncertain`, `radius_stated`, and for roads `chainage_m`, `offset_m` (left negative),
    `chainage_low_m`, `chainage_high_m`.
    """

    _parts: tuple[_Columns, ...]
    #: The events that the rows are of.
    events: Events = field(repr=False, compare=False)
    _writer = "joins.write:write_joined_rows"

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

    def shown(self, *, found: bool = False, long: bool = False) -> Shown:
        """Return which rows a file of them has; FOUND and LONG as `write_joined`."""
        from conflictmap.joins.rows import shown_rows

        return shown_rows(self["area_id"] != "", [
            (row, text) for row, text in enumerate(self["also"].tolist()) if text],
            found=found, long=long)

    @cached_property
    def frame(self) -> DataFrame:
        """The rows as a DataFrame: the internal view, without the columns of the events."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))

    def to_frame(self) -> DataFrame:
        """Return the rows as a DataFrame, with the columns that a file of them has."""
        import pandas as pd

        times = len(self) // max(len(self.events), 1)
        return pd.DataFrame({
            **self.columns, **{name: np.tile(self.events[name], times) for name in OF_EVENT}})

    def to_geodataframe(self) -> GeoDataFrame:
        """Return `to_frame` with the place of each row's event as geometry (EPSG:4326)."""
        import geopandas as gpd

        times = len(self) // max(len(self.events), 1)
        return gpd.GeoDataFrame(
            self.to_frame(), geometry=list(np.tile(self.events.geometry, times)), crs="EPSG:4326")

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown."""
        words, numbers = np.unique(self["certainty"].astype(str), return_counts=True)
        return {"rows": len(self), "layers": ", ".join(dict.fromkeys(self["layer_id"].tolist())),
                **dict(zip(words.tolist(), numbers.tolist(), strict=True))}


def join(
    events: Events, layers: Layer | str | Iterable[Layer | str], *, reach_m: float = REACH_M
) -> Joined:
    """Return where each event lies in each layer: `conflictmap.join`, of events in memory."""
    batch = batch_of(events)
    parts = tuple(_join_one(events, batch, layer, reach_m) for layer in layers_of(layers))
    return Joined(parts, events)


def layers_of(layers: Layer | str | Iterable[Layer | str]) -> list[Layer]:
    """Return one or more layers, or ids of built-in layers, as a list of layers.

    Raises
    ------
    LayerError
        When there is none.
    """
    chosen = layer_list(layers)
    if not chosen:
        raise LayerError("join needs at least one layer.")
    return chosen


def _join_one(events: Events, batch: Batch, layer: Layer, reach_m: float) -> _Columns:
    found = layer_join(layer, points=len(batch), reach_m=reach_m).join(batch)
    return _same(events, layer) | _found(found, len(batch))


def _same(events: Events, layer: Layer) -> _Columns:
    """Return the columns that do not depend on what is found; the others are put over them."""
    n = len(events)
    return {
        **dict.fromkeys(JOINED, lambda: np.full(n, np.nan)),
        "event_id": lambda: events["event_id"],
        "layer_id": lambda: repeated(layer.id, n),
        "border_uncertain": lambda: np.zeros(n, dtype=bool),
        "radius_stated": lambda: ~np.isnan(events["radius_m"]) | (events["where"] != ""),
    }


def _found(found: LayerResult, n: int) -> _Columns:
    """Return the columns that say what was found, as texts and numbers."""

    def also() -> NDArray[Any]:
        column = np.full(n, "", dtype=object)
        rows, which, words = found.others
        column[rows] = np.array(words, dtype=object)[which]
        return column

    numbers = ("share", "border_m", "border_uncertain", *ALONG)
    return {
        "area_id": lambda: found.names[found["area"]],
        "certainty": lambda: _CERTAINTY[found["certainty"]],
        "valid": lambda: _VALID[found["valid"]], "also": also,
        **{name: found.columns[name] for name in numbers if name in found},
    }


def bounds_of(layers: Iterable[Layer]) -> Bounds:
    """Return west, south, east, north of several layers, in degrees."""
    return around(layer.bounds for layer in layers)
