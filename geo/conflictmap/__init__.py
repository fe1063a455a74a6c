"""Join dated conflict events with areas and roads, in space and time, and draw them offline.

>>> import conflictmap as cm
>>> events = cm.read_events()
>>> len(events)
214
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from conflictmap.building import Page, build
    from conflictmap.chainage import locate
    from conflictmap.checks import check_events, check_layer
    from conflictmap.conflict_map import ConflictMap
    from conflictmap.errors import (
        ConflictMapError,
        EventsError,
        LayerError,
        OutputError,
        Problem,
        RecipeError,
    )
    from conflictmap.event_reading import read_events
    from conflictmap.events import Accounting, Claim, Events, Source, Statement
    from conflictmap.interval import Interval
    from conflictmap.joining import Joined, join
    from conflictmap.layer import Feature, Layer, at
    from conflictmap.layer_reading import layers, read_layer
    from conflictmap.recipe import Recipe, read_recipe
    from conflictmap.summary import Count, Toll, count

#: Public name: the module it comes from. Modules are imported when a name is used, so that
#: `import conflictmap` stays cheap.
_PUBLIC = {
    "Accounting": "events", "Claim": "events", "ConflictMap": "conflict_map",
    "ConflictMapError": "errors", "Count": "summary", "Events": "events", "EventsError": "errors",
    "Feature": "layer", "Interval": "interval", "Joined": "joining", "Layer": "layer",
    "LayerError": "errors", "OutputError": "errors", "Page": "building", "Problem": "errors",
    "Recipe": "recipe", "RecipeError": "errors", "Source": "events", "Statement": "events",
    "Toll": "summary", "at": "layer", "build": "building", "check_events": "checks",
    "check_layer": "checks", "count": "summary", "join": "joining", "layers": "layer_reading",
    "locate": "chainage", "read_events": "event_reading", "read_layer": "layer_reading",
    "read_recipe": "recipe",
}

__all__ = [
    "Accounting", "Claim", "ConflictMap", "ConflictMapError", "Count", "Events", "EventsError",
    "Feature", "Interval", "Joined", "Layer", "LayerError", "OutputError", "Page", "Problem",
    "Recipe", "RecipeError", "Source", "Statement", "Toll", "at", "build", "check_events",
    "check_layer", "count", "join", "layers", "locate", "read_events", "read_layer", "read_recipe",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(f"conflictmap.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'conflictmap' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
