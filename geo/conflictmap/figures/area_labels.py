"""Names of areas: letterspaced, at the roomiest spot of what is in view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.patheffects import withStroke

from conflictmap.figures.style import font, px, width_of, wrapped
from conflictmap.pages.visible import visible_features
from conflictmap.pages.words import label, words
from conflictmap.places.naming_policy import capitals, display, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflictmap.figures.panel import Box, Panel


@dataclass(frozen=True, kw_only=True)
class _Style:
    """Type of a name: pixels, capitals (then letterspaced too), zooms, and the room it needs."""

    size: float
    colour: str
    zoom: tuple[float, float]
    room: float
    caps: bool = False
    italic: bool = False


_STYLES = {
    "land": _Style(size=14, caps=True, colour="label-land", zoom=(4, 10), room=28),
    "control": _Style(size=11.5, caps=True, colour="label-area", zoom=(7, 14), room=16),
    "sea": _Style(size=12.5, italic=True, colour="label-water", zoom=(4, 12), room=20),
    "lake": _Style(size=11, italic=True, colour="label-water", zoom=(7, 14), room=7),
    "district": _Style(size=10.5, caps=True, colour="label-area", zoom=(8.7, 14), room=15),
    "province": _Style(size=10.5, caps=True, colour="label-land", zoom=(8, 12), room=22),
}
_OFFSETS = ((0, 0), (0, 1), (0, -1), (-1, 0), (1, 0), (-1, 1), (1, -1), (0, 2), (0, -2))
_LINE = 1.22
_WHOLE = 34


def area_labels(panel: Panel, roles: tuple[str, ...]) -> None:
    """Name the areas of some roles that hold on the last day shown."""
    seen: set[str] = set()
    for role in roles:
        style = _STYLES[role]
        if not style.zoom[0] <= panel.frame.zoom <= style.zoom[1]:
            continue
        for feature, _, how in visible_features(panel.data, panel.view, [role]):
            name = str(feature["properties"].get("name"))
            if how == "now" and name not in seen:
                seen.add(name)
                _name(panel, feature, style)


def _name(panel: Panel, feature: Mapping[str, Any], style: _Style) -> None:
    """Write the name of an area, or its short form, where there is room for it."""
    shape = panel.frame.on_paper(shapely.geometry.shape(feature["geometry"]))
    shape = shapely.clip_by_rect(shape, 0, 0, panel.frame.width, panel.frame.height)
    spot = _roomiest(_without_areas(panel, shape) if style is _STYLES["land"] else shape)
    spot = panel.label_boxes.spot((style.size, feature["properties"].get("name")), spot, shape)
    if spot is None or spot[2] < px(style.room):
        return
    properties = _known(panel, feature["properties"])
    text = _text(panel, properties)
    forms = (text, short(text)) if spot[2] > px(_WHOLE) else (short(text),)
    for form in dict.fromkeys(forms):
        name = capitals(form, properties, panel.view.lang) if style.caps else form
        if _placed(panel, _lines(name, spot[2], style), spot, style):
            return


def _lines(name: str, room: float, style: _Style) -> list[str]:
    """Return a name in lines for a circle of radius ROOM, capitals letterspaced."""
    # No word of a name is broken: one that finds no room is left out.
    longest = max(width_of(word, px(style.size), italic=style.italic)
                  for word in name.split() or [""])
    width = max(px(90), room * 2.4, longest * 1.03)
    lines = wrapped(name, px(style.size), width, italic=style.italic)
    return ["\u200a".join(line) for line in lines] if style.caps else lines


def _without_areas(panel: Panel, shape: Any) -> Any:
    """Return a land without the areas drawn on it, so that its name stands beside them."""
    drawn = [
        panel.frame.on_paper(shapely.geometry.shape(f["geometry"]))
        for f, _, _ in visible_features(panel.data, panel.view, ("control", "district", "lake"))
    ]
    areas = [shapely.make_valid(a) for a in drawn if not shapely.is_empty(a)]
    return shapely.difference(shapely.make_valid(shape), shapely.union_all(areas))


def _text(panel: Panel, properties: Mapping[str, Any]) -> str:
    lang = panel.view.lang
    control = properties.get("control")
    if lang != "en" and control and not properties.get(f"name_{lang}"):
        return words(lang)(f"control.{control}")
    name = display(properties, lang, panel.view.names)
    name = label(lang, "country", str(properties.get("name")), name)
    return re.sub(r" (district|raion)$", "", name)


def _known(panel: Panel, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return properties with what the table of places knows of the same name."""
    for feature, layer in panel.data.features:
        own = feature["properties"]
        if (layer["role"] == "settlement" and own.get("class", "settlement") != "settlement"
                and own.get("name") == properties.get("name")):
            return {**own, **properties}
    return dict(properties)


def _roomiest(shape: Any) -> tuple[float, float, float] | None:
    """Return the middle and radius of the largest circle in the largest part of a shape."""
    parts = [p for p in shapely.get_parts(shapely.get_parts(shape)) if p.geom_type == "Polygon"]
    if not parts:
        return None
    largest = max(parts, key=lambda p: (p.area, p.wkb))
    if largest.area < 1:
        return None
    circle = shapely.maximum_inscribed_circle(shapely.make_valid(largest), tolerance=1.0)
    middle = shapely.get_coordinates(circle)[0]
    return float(middle[0]), float(middle[1]), float(shapely.length(circle))


def _placed(
    panel: Panel, lines: list[str], spot: tuple[float, float, float], style: _Style
) -> bool:
    """Write the lines at the spot or a few steps beside it; whether there was room."""
    size = px(style.size)
    width = max(width_of(line, size, italic=style.italic) for line in lines)
    height = size * _LINE * len(lines)
    boxes = filter(panel.inside, _boxes(spot, width, height))
    # A name under a mark cannot be read: one without room is left out.
    box = panel.label_boxes.place((spot, *lines), list(filter(panel.clear, boxes)))
    if box is None:
        return False
    for i, line in enumerate(lines):
        panel.axes.text(
            (box[0] + box[2]) / 2, box[3] - size * _LINE * (i + 0.5), line, ha="center",
            va="center_baseline", color=panel.colours[style.colour], zorder=8.05,
            fontproperties=font(size, italic=style.italic),
            path_effects=[withStroke(linewidth=px(3.2), foreground=panel.colours["halo"])])
    return True


def _boxes(spot: tuple[float, float, float], width: float, height: float) -> Iterator[Box]:
    """Yield the boxes of a name at a spot and a few steps beside it."""
    step = min(spot[2] * 0.45, px(26))
    for dx, dy in _OFFSETS:
        x, y = spot[0] + dx * step, spot[1] + dy * step
        yield x - width / 2 - 2, y - height / 2, x + width / 2 + 2, y + height / 2
