"""`ConflictMap`: a folium map that is drawn by our page, for notebooks and scripts."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import folium

from conflictmap.building import EventsLike, Page, build
from conflictmap.errors import OutputError
from conflictmap.event_reading import ATLAS
from conflictmap.recipe import Recipe, read_recipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conflictmap.layer import Layer


class ConflictMap(folium.Map):
    """A map of dated events and layers; `save` writes it as one offline page.

    Parameters
    ----------
    location
        Latitude and longitude of the centre, in degrees; by default what is drawn decides.
    zoom_start
        Zoom level, 0 to 19.
    recipe
        A `Recipe`, the name of a built-in one, or a TOML file. By default the built-in atlas as
        long as no events are added, and a plain map of them after that.
    title
        The title on the page.

    Examples
    --------
    >>> import conflictmap as cm
    >>> page = cm.ConflictMap().page()
    >>> page.accounting.read
    214
    """

    def __init__(
        self, location: Sequence[float] | None = None, zoom_start: float | None = None, *,
        recipe: Recipe | str | Path | None = None, title: str = "",
    ) -> None:
        super().__init__(location=location, zoom_start=int(zoom_start or 8), tiles=None)
        self._given = (location, zoom_start)
        self._recipe = recipe
        self._title = title
        self._events: list[EventsLike] = []
        self._layers: list[Layer | str | Path] = []

    def add_events(self, events: EventsLike) -> ConflictMap:
        """Add events, or a file of them, and return the map."""
        self._events.append(events)
        return self

    def add_layer(self, layer: Layer | str | Path) -> ConflictMap:
        """Add a layer, a GeoJSON file or the id of a built-in layer, and return the map."""
        self._layers.append(layer)
        return self

    def add_child(self, child: Any, *_: Any, **__: Any) -> Any:
        """Refuse folium objects, which this page does not draw.

        Raises
        ------
        OutputError
            Always: a map without what was added to it would be a false one.
        """
        raise OutputError(
            f"{type(child).__name__}: this page draws events and layers only. Use add_events and"
            " add_layer, or add the object to a plain folium.Map."
        )

    def page(self) -> Page:
        """Return the finished page."""
        return build(self._events or None, recipe=self._chosen(), layers=self._layers)

    def _chosen(self) -> Recipe | str | Path | None:
        """Return the recipe with what the constructor was told."""
        location, zoom = self._given
        if not (self._title or location or zoom):
            return self._recipe
        base = self._recipe or ATLAS
        recipe = base if isinstance(base, Recipe) else read_recipe(base)
        center = (float(location[0]), float(location[1])) if location else recipe.center
        return replace(
            recipe, title=self._title or recipe.title, center=center, zoom=zoom or recipe.zoom
        )

    def save(self, outfile: Any, close_file: bool = True, **_: Any) -> None:  # noqa: ARG002
        """Write the page to a path, whole or not at all."""
        self.page().save(outfile)

    def _repr_html_(self, **_: Any) -> str:
        """Return the page in a frame that may run its script and nothing else."""
        document = html.escape(self.page().html)
        return (
            '<iframe sandbox="allow-scripts" title="conflict map" width="100%" height="640"'
            f' style="border:0" srcdoc="{document}"></iframe>'
        )
