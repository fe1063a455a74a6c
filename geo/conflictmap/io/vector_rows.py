"""Regular rows by columns: a million of them take seconds, and each repeated text stands once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_coded, values_of
from conflictmap.formats.text_column import objects
from conflictmap.io.held_texts import HeldTexts, as_typed, roles, tidy
from conflictmap.io.vector_checks import PLACE, count_numbers, regular_rows
from conflictmap.io.vector_dates import dated, day_columns
from conflictmap.io.vector_names import of_rows
from conflictmap.model.columns import AS_TYPED, COUNTS, DAYS, NO_DAY, NUMBERS, ROLES, STANDARD, TEXT
from conflictmap.model.events import Events, repeated
from conflictmap.model.lazy_columns import LazyColumns
from conflictmap.model.region import exchanged, inside_region

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Columns = dict[str, NDArray[Any]]

_PRECISION = np.array(["", "day"], dtype=object)
_TEXTS = {name: column for name, column in STANDARD.items()
          if column in TEXT and name not in {"id", "date"}}
#: What stands in a column where a row says nothing.
_BLANK: dict[str, Any] = {
    **dict.fromkeys(TEXT, ""), **dict.fromkeys(NUMBERS, np.nan), **dict.fromkeys(DAYS, NO_DAY),
    "role": ROLES[0], "number": 0,
}


@dataclass(frozen=True, kw_only=True)
class RowBatch:
    """Rows as Arrow columns.

    `names` and `further` give the column of `data` for each standard one and for each other one;
    `ids` and `lines` are what each row is called; `odd` rows are not regular, for whatever reason.
    `short` is whether it is known that no row passes a limit or holds a zero byte, `typed` whether
    numbers of places were read from text that a cell may hold.
    """

    data: Any
    names: Mapping[str, str]
    further: Mapping[str, str]
    ids: Sequence[str]
    lines: Sequence[str]
    odd: Mask
    short: bool = False
    typed: bool = False


class RegularRows:
    """The regular rows of a file, batch by batch; there is room for some at once.

    `points` counts their points: all, and those in the built-in region.
    """

    def __init__(self, file: str, *, room: int) -> None:
        self.file = file
        self.points = (0, 0)
        self._numbers = _Rows(room)
        self._columns = _Rows(room)
        self._texts, self._extra = HeldTexts(), HeldTexts()
        self._areas: dict[int, Any] = {}

    def add(
        self, batch: RowBatch, *, first: int, swap_check: bool, areas: Mapping[str, Any]
    ) -> Mask:
        """Add the regular rows of a batch, behind FIRST rows of the file; return which they are.

        With SWAP_CHECK a point that lies in the built-in region only with its numbers exchanged is
        not regular. AREAS by id are those that the column `where` may name.
        """
        data, names = batch.data, dict(batch.names)
        regular, numbers, shapes = regular_rows(
            data, names, short=batch.short, typed=batch.typed, areas=areas)
        lat, lon = numbers["lat"], numbers["lon"]
        if swap_check:
            regular &= ~exchanged(lon, lat)
        columns, when, fine = _dates(data.column(names["date"]))
        regular &= fine & ~batch.odd
        columns |= {"event_id": objects(batch.ids), "line": objects(batch.lines)}
        columns |= {name: numbers[name] for name in PLACE if name in names}
        columns |= _counts(data, names)
        rows = np.flatnonzero(regular)
        if len(rows) < len(regular):
            columns = _taken(columns, rows)
        self._areas |= of_rows(shapes, rows, self._numbers.size)
        self._numbers.add({"number": first + 1 + rows}, len(rows))
        self._columns.add(columns, len(rows))
        self._texts.add({"when": when} | _all_texts(data, names), regular)
        self._extra.add(
            {name: as_typed(data.column(at)) for name, at in batch.further.items()}, regular)
        inside = int(inside_region(lon[rows], lat[rows]).sum())
        points = int((~np.isnan(lat[rows])).sum())
        self.points = self.points[0] + points, self.points[1] + inside
        return regular

    def merged(self, others: Events, numbers: Sequence[int]) -> Events:
        """Return the regular rows and the OTHERS in the order of their NUMBERS."""
        own = self._numbers.column("number", 0)
        order = None
        areas = self._areas
        if len(numbers):
            order = np.argsort(np.concatenate([own, np.array(numbers, dtype=np.int64)]))
            place = np.argsort(order).tolist()
            found = {place[row]: area for row, area in self._areas.items()}
            found |= {place[len(own) + row]: area for row, area in others.areas.items()}
            areas = dict(sorted(found.items()))
        given = {name: _BLANK[name] for name in others.columns} | {"file": self.file}
        more, rows = len(others), self._texts.rows(len(others), order)
        texts = self._texts.merged(others.columns, more)
        made = _merged(self._columns, others.columns, {
            name: given[name] for name in given.keys() - texts.keys()}, order)
        whole: dict[str, Any] = {**made, **texts}
        count = len(made["event_id"])
        return replace(
            others, areas=areas,
            columns=LazyColumns({name: whole[name] for name in given}, count, rows=rows),
            extra=LazyColumns(self._extra.further(others.extra, more), count, rows=rows),
        )


def _all_texts(data: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the standard columns of text."""
    found = {}
    for name, column in _TEXTS.items():
        if name in names:
            kind = roles if name == "role" else as_typed if name in AS_TYPED else tidy
            found[column] = kind(data.column(names[name]))
    return found


