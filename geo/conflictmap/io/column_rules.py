"""What the columns of a source mean, as rules that read some of its columns and give others.

A rule is a function of a few cells of one row. It is asked once for each different combination of
them, so that a table of a million rows costs no more than what differs in it. A row that is read
by itself goes through the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.formats.table import Table

Remark = tuple[str, str, str, str]
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
        made = {name: cells.get(of, "") for name, of in self.same.items()}
        remarks: list[Remark] = []
        for rule in self.cells:
            texts = [cells.get(name, "") for name in rule.takes]
            made |= zip(rule.gives, rule.make(*texts), strict=True)
            remarks += rule.remarks(*texts) if rule.remarks else ()
        extra = {self.renamed.get(name, name): text for name, text in cells.items()
                 if name not in self.used and (text or not self.filled)}
        extra |= {name: cells.get(of, "") for name, of in self.same_extra.items()}
        for rule in self.extra:
            texts = [cells.get(name, "") for name in rule.takes]
            extra |= zip(rule.gives, rule.make(*texts), strict=True)
        return made, extra, remarks

    def columns(self, table: Table, *, further: frozenset[str] | None = None) -> RuledColumns:
        """Return the columns of a table; of FURTHER ones those named, by default all."""
        coded = Coded(table.columns, len(table))
        made = {name: coded.column(of) for name, of in self.same.items()}
        remarks: dict[int, list[Remark]] = {}
        for rule in self.cells:
            found = _applied(rule, coded, self.memory.setdefault(id(rule.make), {}))
            made |= zip(rule.gives, found.columns, strict=True)
            for row, said in found.remarks.items():
                remarks.setdefault(row, []).extend(said)
        extra = {self.renamed.get(name, name): column for name, column in table.columns.items()
                 if name not in self.used}
        extra |= {name: coded.column(of) for name, of in self.same_extra.items()}
        for rule in self.extra:
            if further is None or not further.isdisjoint(rule.gives):
                found = _applied(rule, coded, self.memory.setdefault(id(rule.make), {}))
                extra |= zip(rule.gives, found.columns, strict=True)
        if further is not None:
            extra = {name: column for name, column in extra.items() if name in further}
        return RuledColumns(made, extra, remarks)


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
        if name not in self._coded:
            column = self.column(name)
            coded = column if hasattr(column, "dictionary") else column.dictionary_encode()
            self._coded[name] = (coded.indices.to_numpy().astype(np.int64),
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
    import pyarrow as pa

    codes, combinations = coded.combinations(rule.takes, rows)
    if len(memory) > _REMEMBERED:
        memory.clear()
    made = []
    for texts in combinations:
        found = memory.get(texts)
        if found is None:
            found = memory[texts] = tuple(rule.make(*texts))
        made.append(found)
    indices = pa.array(codes.astype(np.int32))
    columns = [pa.DictionaryArray.from_arrays(indices, pa.array(list(words), type=pa.string()))
               for words in (zip(*made, strict=True) if made else [()] * len(rule.gives))]
    remarks: dict[int, list[Remark]] = {}
    if rule.remarks:
        said = [rule.remarks(*texts) for texts in combinations]
        odd = np.array([bool(one) for one in said], dtype=bool)
        at = np.arange(coded.rows)[rows]
        for i in np.flatnonzero(odd[codes]).tolist():
            remarks[int(at[i])] = list(said[codes[i]])
    return _Applied(columns, remarks)


def _patched(column: Any, other: Any, rows: NDArray[np.int64]) -> Any:
    """Return a column with those of another at some rows, coded by their different texts."""
    import pyarrow as pa

    whole = column if hasattr(column, "dictionary") else column.dictionary_encode()
    codes = whole.indices.to_numpy().astype(np.int32)
    codes[rows] = len(whole.dictionary) + other.indices.to_numpy()
    words = pa.concat_arrays([whole.dictionary.cast(pa.string()), other.dictionary])
    return pa.DictionaryArray.from_arrays(pa.array(codes), words)


def constant(text: str, rows: int) -> Any:
    """Return one text, so many times, held once."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int32)), [text])


_Regular = tuple[Sequence[Any], "NDArray[np.bool_]"]


def digits(name: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column of ids, which are taken as they stand: those of digits."""
    def regular(coded: Coded) -> _Regular:
        return [coded.column(name)], _are_digits(coded, name)

    return regular


def marked(
    mark: Callable[[str], Sequence[str]], *, by: str, name: str
) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column of ids: MARK of the column BY, a colon, and digits."""
    def regular(coded: Coded) -> _Regular:
        import pyarrow as pa
        import pyarrow.compute as pc

        codes, words = coded.codes(by)
        marks = pa.array([mark(word)[0] for word in words], type=pa.string())
        text = coded.column(name).cast(pa.string())
        return ([pc.binary_join_element_wise(marks.take(pa.array(codes)), text, ":")],
                _are_digits(coded, name))

    return regular


def _are_digits(coded: Coded, name: str) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = pc.match_substring_regex(
        coded.column(name).cast(pa.string()), r"\A[0-9]+\z").to_numpy(zero_copy_only=False)
    return found
