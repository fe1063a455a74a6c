"""How much ground an area covers, in square kilometres, and how far that may be off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.model.crs import edges_to_local, local_crs

if TYPE_CHECKING:
    from conflictmap.model.layer import Layer

#: Roles of layers whose areas say who held ground.
_ROLES = frozenset({"control", "district", "strip"})
_M, _M2 = 1e3, 1e6


def areas_km2(layer: Layer) -> dict[str, tuple[float, float]]:
    """Return, by feature id, the area in km² and by how much it may be off, in km².

    Areas are those of the outline in the local metric CRS (UTM zone 38 N in the built-in region;
    its areas are right to 0.1 per cent). The second number takes the outline to be off by its
    stated error E, in or out, independently over stretches of 2 E: E times the root of 2 E times
    its length.
    """
    if layer.role not in _ROLES or not len(layer.features):
        return {}
    local = edges_to_local(layer.geometry, local_crs(layer.bounds))
    found = {}
    for feature, area, edge in zip(
        layer.features, shapely.area(local) / _M2, shapely.length(local) / _M, strict=True
    ):
        error = float(feature.properties.get("positional_error_m") or 0.0) / _M
        if np.isfinite(area) and area > 0:
            off = error * math.sqrt(2 * error * float(edge))
            found[feature.id] = (round(float(area), 1), round(off, 1))
    return found
