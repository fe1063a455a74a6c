"""Charts of counts: bars with low, best and high, small multiples, and doubt as a range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from conflictmap.figures.compose import quiet, sheet_of
from conflictmap.figures.style import font, palette, width_of, wrapped
from conflictmap.figures.text_lines import lines_of, total_height, write_lines
from conflictmap.pages.words import label, number_text, whose_text, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from conflictmap.analysis.series import Bar, Series

_MARGIN, _GAP, _TICK = 8.0, 16.0, 6.2
_POINTS_PER_CM = 72 / 2.54
#: Height of a panel in points: one alone, and one of several.
_ALONE, _SMALL, _ROW = 150.0, 82.0, 13.0
#: Room above a panel for its name, and below for the names of its bars.
_ABOVE, _BELOW = 12.0, 22.0
#: From so many panels on three stand side by side.
_THREE = 5
_MARK = "accent"
#: How much of the width the names of lying bars may take.
_NAMES = 0.4


def compose_chart(
    series: Sequence[Series], *, measure: str, title: str, notes: str, across: bool,
    width_cm: float = 17.0, lang: str = "en", theme: str = "light", tall: float | None = None,
) -> Figure:
    """Return a chart of series: a panel each, all of one scale.

    Parameters
    ----------
    series
        What is drawn.
    measure
        `fatalities` or `events`.
    title, notes
        What stands above and below.
    across
        Whether bars lie, a row each, with their names at the left; else they stand by time.
    width_cm
        Width on paper.
    lang, theme
        The language of words and numbers, and the page's theme.
    tall
        Height of a panel by time, in points; by default it follows from their number.
    """
    with quiet():
        return _composed(
            series, measure=measure, title=title, notes=notes, across=across, lang=lang,
            width=width_cm * _POINTS_PER_CM, colours=palette(theme), given=tall)


def _composed(
    series: Sequence[Series], *, measure: str, title: str, notes: str, across: bool, lang: str,
    width: float, colours: Mapping[str, str], given: float | None,
) -> Figure:
    inner, limit = width - 2 * _MARGIN, _top(series)
    head = lines_of(title, 9.5, inner, bold=True)
    foot = lines_of(f"{_key(series, measure, lang)} {notes}".strip(), 6.4, inner)
    many = 1 if across or len(series) == 1 else 2 if len(series) < _THREE else 3
    names = _names(series, lang, inner * _NAMES) if across else {}
    tall = _tall(series, names, given)
    each = tall + _ABOVE + _BELOW
    rows = math.ceil(len(series) / many)
    height = 2 * _MARGIN + total_height(head) + 6 + rows * each + 4 + total_height(foot)
    figure, sheet = sheet_of(width, height, colours)
    write_lines(sheet, head, (_MARGIN, height - _MARGIN), colours)
    write_lines(sheet, foot, (_MARGIN, _MARGIN + total_height(foot)), colours)
    column = (inner - (many - 1) * _GAP) / many
    left = 6 + max(width_of(line, _TICK) for name in (
        *names.values(), number_text(limit, lang)) for line in name.split("\n"))
    top = height - _MARGIN - total_height(head) - 6
    for i, one in enumerate(series):
        x = _MARGIN + (i % many) * (column + _GAP) + left
        y = top - (i // many) * each - _ABOVE - tall
        axes = figure.add_axes((x / width, y / height, (column - left) / width, tall / height),
                               facecolor=colours["page"])
        _panel(axes, one, (limit, column - left), colours, lang, names=names)
        sheet.text(x, y + tall + 3, _said(one.name, one.kind, lang), color=colours["ink"],
                   fontproperties=font(7.2, bold=True))
    return figure


def _names(series: Sequence[Series], lang: str, width: float) -> dict[str, str]:
    """Return the names of lying bars in lines, by their labels."""
    return {bar.label: "\n".join(wrapped(_said(bar.label, one.bar_kind, lang), _TICK, width))
            for one in series for bar in one.bars}


def _tall(series: Sequence[Series], names: Mapping[str, str], given: float | None) -> float:
    """Return how high each panel is, in points: as GIVEN where bars stand by time."""
    if not names:
        if given is not None:
            return given
        return _ALONE if len(series) == 1 else _SMALL
    row = _ROW + 7.5 * max(name.count("\n") for name in names.values())
    return row * max(len(one.bars) for one in series)


def _key(series: Sequence[Series], measure: str, lang: str) -> str:
    """Return what the signs mean."""
    text = words(lang)
    parts = [text(f"chart.{measure}")]
    if any(bar.silent for one in series for bar in one.bars):
        parts.append(text("chart.silent"))
    if any(bar.mean is not None for one in series for bar in one.bars):
        parts.append(text("chart.doubt"))
    return " ".join(parts)


def _said(name: str, kind: str, lang: str) -> str:
    """Return the name of a group in words; that of an area or a period is one."""
    if kind == "whose":
        return whose_text(name, lang)
    return label(lang, kind, name) if name and kind in {"type", "side"} else name


def _top(series: Sequence[Series]) -> float:
    """Return where the scale of all panels ends."""
    most = max((value for one in series for bar in one.bars
                for value in (bar.low, bar.best, bar.high, bar.mean, *(bar.middle or ()))
                if value is not None), default=1)
    step = 10 ** math.floor(math.log10(max(most, 1)))
    return float(next(step * n for n in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * n >= most))


def _panel(
    axes: Axes, one: Series, size: tuple[float, float], colours: Mapping[str, str], lang: str, *,
    names: Mapping[str, str],
) -> None:
    """Draw the bars of one panel: lying ones when they have NAMES, else by time."""
    limit, width = size
    for place, bar in enumerate(one.bars):
        _bar(axes, place, bar, colours, across=bool(names))
    ends = (-0.6, max(len(one.bars), 1) - 0.4)
    ticks = [0, limit / 2, limit]
    numbers = [number_text(v, lang, digits=0 if v == int(v) else 1) for v in ticks]
    shown = range(0, len(one.bars), 1 if names else _stride(one, width))
    texts = [names.get(one.bars[i].label, one.bars[i].label) for i in shown]
    if names:
        axes.set(xlim=(0, limit), ylim=ends[::-1])
        axes.set_xticks(ticks, numbers)
        axes.set_yticks(shown, texts)
    else:
        axes.set(xlim=ends, ylim=(0, limit))
        axes.set_yticks(ticks, numbers)
        axes.set_xticks(shown, texts)
    _plain(axes, colours, "x" if names else "y")


def _plain(axes: Axes, colours: Mapping[str, str], along: Literal["x", "y"]) -> None:
    """Leave of a panel's axes a line for each number, and the texts."""
    axes.grid(visible=True, axis=along, color=colours["hairline"], linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=3)
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set_fontproperties(font(_TICK))
        text.set_color(colours["ink-2"])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _stride(one: Series, width: float) -> int:
    """Return every how manyth bar is named."""
    room = max((width_of(bar.label, _TICK) for bar in one.bars), default=0) + 6
    return max(1, math.ceil(len(one.bars) * room / width))


