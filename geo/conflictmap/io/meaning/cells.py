"""Columns of cells, distinct text by distinct text: what they become and what is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.formats.arrow_text import values_of
from conflictmap.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table

#: Problems of one kind in one column that are listed one by one; the rest is counted.
LISTED = 1_000


class Coded(NamedTuple):
    """A column as its distinct texts and, for each row, which of them stands there."""

    texts: list[str]
    codes: NDArray[np.int64]

    def taken(self, values: Sequence[str]) -> Any:
        """Return one value for each distinct text as a column (Arrow strings)."""
        import pyarrow as pa

        return pa.array(values, type=pa.string()).take(pa.array(self.codes))

    def rows_of(self, code: int) -> list[int]:
        """Return the rows where a distinct text stands."""
        return np.flatnonzero(self.codes == code).tolist()


def coded(column: Any) -> Coded:
    """Return a column (Arrow strings) by its distinct texts."""
    found = column.dictionary_encode()
    found = found.combine_chunks() if hasattr(found, "combine_chunks") else found
    codes = values_of(found.indices).astype(np.int64)
    return Coded(found.dictionary.to_pylist(), codes)


def together(columns: Sequence[Any]) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """Return the distinct rows of several columns, and for each row which of them it is."""
    parts = [coded(column) for column in columns]
    size = len(parts[0].codes)
    table = np.column_stack([part.codes for part in parts]) if size else np.zeros((0, len(parts)))
    distinct, codes = np.unique(table, axis=0, return_inverse=True)
    texts = [tuple(part.texts[int(code)] for part, code in zip(parts, row, strict=True))
             for row in distinct]
    return texts, np.asarray(codes, dtype=np.int64).reshape(-1)


@dataclass(kw_only=True)
class Losses:
    """Cells that could not be used, as problems of level warning; the rows are kept."""

    table: Table
    problems: list[Problem] = field(default_factory=list)

    def add(self, rows: Sequence[int], field_: str, value: str, reason: str, fix: str) -> None:
        """Add the same loss at several rows."""
        room = max(0, LISTED - len(self.problems))
        self.problems += [
            Problem(file=self.table.name, place=self.table.place(row), field=field_, value=value,
                    reason=reason, fix=fix, level="warning")
            for row in rows[:room]
        ]
        if len(rows) > room:
            self.problems.append(Problem(
                file=self.table.name, place="", field=field_, value=value, level="warning",
                reason=f"{reason}: {len(rows) - room} more rows", fix=fix))

    def cell(
        self, at: NDArray[np.bool_], field_: str, value: str, reason: str, fix: str
    ) -> None:
        """Add a loss at rows; none without a reason."""
        if reason:
            self.add(np.flatnonzero(at).tolist(), field_, value, reason, fix)

    def whole(self, field_: str, value: str, reason: str, fix: str) -> None:
        """Add what is said of the table as a whole."""
        self.problems.append(Problem(file=self.table.name, place="", field=field_, value=value,
                                     reason=reason, fix=fix, level="warning"))

    def column(
        self, header: str, cells: Coded, lost: Callable[[str], str], fix: str
    ) -> None:
        """Add a loss for each distinct text that LOST gives a reason for."""
        for code, text in enumerate(cells.texts):
            reason = lost(text)
            if reason:
                self.add(cells.rows_of(code), header, text, reason, fix)
