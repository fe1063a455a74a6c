"""What the caller says of tables, and whether a table says all of it itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.region import all_exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conflictmap.io.meaning.plan import Plan
    from conflictmap.model.events import Events

#: Columns of a table that `conflictmap convert` wrote: it says what it means.
WRITTEN = frozenset({"source_dataset", "credit"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the caller says of tables.

    Parameters
    ----------
    strict
        Whether only the standard columns are read, and a row with a cell of no use is set aside.
    columns
        Meaning to column, where the caller says it (`date` to `When`).
    gazetteer
        A CSV of places (name, lat, lon, error), asked before the built-in one.
    guess
        Whether the meaning of columns that are not named is found.
    write_mapping
        Where what the columns were taken for is saved as a mapping.
    ask
        Called with a plan that holds guesses; returns columns by meaning, empty for none.
    points_as_given
        Whether points of UCDP of no stated precision are taken as they stand.
    """

    strict: bool = False
    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    gazetteer: str = ""
    guess: bool = True
    write_mapping: str = ""
    ask: Callable[[Plan], Mapping[str, str]] | None = None
    points_as_given: bool = False


def are_ours(headers: Iterable[str]) -> bool:
    """Return whether all headers are those of standard columns, and none that is needed lacks.

    >>> are_ours(["date", "Latitude", "lon"]), are_ours(["date", "lat", "lon", "Killed"])
    (True, False)
    """
    names = list(headers)
    return not missing_columns(names) and all(standard_name(name) in STANDARD for name in names)


def needs_more(events: Events) -> bool:
    """Return whether more can be made of a table than its columns say as they stand.

    Rows were set aside, have a name of a place and no place, or all points look exchanged.
    """
    known = ~np.isnan(events["lat"])
    if events.accounting.set_aside or all_exchanged(events["lon"][known], events["lat"][known]):
        return True
    if WRITTEN & events.extra.keys():
        return False
    named = events["place"][~events.placed]
    return bool((named != "").any())
