"""Colours and styles of layers that a user adds: Leaflet's names, from a list that is allowed.

A feature's property `style` is an object of these names. Nothing else of it reaches the page, and
each value is checked here, so that no text from data becomes a style.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import LayerError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

#: Style names that are understood, and the kind of their value.
STYLE_NAMES = {
    "color": "color", "fillColor": "color", "weight": "number", "opacity": "share",
    "fillOpacity": "share", "radius": "number", "dashArray": "dashes", "stroke": "flag",
    "fill": "flag",
}
#: Eight colours that stay apart for most eyes (Okabe and Ito 2008).
CATEGORIES = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#666666",
)
#: From low to high, light to dark.
RAMP = ("#fde8c5", "#f7b267", "#e4704a", "#a83253", "#4b1d52")
NO_VALUE = "#bdbdbd"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT = re.compile(r"#[0-9a-fA-F]{3}")
_DASHES = re.compile(r"\d{1,4}(\.\d{1,3})?([ ,]+\d{1,4}(\.\d{1,3})?){0,7}")
_LARGEST = 200.0


@dataclass(frozen=True, kw_only=True)
class Coloured:
    """A colour `#rrggbb` for each value, and the key: pairs of colour and label."""

    colors: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]


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
    return {"color": colors}, {"key": [list(pair) for pair in key]}


def colours(
    values: Sequence[Any], *, cmap: str | Sequence[str] | None = None, scheme: str | None = None,
    k: int = 5, vmin: float | None = None, vmax: float | None = None,
    categorical: bool | None = None,
) -> Coloured:
    """Return a colour for each value.

    Parameters
    ----------
    values
        Numbers, or anything else, which then is taken as categories. None and NaN have no value.
    cmap
        The name of a matplotlib colour map (matplotlib is imported only then), or a list of
        colours. By default our own eight colours for categories, five for numbers.
    scheme, k
        The name of a mapclassify scheme, such as `quantiles` (mapclassify is imported only then),
        and how many classes it makes. Without a scheme, numbers have colours without steps.
    vmin, vmax
        The numbers that have the first and the last colour; by default the extremes.
    categorical
        Whether to take numbers as categories.

    Raises
    ------
    LayerError
        When there is no such colour map or scheme, or the package for it is not installed.
    """
    known = [None if _missing(v) else v for v in values]
    numeric = all(isinstance(v, (int, float, np.integer, np.floating)) for v in known
                  if v is not None)
    if categorical or not numeric or any(isinstance(v, (bool, np.bool_)) for v in known):
        return _by_category(known, cmap)
    numbers = np.array([np.nan if v is None else float(v) for v in known])
    if scheme:
        return _by_class(numbers, _ramp(cmap), scheme, k)
    return _by_number(numbers, _ramp(cmap), vmin, vmax)


def _missing(value: Any) -> bool:
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - true for NaN and NaT alone
    except (TypeError, ValueError):
        return True


def _by_category(values: Sequence[Any], cmap: str | Sequence[str] | None) -> Coloured:
    names = sorted({str(v) for v in values if v is not None})
    if cmap is None:
        palette = [CATEGORIES[i % len(CATEGORIES)] for i in range(len(names))]
    else:
        ramp = _ramp(cmap)
        palette = [ramp(i / max(len(names) - 1, 1)) for i in range(len(names))]
    of = dict(zip(names, palette, strict=True))
    labels = tuple("" if v is None else str(v) for v in values)
    return _coloured(labels, of)


def _by_class(
    numbers: NDArray[np.float64], ramp: Callable[[float], str], scheme: str, k: int
) -> Coloured:
    try:
        import mapclassify
    except ImportError as error:
        raise LayerError(
            "scheme: needs the package mapclassify. Run: pip install mapclassify"
        ) from error
    sure = np.isfinite(numbers)
    try:
        classed = mapclassify.classify(numbers[sure], scheme, k=k)
    except (ValueError, KeyError, TypeError) as error:
        raise LayerError(f"scheme: '{scheme}': {error}.") from error
    texts = classed.get_legend_classes(fmt="{:.4g}")
    last = max(len(texts) - 1, 1)
    of = {text: ramp(i / last) for i, text in enumerate(texts)}
    labels = np.full(len(numbers), "", dtype=object)
    labels[sure] = [texts[i] for i in classed.yb]
    return _coloured(tuple(labels), of)


def _by_number(
    numbers: NDArray[np.float64], ramp: Callable[[float], str], vmin: float | None,
    vmax: float | None,
) -> Coloured:
    sure = np.isfinite(numbers)
    low = vmin if vmin is not None else float(numbers[sure].min()) if sure.any() else 0.0
    high = vmax if vmax is not None else float(numbers[sure].max()) if sure.any() else 1.0
    span = (high - low) or 1.0
    colors = tuple(
        ramp(min(max((n - low) / span, 0.0), 1.0)) if s else NO_VALUE
        for n, s in zip(numbers, sure, strict=True)
    )
    steps = [i / 4 for i in range(5)] if high > low else [0.0]
    key = tuple((ramp(t), f"{low + t * span:.4g}") for t in steps)
    labels = tuple(f"{n:g}" if s else "" for n, s in zip(numbers, sure, strict=True))
    return Coloured(colors=colors, key=key + _rest(bool((~sure).any())), labels=labels)


def _coloured(labels: tuple[str, ...], of: Mapping[str, str]) -> Coloured:
    """Return the colours of labels; an empty label has no value."""
    return Coloured(
        colors=tuple(of.get(label, NO_VALUE) if label else NO_VALUE for label in labels),
        key=tuple((color, label) for label, color in of.items()) + _rest("" in labels),
        labels=labels,
    )


def _rest(some: bool) -> tuple[tuple[str, str], ...]:
    return ((NO_VALUE, "no value"),) if some else ()


def _ramp(cmap: str | Sequence[str] | None) -> Callable[[float], str]:
    """Return a function from 0 to 1 to a colour."""
    if isinstance(cmap, str):
        return _matplotlib(cmap)
    stops = [hex_color(c) for c in (cmap or RAMP)]
    if not all(stops) or len(stops) < 1:
        raise LayerError(f"cmap: {list(cmap or ())} holds something that is not a colour.")
    parts = np.array([[int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in stops], dtype=float)
    places = np.linspace(0, 1, len(stops))

    def at(share: float) -> str:
        mixed = [np.interp(share, places, parts[:, i]) for i in range(3)]
        return "#" + "".join(f"{round(float(v)):02x}" for v in mixed)

    return at


def _matplotlib(name: str) -> Callable[[float], str]:
    try:
        import matplotlib as mpl
        from matplotlib.colors import to_hex
    except ImportError as error:
        raise LayerError(
            "cmap: needs the package matplotlib. Run: pip install matplotlib"
        ) from error
    if name not in mpl.colormaps:
        known = list(mpl.colormaps)
        raise LayerError(f"cmap: matplotlib has no colour map '{name}'.{nearest(name, known)}")
    found = mpl.colormaps[name]
    return lambda share: str(to_hex(found(float(share))))
