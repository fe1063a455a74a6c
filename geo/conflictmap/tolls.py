"""Tolls as sources write them: whole numbers as text, low to high, with what does not fit said."""

from __future__ import annotations

import re
from typing import TypeVar

_WHOLE = re.compile(r"(\d{1,12})(?:\.0+)?", re.ASCII)
Remark = tuple[str, str, str, str]
_T = TypeVar("_T", float | None, int | None)


def whole(text: str) -> str:
    """Return a whole number without a decimal point; other text as typed.

    >>> whole("12.0"), whole("-1"), whole("")
    ('12', '-1', '')
    """
    found = _WHOLE.fullmatch(text.strip())
    return found[1] if found else text.strip()


def rising(low: str, best: str, high: str) -> tuple[dict[str, str], list[Remark]]:
    """Return the toll's cells, and a remark for each bound that contradicts the best estimate.

    Sources break low <= best <= high in about one row of a hundred. The best estimate is kept, the
    bound that contradicts it is left out, and the remark holds it as typed.

    >>> rising("5", "5", "0")[0]
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
                            "The bound was left out; the best estimate stands."))
    return cells, remarks


def lawful(low: _T, best: _T, high: _T) -> tuple[_T, _T, _T]:
    """Return low, best and high without those that contradict: low <= best <= high always holds.

    The low stands, as "at least" is true whatever else is said. A best figure below it, or an
    upper end below either, is left out.

    >>> lawful(91, 81, 102)
    (91, None, 102)
    >>> lawful(60, None, 50)
    (60, None, None)
    """
    if best is not None and best < (low or 0):
        best = None
    if high is not None and high < max(low or 0, best or 0):
        high = None
    return low, best, high
