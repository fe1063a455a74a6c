"""The part of the world that the built-in layers cover, and whether points lie in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_Box = tuple[float, float, float, float]
#: The part of the world that the built-in layers cover: west, south, east, north, in degrees.
REGION = (43.0, 38.0, 51.0, 42.5)
#: Where a point must lie with its numbers exchanged to look swapped: less the far west, because
#: that, exchanged, is the coast at Sochi, where the parties meet.
_MEANT = (43.7, *REGION[1:])
#: Share of points that must lie in the region when exchanged: talks were held in other places.
_MOST = 0.75
#: Parts of the exchanged region where points may well be right: the Donbas and Abkhazia.
_OTHER_WARS: tuple[_Box, ...] = ((38.0, 47.2, 40.2, 51.0), (39.9, 43.0, 42.5, 43.6))


def is_regional(points: int, inside: int) -> bool:
    """Return whether at least half of the points lie in the built-in region."""
    return inside * 2 >= points


def looks_swapped(lat: float, lon: float) -> bool:
    """Return whether a point lies in the built-in region only with its numbers exchanged.

    >>> looks_swapped(46.5, 39.6), looks_swapped(39.6, 46.5)
    (True, False)
    >>> looks_swapped(43.6, 39.7)  # Sochi
    False
    """
    return not is_inside(lon, lat) and is_inside(lat, lon, box=_MEANT)


def is_inside(lon: float, lat: float, *, box: _Box = REGION) -> bool:
    """Return whether a point lies in a box, by default the built-in region."""
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def exchanged(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in the built-in region only with their numbers exchanged."""
    found: NDArray[np.bool_] = inside_region(lat, lon, box=_MEANT) & ~inside_region(lon, lat)
    return found


def inside_region(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, box: _Box = REGION
) -> NDArray[np.bool_]:
    """Return which points lie in a box, by default the built-in region."""
    west, south, east, north = box
    found: NDArray[np.bool_] = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return found


def all_exchanged(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> bool:
    """Return whether the points of a table lie in the built-in region only when exchanged.

    Three quarters must, none may lie there as it stands, and most not where other wars were.

    >>> import numpy as np
    >>> all_exchanged(np.array([39.6, 39.8]), np.array([46.6, 45.7]))
    True
    """
    return are_exchanged(region_counts(lon, lat))


def region_counts(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> dict[str, int]:
    """Return how many rows have a point, one in the built-in region, and one there if exchanged.

    `elsewhere` are those of the last that lie where other wars were. NaN is no point.
    """
    turned = exchanged(lon, lat)
    others = (inside_region(lon[turned], lat[turned], box=box).sum() for box in _OTHER_WARS)
    return {"points": int((~np.isnan(lat)).sum()),
            "inside": int(inside_region(lon, lat).sum()), "swapped": int(turned.sum()),
            "elsewhere": int(sum(others))}


def are_exchanged(counts: Mapping[str, int]) -> bool:
    """Return what `all_exchanged` does of a table with so many points, as `region_counts` counts.

    >>> are_exchanged({"points": 4, "inside": 0, "swapped": 3, "elsewhere": 1})
    True
    """
    turned = counts["swapped"]
    most = 0 < counts["points"] * _MOST <= turned
    return most and not counts["inside"] and 2 * counts["elsewhere"] < turned
