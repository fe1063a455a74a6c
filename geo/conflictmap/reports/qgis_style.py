"""How QGIS draws and plays a table: its classes with a symbol each, its days, its names, as XML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conflictmap.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The version whose format is written; later ones read it.
VERSION = "3.22.0"
#: Points for one pixel of the page.
_POINTS = 0.75
#: A row lasts from one expression to another, the second left out. Of two columns of dates QGIS
#: compares days with times, as texts: a row of one day is in no frame of one day.
_BY_EXPRESSIONS, _END_LEFT_OUT = "4", "0"
#: When what has no beginning began, and when what has no end will end.
_EVER = ("make_datetime(1, 1, 1, 0, 0, 0)", "make_datetime(9999, 12, 31, 0, 0, 0)")
_GEOMETRY_CODES = {"marker": "0", "line": "1", "fill": "2"}
#: The property of a symbol that an expression may give.
_SIZE = "3"


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """How a class is drawn: colours as #rrggbb or none, widths and sizes in pixels of the page.

    `pattern` is one of QGIS's hatchings, drawn in `ink` over the fill.
    """

    fill: str = ""
    alpha: float = 1.0
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    pattern: str = ""
    ink: str = ""
    shape: str = "circle"
    size: float = 8.0


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a table is drawn and played.

    `kind` is marker, line or fill; `classes` are value, label and symbol by a `column`. `days` are
    the columns of the first and the last day, if any; `last_counts` says whether the row holds on
    the last. `size` is an expression of QGIS for the size in points, `names` a column of names.
    """

    kind: str
    column: str
    classes: tuple[tuple[str, str, Symbol], ...]
    days: tuple[str, str] | None = None
    last_counts: bool = False
    size: str = ""
    names: str = ""


def shown(text: object) -> str:
    """Return a text from data for a label: QGIS runs what stands between `[%` and `%]`.

    >>> shown("a [% layer_property() %]")
    'a [ % layer_property() %]'
    """
    return clean(text).replace("[%", "[ %")


def qml_of(look: Look) -> str:
    """Return a look as a file of styles (QML)."""
    root = ET.Element("qgis", {
        "version": VERSION, "styleCategories": "Symbology|Labeling|Temporal",
        "labelsEnabled": str(int(bool(look.names)))})
    add_look(root, look)
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY_CODES[look.kind]
    return ET.tostring(root, encoding="unicode")


def add_look(parent: ET.Element, look: Look) -> None:
    """Add days, symbols and names to an element of a layer or a style."""
    if look.days is not None:
        _add_days(parent, look.days, last_counts=look.last_counts)
    renderer = ET.SubElement(parent, "renderer-v2", {
        "type": "categorizedSymbol", "attr": look.column, "symbollevels": "0",
        "forceraster": "0", "enableorderby": "0"})
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, (value, label, symbol) in enumerate(look.classes):
        ET.SubElement(categories, "category", {
            "value": clean(value), "type": "string", "label": shown(label),
            "symbol": str(number), "render": "true"})
        _add_symbol(symbols, look, symbol, number)
    if look.names:
        _add_names(parent, look.names)


def _add_days(parent: ET.Element, days: tuple[str, str], *, last_counts: bool) -> None:
    day_after = " + to_interval('1 day')" if last_counts else ""
    first, last = (f'to_datetime("{column}")' for column in days)
    element = ET.SubElement(parent, "temporal", {
        "enabled": "1", "mode": _BY_EXPRESSIONS, "limitMode": _END_LEFT_OUT, "accumulate": "0",
        "startField": days[0], "endField": days[1], "durationField": "", "durationUnit": "d",
        "fixedDuration": "0", "startExpression": f"coalesce({first}, {_EVER[0]})",
        "endExpression": f"coalesce({last}{day_after}, {_EVER[1]})"})
    fixed = ET.SubElement(element, "fixedRange")
    ET.SubElement(fixed, "start")
    ET.SubElement(fixed, "end")


