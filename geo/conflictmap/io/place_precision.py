"""How well sources know their places: their codes, and known placeholder points, as places here.

The tables of this module are the only place where a source's code of place precision is given a
meaning. Each entry has a radius in metres, or none at all, and a reason. A code never makes a place
more exact than it is: what a source calls a district is an area or a wide disc, not a pin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictmap.places.area_aliases import named_area

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Precision:
    """What a code of place precision means.

    `label` says it in words, `radius_m` is how far from the given point the true place may be, in
    metres (None: the point says nothing), `area` whether a named area is better than the point,
    `reason` why this radius.
    """

    label: str
    radius_m: int | None
    reason: str
    area: bool = False


#: The code for a file that has no such column.
UNSTATED = ""

_DISTRICT = (
    "half of the world's second-order divisions are larger than a disc of 30 km; their far corners"
    " lie about 1.5 times that from the middle"
)
_PROVINCE = (
    "half of the world's first-order divisions are larger than a disc of 100 km; their far corners"
    " lie about 1.5 times that from the middle"
)
_COUNTRY = "a country of middle size is about 1,000 km across"

TABLE: Mapping[str, Mapping[str, Precision]] = {
    "ucdp": {  # where_prec, UCDP GED Codebook
        "1": Precision("exact place", 1_000,
                       "the point of a named settlement or site; villages and small towns reach"
                       " about 1 km from their middle (a large city more: see its name)"),
        "2": Precision("within about 25 km of a known point", 25_000, "the codebook's own figure"),
        "3": Precision("second-order division", 50_000, _DISTRICT, area=True),
        "4": Precision("first-order division", 150_000, _PROVINCE, area=True),
        "5": Precision("line or fuzzy area", 100_000,
                       "a border, river, front or region; the codebook gives no figure, and fronts"
                       " in the data reach about 100 km from their point", area=True),
        "6": Precision("country only", 500_000, _COUNTRY, area=True),
        "7": Precision("international waters or airspace", 500_000,
                       "no codebook figure; as a country"),
        UNSTATED: Precision("not stated by this file", 25_000,
                            "about 70 in 100 events have code 1 or 2; the wider of the two"),
    },
    "acled": {  # geo_precision, ACLED Codebook
        "1": Precision("named town", 5_000,
                       "the middle of the town stands for the town and what is beside it"),
        "2": Precision("near a town, or small part of a region", 25_000,
                       "the nearest town stands for the ground around it; as UCDP 2"),
        "3": Precision("larger region, by its proxy town", 150_000, _PROVINCE, area=True),
        UNSTATED: Precision("not stated by this file", 25_000, "as code 2"),
    },
    "gdelt": {  # ActionGeo_Type, GDELT Event Codebook 2.0
        "1": Precision("country only", 500_000, _COUNTRY, area=True),
        "2": Precision("state of the USA", 500_000, "larger than most provinces"),
        "3": Precision("city or landmark in the USA", 10_000,
                       "found by machine in a news text by a name; the middle of a town"),
        "4": Precision("city or landmark", 10_000,
                       "found by machine in a news text by a name; the middle of a town"),
        "5": Precision("first-order division", 150_000, _PROVINCE, area=True),
        "0": Precision("no place", None, "the machine found none"),
        UNSTATED: Precision("no place", None, "the machine found none"),
    },
    "wikidata": {UNSTATED: Precision(
        "point of the item", 5_000, "the middle of a town or battlefield stands for it")},
    "timemap": {UNSTATED: Precision(
        "blurred on purpose", 150, "the makers move points by up to 150 m to protect people")},
    "geoconfirmed": {UNSTATED: Precision(
        "geolocated from pictures", 100, "the spot in a picture, found by comparing it with maps")},
    "crisisgroup": {UNSTATED: Precision("named sector", None, "sectors are areas, not points")},
    "ucdp-aec": {UNSTATED: Precision("named place", None, "the file names places without points")},
}

#: Points, to four decimals, at which a source puts events whose place it does not know, with the
#: area that each stands for; None: no area here, the radius of a province is used.
PLACEHOLDERS: Mapping[str, Mapping[tuple[str, str], tuple[str, str | None]]] = {
    "ucdp": {
        ("40.0000", "47.0000"): ("Line of Contact", "sectors-line-of-contact"),
        ("40.0000", "46.5833"): ("Nagorno-Karabakh", "sectors-nagorno-karabakh"),
        ("40.5000", "47.5000"): ("Azerbaijan", "countries-aze"),
        ("38.4074", "43.7178"): ("Van province", None),
    },
    "acled": {}, "gdelt": {("40.5000", "47.5000"): ("Azerbaijan", "countries-aze")},
}


def code_of(text: str) -> str:
    """Return a code as it stands in the tables: a whole number without a decimal point."""
    return text.strip().removesuffix(".0")


def place_cells(
    source: str, code: str, *, lat: str = "", lon: str = "", names: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the standard cells of a place: a point with its radius, an area, or nothing.

    Parameters
    ----------
    source
        A key of `TABLE`.
    code
        The source's code as typed; a code the table does not know counts as not stated.
    lat, lon
        The source's point in degrees, as typed; may be empty.
    names
        Names of the place, the narrowest first; the first that names a known area is taken where
        the code says that the point stands for one.
    """
    table = TABLE[source]
    precision = table.get(code_of(code), table[UNSTATED])
    placeholder = PLACEHOLDERS.get(source, {}).get(_rounded(lat, lon))
    if placeholder is not None and code_of(code) != "1":
        return _placeholder_cells(*placeholder, precision, lat=lat, lon=lon)
    where = _first_area(names) if precision.area or not lat else ""
    if where:
        return {"where": where, "place_precision": precision.label}
    return _point_cells(precision, lat=lat, lon=lon)


def _placeholder_cells(
    name: str, area: str | None, precision: Precision, *, lat: str, lon: str
) -> dict[str, str]:
    """Return the cells of a placeholder point: the area that it stands for, or a wide disc."""
    label = f"placeholder point: {name}"
    if area:
        return {"where": area, "place_precision": label}
    wide = max(precision.radius_m or 0, 150_000)
    return {"lat": lat, "lon": lon, "radius_m": str(wide), "place_precision": label}


def _first_area(names: Iterable[str]) -> str:
    """Return the id of the first area that names name; empty when none does."""
    return next(filter(None, map(named_area, names)), "")


def _point_cells(precision: Precision, *, lat: str, lon: str) -> dict[str, str]:
    """Return the cells of a point with its radius, or of no place."""
    if precision.radius_m is None or not (lat or lon):
        return {"place_precision": precision.label}
    return {"lat": lat, "lon": lon, "radius_m": str(precision.radius_m),
            "place_precision": precision.label}


def _rounded(lat: str, lon: str) -> tuple[str, str]:
    try:
        return f"{float(lat):.4f}", f"{float(lon):.4f}"
    except ValueError:
        return "", ""
