"""folium's shapes and markers: their geometry in WGS 84, and their style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import shapely

from conflictmap.model.crs import local_crs, to_local, to_wgs84
from conflictmap.model.errors import OutputError
from conflictmap.pages.styles import clean_style, hex_color

if TYPE_CHECKING:
    from collections.abc import Callable

#: Of a marker, in pixels.
RADIUS = 6
#: folium's words for icon colours that are no colours of CSS.
_ICONS = {"lightred": "#ff8e7f", "darkpurple": "#5b396b", "cadetblue": "#436978",
          "blue": "#38aadd", "red": "#d63e2a", "green": "#72b026", "purple": "#d252b9",
          "orange": "#f69730", "darkred": "#a23336", "beige": "#ffcb92", "darkgreen": "#728224",
          "darkblue": "#0067a3"}
Shape = tuple[Any, dict[str, Any]]


def marker_style(marker: Any) -> dict[str, Any]:
    """Return the style of a marker: the colour of its icon, unless it has its own."""
    icon = next((c for c in marker._children.values() if isinstance(c, folium.Icon)), None)  # noqa: SLF001
    word = str((icon.options if icon else {}).get("marker_color", "blue"))
    color = _ICONS.get(word) or hex_color(word) or _ICONS["blue"]
    own = clean_style({k: v for k, v in marker.options.items() if v is not None})
    return {"radius": RADIUS, "color": "#ffffff", "weight": 1.5, "fillColor": color,
            "fillOpacity": 1} | own


def reader_of(element: Any) -> Callable[[Any], Shape] | None:
    """Return the function that reads a shape or marker; None for anything else."""
    # Circle before Marker: both circles are markers to folium, a rectangle is not a polygon.
    readers: tuple[tuple[type, Callable[[Any], Shape]], ...] = (
        (folium.CircleMarker, lambda e: (_point(e), {"radius": RADIUS, **clean_style(e.options)})),
        (folium.Circle, lambda e: (_disc(e), _flat(e))),
        (folium.Rectangle, lambda e: (_rectangle(e), _flat(e))),
        (folium.Polygon, lambda e: (_polygon(e.locations), _flat(e))),
        (folium.PolyLine, lambda e: (_lines(e.locations), _flat(e) | {"fill": False})),
        (folium.Marker, lambda e: (_point(e), marker_style(e))),
    )
    return next((read for kind, read in readers if isinstance(element, kind)), None)


def shape(element: Any) -> Shape:
    """Return the geometry of a shape or marker, and its style."""
    reader = reader_of(element)
    if reader is None:  # only called for what `check` let through
        raise OutputError(f"{type(element).__name__}: this page cannot draw it.")
    return reader(element)


def _flat(element: Any) -> dict[str, Any]:
    style = clean_style(element.options)
    style.pop("radius", None)
    return style


def _point(element: Any) -> Any:
    lat, lon = element.location
    return shapely.Point(lon, lat)


def _disc(circle: Any) -> Any:
    """Return a circle whose radius is in metres as an area."""
    point = _point(circle)
    metres = float(circle.options.get("radius", 50))
    crs = local_crs(point.bounds)
    return to_wgs84(shapely.buffer(to_local(point, crs), metres, quad_segs=16), crs)


def _rectangle(element: Any) -> Any:
    (south, west), (north, east) = element.locations
    return shapely.box(min(west, east), min(south, north), max(west, east), max(south, north))


def _depth(locations: Any) -> int:
    """Return how many lists there are around a latitude."""
    return 1 + _depth(locations[0]) if isinstance(locations, (list, tuple)) else 0


def _turned(points: Any) -> list[tuple[float, float]]:
    return [(float(lon), float(lat)) for lat, lon in points]


def _lines(locations: Any) -> Any:
    parts = [locations] if _depth(locations) == 2 else locations  # noqa: PLR2004 - a list of pairs
    lines = [shapely.LineString(_turned(part)) for part in parts]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)


def _polygon(locations: Any) -> Any:
    """Return an area from rings of (latitude, longitude): a ring, a ring with holes, or several."""
    depth = _depth(locations)
    several = {2: [[locations]], 3: [locations]}.get(depth, locations)
    areas = [shapely.Polygon(_turned(outer), [_turned(hole) for hole in holes])
             for outer, *holes in several]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
