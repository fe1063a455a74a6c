"""Numbers as people type them: thousands marks, decimal commas, ranges, words."""

# ruff: noqa: RUF001, RUF002 - letters of many scripts
from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.io.meaning.words import (
    cell_words,
    folded,
    header_words,
    longest_first,
    modifier,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUPS = re.compile(r"\d{1,3}(?:([ .,'’\u066c])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_WHOLE = re.compile(r"(\d{1,12})(?:[.,]0+)?")
_NUMBER = r"\d{1,3}(?:[ .,'’\u066c]\d{3})+|\d{1,12}(?:[.,]0+)?"
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?|[+-]?[.,]\d+")
_FOOTNOTE = re.compile(r"(?<=\S)\s*\[\w{1,3}\]$")
_BRACKETS = re.compile(r"([^()]*\d[^()]*?)\s*\(([^()]*)\)")
#: Thousands marks of one kind, and a decimal mark of the other.
_MARKED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.|(?:\.\d{3})+,)\d+")
_FIRST = re.compile(rf"({_NUMBER})\s*(.*)")
_LAST = re.compile(rf"(.*?)\s*({_NUMBER})")
_MONTH_OF_EXCEL = re.compile(r"\d{1,2}[-.]\w{3}|\w{3}[-.]\d{2}")


class Count(NamedTuple):
    """What a cell says of a number: estimates as digits, empty where it says nothing.

    `lost` says why the cell cannot be used; `doubt` what was taken from an inexact one.
    """

    low: str = ""
    best: str = ""
    high: str = ""
    lost: str = ""
    doubt: str = ""


#: What stands between the dead and the wounded of one cell.
_PARTS = re.compile(r",\s+|\s*[;/&+]\s*|\s(?:and|und|et|y|e|i|и|та|və|ve|և|եւ)\s")
UNKNOWN = Count(lost="a word for unknown")


@lru_cache(maxsize=100_000)
def count_of(text: str) -> Count:
    """Return the number of people that a cell states.

    >>> count_of("1.200").best, count_of("3-5")[:3], count_of("ca. 50").best, count_of(">5").low
    ('1200', ('3', '', '5'), '50', '5')
    >>> count_of("keine")[1], count_of("keine").doubt
    ('0', 'a word for nobody: 0')
    >>> count_of("2 (incl. 1 child)").best, count_of("3 (at least)").low
    ('2', '3')
    >>> count_of("dozens").lost
    'many, without a number'
    """
    typed = _FOOTNOTE.sub("", " ".join(folded(text).split()))
    if not typed:
        return Count()
    return next(filter(None, (read(typed) for read in _READINGS)), None) or _lost(typed)


@lru_cache(maxsize=100_000)
def losses_of(text: str) -> Count | None:
    """Return the dead of a cell that says who died and who was hurt; None of any other cell.

    >>> losses_of("1 killed, 32 wounded").best, losses_of("2 dead and 5 injured").best
    ('1', '2')
    >>> losses_of("4 injured").lost, losses_of("Shelling, 4 killed")
    ('says nothing of the dead', None)
    """
    parts = list(filter(None, _PARTS.split(" ".join(folded(text).split()))))
    dead, hurt = (list(filter(partial(_counts, fits=fits), parts)) for fits in (_is_dead, _is_hurt))
    if not parts or len(dead) + len(hurt) != len(parts) or len(dead) > 1:
        return None
    return _dead_of(dead[0], beside=bool(hurt)) if dead else Count(lost="says nothing of the dead")


def _dead_of(part: str, *, beside: bool) -> Count:
    """Return the dead of a part of a cell; BESIDE says that others are counted in the cell too."""
    said = count_of(" ".join(word for word in part.split() if not _is_dead(word)))
    told = ["beside others: the dead alone"] if beside else []
    return said._replace(doubt="; ".join([*told, *filter(None, [said.doubt])]))


def _counts(part: str, *, fits: Callable[[str], bool]) -> bool:
    """Return whether a text is a number beside a word that fits."""
    return any(map(str.isdigit, part)) and sum(map(fits, part.split())) == 1


def _is_dead(word: str) -> bool:
    """Return whether a word says dead, not merely people."""
    return word.strip(".:") in cell_words("dead") - cell_words("people")


def _is_hurt(word: str) -> bool:
    return header_words(word) in modifier("not_dead")


def _bracketed(typed: str) -> Count | None:
    """Return the number before a note in brackets; None when the note counts the dead too."""
    found = _BRACKETS.fullmatch(typed)
    if not found or not any(map(str.isalpha, found[2])):
        return None
    if not any(map(str.isdigit, found[2])):
        return count_of(f"{found[1]} {found[2]}")
    if cell_words("dead") & {word.strip(".,:;") for word in found[2].split()}:
        return None
    said = count_of(found[1])
    doubt = "; ".join(filter(None, (said.doubt, "a note in brackets is left out")))
    return said if said.lost else said._replace(doubt=doubt)


def _in_words(typed: str) -> Count | None:
    """Return what words alone say: nobody, not known, many."""
    if typed in cell_words("unknown"):
        return UNKNOWN
    if typed in cell_words("zero"):
        return Count(best="0", doubt="a word for nobody: 0")
    worded = any(map(str.isalpha, typed))
    if worded and {typed, _bare(typed)} & cell_words("many"):
        return Count(lost="many, without a number")
    return None


def _plain(typed: str) -> Count | None:
    """Return a number that stands alone, or beside a word for the dead."""
    number = whole_of(typed)
    if number:
        return Count(best=number)
    for found, digits, word in ((_FIRST.fullmatch(typed), 1, 2), (_LAST.fullmatch(typed), 2, 1)):
        if found and found[word].strip(" :.") in cell_words("dead") | cell_words("zero"):
            number = whole_of(found[digits])
            return Count(best=number) if number else None
    return None


def whole_of(typed: str) -> str:
    """Return a whole number without thousands marks; empty when it is none.

    >>> whole_of("1 200"), whole_of("7.0"), whole_of("12.5")
    ('1200', '7', '')
    """
    if _GROUPS.fullmatch(typed) or _INDIAN.fullmatch(typed):
        return str(int(re.sub(r"\D", "", typed)))
    found = _WHOLE.fullmatch(typed)
    return str(int(found[1])) if found else ""


def _range(typed: str) -> Count | None:
    """Return what a range says: the lowest and the highest."""
    bare = _without_dead(_without(_without(typed, "about")[0], "opening")[0])
    found = _FIRST.fullmatch(bare)
    last = _LAST.fullmatch(found[2]) if found else None
    if not found or not last or last[1].strip() not in cell_words("between"):
        return None
    low, high = whole_of(found[1]), whole_of(last[2])
    if not low or not high or int(low) > int(high):
        return None
    return Count(low=low, high=high, doubt="a range: the lowest and the highest")


def _inexact(typed: str) -> Count | None:
    """Return what an estimate or a bound says."""
    for name, field, said in (
        ("more", "low", "at least: the lowest"), ("less", "high", "at most: the highest"),
        ("about", "best", "about: the best estimate, without bounds"),
    ):
        bare, found = _without(typed, name)
        number = _number_in(bare) if found else ""
        if number:
            return Count(**{field: number}, doubt=said)
    if typed.endswith("+"):
        number = _number_in(typed[:-1])
        return Count(low=number, doubt="at least: the lowest") if number else None
    number = _number_in(typed.rstrip("?*")) if typed[-1] in "?*" else ""
    return Count(best=number, doubt="about: the best estimate, without bounds") if number else None


def _number_in(text: str) -> str:
    """Return the only number of a text that says the dead beside it, or nothing."""
    return whole_of(_without_dead(text.strip()))


def _without_dead(text: str) -> str:
    """Return a text without words for the dead at its end."""
    bare = text.strip(" .:")
    while True:
        head, _, word = bare.rpartition(" ")
        if not head or word.strip(".") not in cell_words("dead"):
            return bare
        bare = head


def _without(typed: str, name: str) -> tuple[str, bool]:
    """Return a text without one of some words at its beginning or end, and whether one stood."""
    firsts, lasts = _ends(name)
    if typed[:1] not in firsts and typed[-1:] not in lasts:
        return typed, False
    for word in longest_first(name):
        if typed.startswith(word) and _parted(word, typed[len(word):len(word) + 1]):
            return typed[len(word):].strip(" ."), True
        if typed.endswith(word) and _parted(word, typed[-len(word) - 1:-len(word)]):
            return typed[:-len(word)].strip(), True
    return typed, False


@cache
def _ends(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the letters with which some words begin, and those with which they end."""
    words = longest_first(name)
    return frozenset(word[0] for word in words), frozenset(word[-1] for word in words)


def _parted(word: str, beside: str) -> bool:
    """Return whether a word ends where another character stands beside it."""
    return not (word[-1].isalpha() and beside.isalpha())


def _bare(typed: str) -> str:
    return _without_dead(_without(typed, "about")[0])


#: How a cell is read, the clearest way first.
_READINGS = (_bracketed, _in_words, _plain, _range, _inexact, losses_of)


def _lost(typed: str) -> Count:
    if _MONTH_OF_EXCEL.fullmatch(typed):
        return Count(lost="a date: a spreadsheet may have made it of a range such as 3-5")
    return Count(lost="not a number of people")


def decimal_of(text: str) -> float | None:
    """Return a decimal number, with a point or a comma; None when it is none.

    >>> decimal_of("39,84"), decimal_of("−45.5"), decimal_of("1 200,5 m")
    (39.84, -45.5, 1200.5)
    """
    typed = folded(text).replace("\u2212", "-").replace("–", "-").replace("\u066b", ".")
    typed = re.sub(r"\s*(m|meters?|metres?|metern?|м)\.?$", "", typed)
    typed = re.sub(r"(?<=\d)[ '’](?=\d{3}(\D|$))", "", typed)
    if _MARKED.fullmatch(typed):
        typed = typed.replace("." if typed.rfind(",") > typed.rfind(".") else ",", "")
    if not _DECIMAL.fullmatch(typed):
        return None
    return float(typed.replace(",", "."))


def metres_of(text: str) -> float | None:
    """Return a length in metres; `5 km` is 5,000.

    >>> metres_of("5 km"), metres_of("250"), metres_of("ca. 2 km")
    (5000.0, 250.0, 2000.0)
    """
    typed = _without(folded(text).lstrip("±+/-~"), "about")[0]
    found = re.fullmatch(r"(.*?)\s*(km|kilomet\w*|км)\.?", typed)
    number = decimal_of(found[1] if found else typed)
    return None if number is None else number * (1000 if found else 1)
