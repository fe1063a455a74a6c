"""Saved views: the hash of a page's link, read as the page reads it.

    #w=2022-09-12_2022-09-15    window, half-open ISO days
    &day=2022-09-13             day of the ground; absent: the last of the window
    &s=lachin-handover-2022     selected event
    &v=39.75,46.6,9             latitude, longitude, zoom
    &l=en &n=paired &d=light    language, naming, theme
    &y=+held-1994,-rivers       layers switched on or off against the map's own default
    &ft= &fs= &fp= &fx= &fc= &q=
                                filters: types, status, place precision, fatalities, certain, text
    &fa= &fd= &fr=              filters: party named, side quoted, source
    &claims=armenian            whose figures of the dead: see `conflictmap.analysis.claims_view`
    &c= &m= &t= &u= &article=   two days side by side, hexagons, story, doubts, the article: for the
                                page alone

Unknown keys and values that make no sense are left out, never guessed; `View.ignored` names them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from conflictmap.analysis.claims_view import CLAIMS, COMPILED
from conflictmap.model.interval import day_number, day_of
from conflictmap.model.outputs import ShortRepr
from conflictmap.pages.recipe import LANGUAGES, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictmap.pages.read_page import PageData

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEYS = ("w", "day", "s", "v", "l", "n", "d", "y", "ft", "fs", "fp", "fa", "fd", "fr", "fx", "fc",
         "q", "claims", "c", "m", "t", "u", "article")
#: What a page writes without a percent sign.
_SAFE = "!~*'(),+"
_PARTS = 3
#: Degrees of latitude and longitude, and zoom, beyond which a view is on no map.
_POLE, _ROUND, _NEAREST = 90, 360, 30


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the reader asked for; an empty list lets everything pass."""

    types: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    text: str = ""
    certain: bool = False
    toll: float | None = None

    @property
    def any(self) -> bool:
        """Whether any filter is on."""
        return self != Filters()


@dataclass(frozen=True, kw_only=True, repr=False)
class View(ShortRepr):
    """What a page shows: window (day numbers, half-open), filters, selection, layers, language.

    `day` is that of the ground, None for the last of the window, `ground` what is drawn of it;
    `center` is latitude and longitude; `ignored` lists the parts of a link that mean nothing here.
    """

    window: tuple[int, int]
    day: int | None = None
    filters: Filters = Filters()
    select: str | None = None
    center: tuple[float, float] | None = None
    zoom: float | None = None
    lang: str = "en"
    names: str = "paired"
    theme: str = "light"
    claims: str = "range"
    layers: Mapping[str, bool] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def ground(self) -> tuple[int, int]:
        """The days of the ground: drawn as on the last, with stripes for those before.

        They go back as far as the window does; a day outside it stands alone.
        """
        if self.day is None:
            return self.window
        first, last = self.window
        return (first if first <= self.day < last else self.day), self.day + 1


def view_of(data: PageData, link: str = "") -> View:
    """Return the view that a link (or its hash alone) opens; without one, the whole window.

    A page that no link asks for anything may open on fewer days: `opening_view`. Figures and
    reports without a link are of the whole window.

    Parameters
    ----------
    data
        What the page holds: `read_page(path)`.
    link
        `#w=2022-09-12_2022-09-15&l=hy`, with or without the address before it.
    """
    keys = dict(_pair(part) for part in link.rpartition("#")[2].split("&") if part)
    view = _whole(data)
    ignored = [key for key in keys if key not in _KEYS]
    for key, change in _changes(keys, data, view.layers).items():
        if not keys.get(key):
            continue
        if change is None:
            ignored.append(f"{key}={keys[key]}")
        else:
            view = replace(view, **change)
    return replace(view, filters=_filters(keys), ignored=tuple(ignored))


def opening_view(data: PageData) -> View:
    """Return what a page shows to whom no link asks for anything."""
    view, opening = _whole(data), data.spec.get("opening") or {}
    return replace(view, window=data.closed(opening.get("window") or data.spec["window"]),
                   day=opening.get("day"))


def _whole(data: PageData) -> View:
    """Return the view of the whole window, with nothing asked for."""
    spec = data.spec
    return View(
        window=data.closed(spec["window"]), lang=spec["lang"], names=spec["names"],
        layers=_defaults(spec),
        center=tuple(spec["center"]) if spec["center"] else None, zoom=spec["zoom"],
    )


def _defaults(spec: Mapping[str, Any]) -> dict[str, bool]:
    """Return which layers are on when the page opens, by id."""
    return {entry["id"]: bool(entry["visible"]) for entry in spec["layers"]}


