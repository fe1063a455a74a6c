"""Which rows of a sheet are its header, and what stands above and right below it.

A sheet is here a grid of cells without blanks around them: an array of texts, rows by columns.
"""

from __future__ import annotations

# ruff: noqa: RUF001
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Grid = NDArray[Any]

#: How many rows are looked at for the header, and how many below a row are compared with it.
LOOK, BELOW = 40, 12
_LABEL = 80
_VALUE = re.compile(
    r"[-+~≈<>]?\s*\d[\d\s.,:/°'’\"″′NSEW+Z%-]*(T[\d:.+Z-]+)?([гр]\.?|года?|թ\.?)?"
    r"|https?://\S+|\[.+\.\..+\]",
    re.ASCII | re.IGNORECASE)
#: Points of numbers in Arabic letters.
_POINTS = str.maketrans("\u066b\u066c", ".,")
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


class Layout(NamedTuple):
    """How many columns a table has, the name of each by its index, and names that stood twice.

    A row that is longer has its further cells under names of their own.
    """

    wide: int
    names: Mapping[int, str]
    repeated: list[tuple[str, str]]


def named_width(header: Header) -> int:
    """Return the place behind the last column that has a name."""
    labels = header.labels
    return 1 + max((i for i, label in enumerate(labels) if label), default=len(labels) - 1)


def layout_of(header: Header, used: Sequence[bool], longer: int, rows: int) -> Layout:
    """Return the columns of a table.

    Parameters
    ----------
    header
        The header, with a label for each column, most of them empty where a row is very long.
    used
        Whether a column holds anything below the header.
    longer, rows
        How many rows are longer than the header is, and how many there are: where most are, their
        columns only lack a name.
    """
    lacking = longer * 2 > rows
    wide = len(header.labels) if lacking else named_width(header)
    names, repeated = _named(header.labels[:wide], used)
    if longer and not lacking:
        names |= {i: f"cell {i + 1}" for i in range(wide, len(header.labels))}
    return Layout(wide, names, repeated)


