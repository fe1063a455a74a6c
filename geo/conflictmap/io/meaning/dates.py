"""A column of dates: what the whole column says of the order of day and month."""

# ruff: noqa: RUF001 - letters of many scripts
from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.io.meaning.date_texts import (
    Readings,
    is_unknown,
    iso,
    months_of,
    orders_of,
    readings,
)
from conflictmap.io.meaning.words import folded
from conflictmap.model.edtf_dates import parse_when

if TYPE_CHECKING:
    from collections.abc import Mapping

_DASH = r"\s*(?:-|–|—|−|\.\.+|…|~|〜|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bbis\b|\bau\b|\bal\b|"
_DASH += r"\bà\b|\ba\b|\bhasta\b|\baté\b|\bdo\b|\baž\b|\bpo\b|\bпо\b|\bдо\b|\bпа\b|\bila\b|"
_DASH += r"\btot\b|至|到|から)\s*"
_DASHED = re.compile(_DASH)
_MONTH_FIRST = re.compile(r"([^\W\d_]+\.?)\s+(\d{1,2})(?:st|nd|rd|th)?\s*[-–—]\s*(\d{1,2})"
                          r"(?:st|nd|rd|th)?\s*,?\s+(\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
_DAY = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er)?")
_DAY_MONTH = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]?")
_OPENING = re.compile(
    r"(?:from|between|von|vom|zwischen|du|de|del|dal|desde|entre|od|с|от|між|від|з|tra)\s+")
_HINTS = (("dmy", re.compile(r"d{1,2}\W?m{1,3}\W?(y|j|a){2,4}|\bdmy\b|tt\W?mm\W?jj|jj\W?mm\W?aa|"
                             r"дд\W?мм\W?гг|gg\W?aa\W?yy")),
          ("mdy", re.compile(r"m{1,2}\W?d{1,2}\W?y{2,4}|\bmdy\b")))
_ARABIC = re.compile("[\u0600-\u06ff]")
_FULL_YEAR, _FOUR = re.compile(r"\b\d{4}\b"), re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_]+")
#: What stands for a part of a date that is not known.
_NO_PART = frozenset({"", "0", "00", "99"})
_NO_DATE = "not a date in any spelling that is known"
_SURE, _YEARS = 0.9, (1250, 1500)


class Dated(NamedTuple):
    """What a cell says as a date: EDTF text, or why it is lost; and what is doubtful."""

    text: str = ""
    lost: str = ""
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """The order of day and month in a column: which, from how many of the cells, and why."""

    order: str = ""
    decided: int = 0
    of: int = 0
    language: str = ""
    said: str = ""

    def __str__(self) -> str:
        names = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
        if not self.of:
            return ""
        if not self.order:
            return f"day or month first: not known, so each of {self.of} cells is one of two days"
        why = self.said or f"from {self.decided} of {self.of} cells"
        return f"{names[self.order]}, {why}"


@lru_cache(maxsize=100_000)
def date_readings(text: str) -> Readings:
    """Return what a text can mean as a date or as a span of dates.

    >>> date_readings("12.-14.09.2022"), date_readings("13 to 15 September 2022")
    ({'dmy': '2022-09-12/2022-09-14'}, {'any': '2022-09-13/2022-09-15'})
    """
    found = readings(text)
    return found or _span(" ".join(folded(text).split()).strip(" ;,"))


def _span(typed: str) -> Readings:
    """Return the readings of a first and a last day in one cell."""
    bare = _OPENING.sub("", typed, count=1) if _OPENING.match(typed) else typed
    if month := _MONTH_FIRST.fullmatch(bare):
        name, first, last, year = month.groups()
        return _joined(readings(f"{first} {name} {year}"), readings(f"{last} {name} {year}"))
    for dash in _DASHED.finditer(bare):
        left, right = bare[: dash.start()].strip(" ,"), bare[dash.end():].strip(" ,")
        if left and (last := readings(right)):
            found = _joined(readings(_completed(left, right)), last)
            if found:
                return found
    return {}


def _completed(left: str, right: str) -> str:
    """Return the first day of a span with the parts that only its last day states."""
    day, numbers = _DAY.fullmatch(left), _NUMBERS.fullmatch(right)
    if numbers:
        _, mark, month, year = numbers.groups()
        both = _DAY_MONTH.fullmatch(left)
        if day:
            return f"{day[1]}{mark}{month}{mark}{year}"
        return f"{both[1]}{mark}{both[3]}{mark}{year}" if both else left
    year_at = _FULL_YEAR.search(right)
    if year_at is None or _FULL_YEAR.search(left):
        return left
    if day:
        return f"{day[1]} {' '.join(right.split()[1:])}"
    return f"{left} {year_at[0]}" if any(map(months_of, _WORD.findall(left))) else left


def _joined(first: Readings, last: Readings) -> Readings:
    """Return spans by order; a span that ends before it starts is none."""
    spans = {order: _one_span(first.get(order, first.get("any", "")),
                              last.get(order, last.get("any", "")))
             for order in {**first, **last}}
    found = {order: span for order, span in spans.items() if span}
    return found if set(found) == {"any"} else {
        order: span for order, span in found.items() if order != "any"}


def _one_span(start: str, end: str) -> str:
    """Return a span as EDTF text; empty when it is none."""
    if not start or not end or "/" in start + end:
        return ""
    span = start if start == end else f"{start}/{end}"
    return span if _is_date(span) else ""


def _is_date(text: str) -> bool:
    try:
        parse_when(text)
    except ValueError:
        return False
    return True


