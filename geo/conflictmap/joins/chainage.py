"""Along the road: how far from its origin an event lies, and how far beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.joins.areas import CERTAINTY, VALID
from conflictmap.joins.batch import batch_of
from conflictmap.joins.lines import RouteKernel
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer


def locate(
    events: Events, route: Layer | str, *, reach_m: float = 2_500.0
) -> dict[str, NDArray[Any]]:
    """Return where along a road each event lies, with the road as it ran on the event's days.

    Parameters
    ----------
    events
        The events; those without a place or date, and those farther than REACH_M, have no row.
    route
        A layer of lines, or the id of a built-in one. Each line is measured from its first vertex.
    reach_m
        How near to the line, in metres, an event counts as on the road.

    Returns
    -------
    dict of arrays
        `row` (number of the event), `event_id`, `feature_id`, `certainty` (`inside` when the whole
        place is within reach on all of the event's days, else `possible`), `share` of the place
        within reach, `valid`, `chainage_m` from the line's first vertex, `offset_m` beside it (left
        of the line negative), and `chainage_low_m`, `chainage_high_m`: the stretch that the place
        can mean.

    Raises
    ------
    LayerError
        When the layer holds no line.
    """
    layer = read_layer(route) if isinstance(route, str) else route
    kernel = RouteKernel(layer, reach_m=reach_m)
    found = kernel.locate(batch_of(events))
    return {
        "row": found.row, "event_id": events["event_id"][found.row],
        "feature_id": kernel.ids[found.line],
        "certainty": np.array(CERTAINTY, dtype=object)[found.certainty],
        "share": found.share, "valid": np.array(VALID, dtype=object)[found.valid],
        "chainage_m": found.chainage_m, "offset_m": found.offset_m,
        "chainage_low_m": found.chainage_low_m, "chainage_high_m": found.chainage_high_m,
    }
