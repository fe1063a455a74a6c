"""Dates in words, as the page says them: `maps/app/text/edtf.js` in Python."""

from __future__ import annotations

import re
from datetime import date

from conflictmap.pages.words import day_text, words

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
    said = []
    for end in (first, last):
        found = None if end in {"", ".."} else _single(end, lang)
        if found is None and end not in {"", ".."}:
            return None
        said.append(found[0] if found else "")
    text = words(lang)
    if all(said):
        return text(f"{kind}.span", **{"from": said[0], "to": said[1]})
    if not any(said):
        return None
    return text(f"{kind}.until" if said[1] else f"{kind}.since", date=said[0] or said[1])


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
    last = sum(part is not None for part in (month, day))
    for i, (before, behind) in enumerate(((y1, y2), (m1, m2), (d1, d2))):
        if behind and i == last:
            said = words(lang)(_QUALIFIED[behind], date=said)
        if before or (behind and i < last):
            said = words(lang)(f"date.unsure.{_PARTS[i]}", date=said)
    return said, day is not None and day != "XX"


def _name(year: str, month: str, day: str, lang: str) -> str | None:
    """Return a date without its marks; None when there is no such date, or its days lie apart."""
    first = year.replace("X", "0")
    if year == "XXXX" or first == "0000":
        return None
    if month == "XX":
        last = year.replace("X", "9")
        whole = str(int(first)) if first == year else f"{first}\u2013{last}"
        return whole if day == "XX" else None
    if year != first:
        return None
    if day == "XX":
        return _month_name(year, int(month), lang)
    try:
        return day_text(date(int(year), int(month), int(day)), lang)
    except ValueError:
        return None


def _month_name(year: str, month: int, lang: str) -> str | None:
    text = words(lang)
    if month in _SEASONS:
        later = f"{year}/{(int(year) + 1) % 100:02d}" if month == _SEASONS[-1] else year
        return text(f"season.{month}", year=later)
    if not 1 <= month <= _MONTHS:
        return None
    return text("month.year", month=text("months.alone").split(" ")[month - 1], year=year)
