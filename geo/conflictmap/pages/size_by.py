"""Sizes of events by a column of numbers: the area of a mark goes with the number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import EventsError
from conflictmap.pages.color_by import column_of, numbers_of

if TYPE_CHECKING:
    from conflictmap.model.events import Events

#: The size of a mark of the top value; a page has whole numbers.
WHOLE = 1000


def sizes_by(events: Events, column: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the spec says of events sized by a column: sizes by row, and the key.

    A size is the value in thousandths of the top of the scale, the least of 1, 2 or 5 times a
    power of ten that no value is above; NaN is not known, which is not zero. Both results are
    empty without a column, or without events.

    Raises
    ------
    EventsError
        When the events have no such column, or it is not of numbers from 0 up.
    """
    if not column or not len(events):
        return {}, {}
    values = numbers_of(column_of(events, column, option="size_by"))
    known = values[~np.isnan(values)]
    if not len(known):
        raise EventsError(
            f"size_by: column '{column}': holds no numbers alone. Name a column of numbers, or use"
            " color_by for words.")
    if known.min() < 0 or np.isinf(known).any():
        raise EventsError(
            f"size_by: column '{column}': {known.min():g} has no size. Name a column of numbers"
            " from 0 up, or use color_by.")
    top = _top(float(known.max()))
    return {"size": np.rint(values / top * WHOLE)}, {"size": {"name": column, "top": top}}


def _top(most: float) -> float:
    """Return the least of 1, 2 or 5 times a power of ten that is not below a number.

    >>> _top(1400), _top(0.3), _top(0), _top(700)
    (2000.0, 0.5, 1.0, 1000.0)
    """
    if most <= 0:
        return 1.0
    power = math.floor(math.log10(most))
    steps = (float(f"{part}e{power}") for part in (1, 2, 5, 10))
    return next((step for step in steps if step >= most), float(f"1e{power + 1}"))

