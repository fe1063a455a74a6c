"""Other ways to run the join: on many machines by dask, or by SedonaDB. All are optional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.model.layer import Layer


def join_by(
    engine: str, events: Any, layers: Iterable[Layer | str], *, reach_m: float
) -> Any:
    """Return the join of events or of a dask dataframe by the engine that fits.

    Raises
    ------
    LayerError
        When there is no such engine, or it cannot join these.
    """
    from conflictmap.model.errors import LayerError
    from conflictmap.places.layer_files import read_layer

    chosen = [read_layer(item) if isinstance(item, str) else item for item in layers]
    if type(events).__module__.startswith("dask"):
        if engine != "kernel":
            raise LayerError(f"engine '{engine}' joins events, not dask dataframes. Use kernel.")
        from conflictmap.bulk.dask_frame import join_frame

        return join_frame(events, chosen, reach_m=reach_m)
    if engine == "sedona":
        from conflictmap.bulk.sedona_join import join_sedona

        return join_sedona(events, chosen)
    raise LayerError(f"no engine '{engine}'. Use kernel or sedona.")