def _dates(column: Any) -> tuple[Columns, Any, Mask]:
    """Return the columns that dates give, their texts, and where a date can be used."""
    import pyarrow as pa

    if pa.types.is_date32(column.type) or pa.types.is_timestamp(column.type):
        return _days(column)
    texts = tidy(column)
    coded = as_coded(texts)
    codes = values_of(coded.indices)
    columns, fine = day_columns(coded.dictionary.to_pylist())
    return {name: values[codes] for name, values in columns.items()}, texts, fine[codes]


def _days(column: Any) -> tuple[Columns, Any, Mask]:
    """Return the columns that days or moments give, their texts, and where one can be used."""
    day, texts, fine = dated(column)
    known = day != NO_DAY
    after = np.where(known, day + 1, NO_DAY)
    return {
        "start": day, "certain_start": day, "end": after, "certain_end": after,
        "date_precision": _PRECISION[known.astype(np.int8)],
    }, texts, fine


class _Rows:
    """Columns that grow by rows, with room for more."""

    def __init__(self, room: int) -> None:
        self.columns: Columns = {}
        self.size, self._room = 0, room

    def add(self, columns: Columns, count: int) -> None:
        """Add COUNT rows; a column that is new has been blank until now."""
        first, self.size = self.size, self.size + count
        if self.size > self._room:
            self._room = max(self.size, self._room * 2)
            for name in self.columns:
                self.columns[name] = _grown(self.columns[name][:first], self._room)
        for name in columns.keys() - self.columns.keys() if count else ():
            self.columns[name] = _grown(columns[name][:0], self._room)
            self.columns[name][:first] = _BLANK.get(name, "")
        for name, values in self.columns.items():
            values[first:self.size] = columns.get(name, _BLANK.get(name, ""))

    def column(self, name: str, blank: Any) -> NDArray[Any]:
        """Return a column, which is given away."""
        if name not in self.columns:
            return _full(self.size, blank)
        return self.columns.pop(name)[:self.size]


def _grown(values: NDArray[Any], room: int) -> NDArray[Any]:
    found = np.empty(room, dtype=values.dtype)
    found[:len(values)] = values
    return found


def _merged(
    regular: _Rows, others: Mapping[str, NDArray[Any]], given: Mapping[str, Any],
    order: NDArray[np.int64] | None,
) -> Columns:
    """Return the columns of two sets of rows in an order; those of one and the same blank are one.

    GIVEN says for each column what stands where nothing is known.
    """
    blanks: dict[str, NDArray[Any]] = {}
    found: Columns = {}
    for name, blank in given.items():
        more = others.get(name, _full(0 if order is None else len(order) - regular.size, blank))
        if name not in regular.columns and _all_blank(more, blank):
            key = repr(blank)
            blanks[key] = blanks[key] if key in blanks else _full(regular.size + len(more), blank)
            found[name] = blanks[key]
            continue
        whole = regular.column(name, blank)
        found[name] = whole if order is None else np.concatenate([whole, more])[order]
    return found


def _taken(columns: Columns, rows: NDArray[np.int64]) -> Columns:
    return {name: values[rows] for name, values in columns.items()}


def _full(count: int, value: Any) -> NDArray[Any]:
    return repeated(value, count) if isinstance(value, str) else np.full(count, value)


def _all_blank(values: NDArray[Any], blank: Any) -> bool:
    return bool(np.all(np.isnan(values) if blank != blank else values == blank))  # noqa: PLR0124


def _counts(data: Any, names: Mapping[str, str]) -> Columns:
    return {column: count_numbers(data.column(names[name]))
            for name, column in COUNTS.items() if name in names}
