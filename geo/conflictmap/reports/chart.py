"""Events and deaths as a chart, by time, area, type or speaker, with their doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.analysis.count import count
from conflictmap.analysis.series import TOLD, series_of
from conflictmap.analysis.sums import MONTHS_IN
from conflictmap.io.read_events import read_events
from conflictmap.model.errors import EventsError, OutputError
from conflictmap.model.source_terms import credits_of
from conflictmap.pages.words import number_text, words
from conflictmap.reports.save import WIDTHS, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.figure import Figure

    from conflictmap.analysis.count import Window
    from conflictmap.analysis.series import Measure, Series
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

_MOST_PANELS, _MOST_BARS = 30, 600


def chart(
    events: Any = None, *, by: str | Sequence[str] = "month", measure: Measure = "fatalities",
    layers: Layer | str | Iterable[Layer | str] | None = None, window: Window = None,
    title: str | None = None, width_cm: float = 17.0, lang: str = "en",
) -> Figure:
    """Return events or deaths as a matplotlib figure: a bar for each group, with its range.

    The bars are those of `count`. Where places or days are in doubt, a circle with a line shows
    the number to be expected and the middle of its distribution, of `expected`.

    Parameters
    ----------
    events
        The events, or anything that `read_events` takes; by default the built-in ones.
    by
        `year`, `quarter`, `month`, `area` (with `layers`), `type`, `actor`, `source`, `side` (who
        speaks, of the claims), `whose` (whose dead the latest claims count), or two of them: a
        panel for each group of the other.
    measure
        `fatalities` or `events`.
    layers, window
        As for `count`.
    title
        The title; none when empty.
    width_cm
        Width on paper, 6 to 60.
    lang
        The language: en, hy, az or ru.

    Raises
    ------
    EventsError
        When `by` or `measure` means nothing, or nothing is there to be drawn.
    OutputError
        When matplotlib is missing, or the width is out of bounds.

    Examples
    --------
    >>> import conflictmap as cm
    >>> len(cm.chart(by="year").axes)
    2
    """
    compose_chart = _composer(width_cm)
    found = read_events() if events is None else read_events(events)
    given = (by,) if isinstance(by, str) else tuple(by)
    series = series_of(found, by=given, measure=measure, layers=layers, window=window)
    _check(series)
    return compose_chart(
        series, measure=measure, notes=_notes(found, window, (*given, measure), lang),
        title=words(lang)(f"chart.title.{measure}") if title is None else title,
        across=MONTHS_IN.keys().isdisjoint(given), width_cm=width_cm, lang=lang)


def _composer(width_cm: float) -> Callable[..., Figure]:
    if not WIDTHS[0] <= width_cm <= WIDTHS[1]:
        raise OutputError(f"a chart is {WIDTHS[0]:g} to {WIDTHS[1]:g} cm wide, not {width_cm:g}.")
    try:
        from conflictmap.figures.chart import compose_chart
    except ModuleNotFoundError as error:
        raise needs(error) from error
    return compose_chart


def _check(series: Sequence[Series]) -> None:
    """Raise EventsError when there is nothing to draw, or too much to be read."""
    bars = sum(len(one.bars) for one in series)
    if not bars:
        raise EventsError("no event lies in the window: there is nothing to draw.")
    if len(series) > _MOST_PANELS or bars > _MOST_BARS * len(series):
        raise EventsError(f"a chart of {len(series)} panels and {bars} bars cannot be read."
                          " Take longer periods, or a shorter window.")


def _notes(events: Events, window: Window, by: Sequence[str], lang: str) -> str:
    """Return how many events state no figure, and whose data they are."""
    told = {*TOLD, "events"}.isdisjoint(by)
    silent = count(events, window=window)[0].toll.silent if told else 0
    said = f"{words(lang)('figure.silent', n=number_text(silent, lang))}." if silent else ""
    return " ".join([said, *(f"{line.rstrip('. ')}." for line in credits_of(events))]).strip()
