"""Dates as people know them: ISO 8601 and EDTF text to the days it can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from conflictmap.model.interval import EPOCH, OPEN_END, OPEN_START

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: A time of day behind a day, with a zone or without one.
_TIMED = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?", re.ASCII
)
#: One date. A mark qualifies the part that it stands at, before or behind.
_ONE = re.compile(
    r"(?P<y1>[~?%]?)(?P<year>(?=[\dX]{4}(?![\dX]))\d*X*)(S(?P<digits>[1-4]))?(?P<y2>[~?%]?)"
    r"(-(?P<m1>[~?%]?)(?P<month>\d\d|XX)(?P<m2>[~?%]?)"
    r"(-(?P<d1>[~?%]?)(?P<day>\d\d|XX)(?P<d2>[~?%]?))?)?", re.ASCII
)
_SET = re.compile(r"\[(?P<one>[^]]+)\]|\{(?P<all>[^}]+)\}")
_MONTHS = {"day": 0, "month": 1, "season": 3, "year": 12}
_ANY = "XX"
#: By the second part of a date: months since January, how many, and the unit. EDTF names the
#: seasons and no more; they are taken as in the northern half of the Earth, winter from December.
_MONTH_CODES = {
    **{f"{month + 1:02}": (month, 1, "month") for month in range(12)},
    "21": (2, 3, "season"), "22": (5, 3, "season"), "23": (8, 3, "season"),
    "24": (11, 3, "season"),
}
_OTHER_SEASONS = {str(code) for code in range(25, 42)}
#: January of the year 10000, in months from that of the year 0: the calendar ends before it.
_AFTER = 120_000
#: Longest text that is read as a date.
_LONGEST = 1_000
_NO_DATE = "not a date in ISO 8601 or EDTF form"


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
    """Return what a date means.

    Accepted: ISO dates, with a time of day too, of which the day counts as it is written; EDTF
    level 1: a month, season or year, `199X`, a span `a/b`, open ends (`2020-09-27/..`), and the
    marks `~`, `?`, `%`; of level 2 marks at one part (`2020-09?-27`), significant digits
    (`1950S2`, a year of that century), one of several (`[a,b..c]`: it is not known which) and all
    of several (`{a,b..c}`).

    Where a text leaves room, the days are those of its widest reading. A mark widens by one unit
    of the part that it stands at and no more: `2020-09~` is August to October 2020, `199X~` 1980
    to 2009. The winter of 2022 is December 2022 to February 2023.

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
        return _when(text, day, day, (day, day), "day")
    if len(text) > _LONGEST:
        raise ValueError(_NO_DATE)
    if several := _SET.fullmatch(text):
        return _set(text, several)
    first, slash, last = text.partition("/")
    if slash:
        return _span(text, first, last)
    early, late, unit = _bounds(first)
    return _when(text, early, late, (early, late) if early == late else None, unit)


def _when(
    text: str, early: int, late: int, certain: tuple[int, int] | None, precision: str
) -> When:
    """Return what a date means by its first and last day, and the first and last certain one."""
    sure = certain if certain and certain[0] <= certain[1] else None
    return When(
        text=text, start=early, end=late if late == OPEN_END else late + 1,
        certain_start=sure[0] if sure else None, certain_end=sure[1] + 1 if sure else None,
        precision=precision,
    )


def _span(text: str, first: str, last: str) -> When:
    """Return what `first/last` means: it lasted from one to the other."""
    early, start_known, end_known, late, unit = _ends(first, last)
    # Open ends are not known to last: only the known end counts as certain.
    certain_from = end_known if early == OPEN_START else start_known
    certain_to = start_known if late == OPEN_END else end_known
    return _when(text, early, late, (certain_from, certain_to), unit)


def _ends(first: str, last: str) -> tuple[int, int, int, int, str]:
    """Return first and last day of either end of a span, and its unit; `..` or nothing is open."""
    open_first, open_last = first in {"", ".."}, last in {"", ".."}
    if open_first and open_last:
        raise ValueError("a span needs a start or an end")
    early, start_known, unit = (OPEN_START, OPEN_START, "day") if open_first else _bounds(first)
    end_known, late, other = (OPEN_END, OPEN_END, "day") if open_last else _bounds(last)
    if late < early:
        raise ValueError("the span ends before it starts")
    return early, start_known, end_known, late, max(unit, other, key=_MONTHS.__getitem__)


def _set(text: str, several: re.Match[str]) -> When:
    """Return what a set means: one of several, or all of them."""
    members = [_member(item) for item in (several["one"] or several["all"]).split(",")]
    return _one_of(text, members) if several["one"] else _all_of(text, members)


