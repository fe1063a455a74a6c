"""Areas and lines of a map, in the page's order and style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from conflictmap.figures.patterns import draw_pattern, draw_stripes
from conflictmap.figures.style import own_colour, px
from conflictmap.pages.visible import visible_features
from conflictmap.places.holding import FRONT_MOVED
from conflictmap.places.standing import stripes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from conflictmap.figures.panel import Panel

#: From below: panes, and roles within them.
ORDER = ("land", "district", "control", "strip", "province", "sector", "town", "sea", "lake",
         "river", "border", "road", "road-status", "contact-line", "user")
MINOR_ROADS = ("road-agdam", "road-vardenis")
_CASED = ("road", "contact-line")
#: Stripes lie over all areas and under all lines.
_STRIPES = 1.35
_NEAR = {"armenia": (("AM", "ARM"), "Armenia"), "azerbaijan": (("AZ", "AZE"), "Azerbaijan")}


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """How a feature is drawn: colours by name or #rrggbb, widths and dashes in pixels."""

    fill: str = ""
    alpha: float = 1.0
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    round_cap: bool = False
    pattern: str = ""
    #: in stripes
    marks: str = ""


_BY_ROLE = {
    "land": Stroke(fill="ground"),
    "sea": Stroke(fill="water", stroke="river", width=0.6),
    "lake": Stroke(fill="water", stroke="river", width=0.6),
    "river": Stroke(stroke="river", width=0.9),
    "border": Stroke(stroke="border", width=1.1),
    "province": Stroke(stroke="province", width=0.9, dash=(1.5, 2.5)),
    "district": Stroke(stroke="area-line", width=0.8),
    "control": Stroke(stroke="area-line", width=1.3),
    "strip": Stroke(fill="strip", alpha=0.18, stroke="strip", width=1.6),
    "town": Stroke(stroke="area-line", width=1.0, dash=(2, 2)),
    "sector": Stroke(stroke="area-line", width=1.0, dash=(3, 3)),
    "user": Stroke(fill="accent", alpha=0.12, stroke="accent", width=1.5),
    "road": Stroke(stroke="road", width=2.4, round_cap=True),
    "contact-line": Stroke(stroke="contact", width=2.2, dash=(1, 4), round_cap=True),
    "road-status": Stroke(stroke="halo", width=3.4),
}
#: The state of the road cuts gaps into its line: none when open, most when closed.
_STATUS = {"limited": (2.5, 9.0), "checkpoint": (1.5, 2.5, 1.5, 9.0), "blocked": (4.0, 7.0),
           "closed": (8.0, 4.0)}
_PATTERNS = {FRONT_MOVED: "chevrons", "russian_peacekeepers": "dots", "soviet": "lines"}



def stroke_of(properties: Mapping[str, Any], layer: Mapping[str, Any], how: str) -> Stroke:
    """Return how a feature of a layer is drawn when it holds `now`, on the last day, or `was`."""
    role = layer["role"]
    found = _BY_ROLE.get(role, _BY_ROLE["user"])
    if role in _CHANGES:
        found = replace(found, **_CHANGES[role](properties, layer))
    own = own_colour(layer.get("color")) if role not in _BY_ROLE or role == "user" else None
    if own:
        found = replace(found, fill=own, stroke=own)
    return _before(found, role) if how == "was" else found


def _land(properties: Mapping[str, Any], layer: Mapping[str, Any]) -> dict[str, Any]:
    land = _near_land(properties) if layer["id"] == "countries" else ""
    return {"fill": f"land-{land}"} if land else {}


def _border(properties: Mapping[str, Any], _: Any) -> dict[str, Any]:
    return {"dash": (6, 3)} if properties.get("delimited") is False else {}


def _held(properties: Mapping[str, Any], _: Any) -> dict[str, Any]:
    control = properties.get("control")
    if not control:
        return {}
    return {"fill": f"control-{control}", "pattern": _PATTERNS.get(control, "")}


def _road(_: Any, layer: Mapping[str, Any]) -> dict[str, Any]:
    return {"width": 1.3, "stroke": "ink-2"} if layer["id"] in MINOR_ROADS else {}


def _road_status(properties: Mapping[str, Any], _: Any) -> dict[str, Any]:
    dash = _STATUS.get(str(properties.get("status")))
    return {"dash": dash} if dash else {"stroke": "", "width": 0.0}


#: By role: what the properties of a feature change in its stroke.
_CHANGES: dict[str, Callable[[Any, Any], dict[str, Any]]] = {
    "land": _land, "border": _border, "district": _held, "control": _held, "road": _road,
    "road-status": _road_status,
}


def _near_land(properties: Mapping[str, Any]) -> str:
    """Return which of the two lands that the atlas is about this is; nothing for others."""
    name, country = str(properties.get("name") or ""), str(properties.get("country") or "")
    return next((land for land, (codes, start) in _NEAR.items()
                 if country in codes or re.match(rf"{start}\b", name)), "")


