"""Lay a figure out: title, one map or several by date, key, caption, credits."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from conflictmap.figures.basemap import draw_basemap
from conflictmap.figures.captions import caption_of, credits_of
from conflictmap.figures.labels import draw_labels
from conflictmap.figures.legend import entries_of
from conflictmap.figures.legend_columns import columns_of, draw_legend, legend_height
from conflictmap.figures.map_extent import Bounds, Frame, frame_of
from conflictmap.figures.marks import draw_marks, marks_of
from conflictmap.figures.panel import Panel
from conflictmap.figures.relief import draw_relief
from conflictmap.figures.scale_and_locator import corners, draw_locator, draw_scale, locator_frame
from conflictmap.figures.shapes import type_styles
from conflictmap.figures.style import FONT, font, own_colours, palette
from conflictmap.figures.text_lines import Line, lines_of, total_height, write_lines
from conflictmap.model.errors import OutputError
from conflictmap.model.version import __version__
from conflictmap.pages.translated import translated
from conflictmap.pages.visible import visible_rows
from conflictmap.pages.words import window_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.axes import Axes

    from conflictmap.figures.panel import Box
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

#: Text is never a formula, and dashes are in points.
SETTINGS: Any = {
    "text.parse_math": False, "text.usetex": False, "lines.scale_dashes": False,
    "font.family": FONT, "svg.fonttype": "path", "svg.hashsalt": "conflictmap", "pdf.fonttype": 42,
    "axes.unicode_minus": True, "path.simplify": False, "text.hinting": "none",
}
_POINTS_PER_CM = 72 / 2.54
_MARGIN = 4.0
_NARROW, _COLUMN = 300.0, 170.0
#: Least and most width of a figure, in cm.
WIDTHS = (6.0, 60.0)
FORMATS = (".png", ".svg", ".pdf")
_MAKER = f"conflictmap {__version__}"
#: No date in any of them: the same input makes the same bytes.
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": _MAKER},
    ".svg": {"Creator": _MAKER, "Date": None},
    ".pdf": {"Creator": _MAKER, "Producer": _MAKER, "CreationDate": None},
}


@contextmanager
def quiet() -> Iterator[None]:
    """Draw by our settings; a letter that the font lacks is a box, as in browsers, unsaid."""
    with rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def compose(
    data: PageData, views: Sequence[View], *, width_cm: float = 17.0, title: str | None = None,
    bounds: Bounds | None = None, locator: bool = True,
) -> Figure:
    """Return a figure of one view, or of several side by side.

    Parameters
    ----------
    data
        What the page holds.
    views
        What each map shows; they share language, names and theme of the first.
    width_cm
        Width on paper: 8.5 for a column, 17 for a page.
    title
        The title above the map; by default the map's, and none when empty.
    bounds
        West, south, east, north in degrees; by default what the view or the page shows.
    locator
        Whether a small map of the countries around is put into an empty corner.
    """
    with quiet():
        return _composed(translated(data, views[0].lang), views, width_cm * _POINTS_PER_CM,
                         title=title, bounds=bounds, locator=locator)


def _composed(
    data: PageData, views: Sequence[View], width: float, *, title: str | None,
    bounds: Bounds | None, locator: bool,
) -> Figure:
    colours = palette(views[0].theme) | own_colours(data.spec["types"])
    across = _columns(len(views), width)
    gap = 6.0
    inner = width - 2 * _MARGIN
    each = (inner - gap * (across - 1)) / across
    frame = frame_of(data, views[0], each, bounds=bounds)
    panels = [panel_of(data, view, frame, colours) for view in views]
    rows = math.ceil(len(panels) / across)
    head = _head(data, views, inner, title)
    label = 11.0 if len(panels) > 1 else 0.0
    many = 3 if inner > _NARROW else 2
    column = (inner - 8 * (many - 1)) / many
    key = columns_of(entries_of(panels), many, column)
    foot = [*lines_of(caption_of(data, views), 6.4, inner),
            *lines_of(credits_of(data, views), 6.0, inner, colour="ink-2")]
    top = total_height(head) + (4 if head else 0)
    maps = rows * (frame.height + label) + (rows - 1) * gap
    key_height = legend_height(key, column)
    bottom = total_height(foot)
    height = _MARGIN * 2 + top + maps + 5 + key_height + 4 + bottom
    figure, sheet = sheet_of(width, height, colours)
    write_lines(sheet, head, (_MARGIN, height - _MARGIN), colours)
    y = height - _MARGIN - top
    for i, panel in enumerate(panels):
        at = (_MARGIN + (i % across) * (each + gap),
              y - label - frame.height - (i // across) * (frame.height + label + gap))
        draw_panel(figure, sheet, panel, at, (width, height), named=len(panels) > 1,
                   around=locator_frame(panel) if locator and i == 0 else None)
    y -= maps + 5
    draw_legend(sheet, key, (_MARGIN, y), (column, 8.0), colours)
    write_lines(sheet, foot, (_MARGIN, y - key_height - 4), colours)
    return figure


def _columns(count: int, width: float) -> int:
    """Return how many maps stand side by side."""
    most = 3 if count > 4 else 2  # noqa: PLR2004 - four make a square
    return max(1, min(count, most, int(width // _COLUMN)))


def panel_of(data: PageData, view: View, frame: Frame, colours: Mapping[str, str]) -> Panel:
    """Return a map of a view, not yet on paper."""
    spec = data.spec
    panel = Panel(
        axes=None, frame=frame, data=data, view=view,  # type: ignore[arg-type]
        rows=visible_rows(data, view), colours=colours,
        styles=type_styles(spec["types"], (spec.get("style") or {}).get("icon") or ""),
    )
    return replace(panel, marks=marks_of(panel))


def sheet_of(width: float, height: float, colours: Mapping[str, str]) -> tuple[Figure, Axes]:
    """Return an empty figure and axes over all of it whose unit is a point."""
    figure = Figure(figsize=(width / 72, height / 72), facecolor=colours["page"])
    FigureCanvasAgg(figure)
    sheet = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    sheet.set_axis_off()
    return figure, sheet


def draw_panel(
    figure: Figure, sheet: Axes, panel: Panel, at: tuple[float, float], page: tuple[float, float],
    *, named: bool, around: Frame | None, spots: tuple[Box, Box | None] | None = None,
) -> None:
    """Draw one map with its lower left corner AT a point of the PAGE.

    AROUND is the frame of its locator; SPOTS are those of scale and locator, else the emptiest.
    """
    frame, colours = panel.frame, panel.colours
    axes = figure.add_axes(
        (at[0] / page[0], at[1] / page[1], frame.width / page[0], frame.height / page[1]),
        xlim=(0, frame.width), ylim=(0, frame.height), facecolor=colours["ground"])
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(edgecolor=colours["ink-3"], linewidth=0.6, zorder=15)
    panel = replace(panel, axes=axes)
    bar, inset = spots or corners(panel, around)
    panel.label_boxes.take(bar)
    draw_basemap(panel)
    draw_relief(panel)
    draw_marks(panel)
    if around is not None and inset is not None:
        panel.label_boxes.take(inset)
        draw_locator(figure, panel, around, (at[0] + inset[0], at[1] + inset[1]), page)
    draw_scale(panel, bar)
    draw_labels(panel)
    if named:
        sheet.text(at[0], at[1] + frame.height + 3, window_text(panel.view.window, panel.view.lang),
                   fontproperties=font(7.2, bold=True), color=colours["ink"], ha="left",
                   va="baseline")


def _head(data: PageData, views: Sequence[View], width: float, title: str | None) -> list[Line]:
    words = data.spec["title"] if title is None else title
    lines = lines_of(words, 9.5, width, bold=True)
    if len(views) == 1:
        lines += lines_of(window_text(views[0].window, views[0].lang), 8.0, width, colour="ink-2")
    return lines


def figure_bytes(figure: Figure, ending: str, *, dpi: float = 300) -> bytes:
    """Return a figure as a file of one of the endings .png, .svg, .pdf.

    Raises
    ------
    OutputError
        When the ending is another one.
    """
    if ending not in FORMATS:
        raise OutputError(f"a figure cannot be a '{ending}' file. Use {', '.join(FORMATS)}.")
    sink = io.BytesIO()
    with quiet():
        figure.savefig(sink, format=ending[1:], dpi=dpi, metadata=_METADATA[ending],
                       facecolor=figure.get_facecolor())
    return sink.getvalue()
