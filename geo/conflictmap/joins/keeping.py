"""Columns of the events that a table of a join carries beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.io.rows import STANDARD, standard_name
from conflictmap.model.errors import EventsError, nearest
from conflictmap.model.source_terms import CREDIT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

#: Stands for every column of the file that has no meaning here.
ALL = "all"
#: Standard columns that hold numbers; all other columns hold text as it was typed.
NUMERIC = ("radius_m", "fatalities_low", "fatalities_best", "fatalities_high")
#: Standard columns that the table of a join holds anyway.
_THERE = frozenset({"id", "title", "date", "type", "lat", "lon"})
_PREFIX = "source_"


def asked(keep: str | Iterable[str]) -> tuple[str, ...]:
    """Return the columns that are asked for, each once; those that are there anyway are left out.

    >>> asked(["actor_a", "title", "admin1", "actor1"])
    ('actor1', 'admin1')
    """
    names = (keep,) if isinstance(keep, str) else keep
    found = [name if name == ALL else standard_name(name) for name in names]
    return tuple(name for name in dict.fromkeys(found) if name not in _THERE and name != CREDIT)


def resolved(names: Sequence[str], further: Collection[str]) -> tuple[str, ...]:
    """Return the columns, with FURTHER ones of the file, sorted, in place of `all`."""
    found: dict[str, None] = {}
    for name in names:
        rest = sorted(n for n in further if n != CREDIT) if name == ALL else [name]
        found |= dict.fromkeys(rest)
    return tuple(found)


def check_kept(names: Iterable[str], further: Collection[str], file: str) -> None:
    """Refuse a column that is neither a standard one nor in the file.

    Raises
    ------
    EventsError
        With the column that is nearest in name.
    """
    for name in names:
        if name not in STANDARD and name not in further and name != ALL:
            known = sorted({*further, *STANDARD} - _THERE)
            raise EventsError(
                f"{file}: no column '{name}' to keep.{nearest(name, known)} 'all' keeps every"
                " column that has no meaning of its own here."
            )


def out_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return the name of each kept column in the table; one that is taken gets a prefix.

    >>> out_names(["share", "source_share", "admin1"], ["share"])
    {'share': 'source_share', 'source_share': 'source_source_share', 'admin1': 'admin1'}
    """
    found: dict[str, str] = {}
    used = {*taken, CREDIT}
    for name in names:
        free = name
        while free in used:
            free = f"{_PREFIX}{free}"
        used.add(free)
        found[name] = free
    return found


def kept_of(events: Events, name: str) -> NDArray[Any]:
    """Return one kept column: text, or numbers with NaN; empty text where no row has it."""
    import numpy as np

    if name in STANDARD:
        return events[STANDARD[name]]
    return events.extra.get(name, np.full(len(events), "", dtype=object))
