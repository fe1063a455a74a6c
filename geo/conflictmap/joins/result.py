"""The answer of a join for one layer: codes and numbers, a row each, whatever becomes of them.

`Joined`, the tables of large joins and the page take their columns from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.areas import NO_ROWS, OUTSIDE, UNDATED, UNPLACED, AreaKernel
from conflictmap.joins.lines import RouteKernel
from conflictmap.model.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from conflictmap.joins.areas import Found, Further
    from conflictmap.joins.batch import Batch
    from conflictmap.joins.lines import Located
    from conflictmap.model.layer import Layer

#: Columns of a layer of lines: metres from the first vertex of the line, and beside it.
ALONG = ("chainage_m", "offset_m", "chainage_low_m", "chainage_high_m")
#: Columns of a join, in order.
JOINED = ("event_id", "layer_id", "area_id", "certainty", "share", "valid", "also", "border_m",
          "border_uncertain", "radius_stated", *ALONG)
#: What a table of a join repeats from the event on each row.
OF_EVENT = ("title", "when", "type", "lat", "lon")
#: Of all these, those that hold numbers and those that hold true or false; the others hold text.
NUMBERS = ("share", "border_m", *ALONG, "lat", "lon")
TRUTHS = ("border_uncertain", "radius_stated")
_LINE, _AREA = 1, 2


@dataclass(frozen=True, kw_only=True)
class LayerResult:
    """Where each row of a batch lies in one layer.

    `names` are the ids of its areas or lines, and an empty one behind them. `columns` makes, when
    they are asked for, `area` (an index into `names`, -1 for none), `certainty` and `valid`
    (indices into `CERTAINTY` and `VALID`), `share`, and of areas `border_m` and
    `border_uncertain`, of lines those in `ALONG`; of what it lacks nothing is known. `further`
    holds rows and all their further possible areas, as `Found` does.
    """

    layer: str
    names: NDArray[np.object_]
    columns: Mapping[str, Callable[[], NDArray[Any]]]
    further: Further = field(default_factory=lambda: (NO_ROWS, NO_ROWS, NO_ROWS))

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one column."""
        return self.columns[name]()

    @property
    def others(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """The further possible areas: rows, which of some texts each has, and these texts.

        A text is their ids with blanks between them; many rows share one.
        """
        rows, ends, areas = self.further
        held, step = areas.tobytes(), areas.itemsize
        known: dict[bytes, int] = {}
        stops = (ends * step).tolist()
        codes = [known.setdefault(held[a:b], len(known))
                 for a, b in zip([0, *stops], stops, strict=False)]
        return rows, np.array(codes, dtype=np.int64), [
            " ".join(self.names[np.frombuffer(some, dtype=areas.dtype)]) for some in known]


@dataclass(frozen=True, kw_only=True)
class LayerJoin:
    """One layer, made ready to be joined with any number of batches."""

    layer: Layer
    kernel: AreaKernel | RouteKernel

    def join(self, batch: Batch) -> LayerResult:
        """Return where each row of a batch lies."""
        names = np.append(self.kernel.ids, "")
        if isinstance(self.kernel, AreaKernel):
            found = self.kernel.join(batch)
            return LayerResult(layer=self.layer.id, names=names, further=found.further,
                               columns=_of_areas(found))
        located = self.kernel.locate(batch)
        return LayerResult(layer=self.layer.id, names=names, columns=_of_lines(located, batch))


def layer_join(layer: Layer, *, points: int, reach_m: float) -> LayerJoin:
    """Return a layer made ready; POINTS is how many are to be expected.

    Raises
    ------
    LayerError
        When the layer holds only points.
    """
    kinds = shapely.get_dimensions(layer.geometry)
    areas = np.flatnonzero(kinds == _AREA)
    if len(areas):
        return LayerJoin(layer=layer, kernel=AreaKernel(layer, areas, points=points))
    if (kinds == _LINE).any():
        return LayerJoin(layer=layer, kernel=RouteKernel(layer, reach_m=reach_m))
    raise LayerError(f"layer '{layer.id}' holds only points; join needs areas or lines.")


def has_ground(layer: Layer) -> bool:
    """Return whether a layer holds areas or lines."""
    return bool((shapely.get_dimensions(layer.geometry) > 0).any())


def _of_areas(found: Found) -> dict[str, Callable[[], NDArray[Any]]]:
    return {
        "area": lambda: found.area, "certainty": lambda: found.certainty,
        "valid": lambda: found.valid, "share": lambda: found.share,
        "border_m": lambda: found.border_m, "border_uncertain": lambda: found.border_uncertain,
    }


def _of_lines(found: Located, batch: Batch) -> dict[str, Callable[[], NDArray[Any]]]:
    """Return the columns of all rows; far from every line they say nothing."""

    def put(values: NDArray[Any], blank: float) -> NDArray[Any]:
        column = np.full(len(batch), blank, dtype=values.dtype)
        column[found.row] = values
        return column

    def certainty() -> NDArray[np.uint8]:
        column = np.full(len(batch), OUTSIDE, dtype=np.uint8)
        column[~batch.placed] = UNPLACED
        column[~batch.dated] = UNDATED
        column[found.row] = found.certainty
        return column

    def along(name: str) -> NDArray[np.float64]:
        return put(getattr(found, name), np.nan)

    return {
        "area": lambda: put(found.line, -1), "certainty": certainty,
        "valid": lambda: put(found.valid, 0), "share": lambda: put(found.share, 0.0),
        **{name: partial(along, name) for name in ALONG},
    }
