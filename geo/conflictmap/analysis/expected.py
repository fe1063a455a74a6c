"""Counts with doubt as a distribution: where an event may lie in several areas or months.

Each event counts in a group with a chance: the share of its place that lies in the area (that of
the join), times the share of its possible days on which it lies in the period and the area held.
Every spot of a place and every day of a span is taken to be alike, and events to be independent.
The sum is then worked out exactly (`chances`). Totals over episodes and reports of tolls are left
out: incidents alone are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.analysis.chances import LEVEL, SURE, distribution, interval_of
from conflictmap.analysis.count import words_of
from conflictmap.analysis.counter import SEVERAL
from conflictmap.analysis.expected_numbers import Expectations, Expected
from conflictmap.analysis.sums import MONTHS_IN, period_days, period_text, periods_of
from conflictmap.io.read_events import read_events
from conflictmap.joins.areas import AreaKernel
from conflictmap.joins.batch import batch_of
from conflictmap.joins.join import layers_of
from conflictmap.model.interval import OPEN_END, OPEN_START, day_number
from conflictmap.model.interval import interval_of as days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from conflictmap.analysis.count import By, Window
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

_AREA = 2


@dataclass(frozen=True, kw_only=True)
class _Chances:
    """Rows of events, the days on which each counts (half-open), the share of its place."""

    row: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    share: NDArray[np.float64]
    area: NDArray[np.int64]
    names: Sequence[str]

    def cut(self, first: Any, last: Any) -> _Chances:
        """Return those of which some days lie in a span."""
        first, last = np.maximum(self.first, first), np.minimum(self.last, last)
        kept = first < last
        return _Chances(row=self.row[kept], first=first[kept], last=last[kept],
                        share=self.share[kept], area=self.area[kept], names=self.names)


def expected(
    events: Any, *, by: By = None, layers: Layer | str | Iterable[Layer | str] | None = None,
    window: Window = None, level: float = LEVEL,
) -> Expectations:
    """Return the numbers of events and deaths to be expected, with the certain and possible ones.

    Parameters
    ----------
    events
        The events, or anything that `read_events` takes. Undated ones, and those whose days have
        no end, are in no group.
    by
        `area` (with `layers`), one of `year`, `quarter`, `month`, and `type`, or several of them.
    layers
        Layers of areas, or ids of built-in ones.
    window
        Half-open days; by default all.
    level
        How much of the distribution lies in the ranges, 0 to 1.

    Raises
    ------
    ValueError
        When `by` holds another word, such as `actor`, or `area` without layers.

    Examples
    --------
    >>> import conflictmap as cm
    >>> found = cm.expected([{"date": "2022-09", "lat": 39.8, "lon": 45.7}], by="month")
    >>> found[0].period, found[0].events, found[0].mean_events
    ('2022-09', (1, 1), 1.0)
    """
    words = _words(by, layers)
    found = read_events(events)
    rows = np.flatnonzero(found.dated & (found["role"] == "event") & (found["start"] > OPEN_START)
                          & (found["end"] < OPEN_END))
    span = days_of(window)
    made: list[Expected] = []
    for layer in layers_of(layers) if "area" in words and layers is not None else (None,):
        chances = _everywhere(found, rows) if layer is None else _in_areas(found, rows, layer)
        made += _groups(found, chances.cut(span.first, span.last), words, level,
                        layer.id if layer else "")
    return Expectations(made)


def _words(by: By, layers: Any) -> tuple[str, ...]:
    """Return what is counted by."""
    words = words_of(by)
    if "area" in words and layers is None:
        raise ValueError("by area needs `layers`")
    if not set(SEVERAL).isdisjoint(words):
        raise ValueError(f"by {', '.join(SEVERAL)}: an event may have several; use `count`")
    return words


def _everywhere(events: Events, rows: NDArray[np.int64]) -> _Chances:
    """Return events with their days, wherever they are."""
    n = len(rows)
    return _Chances(row=rows, first=events["start"][rows], last=events["end"][rows],
                    share=np.ones(n), area=np.zeros(n, dtype=np.int64), names=("",))


def _in_areas(events: Events, rows: NDArray[np.int64], layer: Layer) -> _Chances:
    """Return events and areas that meet, with the days on which both are, and the share."""
    areas = np.flatnonzero(shapely.get_dimensions(layer.geometry) == _AREA)
    kernel = AreaKernel(layer, areas, points=0)
    row, area, share = kernel.pairs(batch_of(events))
    names = list(dict.fromkeys(kernel.ids.tolist()))
    number = np.array([names.index(name) for name in kernel.ids.tolist()], dtype=np.int64)
    known = np.isin(row, rows)
    row, area, share = row[known], area[known], share[known]
    all_of = _Chances(row=row, first=events["start"][row], last=events["end"][row], share=share,
                      area=number[area], names=names)
    return all_of.cut(kernel.start[area], kernel.end[area])


def _groups(
    events: Events, chances: _Chances, words: Sequence[str], level: float, layer_id: str
) -> list[Expected]:
    """Return the groups of one layer, sorted."""
    unit = next((word for word in words if word in MONTHS_IN), "")
    at, period, share = _by_period(chances, unit)
    row = chances.row[at]
    chance = chances.share[at] * share / (events["end"][row] - events["start"][row])
    types, kind = np.unique(events["type"].astype(str), return_inverse=True)
    of_type = kind[row] if "type" in words else np.zeros(len(row), dtype=np.int64)
    keys, which = np.unique(np.column_stack([chances.area[at], period, of_type, row]), axis=0,
                            return_inverse=True)
    # An area that a layer holds for several spans of days is one.
    total = np.minimum(np.bincount(which.ravel(), chance, minlength=len(keys)), 1.0)
    edges = np.flatnonzero(np.any(np.diff(keys[:, :3], axis=0) != 0, axis=1)) + 1
    parts = np.split(np.arange(len(keys)), edges) if len(keys) else []
    made = []
    for part in parts:
        area, time, of_kind, _ = keys[part[0]].tolist()
        made.append(_expected(
            events, keys[part, 3], total[part], level, layer_id=layer_id,
            area_id=chances.names[area], period=period_text(time, unit) if unit else "",
            type=str(types[of_kind]) if "type" in words else ""))
    return made


def _by_period(
    chances: _Chances, unit: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return (place in CHANCES, period, days in it) for each period that the days touch."""
    n = len(chances.row)
    if not unit:
        return (np.arange(n), np.zeros(n, dtype=np.int64),
                (chances.last - chances.first).astype(np.float64))
    first = periods_of(chances.first, unit)
    times = periods_of(chances.last - 1, unit) - first + 1
    at = np.repeat(np.arange(n), times)
    turn = np.arange(len(at)) - np.repeat(np.cumsum(times) - times, times)
    period = first[at] + turn
    known = {p: period_days(p, unit) for p in np.unique(period).tolist()}
    start = np.array([day_number(known[p][0]) for p in period.tolist()], dtype=np.int64)
    end = np.array([OPEN_END if (after := known[p][1]) is None else day_number(after)
                    for p in period.tolist()], dtype=np.int64)
    days = np.minimum(chances.last[at], end) - np.maximum(chances.first[at], start)
    return at, period, days.astype(np.float64)


def _expected(
    events: Events, rows: NDArray[np.int64], chance: NDArray[np.float64], level: float,
    **names: str,
) -> Expected:
    """Return the sums of one group."""
    weight = events.weight[rows]
    best = events["fatalities"][rows]
    stated = ~np.isnan(best)
    dead = best[stated].astype(np.int64)
    sure = chance >= SURE
    return Expected(
        events=(int(weight[sure].sum()), int(weight.sum())),
        mean_events=float((chance * weight).sum()),
        range_events=interval_of(*distribution(chance, weight), level=level),
        deaths=(int(dead[sure[stated]].sum()), int(dead.sum())),
        mean_deaths=float((chance[stated] * dead).sum()),
        range_deaths=interval_of(*distribution(chance[stated], dead), level=level),
        silent=int(weight[~stated].sum()), **names)
