"""Rows without coordinates are placed by the names of their places, and this is said."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.io.meaning.cells import Losses, together
from conflictmap.io.meaning.date_texts import is_unknown
from conflictmap.io.meaning.words import country_words, folded, longest_first
from conflictmap.model.text import halves
from conflictmap.places.by_name import (
    Candidate,
    built_in,
    geonames,
    known_countries,
    likeliest,
    near_each_other,
    own_places,
)
from conflictmap.places.gazetteer import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan

#: How far from a place something near it may be, in metres.
_NEAR = 10_000.0
_LISTED = 12
_FIX = "Give lat and lon, or name the place in a gazetteer of your own: --gazetteer FILE.csv."
_MORE = ("For places elsewhere: pip install 'conflictmap[places]' (GeoNames), or --gazetteer"
         " FILE.csv.")


class Asked(NamedTuple):
    """A place as it is asked for: names to try, what narrows it, and whether near it is meant."""

    names: tuple[str, ...]
    within: tuple[str, ...] = ()
    near: bool = False
    division: bool = False


class Named(NamedTuple):
    """Where a name leads: one place, or several that it can mean, or none."""

    places: tuple[Candidate, ...]
    near: bool = False


def asked_for(text: str, *within: str) -> Asked:
    """Return what to look for.

    >>> asked_for("near Sotk village, Armenia")
    Asked(names=('sotk',), within=('armenia',), near=True, division=False)
    """
    first, *rest = (part.strip() for part in text.split(","))
    bare = folded(first)
    near = False
    for word in longest_first("near"):
        if bare.startswith(f"{word} ") or bare.endswith(f" {word}"):
            bare, near = bare.removeprefix(word).removesuffix(word).strip(), True
            break
    tokens = set(bare.replace(".", " ").split()) | set(bare.split())
    division = any(word in tokens for word in longest_first("division"))
    names = tuple(dict.fromkeys(_without_kinds(half) for half in halves(bare)))
    return Asked(names, tuple(folded(part) for part in (*rest, *within) if part), near, division)


def _without_kinds(name: str) -> str:
    """Return a name without words such as village beside it."""
    for word in longest_first("settlement"):
        if name.startswith(f"{word} ") or (word.endswith(".") and name.startswith(word)):
            name = name[len(word):].strip()
        if name.endswith(f" {word}"):
            name = name[: -len(word)].strip()
    return name


@cache
def _countries() -> dict[str, str]:
    """Return the code of a country by its names, as they are compared."""
    return dict(known_countries()) | country_words()


def resolved(
    asked: Sequence[Asked], own: Mapping[str, tuple[Candidate, ...]]
) -> tuple[list[Named], bool]:
    """Return where each name leads, and whether GeoNames could be asked for the others."""
    found = [Named(_of_names(one, own), one.near) for one in asked]
    left = [one for one, named in zip(asked, found, strict=True) if not named.places]
    more = geonames([name for one in left for name in one.names]) if left else {}
    if not more:
        return found, more is not None
    return [named if named.places else Named(
        () if one.division else _narrowed(one, likely(one, more)), one.near)
        for one, named in zip(asked, found, strict=True)], True


def likely(one: Asked, more: Mapping[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """Return the places of GeoNames for the first of several names that has any."""
    return next((more[key_of(name)] for name in one.names if key_of(name) in more), ())


def _of_names(one: Asked, own: Mapping[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """Return the places of the caller's gazetteer, else of the built-in one."""
    for name in one.names:
        if key_of(name) in own:
            return _narrowed(one, own[key_of(name)])
    if one.division:
        return ()
    for name in one.names:
        if built_in(name):
            return _narrowed(one, built_in(name))
    return ()


