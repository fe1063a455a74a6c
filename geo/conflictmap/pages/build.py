"""Building a map: recipe, events and layers in, one page out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.analysis.checks import check_map
from conflictmap.formats.strict_json import printable_json
from conflictmap.io.read_events import ATLAS, read_events
from conflictmap.io.releases import NEEDED, prepared
from conflictmap.model.events import Events
from conflictmap.model.interval import interval_of
from conflictmap.model.layer import Layer, Relief, areas_of, with_distinct_ids
from conflictmap.model.source_terms import credits_of
from conflictmap.pages.ground import Used, layers_of, recipe_layers, with_ground
from conflictmap.pages.html import html_of
from conflictmap.pages.opening import Opening
from conflictmap.pages.origin import origin_of
from conflictmap.pages.page import Page
from conflictmap.pages.recipe import LayerUse, Recipe, read_recipe
from conflictmap.pages.spec import spec_of
from conflictmap.pages.styles import OWN_COLOURS
from conflictmap.places.layer_files import items_of, layer_list, read_relief
from conflictmap.places.sectors import layer_of_places

if TYPE_CHECKING:
    from conflictmap.analysis.count import Window
    from conflictmap.model.errors import Problem
    from conflictmap.model.interval import DayLike
    from conflictmap.model.provenance import Provenance
    from conflictmap.pages.languages import Language
    from conflictmap.pages.plugin import Plugin
    from conflictmap.pages.reading import Reading

Step = Callable[[str], None]
Adjust = Callable[[Recipe], Recipe]
#: Events, a path, or a table in memory (see `events_from_frame`).
EventsLike = Any
#: Smaller files, in bytes, are never too large for a page.
_LARGE = 1_000_000


def _quiet(_: str) -> None:
    """Say nothing."""


def build(
    events: EventsLike = None, *,
    recipe: Recipe | str | Path | None = None, layers: Iterable[Layer | str | Path] = (),
    step: Step = _quiet, adjust: Adjust | None = None, aggregate: bool = False,
    encoding: str = "", sheet: str = "", plugins: Sequence[Plugin] = (),
    today: DayLike | None = None, options: Mapping[str, str] | None = None,
    window: Window = None, reading: Mapping[str, Any] | None = None,
) -> Page:
    """Return the map of events and layers as one page.

    Parameters
    ----------
    events
        What `read_events` takes (files, `Events`, frames, a list of dicts), or several of them. By
        default what the recipe names. A file with more rows or bytes than is read at once is shown
        as totals by hexagon, month and type.
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
        Whether rows that their source forbids to redistribute are shown as totals; otherwise they
        are refused. Of several releases of one source, the newest row of each event is shown.
    encoding, sheet
        The encoding of tables as text, and the sheet of workbooks, as `read_events` takes them.
    plugins
        folium's plugins, which `ConflictMap` passes through.
    today
        The day after which an event is in the future, by default that of the clock: it decides
        what stands in `problems`, never what stands on the page.
    options
        What the recipe would say, as words: `title`, `subtitle`, `lang`, `window` (START/END),
        `zoom`, `center` (LAT,LON), `color_by`, `size_by` (columns of the events).
    window
        The days that the page opens on: the first, and the day after the last, as dates or text.
    reading
        Further options of `read_events` for files: `strict`, `columns`, `gazetteer`.

    Raises
    ------
    ConflictMapError
        When an input cannot be read at all, or must not be redistributed.
    """
    own = _listed(events)
    no_recipe = recipe is None and bool(own)
    chosen = _with_options(_recipe(recipe, own), options)
    step("layers")
    used = recipe_layers(chosen)
    given, paths = _given_layers(layers, used)
    chosen = _unopened(chosen) if recipe is None and given else chosen
    named = _named(own, chosen)
    how = _reading(reading)
    file_options = {"encoding": encoding, "sheet": sheet, **(how.options if how else {}),
                    "further": _needed(chosen, len(named), aggregate, adjust)}
    parts = _parts(named, areas_of(layers_of(used + given)), chosen, file_options, step=step)
    found = prepared(parts, what="the page", aggregate=aggregate)
    found = _coloured(found, chosen)
    chosen, used = with_ground(chosen, found, used, given, is_plain=no_recipe)
    chosen = replace(chosen, attribution=(*chosen.attribution, *credits_of(found)))
    chosen = _adjusted(chosen, adjust, window)
    used += _places(found, used)
    step("join")
    drawn = layers_of(used)
    relief = _relief_of(chosen)
    spec = spec_of(chosen, found, used, relief=relief)
    spec["provenance"] = origin_of(
        chosen, drawn, events=_event_files(named, parts), own=paths, aggregate=aggregate,
        encoding=encoding, sheet=sheet, no_recipe=no_recipe, relief=relief, options=options,
        adjusted=adjust is not None or window is not None, reading=how,
    )
    step("page")
    wrong = tuple(check_map(found, drawn, today=today, swap_check=chosen.events.swap_check))
    return _page(spec, found, drawn, plugins, relief=relief, wrong=wrong,
                 languages=chosen.languages)


def _named(own: list[EventsLike], recipe: Recipe) -> list[EventsLike]:
    """Return the events to read: those given, else those of the recipe, else the built-in ones."""
    return own or list(recipe.events.path) or [ATLAS]


def _page(
    spec: dict[str, Any], found: Events, drawn: Sequence[Layer], plugins: Sequence[Plugin], *,
    relief: Relief | None, wrong: tuple[Problem, ...], languages: Sequence[Language],
) -> Page:
    """Return the page of a spec, with what was counted and what is wrong."""
    if plugins:
        spec["plugins"] = [plugin.entry for plugin in plugins]
    return Page(
        html=html_of(spec, drawn, plugins, relief=relief, languages=languages),
        spec=spec, layers=tuple(drawn), relief=relief, accounting=found.accounting,
        problems=wrong + found.problems, mistakes=wrong, reading=found.reading,
    )


def _relief_of(recipe: Recipe) -> Relief | None:
    """Return the shaded ground that a recipe asks for."""
    if recipe.relief is None:
        return None
    use = recipe.relief
    said = {key: value for key in ("title", "source", "licence", "attribution")
            if (value := getattr(use, key))}
    return read_relief(use.path, bounds=use.bounds, **said)


def _adjusted(recipe: Recipe, adjust: Adjust | None, window: Window) -> Recipe:
    """Return the recipe as the caller wants it, and with the days it opens on."""
    own = recipe if adjust is None else adjust(recipe)
    return own if window is None else replace(own, window=interval_of(window))


def _with_options(recipe: Recipe, options: Mapping[str, str] | None) -> Recipe:
    if not options:
        return recipe
    from conflictmap.pages.recipe_options import with_options

    return with_options(recipe, options)


def _reading(given: Mapping[str, Any] | None) -> Reading | None:
    """Return how files are read, where the caller says it."""
    if not given:
        return None
    from conflictmap.pages.reading import Reading

    return Reading(given)


def _needed(recipe: Recipe, files: int, *why: object) -> frozenset[str] | None:
    """Return the further columns of a known source that a page of it alone needs; None for all.

    Those of its rows stay in its file, as `further_of` says. WHY are reasons to need all.
    """
    if files > 1 or any((*why, recipe.events.color_by, recipe.events.size_by)):
        return None
    return frozenset({*NEEDED, *OWN_COLOURS})


def _coloured(events: Events, recipe: Recipe) -> Events:
    if not recipe.events.color_by:
        return events
    from conflictmap.pages.color_by import coloured

    return coloured(events, recipe.events.color_by)


def _given_layers(
    layers: Iterable[Layer | str | Path], drawn: Iterable[Used]
) -> tuple[list[Used], dict[str, str | None]]:
    """Return the layers beside the recipe, under ids of their own, and the path of each by id."""
    given = items_of(layers)
    found = with_distinct_ids(layer_list(given), layers_of(drawn))
    used = [(LayerUse(path=layer.id, color=_only_colour(layer)), layer) for layer in found]
    return used, {layer.id: _path(item) for item, layer in zip(given, found, strict=True)}


def _only_colour(layer: Layer) -> str:
    """Return the colour of a layer whose key has one line."""
    return layer.key[0][0] if len(layer.key) == 1 else ""


def _places(events: Events, used: Iterable[Used]) -> list[Used]:
    """Return a layer of the areas that only the events name; none if there are no such areas."""
    places = layer_of_places(events, layers_of(used))
    return [(LayerUse(path=places.id), places)] if places else []


def _event_files(
    named: Sequence[EventsLike], parts: Sequence[Events]
) -> list[tuple[str | None, tuple[Provenance, ...]]]:
    """Return for each set of events the path that was given, and its files."""
    return [(_path(item), part.provenance) for item, part in zip(named, parts, strict=True)]


def _parts(
    named: Sequence[EventsLike], areas: Mapping[str, Any], recipe: Recipe,
    options: Mapping[str, Any], *, step: Step,
) -> list[Events]:
    """Return each set of events."""
    parts = []
    for item in named:
        step("events")
        parts.append(
            _read(item, areas, options, swap_check=recipe.events.swap_check))
    return parts


def _read(
    path: EventsLike, areas: Mapping[str, Any], options: Mapping[str, Any], *, swap_check: bool
) -> Events:
    """Return events as given, or those of a file; of too many for a page, totals by hexagon."""
    if isinstance(path, Events):
        return path
    # A file in another encoding cannot be read in pieces.
    if not options["encoding"] and _is_large(Path(path)):
        from conflictmap.bulk.hexagon_pass import hexagon_totals, too_large

        said = too_large(path)
        if said:
            return hexagon_totals(path, areas=areas, said=said, swap_check=swap_check)
    return read_events(path, areas=areas, swap_check=swap_check, **options)


def _is_large(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > _LARGE


def _path(item: object) -> str | None:
    """Return the path that was given; None for data in memory."""
    return str(item) if isinstance(item, (str, Path)) else None


def _listed(events: EventsLike | Sequence[EventsLike] | None) -> list[EventsLike]:
    if events is None:
        return []
    several = isinstance(events, (list, tuple)) and not any(
        isinstance(item, Mapping) for item in events)
    return [_in_memory(item) for item in (events if several else [events])]


def _in_memory(item: EventsLike) -> Events | str | Path:
    """Return events that are given by a path as that path, others as `Events`."""
    return item if isinstance(item, (str, Path)) else read_events(item)


def _recipe(recipe: Recipe | str | Path | None, own: Sequence[EventsLike]) -> Recipe:
    if isinstance(recipe, Recipe):
        return recipe
    if recipe is None and own:
        return Recipe()
    return read_recipe(recipe or ATLAS)


def _unopened(recipe: Recipe) -> Recipe:
    """Return a recipe of the atlas for a reader's own data: what it opens on is not theirs."""
    return replace(recipe, opening=Opening(), annotations=())


def report(page: Page, output: str) -> str:
    """Return what a build did, as JSON text for machines."""
    return printable_json({
        "output": output, "bytes": len(page.html.encode()),
        "accounting": page.spec["accounting"], "inputs": page.spec["inputs"],
        "problems": [vars(p) for p in page.problems],
    }, indent=1)
