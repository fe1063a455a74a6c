"""What a cell that cannot be read probably is: said to the reader, never acted upon."""

from __future__ import annotations

import re
from datetime import date

# ruff: noqa: RUF001
#: Words that people write for unknown. They are never read as empty, nor as zero.
NULL_WORDS = frozenset({
    "-", "–", "—", "--", "?", ".", "na", "n/a", "n.a.", "#n/a", "#na", "nan", "-nan", "null",
    "nil", "none", "<na>", "nat", "unknown", "unk", "missing", "undefined", "inf", "-inf",
    "infinity", "-infinity", "tbd", "tba", "неизвестно", "անհայտ", "naməlum", "bilinmiyor",
})
_GROUPED = re.compile(r"[+-]?\d{1,3}([ ,.'’\u00a0\u2009\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_POWER = re.compile(r"[+-]?\d+(\.\d*)?[eE][+-]?\d+", re.ASCII)
_RANGE = re.compile(r"[~≈<>≤≥]\s*\d+|\d+\s*[-–—]\s*\d+|\d+\s*\+|\d+\s*/\s*\d+", re.ASCII)
_ANGLE = re.compile(r"[\d.,\s°º'’\"′″NSEWnsewdm:-]+", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
_COMPACT = re.compile(r"(18|19|20)\d{6}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_SECONDS = re.compile(r"\d{9,13}(\.\d+)?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}.*", re.ASCII)
_SLASHES = re.compile(r"\d{4}[/.]\d{1,2}[/.]\d{1,2}", re.ASCII)
_NO_ZEROS = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?", re.ASCII)
_RELATIVE = {"today", "yesterday", "tomorrow", "now", "recently"}
_LAST_MONTH = 12
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")


def number_hint(text: str) -> str:
    """Return what a text that is no plain number probably is; empty when nobody can tell.

    >>> number_hint("1 200"), number_hint("5-7"), number_hint("Nan")
    ('digit grouping', 'a range or an estimate', 'a word for unknown')
    """
    known = (
        (text.lower() in NULL_WORDS, "a word for unknown"),
        (_has_other_digits(text), "digits of another script"),
        (bool(_GROUPED.fullmatch(text)), "digit grouping"),
        (bool(_COMMA.fullmatch(text)), "a decimal comma"),
        (bool(_POWER.fullmatch(text)), "a power of ten"),
        (bool(_RANGE.fullmatch(text)), "a range or an estimate"),
        (any(c in text for c in "°º′″") or bool(
            any(c in "NSEWnsew" for c in text) and _ANGLE.fullmatch(text)),
         "degrees in another form"),
        (text.startswith(("=", "@")), "a formula"),
    )
    return next((said for fits, said in known if fits), "")


def _has_other_digits(text: str) -> bool:
    return any(c.isdigit() and not c.isascii() for c in text)


def date_hint(text: str) -> str:
    """Return what a text that is no date probably is; empty when nobody can tell.

    >>> date_hint("03/04/2020")
    'it may be 3 April or 4 March 2020'
    """
    known = (
        (text.lower() in NULL_WORDS, "a word for unknown"),
        (text.lower() in _RELATIVE, "it depends on when it is read"),
        (_has_other_digits(text), "digits of another script"),
        (bool(_TIME.fullmatch(text)), "no such time, or a zone that is not written as +04:00"),
        (bool(_COMPACT.fullmatch(text) or _SLASHES.fullmatch(text) or _NO_ZEROS.fullmatch(text)),
         "the hyphens or zeros of YYYY-MM-DD are missing"),
        (bool(_SECONDS.fullmatch(text)), "a count of seconds"),
        (bool(_SERIAL.fullmatch(text)), "a day number of a spreadsheet"),
        (bool(_SHORT_YEAR.fullmatch(text)), "a year of two digits"),
        (text.startswith(("=", "@")), "a formula"),
    )
    return _two_readings(text) or next((said for fits, said in known if fits), "")


def _two_readings(text: str) -> str:
    """Return what a day and a month in doubtful order can mean."""
    found = _DAY_MONTH.fullmatch(text)
    if not found:
        return ""
    one, two, year = (int(part) for part in found.groups())
    readings = []
    for day, month in ((one, two), (two, one)):
        if 1 <= month <= _LAST_MONTH:
            try:
                date(year, month, day)
            except ValueError:
                continue
            readings.append(f"{day} {_MONTHS[month - 1]}")
    unique = list(dict.fromkeys(readings))
    return f"it may be {' or '.join(unique)} {year}" if unique else ""
