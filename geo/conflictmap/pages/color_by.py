"""Colours of events by a column: one for each value, or steps from light to dark for numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.columns import COLUMNS, standard_name
from conflictmap.model.errors import EventsError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

#: Eight colours that stay apart for most eyes (after Okabe and Ito 2008), and five steps.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a6d00", "#55524b")
STEPS = ("#f2c879", "#f7b267", "#e4704a", "#a83253", "#4b1d52")
REST = "#bdbdbd"
#: Words of sources for the two parties.
_SIDES = {"side_a": "actor_a", "side_b": "actor_b"}


def coloured(events: Events, column: str) -> Events:
    """Return the events with a colour for each value of a column; as they are without one.

    The eight most frequent values have a colour each, the others are grey. A column of numbers with
    more than eight different ones has five steps, with about as many events in each.

    Raises
    ------
    EventsError
        When the events have no such column.
    """
    if not column or not len(events):
        return events
    labels, key = _labels(column_of(events, column))
    colours = dict(key)
    extra = {**events.extra,
             "mark_color": np.array([colours.get(text, REST) for text in labels], dtype=object),
             "mark_label": np.array([text if text in colours else "" for text in labels],
                                    dtype=object),
             "mark_order": np.array([f"{list(colours).index(text):02d}" if text in colours else ""
                                     for text in labels], dtype=object)}
    return replace(events, extra=extra)


def column_of(events: Events, column: str, *, option: str = "color_by") -> NDArray[Any]:
    """Return a column by the name it has in files, in `Events` or in its source.

    Raises
    ------
    EventsError
        When there is none; OPTION stands in the message.
    """
    names_of = {c.file: c.name for c in COLUMNS if c.file} | _SIDES
    known = names_of.get(column) or names_of.get(standard_name(column), column)
    found = events.extra.get(column)
    if found is None and known not in events.columns:
        names = [*filter(None, (c.file for c in COLUMNS)), *events.extra]
        raise EventsError(f"{option}: no column '{column}'.{nearest(column, names)}"
                          f" There are: {', '.join(names[:30])}.")
    return events[known] if found is None else found


def _labels(values: NDArray[Any]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the label of each event, and pairs of label and colour in the order of the key."""
    numbers = numbers_of(values)
    if len(np.unique(numbers[~np.isnan(numbers)])) > len(COLOURS):
        return _steps(numbers)
    texts = [str(value) if value == value else "" for value in values]  # noqa: PLR0124 - NaN
    common = [text for text, _ in Counter(texts).most_common() if text][:len(COLOURS)]
    return texts, list(zip(common, COLOURS, strict=False))


def numbers_of(values: NDArray[Any]) -> NDArray[np.float64]:
    """Return a column as numbers; all NaN when some value is none."""
    try:
        return np.array([float(v) if str(v).strip() else np.nan for v in values], dtype=np.float64)
    except ValueError:
        return np.full(len(values), np.nan)


def _steps(numbers: NDArray[np.float64]) -> tuple[list[str], list[tuple[str, str]]]:
    known = numbers[~np.isnan(numbers)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, len(STEPS) + 1)))
    names = [_step(low, high) for low, high in pairwise(edges)]
    at = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(names) - 1)
    labels = ["" if np.isnan(n) else names[i] for n, i in zip(numbers, at, strict=True)]
    return labels, list(zip(names, _spread(len(names)), strict=True))


def _step(low: float, high: float) -> str:
    return f"{low:g} to {high:g}"


def _spread(count: int) -> Sequence[str]:
    """Return so many steps from light to dark."""
    at = np.linspace(0, len(STEPS) - 1, count).round().astype(int)
    return [STEPS[i] for i in at]
