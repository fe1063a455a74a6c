"""A map as a moving picture: one frame for each step of a span of days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.figures.clip_files import ENDINGS, check_encoder, clip_bytes
from conflictmap.formats.files import check_output, write_whole
from conflictmap.model.errors import OutputError, printable
from conflictmap.model.interval import as_date, day_number, day_of
from conflictmap.pages.views import view_of
from conflictmap.reports.inputs import data_of
from conflictmap.reports.save import needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictmap.figures.map_extent import Bounds
    from conflictmap.model.interval import DayLike
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

#: A clip of no named step has no more frames than these; no clip has more than those.
_SEEN, _MOST = 90, 1500
_STEPS = ("day", "2 days", "week", "2 weeks", "month", "2 months", "quarter", "6 months", "year",
          "2 years", "5 years", "10 years")
_STEP = re.compile(r"(?:(\d{1,4})\s*)?(day|week|month|quarter|year)s?")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FPS, _HOLDS = (0.5, 30.0), (0.0, 60.0)


def animate(
    what: Any, path: str | Path, *, view: str = "", start: DayLike | None = None,
    end: DayLike | None = None, step: str = "", size: str = "1200x675", fps: float = 4.0,
    hold: float = 3.0, title: str | None = None, bounds: Bounds | None = None,
    locator: bool = True, moved: Callable[[float], None] = lambda _: None,
) -> Path:
    """Write a clip of the clock, whole or not at all, and return its path.

    Each frame is the figure of a day: the events since the first day, the ground of the day, and
    running totals as ranges. Frame, key and names stay where they are. The same input makes the
    same frames.

    Parameters
    ----------
    what
        A page, a `ConflictMap`, or the path of a page.
    path
        Ends in .mp4 (needs the extra `animate`), .gif or .webp.
    view
        The page's link, or its hash alone: window, filters, layers, language, names.
    start, end
        The first day and the last one that is shown; by default those of the view.
    step
        `day`, `week`, `month`, `quarter`, `year`, or several as in `2 weeks`; by default the
        shortest that makes no more than 90 frames.
    size
        Pixels as `1200x675`, or `card`, `post`, `story`.
    fps
        Frames a second, 0.5 to 30.
    hold
        For how many seconds the last frame stays, up to 60.
    title, bounds, locator
        As for `figure`.
    moved
        Called with the share of the frames that are drawn.

    Raises
    ------
    OutputError
        When what draws or encodes is missing, or an option is out of bounds.
    PageError
        When the page cannot be read.

    Examples
    --------
    >>> import conflictmap as cm
    >>> cm.animate("karabakh.html", "war.gif", start="2020-09-27",
    ...            end="2020-11-10")  # doctest: +SKIP
    """
    target = Path(path)
    check_output(target, ENDINGS)
    _check_pace(fps, hold)
    data = data_of(what)
    try:
        from conflictmap.figures.film import frames_of
        from conflictmap.figures.sizes import size_of
    except ModuleNotFoundError as error:
        raise needs(error) from error
    wanted = size_of(size)
    if wanted.pixels is None:
        raise OutputError(f"size {printable(size)}: a clip has pixels. Write 1200x675.")
    check_encoder(target.suffix.lower())
    pictures = frames_of(data, clip_views(data, view, start=start, end=end, step=step), wanted,
                         title=title, bounds=bounds, locator=locator, moved=moved)
    write_whole(target, clip_bytes(pictures, target.suffix.lower(), fps=fps, hold=hold))
    return target


def _check_pace(fps: float, hold: float) -> None:
    for name, value, (least, most) in (("fps", fps, _FPS), ("hold", hold, _HOLDS)):
        if not least <= value <= most:
            raise OutputError(f"{name} {value:g}: must be {least:g} to {most:g}.")


def clip_views(
    data: PageData, view: str, *, start: DayLike | None = None, end: DayLike | None = None,
    step: str = "",
) -> list[View]:
    """Return the views of the frames: windows from the first day that end a step later each.

    Raises
    ------
    OutputError
        When the days or the step mean nothing, or make too many frames.
    """
    chosen = replace(view_of(data, view), day=None)
    first, after = chosen.window
    first = first if start is None else _day("from", start)
    after = after if end is None else _day("to", end) + 1
    if first >= after:
        raise OutputError(f"from {day_of(first)} to {day_of(after - 1)}: it ends before it starts.")
    return [replace(chosen, window=(first, last)) for last in _ends(first, after, step)]


def _day(name: str, day: DayLike) -> int:
    try:
        return day_number(as_date(day))
    except ValueError as error:
        raise OutputError(
            f"{name}: '{printable(str(day))}': not a day. Write 2020-09-27.") from error


def _ends(first: int, after: int, step: str) -> list[int]:
    """Return the day after the last of each frame; the last frame ends with the span."""
    for name in (step,) if step else _STEPS:
        found = [end for _, end in zip(range(_MOST), _each(first, after, name), strict=False)]
        if step or len(found) < _SEEN:
            break
    if len(found) == _MOST:
        raise OutputError(f"step {printable(name)}: more than {_MOST} frames. Take a longer one.")
    return [*found, after]


def _each(first: int, after: int, step: str) -> Iterator[int]:
    """Yield the ends of frames before the last one: weeks and days from the first day on.

    Months and years end with the calendar's.
    """
    given = _STEP.fullmatch(step.strip().lower())
    if given is None or given[1] in {"0", "00", "000", "0000"}:
        raise OutputError(f"step: '{printable(step)}': write day, week, month, quarter, year, or"
                          " a number of them, such as 2 weeks.")
    many, unit = int(given[1] or 1), given[2]
    if unit not in _MONTHS:
        yield from range(first + (7 if unit == "week" else 1) * many, after,
                         (7 if unit == "week" else 1) * many)
        return
    size = _MONTHS[unit] * many
    day = date.fromordinal(date(1970, 1, 1).toordinal() + first)
    period = (12 * day.year + day.month - 1) // size + 1
    while (end := _first_of(period * size)) < after:
        yield end
        period += 1


def _first_of(month: int) -> int:
    """Return the first day of a month since the year 0."""
    return day_number(date(month // 12, month % 12 + 1, 1))
