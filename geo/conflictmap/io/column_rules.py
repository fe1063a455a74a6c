"""What the columns of a source mean, as rules that read some of its columns and give others.

A rule is a function of a few cells of one row. It is asked once for each different combination of
them, so that a table of a million rows costs no more than what differs in it. A row that is read
by itself goes through the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table

Remark = tuple[str, str, str, str]
_Value = TypeVar("_Value")
#: Combinations that a rule remembers from one part of a file to the next.
_REMEMBERED = 200_000


class Rule(NamedTuple):
    """Cells that follow from others.

    Parameters
    ----------
    gives, takes
        The columns that are made, and those they are made of; one that the table lacks is empty.
    make
        Returns the texts of `gives`, in order, from those of `takes`.
    remarks
        Returns what is odd about those of `takes`: field, value, reason, what to do.
    regular
        Returns the columns of `gives` for the rows for which they are easily told, and which
        rows these are. By default there are none.
    """

    gives: tuple[str, ...]
    takes: tuple[str, ...]
    make: Callable[..., Sequence[str]]
    remarks: Callable[..., Sequence[Remark]] | None = None
    regular: Callable[..., tuple[Sequence[Any], NDArray[np.bool_]] | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the columns of one table mean.

    Parameters
    ----------
    cells, extra
        Rules for standard columns, and for further ones.
    same, same_extra
        Columns that are taken as they stand: the new name by its source.
    used
        Columns that are not kept as further ones.
    renamed
        Names of further columns that are kept under another one.
    filled
        Whether only filled cells of further columns are kept.
    """

    cells: Sequence[Rule]
    extra: Sequence[Rule] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    same_extra: Mapping[str, str] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    filled: bool = False
    memory: dict[int, dict[tuple[str, ...], Any]] = field(default_factory=dict)

    def row(self, cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str], list[Remark]]:
        """Return the standard cells of one row, its further cells, and remarks on it."""
        kept = self._kept(cells)
        extra = {name: text for name, text in kept.items() if text} if self.filled else kept
        return (_made(self.same, self.cells, cells),
                extra | _made(self.same_extra, self.extra, cells), _remarks(self.cells, cells))

    def _kept(self, cells: Mapping[str, _Value]) -> dict[str, _Value]:
        """Return what stands under columns that are kept as further ones."""
        return {self.renamed.get(name, name): value for name, value in cells.items()
                if name not in self.used}

    def takes(self, further: frozenset[str] | None) -> frozenset[str] | None:
        """Return the columns that are read to give some FURTHER ones; None where all may be."""
        if further is None:
            return None
        taken = {*further, *self.same.values(), *self.same_extra.values()}
        taken |= {name for name, new in self.renamed.items() if new in further}
        for rule in (*self.cells, *self.extra):
            taken |= {*rule.takes}
        return frozenset(taken)

    def columns(self, table: Table, *, further: frozenset[str] | None = None) -> RuledColumns:
        """Return the columns of a table; of FURTHER ones those named, by default all."""
        coded = Coded(table.columns, len(table))
        made, remarks = self._applied(self.same, self.cells, coded)
        extra = self._kept(table.columns)
        if self.filled:
            extra = {name: column for name, column in extra.items() if not is_blank(column)}
        rules = [rule for rule in self.extra if further is None or further & {*rule.gives}]
        extra |= self._applied(self.same_extra, rules, coded)[0]
        return RuledColumns(made, _named(extra, further), remarks)

    def _applied(
        self, same: Mapping[str, str], rules: Iterable[Rule], coded: Coded
    ) -> tuple[dict[str, Any], dict[int, list[Remark]]]:
        """Return the columns that are taken as they stand or that rules give, and remarks."""
        made = {name: coded.column(of) for name, of in same.items()}
        remarks: dict[int, list[Remark]] = {}
        for rule in rules:
            found = _applied(rule, coded, self.memory.setdefault(id(rule.make), {}))
            made |= zip(rule.gives, found.columns, strict=True)
            for row, said in found.remarks.items():
                remarks.setdefault(row, []).extend(said)
        return made, remarks


def _named(columns: dict[str, Any], names: frozenset[str] | None) -> dict[str, Any]:
    if names is None:
        return columns
    return {name: column for name, column in columns.items() if name in names}


def _remarks(rules: Iterable[Rule], cells: Mapping[str, str]) -> list[Remark]:
    """Return the remarks of rules on one row."""
    some = (rule.remarks(*_texts(rule, cells)) for rule in rules if rule.remarks)
    return list(chain.from_iterable(some))


def _texts(rule: Rule, cells: Mapping[str, str]) -> list[str]:
    return [cells.get(name, "") for name in rule.takes]


def _made(
    same: Mapping[str, str], rules: Iterable[Rule], cells: Mapping[str, str]
) -> dict[str, str]:
    """Return the cells that are taken as they stand, and those that rules give."""
    made = {name: cells.get(of, "") for name, of in same.items()}
    for rule in rules:
        made |= zip(rule.gives, rule.make(*_texts(rule, cells)), strict=True)
    return made


class RuledColumns(NamedTuple):
    """Standard columns, further ones, and remarks by row."""

    cells: dict[str, Any]
    extra: dict[str, Any]
    remarks: dict[int, list[Remark]]


