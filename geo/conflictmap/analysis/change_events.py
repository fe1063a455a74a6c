"""Changes between two releases as events: one for each event that changed, by what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.diff import diff, rows_by_key
from conflictmap.model.combine import combine
from conflictmap.model.events import Accounting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.analysis.revisions import Revision, Revisions
    from conflictmap.model.events import Events

#: Kind of change: the type that its event has here.
CHANGE_TYPES = {
    "added": "change_added", "withdrawn": "change_withdrawn", "moved": "change_moved",
    "re-dated": "change_redated", "date restated": "change_restated",
    "toll revised": "change_toll",
}
#: The type of an event that changed in several ways.
SEVERAL = "change_several"


def change_events(
    old: Events, new: Events, *, revisions: Revisions | None = None
) -> Events:
    """Return the events that changed from OLD to NEW, each once.

    An event stands where and when NEW has it, and with its fatalities there; one that was withdrawn
    as OLD had it. Its type says what changed (`change_added`, `change_withdrawn`, `change_moved`,
    `change_redated`, `change_restated`, `change_toll`, `change_several`), its notes from what to
    what. Id, source and whatever else the file says stay.

    Parameters
    ----------
    old, new
        Two releases of one source, as `diff` takes them.
    revisions
        What changed, by default as `diff` finds it.

    Examples
    --------
    >>> import conflictmap as cm
    >>> old = cm.read_events([{"id": "a", "date": "2022-09-13", "lat": 39.8, "lon": 45.6}])
    >>> new = cm.read_events([{"id": "a", "date": "2022-09-14", "lat": 39.8, "lon": 45.6}])
    >>> changed = cm.change_events(old, new)
    >>> str(changed["type"][0]), str(changed["note"][0])
    ('change_redated', 're-dated date: 2022-09-13 → 2022-09-14 by +1 days')
    """
    by_id: dict[str, list[Revision]] = {}
    found = diff(old, new) if revisions is None else revisions
    for revision in found.revisions:
        by_id.setdefault(revision.id, []).append(revision)
    gone = {key: own for key, own in by_id.items() if own[0].change == "withdrawn"}
    kept = {key: own for key, own in by_id.items() if key not in gone}
    return combine([_changed(new, kept), _changed(old, gone)])


def _changed(events: Events, revisions: Mapping[str, Sequence[Revision]]) -> Events:
    """Return the events of some keys, typed by what changed."""
    rows = rows_by_key(events)
    found = events.take(np.array([rows[key] for key in revisions], dtype=np.int64))
    notes = [_note(changes, str(note))
             for changes, note in zip(revisions.values(), found["note"], strict=True)]
    own = {"type": _texts(map(_type, revisions.values())), "note": _texts(notes)}
    ids = set(found.ids)
    return replace(found, columns={**found.columns, **own}, problems=(), reading=(),
                   claims=tuple(one for one in events.claims if one.event_id in ids),
                   accounting=_accounting(found))


def _accounting(events: Events) -> Accounting:
    dated = int(events.dated.sum())
    placed = int((events.dated & events.placed).sum())
    return Accounting(read=len(events), placed=placed, unplaced=dated - placed,
                      undated=len(events) - dated)


def _type(changes: Sequence[Revision]) -> str:
    kinds = {one.change for one in changes}
    return CHANGE_TYPES[kinds.pop()] if len(kinds) == 1 else SEVERAL


def _note(changes: Sequence[Revision], note: str) -> str:
    """Return what changed in words, and then what the file notes."""
    return "; ".join([*(one.what for one in changes), *filter(None, [note])])


def _texts(values: Any) -> NDArray[Any]:
    return np.array(list(values), dtype=object)
