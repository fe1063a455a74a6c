"""Words of headers and cells in some 25 languages: lists that stand as data in `words/`."""

# ruff: noqa: RUF001 - letters of many scripts
from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from conflictmap.model.text import fold

_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th",
                          "\u00ad": "", "\u200b": "", "\u200c": "", "\ufeff": "", "ς": "σ",
                          "`": "'", "´": "'", "\u2018": "'"})
#: Raised digits are the numbers of footnotes.
_RAISED = dict.fromkeys(map(ord, "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")
_BETWEEN = re.compile(r"[\W_]+")
_SEASONS = ("spring", "summer", "autumn", "winter")
_MARKS = frozenset("#№")


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Return a text as words are compared: no case, accents, unusual blanks, other digits.

    >>> folded(" Décès\u00a0№ "), folded("Łódź"), folded("١٢")
    ('deces no', 'lodz', '12')
    """
    plain = unicodedata.normalize("NFKC", text.translate(_RAISED))
    if not plain.isascii():
        plain = "".join(_digit(c) for c in plain)
    return unicodedata.normalize("NFC", fold(plain)).translate(_LETTERS).strip()


def _digit(character: str) -> str:
    """Return the ASCII digit of a digit of any script; other characters as they are."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


@lru_cache(maxsize=4096)
def header_words(header: str) -> tuple[str, ...]:
    """Return the words of a header, folded, without what stands in brackets.

    >>> header_words("Date of incident (dd/mm/yyyy)"), header_words("eventDate")
    (('date', 'of', 'incident'), ('event', 'date'))
    """
    bare = _BRACKETS.sub(" ", header).strip() or header
    text = folded(_CAMEL.sub(" ", bare))
    words = tuple(_BETWEEN.sub(" ", text).split())
    return words or tuple(c for c in header.strip() if c in _MARKS)


@cache
def _lists(name: str) -> dict[str, Any]:
    """Return one file of lists."""
    text = files("conflictmap.io.meaning").joinpath("words", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def column_words() -> dict[str, dict[tuple[str, ...], int]]:
    """Return for each meaning the words of its headers, with their place in their list."""
    return {
        meaning: {header_words(word): at for words in reversed(by_language.values())
                  for at, word in reversed(list(enumerate(words)))}
        for meaning, by_language in _lists("columns").items()
    }


@cache
def modifier(name: str) -> frozenset[tuple[str, ...]]:
    """Return the words of a header that change what the others mean."""
    return frozenset(header_words(word) for word in _lists("modifiers")[name])


@cache
def cell_words(name: str) -> frozenset[str]:
    """Return words that stand in cells, folded."""
    return frozenset(folded(word) for word in _lists("cells")[name])


@cache
def country_words() -> dict[str, str]:
    """Return the code of a country by each of its names, folded."""
    return {folded(name): code for code, names in _lists("countries").items() for name in names}


@cache
def longest_first(name: str) -> tuple[str, ...]:
    """Return words that stand in cells, the longest first."""
    return tuple(sorted(cell_words(name), key=len, reverse=True))


@cache
def month_words() -> tuple[tuple[str, str, int], ...]:
    """Return beginnings of months with language and number, the longest first."""
    found = [
        (folded(start), language, number)
        for language, months in _lists("months").items() if isinstance(months, list)
        for number, starts in enumerate(months, start=1) for start in starts.split("|")
    ]
    return tuple(sorted(set(found), key=lambda item: (-len(item[0]), item)))


@cache
def season_words() -> dict[str, int]:
    """Return the code that EDTF has for the season of a word."""
    seasons = _lists("months")["seasons"]
    return {folded(word): 21 + at for at, name in enumerate(_SEASONS) for word in seasons[name]}


@cache
def date_fillers() -> frozenset[str]:
    """Return words of dates that say nothing: names of days, and small words."""
    names = _lists("months")["day_names"]
    return frozenset(folded(word).rstrip(".") for word in (*names["words"], *names["small"]))
