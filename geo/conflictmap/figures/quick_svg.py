"""A small static picture of a page as SVG: for notebooks, mail, and wherever scripts do not run.

It shows what the page shows when it opens: the same window, layers and events. Figures for print
are made elsewhere; this one is small, quick and needs no package.
"""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import shapely

from conflictmap.figures.page_colours import palette
from conflictmap.figures.quick_labels import INK, place_labels
from conflictmap.figures.quick_view import MapView, path_data, view_of_spec
from conflictmap.figures.road_strip_svg import strip_svg
from conflictmap.model.event_types import type_entry
from conflictmap.model.interval import day_of
from conflictmap.pages.styles import clean_style
from conflictmap.pages.views import opening_view
from conflictmap.pages.visible import in_window
from conflictmap.places.holding import FRONT_MOVED
from conflictmap.places.standing import GROUND, standing, stripes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

__all__ = ["strip_svg", "svg_of"]

#: The colours of the page in daylight; see maps/app/css/colours.css.
_CONTROL = {
    "armenian_forces": "#9f85b4", "azerbaijan": "#d9ba6f", "russian_peacekeepers": "#9fa7ac",
    "soviet": "#e1dcd3", FRONT_MOVED: "#f7f6f4",
}
#: The ink of the patterns on some of them.
_INKS = {"soviet": "#776e62", "russian_peacekeepers": "#f7f6f4", FRONT_MOVED: "#4d4843"}
#: What is drawn in a pattern, in that ink, and how large its tile is.
_PATTERNS = {
    "soviet": ('<path d="M0 2.5H5" stroke="{}" stroke-width="1.1"/>', 5),
    "russian_peacekeepers": ('<circle cx="3.5" cy="3.5" r="1.4" fill="{}"/>', 7),
    FRONT_MOVED: ('<path d="M1.5 7L5 3L8.5 7" fill="none" stroke="{}" stroke-width="1.2"/>', 10),
}
#: Role: fill, stroke, width; in the order of drawing.
_LOOK = {
    "land": ("#f9f4e5", "none", 0.0), "district": ("none", "#6b6459", 0.6),
    "control": ("none", "#6b6459", 1.0), "strip": ("#3f6b73", "#3f6b73", 1.2),
    "province": ("none", "#d9d4c7", 0.7), "sea": ("#d3e0e6", "#b3c9d3", 0.5),
    "lake": ("#d3e0e6", "#b3c9d3", 0.5), "river": ("none", "#b3c9d3", 0.8),
    "border": ("none", "#8f897c", 1.0), "road": ("none", "#3a3833", 1.6),
    "contact-line": ("none", "#1f1e1b", 1.4), "user": ("#1d5f78", "#1d5f78", 1.2),
}
#: Roles whose areas let the ground through.
_FAINT = {"strip": 0.18, "user": 0.12}
_GROUND, _SOFT = "#efede6", "#514e48"
_FONT = "'Source Sans 3', 'Noto Sans', 'Noto Sans Armenian', 'Segoe UI', Arial, sans-serif"
_HEAD, _FOOT = 44, 22
#: Around marks.
_PAPER = "#fdfcf9"
#: Most characters of the line of credits.
_CREDIT = 150


def svg_of(data: PageData, *, width: int = 880, height: int = 560) -> str:
    """Return the picture of a page as SVG text, the same for the same data.

    Parameters
    ----------
    data
        What a page holds.
    width, height
        The size in pixels.
    """
    spec = data.spec
    view = view_of_spec(spec, width, height - _HEAD - _FOOT)
    opened = opening_view(data)
    rows = in_window(data, opened.window, certain=False)
    shapes = list(_shapes(data, view, opened.ground))
    body = [
        _patterns(),
        f'<rect width="{view.width}" height="{view.height}" fill="{_GROUND}"/>', *shapes,
        *_marks(spec, view, rows), *place_labels(data, view),
    ]
    title, span = escape(spec["title"]), _span_text(opened.window)
    said, credit = f"{span}: {_count_text(data, rows)}{_ground_text(data, opened)}", _credit(spec)
    return "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="{_FONT}" role="img">',
        f"<title>{title}, {span}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="19" font-size="15" font-weight="600" fill="{INK}">{title}</text>',
        f'<text x="10" y="36" font-size="12" fill="{_SOFT}">{said}</text>',
        f'<svg y="{_HEAD}" width="{view.width}" height="{view.height}">', *body, "</svg>",
        f'<text x="10" y="{height - 7}" font-size="10" fill="{_SOFT}">{credit}</text></svg>',
    ])


