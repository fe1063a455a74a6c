"""What only counting asks of plain rows of Parquet: their tolls, and whether they stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.cells import TOLLS
from conflictmap.streaming.plain import as_strings

if TYPE_CHECKING:
    from numpy.typing import NDArray


def tolls_of(batch: Any, names: dict[str, str]) -> NDArray[np.float64] | None:
    """Return low, best and high of plain rows, NaN where unknown; None when no row has any."""
    import pyarrow as pa
    import pyarrow.types as t

    found = np.full((batch.num_rows, len(TOLLS)), np.nan)
    for i, name in enumerate(TOLLS):
        column = batch.column(names[name]) if name in names else None
        if column is not None and (t.is_floating(column.type) or t.is_integer(column.type)):
            found[:, i] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return None if np.isnan(found).all() else found


def stands_alone(batch: Any, names: dict[str, str]) -> NDArray[np.bool_]:
    """Return where a plain row is an event that is no part of another."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fine = np.ones(batch.num_rows, dtype=bool)
    for name, words in (("role", ["", "event"]), ("part_of", [""])):
        if name in names:
            texts = as_strings(batch.column(names[name])).fill_null("")
            found = pc.is_in(texts, value_set=pa.array(words))
            fine &= found.to_numpy(zero_copy_only=False)
    return fine
