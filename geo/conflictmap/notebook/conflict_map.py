"""`ConflictMap`: a folium map that is drawn by our page, for notebooks and scripts."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folium.folium import Map as PlainMap

from conflictmap.io.collect import events_of
from conflictmap.io.frame_layers import as_events, as_layer
from conflictmap.io.read_events import ATLAS
from conflictmap.io.releases import prepared
from conflictmap.model.combine import combine
from conflictmap.model.errors import OutputError
from conflictmap.model.events import Events
from conflictmap.model.outputs import cut
from conflictmap.model.region import REGION
from conflictmap.notebook.colour_by_column import colour_events, colour_layer
from conflictmap.notebook.folium_objects import check, drawn
from conflictmap.notebook.map_options import options_of
from conflictmap.notebook.map_output import MapOutput
from conflictmap.notebook.overlays import AreaOverlay, CorridorStrip, EventOverlay
from conflictmap.notebook.root_parts import notes_of, parts_of
from conflictmap.pages.build import build
from conflictmap.pages.recipe import Recipe, read_recipe
from conflictmap.pages.styles import checked_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from conflictmap.model.layer import Layer
    from conflictmap.pages.page import Page

_OURS = (EventOverlay, AreaOverlay, CorridorStrip)


class ConflictMap(MapOutput, PlainMap):
    """A map of dated events and layers; `save` writes it as one offline page.

    What folium can draw as shapes, GeoJSON, markers, groups and tiles may be added too, with
    `add_to` or `add_child`, and is drawn by the page; folium's plugins are passed through as they
    are, with a warning that names what they load. A notebook shows the page, and a picture of
    it where pages are not shown.

    Parameters
    ----------
    location
        Latitude and longitude of the centre, in degrees; by default what is drawn decides.
    args, options
        The options of `folium.Map`, in its order or by name. `zoom_start` is a zoom level from 0 to
        19; `tiles` and `attr` are online tiles (a name, an address, a `TileLayer` or a provider of
        xyzservices), by default none: the page loads nothing; `height` in pixels is that of the
        frame in a notebook. A warning names options that mean nothing on the page.
    recipe
        A `Recipe`, the name of a built-in one, or a TOML file. By default the built-in atlas as
        long as no events are added, and a plain map of them after that.
    title
        The title on the page.
    aggregate
        Whether rows that their source forbids to redistribute (ACLED) are shown as totals by month,
        province and type, as `build` does; otherwise the page is refused.

    Raises
    ------
    OutputError
        When the tiles are not at an https address.

    Examples
    --------
    >>> import conflictmap as cm
    >>> page = cm.ConflictMap().page()
    >>> page.accounting.read
    269
    """

    def __init__(
        self, location: Sequence[float] | None = None, *args: Any,
        recipe: Recipe | str | Path | None = None, title: str = "", aggregate: bool = False,
        **options: Any,
    ) -> None:
        given = options_of(location, args, options)
        super().__init__(**given)
        self._given = (self.location if location is not None else None, given.get("zoom_start"))
        self._recipe = recipe
        self._title = title
        self._aggregate = aggregate
        self._events: list[Events] = []
        self._called: tuple[str, str] = ("", "")
        self._layers: list[Layer] = []
        #: What folium itself puts into the document around the map.
        self._around = parts_of(self.get_root())

    def render(self, **options: Any) -> Any:
        """Render as `folium.Map` does; the page is made by `page`, and does not need it."""
        before = parts_of(self.get_root())
        rendered: Any = super().render
        rendered(**options)
        self._around |= parts_of(self.get_root()) - before

    def add_events(
        self, events: Any, *, date: str | None = None,
        end: str | None = None, title: str | None = None, name: str = "", color: str = "",
        column: str | None = None, **colours: Any,
    ) -> ConflictMap:
        """Add events and return the map.

        Parameters
        ----------
        events
            What `read_events` takes: `Events`, a file, a GeoDataFrame of points or areas in any CRS
            with a column of dates, another frame or Arrow table, a list of dicts.
        date, end, title
            The columns of a frame that hold the first day, the last day and the title; see
            `events_from_frame`.
        name, color
            What the events are called on the page, and one colour for all of them.
        column
            A column by whose values the events are coloured, with the options of
            `GeoDataFrame.explore`: `cmap`, `scheme`, `k`, `vmin`, `vmax`, `categorical`.

        Raises
        ------
        EventsError
            When they cannot be read, or a column does not exist.
        LayerError
            When a colour, colour map or scheme means nothing.
        """
        found = as_events(events, date=date, end=end, title=title, name=name)
        if column is not None:
            frame = None if isinstance(events, (Events, str, Path)) else events
            found = colour_events(found, column, frame=frame, **colours)
        elif colours:
            raise TypeError(f"add_events: {', '.join(colours)} need column=.")
        self._events.append(found)
        own = checked_style({"color": color})["color"] if color else ""
        self._called = (name or self._called[0], own or self._called[1])
        return self

    def add_layer(
        self, layer: Layer | GeoDataFrame | str | Path, *, name: str = "",
        column: str | None = None, valid_from: str | None = None, valid_to: str | None = None,
        label: str | None = None, visible: bool = True, **style: Any,
    ) -> ConflictMap:
        """Add a layer of areas, lines or points, and return the map.

        Parameters
        ----------
        layer
            A `Layer`, the id of a built-in one, a GeoJSON file, or a GeoDataFrame in any CRS.
        name, visible
            What the layer is called on the page, and whether it is on at first.
        column
            A property by whose values the features are coloured, with the options of
            `GeoDataFrame.explore`: `cmap`, `scheme`, `k`, `vmin`, `vmax`, `categorical`.
        valid_from, valid_to, label
            Columns of a GeoDataFrame for the days (half-open) and the name of a feature.
        style
            Leaflet's style names: `color`, `weight`, `fill_color`, `fill_opacity`, `dash_array`,
            `radius`, …; or `style_function`, from a GeoJSON feature to such a style.

        Raises
        ------
        LayerError
            When it cannot be read, a column does not exist, or a style means nothing.
        """
        columns = {"valid_from": valid_from, "valid_to": valid_to, "label": label}
        found = as_layer(layer, name=name, **columns)
        found = colour_layer(found, column, **style)
        self._layers.append(replace(
            found, title=name or found.title, visible=found.visible and visible))
        return self

    def add_child(self, child: Any, name: str | None = None, index: int | None = None) -> Any:
        """Add a folium object and return the map.

        A warning says what is drawn otherwise than by folium, and what the page cannot draw, nor
        its policy allow exactly. With such an object `page` is refused: a map without what was
        added to it would be a false one.
        """
        if isinstance(child, _OURS):
            child.give_to(self)
            return self
        try:
            check(child)
        except OutputError as error:
            warnings.warn(str(error), UserWarning, stacklevel=3)
        return super().add_child(child, name=name, index=index)

    def page(self) -> Page:
        """Return the finished page.

        Raises
        ------
        ConflictMapError
            When something that was added cannot be drawn.
        """
        added = drawn(self)
        notes = notes_of(self.get_root(), self._around)
        layers = self._layers + added.layers
        events = self._events or None
        if events is None and self._recipe is None and layers and not _near_region(layers):
            events = [events_of([], file="none", stem="none", areas={})]

        def adjust(recipe: Recipe) -> Recipe:
            name = self._called[0] if events else ""
            return replace(
                self._adjusted(recipe), title=self._title or name or recipe.title,
                tiles=added.tiles or recipe.tiles, notes=(*recipe.notes, *notes),
            )

        return build(events, recipe=self._recipe, layers=layers, adjust=adjust,
                     aggregate=self._aggregate, plugins=added.plugins)

    def _adjusted(self, recipe: Recipe) -> Recipe:
        """Return the recipe with the place, the zoom, and the events' name and colour from here."""
        location, zoom = self._given
        name, color = self._called
        own = replace(recipe.events, name=name or recipe.events.name,
                      color=color or recipe.events.color)
        return replace(
            recipe, events=own,
            center=recipe.center if location is None else (location[0], location[1]),
            zoom=recipe.zoom if zoom is None else float(zoom),
        )

    @property
    def events(self) -> Events:
        """The events of the map as one table; with `aggregate`, as the page shows them."""
        if self._events and self._aggregate:
            return prepared(self._events, what="the page", aggregate=True)
        if self._events:
            return combine(self._events)
        recipe = self._recipe or ATLAS
        chosen = recipe if isinstance(recipe, Recipe) else read_recipe(recipe)
        return combine([as_events(path) for path in chosen.events.path or (ATLAS,)])

    def __repr__(self) -> str:
        added = {"events": len(self._events), "layers": len(self._layers),
                 "objects": len(self._children)}
        said = ", ".join(f"{name}={number}" for name, number in added.items())
        return f"ConflictMap(title={cut(self._title, 80)!r}, {said})"


def _near_region(layers: Sequence[Layer]) -> bool:
    """Return whether a layer lies in or near the built-in region."""
    west, south, east, north = REGION
    return any(box[0] < east and box[2] > west and box[1] < north and box[3] > south
               for box in (layer.bounds for layer in layers))
