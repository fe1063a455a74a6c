"""Dates in words, as the page says them: `maps/app/text/edtf.js` in Python."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from conflictmap.pages.words import day_text, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMED = re.compile(
    r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$", re.ASCII)
_SET = re.compile(r"(?:\[([^\]]+)\]|\{([^}]+)\})")
#: One date: year, significant digits, month, day, and the marks before and behind each part.
_ONE = re.compile(
    r"([~?%]?)((?=[\dX]{4}(?![\dX]))\d*X*)(?:S([1-4]))?([~?%]?)"
    r"(?:-([~?%]?)(\d\d|XX)([~?%]?)(?:-([~?%]?)(\d\d|XX)([~?%]?))?)?", re.ASCII)
_QUALIFIED = {"~": "date.about", "?": "date.uncertain", "%": "date.both"}
_PARTS = ("year", "month", "day")
_SEASONS = range(21, 25)
_MONTHS = 12


def edtf_text(text: str, lang: str) -> str:
    """Return a date in words; what is no date stays as it is.

    >>> edtf_text("2022-09-12/2022-09-14", "en")
    '12 September 2022 to 14 September 2022'
    >>> edtf_text("[2014-02-18..2014-02-20]", "en")
    'Some day from 18 February 2014 to 20 February 2014'
    """
    if not text:
        return words(lang)("date.unknown")
    found = _SET.fullmatch(text)
    if found:
        said = _set_text(found[1] or found[2], "one" if found[1] else "all", lang)
    else:
        said = _interval_text(text.split("/"), lang)
    return text if said is None else said


def _interval_text(ends: list[str], lang: str) -> str | None:
    """Return a date, or two with a stroke between them."""
    if len(ends) == 1:
        found = _single(ends[0], lang)
        if found is None:
            return None
        said, is_day = found
        return said if is_day else words(lang)("date.some.year", date=said)
    return _span_text(ends[0], ends[1], lang) if len(ends) == 2 else None  # noqa: PLR2004


def _span_text(first: str, last: str, lang: str, *, kind: str = "date") -> str | None:
    said = [_end(end, lang) for end in (first, last)]
    if None in said or not any(said):
        return None
    text = words(lang)
    if all(said):
        return text(f"{kind}.span", **{"from": said[0], "to": said[1]})
    return text(f"{kind}.until" if said[1] else f"{kind}.since", date=said[0] or said[1])


def _end(text: str, lang: str) -> str | None:
    """Return an end of an interval: empty where it is open, None where it is no date."""
    if text in {"", ".."}:
        return ""
    found = _single(text, lang)
    return found[0] if found else None


def _set_text(listed: str, kind: str, lang: str) -> str | None:
    """Return one of several days, or each of them."""
    items = listed.split(",")
    said = [_item_text(item, kind, lang, alone=len(items) == 1) for item in items]
    if None in said:
        return None
    if len(items) > 1:
        return words(lang)(f"date.{kind}of", list="; ".join(map(str, said)))
    return said[0] if ".." in items[0] else edtf_text(items[0], lang)


def _item_text(item: str, kind: str, lang: str, *, alone: bool) -> str | None:
    first, dots, last = item.partition("..")
    if dots:
        return _span_text(first, last, lang,
                          kind="date.some" if kind == "one" and alone else "date")
    found = _single(item, lang)
    return found[0] if found else None


def _single(text: str, lang: str) -> tuple[str, bool] | None:
    """Return one date with the marks of its parts said, and whether it is a day."""
    found = _ONE.fullmatch(_TIMED.sub(r"\1", text))
    if not found:
        return None
    y1, typed, digits, y2, m1, month, m2, d1, day, d2 = found.groups()
    year = typed[:int(digits)].ljust(4, "X") if digits else typed
    said = _name(year, month or "XX", day or "XX", lang)
    if said is None:
        return None
    marks = ((y1, y2), (m1, m2), (d1, d2))[:1 + sum(map(bool, (month, day)))]
    return _marked(said, marks, lang), day not in {None, "XX"}


def _marked(said: str, marks: Sequence[tuple[str | None, str | None]], lang: str) -> str:
    """Return a date with the marks before and behind each of its parts said."""
    text = words(lang)
    for i, (before, behind) in enumerate(marks):
        is_last = i == len(marks) - 1
        if behind and is_last:
            said = text(_QUALIFIED[behind], date=said)
        if before or (behind and not is_last):
            said = text(f"date.unsure.{_PARTS[i]}", date=said)
    return said


def _name(year: str, month: str, day: str, lang: str) -> str | None:
    """Return a date without its marks; None when there is no such date, or its days lie apart."""
    first = year.replace("X", "0")
    if year == "XXXX" or first == "0000":
        return None
    if month == "XX":
        return _year_name(year, first) if day == "XX" else None
    if day == "XX":
        return _month_name(year, int(month), lang) if year == first else None
    try:
        return day_text(date(int(year), int(month), int(day)), lang)
    except ValueError:
        return None


def _year_name(year: str, first: str) -> str:
    return str(int(year)) if year == first else f"{first}\u2013{year.replace('X', '9')}"


def _month_name(year: str, month: int, lang: str) -> str | None:
    text = words(lang)
    if month in _SEASONS:
        later = f"{year}/{(int(year) + 1) % 100:02d}" if month == _SEASONS[-1] else year
        return text(f"season.{month}", year=later)
    if not 1 <= month <= _MONTHS:
        return None
    return text("month.year", month=text("months.alone").split(" ")[month - 1], year=year)
