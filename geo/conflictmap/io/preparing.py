"""From several sets of events to the one that is shown: newest rows only, totals where needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.io.aggregate import aggregated
from conflictmap.io.read_events import read_events
from conflictmap.io.releases import newest
from conflictmap.model.combine import combine
from conflictmap.model.source_terms import check_hand_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflictmap.model.events import Events


def prepared(parts: Sequence[Events], *, what: str, aggregate: bool = False) -> Events:
    """Return the events that WHAT may hold.

    Parameters
    ----------
    parts
        Events of one or more files.
    what
        What will hold them, for the message: `the page`.
    aggregate
        Whether rows that may not be handed on are shown as totals; otherwise they are refused.

    Raises
    ------
    OutputError
        When a source forbids handing its rows on, and no totals were asked for.
    """
    found = newest(combine(parts))
    if aggregate:
        return aggregated(found)
    check_hand_on(found, what)
    return found


def read_newest(
    files: Sequence[str], *, step: Callable[[str], None], **options: Any
) -> Events:
    """Return the events of files, of several releases of one source the newest row of each.

    Parameters
    ----------
    files
        Paths that `read_events` takes.
    step
        Called with a word before each file, for progress bars.
    options
        Those of `read_events`.

    Raises
    ------
    EventsError
        When a file cannot be read at all.
    """
    parts = []
    for name in files:
        step("events")
        parts.append(read_events(name, **options))
    return newest(combine(parts))
