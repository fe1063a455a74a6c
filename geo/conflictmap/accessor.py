"""`gdf.conflictmap`: importing this module adds it to every GeoDataFrame.

>>> import conflictmap.accessor
>>> import geopandas as gpd
>>> place = gpd.points_from_xy([45.67], [39.84], crs="EPSG:4326")
>>> frame = gpd.GeoDataFrame({"date": ["2022-09-13"]}, geometry=place)
>>> frame.conflictmap.events().accounting.placed
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap.io.frame_events import events_from_frame
from conflictmap.io.frame_layers import layer_from_frame
from conflictmap.notebook.conflict_map import ConflictMap
from conflictmap.notebook.overlays import AreaOverlay, EventOverlay

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer


@pd.api.extensions.register_dataframe_accessor("conflictmap")
class ConflictMapAccessor:
    """What this package does with a GeoDataFrame: `map`, `areas`, `events`, `layer`."""

    def __init__(self, frame: GeoDataFrame) -> None:
        self._frame = frame

    def map(self, *, m: Any = None, **options: Any) -> Any:
        """Return a map of the frame's events, as `GeoDataFrame.explore` does.

        Parameters
        ----------
        m
            A map to add them to: a `ConflictMap`, or any `folium.Map`. By default a new one.
        options
            As in `ConflictMap.add_events`; on a plain folium map as in `EventOverlay`.

        Raises
        ------
        EventsError
            When no column can be taken for the date.
        """
        if m is not None and not isinstance(m, ConflictMap):
            EventOverlay(self._frame, **options).add_to(m)
            return m
        return (m or ConflictMap()).add_events(self._frame, **options)

    def areas(self, *, m: Any = None, **options: Any) -> Any:
        """Return a map of the frame as a layer; options as in `ConflictMap.add_layer`."""
        if m is not None and not isinstance(m, ConflictMap):
            AreaOverlay(self._frame, **options).add_to(m)
            return m
        return (m or ConflictMap()).add_layer(self._frame, **options)

    def events(self, **options: Any) -> Events:
        """Return the frame's rows as events; options as in `events_from_frame`."""
        return events_from_frame(self._frame, **options)

    def layer(self, **options: Any) -> Layer:
        """Return the frame as a layer; options as in `layer_from_frame`."""
        return layer_from_frame(self._frame, **options)
