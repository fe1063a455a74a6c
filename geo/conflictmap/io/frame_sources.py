"""GeoDataFrames that are a table of a known source: read with its codes and under its terms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from conflictmap.formats.sniff import head_of
from conflictmap.io.collect import events_of
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.source_terms import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events


def source_events(
    frame: GeoDataFrame, geometry: NDArray[np.object_], name: str
) -> tuple[Events, str] | None:
    """Return the events of a source's table and the source's name; None when it is none.

    The point of a row (longitude, latitude in degrees) stands for what its columns of coordinates
    say. Lines in messages count from 2, as in a file.
    """
    content = _as_csv(frame, geometry)
    if content is None:
        return None
    head = head_of(content, f"{name}.csv")
    try:
        reader = importer_for(head)
    except EventsError:
        return None
    if is_generic(reader):
        return None
    notes: list[Problem] = []
    rows = _rows(reader.rows(content, f"{name}.csv"), notes)
    found = events_of(rows, file=name, stem=name, areas={}, swap_check=False)
    return with_sources(replace(found, problems=found.problems + tuple(notes))), reader.NAME


def _as_csv(frame: GeoDataFrame, geometry: NDArray[np.object_]) -> bytes | None:
    """Return the table with its points as columns, one line for each row; None without points."""
    if any(g is not None and g.geom_type != "Point" for g in geometry):
        return None
    table = frame.drop(columns=frame.geometry.name).copy()
    given = {str(c).lower(): c for c in table.columns}
    for column, values in (("latitude", shapely.get_y(geometry)),
                           ("longitude", shapely.get_x(geometry))):
        table[given.get(column, column)] = values
    text = table.select_dtypes(exclude="number").columns
    for column in text:
        table[column] = table[column].map(
            lambda v: " ".join(v.splitlines()) if isinstance(v, str) else v)
    return bytes(table.to_csv(index=False, lineterminator="\n", float_format="%.9g").encode())


def _rows(rows: Iterable[Row | Problem], notes: list[Problem]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Problem):
            notes.append(row)
        else:
            yield row
