"""Doubts about duplicates: the same event twice, and totals counted together with their parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.findings import warning
from conflictmap.model.columns import FATALITIES
from conflictmap.model.source_terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: What two rows must share to be doubles; strict doubles need less.
_SAME = ("start", "end", "type", "actor_a", "actor_b", "role", "title", "where")
_STRICT_SAME = ("start", "end", "type", "role", "where")
#: Fewest events whose sum a row must equal to look like their total.
_FEWEST_PARTS = 3


def near_doubles(events: Events, *, strict: bool = False) -> Iterator[Problem]:
    """Yield events that say the same as an earlier one under another id.

    Same days, place, type, actors, title and fatalities; when STRICT, same days, place, type and
    fatalities.
    Rows of sources with ids of their own are left out: two of theirs may agree in all of that.
    """
    seen: dict[tuple[object, ...], int] = {}
    names = _STRICT_SAME if strict else _SAME
    for row in _without_source_ids(events):
        first = seen.setdefault(_content(events, row, names), row)
        if first != row:
            other = f"'{events['event_id'][first]}' ({events['line'][first]})"
            yield warning(
                events, row, field="id", value=str(events["event_id"][row]),
                reason=f"says the same as {other}",
                fix="Delete one; if both happened, let titles or notes say how they differ.",
            )


def _without_source_ids(events: Events) -> Iterator[int]:
    """Yield the dated and placed rows, but not those of sources with ids of their own."""
    texts = events["sources"].tolist()
    own = {text for text in set(texts) if any(map(terms_of, text.split()))}
    for row in np.flatnonzero(events.dated & events.placed).tolist():
        if texts[row] not in own:
            yield row


def _content(events: Events, row: int, names: tuple[str, ...]) -> tuple[object, ...]:
    """Return what two rows must share to be doubles: NAMES, fatalities, and the place."""
    fatalities = (float(events[name][row]) for name in FATALITIES.values())
    place = (round(float(np.nan_to_num(events[n][row])), 3) for n in ("lat", "lon"))
    return (*(events[n][row] for n in names),
            *(-1.0 if np.isnan(v) else v for v in fatalities), *place)


def counted_twice(events: Events) -> Iterator[Problem]:
    """Yield events that hold parts and fatalities, but are not marked as a total over them."""
    for whole, number in sorted(_parts_with_fatalities(events).items()):
        if events["role"][whole] == "event" and _has_fatalities(events, whole):
            yield warning(
                events, whole, field="role", value="event",
                reason=f"{number} of its parts state tolls too: both would be added",
                fix="Write role aggregate if its toll holds theirs; else empty their part_of.",
            )


def _parts_with_fatalities(events: Events) -> dict[int, int]:
    """Return how many parts that state fatalities each whole has, by the row of the whole."""
    parts: dict[int, int] = defaultdict(int)
    named = np.flatnonzero(events["part_of"] != "").tolist()
    rows = {event_id: row for row, event_id in enumerate(events.ids)} if named else {}
    for row in named:
        whole = rows.get(str(events["part_of"][row]))
        if whole is not None and whole != row and _has_fatalities(events, row):
            parts[whole] += 1
    return parts


def looks_like_total(events: Events) -> Iterator[Problem]:
    """Yield events of several certain days with the sum of the dead of others of their type."""
    single = (
        events.dated & (events["role"] == "event") & (events["part_of"] == "")
        & (events["fatalities"] > 0)
    )
    for kind in sorted(set(events["type"][single])):
        rows = np.flatnonzero(single & (events["type"] == kind))
        yield from _totals(events, rows[np.argsort(events["start"][rows], kind="stable")])


def _totals(events: Events, rows: NDArray[np.int64]) -> Iterator[Problem]:
    """Yield the rows, all of one type and sorted by start, that look like totals of others."""
    start, end = events["start"][rows], events["end"][rows]
    best = events["fatalities"][rows]
    long = events["certain_end"][rows] - events["certain_start"][rows] > 1
    first = np.searchsorted(start, start, side="left")
    last = np.searchsorted(start, end, side="left")
    for i in np.flatnonzero(long).tolist():
        inside = np.arange(first[i], last[i])
        inside = inside[(end[inside] <= end[i]) & (inside != i)]
        if len(inside) >= _FEWEST_PARTS and best[inside].sum() == best[i]:
            yield warning(
                events, int(rows[i]), field="fatalities_best", value=f"{best[i]:.0f}",
                reason=f"the sum of {len(inside)} other events of these days: a total?",
                fix="Write role aggregate, and its id in part_of of the others.",
            )


def _has_fatalities(events: Events, row: int) -> bool:
    return any(not np.isnan(events[name][row]) for name in FATALITIES.values())
