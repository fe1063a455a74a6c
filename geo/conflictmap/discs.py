"""Discs and polygons: the size of what they have in common, exactly, for many pairs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: So many pairs are worked on at a time: their edges stay in the processor's cache.
_PAIRS = 256


def common_area(
    middles: NDArray[np.float64], radius: NDArray[np.float64], areas: NDArray[Any]
) -> NDArray[np.float64]:
    """Return, pair by pair, the area that a disc and a polygon have in common.

    Parameters
    ----------
    middles
        Centres of the discs, shape (n, 2), in the units of the polygons.
    radius
        Their radii.
    areas
        One polygon, or several as one, for each disc.

    Returns
    -------
    array of n areas
        Each edge of a polygon and the centre span a triangle; what the disc holds of it is a
        triangle and two sectors. With their signs they add up to the common area (Green).
    """
    parts = [slice(i, i + _PAIRS) for i in range(0, len(areas), _PAIRS)]
    return np.concatenate([
        np.empty(0), *(_common(middles[part], radius[part], areas[part]) for part in parts)])


def _common(
    middles: NDArray[np.float64], radius: NDArray[np.float64], areas: NDArray[Any]
) -> NDArray[np.float64]:
    pair, start, end = _edges(middles, radius, areas)
    size = radius[pair]
    reach, along = end - start, _dot(start, end - start)
    length = np.maximum(_dot(reach, reach), 1e-300)
    root = along**2 - length * (_dot(start, start) - size**2)
    half = np.sqrt(np.maximum(root, 0.0))
    enter = np.clip((-along - half) / length, 0.0, 1.0)
    leave = np.clip((-along + half) / length, 0.0, 1.0)
    enter, leave = np.where(root > 0, enter, 0.0), np.where(root > 0, leave, 0.0)
    first, last = start + enter[:, None] * reach, start + leave[:, None] * reach
    sectors = size**2 * (_angle(start, first) + _angle(last, end))
    doubled = np.bincount(pair, sectors + _cross(first, last), minlength=len(areas))
    return np.asarray(doubled / 2)


def _edges(
    middles: NDArray[np.float64], radius: NDArray[np.float64], areas: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the edges of the polygons from the centre of their disc: pair, start, end.

    A polygon of a thousand corners is first cut to the box of its disc, which is quick.
    """
    boxes = np.hstack([middles - radius[:, None], middles + radius[:, None]]).tolist()
    cut = np.array([shapely.clip_by_rect(area, *box)
                    for area, box in zip(areas, boxes, strict=True)], dtype=object)
    polygons, whose = shapely.get_parts(cut, return_index=True)
    rings, polygon = shapely.get_rings(shapely.orient_polygons(polygons), return_index=True)
    at, ring = shapely.get_coordinates(rings, return_index=True)
    pair = whose[polygon[ring]]
    at = at - middles[pair]
    same = ring[1:] == ring[:-1]
    return pair[1:][same], at[:-1][same], at[1:][same]


def _dot(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1])


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _angle(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the angle from one point to the other, seen from the centre."""
    return np.arctan2(_cross(a, b), _dot(a, b))
