"""Read shores and rivers from GSHHG, which keeps them in bins of one degree. LGPL-3.0-or-later."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import h5py
import numpy as np
import shapely
from packages import GSHHG, data_file
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

BOX = box(43.0, 38.0, 51.0, 42.5)
"""The part of the world the layers cover."""

Attributed = list[tuple[dict[str, Any], Any]]

_LAKE, _ISLAND = 2, 3  # levels of a shore; the Caspian counts as a lake
_WINDOW = (41, 36, 55, 48)  # degrees; the whole Caspian, so that its shore closes


def _segments(name: str, header: str) -> Iterator[tuple[int, int, Any]]:
    """Yield (segment number, its header word, its points) for the bins of the window."""
    with h5py.File(data_file("gmt-gshhg-full", f"{GSHHG}{name}_f.nc")) as store:
        first, count = store["Id_of_first_segment_in_a_bin"][:], store["N_segments_in_a_bin"][:]
        words, start = store[header][:], store["Id_of_first_point_in_a_segment"][:]
        start = np.append(start, store["N_points_in_file"][0])
        lon, lat = (store[f"Relative_{axis}_from_SW_corner_of_bin"] for axis in
                    ("longitude", "latitude"))
        west, south, east, north = _WINDOW
        for corner in ((x, y) for y in range(south, north) for x in range(west, east)):
            number = (89 - corner[1]) * 360 + corner[0]
            for i in range(first[number], first[number] + count[number]):
                span = slice(start[i], start[i + 1])
                steps = np.column_stack([lon[span], lat[span]]).astype(np.uint16)
                yield i, int(words[i]), np.round(corner + steps / 65535, 6)


def _merged(lines: list[Any]) -> list[LineString]:
    merged = shapely.line_merge(shapely.multilinestrings([LineString(p) for p in lines]))
    return list(shapely.get_parts(merged))


@lru_cache
def _shores() -> dict[int, dict[str, Any]]:
    """Return level, area, parent and outline of each GSHHG shore polygon, by its number."""
    path = data_file("gmt-gshhg-full", f"{GSHHG}GSHHS_f.nc")
    with h5py.File(path) as store:
        owner = store["Id_of_GSHHS_ID"][:]
        parent = store["Id_of_parent_polygons"][:]
        area = store["The_km_squared_area_of_polygons"][:]
    lines, level = defaultdict(list), {}
    for i, word, points in _segments("GSHHS", "Embedded_npts_levels_exit_entry_for_a_segment"):
        if len(points) > 1:
            lines[int(owner[i])].append(points)
            level[int(owner[i])] = word >> 6 & 7
    return {
        i: {"level": level[i], "km2": float(area[i]), "parent": int(parent[i]),
            "area": shapely.union_all(list(shapely.get_parts(shapely.polygonize(_merged(found)))))}
        for i, found in lines.items() if level[i] > 1
    }


def _lake(number: int) -> BaseGeometry:
    shores = _shores()
    islands = [s["area"] for s in shores.values()
               if s["level"] == _ISLAND and s["parent"] == number]
    return shores[number]["area"].difference(shapely.union_all(islands))


def gshhg_coast() -> BaseGeometry:
    """Return the water of the Caspian Sea inside the box; islands are holes. LGPL-3.0-or-later."""
    sea = max(_shores(), key=lambda number: _shores()[number]["km2"])
    return _lake(sea).intersection(BOX)


def gshhg_lakes() -> Attributed:
    """Return ({"number", "km2"}, area) of each lake, largest first. LGPL-3.0-or-later."""
    found = sorted((-s["km2"], i) for i, s in _shores().items() if s["level"] == _LAKE)[1:]
    lakes = [({"number": i, "km2": -size}, _lake(i).intersection(BOX)) for size, i in found]
    return [(data, area) for data, area in lakes if area.area > 0]


def gshhg_rivers() -> Attributed:
    """Return ({"level"}, line) of each river: level 1 to 4 large to minor, 6 to 8 intermittent."""
    lines = defaultdict(list)
    for _, level, points in _segments("river", "Hierarchial_level_of_a_segment"):
        lines[level].append(points)
    found = [
        ({"level": level}, piece)
        for level in sorted(lines) for line in _merged(lines[level])
        for piece in shapely.get_parts(line.intersection(BOX))
    ]
    return [(data, piece) for data, piece in found if piece.length > 0]
