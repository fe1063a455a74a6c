"""The join of a dask dataframe: each worker runs the same kernel on partitions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import TrustedIds
from conflictmap.bulk.resume import fingerprint_of
from conflictmap.bulk.slab_reader import SlabReader
from conflictmap.bulk.slabs import nothing
from conflictmap.bulk.tables import joined_table
from conflictmap.io.vector_checks import columns_of
from conflictmap.joins.lines import REACH_M
from conflictmap.joins.result import LayerJoin, layer_join
from conflictmap.model.errors import EventsError
from conflictmap.model.layer import areas_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.model.layer import Layer

#: Points for which a worker makes its grids.
_MANY = 10_000_000
_JOINED = ("title", "when", "type", "lat", "lon")
#: Kernels that this process has made, by the hash of their layer.
_MADE: dict[tuple[str, float], LayerJoin] = {}


def made(layers: Sequence[Layer], reach_m: float) -> list[LayerJoin]:
    """Return the layers made ready; a process makes each of them once."""
    found = []
    for layer in layers:
        key = (fingerprint_of(layer), reach_m)
        if key not in _MADE:
            _MADE[key] = layer_join(layer, points=_MANY, reach_m=reach_m)
        found.append(_MADE[key])
    return found


def join_frame(frame: Any, layers: Sequence[Layer], *, reach_m: float = REACH_M) -> Any:
    """Return a dask dataframe with the columns of `Joined`: a row for each event and layer.

    Parameters
    ----------
    frame
        A dask dataframe with the standard columns (`id`, `date`, `lat`, `lon`, …; WGS 84,
        degrees). Ids are not compared between partitions.
    layers
        Layers of areas or lines.
    reach_m
        How near to a line, in metres, an event counts as on it.

    Raises
    ------
    EventsError
        When a partition is computed, for a row that cannot be used: it names the row.
    """
    import dask.dataframe as dd
    from dask import delayed

    meta = _frame(nothing(), layer_join(layers[0], points=0, reach_m=reach_m))
    once = delayed(layers, traverse=False)
    parts = [
        frame.map_partitions(_partition, once, number, reach_m, meta=meta, enforce_metadata=False)
        for number in range(len(layers))
    ]
    return parts[0] if len(parts) == 1 else dd.concat(parts, interleave_partitions=False)


def _partition(rows: Any, layers: Sequence[Layer], number: int, reach_m: float) -> Any:
    """Return the rows of one partition in one layer."""
    import pyarrow as pa

    from conflictmap.io.sources import importer_named

    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    reader = importer_named("parquet")
    source = pieces.Input(path=Path("events"), name="events", kind="parquet", reader=reader,
                          rows=reader.rows)
    slabs = SlabReader(source=source, areas=areas_of(layers), ids=TrustedIds())
    one = made(layers, reach_m)[number]
    import pandas as pd

    names = columns_of(table.schema) or {}
    found, first = [], 0
    for batch in table.combine_chunks().to_batches(pieces.BATCH):
        slab = slabs.batch(batch, first, names)
        bad = [p for p in slab.problems if p.level == "error"]
        if bad:
            raise EventsError(f"{bad[0]}. Set such rows aside with 'conflictmap check' first.")
        found.append(_frame(slab, one))
        first += batch.num_rows
    return pd.concat(found, ignore_index=True) if found else _frame(nothing(), one)


def _frame(slab: Any, one: LayerJoin) -> Any:
    import pyarrow as pa

    table = joined_table(slab, one, exact=True).drop_columns(list(_JOINED))
    texts = [pa.string() if pa.types.is_dictionary(f.type) else f.type for f in table.schema]
    kinds = pa.schema(list(zip(table.schema.names, texts, strict=True)))
    return table.cast(kinds).to_pandas()