def _span_text(window: tuple[int, int]) -> str:
    return f"{day_of(window[0]) or '…'} to {day_of(window[1] - 1) or '…'}"


def _count_text(data: PageData, rows: list[int]) -> str:
    lat = data.spec["events"]["lat"]
    placed = data.events_in(row for row in rows if lat[row] is not None)
    rest = data.events_in(rows) - placed
    return f"{placed} events on the map" + (f", {rest} without a place" if rest else "")


def _ground_text(data: PageData, view: View) -> str:
    """Return of which day the areas are, when it is not the only one of the window."""
    drawn = any(layer["role"] in GROUND and layer["visible"] for layer in data.spec["layers"])
    first, last = view.ground
    said = f"; ground as on {day_of(last - 1) or '…'}"
    before = ", stripes: before" if last - first > 1 else ""
    return said + before if drawn and (before or view.day is not None) else ""


def _is_drawn(layer: dict[str, Any]) -> bool:
    return bool(layer["visible"]) and layer["role"] != "relief"


def _credit(spec: dict[str, Any]) -> str:
    """Return whose data the picture shows, as far as a line holds it."""
    layers = map(itemgetter("attribution"), filter(_is_drawn, spec["layers"]))
    names = list(dict.fromkeys(c for c in [*spec["attribution"], *layers] if c))
    kept = [name for i, name in enumerate(names) if len("; ".join(names[:i + 1])) <= _CREDIT]
    return escape("; ".join([*kept, *(["…"] if len(kept) < len(names) else [])]))


def _shapes(data: PageData, view: MapView, window: tuple[int, int]) -> Iterator[str]:
    """Yield areas, lines and added points that are on, as on the last day; stripes for before."""
    ranks = {role: i for i, role in enumerate(_LOOK)}
    found = _standing(data, window)
    for feature, layer, how in sorted(found, key=lambda one: ranks.get(one[1]["role"], -1)):
        if layer["role"] not in _LOOK or (how == "was" and layer["role"] == "district"):
            continue
        look = _look(feature["properties"], layer["role"], before=how == "was")
        yield from _drawn(feature, view, look)
        control = str(feature["properties"].get("control"))
        if _is_patterned(control, look):
            yield from _drawn(feature, view, {"fill": f"url(#cm-in-{control})", "stroke": "none"})
    for feature, _, _ in stripes(found):
        fill = f"url(#cm-stripes-{feature['properties']['control']})"
        yield from _drawn(feature, view, {"fill": fill, "stroke": "none"})


def _is_patterned(control: str, look: Mapping[str, Any]) -> bool:
    return control in _PATTERNS and look["fill"] == _CONTROL[control]


def _standing(
    data: PageData, window: tuple[int, int]
) -> list[tuple[dict[str, Any], dict[str, Any], str]]:
    """Return feature, layer and `now` or `was` of what holds in the window."""
    return [
        (feature, layer, how) for feature, layer in data.features if layer["visible"]
        and (how := standing(feature["properties"]["from"], feature["properties"]["to"],
                             window)) != "none"
    ]


def _drawn(feature: dict[str, Any], view: MapView, look: dict[str, Any]) -> Iterator[str]:
    geometry = shapely.geometry.shape(feature["geometry"])
    if geometry.geom_type.endswith("Point"):
        yield from _points(geometry, view, look)
        return
    path = path_data(geometry, view)
    if path:
        fill = look if geometry.geom_type.endswith("Polygon") else look | {"fill": "none"}
        yield f'<path d="{path}" {_attributes(fill)}/>'


