"""The map of what a new release changed, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from conflictmap.analysis.change_events import SEVERAL, change_events
from conflictmap.analysis.diff import diff
from conflictmap.io.frame_layers import layer_from_frame
from conflictmap.pages.build import build
from conflictmap.pages.recipe import EventSource, Recipe, TypeLook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.analysis.revisions import Revision, Revisions
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer
    from conflictmap.pages.page import Page

#: The colour of each kind of change: the same on every map, whatever is most frequent there.
_COLOURS = {
    "change_added": "#0068a3", "change_withdrawn": "#c0392b", "change_moved": "#b35900",
    "change_redated": "#00795a", "change_restated": "#8a6d00", "change_toll": "#a3407f",
    SEVERAL: "#55524b",
}
_LINES = "Moved: from the old place to the new one"


def change_map(
    old: Events, new: Events, *, revisions: Revisions | None = None, title: str = "",
    lang: str = "en",
) -> Page:
    """Return a map of the events that changed from OLD to NEW, coloured by what changed.

    Moves have a line from the old place to the new one. A move says how the source changed, not
    that anything moved.

    Parameters
    ----------
    old, new
        Two releases of one source, as `diff` takes them.
    revisions
        What changed, by default as `diff` finds it.
    title
        The title of the page; by default of its data.
    lang
        The language of the page: en, hy, az, ru.

    Raises
    ------
    OutputError
        When a source forbids redistributing its rows.

    Examples
    --------
    >>> import conflictmap as cm
    >>> old = cm.read_events([{"id": "a", "date": "2022-09-13", "lat": 39.8, "lon": 45.6}])
    >>> new = cm.read_events([{"id": "a", "date": "2022-09-13", "lat": 39.9, "lon": 45.6}])
    >>> [one["id"] for one in cm.change_map(old, new).spec["types"]]
    ['change_moved']
    """
    looks = tuple(TypeLook(id=kind, color=color) for kind, color in _COLOURS.items())
    recipe = Recipe(title=title, lang=lang, events=EventSource(types=looks))
    found = diff(old, new) if revisions is None else revisions
    return build(change_events(old, new, revisions=found), recipe=recipe,
                 layers=_moves(found.revisions))


def _moves(revisions: Iterable[Revision]) -> list[Layer]:
    """Return a layer of lines from old to new places; none where nothing moved."""
    import geopandas as gpd

    ends = {one.id: (one.old_point, one.new_point) for one in revisions
            if one.change == "moved" and one.old_point and one.new_point}
    if not ends:
        return []
    lines = [shapely.LineString(pair) for pair in ends.values()]
    frame = gpd.GeoDataFrame({"name": list(ends)}, geometry=lines, crs="EPSG:4326")
    return [layer_from_frame(frame, name="moves", title=_LINES)]