class Coded:
    """The columns of a table, with their different texts numbered where they are asked for."""

    def __init__(self, columns: Mapping[str, Any], rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._coded: dict[str, tuple[NDArray[np.int64], list[str]]] = {}

    def column(self, name: str) -> Any:
        """Return a column as Arrow text; one that is not there is empty."""
        found = self.columns.get(name)
        return constant("", self.rows) if found is None else found

    def codes(self, name: str) -> tuple[NDArray[np.int64], list[str]]:
        """Return the number of each row's text, and the texts."""
        from conflictmap.formats.arrow_text import values_of

        if name not in self._coded:
            column = self.column(name)
            coded = column if hasattr(column, "dictionary") else column.dictionary_encode()
            self._coded[name] = (values_of(coded.indices).astype(np.int64),
                                 coded.dictionary.to_pylist())
        return self._coded[name]

    def combinations(
        self, names: Sequence[str], rows: NDArray[np.int64] | slice
    ) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
        """Return for some rows the number of each one's combination, and the combinations."""
        count = self.rows if isinstance(rows, slice) else len(rows)
        code, size = np.zeros(count, dtype=np.int64), 1
        for name in names:
            codes, words = self.codes(name)
            if size * max(len(words), 1) > 1 << 62:
                _, code = np.unique(code, return_inverse=True)
                size = int(code.max(initial=0)) + 1
            code, size = code * len(words) + codes[rows], size * max(len(words), 1)
        first, code = _numbered(code, size)
        texts = []
        for name in names:
            codes, words = self.codes(name)
            texts.append([words[i] for i in codes[rows][first].tolist()])
        return code, list(zip(*texts, strict=True)) if names else [()] * len(first)


def _numbered(code: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each different number stands first, and for each its place among these."""
    if size > 4 * len(code) + 65_536:
        _, first, place = np.unique(code, return_index=True, return_inverse=True)
        return first, place
    at = np.full(size, -1, dtype=np.int64)
    at[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    first = at[at >= 0]
    at[at >= 0] = np.arange(len(first))
    return first, at[code]


class _Applied(NamedTuple):
    columns: Sequence[Any]
    remarks: dict[int, list[Remark]]


def _applied(rule: Rule, coded: Coded, memory: dict[tuple[str, ...], Any]) -> _Applied:
    """Return the columns that a rule gives, and its remarks by row."""
    easy = rule.regular(coded) if rule.regular else None
    if easy is None:
        return _each(rule, coded, memory, slice(None))
    columns, regular = easy
    if regular.all():
        return _Applied(columns, {})
    rows = np.flatnonzero(~regular)
    rest = _each(rule, coded, memory, rows)
    return _Applied([_patched(column, other, rows) for column, other in zip(
        columns, rest.columns, strict=True)], rest.remarks)


def _each(
    rule: Rule, coded: Coded, memory: dict[tuple[str, ...], Any], rows: NDArray[np.int64] | slice
) -> _Applied:
    """Return what a rule gives for some rows, asked once for each different combination."""
    from conflictmap.formats.arrow_text import coded_texts

    codes, combinations = coded.combinations(rule.takes, rows)
    if len(memory) > _REMEMBERED:
        memory.clear()
    found = [_remembered(rule, texts, memory) for texts in combinations]
    columns = [coded_texts(codes, (texts[i] for texts, _ in found)) for i in range(len(rule.gives))]
    said = [remarks for _, remarks in found]
    return _Applied(columns, _by_row(said, codes, np.arange(coded.rows)[rows]))


def _remembered(
    rule: Rule, texts: tuple[str, ...], memory: dict[tuple[str, ...], Any]
) -> tuple[Sequence[str], Sequence[Remark]]:
    """Return what a rule makes of a combination, and its remarks."""
    if texts not in memory:
        memory[texts] = (rule.make(*texts), rule.remarks(*texts) if rule.remarks else ())
    found: tuple[Sequence[str], Sequence[Remark]] = memory[texts]
    return found


def _by_row(
    said: Sequence[Sequence[Remark]], codes: NDArray[np.int64], at: NDArray[np.int64]
) -> dict[int, list[Remark]]:
    """Return the remarks on combinations by the rows AT which these stand."""
    odd = np.array([bool(remarks) for remarks in said], dtype=bool)
    rows = np.flatnonzero(odd[codes]).tolist() if odd.any() else []
    return {int(at[row]): list(said[codes[row]]) for row in rows}


def _patched(column: Any, other: Any, rows: NDArray[np.int64]) -> Any:
    """Return a column with those of another at some rows, coded by their different texts."""
    import pyarrow as pa

    from conflictmap.formats.arrow_text import numbers_of, values_of

    whole = column if hasattr(column, "dictionary") else column.dictionary_encode()
    codes = values_of(whole.indices).astype(np.int32)
    codes[rows] = len(whole.dictionary) + values_of(other.indices)
    words = pa.concat_arrays([whole.dictionary.cast(pa.string()), other.dictionary])
    return pa.DictionaryArray.from_arrays(numbers_of(codes), words)


def is_blank(column: Any) -> bool:
    """Return whether a column of texts holds nothing."""
    import pyarrow.compute as pc

    from conflictmap.formats.arrow_text import values_of

    texts = column.dictionary if hasattr(column, "dictionary") else column
    return not values_of(pc.binary_length(texts)).any()


def constant(text: str, rows: int) -> Any:
    """Return one text, so many times, held once."""
    from conflictmap.formats.arrow_text import coded_texts

    return coded_texts(np.zeros(rows, dtype=np.int32), [text])
