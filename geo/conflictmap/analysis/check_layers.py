"""Doubts about layers that the file itself is silent about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.analysis.check_exchanged import exchanged_layer
from conflictmap.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.layer import Layer


def layer_mistakes(layer: Layer) -> Iterator[Problem]:
    """Yield what would put a layer in a wrong place: exchanged coordinates, positions at 0, 0."""
    yield from exchanged_layer(layer)
    xy, of = shapely.get_coordinates(layer.geometry, return_index=True)
    found = np.unique(of[(xy == 0).all(axis=1)])
    if len(found):
        first = layer.features[int(found[0])]
        yield Problem(
            file=layer.provenance.name, place="", field="geometry", value=first.id,
            level="warning",
            reason=f"{len(found)} of {len(layer.features)} features have a position at 0, 0, in the"
            " sea off Africa: a place that is not known?",
            fix="Take the position out, or mend it.",
        )