def _narrowed(one: Asked, places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the candidates that lie where other words say, the likeliest of them."""
    for word in one.within:
        code = _countries().get(key_of(word)) or _countries().get(folded(word))
        inside = tuple(c for c in places if (code and c.country == code)
                       or (not code and c.within and _shares_word(word, c.within)))
        if code and not inside and any(c.country for c in places):
            return ()
        places = inside or places
    left = likeliest(places)
    return left[:1] if left and near_each_other(left) else left


def _shares_word(word: str, within: str) -> bool:
    small = set(longest_first("division"))
    return bool((set(key_of(word).split()) - small) & (set(key_of(within).split()) - small))


def named_places(
    plan: Plan, table: Table, columns: dict[str, Any], losses: Losses, *, gazetteer: str = ""
) -> tuple[str, ...]:
    """Place the rows that have a name of a place and no coordinates, in COLUMNS; return lines."""
    name = plan.column("place")
    if name is None:
        return ()
    helping = [column for meaning in ("country", "admin")
               if (column := plan.column(meaning)) not in {None, name}]
    texts, codes = together([table.columns[column] for column in (name, *helping) if column])
    free = _without_point(columns, len(table))
    wanted = [code for code, cells in enumerate(texts)
              if cells[0].strip() and not is_unknown(cells[0]) and bool(free[codes == code].any())]
    asked = [asked_for(*texts[code]) for code in wanted]
    found, complete = resolved(asked, own_places(gazetteer) if gazetteer else {})
    lat, lon, radius = _put(columns, free, codes, dict(zip(wanted, found, strict=True)))
    if len(lat):
        columns |= {"lat": lat, "lon": lon, "radius_m": radius}
    named = [(texts[code][0], one, (free & (codes == code)).nonzero()[0].tolist())
             for code, one in zip(wanted, found, strict=True)]
    return _said(name, named, losses, complete=complete)


def _without_point(columns: Mapping[str, Any], size: int) -> NDArray[np.bool_]:
    """Return which rows have neither a point nor an area."""
    free = np.ones(size, dtype=bool)
    for name in ("lat", "where"):
        if name in columns:
            free &= np.array([not text.strip() for text in columns[name].to_pylist()], dtype=bool)
    return free


def _put(
    columns: Mapping[str, Any], free: NDArray[np.bool_], codes: NDArray[np.int64],
    found: Mapping[int, Named],
) -> tuple[Any, Any, Any]:
    """Return the columns of places with those that were found; empty ones when none was."""
    import pyarrow as pa

    sure = {code: named for code, named in found.items() if len(named.places) == 1}
    if not sure:
        return (), (), ()
    size = len(codes)
    lists = [columns[n].to_pylist() if n in columns else [""] * size
             for n in ("lat", "lon", "radius_m")]
    for row in np.flatnonzero(free & np.isin(codes, list(sure))).tolist():
        named = sure[int(codes[row])]
        place = named.places[0]
        error = max(place.error_m, _NEAR) if named.near else place.error_m
        lists[0][row], lists[1][row] = f"{place.lat:.6f}", f"{place.lon:.6f}"
        lists[2][row] = lists[2][row].strip() or f"{error:.0f}"
    lat, lon, radius = (pa.array(texts, type=pa.string()) for texts in lists)
    return lat, lon, radius


def _said(
    column: str, named: Sequence[tuple[str, Named, list[int]]], losses: Losses, *, complete: bool
) -> tuple[str, ...]:
    """Say what was found, what can mean several places, and what was not found."""
    if not named:
        return ()
    for text, one, rows in named:
        if len(one.places) > 1:
            several = "; ".join(map(str, one.places[:4]))
            losses.add(rows, column, text, f"{len(one.places)} places have this name: {several}",
                       "Say which, with its district or country; the row is kept without a place.")
        elif not one.places:
            losses.add(rows, column, text, "no place of this name is known",
                       _FIX if complete else _MORE)
    sure = [(text, one) for text, one, _ in named if len(one.places) == 1]
    listed = [f"{text} = {one.places[0]} ±{_metres(one):,.0f} m"
              for text, one in itertools.islice(sure, _LISTED)]
    more = f" … and {len(sure) - _LISTED} more" if len(sure) > _LISTED else ""
    doubtful = sum(len(one.places) > 1 for _, one, _ in named)
    counts = [f"{len(sure)} of {len(named)} names found"]
    counts += [f"{doubtful} can mean several places"] if doubtful else []
    return (f"places <- '{column}' (by name: {', '.join(counts)})", *(
        (f"  {'; '.join(listed)}{more}",) if listed else ()))


def _metres(one: Named) -> float:
    return max(one.places[0].error_m, _NEAR) if one.near else one.places[0].error_m
