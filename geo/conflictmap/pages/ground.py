"""What lies below a map of somebody's own events, and what the map is called: both from the data.

In the region of the built-in atlas its layers lie below them, elsewhere the countries, borders and
towns of the world, cut to where the events are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.model.crs import around
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conflictmap.model.layer import Layer
from conflictmap.model.region import REGION, inside_region, is_regional
from conflictmap.pages.recipe import LayerUse, Recipe, read_recipe
from conflictmap.pages.words import number_text, words
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.model.crs import Bounds
    from conflictmap.model.events import Events

#: The recipe whose layers lie below events in its region.
ATLAS = "karabakh"
#: A layer of the map, and how it is used.
Used = tuple[LayerUse, Layer]
_WORLD: Bounds = (-180.0, -60.0, 180.0, 80.0)
_GROUND = frozenset({"land", "sea"})
_ALMOST_ALL = 0.9
_MOST_COUNTRIES = 3


def recipe_layers(recipe: Recipe) -> list[Used]:
    """Return the layers of a recipe."""
    return [(use, read_layer(use.path)) for use in recipe.layers]


def layers_of(used: Iterable[Used]) -> list[Layer]:
    """Return the layers without how they are used."""
    return [layer for _, layer in used]


def with_ground(
    recipe: Recipe, events: Events, used: Sequence[Used], given: Sequence[Used], *, is_plain: bool
) -> tuple[Recipe, list[Used]]:
    """Return the recipe and all layers of a map, from below.

    A recipe that names no layer has those of a plain map; one that names some, but neither land nor
    sea, has the base map below them, unless it says `basemap = false`.

    Parameters
    ----------
    recipe
        The recipe; where it names no title, one is made from the data.
    events
        The events of the map.
    used, given
        The layers of the recipe, and those beside it.
    is_plain
        Whether nobody named a recipe: then the atlas is below events in its region, with its notes.
    """
    own = [*used, *given]
    regional = _in_region(events, own)
    if regional:
        recipe = _of_the_region(recipe, is_plain=is_plain, whole=not used)
    recipe = _headed(recipe, events, own, regional=regional)
    below = _ground(recipe, events, own, regional=regional, whole=not used)
    taken = {layer.id for layer in layers_of(own)}
    return recipe, [(use, layer) for use, layer in below if layer.id not in taken] + own


def _ground(
    recipe: Recipe, events: Events, own: Sequence[Used], *, regional: bool, whole: bool
) -> list[Used]:
    """Return the layers below OWN: of the atlas WHOLE or only the base map, or of the world."""
    if not recipe.basemap or any(layer.role in _GROUND for layer in layers_of(own)):
        return []
    if not regional:
        return _world(_bounds(events, own))
    atlas = recipe_layers(read_recipe(ATLAS))
    return [used for used in atlas if whole or used[1].group == "context"]


def _world(box: Bounds) -> list[Used]:
    from conflictmap.places.world import world_layers  # a map of the region does without it

    return [(LayerUse(path=layer.id), layer) for layer in world_layers(box)]


def _of_the_region(recipe: Recipe, *, is_plain: bool, whole: bool) -> Recipe:
    """Return a recipe for events in the built-in region, with its relief below a WHOLE map."""
    if is_plain:
        return _of_the_atlas(recipe)
    if whole and recipe.basemap and recipe.relief is None:
        return replace(recipe, relief=read_recipe(ATLAS).relief)
    return recipe


def _of_the_atlas(recipe: Recipe) -> Recipe:
    """Return a recipe with what the atlas says of its layers, and nothing of its events."""
    atlas = read_recipe(ATLAS)
    return replace(recipe, notes=atlas.notes, bands=atlas.bands, provenance=atlas.provenance,
                   relief=recipe.relief or atlas.relief)


def _headed(recipe: Recipe, events: Events, own: Sequence[Used], *, regional: bool) -> Recipe:
    """Return the recipe with a title, from the data where it has none."""
    if recipe.title:
        return recipe
    title, subtitle = heading_of(events, recipe.lang, regional=regional)
    if not len(events) and own:
        title = own[-1][0].name or own[-1][1].title
    return replace(recipe, title=title, subtitle=recipe.subtitle or subtitle)


def _bounds(events: Events, own: Sequence[Used]) -> Bounds:
    """Return the box of events and layers; of nothing, the world."""
    boxes = [*filter(None, [events.bounds]), *(layer.bounds for layer in layers_of(own))]
    return around(boxes) if boxes else _WORLD


def _in_region(events: Events, extra: Sequence[Used]) -> bool:
    """Return whether at least half of the placed events lie in the built-in region.

    Without events, the caller's layers decide.
    """
    points = int(events.placed.sum())
    inside = int(inside_region(events["lon"], events["lat"]).sum())
    boxes = [area.bounds for area in events.areas.values()]
    if not points and extra:
        boxes = [layer.bounds for _, layer in extra]
        points = len(boxes)
    inside += sum(_meet(box, REGION) for box in boxes)
    return is_regional(points, inside)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def heading_of(events: Events, lang: str, *, regional: bool) -> tuple[str, str]:
    """Return a title and a subtitle, such as "Ukraine, 2022" and "3,077 events".

    Countries are named when one to three of them hold nine of ten placed events, else counted.
    Events in the REGIONAL part of the world, whose ground changed hands, are in the South Caucasus.
    """
    text = words(lang)
    where = text("heading.region") if regional and events.placed.any() else _where(events, lang)
    parts = [where, _years(events)]
    title = ", ".join(filter(None, parts)) or text("heading.events")
    count = len(events)
    return title, text("heading.count", n=number_text(count, lang)) if count else ""


def _where(events: Events, lang: str) -> str:
    """Return the countries of nearly all placed events, or how many there are; empty at sea."""
    from conflictmap.places.world import country_names  # a map of the region does without it

    placed = events["lon"] == events["lon"]  # not NaN
    names = Counter(country_names(events["lon"][placed], events["lat"][placed], lang))
    del names[""]
    most = names.most_common(_MOST_COUNTRIES)
    for n in range(1, len(most) + 1):
        if sum(count for _, count in most[:n]) >= _ALMOST_ALL * names.total():
            return ", ".join(name for name, _ in most[:n])
    return words(lang)("heading.countries", n=number_text(len(names), lang)) if names else ""


def _years(events: Events) -> str:
    """Return the first and the last year of dated events, an open end left out."""
    start, end = (events[key][events.dated] for key in ("start", "end"))
    days = np.concatenate([start[start > OPEN_START], end[end < OPEN_END] - 1])
    if not len(days):
        return ""
    years = sorted({day.year for day in map(day_of, map(int, (days.min(), days.max()))) if day})
    return "\u2013".join(map(str, years))
