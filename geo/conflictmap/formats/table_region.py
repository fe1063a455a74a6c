"""Finding the table in a sheet: titles above it, notes and totals below, odd rows between.

Pure functions on rows of cells, the same for text and for workbooks. No row is lost in silence:
what is not data is a remark, with the number that the row has in its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.header_rows import (
    Header,
    Layout,
    header_of,
    is_hxl,
    is_label,
    is_units,
    layout_of,
    named_width,
    texts_of,
)
from conflictmap.formats.table import Table
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from conflictmap.formats.header_rows import Grid

#: Signs of which rules are drawn.
_SIGNS = frozenset("-=:_+\u2013\u2014")
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
    r"[*†‡¹²³]|(source|note|quelle|anmerkung|hinweis|stand|remarque|nota|fuente|fonte|kaynak|"
    r"not|qeyd|mənbə|источник|примечание|джерело|աղբյուր|ծանոթ|źródło|updated|last update|"
    r"©|\(c\)|copyright)\w*\s*[:.]?", re.IGNORECASE)
_WIDE, _LONG = 3, 25
#: Longest first cell that is compared with these words and with the header.
_TOTAL = 80
_GAP = 2
_OUT = "It was left out."


def table_region(
    rows: Iterable[tuple[int, Sequence[str]]], name: str, *, word: str
) -> Table:
    """Return the table that stands in a sheet.

    Parameters
    ----------
    rows
        The number of each row in its file, and its cells. Rows without a filled cell may be there
        or not.
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
    block = sheet_rows(rows, name, word=word).first_block()
    return block.table(block.header())


def sheet_rows(
    rows: Iterable[tuple[int, Sequence[str]]], name: str, *, word: str, wide: int = 0
) -> SheetRows:
    """Return the rows that hold anything, WIDE at least, refusing what passes the limits."""
    numbers: list[int] = []
    found: list[list[str]] = []
    typed: dict[tuple[int, int], str] = {}
    for number, cells in rows:
        texts = [cell.strip() for cell in cells]
        if any(texts):
            numbers.append(number)
            found.append(texts)
            typed |= _typed(number, cells, texts)
        if len(found) > limits().rows + 1:
            raise EventsError(f"{name}: {beyond('rows')}")
    if not found:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")
    wide = max(wide, *map(len, found))
    if wide > limits().columns:
        raise EventsError(f"{name}:{numbers[0]}: {beyond('columns', f'{wide} columns')}")
    grid = np.array([texts + [""] * (wide - len(texts)) for texts in found], dtype=object)
    return SheetRows(name=name, word=word, numbers=np.array(numbers, dtype=np.int64), grid=grid,
                 typed=typed)


def _typed(
    number: int, cells: Sequence[str], texts: Sequence[str]
) -> dict[tuple[int, int], str]:
    """Return the cells of a row that have blanks around them."""
    if list(cells) == texts:
        return {}
    return {(number, i): cell for i, (cell, text) in enumerate(zip(cells, texts, strict=True))
            if cell != text}


