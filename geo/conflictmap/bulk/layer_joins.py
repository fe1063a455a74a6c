"""Layers made ready for a pass over one file: read by id, and indexed for as many points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.bulk import pieces
from conflictmap.joins.result import LayerJoin, layer_join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.model.layer import Layer

#: Bytes of text that a row has at least.
_ROW_BYTES = 100


def joins_of(
    source: pieces.Input, layers: Sequence[Layer], *, reach_m: float
) -> list[LayerJoin]:
    """Return layers with grids for as many points as a file may hold."""
    size = pieces.size_of(source)
    points = size if source.kind == "parquet" else size // _ROW_BYTES
    return [layer_join(layer, points=points, reach_m=reach_m) for layer in layers]
