"""One cell at a time: what text means as a date, a number, a toll, an address.

Every rule about a cell stands here; nothing else in the package reads one from data.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflictmap.events import DAYS, NO_DAY
from conflictmap.when import parse_when

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,17})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
#: The three columns of a toll in a file, and in `Events`.
TOLLS = {
    "fatalities_low": "fatalities_low", "fatalities_best": "fatalities",
    "fatalities_high": "fatalities_high",
}


class BadCell(Exception):  # noqa: N818 - never leaves `rows`
    """A cell that cannot be used: the row is set aside."""

    def __init__(self, column: str, value: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.fix = column, value, reason, fix


def choice(cells: Mapping[str, str], column: str, known: tuple[str, ...]) -> str:
    """Return a word that the column knows, by default the first."""
    value = cells.get(column, "")
    if value and value not in known:
        raise BadCell(column, value, "not a word this column knows", f"Use {', '.join(known)}.")
    return value or known[0]


def days(text: str) -> dict[str, Any]:
    """Return the days of a date; `NO_DAY` when there is none."""
    if not text:
        return dict.fromkeys(DAYS, NO_DAY) | {"date_precision": ""}
    try:
        when = parse_when(text)
    except ValueError as error:
        raise BadCell(
            "date", text, str(error), "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END."
        ) from error
    sure = when.certain_start is not None and when.certain_end is not None
    return {
        "start": when.start, "end": when.end, "date_precision": when.precision,
        "certain_start": when.certain_start if sure else NO_DAY,
        "certain_end": when.certain_end if sure else NO_DAY,
    }


def number(cells: Mapping[str, str], column: str, *, low: float, high: float) -> float:
    """Return a decimal number, NaN when the cell is empty."""
    text = cells.get(column, "")
    if not text:
        return float("nan")
    if not _DECIMAL.fullmatch(text):
        fix = "Write a number like 39.64, with a point; leave unknown empty."
        raise BadCell(column, text, "not a plain decimal number", fix)
    value = float(text)
    if not low <= value <= high:
        raise BadCell(column, text, f"outside {low:g} to {high:g}", _range_fix(column))
    return value


def _range_fix(column: str) -> str:
    if column in {"lat", "lon"}:
        return "Write degrees in WGS 84; are the two swapped, or is it metres?"
    return "Write metres."


def tolls(cells: Mapping[str, str]) -> dict[str, float]:
    """Return low, best and high as numbers, NaN where unknown, in order."""
    found = {}
    for name in TOLLS:
        text = cells.get(name, "")
        if text and not _WHOLE.fullmatch(text):
            fix = "Write digits only; leave unknown empty (empty is not zero)."
            raise BadCell(name, text, "not a whole number", fix)
        found[TOLLS[name]] = float(text) if text else float("nan")
    known = [(n, found[TOLLS[n]]) for n in ("fatalities_low", "fatalities_best",
                                               "fatalities_high") if cells.get(n, "")]
    for (name, value), (above, more) in itertools.pairwise(known):
        if value > more:
            raise BadCell(
                name, f"{value:.0f}", f"above {above} ({more:.0f})",
                "Low, best and high must rise; swap them, or leave one empty.",
            )
    return found


def address(text: str) -> None:
    """Refuse an address that is not http or https."""
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc):
        fix = "Mend it, or leave it empty."
        raise BadCell("source_url", text, "not an http or https address", fix)
