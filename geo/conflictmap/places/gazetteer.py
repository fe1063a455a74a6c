"""The gazetteer: places by any of their names, in Armenian, Azerbaijani, Russian and English.

It holds the places of the layer `settlements` and every place of GeoNames with 500 people and more
in the built-in region. Names are compared without case, accents, apostrophes and hyphens, and a
dotless i is an i. Use of a name is not a claim.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import shapely

from conflictmap.model.errors import nearest
from conflictmap.model.outputs import ShortRepr
from conflictmap.model.resources import bundled
from conflictmap.model.text import fold, halves
from conflictmap.places.layer_files import bundled_areas, read_layer
from conflictmap.places.naming_policy import display

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.layer import Feature

Policy = Literal["paired", "international", "armenian_first", "azerbaijani_first"]
POLICIES: tuple[Policy, ...] = ("paired", "international", "armenian_first", "azerbaijani_first")
#: Layers whose areas say in which district or province a place lies, the narrowest first.
_DISTRICTS = ("districts-nkao", "districts-adjacent", "provinces")
_LANGUAGES = ("name_hy", "name_az", "name_ru")
#: Kinds of places small enough to lie in one district.
_IN_DISTRICTS = ("settlement", "peak")
#: Shortest beginning of a name that finds a place by its start, in letters.
_SHORTEST = 2


@dataclass(frozen=True, kw_only=True, repr=False)
class Place(ShortRepr):
    """A named place: its forms, where it lies, and how well its point is known.

    `kind` is settlement, peak, lake, river-label or region-label; `district` is the district or
    province of the built-in layers that a settlement or peak lies in, empty outside them; `country`
    is a two-letter code; `error_m` is in metres, None when it is not stated. Degrees are WGS 84.
    """

    id: str
    name: str
    name_hy: str = ""
    name_az: str = ""
    name_ru: str = ""
    names: tuple[str, ...] = ()
    kind: str = "settlement"
    district: str = ""
    country: str = ""
    lat: float
    lon: float
    error_m: float | None = None
    note: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.district, self.country)))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of the name, each once; a paired name also by its halves."""
        texts = (self.name, self.name_hy, self.name_az, self.name_ru, *self.names)
        return tuple(dict.fromkeys(form for t in texts if t for form in halves(t)))


def find_places(name: str) -> tuple[Place, ...]:
    """Return the places that go by a name, in any language, old or new.

    Exact names come before beginnings of names, and those before beginnings of words within names;
    places of the map before others, larger before smaller.

    >>> [str(place) for place in find_places("Mets Shen")][0]
    'Mets Shen (Böyük Qaladərəsi), Shusha (Shushi) raion, AZ'
    """
    wanted = key_of(name)
    if not wanted:
        return ()
    ranks: dict[int, int] = {}
    for key, number in _keys():
        rank = _rank(key, wanted)
        if rank is not None:
            ranks[number] = min(rank, ranks.get(number, rank))
    return tuple(_located(n) for n in sorted(ranks, key=lambda n: (ranks[n], n)))


def _rank(key: str, wanted: str) -> int | None:
    """Return 0 for a whole name, 1 for its beginning, 2 for that of a word in it, else None."""
    if key == wanted:
        return 0
    if len(wanted) < _SHORTEST or f" {wanted}" not in f" {key}":
        return None
    return 1 if key.startswith(wanted) else 2


def suggestion(name: str) -> str:
    """Return ` Did you mean 'x'?` for the known name nearest to a name, or nothing."""
    forms = {key_of(form): form for place in places() for form in place.forms}
    hint = nearest(key_of(name), forms)
    found = hint.removeprefix(" Did you mean '").removesuffix("'?")
    return f" Did you mean '{forms[found]}'?" if found else ""


