"""Finding the table in a sheet: titles above it, notes and totals below, odd rows between.

Pure functions on rows of cells, the same for text and for workbooks. No row is lost in silence:
what is not data is a remark, with the number that the row has in its file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conflictmap.formats.header_rows import filled, header_of, is_hxl, is_label, is_units
from conflictmap.formats.table import Table
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = tuple[int, Sequence[str]]

#: Words that begin a row of sums, folded.
_TOTALS = frozenset(map(fold, (
    "total", "totals", "grand total", "subtotal", "sub-total", "sum", "sums", "summe", "gesamt",
    "insgesamt", "gesamtsumme", "total général", "totaux", "somme", "suma", "total general",
    "totale", "somma", "totaal", "som", "razem", "ogółem", "łącznie", "celkem", "spolu", "összesen",
    "toplam", "genel toplam", "cəmi", "yekun", "ümumi", "итого", "всего", "итог", "сумма", "разом",
    "усього", "всього", "ընդամենը", "ընդհանուր", "სულ", "σύνολο", "المجموع", "جمع", "סה\"כ",
    "合计", "总计", "合計", "ukupno", "skupaj", "totalt", "summa", "i alt", "yhteensä", "общо",
)))
_NOTE = re.compile(
    r"\s*([*†‡¹²³]|(source|note|quelle|anmerkung|hinweis|stand|remarque|nota|fuente|fonte|kaynak|"
    r"not|qeyd|mənbə|источник|примечание|джерело|աղբյուր|ծանոթ|źródło|updated|last update|"
    r"©|\(c\)|copyright)\w*\s*[:.]?)", re.IGNORECASE)
_WIDE, _LONG = 3, 25
_GAP = 2


def table_region(rows: Iterable[Row], name: str, *, word: str) -> Table:
    """Return the table that stands in a sheet.

    Parameters
    ----------
    rows
        The number of each row in its file, from 1, and its cells. Rows without a filled cell may be
        there or not.
    name
        The file's name, for messages.
    word
        What a row is called: `line` or `row`.

    Returns
    -------
    Table
        Empty columns are left out; columns without a name are `column 3`; a second column of one
        name is `Name (2)`. Remarks say what was left out.

    Raises
    ------
    EventsError
        When nothing stands in the sheet, or it passes the limits.

    Examples
    --------
    >>> found = table_region([(1, ["Incidents", ""]), (3, ["Date", "Place"]),
    ...                       (4, ["2022-09-13", "Jermuk"]), (5, ["Total", "1"])], "t", word="line")
    >>> {name: column.to_pylist() for name, column in found.columns.items()}
    {'Date': ['2022-09-13'], 'Place': ['Jermuk']}
    """
    every = _within_limits(rows, name)
    if not every:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")
    finding = _Finding(name, word)
    wide = max(len(cells) for _, cells in every)
    block, apart = _one_block(every, wide)
    if apart:
        finding.said(every[0][0], "", f"another table stands beside this one, from column {apart}",
                     "It was left out; give it a sheet of its own.")
    header = header_of([cells for _, cells in block])
    if header is None:
        finding.said(block[0][0], "", "no line names the columns",
                     "They are called column 1, column 2 …; write a header line.")
        labels, first, below = [""] * wide, 0, 0
    else:
        labels, first, below = header
    for number, cells in block[:first]:
        finding.said(number, _text(cells), "stands above the table", "It was left out.")
    names = _names(labels, block, below, finding)
    data = _data(block, below, [label for label in labels if label], finding)
    return finding.table(names, data, len(labels))


def _within_limits(rows: Iterable[Row], name: str) -> list[Row]:
    """Return the rows that hold anything, refusing what passes the limits."""
    every: list[Row] = []
    for number, cells in rows:
        if filled(cells):
            every.append((number, cells))
        if len(every) > limits().rows + 1:
            raise EventsError(f"{name}: {beyond('rows')}")
    wide = max((len(cells) for _, cells in every), default=0)
    if wide > limits().columns:
        filled_in = {i for _, cells in every for i, cell in enumerate(cells) if cell.strip()}
        if len(filled_in) > limits().columns:
            raise EventsError(f"{name}: {beyond('columns', f'{len(filled_in)} columns')}")
    return every


class _Finding:
    """What is said of a sheet while its table is found."""

    def __init__(self, name: str, word: str) -> None:
        self.name, self.word = name, word
        self.remarks: list[Problem] = []

    def said(self, number: int, value: str, reason: str, fix: str, *, field: str = "") -> None:
        self.remarks.append(Problem(
            file=self.name, place=f"{self.word} {number}", field=field, value=value, reason=reason,
            fix=fix, level="warning"))

    def table(self, names: dict[int, str], data: list[Row], wide: int) -> Table:
        """Return the table of rows under names by column; a longer row is broken."""
        broken, found = {}, []
        over = max((len(cells) for _, cells in data if any(map(str.strip, cells[wide:]))),
                   default=wide)
        extra = {i: f"cell {i + 1}" for i in range(wide, min(over, limits().columns))}
        for at, (number, cells) in enumerate(data):
            more = sum(bool(cell.strip()) for cell in cells[wide:])
            if more:
                broken[at] = f"{len(cells)} cells under {wide} columns"
            found.append((number, [cells[i] if i < len(cells) else "" for i in (*names, *extra)]))
        table = Table.of_rows(
            self.name, [*names.values(), *extra.values()], found, word=self.word)
        return replace(table, broken=broken, remarks=tuple(self.remarks))


def _one_block(rows: list[Row], wide: int) -> tuple[list[Row], int]:
    """Return the rows of the first of two tables side by side, and the column of the other.

    Two tables stand beside each other when a column is empty throughout, both sides of it have two
    columns or more, and the sides repeat a name in their headers or end on different rows.
    """
    empty = [i for i in range(1, wide) if not any(
        i < len(cells) and cells[i].strip() for _, cells in rows)]
    for gap in empty:
        left = [(n, cells[:gap]) for n, cells in rows if filled(cells[:gap])]
        right = [(n, cells[gap + 1:]) for n, cells in rows if filled(cells[gap + 1:])]
        if _are_two(left, right):
            return left, gap + 2
    return rows, 0


def _are_two(left: list[Row], right: list[Row]) -> bool:
    if min(_width(left), _width(right)) < _GAP or min(len(left), len(right)) < _GAP:
        return False
    one, other = (header_of([cells for _, cells in side]) for side in (left, right))
    if one is None or other is None:
        return False
    names, others = ({fold(x) for x in side.labels if x} for side in (one, other))
    return min(len(names), len(others)) >= _GAP and (
        bool(names & others) or left[-1][0] != right[-1][0])


def _width(rows: list[Row]) -> int:
    return len({i for _, cells in rows for i, cell in enumerate(cells) if cell.strip()})


def _names(
    labels: list[str], rows: list[Row], below: int, finding: _Finding
) -> dict[int, str]:
    """Return the name of each column that holds anything, by its index."""
    used = {i for _, cells in rows[below:] for i, cell in enumerate(cells) if cell.strip()}
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    place = rows[below - 1][0] if below else rows[0][0]
    for i, label in enumerate(labels):
        if not label and i not in used:
            continue
        name = label or f"column {i + 1}"
        times = seen[fold(name)] = seen.get(fold(name), 0) + 1
        names[i] = name if times == 1 else f"{name} ({times})"
        if times > 1:
            finding.said(place, name, "two columns have this name",
                         f"The second is called '{names[i]}'; rename one.")
    return names


def _data(
    rows: list[Row], below: int, labels: Sequence[str], finding: _Finding
) -> list[Row]:
    """Return the rows of data below a header."""
    last = _end(rows, below, len(labels))
    for number, cells in rows[last:]:
        finding.said(number, _text(cells), "a note below the table", "It was left out.")
    header = [fold(label) for label in labels]
    found: list[Row] = []
    for number, cells in rows[below:last]:
        odd = _odd(cells, header, first=not found)
        if odd:
            finding.said(number, _text(cells), odd, "It was left out.")
        else:
            found.append((number, cells))
    return found


def _odd(cells: Sequence[str], header: list[str], *, first: bool) -> str:
    """Return why a row is no row of data; empty when it is one."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    known = (
        (first and is_hxl(cells), "HXL tags, not a row of data"),
        (first and is_units(cells), "units of the columns, not a row of data"),
        (bool(header) and [fold(text) for text in texts] == header, "the header again"),
        (fold(texts[0].rstrip(" :.")) in _TOTALS, "a row of sums, no event"),
    )
    return next((said for fits, said in known if fits), "")


def _end(rows: list[Row], below: int, wide: int) -> int:
    """Return the row behind the last of the data: below it stand only notes."""
    last = len(rows)
    while wide >= _WIDE and last > below and _is_note(rows, last - 1):
        last -= 1
    return last


def _is_note(rows: list[Row], at: int) -> bool:
    """Return whether a row is one text alone: marked as a note, long, or behind a blank row."""
    number, cells = rows[at]
    texts = [cell.strip() for cell in cells if cell.strip()]
    if len(texts) != 1 or not (is_label(texts[0]) or len(texts[0]) > _LONG
                               or _NOTE.match(texts[0])):
        return False
    apart = at > 0 and number - rows[at - 1][0] > 1
    return apart or len(texts[0]) > _LONG or bool(_NOTE.match(texts[0]))


def _text(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())
