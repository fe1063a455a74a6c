"""Colours and styles of layers that a user adds: Leaflet's names, from a list that is allowed.

A feature's property `style` is an object of these names. Nothing else of it reaches the page, and
each value is checked here, so that no text from data becomes a style.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import LayerError, nearest
from conflictmap.model.event_types import OWN_FAMILIES, type_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conflictmap.model.events import Events
    from conflictmap.pages.recipe import EventSource, TypeLook

#: Style names that are understood, and the kind of their value.
STYLE_NAMES = {
    "color": "color", "fillColor": "color", "weight": "number", "opacity": "share",
    "fillOpacity": "share", "radius": "number", "dashArray": "dashes", "stroke": "flag",
    "fill": "flag",
}
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT = re.compile(r"#[0-9a-fA-F]{3}")
_DASHES = re.compile(r"\d{1,4}(\.\d{1,3})?([ ,]+\d{1,4}(\.\d{1,3})?){0,7}")
_LARGEST = 200.0
_FATALITIES = ("fatalities", "fatalities_high", "fatalities_low")
#: Fatalities from which marks no longer grow: the least of these that no event is above.
TOPS = (10, 20, 50, 100, 200, 500, 1000)

def hex_color(value: object) -> str:
    """Return a colour as `#rrggbb`; empty when the value is not one.

    >>> hex_color("Tomato"), hex_color("#FA0"), hex_color("url(x)")
    ('#ff6347', '#ffaa00', '')
    >>> hex_color("lightgrey") == hex_color("lightgray")
    True
    """
    text = str(value).strip().lower()
    if _SHORT.fullmatch(text):
        return "#" + "".join(2 * c for c in text[1:])
    if _HEX.fullmatch(text[:7]) and len(text) in {7, 9}:
        return text[:7]
    return _named().get(text, "")


@lru_cache(maxsize=1)
def _named() -> Mapping[str, str]:
    """Return the colours of CSS by name, from the list that branca brings."""
    found = json.loads((files("branca") / "_cnames.json").read_text(encoding="utf-8"))
    known = {name.lower(): color.lower() for name, color in found.items()}
    return known | {name.replace("gray", "grey"): color for name, color in known.items()}


def clean_style(style: object) -> dict[str, Any]:
    """Return what is allowed of a style, with checked values; other names and values are dropped.

    >>> clean_style({"color": "red", "weight": 2, "onclick": "x", "fillColor": "url(y)"})
    {'color': '#ff0000', 'weight': 2}
    """
    if not isinstance(style, dict):
        return {}
    found = {name: _value(STYLE_NAMES[name], v) for name, v in style.items() if name in STYLE_NAMES}
    return {name: value for name, value in found.items() if value is not None}


def checked_style(style: Mapping[str, Any]) -> dict[str, Any]:
    """Return a style that a caller wrote; `fill_color` and `fillColor` are the same name.

    Raises
    ------
    LayerError
        When a name is not one of Leaflet's that are understood, or its value means nothing.
    """
    found: dict[str, Any] = {}
    for name, value in style.items():
        head, *rest = name.split("_")
        key = head + "".join(part.capitalize() for part in rest)
        if key not in STYLE_NAMES:
            raise LayerError(
                f"style: unknown name '{name}'.{nearest(key, STYLE_NAMES)}"
                f" Known: {', '.join(STYLE_NAMES)}."
            )
        if value is None:
            continue
        found[key] = _value(STYLE_NAMES[key], value)
        if found[key] is None:
            raise LayerError(f"style: {name}: '{value}' is not a {STYLE_NAMES[key]}.")
    return found


def _value(kind: str, value: Any) -> Any:
    """Return a checked value; None when it is not of its kind."""
    readers: dict[str, Callable[[Any], Any]] = {
        "color": lambda v: hex_color(v) or None,
        "number": lambda v: _number(v, _LARGEST),
        "share": lambda v: _number(v, 1.0),
        "dashes": lambda v: str(v) if _DASHES.fullmatch(str(v)) else None,
        "flag": lambda v: v if isinstance(v, bool) else None,
    }
    return readers[kind](value)


def _number(value: Any, largest: float) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        return None
    number = float(value)
    if not math.isfinite(number) or not 0 <= number <= largest:
        return None
    return int(number) if number.is_integer() else round(number, 3)


#: Further columns of events with a colour of their own each: the colour, its label, its order.
OWN_COLOURS = ("mark_color", "mark_label", "mark_order")


def event_colours(events: Events) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the spec says of events with colours of their own: a column, and the key.

    The colours stand in the further columns `mark_color` and `mark_label`; both results are empty
    without them. An event without a colour has an empty one: its type decides.
    """
    if "mark_color" not in events.extra:
        return {}, {}
    colors = [hex_color(v) for v in events.extra["mark_color"]]
    labels = [str(v) for v in events.extra.get("mark_label", colors)]
    pairs = {(c, label) for c, label in zip(colors, labels, strict=True) if c and label}
    order = events.extra.get("mark_order", labels)
    rank = {label: str(o) for label, o in zip(labels, order, strict=True)}
    key = sorted(pairs, key=lambda pair: (rank[pair[1]], pair[1]))
    return {"color": colors}, {"key": list(map(list, key))}


def types_of(events: Events, source: EventSource) -> list[dict[str, str]]:
    """Return an entry for each type of the events, sorted by id.

    The most frequent types that are not in our vocabulary have colours of their own, eight at most;
    a recipe may name and colour any of them. One colour for all events leaves them that one.
    """
    entries = [type_entry(t) for t in sorted(set(events["type"]))]
    looks = {look.id: look for look in source.types}
    families = dict(zip(_own_types(events, entries, source), OWN_FAMILIES, strict=False))
    return [_looking(entry | {"family": families.get(entry["id"], entry["family"])},
                     looks.get(entry["id"])) for entry in entries]


def _own_types(
    events: Events, entries: Sequence[Mapping[str, str]], source: EventSource
) -> list[str]:
    """Return the types that are to have a colour of their own, the most frequent first."""
    other = {entry["id"] for entry in entries if entry["family"] == "other"} - {""}
    if source.color:
        other &= {look.id for look in source.types if look.color}
    return [name for name, _ in Counter(map(str, events["type"])).most_common() if name in other]


def _looking(entry: dict[str, str], look: TypeLook | None) -> dict[str, str]:
    """Return a type as a recipe names and colours it."""
    if look is None:
        return entry
    named = entry | {"label": look.name or entry["label"]}
    return named | {"color": look.color} if look.color else named


def sizes_of(events: Events) -> dict[str, int]:
    """Return the fatalities from which marks no longer grow: `largest`; nothing for the usual."""
    known = np.concatenate([events[name] for name in _FATALITIES])
    stated = known[~np.isnan(known)]
    most = float(stated.max()) if len(stated) else TOPS[-1]
    top = next((value for value in TOPS if value >= most), TOPS[-1])
    return {} if top == TOPS[-1] else {"largest": top}
