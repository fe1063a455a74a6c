"""Columns by name that are made into arrays when they are asked for, and not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Columns = Mapping[str, NDArray[Any]]
    Rows = NDArray[np.int64]


class Held(Protocol):
    """A column of texts in another form than as Python's objects."""

    def objects(self, rows: Rows | None) -> NDArray[Any]:
        """Return the texts at rows, by default all, as an array of objects."""

    def arrow(self, rows: Rows | None) -> Any:
        """Return the texts at rows, by default all, as Arrow has them."""


class LazyColumns(Mapping[str, "NDArray[Any]"]):
    """Columns by name, some of them held as a source has them.

    `columns` are arrays, or what is held; `rows` are the rows that are taken of what is held, by
    default all `count` of them in their order.
    """

    def __init__(
        self, columns: Mapping[str, NDArray[Any] | Held], count: int, *, rows: Rows | None = None
    ) -> None:
        self._columns, self._count, self._rows = columns, count, rows
        self._made: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        held = self._columns[name]
        if isinstance(held, np.ndarray):
            return held
        if name not in self._made:
            self._made[name] = held.objects(self._rows)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._columns  # that of Mapping would make the column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def arrow(self, name: str) -> Any:
        """Return a column as Arrow has it; None where it is held as an array."""
        held = self._columns[name]
        return None if isinstance(held, np.ndarray) else held.arrow(self._rows)

    def take(self, rows: NDArray[Any] | slice) -> LazyColumns:
        """Return the columns at rows; what was not made is not made for it.

        Columns that are one array stay one.
        """
        own = np.arange(self._count) if self._rows is None else self._rows
        left = own[rows]
        arrays = {id(held): held for held in self._columns.values() if isinstance(held, np.ndarray)}
        taken = {key: values[rows] for key, values in arrays.items()}
        return LazyColumns({name: taken.get(id(held), held)
                            for name, held in self._columns.items()}, len(left), rows=left)

    def renamed(self, name_of: Callable[[str], str]) -> LazyColumns:
        """Return the columns under other names."""
        return LazyColumns({name_of(name): held for name, held in self._columns.items()},
                           self._count, rows=self._rows)

    def chosen(self, names: frozenset[str]) -> LazyColumns:
        """Return the columns of some names."""
        return LazyColumns({name: held for name, held in self._columns.items() if name in names},
                           self._count, rows=self._rows)

    def joined(self, more: Columns) -> LazyColumns:
        """Return the columns and more of them, which take the place of those of their name."""
        return LazyColumns({**self._columns, **more}, self._count, rows=self._rows)


def joined(columns: Columns, more: Columns) -> Columns:
    """Return columns and more of them; none is made for it."""
    return columns.joined(more) if isinstance(columns, LazyColumns) else {**columns, **more}


def renamed(columns: Columns, name_of: Callable[[str], str]) -> Columns:
    """Return columns under other names; none is made for it."""
    if isinstance(columns, LazyColumns):
        return columns.renamed(name_of)
    return {name_of(name): values for name, values in columns.items()}


def chosen(columns: Columns, names: frozenset[str]) -> Columns:
    """Return the columns of some names; none is made for it."""
    if isinstance(columns, LazyColumns):
        return columns.chosen(names)
    return {name: values for name, values in columns.items() if name in names}


def arrow_of(columns: Columns, name: str) -> Any:
    """Return a column as Arrow has it; None where it is an array of Python's objects."""
    return columns.arrow(name) if isinstance(columns, LazyColumns) else None
