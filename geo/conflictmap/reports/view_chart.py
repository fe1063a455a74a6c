"""The dead by month or year of what a view shows, by the same periods as on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.series import Series, series_of, with_all
from conflictmap.analysis.sums import period_text, periods_of
from conflictmap.figures.chart import compose_chart
from conflictmap.figures.compose import figure_bytes
from conflictmap.model.interval import day_number, day_of
from conflictmap.pages.visible import events_of, visible_rows
from conflictmap.pages.words import number_text, window_text, words
from conflictmap.reports.document import Picture
from conflictmap.reports.totals import days_in

if TYPE_CHECKING:
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

#: Windows of up to so many days are shown by month, longer ones by year (`rules/bins.js`).
_MONTHS = 4 * 366
#: A window of fewer days says little by month: its whole calendar year is shown.
_FEW = 92
_TALL, _DPI = 44.0, 220


def unit_of(window: tuple[int, int]) -> str:
    """Return the periods by which the days of a window are shown: `month` or `year`."""
    return "month" if window[1] - window[0] <= _MONTHS else "year"


def shown_days(window: tuple[int, int]) -> tuple[int, int]:
    """Return the days of a chart: those of a window, of a short one its calendar years."""
    if window[1] - window[0] >= _FEW:
        return window
    first, last = day_of(window[0]), day_of(window[1] - 1)
    if first is None or last is None:
        return window
    return (day_number(first.replace(month=1, day=1)),
            day_number(last.replace(month=12, day=31)) + 1)


def view_series(data: PageData, view: View) -> tuple[tuple[Series, ...], int]:
    """Return the dead of the events that a view shows, by month or year, as its page has them.

    What lies across the edge of a period, or of the window, is in no bar; how many rows do is the
    second value.
    """
    rows = visible_rows(data, view)
    found, unit = events_of(data, rows), unit_of(view.window)
    start, end = found["start"], found["end"]
    whole = (start >= view.window[0]) & (end <= view.window[1])
    whole[whole] = periods_of(start[whole], unit) == periods_of(end[whole] - 1, unit)
    inside = [row for row, stays in zip(rows, whole, strict=True) if stays]
    if not inside:
        return (), len(rows)
    series = series_of(events_of(data, inside), by=unit, window=days_in(view))
    return series, len(rows) - len(inside)


def periods_in(window: tuple[int, int]) -> list[str]:
    """Return all months, or years, of a window.

    >>> periods_in((18321, 18383))
    ['2020-02', '2020-03', '2020-04']
    """
    unit = unit_of(window)
    first, last = periods_of(np.array([window[0], window[1] - 1]), unit)
    return [period_text(number, unit) for number in range(first, last + 1)]


def chart_picture(data: PageData, view: View, width_cm: float) -> Picture | None:
    """Return the chart of a view, as a picture of a width; None when nobody states any dead."""
    wide = replace(view, window=shown_days(view.window))
    series, across = view_series(data, wide)
    bars = [replace(bar, mean=None, middle=None) for one in series for bar in one.bars]
    if not any(bar.low or bar.best or bar.high for bar in bars):
        return None
    title, text = _title(wide), words(view.lang)
    drawn = compose_chart(
        [with_all(Series(name="", bars=tuple(bars)), periods_in(wide.window))],
        measure="fatalities", title=title, across=False, width_cm=width_cm, lang=view.lang,
        notes=text("killed.across", n=number_text(across, view.lang)) if across else "",
        tall=_TALL)
    return Picture(png=figure_bytes(drawn, ".png", dpi=_DPI), width_cm=width_cm, caption="",
                   alt=title)


def _title(view: View) -> str:
    """Return the title of a chart: by which periods, of which days, whose figures."""
    text = words(view.lang)
    title = f"{text(f'killed.{unit_of(view.window)}')}: {window_text(view.window, view.lang)}"
    return title if view.claims == "range" else f"{title} ({text('claims.view.range')})"