def _add_symbol(parent: ET.Element, look: Look, symbol: Symbol, number: int) -> None:
    element = ET.SubElement(parent, "symbol", {
        "name": str(number), "type": look.kind, "alpha": f"{symbol.alpha:g}",
        "clip_to_extent": "1", "force_rhr": "0"})
    names = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}
    make = {"marker": _marker, "line": _line, "fill": _fill}[look.kind]
    layers = [make(symbol)]
    if symbol.pattern:
        layers.append(_fill(Symbol(fill=symbol.ink)) | {"style": symbol.pattern})
    for options in layers:
        layer = ET.SubElement(element, "layer", {
            "class": names[look.kind], "enabled": "1", "locked": "0", "pass": "0"})
        _add_options(layer, options)
        if look.size:
            _add_size(layer, look.size)


def _add_options(parent: ET.Element, options: Mapping[str, str]) -> ET.Element:
    found = ET.SubElement(parent, "Option", {"type": "Map"})
    for name, value in options.items():
        ET.SubElement(found, "Option", {"name": name, "type": "QString", "value": value})
    return found


def _add_size(layer: ET.Element, expression: str) -> None:
    """Let an expression of ours give the size of a mark."""
    holder = ET.SubElement(layer, "data_defined_properties")
    whole = _add_options(holder, {"name": "", "type": "collection"})
    every = ET.SubElement(whole, "Option", {"name": "properties", "type": "Map"})
    size = ET.SubElement(every, "Option", {"name": "size", "type": "Map"})
    for name, kind, value in (("active", "bool", "true"), ("expression", "QString", expression),
                              ("type", "int", _SIZE)):
        ET.SubElement(size, "Option", {"name": name, "type": kind, "value": value})


def _marker(symbol: Symbol) -> dict[str, str]:
    return {"name": symbol.shape, "color": _rgba(symbol.fill), **_outline(symbol),
            "size": points(symbol.size), "size_unit": "Point"}


def _fill(symbol: Symbol) -> dict[str, str]:
    return {"color": _rgba(symbol.fill), "style": "solid" if symbol.fill else "no",
            **_outline(symbol)}


def _line(symbol: Symbol) -> dict[str, str]:
    solid = {"line_color": _rgba(symbol.stroke), "line_width": points(symbol.width),
             "line_width_unit": "Point", "line_style": "solid" if symbol.stroke else "no",
             "joinstyle": "round", "capstyle": "flat"}
    if not symbol.dash:
        return solid
    return solid | {"use_custom_dash": "1", "customdash": ";".join(map(points, symbol.dash)),
                    "customdash_unit": "Point"}


def _outline(symbol: Symbol) -> dict[str, str]:
    style = ("dash" if symbol.dash else "solid") if symbol.stroke else "no"
    return {"outline_color": _rgba(symbol.stroke), "outline_style": style,
            "outline_width": points(symbol.width), "outline_width_unit": "Point"}


def points(pixels: float) -> str:
    """Return pixels of the page as points.

    >>> points(4)
    '3'
    """
    return f"{pixels * _POINTS:g}"


def _rgba(colour: str) -> str:
    """Return #rrggbb as QGIS writes colours; unseen for none."""
    if not colour:
        return "0,0,0,0"
    return ",".join(str(int(colour[i:i + 2], 16)) for i in (1, 3, 5)) + ",255"


def _add_names(parent: ET.Element, column: str) -> None:
    settings = ET.SubElement(ET.SubElement(parent, "labeling", {"type": "simple"}), "settings",
                             {"calloutType": "simple"})
    style = ET.SubElement(settings, "text-style", {
        "fieldName": column, "isExpression": "0", "fontSize": "8", "fontSizeUnit": "Point",
        "textColor": "34,34,34,255"})
    ET.SubElement(style, "text-buffer", {
        "bufferDraw": "1", "bufferSize": "1", "bufferSizeUnits": "Point",
        "bufferColor": "255,255,255,255"})
    ET.SubElement(settings, "placement", {"placement": "6", "dist": "1", "distUnits": "MM"})
    ET.SubElement(settings, "rendering", {"drawLabels": "1"})
