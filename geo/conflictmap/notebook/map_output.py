"""What comes of a map: files, pictures, a widget, and what a notebook cell shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.figures.quick_svg import svg_of
from conflictmap.notebook.map_options import frame_height, picture_size
from conflictmap.pages.embed import frame_html
from conflictmap.pages.read_page import page_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.model.events import Events
    from conflictmap.notebook.widget import MapWidget
    from conflictmap.pages.page import Page


class MapOutput:
    """Gives a map that makes a page (`page`, `events`) its files and its shapes in notebooks."""

    if TYPE_CHECKING:
        @property
        def events(self) -> Events:
            """The events of the map as one table."""

        def page(self) -> Page:
            """Return the finished page."""

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

    def to_html(self) -> str:
        """Return the page as HTML text: one document that needs no network."""
        return self.page().html

    def to_image(self, *, dpi: int = 150, **options: Any) -> bytes:
        """Return a PNG of the map, drawn without a browser.

        Parameters
        ----------
        dpi
            Dots per inch.
        options
            As in `conflictmap.figure`: `view`, `dates`, `window`, `width_cm`, `title`, `bounds`.

        Raises
        ------
        OutputError
            When matplotlib is missing: `pip install 'conflictmap[report]'`.
        """
        from conflictmap.reports.save import figure, figure_content

        return figure_content(figure(self, **options), ".png", dpi=dpi)

    def _to_png(  # folium's own signature
        self, delay: int = 3, driver: Any = None,  # noqa: ARG002
        size: Sequence[int] | None = None,
    ) -> bytes:
        """Return a PNG as `folium.Map` does, but drawn without a browser.

        SIZE is in pixels, by default as wide and high as the map was asked to be; DELAY and DRIVER
        are of a browser, and mean nothing here.
        """
        from conflictmap.reports.save import figure, figure_content

        width, height = size or picture_size(self)
        drawn = figure(self, size=f"{width}x{height}")
        return figure_content(drawn, ".png", dpi=drawn.dpi)

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
            "text/html": frame_html(page, picture, height=frame_height(self)),
            "image/svg+xml": picture, "text/plain": f"<ConflictMap: {page.accounting}>",
        }

    def _repr_html_(self, **_: Any) -> str:
        """Return the page in a frame that may run its script and nothing else."""
        return self._repr_mimebundle_()["text/html"]
