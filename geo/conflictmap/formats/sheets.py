"""Sheets: what a container holds, each a table that is read when it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflictmap.formats.table import Table

#: Rows that are looked at to choose a sheet.
LOOK = 200
_DAY = re.compile(
    r"\[?\d{4}-\d{2}(-\d{2})?.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*|\d{4}/\d{1,2}/\d{1,2}.*"
    r"|\d{1,2}\.? [^\W\d]{3,} \d{4}|(19|20)\d{2}", re.ASCII)
_DEGREE = re.compile(r"-?\d{1,3}[.,]\d{2,}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of a container.

    Parameters
    ----------
    title
        What it is called there: the name of a sheet, layer, table or member.
    read
        Gives the table; with a number, at least so many rows of it where there are more.
    hidden
        Whether the container does not show it.
    features
        Gives its features as GeoJSON ones (WGS 84), when it has geometry.
    """

    title: str
    read: Callable[[int | None], Table]
    hidden: bool = False
    features: Callable[[], list[dict[str, Any]]] | None = None


def chosen(sheets: Sequence[Sheet], name: str, title: str) -> tuple[Sheet, tuple[Problem, ...]]:
    """Return the sheet of a title, or the one that holds events, and what is said of the others.

    Raises
    ------
    EventsError
        When no sheet has that title, or there is none.
    """
    if not sheets:
        raise EventsError(f"{name}: there is no table in this file. Is it the right one?")
    if title:
        return _titled(sheets, name, title), ()
    if len(sheets) == 1:
        return sheets[0], ()
    scores = [_likeness(sheet) for sheet in sheets]
    best = sheets[scores.index(max(scores))]
    rest = ", ".join(f"'{sheet.title}'{' (hidden)' * sheet.hidden}"
                     for sheet in sheets if sheet is not best)
    return best, (Problem(
        file=name, place="", field="", value=best.title, level="warning",
        reason=f"read as the table of events{', though hidden' * best.hidden}; left out: {rest}",
        fix="Another one is read by --sheet NAME."),)


def _titled(sheets: Sequence[Sheet], name: str, title: str) -> Sheet:
    titles = [sheet.title for sheet in sheets]
    found = next((s for s in sheets if s.title.casefold() == title.casefold()), None)
    # The name of a file in a zip has done its work when the archive was opened.
    if found is None and titles == [""]:
        return sheets[0]
    if found is None:
        raise EventsError(f"{name}: no sheet '{title}'.{nearest(title, titles)} It has:"
                          f" {', '.join(titles)}.")
    return found


def _likeness(sheet: Sheet) -> tuple[bool, int, int]:
    """Return how much a sheet looks like one of events.

    First comes a visible one with a column of days, then the kinds of its columns, then its rows.
    """
    try:
        table = sheet.read(LOOK)
    except EventsError:
        return False, -1, 0
    texts = [column.slice(0, LOOK).to_pylist() for column in table.columns.values()]
    dated = any(_mostly(_DAY, column) for column in texts)
    degrees = min(sum(_mostly(_DEGREE, column) for column in texts), 2)
    known = {standard_name(header) for header in table.columns} & STANDARD.keys()
    score = 3 * dated + degrees + 2 * len(known) + min(len(table), 2)
    return dated and not sheet.hidden, score, min(len(table), LOOK)


def _mostly(pattern: re.Pattern[str], column: Sequence[str]) -> bool:
    found = [text.strip() for text in column if text.strip()]
    return bool(found) and sum(bool(pattern.fullmatch(text)) for text in found) * 2 > len(found)


def with_remarks(table: Table, remarks: Sequence[Problem]) -> Table:
    """Return a table of which more is said."""
    return replace(table, remarks=(*remarks, *table.remarks)) if remarks else table
