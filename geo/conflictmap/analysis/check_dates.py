"""Doubts about dates: in the future, before the source began, day and month exchanged."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.findings import day_text, warning
from conflictmap.model.columns import NO_DAY
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import Problem
from conflictmap.model.interval import OPEN_START, DayLike, as_date, day_number, day_of
from conflictmap.model.source_terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.events import Claim, Events

#: First day that a source covers, by the key of its terms.
BEGAN = {
    "ucdp-ged": date(1989, 1, 1), "ucdp-candidate": date(2018, 1, 1), "acled": date(1997, 1, 1),
    "gdelt": date(1979, 1, 1), "crisisgroup": date(2015, 1, 1),
}
#: Fewest different days of which none is later than the 12th that is no accident: the chance is
#: below one in a million.
_ALL_EARLY = 15
_LAST_MONTH = 12
#: A claim is seldom made later than this many days after its event.
_SOON = 31


def in_future(events: Events, *, today: DayLike | None = None) -> Iterator[Problem]:
    """Yield events after today, or after the newest date of a source where none is given.

    TODAY is by default the day of the clock; it decides what is said, and nothing else.
    """
    last = day_number(as_date(today or datetime.now().astimezone()))
    newest = None if today else _newest(events)
    what, limit = ("today", last) if newest is None or newest > last else (
        "the newest date of a source", newest)
    for row in np.flatnonzero(events.dated & (events["start"] > limit)).tolist():
        yield warning(
            events, row, field="date", value=str(events["when"][row]),
            reason=f"after {what} ({day_text(limit)})", fix="Mend the date, or date the source.",
        )


def _newest(events: Events) -> int | None:
    """Return the last day that the date of a source can mean."""
    spans = [_span(source.date) for source in events.sources.values()]
    ends = [span[1] - 1 for span in spans if span is not None]
    return max(ends, default=None)


def _span(text: str) -> tuple[int, int] | None:
    try:
        when = parse_when(text)
    except ValueError:
        return None
    return when.start, when.end


def before_source(events: Events) -> Iterator[Problem]:
    """Yield events that end before their source began."""
    texts = events["sources"].tolist()
    last = {text: max(map(day_number, (day for _, day in _began(text))), default=NO_DAY)
            for text in set(texts)}
    early = events.dated & (events["end"] <= np.array([last[text] for text in texts]))
    for row in np.flatnonzero(early).tolist():
        for key, day in _began(texts[row]):
            if events["end"][row] <= day_number(day):
                yield warning(
                    events, row, field="date", value=str(events["when"][row]),
                    reason=f"before {key} began ({day})", fix="Mend the date.",
                )


def _began(text: str) -> list[tuple[str, date]]:
    """Return the known sources of a text, each with the day on which it began."""
    keys = [terms.key for name in text.split() if (terms := terms_of(name))]
    return [(key, BEGAN[key]) for key in keys if key in BEGAN]


def day_and_month(events: Events) -> Iterator[Problem]:
    """Yield a file in which no day of the month is above 12."""
    precise = events.dated & (events["date_precision"] == "day") & (events["start"] > OPEN_START)
    for file in sorted(set(events["file"][precise])):
        rows = np.flatnonzero(precise & (events["file"] == file))
        starts = np.unique(events["start"][rows]).tolist()
        days = {day for n in starts if (day := day_of(n)) is not None}
        if len(days) >= _ALL_EARLY and all(day.day <= _LAST_MONTH for day in days):
            yield Problem(
                file=file, place="", field="date", value="", level="warning",
                reason=f"in none of {len(days)} dates is the day above 12: day and month look"
                " exchanged", fix="Compare some dates with their source.",
            )


def early_claims(events: Events) -> Iterator[Problem]:
    """Yield claims made before their event, with a guess when day and month may be exchanged."""
    rows = {event_id: row for row, event_id in enumerate(events.ids)}
    for number, claim in enumerate(events.claims, start=1):
        row, span = rows.get(claim.event_id), _span(claim.on)
        if row is None or span is None or not events.dated[row]:
            continue
        start = int(events["start"][row])
        if span[1] <= start:
            yield _early(claim, number, start, span)


def _early(claim: Claim, number: int, start: int, span: tuple[int, int]) -> Problem:
    """Return the doubt about a claim dated before its event, with a guess when one fits."""
    other = _exchanged(start)
    hint = ""
    if other is not None and 0 <= span[0] - other <= _SOON:
        hint = f"; with day and month exchanged the event is on {day_text(other)}"
    return Problem(
        file="claims.csv", place=f"row {number}", field="on", value=claim.on, level="warning",
        reason=f"made before the event '{claim.event_id}' ({day_text(start)}){hint}",
        fix="Mend the date of the claim or of the event.",
    )


def _exchanged(number: int) -> int | None:
    """Return a day with day and month exchanged; None when that is no other day."""
    day = day_of(number)
    if day is None or day.day > _LAST_MONTH or day.day == day.month:
        return None
    return day_number(date(day.year, day.day, day.month))