def _member(item: str) -> tuple[int, int, bool, str]:
    """Return first and last day of a member of a set, whether each of them is meant, its unit."""
    first, dots, last = item.partition("..")
    if not dots:
        early, late, unit = _bounds(item)
        return early, late, early == late, unit
    early, start_known, end_known, late, unit = _ends(first, last)
    whole = early == start_known and late == end_known
    return early, late, whole and early != OPEN_START and late != OPEN_END, unit


def _one_of(text: str, members: list[tuple[int, int, bool, str]]) -> When:
    """Return what `[a,b..c]` means: one day or more of these, it is not known which."""
    first, last = min(m[0] for m in members), max(m[1] for m in members)
    days = last - first + 1
    fits = [unit for unit, most in (("day", 1), ("week", 7), ("month", 31)) if days <= most]
    return _when(text, first, last, (first, last) if days == 1 else None,
                 fits[0] if fits else "year")


def _all_of(text: str, members: list[tuple[int, int, bool, str]]) -> When:
    """Return what `{a,b..c}` means: each of these; certain is the first run of days among them."""
    first, last = min(m[0] for m in members), max(m[1] for m in members)
    until = first - 1
    for early, late, each, _ in sorted(members):
        if not each or early > until + 1:
            break
        until = max(until, late)
    unit = max((m[3] for m in members), key=_MONTHS.__getitem__)
    return _when(text, first, last, (first, until), unit)


def _bounds(text: str) -> tuple[int, int, str]:
    """Return the first and last day that one date can mean, and the unit that it is known to."""
    found = _ONE.fullmatch(_without_time(text))
    if found is None:
        raise ValueError(_NO_DATE)
    year, month, day = _known(found)
    marks = {part: bool(found[f"{part}1"] or found[f"{part}2"]) for part in "ymd"}
    first, count, unit = _months_of(year, month)
    wider = _widening(marks, count, month=month, day=day)
    if day == _ANY:
        return _first_of(first - wider), _first_of(first + count + wider) - 1, unit
    _iso_day(f"{year}-{month}-{day}")
    early, late = (_day_in(first + shift, int(day)) for shift in (-wider, wider))
    unit = "day" if not wider else "year" if marks["y"] else "month"
    return early - marks["d"], late + marks["d"], unit


def _months_of(year: str, month: str) -> tuple[int, int, str]:
    """Return the first month, counted from January of the year 0, how many, and the unit."""
    first = int(year.replace("X", "0")) * 12
    if month == _ANY:
        return first, 12 * 10 ** year.count("X"), "year"
    start, count, unit = _MONTH_CODES[month]
    return first + start, count, unit


def _widening(marks: Mapping[str, bool], count: int, *, month: str, day: str) -> int:
    """Return by how many months marks widen a date of COUNT months on either side."""
    if month == _ANY:
        return count * any(marks.values())
    return 12 * marks["y"] + count * (marks["m"] or (marks["d"] and day == _ANY))


def _without_time(text: str) -> str:
    """Return the day of a time as it is written, or the text."""
    found = _TIMED.fullmatch(text)
    if found is None:
        return text
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"no such day or time: {error}") from error
    return found[1]


def _known(found: re.Match[str]) -> tuple[str, str, str]:
    """Return year, month and day of a date, X for what is not known.

    Raises
    ------
    ValueError
        When the days lie apart, or a number is that of no month.
    """
    year, month, day = found["year"], found["month"] or _ANY, found["day"] or _ANY
    if found["digits"]:
        year = year[: int(found["digits"])].ljust(4, "X")
    _check_parts(year, month, day)
    return year, month, day


def _check_parts(year: str, month: str, day: str) -> None:
    """Refuse a date whose days lie apart, or whose month is none."""
    if year == "XXXX":
        raise ValueError("the year is not known. A date needs a century at least")
    known = ["X" not in year, month != _ANY, day != _ANY]
    if known != sorted(known, reverse=True):
        raise ValueError("a part is known, but not the one before it: the days that it can mean lie"
                         " apart")
    if month in _OTHER_SEASONS:
        raise ValueError("of seasons and other parts of a year only 21 (spring) to 24 (winter) are"
                         " read")
    if month != _ANY and (month not in _MONTH_CODES or (month > "20" and day != _ANY)):
        raise ValueError(_NO_DATE)


def _first_of(month: int) -> int:
    """Return the day number of the first of a month, counted from January of the year 0."""
    try:
        return date(month // 12, month % 12 + 1, 1).toordinal() - EPOCH
    except ValueError as error:
        if month == _AFTER:
            return date.max.toordinal() + 1 - EPOCH
        raise ValueError("it may lie outside the years 1 to 9999") from error


def _day_in(month: int, day: int) -> int:
    """Return the day number of a day in a month, or of its last when it is shorter."""
    return min(_first_of(month) + day, _first_of(month + 1)) - 1


def _iso_day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal() - EPOCH
    except ValueError as error:
        raise ValueError("there is no such day in the calendar") from error
