"""Counts as series for a chart: low, best and high, certain and possible, expected in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from conflictmap.analysis.claims_view import APART, CLAIMS, peoples
from conflictmap.analysis.count import count, words_of
from conflictmap.analysis.counter import SEVERAL
from conflictmap.analysis.expected import expected
from conflictmap.analysis.sums import MONTHS_IN, period_text, periods_of
from conflictmap.io.read_events import read_events
from conflictmap.joins.join import join, layers_of
from conflictmap.model.errors import EventsError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.analysis.count import Window
    from conflictmap.analysis.counts import Counts
    from conflictmap.analysis.expected_numbers import Expected
    from conflictmap.analysis.part_whole import Count
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

    Measure = Literal["fatalities", "events"]

#: No groups of events, but views of the claims: who speaks, and whose dead the latest claims count.
TOLD = SIDE, WHOSE = "side", "whose"
MEASURES = ("fatalities", "events")
_NOBODY = ("range", "latest", "first")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: of fatalities low, best and high; of events certain, None and possible.

    `silent` says that there are events and none of these is known.

    `mean` and `middle` are the number to be expected and the range in which the middle of its
    distribution lies; None where nothing is in doubt, or where claims are counted.
    """

    label: str
    low: float | None
    best: float | None
    high: float | None
    mean: float | None = None
    middle: tuple[int, int] | None = None
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Series:
    """The bars of one panel; `kind` and `bar_kind` are the words that its names are groups of."""

    name: str
    bars: tuple[Bar, ...]
    kind: str = ""
    bar_kind: str = ""


def series_of(
    events: Any, *, by: str | Sequence[str] = "month", measure: Measure = "fatalities",
    layers: Layer | str | Iterable[Layer | str] | None = None, window: Window = None,
) -> tuple[Series, ...]:
    """Return the series of a chart: bars by time, or by the first word; a panel for the others.

    Parameters
    ----------
    events
        The events, or anything that `read_events` takes.
    by
        `year`, `quarter` or `month`, `area` (with `layers`), `type`, `actor`, `source`, `side` (who
        speaks, of the claims), `whose` (whose dead the latest claims count), or two of them.
    measure
        `fatalities` or `events`.
    layers, window
        As for `count` and `expected`.

    Raises
    ------
    EventsError
        When a word is unknown, there are more than two, or `area` comes without layers.
    """
    given = (by,) if isinstance(by, str) else tuple(by)
    words = _words(given, measure)
    found, chosen = read_events(events), _areas(words, layers)
    names = {f.id: f.name for layer in chosen for f in layer.features}
    how: dict[str, Any] = {"window": window, "by": words or None}
    joined = join(found, chosen) if chosen else None
    if words == given:
        doubts = _doubts(found, words, how | {"layers": chosen or None})
        series = _by_group(count(found, joined=joined, **how), doubts, names, measure, words)
    else:
        series = _by_view(_told(found, given, how | {"joined": joined}), names, measure, given)
    return _filled(series, next(iter(MONTHS_IN.keys() & set(words)), ""))


def _doubts(events: Events, words: Sequence[str], how: dict[str, Any]) -> Sequence[Expected]:
    """Return the expected numbers; none by actor or source, of which an event may have several."""
    return expected(events, **how) if set(SEVERAL).isdisjoint(words) else ()


def _areas(words: Sequence[str], layers: Any) -> list[Layer]:
    """Return the layers whose areas are counted by; none where none are."""
    if "area" not in words:
        return []
    if layers is None:
        raise EventsError("a chart by area needs areas: name a layer.")
    return layers_of(layers)


def _told(events: Events, given: Sequence[str], how: dict[str, Any]) -> dict[str, Counts]:
    """Return the counts of each view of the claims."""
    return {view: count(events, **how, **options)
            for view, options in _views(events, given).items()}


def _by_group(
    counts: Iterable[Count], doubts: Iterable[Expected], names: dict[str, str], measure: str,
    words: Sequence[str],
) -> tuple[Series, ...]:
    """Return the bars of counts, a panel for each group of the second word."""
    doubt = {(e.layer_id, e.area_id, e.period, e.type): e for e in doubts}
    split = _split(words)
    bars: dict[str, list[Bar]] = {}
    for one in counts:
        group, name = _names(one, names, split)
        key = (one.layer_id, one.area_id, _time(one), one.type)
        bars.setdefault(group, []).append(_bar(name, one, measure, doubt.get(key)))
    bar_kind, kind = (*split, "")[:2]
    return tuple(Series(name=name, bars=tuple(some), kind=kind, bar_kind=bar_kind)
                 for name, some in bars.items())