def _patterns() -> str:
    """Return stripes for each control, and the patterns of some."""
    found = "".join(
        f'<pattern id="cm-stripes-{control}" width="8" height="8" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="3.2" height="8" fill="{_stripe(control)}"/>'
        "</pattern>"
        for control in _CONTROL)
    inside = "".join(
        f'<pattern id="cm-in-{control}" width="{size}" height="{size}"'
        f' patternUnits="userSpaceOnUse">{drawn.format(_INKS[control])}</pattern>'
        for control, (drawn, size) in _PATTERNS.items())
    return f"<defs>{found}{inside}</defs>"


def _stripe(control: str) -> str:
    """Return the colour of stripes: the ink that is least like other fills."""
    return _INKS[control] if control == "soviet" else _CONTROL[control]


def _look(properties: dict[str, Any], role: str, *, before: bool) -> dict[str, Any]:
    """Return the SVG attributes of a feature: its role's, then its own style."""
    _, stroke, weight = _LOOK[role]
    dashed = before or properties.get("delimited") is False
    style = clean_style(properties.get("style"))
    fill = style.get("fillColor") or style.get("color") or _fill(properties, role, before=before)
    look = {
        "fill": fill, "fill-opacity": style.get("fillOpacity", _FAINT.get(role, 1)),
        "stroke": style.get("color", stroke), "stroke-width": style.get("weight", weight),
        "stroke-dasharray": style.get("dashArray") or ("4 3" if dashed else None),
        "stroke-opacity": style.get("opacity"), "r": style.get("radius", 5),
    }
    return look | {name: "none" for name in ("fill", "stroke") if style.get(name) is False}


def _fill(properties: dict[str, Any], role: str, *, before: bool) -> str:
    """Return the colour of an area: that of its holder on the last day, none for before."""
    fill = _LOOK[role][0]
    if before:
        return "none" if role in {*GROUND, "strip"} else fill
    return _CONTROL.get(str(properties.get("control")), fill) if role in GROUND else fill


def _attributes(look: dict[str, Any], *, point: bool = False) -> str:
    return " ".join(f'{name}="{value}"' for name, value in look.items()
                    if value is not None and (point or name != "r"))


def _points(geometry: Any, view: MapView, look: dict[str, Any]) -> Iterator[str]:
    for point in shapely.get_parts(geometry):
        x, y = view.place(point.x, point.y)
        if view.holds(x, y):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" {_attributes(look, point=True)}/>'


def _marks(spec: dict[str, Any], view: MapView, rows: list[int]) -> Iterator[str]:
    """Yield a circle for each event with a place, the large ones first."""
    events = spec["events"]
    colours = _event_colours(spec)
    for row in sorted(rows, key=lambda r: -(events["best"][r] or 0)):
        if events["lat"][row] is None:
            continue
        x, y = view.place(events["lon"][row], events["lat"][row])
        if view.holds(x, y):
            yield _mark(events, row, (x, y), colours(row))


def _event_colours(spec: dict[str, Any]) -> Callable[[int], str]:
    """Return the function that gives an event's colour: its own, the map's, or its family's."""
    events, style = spec["events"], spec["style"]
    own = events.get("color") or [""] * len(events["type"])
    families = {t["id"]: t["family"] for t in spec["types"]}

    def colour(row: int) -> str:
        kind = events["type"][row]
        family = families.get(kind) or type_entry(kind)["family"]
        return own[row] or style.get("color") or palette()[f"family-{family}"]

    return colour


def _mark(events: dict[str, Any], row: int, at: tuple[float, float], color: str) -> str:
    """Return the circle of an event, open when no figure of the dead is known."""
    best, high = events["best"][row], events["high"][row]
    fatalities = high if best is None else best
    radius = min(24.0, max(3.2, 0.95 * math.sqrt(fatalities or 0)))
    whole = events["role"][row] == "aggregate"  # a sum of others: an outline, never a sum more
    fill, stroke = (_PAPER, color) if fatalities is None else (color, _PAPER)
    if whole:
        fill, stroke = "none", color
    return (f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" fill="{fill}"'
            f' fill-opacity="0.85" stroke="{stroke}" stroke-width="1"/>')
