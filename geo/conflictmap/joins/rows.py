"""Which rows of a join are written: all, those with an area, one for each event and area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.joins.result import ALONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


#: What a row for a further area says: that it is possible, and nothing else.
FURTHER = {"certainty": "possible", "valid": "", "share": None, "border_m": None,
           "border_uncertain": None, **dict.fromkeys(ALONG)}


class Shown(NamedTuple):
    """Rows of a join in order; where `area` is not empty, it stands in place of the row's own."""

    rows: NDArray[np.int64]
    area: NDArray[Any]

    @property
    def added(self) -> NDArray[np.bool_]:
        """Whether a row is one for a further area, of which only that it is possible is known."""
        return np.asarray(self.area != "", dtype=bool)


def shown_rows(
    has_area: NDArray[np.bool_], also: Sequence[tuple[int, str]], *, found: bool, long: bool
) -> Shown:
    """Return the rows of a join that are written.

    Parameters
    ----------
    has_area
        Whether each row has an area.
    also
        Rows that have further possible areas, and the ids of these with blanks between them.
    found
        Whether only rows with an area are written.
    long
        Whether each further area gets a row of its own, behind that of its event.

    Examples
    --------
    >>> shown = shown_rows(np.array([False, True]), [(1, "b c")], found=True, long=True)
    >>> shown.rows.tolist(), shown.area.tolist()
    ([1, 1, 1], ['', 'b', 'c'])
    """
    times = has_area.astype(np.int64) if found else np.ones(len(has_area), dtype=np.int64)
    further = [(row, text.split()) for row, text in also] if long else []
    for row, areas in further:
        times[row] += len(areas)
    rows, first = np.repeat(np.arange(len(times)), times), np.cumsum(times) - times
    area = np.full(len(rows), "", dtype=object)
    for row, areas in further:
        area[first[row] + 1:first[row] + 1 + len(areas)] = areas
    return Shown(rows, area)
