"""Make the layer `settlements` of the group `context` from a typed table and from GeoNames."""

import csv
import re
import unicodedata
from pathlib import Path
from typing import Any

from coverage import Areas
from inputs import GEONAMES, geonames, write_layer
from shapely.geometry import Point

TABLE = Path(__file__).parent / "tables" / "settlements.csv"
CC_BY = "CC-BY-4.0"
_GEONAMES = f"GeoNames, in {GEONAMES['package']} ({GEONAMES['file']})"
SOURCES = {  # code of a coordinate -> where it comes from
    "W": "coordinate published in an encyclopaedia or gazetteer entry",
    "G": "GeoNames, file of cities, 2016 snapshot",
    "GN": _GEONAMES,
    "D": "own point, from a published description",
    "O": "own point for a label",
    "M": "from memory, not checked",
}
_SCRIPTS = ("LATIN", "CYRILLIC", "ARMENIAN")
_MOST_NAMES = 8
_SHORTEST = 3  # letters of a searchable name
_METRES = 111_000  # per degree; only the rough size of an error is wanted
_UNCHECKED_M = 2500  # points known no better than this may fall beyond a border


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _plain(text: str) -> str:
    """Return the letters of a name without accents and marks, for comparing."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in split if c.isalpha())


def _searchable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and len(name) >= _SHORTEST and all(
        unicodedata.name(c, "").startswith(_SCRIPTS) for c in letters)


def _names(row: dict[str, str], alternates: list[str]) -> list[str]:
    """Return further searchable names: the typed ones, then those of GeoNames that differ.

    The halves of a paired name are found without standing here again.
    """
    shown = [row[key] for key in ("name", "name_hy", "name_az", "name_ru")]
    seen = {_plain(part) for name in shown for part in (name, *re.split("[()]", name))}
    typed = [name for name in row["names"].split("; ") if name and _plain(name) not in seen]
    seen |= {_plain(name) for name in typed}
    more = []
    for name in sorted(alternates):
        if _searchable(name) and _plain(name) not in seen:
            seen.add(_plain(name))
            more.append(name)
    return [*typed, *more[:_MOST_NAMES]]


def _place(row: dict[str, str], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the feature of a table row; a row without coordinates takes those of GeoNames."""
    entry = known[row["geonameid"]] if row["geonameid"] else {}
    lon = float(row["lon"] or entry["longitude"])
    lat = float(row["lat"] or entry["latitude"])
    texts = {key: row[key] for key in ("name", "name_hy", "name_az", "name_ru") if row[key]}
    names = _names(row, entry.get("alternatenames", []))
    properties = {
        **texts, **({"names": names} if names else {}), "class": row["class"],
        "rank": int(row["rank"]), **({"country": row["country"]} if row["country"] else {}),
        "valid_from": None, "valid_to": None, "basis": "named place",
        "source": SOURCES[row["code"]], "licence": CC_BY,
        "positional_error_m": int(row["error_m"]), "note": row["note"],
    }
    return {"id": f"settlements-{row['id']}", "geometry": Point(lon, lat), "properties": properties}


def _check_countries(features: list[dict[str, Any]], ground: Areas) -> None:
    """Raise if a place lies in another state than its row says, by more than its error."""
    wrong = []
    for feature in features:
        code, error_m = (feature["properties"].get(k) for k in ("country", "positional_error_m"))
        off_m = ground[code].distance(feature["geometry"]) * _METRES if code else 0.0
        if off_m > (error_m if error_m > _UNCHECKED_M else 0.0):
            wrong.append(f"{feature['id']} is {off_m:,.0f} m outside {code}")
    if wrong:
        raise ValueError(f"{TABLE.name}: {'; '.join(wrong)}. Mend the row or the border.")


def build_settlements(out: Path, ground: Areas) -> None:
    """Write the layer `settlements`; `ground` holds the states that places must lie in."""
    known = {str(row["geonameid"]): row for row in geonames()}
    features = [_place(row, known) for row in _rows()]
    _check_countries(features, ground)
    layer = {
        "id": "settlements", "title": "Places", "kind": "point", "role": "settlement",
        "group": "context", "visible": True,
        "viewpoint": "Name in English-language international use first, the other in brackets, "
                     "where both peoples use one; else the official name. Use of a name is not a "
                     "claim.",
        "source": f"Table of places with published coordinates; {_GEONAMES}",
        "source_url": None, "licence": CC_BY, "attribution": "GeoNames (CC BY 4.0); conflictmap",
        "note": "The property class tells settlements, peaks, lakes and label points apart. Not "
                "every Armenian, Azerbaijani and Russian form was seen in print.",
        "retrieved": "2026-11-24",
    }
    write_layer(out / "context" / "settlements.geojson", layer, features, 4)
