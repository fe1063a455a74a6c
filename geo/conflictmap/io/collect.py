"""From the rows of a file to checked events.

A row is plain when the rules for one row are sure to take it as it stands. Plain rows of a large
file may come by columns; every other row goes through those rules, and what cannot be used is
listed. What comes out is the same, whichever way a row went.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.io.cells import BadCell
from conflictmap.io.gathering import Gathered, counted, looks_swapped
from conflictmap.io.lookalike_ids import doubtful_ids
from conflictmap.io.rows import problem_of, record_of, typed
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from conflictmap.io.rows import Row
    from conflictmap.io.vector_rows import Parts, RowBatch
    from conflictmap.model.events import Events

#: What a reader raises that meets data of a shape that it does not know.
_MISFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def events_of(
    rows: Iterable[Row], *, file: str, stem: str, areas: Mapping[str, Any],
    swap_check: bool = True, regional: bool | None = None, seen: set[str] | None = None,
) -> Events:
    """Return checked events, in the order of the rows; each row that cannot be used is listed.

    Parameters
    ----------
    rows
        The rows of one file.
    file, stem
        The file's name for messages, and the start of ids for rows that have none.
    areas
        Polygons by id, for the column `where`.
    swap_check
        Whether points that lie in the built-in region only when latitude and longitude are
        exchanged are set aside, in a file that is about that region.
    regional
        Whether the file is about that region; by default its points say so.
    seen
        Ids of rows before these; those of these rows are added.
    """
    found = Collected(file=file, stem=stem, areas=areas, swap_check=swap_check, seen=seen)
    found.add_each(enumerate(rows, start=1))
    return found.events(regional=regional)


class Collected:
    """The events of one file on their way: plain rows in columns, the others one by one."""

    def __init__(
        self, *, file: str, stem: str, areas: Mapping[str, Any], swap_check: bool,
        seen: set[str] | None = None, room: int = 0,
    ) -> None:
        """Begin; there will be ROOM rows at least, where that is known."""
        self.room = room
        self.file, self.stem, self.areas, self.swap_check = file, stem, areas, swap_check
        self.read = 0
        self.seen = set() if seen is None else seen
        self._each = Gathered(file)
        self._problems: list[Problem] = []
        self._plain: Parts | None = None

    def add_batch(self, batch: RowBatch) -> NDArray[np.bool_]:
        """Add the plain rows of a batch, whose ids no other row has; return which they are."""
        from conflictmap.io.vector_rows import Parts

        self._plain = self._plain or Parts(self.file, room=self.room)
        first = self.read
        self._count(len(batch.ids))
        return self._plain.add(batch, first=first, swap_check=self.swap_check)

    def add_each(self, rows: Iterable[tuple[int, Row]], *, counted: bool = False) -> None:
        """Add rows with their numbers, one by one; COUNTED rows are in `read` already."""
        bounds = limits()
        for number, row in rows:
            if not counted:
                self._count(1)
            try:
                record = record_of(row, self.stem, self.areas, bounds)
                self._check_id(record["event_id"])
            except BadCell as bad:
                self._problems.append(problem_of(self.file, row, bad))
                continue
            record["number"] = number
            if self.swap_check and looks_swapped(record["lat"], record["lon"]):
                record["typed"] = typed(row)
            self._each.add(record, row.extra)

    def _count(self, rows: int) -> None:
        self.read += rows
        if self.read > limits().rows:
            raise EventsError(f"{self.file}: {beyond('rows')}")

    def _check_id(self, event_id: str) -> None:
        if event_id in self.seen:
            raise BadCell("id", event_id, "this id stands twice", "Give each event its own id.")
        self.seen.add(event_id)

    def events(self, *, regional: bool | None = None) -> Events:
        """Return what was collected; REGIONAL as in `events_of`."""
        beside = self._plain.points if self._plain else (0, 0)
        self._problems += self._each.swapped(sure=regional, beside=beside)
        numbers = list(self._each.columns["number"])
        events = self._each.events(self._problems, self.read)
        if self._plain:
            events = counted(self._plain.merged(events, numbers), self.read)
        odd = tuple(doubtful_ids(self.file, events.ids, events["line"].tolist())) if numbers else ()
        return replace(events, problems=events.problems + odd) if odd else events


def only_rows(
    rows: Iterator[Row | Problem], notes: list[Problem], name: str = "the file"
) -> Iterator[Row]:
    """Yield the rows; what a reader says of the file is put aside in NOTES.

    A reader that cannot go on refuses the file: no shape of data may end the program.
    """
    try:
        for row in rows:
            if isinstance(row, Problem):
                notes.append(row)
            else:
                yield row
    except _MISFIT as error:
        said = f"{type(error).__name__}: {error}"
        raise EventsError(
            f"{name}: does not fit the format that its columns show ({said}). Is it complete?"
        ) from error
