"""One date as people type it: what it means in each order of day and month."""

# ruff: noqa: RUF001 - letters of many scripts
from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.io.meaning.words import (
    cell_words,
    date_fillers,
    folded,
    longest_first,
    month_words,
    season_words,
)
from conflictmap.model.edtf_dates import parse_when

if TYPE_CHECKING:
    from collections.abc import Iterable

#: EDTF text by the order of the parts: `any` when there is one reading, else `dmy`, `mdy`, `ymd`.
Readings = dict[str, str]
_SEPARATOR = r"\s*[-/.,\s_]\s*"
_THREE = re.compile(rf"(\d{{1,2}})({_SEPARATOR})(\d{{1,2}})({_SEPARATOR})'?(\d{{4}}|\d{{2}})\.?")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})\.?")
_COMPACT = re.compile(r"((?:18|19|20)\d\d)([01]\d)([0-3]\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\.?")
_TIME = re.compile(
    r"(?<=\d)(?:\s*[t,]\s*|\s+)(?:\w{1,3}\s+)?\d{1,2}(?:[:h]\d{2}){1,2}(?:[.,]\d+)?\s*"
    r"(?:[ap]\.?m\.?)?\s*(?:uhr|hrs?|h|z|utc|gmt|msk|[a-z]{3,4})?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?:\s*\(.*\))?(?=$|\s\d{4}$)")
_EASTERN = re.compile(
    r"(\d{2,4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*)?(?:(\d{1,2})\s*[日일號号]?)?")
_QUARTER = re.compile(r"(?:q|t)([1-4])[\s/-]*(\d{4})|(\d{4})[\s/-]*(?:q|t)([1-4])")
_DECADE = re.compile(r"((?:1[89]|20)\d)0\s*(?:'?s|er|-?е|-?х|лар|lar)")
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})(?:\.0+)?")
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,]\d+)?")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = re.compile(rf"(\d{{1,2}})[-/.\s]+({'|'.join(_ROMANS)})[-/.\s]+(\d{{4}})")
_PART = re.compile(r"\d+|[^\W\d_]+", re.UNICODE)
_SHORT_YEAR = re.compile(r"[-'’/.]\s*\d{2}$")
_EXCEL = dt.date(1899, 12, 30)
_LAST_MONTH, _LAST_DAY, _PIVOT = 12, 31, 50


class Parts(NamedTuple):
    """The parts of a date in words: names of months as (language, number), and its numbers."""

    months: tuple[tuple[str, int], ...]
    numbers: tuple[str, ...]


@lru_cache(maxsize=100_000)
def readings(text: str) -> Readings:
    """Return what a text can mean as a date; nothing when it is none.

    >>> readings("13.09.2022"), readings("Sept. 13, 2022")
    ({'dmy': '2022-09-13'}, {'any': '2022-09-13'})
    >>> readings("03/04/2022")
    {'dmy': '2022-04-03', 'mdy': '2022-03-04'}
    """
    stripped = text.strip()
    if _is_edtf(stripped):
        return {"any": stripped}
    typed = " ".join(folded(stripped).split()).strip(" ;,")
    bare, about = _approximate(typed)
    found = _one(bare)
    return {order: f"{day}{about}" for order, day in found.items()} if about else found


def _is_edtf(text: str) -> bool:
    try:
        parse_when(text)
    except ValueError:
        return False
    return True


def _approximate(typed: str) -> tuple[str, str]:
    """Return a date without words that make it approximate, and EDTF's mark for them."""
    for word in longest_first("about_date"):
        if typed.startswith(word) and not typed[len(word):len(word) + 1].isalpha():
            return typed[len(word):].strip(), "~"
    for word in longest_first("part_of_time"):
        if typed.startswith((f"{word} ", f"{word}-")):
            return typed[len(word):].strip(" -."), ""
    return (typed[:-1].strip(), "?") if typed.endswith("?") else (typed, "")


def _one(typed: str) -> Readings:
    """Return the readings of one date, folded."""
    bare = _without_time(typed)
    if _is_edtf(bare):
        return {"any": bare}
    for read in (_digits, _eastern, _counted, _in_words):
        found = read(bare)
        if found:
            return found
    return {}


def _without_time(typed: str) -> str:
    """Return a date without a time of day, and without the names of days."""
    text = _TIME.sub("", typed).strip(" ,")
    parts = text.split()
    while len(parts) > 1 and parts[0].strip(".,") in date_fillers():
        parts = parts[1:]
    while len(parts) > 1 and parts[-1].strip("()., ") in date_fillers():
        parts = parts[:-1]
    return " ".join(parts).strip(" ,")


