"""Several sets of events as one, and rows taken out: no row is lost from the accounting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.columns import DAYS, NUMBERS, TEXT
from conflictmap.model.errors import Problem
from conflictmap.model.events import Accounting, Events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def combine(parts: Sequence[Events]) -> Events:
    """Return several sets of events as one; of two events with one id the first is kept.

    The rows left out are counted as set aside and listed.
    """
    if len(parts) == 1:
        return parts[0]
    seen: set[str] = set()
    kept, problems = [], [p for part in parts for p in part.problems]
    for part in parts:
        mask = np.array([i not in seen for i in part.ids], dtype=bool)
        for row in np.flatnonzero(~mask):
            problems.append(twice(part, int(row)))
        seen.update(part.ids)
        kept.append(without(part, mask))
    names = sorted({name for part in kept for name in part.extra})
    return Events(
        columns={n: np.concatenate([p.columns[n] for p in kept]) for n in TEXT + DAYS + NUMBERS},
        areas={
            first + row: area
            for first, part in zip(np.cumsum([0, *map(len, kept)]).tolist(), kept, strict=False)
            for row, area in part.areas.items()
        },
        extra={n: np.concatenate([_extra(p, n) for p in kept]) for n in names},
        claims=tuple(c for p in kept for c in p.claims),
        sources={k: v for p in kept for k, v in p.sources.items()},
        statements=tuple(s for p in kept for s in p.statements),
        problems=tuple(problems),
        accounting=sum((p.accounting for p in kept), Accounting()),
        provenance=tuple(v for p in kept for v in p.provenance),
    )


def twice(events: Events, row: int) -> Problem:
    """Return the problem of an id that another file has used already."""
    from conflictmap.model.events import row_of

    return Problem(
        file=str(events["file"][row]), place=str(events["line"][row]), field="id",
        value=str(events["event_id"][row]), reason="this id stands in an earlier file too",
        fix="Give each event its own id.", row=row_of(events, row),
    )


def _extra(events: Events, name: str) -> NDArray[Any]:
    return events.extra.get(name, np.full(len(events), "", dtype=object))


def without(events: Events, mask: NDArray[np.bool_]) -> Events:
    """Return the events where MASK is true, the others counted as set aside."""
    if mask.all():
        return events
    gone = ~mask
    undated = int((gone & ~events.dated).sum())
    unplaced = int((gone & events.dated & ~events.placed).sum())
    total = int(gone.sum())
    lost = Accounting(
        placed=-(total - undated - unplaced), unplaced=-unplaced, undated=-undated, set_aside=total
    )
    return replace(events.take(mask), accounting=events.accounting + lost)