def _named(
    labels: Sequence[str], used: Sequence[bool]
) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Return the name of each column that holds anything, and those that stand twice."""
    names: dict[int, str] = {}
    repeated: list[tuple[str, str]] = []
    seen: Counter[str] = Counter()
    for i, label in enumerate(labels):
        name = label or (f"column {i + 1}" if used[i] else "")
        seen[fold(name)] += 1
        times = seen[fold(name)]
        if name:
            names[i] = name if times == 1 else f"{name} ({times})"
        if name and times > 1:
            repeated.append((name, names[i]))
    return names, repeated


def is_hxl(texts: Sequence[str]) -> bool:
    """Return whether the filled cells of a row are HXL tags."""
    return bool(texts) and all(map(_HXL.fullmatch, texts))


def is_units(texts: Sequence[str]) -> bool:
    """Return whether the filled cells of a row say in which units the columns are.

    >>> is_units(["YYYY-MM-DD", "deg", "deg"]), is_units(["m", "x", "7"])
    (True, False)
    """
    return len(texts) >= _MANY and all(map(_UNIT.fullmatch, texts))


def is_label(text: str) -> bool:
    """Return whether a text may be the name of a column: no number, day, address or sentence.

    >>> is_label("Date of event"), is_label("13.09.2022"), is_label("39,84")
    (True, False, False)
    """
    return 0 < len(text) <= _LABEL and not _VALUE.fullmatch(_plain_digits(text))


def _plain_digits(text: str) -> str:
    """Return a text with ASCII digits and points for those of other scripts.

    >>> _plain_digits("۲۰۲۲-۰۹-۱۳")
    '2022-09-13'
    """
    if text.isascii():
        return text
    found = (unicodedata.decimal(c, None) for c in text)
    digits = (c if digit is None else str(digit) for c, digit in zip(text, found, strict=True))
    return "".join(digits).translate(_POINTS)


def texts_of(cells: Iterable[str]) -> list[str]:
    """Return the filled cells of a row."""
    return [cell for cell in cells if cell]


def header_of(grid: Grid) -> Header | None:
    """Return the header of a grid; None when it seems to begin with data.

    The header is the first row of labels that is about as wide as the rows below it. A row of
    labels right above or below that fills the gaps of the other belongs to it.
    """
    # Tags and units below a header say nothing of the cells of its columns.
    top = grid[:LOOK + BELOW]
    plain = np.array([not (is_hxl(texts_of(row)) or is_units(texts_of(row))) for row in top])
    scores = [_score(top[at], top[at + 1:][plain[at + 1:]][:BELOW]) * bool(plain[at])
              for at in range(min(LOOK, len(grid)))]
    best = max(scores, default=0.0)
    if best <= 0:
        return None
    at = next(i for i, score in enumerate(scores) if score >= best * 0.9)
    return _widened(grid, at)


def _score(row: Grid, below: Grid) -> float:
    """Return how well a row names the columns of the rows below it; 0 when it does not."""
    found = texts_of(row)
    # The last row has none below it to be as wide as: it is no wider than itself.
    typical = float(np.median((below != "").sum(axis=1))) if len(below) else float(len(found))
    lone = len(found) <= 1 < typical
    if not found or lone or is_hxl(found) or not all(map(is_label, found)):
        return 0.0
    width = min(len(found) / max(typical, 1.0), 1.2)
    return width * _like_names(found) * (1 + _contrast(row, below))


def _like_names(found: Sequence[str]) -> float:
    """Return how well texts would do as the names of columns: known, distinct, without digits."""
    known = sum(standard_name(text) in STANDARD for text in found)
    distinct = len({text.casefold() for text in found}) / len(found)
    # "at least 13" and "in the night to 4 October" are no values, but seldom names.
    wordy = sum(not any(map(str.isdigit, text)) for text in found) / len(found)
    return (0.5 + distinct / 2) * (0.5 + wordy / 2) * (1 + known)


def _contrast(row: Grid, below: Grid) -> float:
    """Return the share of the named columns whose cells below are values, not labels."""
    named = below[:, row != ""]
    return float(np.mean([_are_values(texts_of(column)) for column in named.T]))


def _are_values(texts: Sequence[str]) -> bool:
    return sum(map(is_label, texts)) * 2 < len(texts)


def _widened(grid: Grid, at: int) -> Header:
    """Return the header of the row AT, with a second row of labels above or below it."""
    row = grid[at]
    upper = grid[at - 1] if at else np.full(len(row), "", dtype=object)
    lower = grid[at + 1] if at + 1 < len(grid) else np.full(len(row), "", dtype=object)
    if _are_groups(upper, row):
        return Header(_joined(upper, row), at - 1, at + 1)
    below = grid[at + 2:at + 2 + BELOW]
    if _fill_gaps(row, lower, below) or _repeats(row, lower, below):
        return Header(_joined(row, lower), at, at + 2)
    return Header([" ".join(cell.split()) for cell in row], at, at + 1)


def _are_groups(upper: Grid, lower: Grid) -> bool:
    """Return whether a row names groups of the columns of the row below: fewer, and wider."""
    names, found = texts_of(lower), texts_of(upper)
    if not 0 < len(found) <= len(names) or not all(map(is_label, found)):
        return False
    repeated = len({name.casefold() for name in names}) < len(names)
    gaps = bool(((lower == "") & (upper != "")).any())
    return (repeated or gaps) and (len(found) >= _MANY or not upper[0])


def _fill_gaps(upper: Grid, lower: Grid, below: Grid) -> bool:
    """Return whether a row of labels names the parts of columns that the row above groups."""
    found = texts_of(lower)
    if len(found) < _MANY or not all(map(is_label, found)) or not len(below):
        return False
    gaps = ((upper == "") & (lower != "")).any()
    whole = ((upper != "") & (lower == "")).any()
    return bool(gaps and whole and _contrast(lower, below) > 0)


def _repeats(upper: Grid, lower: Grid, below: Grid) -> bool:
    """Return whether a row of labels tells apart the columns that have one name in the row above.

    Where the name above is the only one of its kind, the row has the same name, or none.
    """
    names = [name.casefold() for name in upper]
    single = np.array([names.count(name) == 1 for name in names])
    if single.all() or not all(map(is_label, texts_of(lower))) or not len(below):
        return False
    same = (lower == upper) | (lower == "")
    return bool(same[single].all() and not same[~single].any() and _contrast(lower, below) > 0)


def _joined(upper: Grid, lower: Grid) -> list[str]:
    """Return two rows of labels as one: a label above holds for the gaps to its right."""
    labels, group = [], ""
    for above, under in zip(upper, lower, strict=True):
        group = above or (group if under else "")
        # A label merged over both rows stands in each of them.
        labels.append(" ".join(f"{group} {under}".split()) if group != under else group)
    return labels
