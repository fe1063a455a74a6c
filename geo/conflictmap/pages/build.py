"""Building a map: recipe, events and layers in, one page out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.analysis.checks import check_map
from conflictmap.formats.strict_json import printable_json
from conflictmap.io.read_events import ATLAS, read_events
from conflictmap.io.releases import prepared
from conflictmap.model.errors import printable
from conflictmap.model.events import Events
from conflictmap.model.layer import Layer, areas_of, with_distinct_ids
from conflictmap.model.region import REGION, inside_region, is_regional
from conflictmap.model.source_terms import credits_of
from conflictmap.pages.html import html_of
from conflictmap.pages.origin import origin_of
from conflictmap.pages.page import Page
from conflictmap.pages.recipe import EventSource, LayerUse, Recipe, read_recipe
from conflictmap.pages.spec import spec_of
from conflictmap.places.layer_files import read_layer
from conflictmap.places.sectors import layer_of_places

if TYPE_CHECKING:
    from datetime import date

    from conflictmap.model.crs import Bounds
    from conflictmap.pages.plugin import Plugin

Step = Callable[[str], None]
Adjust = Callable[[Recipe], Recipe]
#: What is drawn below events that lie outside the built-in region.
WORLD = ("world-ocean", "world-borders")
EventsLike = Events | str | Path
#: Smaller files, in bytes, are never too large for a page.
_LARGE = 1_000_000


def _quiet(_: str) -> None:
    """Say nothing."""


def build(
    events: EventsLike | Sequence[EventsLike] | None = None, *,
    recipe: Recipe | str | Path | None = None, layers: Iterable[Layer | str | Path] = (),
    step: Step = _quiet, adjust: Adjust | None = None, aggregate: bool = False,
    encoding: str = "", plugins: Sequence[Plugin] = (), today: date | None = None,
) -> Page:
    """Return the map of events and layers as one page.

    Parameters
    ----------
    events
        Events, or files that `read_events` reads; by default what the recipe names. A file with
        more rows or bytes than is read at once is shown as totals by hexagon, month and type.
    recipe
        A recipe, the name of a built-in one, or the path of a TOML file. By default `karabakh`;
        for events of your own, a plain map with the built-in layers if they lie in their region.
    layers
        Further layers (GeoJSON files, ids of built-in layers, or `Layer`), drawn above the others.
    step
        Called with a word before each stage of the work, for progress bars.
    adjust
        Called with the recipe that was chosen; returns the one to use.
    aggregate
        Whether rows that their source forbids to hand on are shown as totals; otherwise they are
        refused. Of several releases of one source, the newest row of each event is shown.
    encoding
        The encoding of tables that are not UTF-8.
    plugins
        folium's plugins, which `ConflictMap` passes through.
    today
        The day after which an event is in the future, by default that of the clock: it decides
        what stands in `problems`, never what stands on the page.

    Raises
    ------
    ConflictMapError
        When an input cannot be read at all, or must not be handed on.
    """
    own = _listed(events)
    chosen = _recipe(recipe, own)
    step("layers")
    drawn = [(use, read_layer(use.path)) for use in chosen.layers]
    given = list(layers)
    own_layers = with_distinct_ids([_layer(item) for item in given], [layer for _, layer in drawn])
    extra = [(LayerUse(path=layer.id, color=layer.key[0][0] if len(layer.key) == 1 else ""), layer)
             for layer in own_layers]
    used = drawn + extra
    areas = areas_of(layer for _, layer in used)
    parts = []
    named = own or list(chosen.events.path) or [ATLAS]
    for item in named:
        step("events")
        parts.append(_read(item, areas, swap_check=chosen.events.swap_check, encoding=encoding))
    found = prepared(parts, what="the page", aggregate=aggregate)
    if recipe is None and own:
        chosen, used = _plain(own, found, extra)
    chosen = replace(chosen, attribution=(*chosen.attribution, *credits_of(found)))
    chosen = chosen if adjust is None else adjust(chosen)
    places = layer_of_places(found, [layer for _, layer in used])
    used += [(LayerUse(path=places.id), places)] if places else []
    step("join")
    spec = spec_of(chosen, found, used)
    spec["provenance"] = origin_of(
        chosen, [layer for _, layer in used],
        events=[(_path(item), part.provenance) for item, part in zip(named, parts, strict=True)],
        own={layer.id: _path(item) for item, layer in zip(given, own_layers, strict=True)},
        aggregate=aggregate, encoding=encoding, adjusted=adjust is not None,
        plain=recipe is None and bool(own),
    )
    if plugins:
        spec["plugins"] = [plugin.entry for plugin in plugins]
    step("page")
    shown = [layer for _, layer in used]
    wrong = tuple(check_map(found, shown, today=today, swap_check=chosen.events.swap_check))
    return Page(
        html=html_of(spec, shown, plugins), spec=spec,
        accounting=found.accounting, problems=wrong + found.problems, mistakes=wrong,
    )


def _read(
    path: EventsLike, areas: Mapping[str, Any], *, swap_check: bool, encoding: str
) -> Events:
    """Return events as given, or those of a file; of too many for a page, totals by hexagon."""
    if isinstance(path, Events):
        return path
    # A file in another encoding cannot be read in pieces.
    if not encoding and Path(path).is_file() and Path(path).stat().st_size > _LARGE:
        from conflictmap.bulk.hexagon_pass import hexagon_totals, too_large

        said = too_large(path)
        if said:
            return hexagon_totals(path, areas=areas, said=said, swap_check=swap_check)
    return read_events(path, areas=areas, swap_check=swap_check, encoding=encoding)


def _path(item: object) -> str | None:
    """Return the path that was given; None for data in memory."""
    return str(item) if isinstance(item, (str, Path)) else None


def _listed(events: EventsLike | Sequence[EventsLike] | None) -> list[EventsLike]:
    if events is None:
        return []
    if isinstance(events, (Events, str, Path)):
        return [events]
    return list(events)


def _recipe(recipe: Recipe | str | Path | None, own: Sequence[EventsLike]) -> Recipe:
    if isinstance(recipe, Recipe):
        return recipe
    if recipe is None and own:
        return Recipe()
    return read_recipe(recipe or ATLAS)


def _layer(item: Layer | str | Path) -> Layer:
    return item if isinstance(item, Layer) else read_layer(item)


def _plain(
    own: Sequence[EventsLike], events: Events, extra: list[tuple[LayerUse, Layer]]
) -> tuple[Recipe, list[tuple[LayerUse, Layer]]]:
    """Return a recipe for events that come without one, and the layers to draw."""
    first = next((item for item in own if not isinstance(item, Events)), "Events")
    title = printable(Path(first).stem).replace("_", " ").strip().capitalize() or "Events"
    if not _in_region(events, extra):
        return Recipe(title=title), [
            (LayerUse(path=name), read_layer(name)) for name in WORLD] + extra
    atlas = read_recipe(ATLAS)
    recipe = replace(
        atlas, title=title, subtitle="", attribution=(), window=None, extent=None,
        events=EventSource(name=title), stories=(),
    )
    own_ids = {layer.id for _, layer in extra}
    drawn = [(use, read_layer(use.path)) for use in atlas.layers]
    return recipe, [(use, layer) for use, layer in drawn if layer.id not in own_ids] + extra


def _in_region(events: Events, extra: list[tuple[LayerUse, Layer]]) -> bool:
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


def report(page: Page, output: str) -> str:
    """Return what a build did, as JSON text for machines."""
    return printable_json({
        "output": output, "bytes": len(page.html.encode()),
        "accounting": page.spec["accounting"], "inputs": page.spec["inputs"],
        "problems": [vars(p) for p in page.problems],
    }, indent=1)
