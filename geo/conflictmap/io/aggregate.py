"""Totals in place of single rows, for sources whose rows may not be redistributed.

A total holds the month, the province, the type and the numbers; no actor, no text, no single day
and no single point.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row
from conflictmap.model.combine import combine
from conflictmap.model.crs import distance_m
from conflictmap.model.errors import Problem
from conflictmap.model.interval import day_of
from conflictmap.model.source_terms import TOTAL, rows_of, with_sources, withheld
from conflictmap.places.area_aliases import named_area
from conflictmap.places.layer_files import bundled_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.model.events import Events

#: Least radius of a total, in metres: wider than any town.
LEAST_RADIUS_M = 50_000
_Key = tuple[str, str, str, str]


def aggregated(events: Events) -> Events:
    """Return the events with the rows that may not be redistributed as totals.

    One total for each month, country, first-order division and type. Its place is the division
    where that is a built-in area, and otherwise a disc that holds all of its events. Fatalities are
    the sum of what is stated; they are unknown when none is. All other events stay as they are, and
    so does the accounting of what was read.
    """
    terms = withheld(events)
    if not terms:
        return events
    mine = rows_of(events, terms)
    groups: dict[_Key, list[int]] = defaultdict(list)
    for row in np.flatnonzero(mine).tolist():
        groups[_key(events, row)].append(row)
    name = " and ".join(t.name for t in terms)
    rows = [
        _total(events, key, members, terms[0].key, number)
        for number, (key, members) in enumerate(sorted(groups.items()), start=1)
    ]
    totals = with_sources(events_of(rows, file=name, stem="total", areas=bundled_areas(),
                                    swap_check=False))
    count = int(mine.sum())
    note = Problem(
        file=name, place="", field="", value="", level="warning",
        reason=f"{count:,} rows are shown as {len(totals):,} totals by month, province and type",
        fix="Nothing; the terms of the source forbid handing on single rows.",
    )
    rest = events.take(~mine)
    whole = combine([replace(rest, problems=()), totals])
    kept = set(rest.ids)
    return replace(
        whole, accounting=events.accounting, provenance=events.provenance,
        problems=(*events.problems, *whole.problems, note),
        claims=tuple(c for c in events.claims if c.event_id in kept),
    )


def _key(events: Events, row: int) -> _Key:
    """Return month, country, division and type; nothing of a finer grain."""
    day = day_of(int(events["start"][row])) if events.dated[row] else None
    month = f"{day:%Y-%m}" if day else ""
    place = [str(events.extra[c][row]) if c in events.extra else "" for c in ("country", "admin1")]
    return month, place[0], place[1], str(events["type"][row])


def _total(
    events: Events, key: _Key, members: Sequence[int], source: str, number: int
) -> Row:
    month, country, division, kind = key
    known = [v for v in events["fatalities"][list(members)] if not np.isnan(v)]
    events_word = "1 event" if len(members) == 1 else f"{len(members)} events"
    cells = {
        "id": f"{source}-total-{number}", "date": month, "type": kind, "sources": source,
        "title": f"{events_word}: {kind}", "place": ", ".join(filter(None, (division, country))),
        "fatalities_best": f"{sum(known):.0f}" if known else "",
        "stands_for": str(len(members)), "place_precision": TOTAL,
        **_place(events, division, members),
    }
    return Row(place=f"row {number}", cells=cells, extra={
        "source_dataset": source, "source_number": str(len(members)),
    })


def _place(events: Events, division: str, members: Sequence[int]) -> dict[str, str]:
    """Return the area of the division, or a disc about the rounded middle of the events."""
    where = named_area(division)
    if where and all(area in bundled_areas() for area in where.split()):
        return {"where": where}
    rows = [row for row in members if not np.isnan(events["lat"][row])]
    if not rows:
        return {}
    lats, lons = events["lat"][rows], events["lon"][rows]
    lat, lon = round(float(lats.mean()), 1), round(float(lons.mean()), 1)
    far = distance_m(np.full(len(rows), lon), np.full(len(rows), lat), lons, lats)
    reach = far + np.nan_to_num(events["radius_m"][rows], nan=0.0)
    return {"lat": f"{lat:.1f}", "lon": f"{lon:.1f}",
            "radius_m": f"{max(float(reach.max()), LEAST_RADIUS_M):.0f}"}
