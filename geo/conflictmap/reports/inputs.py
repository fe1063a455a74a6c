"""What a figure or a report is made from: the data of a page, and the views that are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import PageError
from conflictmap.model.interval import OPEN_END, OPEN_START, as_date, day_number, interval_of
from conflictmap.pages.read_page import PageData, page_data, read_page
from conflictmap.pages.views import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.analysis.count import Window
    from conflictmap.model.interval import DayLike
    from conflictmap.pages.views import View

_MOST_DATES = 12


def data_of(what: Any) -> PageData:
    """Return what a map holds: a page just built, a `ConflictMap`, or the path of a page."""
    if isinstance(what, PageData):
        return what
    if isinstance(what, (str, Path)):
        return read_page(what)
    page = what.page() if hasattr(what, "page") else what
    if not hasattr(page, "html"):
        raise PageError(f"{type(what).__name__}: give a page, a ConflictMap, or a page's path.")
    return page_data(page)


def views_for(
    data: PageData, view: str = "", dates: Sequence[DayLike] = (), *, window: Window = None,
    day: DayLike = "",
) -> list[View]:
    """Return the view of a link, or one for each of several days or spans of days.

    Parameters
    ----------
    data
        What the page holds.
    view
        The page's link, or its hash alone.
    dates
        ISO 8601 or EDTF: `2020-09-26`, `2020-09-27/2020-11-10`, `2022-09`; or dates, datetimes.
    window
        The first day, and the day after the last, in place of those of the link.
    day
        The day of the ground; by default that of the link, or the last of each window.

    Raises
    ------
    PageError
        When a date is none, or there are more than a figure can hold.
    """
    chosen = view_of(data, view)
    if window is not None:
        span = interval_of(window)
        chosen = replace(chosen, window=_closed(data, span.first, span.last))
    if len(dates) > _MOST_DATES:
        raise PageError(f"dates: {len(dates)} maps do not fit on one figure; {_MOST_DATES} do.")
    windows = [replace(chosen, window=_window(data, one), day=None) for one in dates]
    views = windows or [chosen]
    return views if day == "" else _with_ground(views, day)


def _with_ground(views: Sequence[View], day: DayLike) -> list[View]:
    """Return views with the ground of a day."""
    try:
        ground = day_number(as_date(day))
    except ValueError as error:
        raise PageError(f"day: '{day}': {error}. Write 2020-12-01.") from error
    return [replace(one, day=ground) for one in views]


def _window(data: PageData, day: DayLike) -> tuple[int, int]:
    text = day if isinstance(day, str) else str(as_date(day))
    try:
        when = parse_when(text)
    except ValueError as error:
        raise PageError(f"dates: '{text}': {error}. Write 2022-09-13, or a span.") from error
    return _closed(data, when.start, when.end)


def _closed(data: PageData, start: int, end: int) -> tuple[int, int]:
    return data.closed([None if start == OPEN_START else start, None if end == OPEN_END else end])
