"""The public `join`: of events in memory, or of a dask dataframe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from conflictmap.io.read_events import read_events
from conflictmap.joins.join import join as join_in_memory
from conflictmap.joins.join import layers_of
from conflictmap.joins.lines import REACH_M
from conflictmap.model.interval import interval_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.analysis.count import Window
    from conflictmap.joins.join import Joined
    from conflictmap.model.layer import Layer


def join(
    events: Any, layers: Layer | str | Iterable[Layer | str], *, reach_m: float = REACH_M,
    window: Window = None,
) -> Joined:
    """Return where each event lies in each layer, as the layer was on the event's days.

    Parameters
    ----------
    events
        The events, or anything that `read_events` takes: a file, a frame, a list of dicts; nothing
        in them is changed. A dask dataframe of events under the standard columns gives a dask
        dataframe of the same columns as `Joined`.
    layers
        One or more layers, or ids of built-in layers. Areas are joined by place and days; lines
        by distance, with chainage along them.
    reach_m
        How near to a line, in metres, an event counts as on it.
    window
        The first day, and the day after the last, as dates or text: only events that share a day
        with it are joined. By default all.

    Returns
    -------
    Joined
        `len(events)` rows for each layer, in the order of the layers, then of the events.

    Raises
    ------
    LayerError
        When a layer holds only points, or there is no such layer.
    """
    if type(events).__module__.startswith("dask"):
        from conflictmap.bulk.dask_frame import join_frame

        return cast("Joined", join_frame(events, layers_of(layers), reach_m=reach_m))
    found = read_events(events)
    if window is not None:
        found = found.during(interval_of(window))
    return join_in_memory(found, layers, reach_m=reach_m)
