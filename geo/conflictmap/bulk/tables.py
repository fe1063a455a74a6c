"""The table of a join, made of columns all at once: the same values as `export` writes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import (
    chosen,
    numbers_of,
    one_text,
    repeated_text,
    texts_of,
)
from conflictmap.joins.areas import CERTAINTY, VALID
from conflictmap.joins.result import ALONG, JOINED, NUMBERS, OF_EVENT, LayerJoin, LayerResult
from conflictmap.joins.rows import FURTHER, shown_rows
from conflictmap.joins.write import arrow_schema, out_names
from conflictmap.model.columns import CREDIT, NUMERIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.bulk.slabs import Slab
    from conflictmap.joins.rows import Shown

#: Columns whose texts mostly differ: a dictionary of them is no gain.
UNLIKE = ("event_id", "lat", "lon")
#: Numbers below this are rounded in one go where they are not near a tie.
_LARGE, _MILLION, _TIE = 1e6, 1e6, 1e-3


def schema(credit: str = "", kept: Sequence[str] = ()) -> Any:
    """Return the columns and types of a table; CREDIT and KEPT add columns behind the others."""
    names = (*JOINED, *OF_EVENT, CREDIT) if credit else (*JOINED, *OF_EVENT)
    return arrow_schema((*names, *out_names(kept, names).values()))


def joined_table(
    slab: Slab, one: LayerJoin, credit: str = "", kept: Sequence[str] = (), *, exact: bool = False,
    found: bool = False, long: bool = False,
) -> Any:
    """Return the rows of a slab in one layer as an Arrow table; repeated texts stand once.

    Numbers have six decimals unless they are wanted EXACT. FOUND and LONG as `write_joined`.
    """
    import pyarrow as pa

    n = len(slab)
    made: dict[str, Any] = {
        "layer_id": repeated_text(one.layer.id, n), "also": repeated_text("", n),
        "border_m": _unknown(n),
        "border_uncertain": np.zeros(n, dtype=bool), "radius_stated": slab.stated,
        **dict.fromkeys(ALONG, _unknown(n)),
    }
    result = one.join(slab.batch)
    made |= _found(result)
    made |= {name: slab.texts[name] for name in ("event_id", "title", "when", "type")}
    made |= {"lat": slab.batch.lat, "lon": slab.batch.lon}
    if credit:
        made[CREDIT] = _credit(slab, credit)
    for name, out in out_names(kept, made).items():
        blank = _unknown(n) if name in NUMERIC else repeated_text("", n)
        made[out] = slab.kept.get(name, blank)
    table = pa.table({
        name: _column(name, made[name], exact=exact) for name in schema(credit, kept).names})
    return _shown(table, result, found=found, long=long) if found or long else table


def _shown(table: Any, result: LayerResult, *, found: bool, long: bool) -> Any:
    """Return the rows of a table that are written."""
    rows, which, words = result.others
    also = [(row, words[at]) for row, at in zip(rows.tolist(), which.tolist(), strict=True)]
    shown = shown_rows(result["area"] >= 0, also, found=found, long=long)
    taken = table.take(numbers_of(shown.rows))
    return _with_further(taken, shown) if long else taken


def _with_further(table: Any, shown: Shown) -> Any:
    """Return a table whose rows for further areas say so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    added = numbers_of(shown.added)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    columns["also"] = repeated_text("", len(shown.rows))
    given: dict[str, Any] = {**FURTHER, "area_id": texts_of(shown.area)}
    for name, value in given.items():
        column = columns[name]
        if value is None:
            columns[name] = pc.if_else(added, pa.nulls(1, column.type)[0], column)
        else:
            text = one_text(value) if isinstance(value, str) else value
            texts = pc.if_else(added, text, column.cast(pa.string()))
            columns[name] = texts.dictionary_encode()
    return pa.table(columns)


def _credit(slab: Slab, way: str) -> Any:
    """Return the credits of rows, made in a WAY that not all slabs of a table may know."""
    known = CREDIT in slab.texts and (slab.credited or way == "column")
    return slab.texts[CREDIT] if known else repeated_text("", len(slab))


def _column(name: str, values: Any, *, exact: bool) -> Any:
    """Return a column in the form in which it is written: repeated texts by their numbers."""
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        numeric = name in NUMBERS or name in NUMERIC
        return _numbers(values, exact=exact) if numeric else numbers_of(values)
    if pa.types.is_string(values.type) and name not in UNLIKE:
        return values.dictionary_encode()
    return values


def _numbers(values: NDArray[np.float64], *, exact: bool) -> Any:

    return numbers_of(values if exact else rounded(values), unknown=np.isnan(values))


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


def _found(found: LayerResult) -> dict[str, Any]:
    """Return the columns that say what was found: texts by their numbers, and numbers."""
    area, names = found["area"], tuple(map(str, found.names))
    columns = {
        "area_id": chosen(names, np.where(area < 0, len(names) - 1, area)),
        "certainty": chosen(CERTAINTY, found["certainty"]), "valid": chosen(VALID, found["valid"]),
    }
    numbers = ("share", "border_m", "border_uncertain", *ALONG)
    columns |= {name: found[name] for name in numbers if name in found}
    rows, which, words = found.others
    if len(rows):
        codes = np.zeros(len(area), dtype=np.int32)
        codes[rows] = which + 1
        columns["also"] = chosen(("", *words), codes)
    return columns
