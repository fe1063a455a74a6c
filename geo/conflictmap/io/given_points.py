"""Points of a source that does not say how precise they are, taken as they stand: when asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.io.place_precision import TABLE, UNSTATED

if TYPE_CHECKING:
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

_CODE = "where_prec"
#: What the column `place_precision` says of such a point.
LABEL = TABLE["ucdp"][UNSTATED].label


def points_as_given(events: Events) -> Events:
    """Return UCDP events without a code of precision at their points, without a radius.

    By default such a point is somewhere within 25 km. `reading` says how many were taken so.
    """
    taken, count = without_radius(events)
    if not count:
        return events
    problems = tuple(problem for problem in events.problems if not is_of_code(problem))
    return replace(taken, problems=problems, reading=(*events.reading, said(count)))


def without_radius(events: Events) -> tuple[Events, int]:
    """Return events at their points, without a word on it, and how many were taken so."""
    rows = (events["place_precision"] == LABEL) & ~np.isnan(events["lat"])
    if not rows.any():
        return events, 0
    radius = np.where(rows, np.nan, events["radius_m"])
    return replace(events, columns={**events.columns, "radius_m": radius}), int(rows.sum())


def is_of_code(problem: Problem) -> bool:
    """Return whether a problem says of the whole file that it has no code of precision."""
    return not problem.place and problem.field == _CODE


def said(count: int) -> str:
    """Return the line on so many points."""
    return f"{count} points without {_CODE} are taken as given, without a radius"