def _filled(series: Sequence[Series], unit: str) -> tuple[Series, ...]:
    """Return series with all periods from the first to the last, so that time runs evenly."""
    known = [_period(bar.label, unit) for one in series for bar in one.bars if unit]
    every = [period_text(p, unit) for p in range(min(known), max(known) + 1)] if known else []
    return tuple(with_all(one, every) if every else one for one in series)


def with_all(one: Series, every: Sequence[str]) -> Series:
    """Return a series with a bar for every period; where nothing happened it holds nothing."""
    bars = {bar.label: bar for bar in one.bars}
    nothing = Bar(label="", low=None, best=None, high=None)
    return replace(one, bars=tuple(
        bars.get(name) or replace(nothing, label=name) for name in every))


def _period(text: str, unit: str) -> int:
    """Return the number of a period from its text: 2022, 2022-Q3 or 2022-09."""
    year, _, part = text.partition("-")
    month = 3 * int(part[1]) - 2 if part.startswith("Q") else int(part or 1)
    day = np.array([f"{int(year):04d}-{month:02d}-01"], dtype="datetime64[D]").astype(np.int64)
    return int(periods_of(day, unit)[0])


def _words(given: Sequence[str], measure: str) -> tuple[str, ...]:
    """Return the words that are groups of events.

    Raises
    ------
    EventsError
        When a word or the measure is unknown, or there are too many.
    """
    words = tuple(word for word in given if word not in TOLD)
    try:
        words_of(words)
    except ValueError as error:
        raise EventsError(f"{error}, {', '.join(TOLD)}.") from error
    if len(given) not in (1, 2) or len(given) - len(words) > 1:
        raise EventsError("a chart is by one word or two: bars, and a panel for each of the other.")
    if measure not in MEASURES:
        raise EventsError(f"measure: '{printable(measure)}' is none of {', '.join(MEASURES)}.")
    return words


def _speakers(events: Events) -> list[str]:
    """Return who speaks of the dead: parties in alphabetical order, then the others."""
    known = {claim.side for claim in events.claims if claim.measure == "killed"}
    parties = sorted(side for side in known if side in CLAIMS and side not in (*APART, *_NOBODY))
    return [*parties, *(side for side in APART if side in known)]


def _views(events: Events, words: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the views of the claims that are compared, each with the options of `count`."""
    if WHOSE in words:
        return {people: {"claims": "latest", "whose": people} for people in peoples(events)}
    return {side: {"claims": side} for side in _speakers(events)}


def _by_view(
    counts: dict[str, Counts], names: dict[str, str], measure: str, given: Sequence[str]
) -> tuple[Series, ...]:
    """Return a panel for each view, or, of one word, their bars side by side."""
    kind = WHOSE if WHOSE in given else SIDE
    words = [word for word in given if word != kind]
    if words:
        return tuple(Series(name=view, kind=kind, bar_kind=words[0], bars=tuple(
            _bar(_names(one, names, words)[1], one, measure, None) for one in some))
            for view, some in counts.items())
    return (Series(name="", bar_kind=kind, bars=tuple(
        _bar(view, some[0], measure, None) for view, some in counts.items())),)


def _time(one: Count) -> str:
    return one.year or one.quarter or one.month


def _split(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with that of the bars first: time where there is one."""
    times = [word for word in words if word in MONTHS_IN]
    return (*times, *(word for word in words if word not in times))


def _names(one: Count, names: dict[str, str], words: Sequence[str]) -> tuple[str, str]:
    """Return the name of the panel, and of the bar, of a count."""
    said = {"area": names.get(one.area_id, one.area_id), "type": one.type,
            "actor": one.actor, "source": one.source,
            **dict.fromkeys(MONTHS_IN, _time(one))}
    label, *panel = [said[word] for word in words]
    return " ".join(panel), label


def _bar(label: str, one: Count, measure: str, doubt: Expected | None) -> Bar:
    ends = (one.events, None, one.possible) if measure == "events" else (
        one.toll.low, one.toll.best, one.toll.high)
    mean, middle = _between(doubt, measure)
    low, best, high = ends
    return Bar(label=label, low=low, best=best, high=high, mean=mean, middle=middle,
               silent=one.possible > 0 and set(ends) == {None})


def _between(
    doubt: Expected | None, measure: str
) -> tuple[float | None, tuple[int, int] | None]:
    """Return what is to be expected, where anything is in doubt."""
    if doubt is None:
        return None, None
    ends, mean, middle = (
        (doubt.events, doubt.mean_events, doubt.range_events) if measure == "events" else
        (doubt.deaths, doubt.mean_deaths, doubt.range_deaths))
    return (None, None) if ends[0] == ends[1] else (mean, middle)
