"""The frame of a map: longitude and latitude to points on paper, by way of metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.figures.style import UNIT
from conflictmap.model.crs import local_crs, to_local, to_wgs84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

Bounds = tuple[float, float, float, float]
#: Wider than this, in degrees, a map is drawn as of the whole world.
_WORLD = 100.0
_EQUATOR_PX = 156_543.033_92
#: The part of a page that a link's centre and zoom mean, in pixels.
_VIEWPORT = (900.0, 600.0)
_LEAST, _MOST = 0.62, 1.15
_PAD = 0.03


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a map covers (metres in CRS) and how large it is drawn (points)."""

    crs: str
    metres: Bounds
    width: float
    height: float

    @property
    def metres_per_point(self) -> float:
        """How many metres a point on paper is."""
        return (self.metres[2] - self.metres[0]) / self.width

    @cached_property
    def center(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        west, south, east, north = self.metres
        point = to_wgs84(shapely.Point((west + east) / 2, (south + north) / 2), self.crs)
        return float(point.x), float(point.y)

    @cached_property
    def zoom(self) -> float:
        """The zoom at which the page shows the same scale."""
        per_pixel = self.metres_per_point * UNIT
        return math.log2(_EQUATOR_PX * math.cos(math.radians(self.center[1])) / per_pixel)

    @cached_property
    def degrees(self) -> Bounds:
        """West, south, east, north of all that is in the frame and a little beyond."""
        west, south, east, north = self.metres
        pad = 0.05 * (east - west)
        edge = shapely.segmentize(
            shapely.box(west - pad, south - pad, east + pad, north + pad).exterior,
            (east - west) / 16)
        found = shapely.bounds(to_wgs84(edge, self.crs))
        return float(found[0]), float(found[1]), float(found[2]), float(found[3])

    def points(self, lonlat: Any) -> NDArray[np.float64]:
        """Return longitudes and latitudes (n rows) as points on paper, y upwards."""
        given = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        local = shapely.get_coordinates(to_local(shapely.points(given), self.crs))
        scaled: NDArray[np.float64] = (local - self.metres[:2]) / self.metres_per_point
        return scaled

    def on_paper(self, geometry: Any) -> Any:
        """Return a geometry in degrees as one on paper, cut to the frame; empty when outside."""
        cut = shapely.clip_by_rect(geometry, *self.degrees)
        if shapely.is_empty(cut):
            return cut
        step = max(0.02, (self.degrees[2] - self.degrees[0]) / 60)
        moved = to_local(shapely.segmentize(cut, step), self.crs)
        placed = shapely.transform(
            moved, lambda xy: (xy - np.array(self.metres[:2])) / self.metres_per_point)
        return shapely.simplify(placed, 0.12, preserve_topology=False)


def frame_of(
    data: PageData, view: View, width: float, *, bounds: Bounds | None = None,
    height: float | None = None, room: float = 0.0,
) -> Frame:
    """Return the frame that a view means, WIDTH points wide.

    Without a HEIGHT in points it is as high as the ground is, within bounds. ROOM points are left
    about what the page opens on, so that marks at its edge are whole.

    BOUNDS (west, south, east, north in degrees) come first, then the centre and zoom of the view,
    then what the page opens on.
    """
    if bounds is None and view.center is not None and view.zoom is not None:
        bounds = _around(view.center, view.zoom)
    ratio = None if height is None else height / width
    pad = _PAD if bounds else _padded((width, ratio), room)
    west, south, east, north = bounds or data.spec["bounds"]
    west, east = _wide(west, east)
    south, north = _wide(south, north)
    if east - west > _WORLD:
        crs = f"+proj=eqearth +lon_0={(west + east) / 2:.4f} +datum=WGS84 +units=m"
    else:
        crs = local_crs((west, south, east, north))
    edge = shapely.segmentize(shapely.box(west, south, east, north).exterior, (east - west) / 16)
    box = shapely.bounds(to_local(edge, crs))
    ends = (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
    return _shaped(crs, ends, (width, ratio), pad)


def _padded(shape: tuple[float, float | None], room: float) -> float:
    """Return the share of its size that a frame leaves at each side, for ROOM points at least."""
    width, ratio = shape
    return max(_PAD, room / (width * min(1.0, ratio or 1.0)))


def _around(center: tuple[float, float], zoom: float) -> Bounds:
    lat, lon = center
    degree = 360 / (256 * 2**zoom)
    across, up = (_VIEWPORT[0] / 2 * degree, _VIEWPORT[1] / 2 * degree)
    up *= math.cos(math.radians(lat))
    return max(-180.0, lon - across), max(-85.0, lat - up), min(180.0, lon + across), min(
        85.0, lat + up)


def _wide(low: float, high: float) -> tuple[float, float]:
    """Return a span that is not nothing: one place alone gets some ground around it."""
    return (low - 0.1, high + 0.1) if high - low < 0.05 else (low, high)  # noqa: PLR2004


def _shaped(crs: str, box: Bounds, shape: tuple[float, float | None], pad: float) -> Frame:
    """Return a frame about a box, of a width and a ratio of height to it, else as a page likes it.

    PAD is the share of its size that is left at each side.
    """
    width, ratio = shape
    west, south, east, north = box
    across, up = (east - west) * (1 + 2 * pad), (north - south) * (1 + 2 * pad)
    middle = ((west + east) / 2, (south + north) / 2)
    ratio = ratio or min(_MOST, max(_LEAST, up / across))
    across = max(across, up / ratio)
    up = across * ratio
    return Frame(
        crs=crs, width=width, height=width * ratio,
        metres=(middle[0] - across / 2, middle[1] - up / 2, middle[0] + across / 2,
                middle[1] + up / 2),
    )


def round_length(metres: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above a length.

    >>> round_length(77_000)
    50000.0
    """
    power = 10.0 ** math.floor(math.log10(metres))
    digit = metres / power
    return power * (5 if digit >= 5 else 2 if digit >= 2 else 1)  # noqa: PLR2004
