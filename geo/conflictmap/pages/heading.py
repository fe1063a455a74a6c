"""The title of a map that nobody named: where its events were, and in which years."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conflictmap.pages.words import number_text, words
from conflictmap.places.world import country_names

if TYPE_CHECKING:
    from conflictmap.model.events import Events

_ALMOST_ALL = 0.9
_MOST_COUNTRIES = 3


def heading_of(events: Events, lang: str, *, regional: bool) -> tuple[str, str]:
    """Return a title and a subtitle, such as "Ukraine, 2022" and "3,077 events".

    Countries are named when one to three of them hold nine of ten placed events. Events in the
    REGIONAL part of the world, whose ground changed hands, are in the South Caucasus.
    """
    text = words(lang)
    where = text("heading.region") if regional and events.placed.any() else _where(events, lang)
    parts = [where, _years(events)]
    title = ", ".join(filter(None, parts)) or text("heading.events")
    count = len(events)
    return title, text("heading.count", n=number_text(count, lang)) if count else ""


def _where(events: Events, lang: str) -> str:
    """Return the countries of nearly all placed events; empty when they are many."""
    placed = events["lon"] == events["lon"]  # not NaN
    names = Counter(country_names(events["lon"][placed], events["lat"][placed], lang))
    del names[""]
    total, found = names.total(), []
    for name, count in names.most_common(_MOST_COUNTRIES):
        found.append((name, count))
        if sum(n for _, n in found) >= _ALMOST_ALL * total:
            return ", ".join(name for name, _ in found)
    return ""


def _years(events: Events) -> str:
    """Return the first and the last year of dated events, an open end left out."""
    start, end = (events[key][events.dated] for key in ("start", "end"))
    days = [*start[start > OPEN_START], *(end[end < OPEN_END] - 1)]
    if not days:
        return ""
    years = sorted({day.year for day in map(day_of, map(int, (min(days), max(days)))) if day})
    return "\u2013".join(map(str, years))
