"""Rows without coordinates are placed by the names of their places, and this is said."""

from __future__ import annotations

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
    respelled,
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
    bare, near = _without_near(folded(first))
    division = not set(longest_first("division")).isdisjoint(
        {*bare.replace(".", " ").split(), *bare.split()})
    names = tuple(dict.fromkeys(map(_without_kinds, halves(bare))))
    return Asked(names, tuple(map(folded, filter(None, (*rest, *within)))), near, division)


def _without_near(bare: str) -> tuple[str, bool]:
    """Return a name without words such as near, and whether there was one."""
    for word in longest_first("near"):
        if bare.startswith(f"{word} ") or bare.endswith(f" {word}"):
            return bare.removeprefix(word).removesuffix(word).strip(), True
    return bare, False


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
    left = [at for at, named in enumerate(found) if not named.places]
    more = _in_geonames([asked[at] for at in left])
    for at in left:
        found[at] = _elsewhere(asked[at], more or {})
    return found, more is not None


def _in_geonames(left: Sequence[Asked]) -> Mapping[str, tuple[Candidate, ...]] | None:
    return geonames([name for one in left for name in one.names]) if left else {}


def _elsewhere(one: Asked, more: Mapping[str, tuple[Candidate, ...]]) -> Named:
    """Return where a name leads in GeoNames, which knows no divisions, or spelled otherwise."""
    if one.division:
        return Named((), one.near)
    return Named(_narrowed(one, likely(one, more) or _respelled(one)), one.near)


def _respelled(one: Asked) -> tuple[Candidate, ...]:
    """Return the built-in places for a name as French or German spells it."""
    spelled = [other for name in one.names for other in respelled(name)]
    return next(filter(None, map(built_in, spelled)), ())


def likely(one: Asked, more: Mapping[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """Return the places of GeoNames for the first of several names that has any."""
    return next((more[key_of(name)] for name in one.names if key_of(name) in more), ())


def _of_names(one: Asked, own: Mapping[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """Return the places of the caller's gazetteer, else of the built-in one."""
    mine = next((own[key_of(name)] for name in one.names if key_of(name) in own), ())
    if mine or one.division:
        return _narrowed(one, mine)
    return _narrowed(one, next(filter(None, map(built_in, one.names)), ()))


def _narrowed(one: Asked, places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the candidates that lie where other words say, the likeliest of them."""
    for word in one.within:
        places = _within(word, places)
    left = likeliest(places)
    return left[:1] if left and near_each_other(left) else left


def _within(word: str, places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the places in a country; in a division those that are known to lie in it, or all."""
    code = _countries().get(key_of(word)) or _countries().get(folded(word))
    if code:
        return tuple(place for place in places if place.country in {code, ""})
    return tuple(place for place in places if _shares_word(word, place.within)) or places


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
    helping = filter(None, map(plan.column, ("country", "admin")))
    texts, codes = together([table.columns[column] for column in (name, *helping)])
    free = _without_point(columns, len(table))
    wanted = [int(code) for code in np.unique(codes[free]) if _is_name(texts[code][0])]
    asked = [asked_for(*texts[code]) for code in wanted]
    found, complete = resolved(asked, own_places(gazetteer) if gazetteer else {})
    columns |= _put(columns, free, codes, dict(zip(wanted, found, strict=True)))
    named = [(texts[code][0], one, np.flatnonzero(free & (codes == code)).tolist())
             for code, one in zip(wanted, found, strict=True)]
    return _said(name, named, losses, complete=complete)


def _is_name(text: str) -> bool:
    return bool(text.strip()) and not is_unknown(text)


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
) -> dict[str, Any]:
    """Return the columns of places with those that were found; none when none was."""
    import pyarrow as pa

    sure = _sure(found)
    lat, lon, radius = (columns[name].to_pylist() if name in columns else [""] * len(codes)
                        for name in ("lat", "lon", "radius_m"))
    for row in np.flatnonzero(free & np.isin(codes, list(sure))).tolist():
        named = sure[int(codes[row])]
        lat[row], lon[row] = f"{named.places[0].lat:.6f}", f"{named.places[0].lon:.6f}"
        radius[row] = radius[row].strip() or f"{_metres(named):.0f}"
    made = {"lat": lat, "lon": lon, "radius_m": radius} if sure else {}
    return {name: pa.array(texts, type=pa.string()) for name, texts in made.items()}


def _sure(found: Mapping[int, Named]) -> dict[int, Named]:
    return {code: named for code, named in found.items() if len(named.places) == 1}


def _said(
    column: str, named: Sequence[tuple[str, Named, list[int]]], losses: Losses, *, complete: bool
) -> tuple[str, ...]:
    """Say what was found, what can mean several places, and what was not found."""
    if not named:
        return ()
    for text, one, rows in named:
        if len(one.places) != 1:
            losses.add(rows, column, text, *_open(one, complete=complete))
    sure = [(text, one) for text, one, _ in named if len(one.places) == 1]
    doubtful = sum(len(one.places) > 1 for _, one, _ in named)
    counts = f"{len(sure)} of {len(named)} names found" + (
        f", {doubtful} can mean several places" if doubtful else "")
    return (f"places <- '{column}' (by name: {counts})", *_listed(sure))


def _open(one: Named, *, complete: bool) -> tuple[str, str]:
    """Return why a name leads to no single place, and what to do."""
    if one.places:
        several = "; ".join(map(str, one.places[:4]))
        return (f"{len(one.places)} places have this name: {several}",
                "Say which, with its district or country; the row is kept without a place.")
    return "no place of this name is known", _FIX if complete else _MORE


def _listed(sure: Sequence[tuple[str, Named]]) -> tuple[str, ...]:
    """Return a line with the first names that were found, and where."""
    parts = [f"{text} = {one.places[0]} ±{_metres(one):,.0f} m" for text, one in sure[:_LISTED]]
    more = f" … and {len(sure) - _LISTED} more" if len(sure) > _LISTED else ""
    return (f"  {'; '.join(parts)}{more}",) if parts else ()


def _metres(one: Named) -> float:
    return max(one.places[0].error_m, _NEAR) if one.near else one.places[0].error_m
