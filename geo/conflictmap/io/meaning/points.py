"""Coordinates as people type them: degrees in any form, and both numbers in one cell."""

# ruff: noqa: RUF001 - letters of many scripts
from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple

from conflictmap.io.meaning.numbers import decimal_of
from conflictmap.io.meaning.words import folded, longest_first

_AXES = {"north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1)}
_WKT = re.compile(r"(?:srid\s*=\s*(\d+)\s*;\s*)?point\s*(?:z|m|zm)?\s*\(\s*(\S+)[\s,]+(\S+?)"
                  r"(?:\s+\S+)*\s*\)")
_LINK = re.compile(r"[@=/:!](-?\d{1,3}\.\d+)(?:,|%2c|\+|/)\+?(-?\d{1,3}\.\d+)|"
                   r"!3d(-?[\d.]+)!4d(-?[\d.]+)")
_DMS = re.compile(r"([+-]?)\s*(\d{1,3})\s*[°º˚*d:\s]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’m:\s]\s*"
                  r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”s]|''|′′)?)?)?")
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*[°º˚]?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_COMMAS = re.compile(r"([+-]?\d+,\d+)\s*[;,/\s]\s*([+-]?\d+,\d+)")
_POINTS = re.compile(r"([+-]?\d+(?:\.\d+)?)°?\s*[;,/|\s]\s*([+-]?\d+(?:\.\d+)?)°?"
                     r"(?:[;,\s]\s*-?\d+(?:\.\d+)?)?")
_ONE_DECIMAL = re.compile(r"[+-]?\d{1,3},\d+")
_LABELS = re.compile(r"\b(?:lat(?:itude)?|lon(?:g|gitude)?|lng|x|y)\b\s*[:=]?\s*")
_UTM = re.compile(r"(?:utm\s*)?(\d{1,2})\s*([c-hj-np-x])\s+(\d{6}(?:\.\d+)?)\s*m?\s*e?[\s,;]+"
                  r"(\d{6,7}(?:\.\d+)?)\s*m?\s*n?")
_SPLIT = re.compile(r"\s*[,;/|]\s*|\s+")
#: Two whole numbers with a slash count things, killed and wounded say; they are no point.
_COUNTS = re.compile(r"\d{1,3}\s*/\s*\d{1,3}")
_GERMAN = ("lang", "geogr", "geographische lang", "ost")
_MOST = {"lat": 90.0, "lon": 180.0, "": 180.0}


class Angle(NamedTuple):
    """Degrees, and the axis that letters beside them name; empty without letters."""

    degrees: float
    axis: str = ""


class Pair(NamedTuple):
    """Two numbers of one cell; `order` says which is which where the cell says so.

    `crs` names another CRS than degrees.
    """

    one: float
    two: float
    order: str = ""
    crs: str = ""


@lru_cache(maxsize=100_000)
def angle_of(text: str) -> Angle | None:
    r"""Return an angle in decimal degrees; None when it is none.

    >>> angle_of("39°50'30\"N"), angle_of("45,6723")
    (Angle(degrees=39.84166666666667, axis='lat'), Angle(degrees=45.6723, axis=''))
    """
    typed = _folded(text)
    plain = decimal_of(typed)
    if plain is not None:  # no letters to look for
        return Angle(plain)
    axis, sign, bare = _lettered(typed)
    value = decimal_of(bare)
    if value is None:
        value = _sexagesimal(bare)
    if value is None or (sign and value < 0):
        return None
    return Angle(value * (sign or 1), axis)


def _folded(text: str) -> str:
    """Return a text folded, without labels; NFKC would take the degree sign º for a letter."""
    typed = folded(text.replace("º", "°").replace("˚", "°").replace("″", '"').replace("′", "'"))
    return typed.replace("\u2212", "-").strip(" ()[]")


def _lettered(typed: str) -> tuple[str, int, str]:
    """Return the axis and sign of the letters of an angle, and the angle without them."""
    for name, (axis, sign) in _AXES.items():
        for word in longest_first(name):
            if typed.endswith(word) and not typed[-len(word) - 1:-len(word)].isalpha():
                rest = typed[: -len(word)].strip()
            elif typed.startswith(word) and not typed[len(word):len(word) + 1].isalpha():
                rest = typed[len(word):].strip(" :.")
            else:
                continue
            if rest[:1].isdigit():
                return axis, sign, rest
    return "", 0, typed


def _sexagesimal(bare: str) -> float | None:
    """Return degrees, minutes and seconds as decimal degrees."""
    if found := _DEGREES.fullmatch(bare):
        return decimal_of(found[1])
    found = _DMS.fullmatch(bare.strip())
    if not found:
        return None
    minutes, seconds = (decimal_of(found[i] or "0") or 0.0 for i in (3, 4))
    if max(minutes, seconds) >= 60:  # noqa: PLR2004 - minutes, seconds
        return None
    value = int(found[2]) + minutes / 60 + seconds / 3600
    return -value if found[1] == "-" else value


@lru_cache(maxsize=100_000)
def pair_of(text: str) -> Pair | None:
    """Return both coordinates of one cell; None when there are not two.

    >>> pair_of("39.84, 45.67")[:3], pair_of("POINT (45.67 39.84)")[:3]
    ((39.84, 45.67, ''), (45.67, 39.84, 'lonlat'))
    >>> pair_of("3/12") is None
    True
    """
    typed = _folded(text)
    if _COUNTS.fullmatch(typed):
        return None
    if typed.startswith("{"):
        return _geojson(text)
    for read in (_wkt, _utm, _link, _two_numbers, _two_angles):
        found = read(typed)
        if found:
            return found
    return None


