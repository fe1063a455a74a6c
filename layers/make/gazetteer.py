"""Make the gazetteer: places to search by name, besides those of the layer `settlements`.

One row is a place typed in by hand, further names of a place of the layer, or a place of GeoNames
(500 people and more) that the layer does not hold. Names are kept once for each way they are
searched (`conflictmap.gazetteer.key_of`), at most 10 in each script. The rows of GeoNames are
sorted by inhabitants.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inputs import GEONAMES, geonames

from conflictmap.places.gazetteer import key_of

TABLES = Path(__file__).parent / "tables"
COLUMNS = ("id", "name", "names", "lat", "lon", "country")
_MOST = 10  # names of one place in one script
_SCRIPTS = ("LATIN", "CYRILLIC", "ARMENIAN")
_SHORTEST, _LONGEST = 2, 40  # letters of a name
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_NEAR = 0.03  # degrees


def _searchable(name: str) -> bool:
    """Return whether a name is a word of one of our languages, not a code or a transcription.

    GeoNames mixes in airport codes (LWN), transcriptions from further scripts in small letters
    (jiu mu li), and Cyrillic letters that Russian has not.
    """
    letters = [c for c in name if c.isalpha()]
    if len(letters) < _SHORTEST or len(name) > _LONGEST or "|" in name:
        return False
    if not name[0].isupper() or (name.isupper() and name.isascii()):
        return False
    if any("\u0400" <= c <= "\u052f" and c.lower() not in _RUSSIAN for c in letters):
        return False
    return all(unicodedata.name(c, "").startswith(_SCRIPTS) for c in letters)


def _names(shown: Iterable[str], more: Iterable[str]) -> str:
    """Return the names that are searched otherwise than those shown, joined with bars."""
    seen = {key_of(name) for name in shown}
    kept = []
    scripts: Counter[str] = Counter()
    for name in more:
        for form in re.split(r"\s{2,}", name.strip()):
            script = unicodedata.name(form[:1] or " ", "").split(" ")[0]
            if _searchable(form) and key_of(form) not in seen and scripts[script] < _MOST:
                seen.add(key_of(form))
                scripts[script] += 1
                kept.append(form)
    return "|".join(kept)


def _table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _shown(row: dict[str, str]) -> list[str]:
    """Return the names that the layer gives a place, a paired one also by its halves."""
    texts = [row["name"], row["name_hy"], row["name_az"], row["name_ru"], *row["names"].split("; ")]
    halves = [half for name in texts for half in re.split(r"\s*[()]\s*", name) if half]
    return [*filter(None, texts), *halves]


def _entries(row: dict[str, str], known: dict[str, dict[str, Any]]) -> list[str]:
    """Return the codes of the GeoNames entries for a place of the layer.

    The one that its row names, and those of the same name within about 3 km.
    """
    if row["class"] != "settlement":
        return []
    if row["geonameid"]:
        return [row["geonameid"]]
    own = {key_of(name) for name in _shown(row)}
    lat, lon = float(row["lat"]), float(row["lon"])
    return [
        code for code, entry in known.items()
        if abs(entry["latitude"] - lat) < _NEAR and abs(entry["longitude"] - lon) < _NEAR
        and own & {key_of(name) for name in (entry["name"], *entry["alternatenames"])}
    ]


def _by_size(item: tuple[str, dict[str, Any]]) -> tuple[int, int]:
    """Sort by inhabitants, the most first: the order in which a search lists equal names."""
    code, row = item
    return -row["population"], int(code)


def _rows() -> list[dict[str, str]]:
    known = {str(row["geonameid"]): row for row in geonames()}
    layer, typed = _table("settlements"), _table("more_places")
    entries = {row["id"]: _entries(row, known) for row in layer}
    drawn = {code for codes in entries.values() for code in codes}
    places = {
        row["id"]: _names(_shown(row), [
            name for code in entries[row["id"]]
            for name in (known[code]["name"], *sorted(known[code]["alternatenames"]))
        ]) for row in layer
    }
    rows = list(typed)
    rows += [{"id": f"settlements-{i}", "names": names} for i, names in places.items() if names]
    rows += [
        {
            "id": code, "name": row["name"],
            "names": _names([row["name"]], sorted(row["alternatenames"])),
            "lat": f"{row['latitude']:.4f}", "lon": f"{row['longitude']:.4f}",
            "country": row["countrycode"],
        }
        for code, row in sorted(known.items(), key=_by_size) if code not in drawn
    ]
    return rows


def build(out: Path) -> None:
    """Write `places/gazetteer.csv`; GeoNames in {package}, CC BY 4.0, and our own rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows())
    path = out / "places" / "gazetteer.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


build.__doc__ = (build.__doc__ or "").format(**GEONAMES)
