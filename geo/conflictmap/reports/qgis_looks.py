"""The page's palette as looks of QGIS: classes of events by type, of layers by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.figures.basemap import stroke_of
from conflictmap.figures.shapes import LARGEST_FATALITIES, SMALLEST, largest_radius, type_styles
from conflictmap.figures.style import INKS, own_colours, palette
from conflictmap.pages.words import words
from conflictmap.reports.qgis_style import Look, Symbol, points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conflictmap.figures.basemap import Stroke

#: The column of a layer's table that says by which line of the key a row is drawn.
DRAWN_AS = "drawn_as"
#: Columns of days of events, of which the last one counts.
EVENT_DAYS = ("earliest", "latest")
#: Columns of days of features (the second is the day after), and what the page calls them.
FEATURE_DAYS = {"valid_from": "from", "valid_to": "to"}
_FATALITIES = ("fatalities_best", "fatalities_high", "fatalities_low")
_KINDS = {"Point": "marker", "MultiPoint": "marker", "LineString": "line",
          "MultiLineString": "line", "Polygon": "fill", "MultiPolygon": "fill"}
#: Marks of QGIS that are most like ours; the others are circles.
_SHAPES = {"burst": "star", "wedge": "half_square", "cross": "cross_fill", "spark": "star",
           "square": "square", "chevron": "filled_arrowhead", "triangle": "triangle",
           "diamond": "diamond", "house": "pentagon", "hexagon": "hexagon", "pentagon": "pentagon",
           "hourglass": "diagonal_half_square", "arrow": "arrow", "drop": "third_circle",
           "half": "semi_circle", "lens": "diamond", "gate": "half_square", "bar": "square"}
_PATTERNS = {"lines": "horizontal", "dots": "dense6", "chevrons": "f_diagonal"}
_SIGNS = {"closure": "circle", "bridge": "cross", "checkpoint": "square"}
_NAMED = ("settlement",)


def kind_of(geometry: str) -> str:
    """Return how QGIS draws a type of geometry: marker, line or fill.

    >>> kind_of("MultiPolygon")
    'fill'
    """
    return _KINDS.get(geometry, "fill")


def event_look(
    types: Sequence[Mapping[str, Any]], columns: Collection[str], *, geometry: str = "Point",
    style: Mapping[str, Any] | None = None,
) -> Look:
    """Return how events are drawn: by type, with an area by fatalities, from first to last day.

    Parameters
    ----------
    types
        The types as the page has them: id, label, family, and a colour of the author's.
    columns
        The columns of the table.
    geometry
        The type of the shapes.
    style
        The page's: `key`, colours and labels of an author, `color` and `icon` of all.
    """
    said, kind = style or {}, kind_of(geometry)
    classes = _own_classes(said, kind) or _type_classes(types, said, kind)
    classes.setdefault("", ("", _mark(palette()["family-other"], "circle", kind)))
    return Look(
        kind=kind, column=DRAWN_AS if said.get("key") else "type",
        classes=tuple((value, label, symbol) for value, (label, symbol) in classes.items()),
        days=EVENT_DAYS, last_counts=True,
        size=_size(columns, said.get("largest", LARGEST_FATALITIES)) if kind == "marker" else "")


def _own_classes(style: Mapping[str, Any], kind: str) -> dict[str, tuple[str, Symbol]]:
    """Return the classes of an author's key; none without one."""
    return {label: (label, _mark(colour, "circle", kind)) for colour, label in style.get("key", ())}


def _type_classes(
    types: Sequence[Mapping[str, Any]], style: Mapping[str, Any], kind: str
) -> dict[str, tuple[str, Symbol]]:
    """Return label and symbol of each type."""
    colours, looks = palette() | own_colours(types), type_styles(types, style.get("icon", ""))
    return {
        entry["id"]: (entry["label"], _mark(
            _type_colour(entry, looks[entry["id"]].family, style, colours),
            looks[entry["id"]].shape, kind))
        for entry in types}


def _type_colour(
    entry: Mapping[str, Any], family: str, style: Mapping[str, Any], colours: Mapping[str, str]
) -> str:
    own = entry.get("color") or (style.get("color") if family == "other" else "")
    return str(own or colours[f"family-{family}"])


def _mark(colour: str, shape: str, kind: str) -> Symbol:
    if kind == "marker":
        return Symbol(fill=colour, stroke="#ffffff", width=1, alpha=0.85, size=2 * SMALLEST,
                      shape=_SHAPES.get(shape, "circle"))
    return Symbol(fill=colour, stroke=colour, width=1.5, alpha=0.4 if kind == "fill" else 1.0)


