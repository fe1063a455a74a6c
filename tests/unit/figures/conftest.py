"""Small maps of a few squares and lines, whose figures are drawn in no time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

import conflictmap as cm
from conflictmap.figures.map_extent import frame_of
from conflictmap.pages.read_page import page_data

#: West, south, east, north of every small map.
BOX = (46.0, 39.5, 47.0, 40.25)
_HEAD = ("id,date,lat,lon,title,type,role,radius_m,where,part_of,"
         "fatalities_low,fatalities_best,fatalities_high")


@dataclass
class World:
    """Layers by role and rows of events, and the figure that they make."""

    folder: Any
    layers: list[Any] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def area(self, role, west, south, size=0.2, **properties):
        corners = ((0, 0), (size, 0), (size, size), (0, size), (0, 0))
        ring = [[west + x, south + y] for x, y in corners]
        return self._add(role, "Polygon", [ring], properties)

    def line(self, role, *points, **properties):
        return self._add(role, "LineString", [list(p) for p in points], properties)

    def point(self, role, lon, lat, **properties):
        return self._add(role, "Point", [lon, lat], properties)

    def event(self, lon, lat, **cells):
        self.rows.append({"id": f"e{len(self.rows)}", "date": "2020-10-01", "lon": lon, "lat": lat,
                          "type": "battle"} | cells)
        return self

    def _add(self, role, kind, coordinates, properties):
        number = len(self.layers)
        own = {"id": f"l{number}", "title": f"Layer {number}", "role": role, "licence": "CC0-1.0",
               "source": "drawn here"} | properties.pop("layer", {})
        self.layers.append({"type": "FeatureCollection", "layer": own, "features": [{
            "type": "Feature", "id": f"f{number}", "properties": properties,
            "geometry": {"type": kind, "coordinates": coordinates}}]})
        return self

    def data(self, **recipe):
        """Return what the page of it holds."""
        paths = []
        for layer in self.layers:
            paths.append(self.folder / f"{layer['layer']['id']}.geojson")
            paths[-1].write_text(json.dumps(layer), encoding="utf-8")
        names = _HEAD.split(",")
        lines = [_HEAD, *(",".join(str(row.get(name, "")) for name in names)
                          for row in self.rows or [{"id": "none", "date": "2020-10-01"}])]
        (self.folder / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return page_data(cm.build(self.folder / "events.csv", layers=paths, recipe=cm.Recipe(
            title="Small", basemap=False, **recipe)))

    def figure(self, **how):
        """Return the figure of it, and its frame."""
        data = self.data()
        how = {"bounds": BOX, "locator": False} | how
        figure = cm.figure(data, **how)
        wide = how.get("width_cm", 17.0) * 72 / 2.54 - 8
        return figure, frame_of(data, cm.view_of(data, how.get("view", "")), wide,
                                bounds=how["bounds"])


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)
