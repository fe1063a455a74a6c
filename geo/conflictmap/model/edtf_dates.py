"""Dates as people know them: EDTF text to the days it can mean."""

from __future__ import annotations

import io
import math
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from conflictmap.model.interval import EPOCH, OPEN_END, OPEN_START

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SOME = re.compile(r"\[(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})\]", re.ASCII)
#: Longest date that is one, such as `2020-09-27~`; the package that parses it is slow on others.
_LONGEST = 16
_MONTHS = {"day": 0, "month": 1, "season": 3, "year": 12}


@dataclass(frozen=True, kw_only=True)
class When:
    """What a date text can mean, in days since 1970-01-01.

    `start`/`end` are the half-open days of the widest reading. `certain_start`/`certain_end` are
    those of the narrowest: the days on which the event was under way for certain. They are None
    when no single day is certain ("some day in November 1988").
    """

    text: str
    start: int
    end: int
    certain_start: int | None
    certain_end: int | None
    precision: str


def parse_when(text: str) -> When:
    """Return what an EDTF date means.

    Accepted: ISO dates and EDTF level 1: a day, month, season or year, `199X`, a span `a/b`, open
    ends (`2020-09-27/..`), and the marks `~` and `?`. A mark widens by one unit of the last part
    given and no more: `2020-09~` is August to October 2020. `[a..b]`, of level 2, is some day from
    a to b: no day of it is certain.

    Raises
    ------
    ValueError
        With the reason, when the text is none of these.

    >>> parse_when("1988-11").precision
    'month'
    >>> parse_when("2022-09-12/2022-09-14").end - parse_when("2022-09-12").start
    3
    """
    if _DAY.fullmatch(text):
        day = _iso_day(text)
        return When(
            text=text, start=day, end=day + 1, certain_start=day, certain_end=day + 1,
            precision="day",
        )
    some = _SOME.fullmatch(text)
    if some:
        return _some_day(text, _iso_day(some[1]), _iso_day(some[2]))
    first, slash, last = text.partition("/")
    if not slash:
        early, late, unit = _bounds(first)
        certain = late - early == 0
        return When(
            text=text, start=early, end=late + 1, certain_start=early if certain else None,
            certain_end=late + 1 if certain else None, precision=unit,
        )
    return _span(text, first, last)


def _some_day(text: str, first: int, last: int) -> When:
    """Return what `[first..last]` means: one day or more, it is not known which."""
    if last < first:
        raise ValueError("the span ends before it starts")
    days = last - first + 1
    certain = days == 1
    fits = [unit for unit, most in (("day", 1), ("week", 7), ("month", 31)) if days <= most]
    return When(
        text=text, start=first, end=last + 1, certain_start=first if certain else None,
        certain_end=last + 1 if certain else None, precision=fits[0] if fits else "year",
    )


def _span(text: str, first: str, last: str) -> When:
    """Return what `first/last` means; `..` or nothing at an end is open."""
    open_first, open_last = first in {"", ".."}, last in {"", ".."}
    if open_first and open_last:
        raise ValueError("a span needs a start or an end")
    early, start_known, unit_a = (OPEN_START, OPEN_START, "day") if open_first else _bounds(first)
    end_known, late, unit_b = (OPEN_END, OPEN_END, "day") if open_last else _bounds(last)
    if late < early:
        raise ValueError("the span ends before it starts")
    end = OPEN_END if open_last else late + 1
    # Open ends are not known to last: only the known end counts as certain.
    certain_from = end_known if open_first else start_known
    certain_to = start_known if open_last else end_known
    certain = certain_from <= certain_to
    return When(
        text=text, start=early, end=end, certain_start=certain_from if certain else None,
        certain_end=certain_to + 1 if certain else None,
        precision=max(unit_a, unit_b, key=lambda unit: _MONTHS[unit]),
    )


def _bounds(text: str) -> tuple[int, int, str]:
    """Return the first and last day that one EDTF date can mean, and its unit."""
    if _DAY.fullmatch(text):
        day = _iso_day(text)
        return day, day, "day"
    if text[-1:] in {"~", "?", "%"} and _DAY.fullmatch(text[:-1]):
        day = _iso_day(text[:-1])
        return day - 1, day + 1, "day"
    parsed = _parse(text)
    unit = _unit(text)
    early, late = _edge(parsed.lower_strict), _edge(parsed.upper_strict)
    if text[-1] in "~?%":
        early, late = _widened(early, late, unit)
    return early, late, unit


def _parse(text: str) -> Any:  # the package has no types
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    if len(text) > _LONGEST:
        raise ValueError("not a date in ISO 8601 or EDTF form")
    try:
        # The package prints some of the texts that it cannot read.
        with redirect_stdout(io.StringIO()):
            parsed = parse_edtf(text)
    except (EDTFParseException, AttributeError, TypeError, IndexError, RecursionError) as error:
        raise ValueError("not a date in ISO 8601 or EDTF form") from error
    if type(parsed).__name__ not in {"Date", "Season", "Unspecified", "UncertainOrApproximate"}:
        raise ValueError("this EDTF form is not one of day, month, season, year, span")
    return parsed


def _unit(text: str) -> str:
    """Return the unit of the last part of one EDTF date."""
    parts = text.rstrip("~?%").split("-")
    if len(parts) == 1:
        return "year"
    if len(parts) == 2:  # noqa: PLR2004 - year and month
        return "season" if parts[1] in {"21", "22", "23", "24"} else "month"
    return "day"


def _edge(bound: Callable[[], Any]) -> int:
    """Return the day number of one end that the edtf package gives."""
    try:
        value = bound()
    except (AttributeError, TypeError, IndexError, OverflowError) as error:
        raise ValueError("there is no such day in the calendar") from error
    if isinstance(value, float) and math.isinf(value):
        raise ValueError("an open end needs a span, like 2020-09-27/..")
    try:
        return date(value.tm_year, value.tm_mon, value.tm_mday).toordinal() - EPOCH
    except ValueError as error:
        raise ValueError("there is no such day in the calendar") from error


def _widened(early: int, late: int, unit: str) -> tuple[int, int]:
    """Return the two days moved apart by one unit."""
    if unit == "day":
        return early - 1, late + 1
    months = _MONTHS[unit]
    first, after = date.fromordinal(early + EPOCH), date.fromordinal(late + 1 + EPOCH)
    return _month_shift(first, -months), _month_shift(after, months) - 1


def _month_shift(day: date, months: int) -> int:
    """Return the day number of the first of a month, so many months on."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1).toordinal() - EPOCH


def _iso_day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal() - EPOCH
    except ValueError as error:
        raise ValueError("there is no such day in the calendar") from error
