"""One cell at a time: what text means as a date, a number, fatalities, an address.

Every rule about a cell stands here; nothing else in the package reads one from data.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflictmap.model.columns import DAYS, FATALITIES, NO_DAY
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.problem_kinds import LEFT_OUT
from conflictmap.model.text import is_link

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,17})?", re.ASCII)
#: A whole number; pandas and spreadsheets write 7 as 7.0. `1.000` may be a thousand: refused.
_WHOLE = re.compile(r"\d{1,12}(\.0)?", re.ASCII)
#: Degrees beyond this are metres.
_METRES = 1000
_NO_DAYS: dict[str, Any] = dict.fromkeys(DAYS, NO_DAY) | {"date_precision": ""}
_COUNT = re.compile(r"(\d{1,12})(?:\.0+)?", re.ASCII)
Remark = tuple[str, str, str, str]


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
    """Return the days of a date; `NO_DAY` when there is none.

    Of a time the day counts, as it is written.
    """
    if not text:
        return _NO_DAYS
    return _days(text)


@lru_cache(maxsize=50_000)
def _days(text: str) -> dict[str, Any]:
    try:
        when = parse_when(text)
    except ValueError as error:
        from conflictmap.io.hints import date_hint

        hint = date_hint(text)
        reason = f"{error}: {hint}" if hint else str(error)
        fix = "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END."
        raise BadCell("date", text, reason, fix) from error
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
        raise BadCell(column, text, _with_hint("not a plain decimal number", text), fix)
    value = float(text)
    if not low <= value <= high:
        metres = ": it looks like metres" * (column != "radius_m" and abs(value) > _METRES)
        raise BadCell(column, text, f"outside {low:g} to {high:g}{metres}", _range_fix(column))
    return value


def _with_hint(reason: str, text: str) -> str:
    from conflictmap.io.hints import number_hint

    hint = number_hint(text)
    return f"{reason}: {hint}" if hint else reason


def _range_fix(column: str) -> str:
    if column in {"lat", "lon"}:
        return "Write degrees in WGS 84; are the two swapped, or is it metres?"
    return "Write metres."


def fatalities(cells: Mapping[str, str]) -> dict[str, float]:
    """Return low, best and high fatalities as numbers, NaN where unknown, in order."""
    found = {}
    for name in FATALITIES:
        text = cells.get(name, "")
        if text and not _WHOLE.fullmatch(text):
            fix = "Write digits only; leave unknown empty (empty is not zero)."
            raise BadCell(name, text, _with_hint("not a whole number", text), fix)
        found[FATALITIES[name]] = float(text) if text else float("nan")
    _check_rising([(n, found[column]) for n, column in FATALITIES.items() if cells.get(n, "")])
    return found


def _check_rising(known: list[tuple[str, float]]) -> None:
    """Refuse numbers, with the names of their columns, of which one is above the next."""
    for (name, value), (above, more) in itertools.pairwise(known):
        if value > more:
            raise BadCell(
                name, f"{value:.0f}", f"above {above} ({more:.0f})",
                "Low, best and high must rise; swap them, or leave one empty.",
            )


def stands_for(cells: Mapping[str, str]) -> float:
    """Return how many events a row stands for, NaN when it does not say."""
    text = cells.get("stands_for", "")
    if not text:
        return float("nan")
    if not _WHOLE.fullmatch(text) or float(text) < 1:
        raise BadCell("stands_for", text, "not a whole number above 0",
                      "Write how many events the row is the total of; leave it empty for one.")
    return float(text)


def address(text: str) -> None:
    """Refuse an address that is not http or https."""
    if text and not is_link(text):
        fix = "Mend it, or leave it empty."
        raise BadCell("source_url", text, "not an http or https address", fix)


def whole(text: str) -> str:
    """Return a whole number without a decimal point; other text as typed.

    >>> whole("12.0"), whole("-1"), whole("")
    ('12', '-1', '')
    """
    found = _COUNT.fullmatch(text.strip())
    return found[1] if found else text.strip()


def ordered_fatalities(low: str, best: str, high: str) -> tuple[dict[str, str], list[Remark]]:
    """Return the cells of fatalities, and a remark for each bound that contradicts the best one.

    Sources break low <= best <= high in about one row of a hundred. The best estimate is kept, the
    bound that contradicts it is left out, and the remark holds it as typed.

    >>> ordered_fatalities("5", "5", "0")[0]
    {'fatalities_low': '5', 'fatalities_best': '5', 'fatalities_high': ''}
    """
    cells = {"fatalities_low": whole(low), "fatalities_best": whole(best),
             "fatalities_high": whole(high)}
    if not cells["fatalities_best"].isdecimal():
        return cells, []
    remarks = []
    middle = int(cells["fatalities_best"])
    for column, wrong in (("fatalities_low", "above"), ("fatalities_high", "below")):
        text = cells[column]
        if text.isdecimal() and (int(text) > middle if wrong == "above" else int(text) < middle):
            cells[column] = ""
            remarks.append((column, text, f"{wrong} the best estimate ({middle})",
                            LEFT_OUT))
    return cells, remarks