def _before(stroke: Stroke, role: str) -> Stroke:
    """Return the outline alone, dashed: it held before the last day, not on it."""
    if role == "contact-line":
        return replace(stroke, width=1.6, stroke="ink-2")
    if role == "road":
        return replace(stroke, dash=(5, 4), round_cap=False)
    if role in {"road-status", "district"}:
        return Stroke()
    return replace(stroke, fill="", pattern="", dash=(5, 3))


def striped(control: str) -> Stroke:
    """Return the stripes of ground that was under a control before the last day."""
    return Stroke(fill=f"control-{control}", pattern="stripes", marks=_PATTERNS.get(control, ""))


def draw_basemap(panel: Panel) -> None:
    """Draw what the clock and the switches show, from below."""
    found = sorted(visible_features(panel.data, panel.view), key=lambda f: rank_of(f[1]["role"]))
    for feature, layer, how in found:
        kind = feature["geometry"]["type"]
        path = _path_on(panel, feature)
        if path is None:
            continue
        stroke = stroke_of(feature["properties"], layer, how)
        zorder = 1 + rank_of(layer["role"]) / 10
        if layer["role"] in _CASED and not kind.endswith("Polygon"):
            wide = 3.6 if layer["id"] in MINOR_ROADS else 5.0
            _add(panel.axes, path, Stroke(stroke="halo", width=wide, alpha=0.85), panel.colours,
                 zorder)
        draw_stroke(panel.axes, path, stroke, panel.colours, zorder=zorder + 0.01)
    for i, (feature, _, _) in enumerate(stripes(found)):
        path = _path_on(panel, feature)
        if path is not None:
            stroke = striped(feature["properties"]["control"])
            draw_stroke(panel.axes, path, stroke, panel.colours, zorder=_STRIPES + i / 1000)


def _path_on(panel: Panel, feature: Mapping[str, Any]) -> Path | None:
    """Return a line or an area on paper; None for points, and when nothing is in view."""
    kind = feature["geometry"]["type"]
    if kind.endswith("Point"):
        return None
    return path_of(panel.frame.on_paper(shapely.geometry.shape(feature["geometry"])),
                   area=kind.endswith("Polygon"))


def rank_of(role: str) -> int:
    """Return the place of a role among those that are drawn, from below."""
    return ORDER.index(role) if role in ORDER else len(ORDER) - 1


def path_of(geometry: Any, *, area: bool) -> Path | None:
    """Return lines or areas as one path; None when there is nothing to draw."""
    kinds = {"Polygon"} if area else {"LineString", "LinearRing"}
    parts = [p for p in shapely.get_parts(shapely.get_parts(geometry)) if p.geom_type in kinds]
    paths = [Path(shapely.get_coordinates(line), closed=area)
             for part in parts for line in _lines(part) if len(line.coords) > 1]
    return Path.make_compound_path(*paths) if paths else None


def _lines(part: Any) -> list[Any]:
    """Return a line, or the rings of a polygon."""
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def draw_stroke(
    axes: Axes, path: Path, stroke: Stroke, colours: Mapping[str, str], *, zorder: float,
) -> None:
    """Draw a path: its fill, the pattern in it, its outline."""
    if stroke.pattern == "stripes":
        draw_stripes(axes, path, _colour(stroke.fill, colours), zorder, pattern=stroke.marks,
                     colours=colours)
        return
    patch = _add(axes, path, replace(stroke, stroke="", width=0), colours, zorder)
    if stroke.pattern and patch is not None:
        draw_pattern(axes, path, patch, stroke.pattern, colours)
    _add(axes, path, replace(stroke, fill="", alpha=1.0), colours, zorder + 0.005)


def _colour(name: str, colours: Mapping[str, str]) -> str:
    """Return a colour by its name or as it is; matplotlib's `none` for no name."""
    if not name:
        return "none"
    return name if name.startswith("#") else colours.get(name, colours["ground"])


def _add(
    axes: Axes, path: Path, stroke: Stroke, colours: Mapping[str, str], zorder: float
) -> Patch | None:
    if not stroke.fill and not (stroke.stroke and stroke.width):
        return None
    dash = tuple(px(d) for d in stroke.dash)
    patch = PathPatch(
        path, zorder=zorder, alpha=stroke.alpha if stroke.alpha < 1 else None,
        facecolor=_colour(stroke.fill, colours),
        edgecolor=_colour(stroke.stroke, colours),
        linewidth=px(stroke.width), linestyle=(0, dash) if dash else "solid",
        joinstyle="round", capstyle="round" if stroke.round_cap else "butt",
    )
    axes.add_patch(patch)
    return patch
