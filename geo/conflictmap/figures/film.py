"""A clip of the clock: the frames of a span of days, in one layout, with names that stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from conflictmap.analysis.count import count
from conflictmap.figures.captions import credits_of, lasting_caption_of
from conflictmap.figures.compose import draw_panel, panel_of, quiet
from conflictmap.figures.labels import town_marks
from conflictmap.figures.legend import entries_of
from conflictmap.figures.map_extent import frame_of
from conflictmap.figures.panel import KeptLabelBoxes
from conflictmap.figures.scale_and_locator import corners, locator_frame
from conflictmap.figures.sized import Texts, head_of, layout_of, sized_sheet
from conflictmap.figures.style import own_colours, palette
from conflictmap.model.interval import Interval, day_of
from conflictmap.pages.translated import translated
from conflictmap.pages.visible import events_of, visible_features, visible_rows
from conflictmap.pages.words import number_text, range_text, window_text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from conflictmap.figures.map_extent import Bounds
    from conflictmap.figures.panel import Box, Mark, Panel
    from conflictmap.figures.sized import Layout
    from conflictmap.figures.sizes import Size
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

    Picture = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What all frames of a clip have in common."""

    size: Size
    layout: Layout
    texts: Texts
    panels: Sequence[Panel]
    spots: tuple[Box, Box | None]
    locator: bool


def frames_of(
    data: PageData, views: Sequence[View], size: Size, *, title: str | None = None,
    bounds: Bounds | None = None, locator: bool = True,
    moved: Callable[[float], None] = lambda _: None,
) -> Iterator[Picture]:
    """Yield the picture of each view, rows by columns by red, green, blue.

    Parameters
    ----------
    data
        What the page holds.
    views
        The views, whose windows grow: the ground of each is that of its last day.
    size
        The size, in pixels.
    title, bounds, locator
        As for a figure.
    moved
        Called with the share of the frames that are drawn.
    """
    with quiet():
        scene = _scene(translated(data, views[0].lang), views, size, title=title,
                       bounds=bounds, locator=locator)
    for i in range(len(views)):
        with quiet():
            picture = _pixels(_drawn(scene, i))
        moved((i + 1) / len(views))
        yield picture


def _scene(
    data: PageData, views: Sequence[View], size: Size, *, title: str | None,
    bounds: Bounds | None, locator: bool,
) -> _Scene:
    """Return what all frames share, laid out for the longest texts and the whole key."""
    colours = palette(views[0].theme) | own_colours(data.spec["types"])
    texts = Texts(
        heads=[head_of(data, title, window_text(view.window, view.lang), *totals_of(data, view))
               for view in views],
        entries=(), credits=credits_of(data, views),
        caption=f"{lasting_caption_of(data, views[0])} {words(views[0].lang)('figure.running')}")
    width, height = size.width, size.height or size.width
    panels: list[Panel] = []
    for _ in range(2):
        frame = frame_of(data, views[0], width, bounds=bounds, height=height)
        panels = [panel_of(data, view, frame, colours) for view in views]
        texts = replace(texts, entries=entries_of(_telling(panels)))
        layout = layout_of(size, texts)
        width, height = layout.map_size
    frame = frame_of(data, views[0], width, bounds=bounds, height=height)
    boxes = KeptLabelBoxes()
    panels = [replace(panel_of(data, view, frame, colours), label_boxes=boxes) for view in views]
    apart = _apart(panels)
    panels = [replace(panel, apart=apart) for panel in panels]
    # Scale and locator stand where they are out of the way in every frame.
    busy = replace(panels[-1], marks=apart)
    spots = corners(busy, locator_frame(busy) if locator else None)
    return _Scene(size=size, layout=layout, texts=texts, panels=panels, spots=spots,
                  locator=locator)


def _telling(panels: Sequence[Panel]) -> list[Panel]:
    """Return the panels that the key is made from: the last, and one for each state of ground."""
    found = {tuple((id(feature), how) for feature, _, how in visible_features(p.data, p.view)): p
             for p in panels}
    return [panels[-1], *found.values()]


def _apart(panels: Sequence[Panel]) -> tuple[Mark, ...]:
    """Return the marks of all frames, at each spot the largest."""
    found: dict[tuple[float, float], Mark] = {}
    for panel in panels:
        for mark in (*panel.marks, *(town for town, _ in town_marks(panel))):
            spot = (round(mark.x, 1), round(mark.y, 1))
            if spot not in found or found[spot].radius + found[spot].ring < mark.radius + mark.ring:
                found[spot] = mark
    return tuple(found.values())


def totals_of(data: PageData, view: View) -> list[str]:
    """Return events and fatalities of a window as ranges, a line each; unknown is never 0."""
    lang, text = view.lang, words(view.lang)
    window = Interval(start=day_of(view.window[0]), end=day_of(view.window[1]))
    events = events_of(data, visible_rows(data, view))
    found = count(events, window=window, claims=view.claims)[0]
    toll = found.toll
    sure, perhaps = number_text(found.events, lang), number_text(found.possible, lang)
    lines = [text("totals.n", n=sure if sure == perhaps else f"{sure}\u2013{perhaps}"),
             f"{text('fact.toll')}: {range_text(toll.low, toll.best, toll.high, lang)}"]
    if toll.silent:
        lines.append(text("figure.silent", n=number_text(toll.silent, lang)))
    return lines


def _drawn(scene: _Scene, i: int) -> Figure:
    """Return a frame as a figure."""
    layout, panel = scene.layout, scene.panels[i]
    figure, sheet = sized_sheet(layout, scene.size, panel.colours)
    around = locator_frame(panel) if scene.locator else None
    draw_panel(figure, sheet, panel, layout.map_at, (layout.width, layout.height), named=False,
               around=around, spots=scene.spots)
    layout.draw_around(sheet, scene.texts, i, panel.colours)
    _draw_clock(sheet, layout, panel, (i + 1) / len(scene.panels))
    return figure


def _draw_clock(sheet: Axes, layout: Layout, panel: Panel, share: float) -> None:
    """Draw how far the clip has come, along the lower edge of the map."""
    x, y = layout.map_at
    for part, colour in ((1.0, "ink-3"), (share, "ink")):
        sheet.add_patch(Rectangle((x, y - 2.6), layout.map_size[0] * part, 1.6, linewidth=0,
                                  facecolor=panel.colours[colour], zorder=3))


def _pixels(figure: Figure) -> Picture:
    """Return a figure as red, green and blue of each pixel."""
    figure.canvas.draw()
    drawn = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    picture: Picture = np.ascontiguousarray(drawn[..., :3])
    return picture
