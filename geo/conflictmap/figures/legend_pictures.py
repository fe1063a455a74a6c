"""Pictures of the key: how an area, a line or a mark looks, each drawn at the foot of a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Circle
from matplotlib.path import Path

from conflictmap.figures.basemap import Stroke, draw_stroke
from conflictmap.figures.labels import draw_town
from conflictmap.figures.marks import Pen, draw_counted, draw_glyph
from conflictmap.figures.shapes import key_fatalities, radius_of
from conflictmap.figures.style import font, px
from conflictmap.pages.words import number_text, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from conflictmap.figures.panel import Panel

#: A function that draws a picture: axes, left, middle.
Draw = Callable[[Any, float, float], None]
#: Size of type and height of a line of the key, in points.
SIZE = 6.4
LINE = 8.0


def town(panel: Panel, controls: Sequence[str]) -> Draw:
    """Return the shields of towns, by who held them."""
    def draw(axes: Axes, x: float, y: float) -> None:
        for i, control in enumerate(controls[:2]):
            draw_town(axes, (x + 4 + 8 * i, y), control, panel.colours)
    return draw


def swatch(panel: Panel, *strokes: Stroke) -> Draw:
    """Return a small area with strokes over each other."""
    def draw(axes: Axes, x: float, y: float) -> None:
        box = Path([(x, y - 3), (x + 13, y - 3), (x + 13, y + 3), (x, y + 3), (x, y - 3)],
                   closed=True)
        for i, stroke in enumerate(strokes):
            draw_stroke(axes, box, stroke, panel.colours, zorder=2 + i)
    return draw


def line(panel: Panel, *strokes: Stroke) -> Draw:
    """Return a line with strokes over each other."""
    def draw(axes: Axes, x: float, y: float) -> None:
        for i, stroke in enumerate(strokes):
            draw_stroke(axes, Path([(x, y), (x + 15, y)]), replace(stroke, fill=""),
                        panel.colours, zorder=2 + i)
    return draw


def glyph(panel: Panel, type_id: str, fatalities: Any = (1, 1, 1)) -> Draw:
    """Return the mark of an event of a type."""
    style = panel.styles[type_id]
    colour = panel.colours[f"family-{style.family}"]

    def draw(axes: Axes, x: float, y: float) -> None:
        pen = Pen(axes=axes, colours=panel.colours, zorder=2)
        draw_glyph(pen, (x + 7, y), px(5.6), (style.shape, colour), fatalities)
    return draw


def somewhere(panel: Panel) -> Draw:
    """Return a mark with a ring: somewhere in an area."""
    colour = panel.colours["family-other"]

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.add_patch(Circle((x + 7, y), px(3), facecolor=colour, linewidth=0, zorder=2))
        axes.add_patch(Circle((x + 7, y), px(7.5), facecolor="none", edgecolor=colour, zorder=2,
                              linewidth=px(1.2), linestyle=(0, (px(2.5), px(2)))))
    return draw


def counted(panel: Panel) -> Draw:
    """Return a mark of several events."""
    def draw(axes: Axes, x: float, y: float) -> None:
        pen = Pen(axes=axes, colours=panel.colours, zorder=2)
        draw_counted(pen, (x + 7, y), px(7.5), [(panel.colours["family-other"], 1.0)], "3")
    return draw


def sizes(panel: Panel) -> Draw:
    """Return nested circles: the area goes with the fatalities."""
    lang = panel.view.lang
    text, ink = words(lang), panel.colours["ink-2"]
    steps = key_fatalities(panel.top)

    def draw(axes: Axes, x: float, y: float) -> None:
        bottom = y + LINE / 2 - 2 * px(radius_of(panel.top, panel.top)) - 2
        for i, number in enumerate(steps):
            radius = px(radius_of(number, panel.top))
            figure = number_text(number, lang)
            name = (text("key.ormore", n=figure) if i == 0 else
                    text("key.orfewer", n=figure) if i == len(steps) - 1 else figure)
            top = bottom + 2 * radius - (2.5 if i == len(steps) - 1 else 0)
            axes.add_patch(Circle((x + 19, bottom + radius), radius, facecolor="none",
                                  edgecolor=ink, linewidth=0.6, zorder=2))
            axes.plot([x + 19, x + 44], [top, top], color=panel.colours["ink-3"], linewidth=0.5,
                      linestyle=(0, (1, 1.6)), zorder=1.9)
            axes.text(x + 46, top, name, fontproperties=font(SIZE - 0.4), color=ink, ha="left",
                      va="center_baseline", zorder=2)
    return draw