def order_of(cells: Mapping[str, int], *, header: str = "") -> Order:
    """Return the order of day and month that the cells of a column show.

    Parameters
    ----------
    cells
        Each distinct text with how often it stands there.
    header
        The header of the column, which may say it: `Date (dd/mm/yyyy)`.

    >>> order_of({"13/09/2022": 1, "03/04/2022": 1}).order, order_of({"03/04/2022": 2}).order
    ('dmy', '')
    """
    language = _language(cells)
    numeric = {text: (orders_of(date_readings(text)), times) for text, times in cells.items()}
    asked = {text: found for text, found in numeric.items() if found[0]}
    total = sum(times for _, times in asked.values())
    stated = _stated(header, asked)
    if stated:
        return Order(order=stated, decided=total, of=total, language=language,
                     said="as the header says")
    return _by_cells(asked, total, language) if total else Order(language=language)


def _stated(header: str, asked: Mapping[str, tuple[frozenset[str], int]]) -> str:
    """Return the order that a header states, when a date can have it; else nothing."""
    possible = {order for orders, _ in asked.values() for order in orders}
    return next((order for order, pattern in _HINTS
                 if order in possible and pattern.search(folded(header))), "")


def _by_cells(asked: Mapping[str, tuple[frozenset[str], int]], total: int, language: str) -> Order:
    """Return the order that all numeric dates allow, where only one does."""
    fits: Counter[str] = Counter()
    for orders, times in asked.values():
        fits.update(dict.fromkeys(orders, times))
    whole = [order for order in ("dmy", "mdy", "ymd") if fits[order] == total]
    if len(whole) == 1:
        return Order(order=whole[0], decided=_decided(asked), of=total, language=language)
    if "dmy" in whole and all(map(_is_dotted, asked)):
        return Order(order="dmy", decided=total, of=total, language=language,
                     said="as dates with points are")
    return Order(of=total, language=language)


def _decided(asked: Mapping[str, tuple[frozenset[str], int]]) -> int:
    """Return how many cells allow fewer orders than the others."""
    most = _most(asked)
    return sum(times for orders, times in asked.values() if len(orders) < most)


def _most(asked: Mapping[str, tuple[frozenset[str], int]]) -> int:
    return max(2, *(len(orders) for orders, _ in asked.values()))


def _is_dotted(text: str) -> bool:
    return text.count(".") >= 2 and "/" not in text  # noqa: PLR2004 - between three parts


def _language(cells: Mapping[str, int]) -> str:
    """Return the language in which most names of months of a column are known."""
    votes: Counter[str] = Counter()
    for text, times in cells.items():
        for word in re.findall(r"[^\W\d_]{3,}", folded(text)):
            votes.update({language: times for language, _ in months_of(word)})
    return max(votes, key=lambda language: votes[language]) if votes else ""


def dated(text: str, order: Order) -> Dated:
    """Return what a cell means as a date, in a column of that order.

    >>> dated("03/04/2022", Order()).text, dated("03/04/2022", Order(order="dmy")).text
    ('[2022-03-04,2022-04-03]', '2022-04-03')
    """
    if not text.strip():
        return Dated()
    if is_unknown(text):
        return Dated(lost="a word for unknown")
    found = date_readings(text)
    if not found:
        return Dated(lost=_NO_DATE)
    chosen = found.get("any") or found.get(order.order) or found.get(f"in {order.language}")
    return Dated(chosen) if chosen else _one_of(sorted(set(found.values())))


def _one_of(several: list[str]) -> Dated:
    """Return a day that is one of several, in the form that EDTF has for it."""
    if len(several) == 1:
        return Dated(several[0])
    if any("/" in day or "[" in day for day in several):
        first = min(day.split("/")[0].strip("[") for day in several)
        last = max(day.split("/")[-1].strip("]") for day in several)
        return Dated(f"[{first}..{last}]", doubt="of unknown order: one of several days")
    return Dated(f"[{','.join(several)}]", doubt="one of two days: day or month may come first")


def of_parts(year: str, month: str, day: str) -> Dated:
    """Return the date of a row whose year, month and day stand in columns of their own.

    >>> of_parts("2022", "September", "13").text, of_parts("2022", "9", "").text
    ('2022-09-13', '2022-09')
    """
    known = [_known_part(part) for part in (year, month, day)]
    if not any(known):
        return Dated()
    number = _month_number(known[1])
    if number is None or not _FOUR.fullmatch(known[0]):
        return Dated(lost=_NO_DATE)
    return _with_day(known[0], number, known[2]) if number else Dated(known[0])


def _known_part(text: str) -> str:
    return "" if is_unknown(text) else folded(text).removesuffix(".0").strip(" .")


def _with_day(year: str, month: int, day: str) -> Dated:
    """Return a month of a year with its day, if that is known."""
    if day in _NO_PART:
        return Dated(f"{year}-{month:02}")
    found = iso(int(year), month, int(day)) if day.isdecimal() else ""
    return Dated(found) if found else Dated(f"{year}-{month:02}", lost="no such day")


def _month_number(text: str) -> int | None:
    """Return the number of a month, 0 when it is not known, None when it is none."""
    if text in _NO_PART:
        return 0
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None  # noqa: PLR2004 - months
    found = {number for _, number in months_of(text)}
    return found.pop() if len(found) == 1 else None


def other_calendar(header: str, texts: Mapping[str, str]) -> bool:
    """Return whether the days of a column are of another calendar: years like 1401, in Persian."""
    years = [int(day[:4]) for day in texts.values() if re.match(r"\d{4}", day)]
    inside = sum(_YEARS[0] < year < _YEARS[1] for year in years)
    letters = header + "".join(texts)
    return bool(years) and inside >= _SURE * len(years) and bool(_ARABIC.search(letters))
