"""A GeoDataFrame whose columns or cells are not ours: read by its meaning, as any other table.

The geometry stays the place: it is given as columns, and no other column is taken for a point.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictmap.io.any_table import Asked, table_events
from conflictmap.io.frame_tables import table_of
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from conflictmap.io.frame_places import Places
    from conflictmap.model.events import Events

_PLACE = ("lat", "lon", "where")


def loose_events(
    frame: GeoDataFrame, places: Places, asked: Asked, *, name: str
) -> Events | None:
    """Return the events of a GeoDataFrame by the meaning of its columns.

    None when none of them has a day: which column holds it must then be said.
    """
    import pyarrow as pa

    table = table_of(frame.drop(columns=frame.geometry.name).reset_index(drop=True), name)
    cells = {key: [place.get(key, "") for place in places.cells] for key in _PLACE}
    columns = {key: pa.array(texts, type=pa.string()) for key, texts in cells.items() if any(texts)}
    table = replace(table, columns={**table.columns, **columns}, broken=places.broken)
    told = replace(asked, columns={**asked.columns, **{key: key for key in columns}})
    try:
        found = table_events(table, told, stem=name, areas=places.areas, swap_check=False)
    except EventsError:
        return None
    return found if found.accounting.read > found.accounting.undated else None
