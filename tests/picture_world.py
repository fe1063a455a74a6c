"""A small world for pictures: nothing of it changes when the atlas does."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import conflictmap as cm
from clusters import place as lat_lon
from clusters import world as to_pixels

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Where the map opens. Positions below are pixels from there, right and down.
CENTRE, ZOOM = (13.0, 30.0), 9.0
VIEW = f"v={CENTRE[0]:.4f},{CENTRE[1]:.4f},{ZOOM:g}"
#: One type of each shape that is drawn, some of which no mirror leaves as they are.
TYPES = ("battle", "drone_strike", "killing_of_captives", "landmine", "displacement", "passage",
         "handover", "checkpoint", "agreement", "protest")


def at(x: float, y: float) -> list[float]:
    """Return the longitude and latitude so many pixels right of and below the middle."""
    x0, y0 = to_pixels(*CENTRE, ZOOM)
    lat, lon = lat_lon(x0 + x, y0 + y, ZOOM)
    return [round(float(lon), 6), round(float(lat), 6)]


def _feature(name: str, kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "properties": {"name": name, **properties},
            "geometry": {"type": kind, "coordinates": coordinates}}


def _box(name: str, x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    corners = ((x, y), (x, y + height), (x + width, y + height), (x + width, y), (x, y))
    return _feature(name, "Polygon", [[at(*corner) for corner in corners]], **more)


def _layers() -> Iterable[tuple[str, str, str, list[dict[str, Any]]]]:
    """Name, kind, role and features of each layer."""
    yield "held", "area", "control", [
        _box("West", -160, -180, 150, 120, control="armenian_forces", positional_error_m=500),
        _box("Was", -10, -180, 290, 120, control="armenian_forces", valid_to="2020-10-01"),
        _box("East", -10, -180, 290, 120, control="azerbaijan", valid_from="2020-10-01"),
    ]
    yield "districts", "area", "district", [_box("District", 130, 130, 90, 60)]
    yield "towns", "point", "settlement", [
        _feature(name, "Point", at(x, y), **{"rank": rank, "class": "settlement"})
        for name, x, y, rank in (("Alpha", -150, 10, 1), ("Beta", -90, 24, 2),
                                 ("Gamma (Gemma)", -140, 48, 3), ("Delta", -60, 60, 4))]
    line = [at(x, 120 + (x // 40 % 2) * 14) for x in range(-200, 241, 40)]
    yield "road", "route", "road", [_feature("The road", "LineString", line)]
    yield "states", "line", "road-status", [
        _feature("open", "LineString", line, status="open", valid_to="2020-10-20"),
        _feature("shut", "LineString", line, status="blocked", valid_from="2020-10-20"),
    ]


def _events() -> Iterable[dict[str, Any]]:
    for i, kind in enumerate(TYPES):
        lon, lat = at(20 + 26 * i, 30)
        yield {"id": f"{kind}-1", "type": kind, "date": "2020-10-10", "lon": lon, "lat": lat,
               "title": kind, "fatalities_best": 20}
    for i in range(9):  # beside the road, and in two spots
        lon, lat = at(-150 + 40 * i, 118)
        yield {"id": f"road-{i}", "type": "shelling", "date": f"2020-{9 + i % 3:02}-1{i % 8}",
               "lon": lon, "lat": lat, "title": f"At the road {i}", "fatalities_best": i * i}
    for i in range(14):
        lon, lat = at(60 + i % 2 * 50, 75)
        yield {"id": f"spot-{i}", "type": "battle", "date": f"2020-10-{10 + i}", "lon": lon,
               "lat": lat, "title": f"A spot {i}", "fatalities_best": 3}


def small_world(folder: Path) -> Path:
    """Build a page with areas, names, marks of each shape, and a road."""
    paths = []
    for name, kind, role, features in _layers():
        said = {"id": name, "title": name.title(), "kind": kind, "role": role, "visible": True,
                "source": "made", "licence": "CC0-1.0"}
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "layer": said,
                                    "features": features}), "utf-8")
        paths.append(path)
    return cm.build(_table(folder / "events.csv", _events()), layers=paths).save(
        folder / "small.html")


def many_dots(folder: Path) -> Path:
    """Build a packed page whose dots lie on no lattice, in families by turns."""
    rows = []
    for i in range(12_000):
        spot = i % 400
        lon, lat = at(-300 + spot % 25 * 24 + spot * 7 % 11, -190 + spot // 25 * 24 + spot * 5 % 9)
        rows.append({"id": f"e{i}", "type": TYPES[spot % 5], "date": f"2020-10-{1 + i % 28:02}",
                     "lon": lon, "lat": lat, "title": "", "fatalities_best": 1})
    return cm.build(_table(folder / "many.csv", rows)).save(folder / "many.html")


def _table(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    found = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(found[0]))
        table.writeheader()
        table.writerows(found)
    return path
