"""The place of many rows at once: where a source's code says that the point stands as it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.formats.arrow_text import coded_texts
from conflictmap.io.column_rules import Coded, Rule, constant
from conflictmap.io.place_precision import PLACEHOLDERS, TABLE, UNSTATED, code_of, place_cells
from conflictmap.places.area_aliases import named_area

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

#: Degrees by which a number that is rounded to four decimals may have moved, and more.
_ROUNDED = 0.001
#: The standard columns of a place.
GIVES = ("where", "lat", "lon", "radius_m", "place_precision")


def place_rule(
    source: str, code: str, *, lat: str, lon: str, names: Sequence[str],
    narrowed: Callable[..., tuple[str, ...]], named: Callable[[str], bool] | None = None,
    looks_at: Callable[[str], Sequence[str]] | None = None,
) -> Rule:
    """Return the rule of a source's places.

    Parameters
    ----------
    source
        A key of the tables of precision.
    code, lat, lon
        The columns of the code and the point.
    names
        Columns that the names of the place may be made of.
    narrowed
        Returns the names by which an area is looked for, from the code and the texts of `names`.
        No area may be found where NAMED says of none of these texts that it may lead to one.
    looks_at
        Returns the columns of `names` that count for a code, by default all.
    named
        By default whether a text, or what stands before its first comma, names an area.
    """
    def make(typed: str, north: str, east: str, *texts: str) -> tuple[str, ...]:
        cells = place_cells(source, typed, lat=north, lon=east, names=narrowed(typed, *texts))
        return tuple(cells.get(name, "") for name in GIVES)

    def regular(coded: Coded) -> tuple[Sequence[Any], Mask]:
        return _points(coded, source, (code, lat, lon), _Names(
            names, named or _names_area, looks_at or (lambda _: names)))

    return Rule(GIVES, (code, lat, lon, *names), make, regular=regular)


class _Names(NamedTuple):
    """Columns of names, whether a text may lead to an area, and the columns of a code."""

    columns: Sequence[str]
    test: Callable[[str], bool]
    looks_at: Callable[[str], Sequence[str]]


def _points(
    coded: Coded, source: str, columns: tuple[str, str, str], names: _Names
) -> tuple[Sequence[Any], Mask]:
    """Return the cells of points, and the rows that are one, of which nothing is doubtful."""
    code, lat, lon = columns
    table = TABLE[source]
    codes, words = coded.codes(code)
    found = [table.get(code_of(word), table[UNSTATED]) for word in words]
    filled = [_by_word(coded, name, bool) for name in (lat, lon)]
    regular = (filled[0] | filled[1]) & np.array([p.radius_m is not None for p in found])[codes]
    regular &= ~_placeholders(coded, source, lat, lon)
    named = np.array([p.area for p in found], dtype=bool)[codes] | ~filled[0]
    regular &= ~_lead_to_areas(coded, code, names, named)
    radius = [str(p.radius_m) for p in found]
    return [constant("", coded.rows), coded.column(lat), coded.column(lon),
            coded_texts(codes, radius),
            coded_texts(codes, [p.label for p in found])], regular


def _lead_to_areas(coded: Coded, code: str, names: _Names, asked: Mask) -> Mask:
    """Return which of the rows ASKED have a name that may be that of an area."""
    codes, words = coded.codes(code)
    found = np.zeros(coded.rows, dtype=bool)
    for name in names.columns:
        counts = np.array([name in names.looks_at(word) for word in words], dtype=bool)[codes]
        rows = np.flatnonzero(asked & counts)
        found[rows] |= _known(coded, name, rows, names.test)
    return found


def _by_word(coded: Coded, name: str, test: Callable[[str], bool]) -> Mask:
    codes, words = coded.codes(name)
    found: Mask = np.array(list(map(test, words)), dtype=bool)[codes]
    return found


def _known(
    coded: Coded, name: str, rows: NDArray[np.int64], test: Callable[[str], bool]
) -> Mask:
    """Return for which rows the text of a column may lead to an area."""
    codes, words = coded.codes(name)
    used, at = np.unique(codes[rows], return_inverse=True)
    found: Mask = np.array([test(words[i]) for i in used.tolist()], dtype=bool)[at]
    return found


@lru_cache(maxsize=100_000)
def _names_area(text: str) -> bool:
    return bool(named_area(text) or named_area(text.split(",")[0]))


def _placeholders(coded: Coded, source: str, lat: str, lon: str) -> Mask:
    """Return which points may be one of a source's placeholders."""
    found = np.ones(coded.rows, dtype=bool)
    for i, name in enumerate((lat, lon)):
        held = np.array([float(point[i]) for point in PLACEHOLDERS.get(source, {})])
        codes, words = coded.codes(name)
        numbers = np.array(list(map(_number, words)))[:, None]
        found &= (np.abs(numbers - held) < _ROUNDED).any(axis=1)[codes]
    return found


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return float("nan")
