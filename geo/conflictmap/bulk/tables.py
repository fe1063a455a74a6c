"""The table of a join, made of columns all at once: the same values as `export` writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.arrow_text import chosen, repeated_text
from conflictmap.joins import areas as kernel
from conflictmap.joins.lines import RouteKernel
from conflictmap.joins.write import NUMBERS, TRUTHS, out_names
from conflictmap.model.columns import CREDIT, NUMERIC
from conflictmap.model.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.layer import Layer

#: Columns of the table in their order; `credit` follows where rows have one.
ORDER = (
    "event_id", "layer_id", "area_id", "certainty", "share", "valid", "also", "border_m",
    "border_uncertain", "radius_stated", "chainage_m", "offset_m", "chainage_low_m",
    "chainage_high_m", "title", "when", "type", "lat", "lon",
)
#: Columns whose texts mostly differ: a dictionary of them is no gain.
UNLIKE = ("event_id", "lat", "lon")
_ALONG = ("chainage_m", "offset_m", "chainage_low_m", "chainage_high_m")
_AREA, _LINE = 2, 1
#: Numbers below this are rounded in one go where they are not near a tie.
_LARGE, _MILLION, _TIE = 1e6, 1e6, 1e-3


def schema(credit: str = "", kept: Sequence[str] = ()) -> Any:
    """Return the columns and types of a table; CREDIT and KEPT add columns behind the others."""
    import pyarrow as pa

    numbers = (*NUMBERS, *NUMERIC)
    kinds = {**dict.fromkeys(numbers, pa.float64()), **dict.fromkeys(TRUTHS, pa.bool_())}
    names = (*ORDER, CREDIT) if credit else ORDER
    names = (*names, *out_names(kept, names).values())
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


@dataclass(frozen=True, kw_only=True)
class LayerJoin:
    """One layer, made ready to be joined with any number of slabs."""

    layer: Layer
    made: kernel.AreaKernel | RouteKernel

    def columns(self, slab: Slab) -> dict[str, Any]:
        """Return the columns that depend on the layer, as Arrow arrays and numbers."""
        if isinstance(self.made, RouteKernel):
            return _of_lines(slab, self.made)
        return _of_areas(self.made, self.made.join(slab.batch))

    def groups(self, slab: Slab) -> tuple[list[str], NDArray[np.int64], NDArray[np.uint8]]:
        """Return the ids of areas, which of them each row has (-1: none), and its certainty."""
        if isinstance(self.made, kernel.AreaKernel):
            found = self.made.join(slab.batch)
            return list(map(str, self.made.ids)), found.area.astype(np.int64), found.certainty
        columns = _of_lines(slab, self.made)
        names = columns["area_id"].dictionary.to_pylist()[1:]
        area = columns["area_id"].indices.to_numpy().astype(np.int64) - 1
        return names, area, columns["certainty"].indices.to_numpy().astype(np.uint8)


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
        return LayerJoin(layer=layer, made=kernel.AreaKernel(layer, areas, points=points))
    if (kinds == _LINE).any():
        return LayerJoin(layer=layer, made=RouteKernel(layer, reach_m=reach_m))
    raise LayerError(f"layer '{layer.id}' holds only points; join needs areas or lines.")


def joined_table(
    slab: Slab, one: LayerJoin, credit: str = "", kept: Sequence[str] = (), *, exact: bool = False
) -> Any:
    """Return the rows of a slab in one layer as an Arrow table; repeated texts stand once.

    Numbers have six decimals unless they are wanted EXACT.
    """
    import pyarrow as pa

    n = len(slab)
    found: dict[str, Any] = {
        "layer_id": repeated_text(one.layer.id, n), "also": repeated_text("", n),
        "border_m": _unknown(n),
        "border_uncertain": np.zeros(n, dtype=bool), "radius_stated": slab.stated,
        **dict.fromkeys(_ALONG, _unknown(n)),
    }
    found |= one.columns(slab)
    found |= {name: slab.texts[name] for name in ("event_id", "title", "when", "type")}
    found |= {"lat": slab.batch.lat, "lon": slab.batch.lon}
    if credit:
        known = CREDIT in slab.texts and (slab.credited or credit == "column")
        found[CREDIT] = slab.texts[CREDIT] if known else repeated_text("", n)
    for name, out in out_names(kept, found).items():
        blank = _unknown(n) if name in NUMERIC else repeated_text("", n)
        found[out] = slab.kept.get(name, blank)
    return pa.table({
        name: _column(name, found[name], exact=exact) for name in schema(credit, kept).names})


def _column(name: str, values: Any, *, exact: bool) -> Any:
    """Return a column in the form in which it is written: repeated texts by their numbers."""
    import pyarrow as pa

    if (name in NUMBERS or name in NUMERIC) and isinstance(values, np.ndarray):
        unknown = np.isnan(values)
        values = values if exact else rounded(values)
        return pa.array(values, mask=unknown if unknown.any() else None)
    if isinstance(values, np.ndarray):
        return pa.array(values)
    if pa.types.is_string(values.type) and name not in UNLIKE:
        return values.dictionary_encode()
    return values


@lru_cache(maxsize=4)
def _unknown(n: int) -> Any:
    import pyarrow as pa

    return pa.nulls(n, pa.float64())


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each number to six decimals, as `round` does.

    >>> rounded(np.array([0.0000005, 2.0000015, 46.1234565])).tolist()
    [0.0, 2.000002, 46.123457]
    """
    scaled = values * _MILLION
    whole = np.rint(scaled)
    found: NDArray[np.float64] = whole / _MILLION
    # A product near a tie may have been put on its wrong side.
    doubt = (np.abs(np.abs(scaled - whole) - 0.5) < _TIE) | (np.abs(values) >= _LARGE)
    for i in np.flatnonzero(doubt & ~np.isnan(values)):
        found[i] = round(float(values[i]), 6)
    return found