def _digits(text: str) -> Readings:
    """Return the readings of numbers with marks between them."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, one, two = map(int, found.groups())
        return _any(iso(year, one, two) or iso(year, two, one))
    if found := _THREE.fullmatch(text):
        return _three(int(found[1]), int(found[3]), found[5], dashed="-" in found[2] + found[4])
    if found := _COMPACT.fullmatch(text):
        return _any(iso(*map(int, found.groups())))
    return _any(_of_two(text))


def _of_two(text: str) -> str:
    """Return a month with its year, or a day with the month as a Roman number."""
    if found := _ROMAN.fullmatch(text):
        return iso(int(found[3]), _ROMANS.index(found[2]) + 1, int(found[1]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    return ""


def _three(one: int, two: int, last: str, *, dashed: bool) -> Readings:
    """Return the readings of three numbers of which the last, of two digits, may be the day."""
    year = full_year(last)
    found = {"dmy": iso(year, two, one), "mdy": iso(year, one, two)}
    if len(last) == 2 and (dashed or not any(found.values())):  # noqa: PLR2004 - digits
        found["ymd"] = iso(full_year(f"{one:02}"), two, int(last))
    return {order: day for order, day in found.items() if day}


def full_year(text: str) -> int:
    """Return a year; of two digits, those of 1950 to 2049.

    >>> full_year("88"), full_year("22"), full_year("1988")
    (1988, 2022, 1988)
    """
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - digits
        return year
    return year + (2000 if year < _PIVOT else 1900)


def iso(year: int, month: int, day: int) -> str:
    """Return a day as ISO text; empty when there is no such day."""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month:02}" if 1 <= month <= _LAST_MONTH else ""


def _any(day: str) -> Readings:
    return {"any": day} if day else {}


def _eastern(text: str) -> Readings:
    """Return a date with signs for year, month and day."""
    found = _EASTERN.fullmatch(text)
    if not found:
        return {}
    year = full_year(found[1])
    if not found[2]:
        return _any(f"{year:04}")
    return _any(iso(year, int(found[2]), int(found[3])) if found[3] else
                _month(year, int(found[2])))


def _counted(text: str) -> Readings:
    """Return quarters, decades, and days that a program counted: Unix time, Excel's serials."""
    if found := _QUARTER.fullmatch(text):
        year, quarter = found[2] or found[3], int(found[1] or found[4])
        last = dt.date(int(year) + quarter // 4, quarter * 3 % 12 + 1, 1) - dt.timedelta(days=1)
        return _any(f"[{year}-{quarter * 3 - 2:02}-01..{last}]")
    if found := _DECADE.fullmatch(text):
        return _any(f"{found[1]}X")
    if found := _SECONDS.fullmatch(text):
        seconds = int(found[1]) if found[1] else int(found[2]) // 1000
        return _any(dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date().isoformat())
    if found := _SERIAL.fullmatch(text):
        return _any((_EXCEL + dt.timedelta(days=int(found[1]))).isoformat())
    return {}


def parts_of(text: str) -> Parts:
    """Return the names of months in a text, and its numbers.

    >>> parts_of("13 septembre 2022").numbers
    ('13', '2022')
    """
    found = _PART.findall(text)
    numbers = tuple(part for part in found if part.isdecimal())
    words = [part for part in found if not part.isdecimal() and part not in date_fillers()]
    months = tuple(dict.fromkeys(month for word in words for month in months_of(word)))
    return Parts(months, numbers)


@cache
def _months_from() -> dict[str, list[tuple[str, str, int]]]:
    """Return the beginnings of months by their first letter, the longest first."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for entry in month_words():
        found.setdefault(entry[0][0], []).append(entry)
    return found


@lru_cache(maxsize=4096)
def months_of(word: str) -> tuple[tuple[str, int], ...]:
    """Return the months that a word can name, with their languages: those of its longest start."""
    longest = 0
    found = []
    for start, language, number in _months_from().get(word[:1], ()):
        if len(start) < longest:
            break
        if word.startswith(start) and len(word) <= len(start) + 8:
            longest = len(start)
            found.append((language, number))
    return tuple(found)


def _in_words(text: str) -> Readings:
    """Return a date with the name of a month or season; each language may mean another month."""
    months, numbers = parts_of(_two_words(text))
    season = _season(text)
    if season and len(numbers) == 1 and len(numbers[0]) == 4:  # noqa: PLR2004 - digits of a year
        return _any(f"{numbers[0]}-{season}")
    found = {f"in {language}": day for language, month in months
             if (day := _dated(month, numbers, text))}
    return _any(next(iter(found.values()))) if len(set(found.values())) == 1 else found


def _two_words(text: str) -> str:
    """Return a text with names of months of two words as one."""
    for start, language, number in month_words():
        if " " in start and start in text:
            single = next(s for s, of, n in month_words()
                          if of == language and n == number and " " not in s)
            return text.replace(start, single)
    return text


def _season(text: str) -> int:
    words = [word.strip(".,") for word in text.split()]
    return next((season_words()[word] for word in words if word in season_words()), 0)


def _dated(month: int, numbers: tuple[str, ...], text: str) -> str:
    """Return a month with its day and year among NUMBERS."""
    years = tuple(n for n in numbers if len(n) == 4)  # noqa: PLR2004 - digits of a year
    rest = tuple(n for n in numbers if len(n) <= 2)  # noqa: PLR2004 - digits of a day
    if len(years) + len(rest) != len(numbers) or len(years) > 1:
        return ""
    return _with_year(month, years[0], rest) if len(years) == 1 else _short(month, rest, text)


def _with_year(month: int, year: str, rest: tuple[str, ...]) -> str:
    """Return a month of a year, with its day when there is one."""
    if not rest:
        return _month(int(year), month)
    return iso(int(year), month, int(rest[0])) if len(rest) == 1 else ""


def _short(month: int, rest: tuple[str, ...], text: str) -> str:
    """Return a month with a year of two digits."""
    if len(rest) == 1 and _SHORT_YEAR.search(text):
        return _month(full_year(rest[0]), month)
    if len(rest) != 2:  # noqa: PLR2004 - a day and a year
        return ""
    day, year = rest if int(rest[0]) <= _LAST_DAY else rest[::-1]
    return iso(full_year(year), month, int(day))


def is_unknown(text: str) -> bool:
    """Return whether a cell says that it is not known."""
    return " ".join(folded(text).split()) in cell_words("unknown")


def orders_of(found: Iterable[str]) -> frozenset[str]:
    """Return the orders of numbers among the keys of readings."""
    return frozenset(found) & {"dmy", "mdy", "ymd"}