def _wkt(typed: str) -> Pair | None:
    found = _WKT.fullmatch(typed if typed.endswith(")") else f"{typed})")
    if not found or not all(_NUMBER.fullmatch(found[i]) for i in (2, 3)):
        return None
    crs = "" if found[1] in {None, "4326", "0"} else f"EPSG:{found[1]}"
    return Pair(float(found[2]), float(found[3]), "lonlat", crs)


def _utm(typed: str) -> Pair | None:
    found = _UTM.fullmatch(typed)
    if not found or not 1 <= int(found[1]) <= 60:  # noqa: PLR2004 - zones
        return None
    base = 32600 if found[2] >= "n" else 32700
    return Pair(float(found[3]), float(found[4]), "lonlat", f"EPSG:{base + int(found[1])}")


def _link(typed: str) -> Pair | None:
    """Return the point of an address of a map, or of a geo: address."""
    if not typed.startswith(("http", "geo:")):
        return None
    found = _LINK.search(typed)
    if not found:
        return None
    one, two = (found[1], found[2]) if found[1] else (found[3], found[4])
    return Pair(float(one), float(two), "latlon")


def _geojson(text: str) -> Pair | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"geometry": {"type": "Point", "coordinates": [float() | int() as x,
                                                            float() | int() as y, *_]}}:
            return Pair(float(x), float(y), "lonlat")
        case {"type": "Point", "coordinates": [float() | int() as x, float() | int() as y, *_]}:
            return Pair(float(x), float(y), "lonlat")
        case {"lat": float() | int() as y, "lon": float() | int() as x} | {
                "lat": float() | int() as y, "lng": float() | int() as x} | {
                "latitude": float() | int() as y, "longitude": float() | int() as x}:
            return Pair(float(y), float(x), "latlon")
    return None


def _two_numbers(typed: str) -> Pair | None:
    """Return two plain numbers with something between them; labels say which is which."""
    labels = [label[:3] for label in re.findall(r"\b(lat|lon|lng|y|x)[a-z]*\b", typed)]
    bare = _LABELS.sub("", typed)
    if _ONE_DECIMAL.fullmatch(bare):  # one number with a decimal comma
        return None
    for pattern in (_COMMAS, _POINTS):  # a third number is the height
        found = pattern.fullmatch(bare)
        if found:
            one, two = (float(found[i].replace(",", ".")) for i in (1, 2))
            order = {"lat": "latlon", "y": "latlon", "": ""}.get(labels[0] if labels else "",
                                                                 "lonlat")
            return Pair(one, two, order)
    return None


def _two_angles(typed: str) -> Pair | None:
    """Return two angles, cut where both halves are angles; letters say which is which."""
    bare = _LABELS.sub("", typed)
    for cut in _SPLIT.finditer(bare):
        found = _of_halves(bare[: cut.start()], bare[cut.end():])
        if found:
            return found
    return _joined_letters(bare)


def _of_halves(first: str, last: str) -> Pair | None:
    """Return the pair of two angles; None when they are not two, or both of one axis."""
    one, two = angle_of(first), angle_of(last)
    if one is None or two is None or not _is_cut((first, last)):
        return None
    if one.axis and one.axis == two.axis:
        return None
    order = {"lat": "latlon", "lon": "lonlat"}.get(one.axis or _other(two.axis), "")
    return Pair(one.degrees, two.degrees, order)


def _joined_letters(bare: str) -> Pair | None:
    """Return two angles that only a letter parts: `39.84N45.67E`."""
    found = re.fullmatch(r"(.+?\d.*?[ns])(\d.*[ew])", bare)
    if not found:
        return None
    one, two = angle_of(found[1]), angle_of(found[2])
    return Pair(one.degrees, two.degrees, "latlon") if one and two else None


def _other(axis: str) -> str:
    return {"lat": "lon", "lon": "lat"}.get(axis, "")


def _is_cut(halves: tuple[str, str]) -> bool:
    """Return whether a cut parts two angles, not the parts of one: both halves have like marks."""
    marks = [{mark for mark in "°'\":" if mark in half} for half in halves]
    return marks[0] == marks[1] or all(word[-1:].isalpha() for word in halves)


def letter_o(texts: list[str], header: str) -> str:
    """Return what O stands for in a column of angles, `e` or `w`; empty when nobody can say.

    It is east in German, west in French, Italian, Portuguese and Spanish.
    """
    ends = {end for text in map(_folded, texts) for end in (text[:1], text[-1:])}
    for letter, other in (("w", "e"), ("e", "w")):
        if letter in ends:
            return other
    words = folded(header)
    if words.startswith(_GERMAN):
        return "e"
    return "w" if "longitud" in words else ""


def with_east(text: str, meant: str) -> str:
    """Return an angle with the O beside it as the letter that it stands for."""
    return re.sub(r"(?i)(?<=[\d°'\"′″\s])o\b|\bo(?=\s*\d)", meant.upper(), text)


def in_range(value: float, axis: str) -> bool:
    """Return whether degrees are possible on an axis."""
    return abs(value) <= _MOST[axis]
