"""`ConflictMap`: a folium map that is drawn by our page, for notebooks and scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium

from conflictmap.figures.quick_svg import svg_of
from conflictmap.io.collect import events_of
from conflictmap.io.frame_layers import as_events, as_layer
from conflictmap.io.read_events import ATLAS
from conflictmap.io.releases import prepared
from conflictmap.model.combine import combine
from conflictmap.model.events import Events
from conflictmap.model.region import REGION
from conflictmap.notebook.colour_by_column import colour_events, colour_layer
from conflictmap.notebook.folium_objects import check, drawn
from conflictmap.notebook.overlays import AreaOverlay, CorridorStrip, EventOverlay
from conflictmap.pages.build import build
from conflictmap.pages.embed import frame_html
from conflictmap.pages.read_page import page_data
from conflictmap.pages.recipe import Recipe, read_recipe
from conflictmap.pages.styles import checked_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from conflictmap.model.layer import Layer
    from conflictmap.notebook.widget import MapWidget
    from conflictmap.pages.page import Page

_OURS = (EventOverlay, AreaOverlay, CorridorStrip)


class ConflictMap(folium.Map):
    """A map of dated events and layers; `save` writes it as one offline page.

    What folium can draw as shapes, GeoJSON, markers, groups and tiles may be added too, with
    `add_to` or `add_child`, and is drawn by the page; folium's plugins are passed through as they
    are, with a warning that names what they load. A notebook shows the page, and a picture of
    it where pages are not shown.

    Parameters
    ----------
    location
        Latitude and longitude of the centre, in degrees; by default what is drawn decides.
    zoom_start
        Zoom level, 0 to 19.
    tiles, attr
        Online tiles below the map, as in `folium.Map`; by default none: the page loads nothing.
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
    214
    """

    def __init__(
        self, location: Sequence[float] | None = None, zoom_start: float | None = None, *,
        tiles: Any = None, attr: str | None = None, recipe: Recipe | str | Path | None = None,
        title: str = "", aggregate: bool = False,
    ) -> None:
        super().__init__(location=location, zoom_start=int(zoom_start or 8), tiles=None)
        self._given = (location, zoom_start)
        self._recipe = recipe
        self._title = title
        self._aggregate = aggregate
        self._events: list[Events] = []
        self._called: tuple[str, str] = ("", "")
        self._layers: list[Layer] = []
        if tiles:
            self.add_child(folium.TileLayer(tiles, attr=attr))

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

        Raises
        ------
        OutputError
            When the page cannot draw it, nor its policy allow it exactly: a map without what was
            added to it would be a false one.
        """
        if isinstance(child, _OURS):
            child.give_to(self)
            return self
        check(child)
        return super().add_child(child, name=name, index=index)

    def page(self) -> Page:
        """Return the finished page.

        Raises
        ------
        ConflictMapError
            When something that was added cannot be drawn.
        """
        added = drawn(self)
        layers = self._layers + added.layers
        events = self._events or None
        if events is None and self._recipe is None and layers and not _near_region(layers):
            events = [events_of([], file="none", stem="none", areas={})]

        def adjust(recipe: Recipe) -> Recipe:
            name = self._called[0] if events else ""
            return replace(
                self._adjusted(recipe), title=self._title or name or recipe.title,
                tiles=added.tiles or recipe.tiles,
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
            center=(float(location[0]), float(location[1])) if location else recipe.center,
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

    def save(self, outfile: Any, close_file: bool = True, **options: Any) -> None:
        """Write the map, whole or not at all.

        Parameters
        ----------
        outfile
            A path, whose ending says what is written: .html is the page; figures and reports, with
            OPTIONS, as in `conflictmap.save`. Or an open binary file, for the page.
        close_file
            Whether to close the open file afterwards.
        options
            As in `conflictmap.save`.

        Raises
        ------
        OutputError
            When the ending is not known, or the file cannot be written.
        """
        if hasattr(outfile, "write"):
            outfile.write(self.page().html.encode())
            if close_file:
                outfile.close()
            return
        from conflictmap.reports.save import save

        save(self, outfile, **options)

    def svg(self) -> str:
        """Return a static picture of the page as it opens, as SVG text."""
        return svg_of(page_data(self.page()))

    def widget(self, *, height: int = 640) -> MapWidget:
        """Return the page as a Jupyter widget that tells what is selected and shown.

        Parameters
        ----------
        height
            The height in pixels.

        Raises
        ------
        OutputError
            When the package anywidget is not installed: `pip install conflictmap[notebook]`.
        """
        from conflictmap.notebook.widget import MapWidget

        return MapWidget(page=self.page(), events=self.events, height=height)

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, str]:
        """Return the page in a frame and a picture of it: a viewer shows what it can."""
        page = self.page()
        picture = svg_of(page_data(page))
        return {
            "text/html": frame_html(page, picture), "image/svg+xml": picture,
            "text/plain": f"<ConflictMap: {page.accounting}>",
        }

    def _repr_html_(self, **_: Any) -> str:
        """Return the page in a frame that may run its script and nothing else."""
        return self._repr_mimebundle_()["text/html"]


def _near_region(layers: Sequence[Layer]) -> bool:
    """Return whether a layer lies in or near the built-in region."""
    west, south, east, north = REGION
    return any(box[0] < east and box[2] > west and box[1] < north and box[3] > south
               for box in (layer.bounds for layer in layers))
