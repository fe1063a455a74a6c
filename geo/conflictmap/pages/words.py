"""Words of figures and reports in the page's four languages: texts, numbers, days, ranges.

`texts/page.json` repeats what the page says (a test compares the two); `texts/report.json` adds
what only a figure or a report says. English stands in where a language is silent.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Number = float | None

_KM = 1000
_WHOLE_KM = 20_000


class Words(Protocol):
    """What `words` returns: the text of a key, with its places filled."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the text."""


@lru_cache(maxsize=1)
def _catalogues() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name in ("page.json", "report.json"):
        text = files("conflictmap").joinpath("texts", name).read_text(encoding="utf-8")
        for lang, entries in json.loads(text).items():
            found.setdefault(lang, {}).update(entries)
    return found


def words(lang: str) -> Words:
    """Return the function that gives the texts of a language.

    >>> words("en")("upto", n=5)
    'up to 5'
    """
    known = _catalogues()

    def text(key: str, **values: object) -> str:
        template = known.get(lang, {}).get(key) or known["en"].get(key, key)
        # What is filled in is never read as a template again.
        return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), template)

    return text


def label(lang: str, kind: str, value: str, fallback: str = "") -> str:
    """Return the word for a value of the data, or the data's own word.

    >>> label("en", "type", "air_strike")
    'air strike'
    """
    key = f"{kind}.{value}"
    found = words(lang)(key)
    return fallback or value.replace("_", " ") if found == key else found


def whose_text(whose: str, lang: str) -> str:
    """Return whose dead a figure counts, or that it does not say.

    >>> whose_text("armenian", "en"), whose_text("", "en")
    ('Armenian', 'whose is not said')
    """
    return label(lang, "whose", whose) if whose else words(lang)("whose.unsaid")


def number_text(value: float, lang: str, digits: int = 0) -> str:
    """Return a number as the language writes it.

    >>> number_text(115183, "en")
    '115,183'
    """
    text = f"{abs(value):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    whole, _, rest = text.partition(".")
    text_of = words(lang)
    thousands, decimal = text_of("number.thousands"), text_of("number.decimal")
    grouped = re.sub(r"\B(?=(\d{3})+$)", thousands, whole)
    return ("\u2212" if value < 0 else "") + grouped + (decimal + rest if rest else "")


def range_text(low: Number, best: Number, high: Number, lang: str) -> str:
    """Return lowest, best and highest; what is unknown is said, never 0.

    >>> range_text(282, 304, 307, "en") == "282\u2013304\u2013307"
    True
    >>> range_text(None, None, 6, "en")
    'up to 6'
    >>> range_text(91, 97, None, "en")
    'at least 91, best 97'
    """
    if best is None:
        return _limits_text(low, high, lang)
    if (low is None) != (high is None):
        return _open_range(low, best, high, lang)
    known = [v for v in (low, best, high) if v is not None]
    steps = known if low != high else dict.fromkeys(known)
    return "\u2013".join(number_text(value, lang) for value in steps)


def _limits_text(low: Number, high: Number, lang: str) -> str:
    """Return lowest and highest without a best figure."""
    text = words(lang)
    if low is None:
        return text("unknown") if high is None else text("upto", n=number_text(high, lang))
    if high is None:
        return text("atleast", n=number_text(low, lang))
    return "\u2013".join(number_text(value, lang) for value in dict.fromkeys((low, high)))


def _open_range(low: Number, best: float, high: Number, lang: str) -> str:
    """Return a best figure with one of its ends, of which the other is open."""
    text, end = words(lang), high if low is None else low
    if end is None or end == best:
        number = number_text(best, lang)
        return number if low is None else text("atleast", n=number)
    return text("range.high" if low is None else "range.low",
                n=number_text(end, lang), best=number_text(best, lang))


def day_text(day: date, lang: str) -> str:
    """Return a day in full.

    >>> day_text(date(2022, 9, 13), "az")
    '13 sentyabr 2022'
    """
    return words(lang)("day.year", day=f"{day.day} {_month(day, lang)}", year=day.year)


def _month(day: date, lang: str) -> str:
    return words(lang)("months").split(" ")[day.month - 1]


def window_text(window: tuple[int, int], lang: str) -> str:
    """Return a half-open window of day numbers, with its last day named.

    >>> window_text((19248, 19249), "en")
    '13 September 2022'
    """
    epoch = date(1970, 1, 1)
    first, last = epoch + timedelta(window[0]), epoch + timedelta(window[1] - 1)
    end = day_text(last, lang)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\u2013{end}"
    if first.year == last.year:
        return f"{first.day} {_month(first, lang)} \u2013 {end}"
    return f"{day_text(first, lang)} \u2013 {end}"


def length_text(metres: float, lang: str) -> str:
    """Return a length in m or km, rounded as far as a scale bar needs.

    >>> length_text(50_000, "en")
    '50 km'
    """
    text = words(lang)
    if metres < _KM:
        return text("metres", n=number_text(metres, lang))
    return text("km", n=number_text(metres / _KM, lang, 1 if metres < _WHOLE_KM else 0))


def naming_text(names: str, lang: str) -> str:
    """Return what the naming policy is, and that a name is no claim."""
    text = words(lang)
    return f"{text(f'naming.{names}')} {text('names.note')}"


def accounting_text(accounting: Mapping[str, int], lang: str) -> str:
    """Return where every row went."""
    counts = {key: number_text(value, lang) for key, value in accounting.items()}
    return words(lang)("accounting", **counts, aside=counts.get("set_aside", "0"))
