"""The ground within reach of a road, as an area that holds as long as the road ran there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflictmap.model.crs import edges_to_local, local_crs, to_wgs84
from conflictmap.model.errors import LayerError

if TYPE_CHECKING:
    from conflictmap.model.layer import Layer


def strip_layer(route: Layer, reach_m: float) -> Layer:
    """Return the strip of REACH_M metres on each side of the lines of a layer (WGS 84).

    Each line gives one area, with its days and its name.

    Raises
    ------
    LayerError
        When the layer holds no line, or the reach is not above zero.
    """
    lines = np.flatnonzero(shapely.get_dimensions(route.geometry) == 1)
    if not len(lines):
        raise LayerError(f"layer '{route.id}' holds no line; a strip follows a line.")
    if not reach_m > 0:
        raise LayerError(f"reach_m: {reach_m:g}: must be above zero, in metres.")
    crs = local_crs(route.bounds)
    local = shapely.buffer(edges_to_local(route.geometry[lines], crs), reach_m, quad_segs=8)
    areas = to_wgs84(shapely.simplify(local, 20.0), crs)
    name = f"{route.id}-strip"
    return replace(
        route, id=name, title=f"Within {reach_m / 1000:g} km of {route.title}", kind="area",
        role="user", group="user", features=tuple(
            replace(route.features[i], id=f"{name}-{i}", geometry=area,
                    properties={**route.features[i].properties, "name": route.features[i].name})
            for i, area in zip(lines, areas, strict=True)
        ),
    )
