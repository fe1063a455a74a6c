"""What folium's popups and tooltips say, as plain text: their markup is left out, never run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import folium

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longest text that is taken over, in characters.
LONGEST = 4_000
_BLOCKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table"})
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "template"})


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
        if isinstance(child, (folium.GeoJsonTooltip, folium.GeoJsonPopup)):
            kind = "tooltip" if isinstance(child, folium.GeoJsonTooltip) else "popup"
            found[kind] = _fields(child, properties or {})
        elif isinstance(child, folium.Tooltip):
            found["tooltip"] = text_of_html(child.text)
        elif isinstance(child, folium.Popup):
            found["popup"] = _popup(child)
    return {kind: text for kind, text in found.items() if text}


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
