"""A table as its file holds it: columns of text, whatever the container."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.errors import Problem


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of a table as text, by columns.

    Parameters
    ----------
    name
        The file's name, for messages.
    columns
        Header as typed to an Arrow array of strings without nulls: a cell that holds nothing is
        the empty text. All are of one length.
    word, numbers
        What a row is called in messages: `line` and 7 for `line 7`.
    broken
        Why a row cannot be read, by its index: it has more cells than there are headers, say.
    raw
        What stands in a broken row, by column, where its cells do not stand under the headers.
    remarks
        What is said of the file as a whole.

    Examples
    --------
    >>> table = Table.of_rows("t.csv", ["id", "n"], [(2, ["a", "1"])], word="line")
    >>> table.place(0), table.columns["n"].to_pylist()
    ('line 2', ['1'])
    """

    name: str
    columns: Mapping[str, Any]
    word: str
    numbers: NDArray[np.int64]
    broken: Mapping[int, str] = field(default_factory=dict)
    raw: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    remarks: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def place(self, row: int) -> str:
        """Return what a row is called in messages."""
        return f"{self.word} {self.numbers[row]}"

    @classmethod
    def of_rows(
        cls, name: str, headers: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *,
        word: str,
    ) -> Table:
        """Return the table of rows with their numbers, each with a cell for every header."""
        from conflictmap.formats.arrow_text import texts_of

        found = list(rows)
        cells = zip(*(cells for _, cells in found), strict=True) if found else [()] * len(headers)
        return cls(
            name=name, word=word, numbers=np.array([number for number, _ in found], dtype=np.int64),
            columns={header: texts_of(column)
                     for header, column in zip(headers, cells, strict=True)},
        )

    def records(self) -> Iterator[Record]:
        """Yield the rows one by one, as readers of single rows take them."""
        lists = [column.to_pylist() for column in self.columns.values()]
        for row in range(len(self)):
            cells = dict(self.raw.get(row) or zip(
                self.columns, (column[row] for column in lists), strict=True))
            yield Record(self.place(row), cells, self.broken.get(row, ""))
