"""Checks: what is wrong or doubtful in events and layers, as a list of problems."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.analysis import check_dates, check_duplicates, check_places, check_sources
from conflictmap.analysis.check_dates import in_future
from conflictmap.analysis.check_exchanged import apart
from conflictmap.analysis.check_layers import layer_mistakes
from conflictmap.analysis.check_tables import file_mistakes
from conflictmap.analysis.findings import warning
from conflictmap.model.crs import edges_to_local, local_crs
from conflictmap.model.errors import Problem
from conflictmap.model.interval import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictmap.model.events import Events
    from conflictmap.model.interval import DayLike
    from conflictmap.model.layer import Layer

#: Two areas of a layer may share this many square metres before they count as overlapping:
#: coordinates are rounded to a metre or ten.
OVERLAP_M2 = 50_000.0
_EXCHANGED = "exchanged"


def check_layer(layer: Layer) -> list[Problem]:
    """Return what was mended on reading, coordinates that look exchanged, and areas that overlap.

    Areas overlap when both are valid on some day.

    Layers of role `sector` are lists of places, not a division of ground: their areas may overlap.
    """
    found = [*layer.problems, *layer_mistakes(layer)]
    if layer.role != "sector":
        found += _overlaps(layer)
    return found


def _overlaps(layer: Layer) -> Iterator[Problem]:
    areas = np.flatnonzero(shapely.get_dimensions(layer.geometry) == 2)  # noqa: PLR2004
    local = edges_to_local(layer.geometry[areas], local_crs(layer.bounds))
    one, two = shapely.STRtree(local).query(local, predicate="intersects")
    both = (one < two) & overlap(
        layer.start[areas][one], layer.end[areas][one],
        layer.start[areas][two], layer.end[areas][two],
    )
    for a, b in zip(one[both], two[both], strict=True):
        common = shapely.area(shapely.intersection(local[a], local[b]))
        if common > OVERLAP_M2:
            yield Problem(
                file=layer.provenance.name, place=f"feature {areas[b]}", field="geometry",
                value=layer.features[areas[b]].id, level="warning",
                reason=f"overlaps '{layer.features[areas[a]].id}' by {common / 1e6:.2f} km²"
                " while both are valid",
                fix="Cut one, or put rival claims into layers of their own.",
            )


def check_events(
    events: Events, *, strict: bool = False, today: DayLike | None = None,
    layers: Sequence[Layer] = (),
) -> list[Problem]:
    """Return the rows set aside, then what is doubtful in those that were kept.

    Parameters
    ----------
    events
        Events as read; none is changed.
    strict
        Whether to list what may be true, too: many events at one point, places abroad, claims by
        one side only, events without a source, events that look like totals.
    today
        The day after which an event is in the future; by default the newest date of a source, or
        today, whichever is earlier.
    layers
        Layers for the same map: events that lie within them only when latitude and longitude of
        one of the two are exchanged are found.

    Returns
    -------
    list of Problem
        What is wrong with a file as a whole, then its rows: ids that fit nothing, wholes and parts
        counted together, places outside the region or piled
        on one point, precision that cannot be, dates in the future or before the source began,
        day and month exchanged, doubles under two ids.
    """
    return [*_of_files(events, layers), *events.problems, *_parts(events), *_sources(events),
            *_statements(events), *_claims(events),
            *problems_of(events, strict=strict, today=today)]


def check_map(
    events: Events, layers: Sequence[Layer], *, today: DayLike | None = None,
    swap_check: bool = True,
) -> list[Problem]:
    """Return what would make a false map of events and layers; rows set aside are not in it.

    Parameters
    ----------
    events
        Events as read.
    layers
        The layers that are drawn. Built-in ones have no mistakes, and say nothing.
    today
        The day after which an event is in the future; see `check_events`.
    swap_check
        Whether to look for latitudes and longitudes that are exchanged in a whole file.

    Returns
    -------
    list of Problem
        What stands in docs/input_rules.md under "Said at build as at check": of files, events in
        the future, layers.
    """
    own = [layer for layer in layers if layer.group == "user"]
    return [
        *_of_files(events, own, swap_check=swap_check),
        *(p for layer in own for p in (*layer.problems, *layer_mistakes(layer))),
        *in_future(events, today=today),
    ]


def _of_files(
    events: Events, layers: Sequence[Layer], *, swap_check: bool = True
) -> list[Problem]:
    """Return what is wrong with files as a whole; what is exchanged is named once for each."""
    found = list(file_mistakes(events, swap_check=swap_check))
    own = [layer for layer in layers if layer.group == "user"]
    named = any(_EXCHANGED in problem.reason for problem in (
        *found, *(p for layer in own for p in layer_mistakes(layer))))
    return found if named or not swap_check else [*found, *apart(events, own)]


def _parts(events: Events) -> Iterator[Problem]:
    named = np.flatnonzero(events["part_of"] != "").tolist()
    rows = {event_id: row for row, event_id in enumerate(events.ids)} if named else {}
    for row in named:
        whole = str(events["part_of"][row])
        seen = {row}
        if whole not in rows:
            yield warning(events, row, field="part_of", value=whole,
                          reason="no event has this id", fix="Mend the id.")
        parent = rows.get(whole)
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = rows.get(str(events["part_of"][parent]))
        if parent == row:
            yield warning(events, row, field="part_of", value=whole,
                          reason="the row is a part of itself", fix="Break the circle.")


def _sources(events: Events) -> Iterator[Problem]:
    texts = events["sources"].tolist()
    unknown = {text: [name for name in text.split() if name not in events.sources]
               for text in set(texts)}
    if not any(unknown.values()):
        return
    for row, text in enumerate(texts):
        for source in unknown[text]:
            yield warning(events, row, field="sources", value=source,
                          reason="no source has this id",
                          fix="Add it to sources.csv, or mend the id.")


def _statements(events: Events) -> Iterator[Problem]:
    if not events.statements:
        return
    known = {"event": set(events.ids), "source": set(events.sources)}
    for number, statement in enumerate(events.statements, start=1):
        for kind, ids in known.items():
            field = f"{kind}_ids"
            for unknown in (i for i in getattr(statement, field).split() if i not in ids):
                yield Problem(
                    file="statements.csv", place=f"row {number}", field=field,
                    value=unknown, reason=f"no {kind} has this id", fix="Mend the id.",
                    level="warning",
                )


def _claims(events: Events) -> Iterator[Problem]:
    for number, claim in enumerate(events.claims, start=1):
        known = [v for v in (claim.low, claim.best, claim.high) if v is not None]
        if any(a > b for a, b in pairwise(known)):
            yield Problem(
                file="claims.csv", place=f"row {number}", field="low, best, high",
                value=", ".join(map(str, known)), reason="do not rise", level="warning",
                fix="Low, best and high must rise; leave unknown ones empty.",
            )


def problems_of(
    events: Events, *, strict: bool = False, today: DayLike | None = None
) -> Iterator[Problem]:
    """Yield what is doubtful in events, check after check, each in the order of the rows.

    Parameters
    ----------
    events
        Events as read; none is changed.
    strict
        Whether to look for what may be true, too.
    today
        The day after which an event is in the future; by default the newest date of a source.
    """
    yield from check_places.outside_region(events, strict=strict)
    yield from check_places.piles(events, strict=strict)
    yield from check_places.impossible_precision(events, strict=strict)
    yield from check_dates.in_future(events, today=today)
    yield from check_dates.before_source(events)
    yield from check_dates.day_and_month(events)
    yield from check_duplicates.near_doubles(events, strict=strict)
    yield from check_duplicates.counted_twice(events)
    if strict:
        yield from check_dates.early_claims(events)
        yield from check_duplicates.looks_like_total(events)
        yield from check_sources.missing(events)
        yield from check_sources.one_side(events)
