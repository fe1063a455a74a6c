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
    from conflictmap.claims import Told, peoples, told
    from conflictmap.conflict_map import ConflictMap
    from conflictmap.diffing import diff
    from conflictmap.errors import (
        ConflictMapError,
        EventsError,
        FetchError,
        LayerError,
        OutputError,
        PageError,
        Problem,
        RecipeError,
    )
    from conflictmap.event_reading import read_events
    from conflictmap.events import Accounting, Claim, Events, Source, Statement
    from conflictmap.evidence import Balance, Unknowns, balance, doubts, unknowns
    from conflictmap.fetching import fetch
    from conflictmap.frame_layers import layer_from_frame
    from conflictmap.frames import events_from_frame
    from conflictmap.gazetteer import Place, display_name, find_places
    from conflictmap.holding import Held, held
    from conflictmap.interval import Interval
    from conflictmap.joining import Joined, join
    from conflictmap.layer import Feature, Layer, at
    from conflictmap.layer_reading import layers, read_layer
    from conflictmap.matching import Match, match
    from conflictmap.mending import Mend, Mended, mend
    from conflictmap.overlays import AreaOverlay, CorridorStrip, EventOverlay
    from conflictmap.pagedata import read_page
    from conflictmap.recipe import Recipe, read_recipe
    from conflictmap.revisions import Revision, Revisions
    from conflictmap.saving import figure, report, save
    from conflictmap.streaming.run import join_file
    from conflictmap.streaming.totals import Counted, count_file
    from conflictmap.summary import count
    from conflictmap.views import View, view_of
    from conflictmap.wholes import Count, Toll

#: Public name: the module it comes from. Modules are imported when a name is used, so that
#: `import conflictmap` stays cheap.
_PUBLIC = {
    "Accounting": "events", "AreaOverlay": "overlays", "Balance": "evidence", "Claim": "events",
    "ConflictMap": "conflict_map", "ConflictMapError": "errors", "CorridorStrip": "overlays",
    "Count": "wholes", "Counted": "streaming.totals", "EventOverlay": "overlays",
    "Events": "events", "EventsError": "errors", "Feature": "layer", "FetchError": "errors",
    "Held": "holding", "Interval": "interval", "Joined": "joining", "Layer": "layer",
    "LayerError": "errors",
    "Match": "matching", "Mend": "mending", "Mended": "mending", "OutputError": "errors",
    "Page": "building", "PageError": "errors", "Place": "gazetteer", "Problem": "errors",
    "Recipe": "recipe", "RecipeError": "errors", "Revision": "revisions", "Revisions": "revisions",
    "Source": "events", "Statement": "events", "Told": "claims", "Toll": "wholes",
    "Unknowns": "evidence", "View": "views", "at": "layer", "balance": "evidence",
    "build": "building",
    "check_events": "checks", "check_layer": "checks", "count": "summary",
    "count_file": "streaming.totals", "diff": "diffing", "display_name": "gazetteer",
    "doubts": "evidence", "events_from_frame": "frames", "fetch": "fetching", "figure": "saving",
    "find_places": "gazetteer", "held": "holding", "join": "joining", "join_file": "streaming.run",
    "layer_from_frame": "frame_layers", "layers": "layer_reading", "locate": "chainage",
    "match": "matching", "mend": "mending", "peoples": "claims", "read_events": "event_reading",
    "read_layer": "layer_reading", "read_page": "pagedata", "read_recipe": "recipe",
    "report": "saving", "save": "saving", "told": "claims", "unknowns": "evidence",
    "view_of": "views",
}

__all__ = [
    "Accounting", "AreaOverlay", "Balance", "Claim", "ConflictMap", "ConflictMapError",
    "CorridorStrip", "Count", "Counted", "EventOverlay", "Events", "EventsError", "Feature",
    "FetchError", "Held", "Interval", "Joined", "Layer", "LayerError", "Match", "Mend", "Mended",
    "OutputError", "Page", "PageError", "Place", "Problem", "Recipe", "RecipeError", "Revision",
    "Revisions", "Source", "Statement", "Told", "Toll", "Unknowns", "View", "at", "balance",
    "build", "check_events", "check_layer", "count", "count_file", "diff", "display_name",
    "doubts", "events_from_frame", "fetch", "figure", "find_places", "held", "join", "join_file",
    "layer_from_frame", "layers", "locate", "match", "mend", "peoples", "read_events",
    "read_layer", "read_page", "read_recipe", "report", "save", "told", "unknowns", "view_of",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(f"conflictmap.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'conflictmap' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