def _bar(axes: Axes, at: float, bar: Bar, colours: Mapping[str, str], *, across: bool) -> None:
    """Draw low and high as a light bar, the best as a line across, doubt as a thin range."""
    over, along = (axes.vlines, axes.hlines) if across else (axes.hlines, axes.vlines)
    if bar.silent:
        _question(axes, at, colours["ink-2"], across=across)
    _span(axes, at, (0, bar.low), {"color": colours[_MARK]}, across=across)
    _span(axes, at, (bar.low or 0, bar.high), {"color": colours[_MARK], "alpha": 0.32},
          across=across)
    if bar.best is not None:
        over(bar.best, at - 0.36, at + 0.36, color=colours["ink"], linewidth=1.4, zorder=4)
    if bar.mean is not None and bar.middle is not None:
        along(at, *bar.middle, color=colours["ink"], linewidth=0.8, zorder=5)
        point = (bar.mean, at) if across else (at, bar.mean)
        axes.plot(*point, "o", markersize=3.2, color=colours["page"], zorder=6,
                  markeredgecolor=colours["ink"], markeredgewidth=0.8)


def _question(axes: Axes, at: float, colour: str, *, across: bool) -> None:
    """Mark that no figure is known: that is not zero."""
    spot, where = ((4, 0), (0, at)) if across else ((0, 4), (at, 0))
    axes.annotate("?", where, spot, textcoords="offset points", ha="center", va="center",
                  color=colour, fontproperties=font(_TICK))


def _span(
    axes: Axes, at: float, ends: tuple[float, float | None], how: dict[str, Any], *, across: bool
) -> None:
    """Draw a bar between two figures, where the second is known."""
    low, high = ends
    if high is None:
        return
    if across:
        axes.barh(at, high - low, 0.72, left=low, linewidth=0, **how)
    else:
        axes.bar(at, high - low, 0.72, bottom=low, linewidth=0, **how)
