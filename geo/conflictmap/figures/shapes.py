"""The marks of events: a shape for each type, with the area of a circle, as on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.event_types import FAMILIES, TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

#: Radii in pixels of the page and the fatalities from which marks no longer grow or shrink.
LARGEST = 30.0
LARGEST_FATALITIES = 1000
SMALLEST_FATALITIES = 20
SMALLEST = LARGEST * math.sqrt(SMALLEST_FATALITIES / LARGEST_FATALITIES)

_SHAPE_OF = {
    "battle": "circle", "shelling": "burst", "drone_strike": "wedge", "landmine": "cross",
    "war_phase": "spark", "attack_on_civilians": "square", "displacement": "chevron",
    "blockade": "bar", "checkpoint": "triangle", "handover": "diamond",
    "troop_deployment": "house", "agreement": "hexagon", "ceasefire": "pentagon",
    "statement": "plate", "political": "lens", "killing_of_captives": "hourglass",
    "accident": "drop", "passage": "arrow", "detention": "gate", "infrastructure": "bolt",
    "allegation": "half",
}
_SPARE = ("circle", "square", "diamond", "triangle", "pentagon", "hexagon", "burst", "cross",
          "house", "lens")


@dataclass(frozen=True, kw_only=True)
class TypeStyle:
    """How events of a type are drawn."""

    family: str
    shape: str
    label: str


def type_styles(types: Sequence[Mapping[str, Any]], icon: str = "") -> dict[str, TypeStyle]:
    """Return the style of each type; ICON is an author's shape for types of no family."""
    found = {}
    for i, entry in enumerate(types):
        family = entry.get("family") or ""
        if family not in FAMILIES:
            family = TYPES.get(entry["id"], ("", "other"))[1]
        spare = _SPARE[i % len(_SPARE)]
        own = icon if family == "other" and icon else spare
        found[entry["id"]] = TypeStyle(
            family=family, shape=_SHAPE_OF.get(entry["id"], own), label=entry["label"])
    return found


def largest_radius(top: float = LARGEST_FATALITIES) -> float:
    """Return the radius in pixels at which marks stop growing; TOP, the fatalities there."""
    return 12 + 6 * math.log10(top)


def radius_of(fatalities: float, top: float = LARGEST_FATALITIES) -> float:
    """Return the radius for fatalities, in pixels: the area is in proportion, within bounds."""
    largest = largest_radius(top)
    return min(largest, max(SMALLEST, largest * math.sqrt(fatalities / top)))


def key_fatalities(top: float = LARGEST_FATALITIES) -> tuple[float, ...]:
    """Return the figures that a key of sizes shows, from the largest."""
    least = max(1, round(top * (SMALLEST / largest_radius(top)) ** 2))
    return tuple(dict.fromkeys((top, round(0.3 * top), round(0.1 * top), least)))


def _star(count: int, turn: float = 0.0, inner: float = 1.0) -> list[tuple[float, float]]:
    points = []
    steps = count if inner == 1 else 2 * count
    for i in range(steps):
        angle = 2 * math.pi * (i / steps + turn) - math.pi / 2
        radius = 1.0 if inner == 1 or i % 2 == 0 else inner
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return points


#: The upper half of a circle, from left to right.
_ARC = [(-math.cos(math.pi * i / 20), 0.5 - math.sin(math.pi * i / 20)) for i in range(1, 20)]
_RAW: dict[str, Sequence[tuple[float, float]]] = {
    "circle": _star(40), "lens": [(x * 1.3, y * 0.7) for x, y in _star(40)],
    "burst": _star(8, 0, 0.62), "wedge": _star(3, 0.5), "triangle": _star(3),
    "cross": [(-1, -0.35), (-0.35, -0.35), (-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35),
              (1, 0.35), (0.35, 0.35), (0.35, 1), (-0.35, 1), (-0.35, 0.35), (-1, 0.35)],
    "octagon": _star(8, 1 / 16), "star": _star(5, 0, 0.5), "spark": _star(4, 0, 0.42),
    "square": _star(4, 1 / 8), "diamond": _star(4),
    "chevron": [(-1, -0.9), (0.2, -0.9), (1, 0), (0.2, 0.9), (-1, 0.9), (-0.3, 0)],
    "bar": [(-1.2, -0.45), (1.2, -0.45), (1.2, 0.45), (-1.2, 0.45)],
    "house": [(-0.8, 0.9), (-0.8, -0.2), (0, -1), (0.8, -0.2), (0.8, 0.9)],
    "hexagon": _star(6), "pentagon": _star(5),
    "hourglass": [(-0.9, -1), (0.9, -1), (0.2, 0), (0.9, 1), (-0.9, 1), (-0.2, 0)],
    "drop": [(0, -1.3), (0.7, -0.1), (0.6, 0.6), (0, 0.9), (-0.6, 0.6), (-0.7, -0.1)],
    "arrow": [(-1, -0.3), (0.1, -0.3), (0.1, -0.9), (1.1, 0), (0.1, 0.9), (0.1, 0.3), (-1, 0.3)],
    "gate": [(-1, -1), (-0.4, -1), (-0.4, -0.3), (0.4, -0.3), (0.4, -1), (1, -1), (1, 1), (0.4, 1),
             (0.4, 0.3), (-0.4, 0.3), (-0.4, 1), (-1, 1)],
    "bolt": [(0.3, -1.2), (-0.7, 0.2), (-0.1, 0.2), (-0.3, 1.2), (0.7, -0.2), (0.1, -0.2)],
    "half": [(-1, 0.5), *_ARC, (1, 0.5)],
    "plate": [(-1, -0.7), (1, -0.7), (1, 0.5), (-0.2, 0.5), (-0.6, 1), (-0.6, 0.5), (-1, 0.5)],
}


def _scaled(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return points with the area of the unit circle, y upwards."""
    xy = np.array(points, dtype=np.float64)
    x, y = xy[:, 0], xy[:, 1]
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    scaled: NDArray[np.float64] = xy * math.sqrt(math.pi / area) * (1, -1)
    return scaled


_SHAPES = {name: _scaled(points) for name, points in _RAW.items()}


def shape_points(name: str, x: float, y: float, radius: float) -> NDArray[np.float64]:
    """Return the outline of a shape about a point; a name not known is a circle."""
    points: NDArray[np.float64] = _SHAPES.get(name, _SHAPES["circle"]) * radius + (x, y)
    return points
