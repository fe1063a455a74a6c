"""The names of places on the small picture of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictmap.figures.quick_view import MapView
    from conflictmap.pages.read_page import PageData

#: The colour of text.
INK = "#1f1e1b"
_MOST_LABELS = 24


def place_labels(data: PageData, view: MapView) -> Iterator[str]:
    """Yield names of places, the important ones first, none over another."""
    taken: list[tuple[float, float, float]] = []
    for _, name, (lon, lat) in sorted(_named_places(data)):
        x, y = view.place(lon, lat)
        wide = 6.2 * len(name) + 10
        if _clashes((x, y, wide), taken) or not view.holds(x, y) or x + wide > view.width:
            continue
        if len(taken) >= _MOST_LABELS:
            return
        taken.append((x, y, wide))
        yield (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="{INK}"/><text x="{x + 4:.1f}"'
               f' y="{y + 4:.1f}" font-size="11" fill="{INK}" stroke="#fdfcf9" stroke-width="2.5"'
               f' paint-order="stroke">{escape(name)}</text>')


def _clashes(
    name: tuple[float, float, float], taken: Iterable[tuple[float, float, float]]
) -> bool:
    """Return whether a name, by its left end, its line and its width, lies over another."""
    x, y, wide = name
    return any(abs(y - b) < 14 and x < a + w and a < x + wide for a, b, w in taken)  # noqa: PLR2004


def _named_places(data: PageData) -> list[tuple[float, str, list[float]]]:
    """Return rank, name, and longitude with latitude of the settlements on the map."""
    points = (feature for feature, layer in data.features
              if layer["role"] == "settlement" and layer["visible"]
              and feature["geometry"]["type"] == "Point")
    return [
        (f["properties"].get("rank") or 9, f["properties"]["name"], f["geometry"]["coordinates"])
        for f in points if f["properties"].get("class") == "settlement"
    ]
