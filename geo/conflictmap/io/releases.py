"""Releases of one source: a newer row of an event supersedes the older, a deleted event goes.

What goes is set aside and listed, so nothing is lost in silence. Without this step, two releases
read into one map would count every event twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.archives import unpacked
from conflictmap.formats.files import read_bytes
from conflictmap.formats.record import Record
from conflictmap.formats.records import records
from conflictmap.io.read_events import read_events
from conflictmap.model.columns import CREDIT
from conflictmap.model.combine import combine, without
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.events import row_of
from conflictmap.model.source_terms import MARKS, check_redistribution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

#: Data sets whose ids are those of one series of releases.
_SERIES = {"ucdp-ged": "ucdp", "ucdp-candidate": "ucdp", "acled": "acled"}
#: Further columns by which releases are told, and whose rows these are.
NEEDED = frozenset({"source_dataset", "source_id", "source_version", CREDIT, *MARKS})
_SUPERSEDED = "superseded by release"


def age_of(version: str) -> tuple[int, ...]:
    """Return a release as numbers that rise with time.

    An annual release follows every Candidate release of the year before.

    >>> age_of("25.0.8") < age_of("26.1") < age_of("26.01.26.06") < age_of("26.0.8")
    True
    """
    parts = [int(part) for part in version.split(".") if part.isdecimal()]
    match parts:
        case [year, 0, month]:
            return year, 2, month
        case [year, 1, _, month]:
            return year, 2, month
    return tuple(parts)


def newest(events: Events) -> Events:
    """Return the events with only the newest row of each, where a source releases anew.

    Older rows are set aside, each with the release that supersedes it. Of two rows without a stated
    release the later one in order is kept.
    """
    if "source_id" not in events.extra or "source_dataset" not in events.extra:
        return events
    ids = events.extra["source_id"].tolist()
    if len(set(ids)) == len(ids):
        return events
    versions = events.extra.get("source_version", np.full(len(events), "", dtype=object))
    newer = _newer_rows(_series_rows(events), versions)
    reasons = {
        old: f"{_SUPERSEDED} {versions[_last(newer, new)] or 'that comes later'}"
        for old, new in newer.items()
    }
    return _set_aside(events, reasons, "Nothing; the newer row is on the map.")


def _series_rows(events: Events) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the rows of sources that release anew, each with its series and its id there."""
    pairs = zip(events.extra["source_dataset"], events.extra["source_id"], strict=True)
    for row, (dataset, identity) in enumerate(pairs):
        series = _SERIES.get(str(dataset))
        if series is not None and identity:
            yield row, (series, str(identity))


def _newer_rows(
    rows: Iterable[tuple[int, tuple[str, str]]], versions: NDArray[Any]
) -> dict[int, int]:
    """Return, for each row that another one supersedes, the row that does."""
    best: dict[tuple[str, str], int] = {}
    newer: dict[int, int] = {}
    for row, key in rows:
        other = best.setdefault(key, row)
        if other != row:
            is_newer = age_of(str(versions[row])) >= age_of(str(versions[other]))
            old, best[key] = (other, row) if is_newer else (row, other)
            newer[old] = best[key]
    return newer


def superseded(events: Events) -> str:
    """Return a sentence on how many older rows were left out; empty when there are none."""
    gone = [p for p in events.problems if p.reason.startswith(_SUPERSEDED)]
    if not gone:
        return ""
    rows = "1 row" if len(gone) == 1 else f"{len(gone):,} rows"
    return f"{rows} of older releases left out: of each event the newest row counts"


def _last(final: dict[int, int], row: int) -> int:
    while row in final:
        row = final[row]
    return row


def without_deleted(events: Events, path: str | Path) -> Events:
    """Return the events without those on ACLED's list of deleted events.

    Raises
    ------
    EventsError
        When the list cannot be read, or has no column `event_id_cnty`.
    """
    content = unpacked(read_bytes(path, error=EventsError), str(path))
    gone: set[str] = set()
    for record in records(content, str(path)):
        if isinstance(record, Record) and not record.broken:
            if "event_id_cnty" not in record.cells:
                raise EventsError(f"{path}: no column 'event_id_cnty'. Is it the deleted list?")
            gone.add(record.cells["event_id_cnty"].strip())
    ids = events.extra.get("event_id_cnty", np.full(len(events), "", dtype=object))
    reasons = {
        row: "ACLED has deleted this event" for row, name in enumerate(ids) if name in gone
    }
    return _set_aside(events, reasons, "Nothing; it was left out.")


def _set_aside(events: Events, reasons: dict[int, str], fix: str) -> Events:
    if not reasons:
        return events
    mask: NDArray[np.bool_] = np.ones(len(events), dtype=bool)
    mask[list(reasons)] = False
    problems = tuple(
        Problem(file=str(events["file"][row]), place=str(events["line"][row]), field="id",
                value=str(events["event_id"][row]), reason=reasons[row], fix=fix,
                row=row_of(events, row))
        for row in sorted(reasons)
    )
    kept = without(events, mask)
    return replace(kept, problems=kept.problems + problems)


def prepared(parts: Sequence[Events], *, what: str, aggregate: bool = False) -> Events:
    """Return the events that WHAT may hold.

    Parameters
    ----------
    parts
        Events of one or more files.
    what
        What will hold them, for the message: `the page`.
    aggregate
        Whether rows that may not be redistributed are shown as totals; otherwise they are refused.

    Raises
    ------
    OutputError
        When a source forbids redistributing its rows, and no totals were asked for.
    """
    found = newest(combine(parts))
    if aggregate:
        from conflictmap.io.aggregate import aggregated

        return aggregated(found)
    check_redistribution(found, what)
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
