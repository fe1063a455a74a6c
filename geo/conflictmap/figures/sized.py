"""Figures of a given size: map, title, key and credits laid out for its shape, nothing cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflictmap.figures.captions import caption_of, credits_of
from conflictmap.figures.compose import draw_panel, panel_of, quiet, sheet_of
from conflictmap.figures.legend import entries_of
from conflictmap.figures.legend_columns import columns_of, draw_legend, legend_height
from conflictmap.figures.map_extent import frame_of
from conflictmap.figures.scale_and_locator import locator_frame
from conflictmap.figures.style import own_colours, palette
from conflictmap.figures.text_lines import lines_of, total_height, write_lines
from conflictmap.model.errors import OutputError
from conflictmap.pages.translated import translated
from conflictmap.pages.words import window_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from conflictmap.figures.legend_columns import Entry
    from conflictmap.figures.map_extent import Bounds
    from conflictmap.figures.panel import Panel
    from conflictmap.figures.sizes import Size
    from conflictmap.figures.text_lines import Line
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

_MARGIN, _GAP, _BETWEEN = 6.0, 5.0, 8.0
#: What is left free at the edge of a map, for marks that stand there: half of a ring of many.
_EDGE = 13.0
#: How much of a wide sheet the texts beside the map may take, and the narrowest column of a key.
_SHARES, _NARROWEST = (0.3, 0.34, 0.38, 0.42, 0.46), 96.0
#: A map is at least so high for its width.
_LEAST_MAP = 0.55
#: Type of a picture gets smaller by these, until all of it fits.
_STEPS = (1.0, 1.1, 1.2, 1.35, 1.5, 1.7, 1.9, 2.2, 2.5)
_WIDE_KEY = 300.0


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What stands around a map: heads (one for each frame of a clip), key, caption, credits."""

    heads: Sequence[Sequence[tuple[str, float, bool, str]]]
    entries: Sequence[Entry]
    caption: str
    credits: str

    def head(self, frame: int, width: float) -> list[Line]:
        """Return the head of a frame in lines."""
        return [line for text, size, bold, colour in self.heads[frame]
                for line in lines_of(text, size, width, bold=bold, colour=colour)]

    def tallest(self, width: float) -> float:
        """Return how high the highest head is."""
        return max(total_height(self.head(i, width)) for i in range(len(self.heads)))

    def foot(self, width: float) -> list[Line]:
        """Return the caption in lines."""
        return lines_of(self.caption, 6.4, width)

    def credit(self, width: float) -> list[Line]:
        """Return the credits in lines."""
        return lines_of(self.credits, 6.0, width, colour="ink-2")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything stands on a sheet of WIDTH x HEIGHT points; the map has its lower left."""

    width: float
    height: float
    map_at: tuple[float, float]
    map_size: tuple[float, float]
    head_at: tuple[float, float]
    head_width: float
    key: Sequence[Sequence[Entry]]
    key_at: tuple[float, float]
    column: float
    foot: Sequence[Line]
    foot_at: tuple[float, float]
    credit: Sequence[Line]
    credit_at: tuple[float, float]

    def draw_around(
        self, sheet: Axes, texts: Texts, frame: int, colours: Mapping[str, str]
    ) -> None:
        """Write all that stands around the map of a frame."""
        write_lines(sheet, texts.head(frame, self.head_width), self.head_at, colours)
        draw_legend(sheet, self.key, self.key_at, (self.column, _BETWEEN), colours)
        write_lines(sheet, self.foot, self.foot_at, colours)
        write_lines(sheet, self.credit, self.credit_at, colours)


def layout_of(size: Size, texts: Texts) -> Layout:
    """Return the layout for a size; the type of a picture is made smaller until all fits.

    Raises
    ------
    OutputError
        When the key and the credits do not fit.
    """
    height = size.height or size.width
    lay: Callable[[float, float, Texts], Layout | None] = (
        _beside if size.width > height else _below)
    for step in _STEPS if size.pixels else _STEPS[:1]:
        found = lay(size.width * step, height * step, texts)
        if found is not None:
            return found
    raise OutputError("size: the key and the credits do not fit on it. Take a larger one, or"
                      " switch layers off in the view.")


def _beside(width: float, height: float, texts: Texts) -> Layout | None:
    """Return a wide layout: texts at the right of the map, credits below both."""
    inner = width - 2 * _MARGIN
    credit = texts.credit(inner)
    low = _MARGIN + total_height(credit) + _GAP
    room = height - _MARGIN - low
    for share in _SHARES:
        side = inner * share
        for many in (1, 2):
            column = (side - _BETWEEN * (many - 1)) / many
            key = columns_of(texts.entries, many, column)
            foot = texts.foot(side)
            head, tall = texts.tallest(side), legend_height(key, column)
            if (column < _NARROWEST or len(key) > many
                    or head + tall + total_height(foot) + 2 * _GAP > room):
                continue
            x, top = width - _MARGIN - side, height - _MARGIN
            return Layout(
                width=width, height=height, map_at=(_MARGIN, low),
                map_size=(inner - side - _BETWEEN, room), head_at=(x, top), head_width=side,
                key=key, key_at=(x, top - head - _GAP), column=column, foot=foot,
                foot_at=(x, low + total_height(foot)), credit=credit,
                credit_at=(_MARGIN, low - _GAP))
    return None


def _below(width: float, height: float, texts: Texts) -> Layout | None:
    """Return a tall layout: title, map, key, caption and credits below each other."""
    inner = width - 2 * _MARGIN
    many = 3 if inner > _WIDE_KEY + _BETWEEN * 15 else 2
    column = (inner - _BETWEEN * (many - 1)) / many
    key = columns_of(texts.entries, many, column)
    foot, credit = texts.foot(inner), texts.credit(inner)
    head, tall = texts.tallest(inner), legend_height(key, column)
    low = _MARGIN + total_height(credit) + 2 + total_height(foot) + _GAP + tall + _GAP
    room = height - _MARGIN - head - _GAP - low
    if room < _LEAST_MAP * inner:
        return None
    foot_top = low - 2 * _GAP - tall
    return Layout(
        width=width, height=height, map_at=(_MARGIN, low), map_size=(inner, room),
        head_at=(_MARGIN, height - _MARGIN), head_width=inner, key=key,
        key_at=(_MARGIN, low - _GAP), column=column, foot=foot, foot_at=(_MARGIN, foot_top),
        credit=credit, credit_at=(_MARGIN, foot_top - total_height(foot) - 2))


def sized_sheet(
    layout: Layout, size: Size, colours: Mapping[str, str]
) -> tuple[Figure, Axes]:
    """Return an empty figure of a size, and axes over it in points of the layout."""
    figure, sheet = sheet_of(layout.width, layout.height, colours)
    if size.pixels:
        dpi = 72 * size.pixels[0] / layout.width
        # A little more, so that no pixel is lost when floats are cut.
        figure.set_size_inches((size.pixels[0] + 0.01) / dpi, (size.pixels[1] + 0.01) / dpi)
        figure.set_dpi(dpi)
    return figure, sheet


def compose_sized(
    data: PageData, view: View, size: Size, *, title: str | None = None,
    bounds: Bounds | None = None, locator: bool = True, credited: bool = True,
) -> Figure:
    """Return a figure of a view at a size; its `dpi` gives a picture the pixels asked for.

    TITLE, BOUNDS and LOCATOR are those of `compose`; credits are left out unless CREDITED.

    Raises
    ------
    OutputError
        When the key and the credits do not fit on the size.
    """
    data = translated(data, view.lang)
    colours = palette(view.theme) | own_colours(data.spec["types"])

    def panel(size: tuple[float, float]) -> Panel:
        frame = frame_of(data, view, size[0], bounds=bounds, height=size[1], room=_EDGE)
        return panel_of(data, view, frame, colours)

    with quiet():
        heads = [head_of(data, title, window_text(view.window, view.lang))]
        texts = Texts(heads=heads, entries=(), caption=caption_of(data, [view]),
                      credits=credits_of(data, [view]) if credited else "")
        map_size = (size.width, size.height or size.width)
        # What coincides on the map, and so what the key explains, follows from its size.
        for _ in range(2):
            texts = replace(texts, entries=entries_of([panel(map_size)]))
            layout = layout_of(size, texts)
            map_size = layout.map_size
        figure, sheet = sized_sheet(layout, size, colours)
        drawn = panel(map_size)
        draw_panel(figure, sheet, drawn, layout.map_at, (layout.width, layout.height), named=False,
                   around=locator_frame(drawn) if locator else None)
        layout.draw_around(sheet, texts, 0, colours)
    return figure


def head_of(
    data: PageData, title: str | None, days: str, *more: str
) -> list[tuple[str, float, bool, str]]:
    """Return the title, the days, and further lines below them: text, size, bold, colour."""
    words = data.spec["title"] if title is None else title
    return [(words, 9.5, True, "ink"), (days, 9.0, False, "ink"),
            *((text, 7.2, False, "ink-2") for text in more)]