def _changes(
    keys: Mapping[str, str], data: PageData, defaults: Mapping[str, bool]
) -> dict[str, dict[str, Any] | None]:
    """Return, for each key, the fields it sets; None when its value makes no sense."""
    def word(key: str, name: str, known: tuple[str, ...]) -> dict[str, Any] | None:
        return {name: keys[key]} if keys.get(key) in known else None

    selected = keys.get("s", "")
    sides = (*CLAIMS, *(c["side"] for c in data.spec["claims"] if c["side"] != COMPILED))
    languages = (*LANGUAGES, *(one["code"] for one in data.spec.get("languages", ())))
    toll = _js_number(keys.get("fx", ""))
    return {
        "w": _window(keys.get("w", "")),
        "day": _ground_day(keys.get("day", "")),
        "s": {"select": selected} if selected in data.spec["events"]["id"] else None,
        "v": _center(keys.get("v", "")),
        "l": word("l", "lang", languages), "n": word("n", "names", NAMES),
        "d": word("d", "theme", ("light", "dark")), "claims": word("claims", "claims", sides),
        "y": _layers(keys.get("y", ""), defaults),
        "fx": {} if toll is not None else None,
    }


def _pair(part: str) -> tuple[str, str]:
    key, _, value = part.partition("=")
    if _ESCAPE.search(value):
        return key, ""
    try:
        return key, unquote(value, errors="strict")
    except UnicodeDecodeError:
        return key, ""


def _window(text: str) -> dict[str, Any] | None:
    try:
        first, last = (day_number(_day(part)) for part in text.split("_"))
    except ValueError:
        return None
    return {"window": (first, last)} if first < last else None


def _ground_day(text: str) -> dict[str, Any] | None:
    try:
        return {"day": day_number(_day(text))}
    except ValueError:
        return None


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def _center(text: str) -> dict[str, Any] | None:
    numbers = [_js_number(part, blank=0.0) for part in text.split(",")]
    if len(numbers) != _PARTS:
        return None
    lat, lon, zoom = (math.inf if n is None else n for n in numbers)
    if not (abs(lat) <= _POLE and abs(lon) <= _ROUND and 0 <= zoom <= _NEAREST):
        return None
    return {"center": (lat, lon), "zoom": zoom}


def _js_number(text: str, *, blank: float | None = None) -> float | None:
    """Return a finite decimal number, as the page reads one; None when it is none."""
    if not text.strip():
        return blank
    value = float(text) if _NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def _layers(text: str, defaults: Mapping[str, bool]) -> dict[str, Any] | None:
    marked = [p for p in text.split(",") if p[:1] in {"+", "-"} and p[1:] in defaults]
    if not marked:
        return None
    return {"layers": {**defaults, **{p[1:]: p[0] == "+" for p in marked}}}


def _filters(keys: Mapping[str, str]) -> Filters:
    def several(key: str) -> tuple[str, ...]:
        return tuple(part.replace("%2C", ",").replace("%25", "%")
                     for part in keys.get(key, "").split(",") if part)

    return Filters(
        types=several("ft"), status=several("fs"), precision=several("fp"),
        actors=several("fa"), sides=several("fd"), sources=several("fr"),
        text=keys.get("q", ""), certain=keys.get("fc") == "1",
        toll=_js_number(keys.get("fx", "")),
    )


def hash_of(view: View, data: PageData) -> str:
    """Return the hash under which a page shows a view."""
    pairs = [
        ("w", "_".join(str(day_of(d)) for d in view.window)),
        ("day", "" if view.day is None else str(day_of(view.day))), ("s", view.select or ""),
        ("v", _center_text(view)),
        ("l", view.lang), ("n", view.names),
        ("d", view.theme if view.theme == "dark" else ""),
        ("y", _switches_text(view, _defaults(data.spec))),
        ("claims", "" if view.claims == "range" else view.claims),
        *_filter_pairs(view.filters),
    ]
    return "#" + "&".join(f"{key}={quote(value, safe=_SAFE)}" for key, value in pairs if value)


def _center_text(view: View) -> str:
    if not view.center or view.zoom is None:
        return ""
    return f"{view.center[0]:.4f},{view.center[1]:.4f},{_short(view.zoom)}"


def _switches_text(view: View, defaults: Mapping[str, bool]) -> str:
    """Return the layers that are switched against the page's own default."""
    changed = [i for i, on in defaults.items() if view.layers.get(i, on) != on]
    return ",".join(("+" if view.layers[i] else "-") + i for i in changed)


def _filter_pairs(filters: Filters) -> list[tuple[str, str]]:
    def several(names: tuple[str, ...]) -> str:
        # A comma inside a name is no comma between names.
        return ",".join(name.replace("%", "%25").replace(",", "%2C") for name in names)

    return [
        ("ft", several(filters.types)), ("fs", several(filters.status)),
        ("fp", several(filters.precision)), ("fa", several(filters.actors)),
        ("fd", several(filters.sides)), ("fr", several(filters.sources)),
        ("fx", "" if filters.toll is None else _short(filters.toll)),
        ("fc", "1" if filters.certain else ""), ("q", filters.text),
    ]


def _short(value: float) -> str:
    return f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"  # noqa: PLR2004
