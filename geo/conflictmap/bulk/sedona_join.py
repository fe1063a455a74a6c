"""The join with SedonaDB: it finds which areas hold exact points; days are settled by the kernel.

Places with a radius, areas and lines are beyond it here: they are refused by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.areas import AreaKernel
from conflictmap.joins.batch import Batch, batch_of
from conflictmap.joins.join import joined_by
from conflictmap.model.errors import EventsError, LayerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.joins.join import Joined
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

_AREA = 2
_QUERY = (
    "SELECT p.n AS n, q.a AS a FROM (SELECT n, ST_Point(x, y) AS g FROM points) p"
    " JOIN (SELECT a, ST_GeomFromWKB(w) AS g FROM areas) q ON ST_Intersects(q.g, p.g)"
)


class SedonaKernel(AreaKernel):
    """The kernel, with the areas of exact points found by SedonaDB."""

    def _by_tree(
        self, batch: Batch
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, area) wherever an area holds an exact point; there are no discs."""
        import pyarrow as pa
        import sedonadb

        rows = np.flatnonzero(~np.isnan(batch.lon) & batch.dated)
        database = sedonadb.connect()
        for name, table in (
            ("points", {"n": pa.array(rows), "x": batch.lon[rows], "y": batch.lat[rows]}),
            ("areas", {"a": np.arange(len(self.degrees)),
                       "w": pa.array(shapely.to_wkb(self.degrees).tolist(), pa.binary())}),
        ):
            database.create_data_frame(pa.table(table)).to_view(name, overwrite=True)
        found = pa.table(database.sql(_QUERY))
        row, area = (found[name].to_numpy().astype(np.int64) for name in ("n", "a"))
        order = np.lexsort((area, row))
        return row[order], area[order], np.empty(0, dtype=np.int64)


def join_sedona(events: Events, layers: Sequence[Layer]) -> Joined:
    """Return the join of events that are exact points with layers of areas.

    Raises
    ------
    EventsError
        When SedonaDB is not installed, or an event's place is not an exact point.
    LayerError
        When a layer holds no area.
    """
    try:
        import sedonadb  # noqa: F401 - asked for here, used in the kernel
    except ImportError as error:
        raise EventsError(
            "engine 'sedona' needs one more package: pip install 'conflictmap[sedona]'."
        ) from error
    batch = batch_of(events)
    wide = np.nan_to_num(batch.radius_m) > 0
    wide[list(batch.shapes)] = True
    if wide.any():
        name = events.ids[int(wide.argmax())]
        raise EventsError(
            f"{name}: its place has a radius or is an area; engine 'sedona' joins exact points"
            f" only ({int(wide.sum())} rows are not). Use engine 'kernel'."
        )
    return joined_by([_kernel(layer) for layer in layers], layers, events, batch)


def _kernel(layer: Layer) -> Any:
    areas = np.flatnonzero(shapely.get_dimensions(layer.geometry) == _AREA)
    if not len(areas):
        raise LayerError(f"layer '{layer.id}' holds no area; engine 'sedona' joins areas only.")
    return SedonaKernel(layer, areas, points=0)
