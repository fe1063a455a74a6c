"""What folium's popups and tooltips say, as plain text: their markup is left out, never run."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import folium
from branca.colormap import StepColormap

from conflictmap.pages.styles import clean_style, hex_color

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conflictmap.model.layer import Layer

#: Longest text that is taken over, in characters.
LONGEST = 4_000
_BLOCKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table"})
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "template"})
Key = tuple[tuple[str, str], ...]
#: How many colours of a scale without steps the key shows.
_STEPS = 5
_ITEM = re.compile(
    r"<li><span style='background:([^']{1,40})'></span>(.*?)</li>(?=\s*<(?:li|/ul)>)", re.S)
_TITLE = re.compile(r"<div class='legend-title'>(.*?)</div>", re.S)
#: A layer that nobody named.
NAMELESS = "Added "


class _Text(HTMLParser):
    """Collect the text of an HTML fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - as the base has it
        self._silent += tag in _SILENT
        self.parts.append("\n" if tag in _BLOCKS else " " if tag in _CELLS else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        self.parts.append("\n" if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def text_of_html(markup: str) -> str:
    r"""Return the text of an HTML fragment, a line for each block.

    >>> text_of_html("<b>Shusha</b> &amp; road<br><script>alert(1)</script>closed")
    'Shusha & road\nclosed'
    """
    parser = _Text()
    parser.feed(markup.replace("\\`", "`"))
    parser.close()
    lines = [re.sub(r"[ \t\r\f]+", " ", line).strip() for line in "".join(parser.parts).split("\n")]
    return "\n".join(line for line in lines if line)[:LONGEST]


def texts_of(element: Any, properties: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return `tooltip` and `popup` of a folium object, of each what is there.

    Parameters
    ----------
    element
        A marker, a shape, a group or a `GeoJson`.
    properties
        The properties of one feature, for the fields that `GeoJsonTooltip` and `GeoJsonPopup` name.
    """
    found: dict[str, str] = {}
    for child in element._children.values():  # noqa: SLF001 - folium keeps them nowhere else
        for kind, classes in _DETAILS.items():
            if isinstance(child, classes):
                found[kind] = _detail(child, properties or {})
    return {kind: text for kind, text in found.items() if text}


#: What says something of a feature.
_DETAILS = {"tooltip": (folium.Tooltip, folium.GeoJsonTooltip),
            "popup": (folium.Popup, folium.GeoJsonPopup)}


def _detail(child: Any, properties: Mapping[str, Any]) -> str:
    if isinstance(child, (folium.GeoJsonTooltip, folium.GeoJsonPopup)):
        return _fields(child, properties)
    return _popup(child) if isinstance(child, folium.Popup) else text_of_html(child.text)


def _fields(detail: Any, properties: Mapping[str, Any]) -> str:
    lines = []
    for field, alias in zip(detail.fields, detail.aliases, strict=True):
        value = properties.get(field)
        if value is not None:
            lines.append(f"{alias}: {value}" if detail.labels else str(value))
    return "\n".join(lines)[:LONGEST]


def _popup(popup: Any) -> str:
    """Return the text of a popup; what is no text in it (a chart, a frame) is named."""
    parts = []
    for child in popup.html._children.values():  # noqa: SLF001
        if hasattr(child, "data") and isinstance(child.data, str):
            plain = not getattr(child, "script", True)
            parts.append(child.data if plain else text_of_html(child.data))
        else:
            parts.append(f"({type(child).__name__})")
    return "\n".join(parts)[:LONGEST]


def with_scale(layer: Layer, scale: Any) -> Layer:
    """Return a layer with a branca colour scale as its key."""
    colors = list(map(_hex, scale.colors))
    if isinstance(scale, StepColormap):
        ends = [f"{value:g}" for value in scale.index]
        pairs = [(c, f"{low} – {high}")  # noqa: RUF001 - from … to
                 for c, low, high in zip(colors, ends, ends[1:], strict=False)]
    else:
        steps = list(zip(colors, scale.index, strict=False))
        chosen = [steps[round(i * (len(steps) - 1) / (_STEPS - 1))] for i in range(_STEPS)]
        pairs = [(c, f"{value:g}") for c, value in chosen]
    return _titled(replace(layer, key=tuple(dict.fromkeys(pairs))), str(scale.caption or ""))


def _hex(color: Sequence[float]) -> str:
    """Return `#rrggbb` of red, green and blue from 0 to 1."""
    return "#" + "".join(f"{round(255 * part):02x}" for part in color[:3])


def with_legends(layers: Sequence[Layer], figure: Any) -> list[Layer]:
    """Return layers with the legends that `explore` wrote beside the map, as text.

    A legend belongs to the first layer without one whose features have its colours.
    """
    found = list(layers)
    for title, key in _legends(figure):
        colours = {color for color, _ in key}
        for i, layer in enumerate(found):
            if _explains(colours, layer):
                found[i] = _titled(replace(layer, key=(*layer.key, *key)), title)
                break
    return found


def _explains(colours: set[str], layer: Layer) -> bool:
    """Return whether a legend has all colours of a layer, or some that its own key lacks."""
    drawn, known = _colours(layer), {color for color, _ in layer.key}
    if known:
        return colours <= drawn - known
    return bool(drawn) and drawn <= colours


def is_legend(markup: str) -> bool:
    """Return whether markup is a legend as geopandas writes it, which becomes a layer's key."""
    return bool(_TITLE.search(markup) and _ITEM.search(markup))


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
