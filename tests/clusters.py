"""Clusters of events at known places, and where they must be on a map: Web Mercator, by itself."""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

#: The view in which the clusters are SPACING pixels apart, give or take SHIFT.
CENTRE, ZOOM = (13.0, 30.0), 8.0
COLUMNS, LINES, SPACING, SHIFT = 25, 18, 36, 6
#: Types of three families, by cluster; each second cluster is of the later year.
TYPES = ("battle", "landmine", "displacement")
YEARS = ("2011", "2012")


def world(lat, lon, zoom: float):
    """Return where a place is in the pixels of the world at a zoom."""
    sine = np.sin(np.radians(lat))
    size = 256 * 2 ** zoom
    return (np.asarray(lon) / 360 + .5) * size, \
        (.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * size


def place(x, y, zoom: float):
    """Return the latitude and longitude of a pixel of the world."""
    size = 256 * 2 ** zoom
    return np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * np.asarray(y) / size)))), \
        np.asarray(x) / size * 360 - 180


@dataclass(frozen=True)
class Clusters:
    """Rows in clusters that lie on no lattice: a picture that is off fits nowhere."""

    rows: int

    @cached_property
    def places(self) -> np.ndarray:
        """Latitude and longitude of each cluster."""
        chance = random.Random(11)
        x0, y0 = world(*CENTRE, ZOOM)
        every = [(x0 + (column - (COLUMNS - 1) / 2) * SPACING + chance.uniform(-SHIFT, SHIFT),
                  y0 + (line - (LINES - 1) / 2) * SPACING + chance.uniform(-SHIFT, SHIFT))
                 for line in range(LINES) for column in range(COLUMNS)]
        kept = min(len(every), self.rows // 4)
        x, y = np.array([every[i * len(every) // kept] for i in range(kept)]).T
        return np.column_stack(place(x, y, ZOOM)).round(6)

    def kinds(self, *, year: str = "") -> np.ndarray:
        """Return the number of the type of each cluster; of one year, or all."""
        return (np.arange(len(self.places)) % len(TYPES))[_of(year)]

    def write(self, path: Path) -> Path:
        """Write the rows as a table."""
        lat, lon = self.places.T
        with path.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            table.writerow(("id", "date", "lat", "lon", "type", "title"))
            table.writerows(
                (f"E{row}", f"{YEARS[at % len(YEARS)]}-05-{1 + row % 28:02}", lat[at], lon[at],
                 TYPES[at % len(TYPES)], f"Event {row}")
                for row in range(self.rows) for at in [row % len(lat)])
        return path

    def on_screen(self, view: dict, size: tuple[int, int], *, year: str = "") -> np.ndarray:
        """Return x and y of each cluster in the pixels of a map of a size; of one year, or all."""
        x, y = world(*self.places.T, view["zoom"])
        x0, y0 = world(*view["center"], view["zoom"])
        return np.column_stack((x - x0 + size[0] / 2, y - y0 + size[1] / 2))[_of(year)]


def _of(year: str) -> slice:
    return slice(YEARS.index(year), None, len(YEARS)) if year else slice(None)


def hexagons(points: np.ndarray, corner: tuple[float, float], side: float) -> np.ndarray:
    """Return the middles of the hexagons that points lie in, each once.

    The hexagons, with a corner up, tile the world; CORNER is the world pixel of the point 0, 0.
    """
    found = set()
    across, down = math.sqrt(3) * side, 1.5 * side
    for x, y in points + corner:
        near = round(y / down)
        middles = [((round(x / across - j % 2 / 2) + j % 2 / 2) * across, j * down)
                   for j in (near - 1, near, near + 1)]
        found.add(min(middles, key=lambda at, x=x, y=y: math.dist(at, (x, y))))
    return np.array(sorted(found)).reshape(-1, 2) - corner


def discs(points: np.ndarray, radius: float, shape: tuple[int, ...]) -> np.ndarray:
    """Return which pixels of a picture lie within a radius of some point."""
    found = np.zeros(shape[:2], dtype=bool)
    for x, y in points:
        top, left = (max(0, math.floor(at - radius)) for at in (y, x))
        part = found[top:max(0, math.ceil(y + radius)), left:max(0, math.ceil(x + radius))]
        lines, columns = np.ogrid[:part.shape[0], :part.shape[1]]
        part |= np.hypot(lines + top + .5 - y, columns + left + .5 - x) <= radius
    return found


def inside(points: np.ndarray, shape: tuple[int, ...], margin: float) -> np.ndarray:
    """Return the points that are at least so far inside a picture."""
    x, y = points.T
    return points[(x > margin) & (y > margin)
                  & (x < shape[1] - margin) & (y < shape[0] - margin)]


def offsets(marked: np.ndarray, points: np.ndarray, radius: float) -> np.ndarray:
    """Return how far the middle of each mark that stands alone is from its point."""
    far = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(far, math.inf)
    found = []
    for x, y in inside(points[far.min(axis=1, initial=math.inf) > 2 * radius + 4],
                       marked.shape, radius + 2):
        top, left = math.floor(y - radius), math.floor(x - radius)
        lines, columns = np.nonzero(marked[top:math.ceil(y + radius), left:math.ceil(x + radius)])
        if len(lines):
            found.append((left + (columns.min() + columns.max() + 1) / 2 - x,
                          top + (lines.min() + lines.max() + 1) / 2 - y))
    return np.array(found).reshape(-1, 2)