def _of_areas(areas: kernel.AreaKernel, found: kernel.Found) -> dict[str, Any]:
    names = (*map(str, areas.ids), "")
    columns = {
        "area_id": chosen(names, np.where(found.area < 0, len(areas.ids), found.area)),
        "certainty": chosen(kernel.CERTAINTY, found.certainty),
        "share": found.share, "valid": chosen(kernel.VALID, found.valid),
        "border_m": found.border_m, "border_uncertain": found.border_uncertain,
    }
    if found.also:
        words = {(): 0} | dict.fromkeys(found.also.values(), 0)
        words = {others: i for i, others in enumerate(words)}
        codes = np.zeros(len(found.area), dtype=np.int32)
        codes[list(found.also)] = [words[others] for others in found.also.values()]
        columns["also"] = chosen(
            tuple(" ".join(areas.ids[i] for i in others) for others in words), codes)
    return columns


def _of_lines(slab: Slab, route: RouteKernel) -> dict[str, Any]:
    found = route.locate(slab.batch)
    rows, n = found.row, len(slab)
    codes = np.full(n, kernel.OUTSIDE, dtype=np.int32)
    codes[~slab.placed] = kernel.UNPLACED
    codes[~slab.batch.dated] = kernel.UNDATED
    codes[rows] = found.certainty
    valid, area = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int32)
    valid[rows], area[rows] = found.valid, found.line + 1
    return {
        "area_id": chosen(("", *map(str, route.ids)), area),
        "certainty": chosen(kernel.CERTAINTY, codes), "valid": chosen(kernel.VALID, valid),
        "share": _put(n, 0.0, rows, found.share),
        **{name: _put(n, np.nan, rows, getattr(found, name)) for name in _ALONG},
    }


def _put(n: int, blank: float, rows: Any, values: Any) -> NDArray[np.float64]:
    column = np.full(n, blank)
    column[rows] = values
    return column
