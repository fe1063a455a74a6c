"""Shaded ground on paper: the page's picture, in the projection of the figure."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.figures.style import opacity
from conflictmap.model.crs import to_wgs84
from conflictmap.pages.visible import relief_in
from conflictmap.places.layer_files import LEVEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.figures.map_extent import Frame
    from conflictmap.figures.panel import Panel
    from conflictmap.model.crs import Bounds

#: Above areas of control and what they were, below outlines and waters.
_ZORDER = 1.38
#: Pixels for each point on paper: 216 to an inch.
_FINE = 3
#: Shades that are told apart: few, so that files stay small.
_STEPS = 24
#: Points at which the projection is worked out, on each side; between them it is even.
_GRID = 48
#: As on the page: crisp up to the first zoom, gone at the second.
_FADE = (10.0, 13.0)


def draw_relief(panel: Panel) -> None:
    """Draw the shaded ground of the page, where it is switched on."""
    found = relief_in(panel.data, panel.view)
    picture = panel.data.relief
    share = opacity("relief", panel.view.theme) * _strength(panel.frame.zoom)
    if found is None or picture is None or share == 0:
        return
    frame = panel.frame
    grey = _ground(picture.content, picture.bounds, frame)
    panel.axes.imshow(
        shaded(grey, share), extent=(0, frame.width, 0, frame.height), zorder=_ZORDER,
        interpolation="none", aspect="auto")


@lru_cache(maxsize=2)
def _ground(content: bytes, bounds: Bounds, frame: Frame) -> NDArray[np.float64]:
    """Return the picture in pixels of the frame, kept for the next frames of a clip."""
    return _sampled(_decoded(content), bounds, frame)


def _strength(zoom: float) -> float:
    return min(1.0, max(0.0, (_FADE[1] - zoom) / (_FADE[1] - _FADE[0])))


def shaded(grey: NDArray[Any], share: float) -> NDArray[Any]:
    """Return black with alpha for shade and white with alpha for light, rows by columns by 4.

    Laid over a colour this is what the page's hard-light does with the grey; `nan` is nothing.
    """
    off = (np.nan_to_num(grey, nan=LEVEL) - LEVEL) / LEVEL
    made = np.zeros((*grey.shape, 4))
    made[..., :3] = (off > 0)[..., None]
    made[..., 3] = (np.abs(off).clip(0, 1) * _STEPS).round() / _STEPS * share
    return made


def _decoded(content: bytes) -> NDArray[np.float64]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("L"), dtype=np.float64)


def _sampled(grey: NDArray[np.float64], bounds: Bounds, frame: Frame) -> NDArray[np.float64]:
    """Return the picture in pixels of the frame, the upper row first; `nan` outside of it."""
    lon, lat = _degrees(frame)
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    x = (lon - west) / (east - west) * grey.shape[1] - 0.5
    y = (top - _mercator(lat)) / (top - bottom) * grey.shape[0] - 0.5
    found = _between(grey, x, y)
    outside = (lon < west) | (lon > east) | (lat < south) | (lat > north)
    return np.where(outside, np.nan, found)


def _degrees(frame: Frame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of each pixel of the frame."""
    west, south, east, north = frame.metres
    grid = np.meshgrid(np.linspace(west, east, _GRID), np.linspace(north, south, _GRID))
    points = to_wgs84(shapely.points(grid[0].ravel(), grid[1].ravel()), frame.crs)
    coordinates = shapely.get_coordinates(points)
    rows, columns = (max(2, round(side * _FINE)) for side in (frame.height, frame.width))
    y, x = np.mgrid[0:_GRID - 1:rows * 1j, 0:_GRID - 1:columns * 1j]
    lon, lat = (_between(c.reshape(_GRID, _GRID), x, y) for c in coordinates.T)
    return lon, lat


def _between(values: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """Return values between the cells of a grid, column X and row Y; the edge goes on."""
    rows, columns = values.shape
    x, y = x.clip(0, columns - 1), y.clip(0, rows - 1)
    left, above = np.minimum(x.astype(int), columns - 2), np.minimum(y.astype(int), rows - 2)
    dx, dy = x - left, y - above
    upper = values[above, left] * (1 - dx) + values[above, left + 1] * dx
    lower = values[above + 1, left] * (1 - dx) + values[above + 1, left + 1] * dx
    return np.asarray(upper * (1 - dy) + lower * dy)


def _mercator(lat: Any) -> Any:
    return np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
