"""Colours for the values of a column: one for each category, or along a scale of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import LayerError, nearest, quoted
from conflictmap.pages.styles import hex_color

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: Eight colours that stay apart for most eyes (Okabe and Ito 2008).
CATEGORIES = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#666666",
)
#: From low to high, light to dark.
RAMP = ("#fde8c5", "#f7b267", "#e4704a", "#a83253", "#4b1d52")
NO_VALUE = "#bdbdbd"
#: Shares of the way from the first to the last colour that the key names.
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, kw_only=True)
class Coloured:
    """A colour `#rrggbb` for each value, and the key: pairs of colour and label."""

    colors: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]


def colours(
    values: Sequence[Any], *, cmap: str | Sequence[str] | Mapping[Any, str] | None = None,
    scheme: str | None = None, k: int = 5, vmin: float | None = None, vmax: float | None = None,
    categorical: bool | None = None,
) -> Coloured:
    """Return a colour for each value.

    Parameters
    ----------
    values
        Numbers, or anything else, which then is taken as categories. None and NaN have no value.
    cmap
        The name of a matplotlib colour map (matplotlib is imported only then), a list of colours,
        or a colour for each value (`{"A": "#7a5195"}`): the key has them in this order, and values
        without one in grey. By default our own eight colours for categories, five for numbers.
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
    if categorical or not _numeric(known) or isinstance(cmap, Mapping):
        return _by_category(known, cmap)
    numbers = np.array(known, dtype=np.float64)  # None is NaN
    if scheme:
        return _by_class(numbers, _ramp(cmap), scheme, k)
    return _by_number(numbers, _ramp(cmap), vmin, vmax)


def _numeric(values: Sequence[Any]) -> bool:
    """Return whether every known value is a number; true and false are none."""
    return all(isinstance(v, (int, float, np.integer, np.floating)) and not isinstance(v, bool)
               for v in values if v is not None)


def _missing(value: Any) -> bool:
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - true for NaN and NaT alone
    except (TypeError, ValueError):
        return True


def _by_category(
    values: Sequence[Any], cmap: str | Sequence[str] | Mapping[Any, str] | None
) -> Coloured:
    labels = tuple("" if v is None else _name(v) for v in values)
    names = sorted({_name(v) for v in values if v is not None})
    return _coloured(labels, _palette(names, cmap))


def _palette(
    names: Sequence[str], cmap: str | Sequence[str] | Mapping[Any, str] | None
) -> dict[str, str]:
    """Return a colour for each category."""
    if cmap is None:
        return {name: CATEGORIES[i % len(CATEGORIES)] for i, name in enumerate(names)}
    if isinstance(cmap, Mapping):
        return _as_given(names, cmap)
    ramp = _ramp(cmap)
    return {name: ramp(i / max(len(names) - 1, 1)) for i, name in enumerate(names)}


def _as_given(names: Sequence[str], cmap: Mapping[Any, str]) -> dict[str, str]:
    """Return the colours that are given one by one; a category without one is grey."""
    given = {_name(value): _color(color) for value, color in cmap.items()}
    rest = dict.fromkeys(sorted(set(names) - given.keys()), NO_VALUE)
    return {name: color for name, color in given.items() if name in names} | rest


def _name(value: Any) -> str:
    """Return what a value is called in the key: 1 and 1.0 are one.

    >>> _name(1.0), _name(2.5), _name("A")
    ('1', '2.5', 'A')
    """
    whole = _numeric([value]) and float(value).is_integer()
    return str(int(value)) if whole else str(value)


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
    low = _limit(numbers[sure], vmin, np.min, default=0.0)
    high = _limit(numbers[sure], vmax, np.max, default=1.0)
    span = (high - low) or 1.0
    colors = tuple(
        ramp(min(max((n - low) / span, 0.0), 1.0)) if s else NO_VALUE
        for n, s in zip(numbers, sure, strict=True)
    )
    steps = _STEPS if high > low else _STEPS[:1]
    key = tuple((ramp(t), f"{low + t * span:.4g}") for t in steps)
    labels = tuple(f"{n:g}" if s else "" for n, s in zip(numbers, sure, strict=True))
    return Coloured(colors=colors, key=key + _rest(bool((~sure).any())), labels=labels)


def _limit(
    numbers: NDArray[np.float64], given: float | None,
    extreme: Callable[[NDArray[np.float64]], Any], *, default: float,
) -> float:
    """Return the number that was given, else an extreme of the numbers."""
    if given is not None:
        return given
    return float(extreme(numbers)) if len(numbers) else default


def _coloured(labels: tuple[str, ...], of: Mapping[str, str]) -> Coloured:
    """Return the colours of labels; an empty label has no value."""
    return Coloured(
        colors=tuple(of.get(label, NO_VALUE) if label else NO_VALUE for label in labels),
        key=tuple((color, label) for label, color in of.items()) + _rest("" in labels),
        labels=labels,
    )


def _rest(some: bool) -> tuple[tuple[str, str], ...]:
    return ((NO_VALUE, "no value"),) if some else ()


def _color(given: Any) -> str:
    """Return a colour of a colour map as #rrggbb."""
    found = hex_color(given)
    if not found:
        raise LayerError(f"cmap: {quoted(str(given))} is not a colour. Give a list of colours"
                         " (#7a5195 or red), a colour for each value ({'A': 'red'}), or"
                         " the name of a colour map such as viridis.")
    return found


def _ramp(cmap: str | Sequence[str] | None) -> Callable[[float], str]:
    """Return a function from 0 to 1 to a colour."""
    if isinstance(cmap, str):
        return _matplotlib(cmap)
    stops = [_color(c) for c in (cmap or RAMP)]
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
