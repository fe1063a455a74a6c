"""The place of many rows at once: where a source's code says that the point stands as it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.column_rules import Coded, Rule, constant
from conflictmap.io.place_precision import PLACEHOLDERS, TABLE, UNSTATED, code_of, place_cells
from conflictmap.places.area_aliases import named_area

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

#: The standard columns of a place.
GIVES = ("where", "lat", "lon", "radius_m", "place_precision")


def place_rule(
    source: str, code: str, *, lat: str, lon: str, names: Sequence[str],
    narrowed: Callable[..., tuple[str, ...]], named: Callable[[str], bool] | None = None,
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
    named
        By default whether a text, or what stands before its first comma, names an area.
    """
    def make(typed: str, north: str, east: str, *texts: str) -> tuple[str, ...]:
        cells = place_cells(source, typed, lat=north, lon=east, names=narrowed(typed, *texts))
        return tuple(cells.get(name, "") for name in GIVES)

    def regular(coded: Coded) -> tuple[Sequence[Any], Mask]:
        return _points(coded, source, (code, lat, lon), names, named or _names_area)

    return Rule(GIVES, (code, lat, lon, *names), make, regular=regular)


def _points(
    coded: Coded, source: str, columns: tuple[str, str, str], names: Sequence[str],
    test: Callable[[str], bool],
) -> tuple[Sequence[Any], Mask]:
    """Return the cells of points, and the rows that are one, of which nothing is doubtful."""
    import pyarrow as pa

    code, lat, lon = columns
    table = TABLE[source]
    codes, words = coded.codes(code)
    found = [table.get(code_of(word), table[UNSTATED]) for word in words]
    filled = [_by_word(coded, name, bool) for name in (lat, lon)]
    regular = (filled[0] | filled[1]) & np.array([p.radius_m is not None for p in found])[codes]
    near = [{_near(point[i]) for point in PLACEHOLDERS.get(source, {})} for i in (0, 1)]
    held = [{k for start in some for k in (start, start - 1)} for some in near]
    regular &= ~(_by_word(coded, lat, lambda word: _may_be(word, held[0]))
                 & _by_word(coded, lon, lambda word: _may_be(word, held[1])))
    named = (np.array([p.area for p in found], dtype=bool)[codes] | ~filled[0]) & regular
    rows = np.flatnonzero(named)
    for name in names if len(rows) else ():
        regular[rows] &= ~_known(coded, name, rows, test)
    indices = pa.array(codes.astype(np.int32))
    radius = [str(p.radius_m) for p in found]
    return [constant("", coded.rows), coded.column(lat), coded.column(lon),
            pa.DictionaryArray.from_arrays(indices, pa.array(radius, type=pa.string())),
            pa.DictionaryArray.from_arrays(indices, [p.label for p in found])], regular


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


def _near(text: str) -> int:
    return int(float(text))


def _may_be(word: str, held: set[int]) -> bool:
    """Return whether a number may be one of a placeholder: not if its whole part says otherwise."""
    start, _, _ = word.partition(".")
    if not start.isascii() or not start.removeprefix("-").isdecimal():
        return bool(word)
    return int(start) in held