@dataclass(kw_only=True)
class SheetRows:
    """Rows of a sheet, and what is said of them while the table is found.

    `before` is the number of the row before them, 0 when there is none.
    """

    name: str
    word: str
    numbers: NDArray[np.int64]
    grid: Grid
    typed: dict[tuple[int, int], str]
    before: int = 0
    remarks: list[Problem] = field(default_factory=list)

    def said(self, at: int, value: str, reason: str, fix: str) -> None:
        """Say something of a row."""
        self.remarks.append(Problem(
            file=self.name, place=f"{self.word} {self.numbers[at]}", field="", value=value,
            reason=reason, fix=fix, level="warning"))

    def text(self, at: int) -> str:
        """Return the filled cells of a row as one text."""
        return " ".join(texts_of(self.grid[at]))

    def header(self) -> Header:
        """Return the header, and say what stands above it, or that there is none."""
        header = header_of(self.grid)
        if header is None:
            self.said(0, "", "no line names the columns",
                      "They are called column 1, column 2 …; write a header line.")
            return Header([""] * self.grid.shape[1], 0, 0)
        for at in range(header.first):
            self.said(at, self.text(at), "stands above the table", _OUT)
        return header

    def first_block(self) -> SheetRows:
        """Return the first of two tables side by side, or all.

        Two tables stand beside each other when a column is empty throughout, both sides of it have
        two columns or more, and the sides repeat a name in their headers or end on different rows.
        """
        for gap in np.flatnonzero(~(self.grid != "").any(axis=0)).tolist():
            left, right = self._part(slice(0, gap)), self._part(slice(gap + 1, None))
            if _are_two(left, right):
                left.said(0, "", f"another table stands beside this one, from column {gap + 2}",
                          "It was left out; give it a sheet of its own.")
                return left
        return self

    def _part(self, columns: slice) -> SheetRows:
        grid = self.grid[:, columns]
        there = (grid != "").any(axis=1)
        return SheetRows(name=self.name, word=self.word, numbers=self.numbers[there],
                     grid=grid[there], typed=self.typed)

    def table(self, header: Header) -> Table:
        """Return the table below a header; a row that is longer is broken."""
        last = self.end(header)
        self.said_below(last)
        data = self.data(header, range(header.below, last), first=True)
        used = (self.grid[header.below:] != "").any(axis=0)
        layout = layout_of(header, used, self.longer(data, header), len(data))
        named = f"{self.word} {self.numbers[max(header.below - 1, 0)]}"
        self.remarks += repeated_names(self.name, named, layout)
        return self.cut(data, layout)

    def longer(self, data: NDArray[Any], header: Header) -> int:
        """Return how many rows are longer than the header."""
        return int((self.grid[data, named_width(header):] != "").any(axis=1).sum())

    def cut(self, data: NDArray[Any], layout: Layout) -> Table:
        """Return some rows as a table; a row that is longer than its columns is broken."""
        cells, names = self.grid[data], layout.names
        for at, i in self._blank_edges(data):
            cells[at, i] = self.typed[int(self.numbers[data[at]]), i]
        over = np.flatnonzero((cells[:, layout.wide:] != "").any(axis=1))
        found = zip(self.numbers[data].tolist(), cells[:, list(names)].tolist(), strict=True)
        table = Table.of_rows(self.name, list(names.values()), found, word=self.word)
        broken = {int(at): f"{1 + int(np.flatnonzero(cells[at] != '').max())} cells under"
                  f" {layout.wide} columns" for at in over}
        return replace(table, broken=broken, remarks=tuple(self.remarks))

    def _blank_edges(self, data: NDArray[Any]) -> Iterator[tuple[int, int]]:
        """Yield the rows of data and columns of cells with blanks around them: they are kept."""
        rows = {int(number): at for at, number in enumerate(self.numbers[data])}
        return ((rows[number], i) for number, i in self.typed
                if number in rows and i < self.grid.shape[1])

    def data(self, header: Header, rows: Iterable[int], *, first: bool) -> NDArray[Any]:
        """Return which rows are data; what is none is said. FIRST is whether none was before."""
        labels = [fold(label) for label in header.labels if label]
        found: list[int] = []
        for at in rows:
            texts = texts_of(self.grid[at])
            odd = _rule(texts) or _odd(texts, labels, first=first and not found)
            if odd:
                self.said(at, self.text(at), odd, _OUT)
            else:
                found.append(at)
        return np.array(found, dtype=np.int64)

    def end(self, header: Header, *, below: int | None = None) -> int:
        """Return the row behind the last of the data: below it stand only notes."""
        last, first = len(self.grid), header.below if below is None else below
        while len(texts_of(header.labels)) >= _WIDE and last > first and self._is_note(last - 1):
            last -= 1
        return last

    def said_below(self, last: int) -> None:
        """Say of the rows from LAST on that they are notes."""
        for at in range(last, len(self.grid)):
            self.said(at, self.text(at), "a note below the table", _OUT)

    def _is_note(self, at: int) -> bool:
        """Return whether a row is one text alone: marked as a note, long, or behind a blank row."""
        texts = texts_of(self.grid[at])
        if len(texts) != 1:
            return False
        before = self.numbers[at - 1] if at else self.before
        apart = before and self.numbers[at] - before > 1 and is_label(texts[0])
        return bool(apart or len(texts[0]) > _LONG or _NOTE.match(texts[0]))


def repeated_names(name: str, place: str, layout: Layout) -> list[Problem]:
    """Return what is said of columns that have one name, which stands at a PLACE."""
    return [Problem(file=name, place=place, field="", value=label, level="warning",
                    reason="two columns have this name",
                    fix=f"The second is called '{called}'; rename one.")
            for label, called in layout.repeated]


def _are_two(left: SheetRows, right: SheetRows) -> bool:
    """Return whether two parts of a sheet are tables of their own."""
    names, others = _labels(left), _labels(right)
    return min(len(names), len(others)) >= _GAP and (
        bool(names & others) or bool(left.numbers[-1] != right.numbers[-1]))


def _labels(part: SheetRows) -> set[str]:
    """Return the names in the header of a part, none where it has less than two rows."""
    header = header_of(part.grid) if len(part.grid) >= _GAP else None
    return set() if header is None else set(map(fold, texts_of(header.labels)))


def _rule(texts: Sequence[str]) -> str:
    """Return that a row is a rule drawn in signs, as below the header of a table in Markdown."""
    drawn = len(texts[0]) > 1 and all(set(text) <= _SIGNS for text in texts)
    return "a rule between rows, not a row of data" if drawn and len(texts) > 1 else ""


def _odd(texts: Sequence[str], labels: list[str], *, first: bool) -> str:
    """Return why a row is no row of data; empty when it is one."""
    if first and is_hxl(texts):
        return "HXL tags, not a row of data"
    if first and is_units(texts):
        return "units of the columns, not a row of data"
    # Most rows are told from the header by their first cell.
    begin = fold(texts[0][:_TOTAL])
    if begin.rstrip(" :.") in _TOTALS:
        return "a row of sums, no event"
    again = labels[:1] == [begin] and list(map(fold, texts)) == labels
    return "the header again" if again else ""