def _size(columns: Collection[str], largest: float) -> str:
    """Return the size of a mark by fatalities as an expression: the area is in proportion."""
    stated = [f'"{name}"' for name in _FATALITIES if name in columns]
    if not stated:
        return ""
    radius = f"{largest_radius(largest):g} * sqrt(coalesce({', '.join(stated)}, 0) / {largest:g})"
    most = f"{largest_radius(largest):g}"
    return f"{points(2)} * min({most}, max({points(SMALLEST / 0.75)}, {radius}))"


def layer_look(
    layer: Mapping[str, Any], features: Iterable[Mapping[str, Any]], *, geometry: str, lang: str,
) -> Look:
    """Return how a layer of a page is drawn: a class for each line of its key.

    Parameters
    ----------
    layer, features
        The layer's entry in the spec, and its features as GeoJSON.
    geometry
        The type of the shapes.
    lang
        The language of the key.
    """
    kind = kind_of(geometry)
    classes = {}
    for feature in features:
        label = drawn_as(feature["properties"], layer, lang)
        if label not in classes:
            classes[label] = (label, label, _symbol(feature["properties"], layer, kind))
    return Look(kind=kind, column=DRAWN_AS, classes=tuple(classes.values()),
                days=("valid_from", "valid_to"), names="name" if layer["role"] in _NAMED else "")


def drawn_as(properties: Mapping[str, Any], layer: Mapping[str, Any], lang: str) -> str:
    """Return the words of the line of the key by which a feature is drawn.

    >>> drawn_as({"status": "closed"}, {"role": "road-status", "title": "x"}, "en")
    'Closed'
    """
    own = dict(layer.get("key", ())).get(_own(properties).get("fillColor", ""))
    stated = _STATED.get(layer["role"], "")
    value = properties.get(stated)
    if own or value is None:
        return str(own or (words(lang)("key.border") if stated == "delimited" else layer["title"]))
    if stated == "delimited":
        return words(lang)("key.border" if value else "key.undelimited")
    return str(value) if stated == "symbol" else words(lang)(f"{_WORDS[stated]}.{value}")


#: By role: the property by which features are drawn, and where its words stand.
_STATED = {"border": "delimited", "road-status": "status", "corridor-point": "symbol",
           **dict.fromkeys(("district", "control", "holder", "town"), "control")}
_WORDS = {"status": "road", "control": "control"}
_SIGNED = ("corridor-point",)


def _own(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the style that a feature has of its own, as the page lets it."""
    style = properties.get("style")
    return style if isinstance(style, dict) else {}


def _symbol(properties: Mapping[str, Any], layer: Mapping[str, Any], kind: str) -> Symbol:
    colours, stroke = palette(), stroke_of(properties, layer, "now")
    if kind == "marker":
        return _sign(properties, layer, stroke, colours)
    own = _own(properties)
    fill = own.get("fillColor") or own.get("color") or _colour(stroke.fill, colours)
    inks = INKS.get(str(properties.get("control")), ())
    return Symbol(
        fill=fill if kind == "fill" else "", alpha=own.get("fillOpacity", stroke.alpha),
        stroke=own.get("color") or _colour(stroke.stroke, colours),
        width=own.get("weight", stroke.width), dash=_even(stroke.dash),
        pattern=_PATTERNS.get(stroke.pattern, ""),
        ink=colours[inks[-1]] if stroke.pattern else "")


def _sign(
    properties: Mapping[str, Any], layer: Mapping[str, Any], stroke: Stroke,
    colours: Mapping[str, str],
) -> Symbol:
    """Return the mark of a point: who held a town, a sign of the road, a place, a user's point."""
    role, control = layer["role"], f"control-{properties.get('control')}"
    if role == "holder":
        return Symbol(fill=colours.get(control, colours["ground"]), stroke=colours["ink"],
                      shape="pentagon", size=12)
    if role in _SIGNED:
        return Symbol(fill=colours["halo"], stroke=colours["ink"], width=1.5, size=9,
                      shape=_SIGNS.get(str(properties.get("symbol")), "square"))
    if role in _NAMED:
        return Symbol(fill=colours["ink-2"], stroke=colours["halo"], size=4)
    own = _own(properties)
    colour = own.get("fillColor") or own.get("color") or _colour(stroke.fill, colours)
    return Symbol(fill=colour, stroke=colours["halo"], size=2 * own.get("radius", 3.5))


def _colour(name: str, colours: Mapping[str, str]) -> str:
    """Return a colour by its name, or as it is."""
    return name if not name or name.startswith("#") else colours.get(name, colours["ground"])


def _even(dash: tuple[float, ...]) -> tuple[float, ...]:
    return dash if len(dash) % 2 == 0 else dash * 2
