"""Which rows of a sheet are its header, and what stands above and right below it."""

from __future__ import annotations

# ruff: noqa: RUF001
import re
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.model.columns import STANDARD, standard_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    Cells = Sequence[str]

#: How many rows are looked at for the header, and how many below a row are compared with it.
LOOK, BELOW = 40, 12
_LABEL = 80
_VALUE = re.compile(
    r"[-+~≈<>]?\s*\d[\d\s.,:/°'’\"″′NSEW+Z%-]*(T[\d:.+Z-]+)?|https?://\S+|\[.+\.\..+\]",
    re.ASCII | re.IGNORECASE)
_HXL = re.compile(r"#\w+(\s*\+\w+)*")
_UNIT = re.compile(
    r"[\[(].{1,20}[\])]|°|deg(rees?|\.)?|dd|m|km|metres?|meters?|persons?|people|n|no\.?|nr\.?|text"
    r"|string|integer|float|date|utc|wgs ?84|%|[ymdjtgahs]{1,4}([-./ ][ymdjtgahs]{1,4}){1,2}",
    re.IGNORECASE)
_MANY = 2


class Header(NamedTuple):
    """A header: the label of each column, the first of its rows, and the first row below it."""

    labels: list[str]
    first: int
    below: int


def is_hxl(cells: Cells) -> bool:
    """Return whether a row holds HXL tags."""
    found = [cell.strip() for cell in cells if cell.strip()]
    return bool(found) and all(_HXL.fullmatch(cell) for cell in found)


def is_units(cells: Cells) -> bool:
    """Return whether a row says in which units the columns are.

    >>> is_units(["YYYY-MM-DD", "deg", "deg", ""]), is_units(["m", "", "x", "7"])
    (True, False)
    """
    found = [cell.strip() for cell in cells if cell.strip()]
    return len(found) >= _MANY and all(_UNIT.fullmatch(cell) for cell in found)


def filled(cells: Cells) -> int:
    """Return how many cells of a row hold anything."""
    return sum(bool(cell.strip()) for cell in cells)


def is_label(cell: str) -> bool:
    """Return whether a text may be the name of a column: no number, day, address or sentence.

    >>> is_label("Date of event"), is_label("13.09.2022"), is_label("39,84")
    (True, False, False)
    """
    text = cell.strip()
    return 0 < len(text) <= _LABEL and not _VALUE.fullmatch(text)


def header_of(rows: Sequence[Cells]) -> Header | None:
    """Return the header of rows; None when they seem to begin with data.

    The header is the first row of labels that is about as wide as the rows below it. A row of
    labels right above or below that fills the gaps of the other belongs to it.
    """
    scores = [_score(rows, at) for at in range(min(LOOK, len(rows)))]
    best = max(scores, default=0.0)
    if best <= 0:
        return None
    at = next(i for i, score in enumerate(scores) if score >= best * 0.9)
    return _widened(rows, at)


def _score(rows: Sequence[Cells], at: int) -> float:
    """Return how well a row names the columns of the rows below it; 0 when it does not."""
    cells, below = rows[at], [row for row in rows[at + 1:at + 1 + BELOW] if filled(row)]
    found = [cell.strip() for cell in cells if cell.strip()]
    if not found or is_hxl(cells) or not all(map(is_label, found)):
        return 0.0
    widths = sorted(map(filled, below))
    typical = max(widths[len(widths) // 2] if widths else 1, 1)
    known = sum(standard_name(cell) in STANDARD for cell in found)
    lone = len(found) == 1 and typical > 1
    distinct = len({cell.casefold() for cell in found}) / len(found)
    return 0.0 if lone else (
        min(len(found) / typical, 1.2) * (0.5 + distinct / 2) * (1 + known)
        * (1 + _contrast(cells, below)))


def _contrast(cells: Cells, below: Sequence[Cells]) -> float:
    """Return the share of the named columns whose cells below are values, not labels."""
    columns = [i for i, cell in enumerate(cells) if cell.strip()]
    found = [[row[i] for row in below if i < len(row) and row[i].strip()] for i in columns]
    values = [sum(not is_label(cell) for cell in column) * 2 > len(column) for column in found]
    return sum(values) / len(columns) if columns else 0.0


def _widened(rows: Sequence[Cells], at: int) -> Header:
    """Return the header of the row AT, with a second row of labels above or below it."""
    upper, lower = (rows[at - 1] if at else ()), (rows[at + 1] if at + 1 < len(rows) else ())
    if _are_groups(upper, rows[at]):
        return Header(_joined(upper, rows[at]), at - 1, at + 1)
    if _fill_gaps(rows[at], lower, rows[at + 2:at + 2 + BELOW]):
        return Header(_joined(rows[at], lower), at, at + 2)
    return Header([_line(cell) for cell in rows[at]], at, at + 1)


def _are_groups(upper: Cells, lower: Cells) -> bool:
    """Return whether a row names groups of the columns of the row below: fewer, and wider."""
    names = [cell for cell in lower if cell.strip()]
    repeated = len({cell.casefold().strip() for cell in names}) < len(names)
    gaps = any(not cell.strip() and i < len(upper) and upper[i].strip()
               for i, cell in enumerate(lower))
    found = [cell for cell in upper if cell.strip()]
    return (0 < len(found) <= len(names) and all(map(is_label, found))
            and (repeated or gaps) and (len(found) >= _MANY or not upper[0].strip()))


def _fill_gaps(upper: Cells, lower: Cells, below: Sequence[Cells]) -> bool:
    """Return whether a row of labels names the parts of columns that the row above groups."""
    found = [i for i, cell in enumerate(lower) if cell.strip()]
    if len(found) < _MANY or not all(is_label(lower[i]) for i in found):
        return False
    gaps = [i for i in found if i >= len(upper) or not upper[i].strip()]
    whole = any(cell.strip() and not (i < len(lower) and lower[i].strip())
                for i, cell in enumerate(upper))
    return bool(gaps) and whole and _contrast(lower, below) > 0


def _joined(upper: Cells, lower: Cells) -> list[str]:
    """Return two rows of labels as one: a label above holds for the gaps to its right."""
    labels, group = [], ""
    for i in range(max(len(upper), len(lower))):
        above = _line(upper[i]) if i < len(upper) else ""
        under = _line(lower[i]) if i < len(lower) else ""
        group = above or (group if under else "")
        labels.append(" ".join(filter(None, (group, under))))
    return labels


def _line(cell: str) -> str:
    return " ".join(cell.split())
