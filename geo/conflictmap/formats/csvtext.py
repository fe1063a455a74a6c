"""What is wrong with a text that is no CSV, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    import csv


def broken_csv(error: csv.Error, first: int, last: int) -> str:
    """Return line, reason and remedy for an error of the csv module.

    Parameters
    ----------
    error
        The error.
    first, last
        The line on which the row begins, and the line that was read last.
    """
    said = str(error)
    if "field larger" in said:
        found = f"a cell of more than {limits().cell:,} characters"
        return f"{first}: {beyond('cell', found)} Is a quote left open?"
    if "unexpected end of data" in said:
        return f"{first}: broken CSV: a quote is opened here and never closed. Check the quotes."
    lines = f" (the row ends on line {last})" if last > first else ""
    return f"{first}: broken CSV: {said}{lines}. Check the quotes."
