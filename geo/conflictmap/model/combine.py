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
    kept, duplicates = _without_duplicates(parts)
    return Events(
        columns={n: np.concatenate([p.columns[n] for p in kept]) for n in TEXT + DAYS + NUMBERS},
        areas=_areas(kept),
        extra=_extra(kept),
        claims=_chained(kept, "claims"),
        sources={name: source for p in kept for name, source in p.sources.items()},
        statements=_chained(kept, "statements"),
        problems=_chained(parts, "problems") + duplicates,
        accounting=sum((p.accounting for p in kept), Accounting()),
        provenance=_chained(kept, "provenance"), reading=_chained(kept, "reading"),
    )


def _without_duplicates(parts: Sequence[Events]) -> tuple[list[Events], tuple[Problem, ...]]:
    """Return the parts without the ids that an earlier part has, and the problems of those rows."""
    known: set[str] = set()
    kept: list[Events] = []
    problems: list[Problem] = []
    for part in parts:
        mask = np.array([i not in known for i in part.ids], dtype=bool)
        problems += [duplicate_problem(part, row) for row in np.flatnonzero(~mask).tolist()]
        known.update(part.ids)
        kept.append(without(part, mask))
    return kept, tuple(problems)


def _chained(parts: Sequence[Events], name: str) -> tuple[Any, ...]:
    """Return what the parts hold under a name, one after the other."""
    return tuple(item for part in parts for item in getattr(part, name))


def _areas(parts: Sequence[Events]) -> dict[int, Any]:
    """Return the areas of the parts by their rows in the whole."""
    firsts = np.cumsum([0, *map(len, parts)]).tolist()
    return {
        first + row: area
        for first, part in zip(firsts, parts, strict=False) for row, area in part.areas.items()
    }


def _extra(parts: Sequence[Events]) -> dict[str, NDArray[Any]]:
    """Return the further columns of the parts; a part without one has empty texts in it."""
    names = sorted({name for part in parts for name in part.extra})
    return {name: np.concatenate([
        part.extra.get(name, np.full(len(part), "", dtype=object)) for part in parts
    ]) for name in names}


def duplicate_problem(events: Events, row: int) -> Problem:
    """Return the problem of an id that another file has used already."""
    from conflictmap.model.events import row_of

    return Problem(
        file=str(events["file"][row]), place=str(events["line"][row]), field="id",
        value=str(events["event_id"][row]), reason="this id stands in an earlier file too",
        fix="Give each event its own id.", row=row_of(events, row),
    )


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
