"""Points of a source that does not say how precise they are, taken as they stand: when asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.io.place_precision import TABLE, UNSTATED

if TYPE_CHECKING:
    from conflictmap.model.events import Events

_CODE = "where_prec"


def points_as_given(events: Events) -> Events:
    """Return UCDP events without a code of precision at their points, without a radius.

    By default such a point is somewhere within 25 km. `reading` says how many were taken so.
    """
    label = TABLE["ucdp"][UNSTATED].label
    rows = (events["place_precision"] == label) & ~np.isnan(events["lat"])
    if not rows.any():
        return events
    radius = np.where(rows, np.nan, events["radius_m"])
    said = f"{int(rows.sum())} points without {_CODE} are taken as given, without a radius"
    problems = tuple(p for p in events.problems if p.place or p.field != _CODE)
    return replace(events, columns={**events.columns, "radius_m": radius}, problems=problems,
                   reading=(*events.reading, said))
