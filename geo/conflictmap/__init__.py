"""Join dated conflict events with areas and roads, in space and time, and draw them offline.

>>> import conflictmap as cm
>>> events = cm.read_events()
>>> len(events)
269
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from conflictmap.model.version import __version__ as __version__

if TYPE_CHECKING:
    from conflictmap.analysis.change_events import change_events
    from conflictmap.analysis.checks import check_events, check_layer
    from conflictmap.analysis.claims_view import Told, peoples, told
    from conflictmap.analysis.count import count
    from conflictmap.analysis.diff import diff
    from conflictmap.analysis.evidence import Balance, Unknowns, balance, doubts, unknowns
    from conflictmap.analysis.expected import expected
    from conflictmap.analysis.expected_numbers import Expectations, Expected
    from conflictmap.analysis.match import Match, match
    from conflictmap.analysis.part_whole import Count, Toll
    from conflictmap.analysis.revisions import Revision, Revisions
    from conflictmap.bulk.count_file import Counted, count_file
    from conflictmap.bulk.join import join
    from conflictmap.bulk.join_file import join_file
    from conflictmap.io.fetch import fetch
    from conflictmap.io.frame_events import events_from_frame
    from conflictmap.io.frame_layers import layer_from_frame
    from conflictmap.io.mend import Mend, Mended, mend
    from conflictmap.io.read_events import read_events
    from conflictmap.io.write_events import write_events
    from conflictmap.joins.join import Joined
    from conflictmap.joins.lines import locate
    from conflictmap.model.errors import (
        ConflictMapError,
        EventsError,
        FetchError,
        LayerError,
        OutputError,
        PageError,
        Problem,
        RecipeError,
    )
    from conflictmap.model.events import Accounting, Claim, Events, Source, Statement
    from conflictmap.model.interval import Interval
    from conflictmap.model.layer import Feature, Layer, at
    from conflictmap.model.limits import limited
    from conflictmap.notebook.conflict_map import ConflictMap
    from conflictmap.notebook.overlays import AreaOverlay, CorridorStrip, EventOverlay
    from conflictmap.pages.build import build
    from conflictmap.pages.change_map import change_map
    from conflictmap.pages.page import Page
    from conflictmap.pages.read_page import read_page
    from conflictmap.pages.recipe import Recipe, read_recipe
    from conflictmap.pages.views import View, view_of
    from conflictmap.places.gazetteer import Place, display_name, find_places
    from conflictmap.places.holding import Held, held
    from conflictmap.places.layer_files import layers, read_layer
    from conflictmap.reports.animate import animate
    from conflictmap.reports.chart import chart
    from conflictmap.reports.save import figure, report, save

#: Public name: the module it comes from. Modules are imported when a name is used, so that
#: `import conflictmap` stays cheap.
_PUBLIC = {
    "Accounting": "model.events", "AreaOverlay": "notebook.overlays",
    "Balance": "analysis.evidence", "Claim": "model.events",
    "ConflictMap": "notebook.conflict_map", "ConflictMapError": "model.errors",
    "CorridorStrip": "notebook.overlays", "Count": "analysis.part_whole",
    "Counted": "bulk.count_file", "EventOverlay": "notebook.overlays", "Events": "model.events",
    "EventsError": "model.errors", "Expectations": "analysis.expected_numbers",
    "Expected": "analysis.expected_numbers", "Feature": "model.layer",
    "FetchError": "model.errors",
    "Held": "places.holding", "Interval": "model.interval", "Joined": "joins.join",
    "Layer": "model.layer", "LayerError": "model.errors", "Match": "analysis.match",
    "Mend": "io.mend", "Mended": "io.mend", "OutputError": "model.errors", "Page": "pages.page",
    "PageError": "model.errors", "Place": "places.gazetteer", "Problem": "model.errors",
    "Recipe": "pages.recipe", "RecipeError": "model.errors", "Revision": "analysis.revisions",
    "Revisions": "analysis.revisions", "Source": "model.events", "Statement": "model.events",
    "Told": "analysis.claims_view", "Toll": "analysis.part_whole",
    "Unknowns": "analysis.evidence", "View": "pages.views", "animate": "reports.animate",
    "at": "model.layer", "balance": "analysis.evidence", "build": "pages.build",
    "change_events": "analysis.change_events", "change_map": "pages.change_map",
    "chart": "reports.chart", "check_events": "analysis.checks",
    "check_layer": "analysis.checks", "count": "analysis.count",
    "count_file": "bulk.count_file", "diff": "analysis.diff",
    "display_name": "places.gazetteer", "doubts": "analysis.evidence",
    "events_from_frame": "io.frame_events", "expected": "analysis.expected",
    "fetch": "io.fetch", "figure": "reports.save",
    "find_places": "places.gazetteer", "held": "places.holding", "join": "bulk.join",
    "join_file": "bulk.join_file", "layer_from_frame": "io.frame_layers",
    "layers": "places.layer_files", "limited": "model.limits", "locate": "joins.lines",
    "match": "analysis.match", "mend": "io.mend", "peoples": "analysis.claims_view",
    "read_events": "io.read_events", "read_layer": "places.layer_files",
    "read_page": "pages.read_page", "read_recipe": "pages.recipe", "report": "reports.save",
    "save": "reports.save", "told": "analysis.claims_view", "unknowns": "analysis.evidence",
    "view_of": "pages.views", "write_events": "io.write_events",
}

__all__ = [
    "Accounting", "AreaOverlay", "Balance", "Claim", "ConflictMap", "ConflictMapError",
    "CorridorStrip", "Count", "Counted", "EventOverlay", "Events", "EventsError", "Expectations",
    "Expected", "Feature", "FetchError", "Held", "Interval", "Joined", "Layer", "LayerError",
    "Match", "Mend", "Mended", "OutputError", "Page", "PageError", "Place", "Problem", "Recipe",
    "RecipeError", "Revision", "Revisions", "Source", "Statement", "Told", "Toll", "Unknowns",
    "View", "animate", "at", "balance", "build", "change_events", "change_map", "chart",
    "check_events", "check_layer", "count", "count_file", "diff", "display_name", "doubts",
    "events_from_frame", "expected", "fetch", "figure", "find_places", "held", "join", "join_file",
    "layer_from_frame", "layers", "limited", "locate", "match", "mend", "peoples", "read_events",
    "read_layer", "read_page", "read_recipe", "report", "save", "told", "unknowns", "view_of",
    "write_events",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(f"conflictmap.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'conflictmap' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