def display_name(place: Place, policy: Policy = "paired", *, lang: str = "en") -> str:
    """Return the name of a place under a naming policy, as the page shows it.

    Parameters
    ----------
    place
        A place of the gazetteer.
    policy
        `paired`, `international`, `armenian_first` or `azerbaijani_first`.
    lang
        `en`, `hy`, `az` or `ru`.

    Raises
    ------
    ValueError
        When the policy is another word.

    >>> display_name(find_places("Xankəndi")[0], "azerbaijani_first")
    'Khankendi (Stepanakert)'
    """
    if policy not in POLICIES:
        raise ValueError(f"no naming policy '{policy}'.{nearest(policy, POLICIES)} Use one of"
                         f" {', '.join(POLICIES)}")
    return display(vars(place), lang, policy)


def key_of(name: str) -> str:
    """Return a name as it is searched: no case, accents, apostrophes; hyphens as blanks.

    >>> key_of("K'arin-Tak"), key_of("XANKƏNDİ"), key_of("Şuşa")
    ('karin tak', 'xankendi', 'susa')
    """
    words = "".join(c if c.isalnum() else " " if c in " -–/" else "" for c in fold(name))  # noqa: RUF001
    return " ".join(words.split())


@cache
def places() -> tuple[Place, ...]:
    """Return every place of the gazetteer, those of the map first."""
    drawn = [_of_feature(feature) for feature in read_layer("settlements").features]
    rows = list(_table())
    more = {row["id"]: tuple(row["names"].split("|")) for row in rows if not row["lat"]}
    named = [replace(p, names=(*p.names, *more.get(p.id, ()))) for p in drawn]
    return (*named, *(_of_row(row) for row in rows if row["lat"]))


def _table() -> Iterator[dict[str, str]]:
    text = bundled("layers", "places", "gazetteer.csv").read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(text, newline=""))


def _of_feature(feature: Feature) -> Place:
    values = feature.properties
    texts = {key: str(values.get(key) or "") for key in (*_LANGUAGES, "country", "note")}
    point = shapely.centroid(feature.geometry)
    error = values.get("positional_error_m")
    return Place(
        id=feature.id, name=str(values["name"]), names=tuple(values.get("names") or ()),
        kind=str(values.get("class") or "settlement"), lat=point.y, lon=point.x,
        error_m=None if error is None else float(error), **texts,
    )


def _of_row(row: dict[str, str]) -> Place:
    names = tuple(filter(None, row["names"].split("|")))
    own = not row["id"].isdecimal()
    return Place(
        id=f"{'places' if own else 'geonames'}-{row['id']}", name=row["name"], names=names,
        name_hy=_only(names, "\u0530", "\u058f"), name_ru=_only(names, "\u0400", "\u04ff"),
        country=row["country"], lat=float(row["lat"]), lon=float(row["lon"]),
        error_m=500.0 if own else 1000.0,
    )


def _only(names: tuple[str, ...], first: str, last: str) -> str:
    """Return the one name whose letters begin in a range of characters; nothing of several."""
    found = [name for name in names if first <= name[0] <= last]
    return found[0] if len(found) == 1 else ""


@cache
def _keys() -> tuple[tuple[str, int], ...]:
    """Return every searched form with the number of its place."""
    found: dict[tuple[str, int], None] = {}
    for number, place in enumerate(places()):
        for form in place.forms:
            found[key_of(form), number] = None
            found[key_of(form).replace(" ", ""), number] = None
    return tuple(found)


@cache
def _located(number: int) -> Place:
    """Return a place with the district it lies in."""
    place = places()[number]
    if place.kind not in _IN_DISTRICTS:
        return place
    point = shapely.Point(place.lon, place.lat)
    for name, area in _districts():
        if shapely.intersects(area, point):
            return replace(place, district=name)
    return place


@cache
def _districts() -> tuple[tuple[str, Any], ...]:
    """Return each district and province by name, as the area of all its states in time."""
    areas = bundled_areas()
    found: dict[str, list[Any]] = defaultdict(list)
    for layer in _DISTRICTS:
        for feature in read_layer(layer).features:
            found[feature.name].append(areas[feature.id])
    return tuple((name, shapely.union_all(parts)) for name, parts in found.items())
