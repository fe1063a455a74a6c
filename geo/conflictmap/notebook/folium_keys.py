"""Keys to colours: branca's colour scales, and the legends that `GeoDataFrame.explore` writes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from branca.colormap import StepColormap

from conflictmap.pages.styles import clean_style, hex_color

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.model.layer import Layer

Key = tuple[tuple[str, str], ...]
#: How many colours of a scale without steps the key shows.
_STEPS = 5
_ITEM = re.compile(
    r"<li><span style='background:([^']{1,40})'></span>(.*?)</li>(?=\s*<(?:li|/ul)>)", re.S)
_TITLE = re.compile(r"<div class='legend-title'>(.*?)</div>", re.S)
#: A layer that nobody named.
NAMELESS = "Added "


def with_scale(layer: Layer, scale: Any) -> Layer:
    """Return a layer with a branca colour scale as its key."""
    colors = ["#" + "".join(f"{round(255 * part):02x}" for part in c[:3]) for c in scale.colors]
    if isinstance(scale, StepColormap):
        ends = [f"{value:g}" for value in scale.index]
        pairs = [(c, f"{low} – {high}")  # noqa: RUF001 - from … to
                 for c, low, high in zip(colors, ends, ends[1:], strict=False)]
    else:
        steps = list(zip(colors, scale.index, strict=False))
        chosen = [steps[round(i * (len(steps) - 1) / (_STEPS - 1))] for i in range(_STEPS)]
        pairs = [(c, f"{value:g}") for c, value in chosen]
    return _titled(replace(layer, key=tuple(dict.fromkeys(pairs))), str(scale.caption or ""))


def with_legends(layers: Sequence[Layer], figure: Any) -> list[Layer]:
    """Return layers with the legends that `explore` wrote beside the map, as text.

    A legend belongs to the first layer without one whose features have its colours.
    """
    found = list(layers)
    for title, key in _legends(figure):
        colours = {color for color, _ in key}
        for i, layer in enumerate(found):
            drawn, known = _colours(layer), {color for color, _ in layer.key}
            whole = not known and drawn and drawn <= colours
            rest = bool(known) and colours <= drawn - known
            if whole or rest:
                found[i] = _titled(replace(layer, key=(*layer.key, *key)), title)
                break
    return found


def _legends(figure: Any) -> Iterable[tuple[str, Key]]:
    for part in figure.html._children.values():  # noqa: SLF001 - folium keeps them nowhere else
        text = getattr(part, "_template_str", None) or ""
        # Values of the column, which geopandas writes as they are: text, not markup.
        pairs = [(hex_color(color), label) for color, label in _ITEM.findall(text)]
        heads = _TITLE.findall(text)
        if pairs and heads and all(color for color, _ in pairs):
            yield heads[0], tuple(pairs)


def _colours(layer: Layer) -> set[str]:
    styles = (clean_style(f.properties.get("style")) for f in layer.features)
    return {str(style.get("fillColor") or style.get("color")) for style in styles}


def _titled(layer: Layer, title: str) -> Layer:
    return replace(layer, title=title) if title and layer.title.startswith(NAMELESS) else layer
