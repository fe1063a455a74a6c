"""Regular rows of Parquet, read as columns: a day, a point in degrees, and texts as they stand.

A row is regular when the ordinary reader is sure to take it as it stands. Every rule errs on the
careful side: a row of which that is not sure goes through the ordinary reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import (
    as_coded,
    as_strings,
    filled,
    is_coded,
    kind_of,
    one_text,
    repeated_text,
    texts_of,
    values_of,
)
from conflictmap.io.vector_dates import dated, day_columns
from conflictmap.io.vector_names import addresses, named_areas
from conflictmap.model.columns import (
    COUNTS,
    DECIMALS,
    FATALITIES,
    NO_DAY,
    ROLES,
    STANDARD,
    standard_name,
)
from conflictmap.model.limits import limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Numbers = dict[str, NDArray[np.float64]]

#: Columns that say where a row is, as numbers: degrees, degrees, metres.
PLACE = tuple(DECIMALS)
#: Columns that are taken from a file; the others are further ones.
_TAKEN = (*STANDARD, "credit")
#: What the values of a column may be: of those that are taken, and of the others.
_KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_TAKEN, ("text",)), "id": ("text", "integer"),
    "date": ("text", "day", "moment"), **dict.fromkeys(PLACE, ("float", "integer")),
    **dict.fromkeys(COUNTS, ("text", "half", "float", "integer", "null")),
}
_FURTHER = ("text", "integer", "float", "boolean", "null")
_RANGES = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "radius_m": (0.0, 20_000_000.0)}
#: Numbers nearer to zero have more decimals than a cell may have.
_SMALL = 0.1
_MOST = 1e12
#: Visible ASCII lies between these.
_BLANK, _DELETE = 32, 127
_DIGITS = r"\A[0-9]{1,12}\z"
_NO_AREAS: Mapping[str, Any] = {}
#: Characters that one number, day or truth value takes at most as text.
_WIDE = 40


@dataclass(frozen=True, kw_only=True)
class RegularColumns:
    """The columns of a batch; where `regular` is false they mean nothing.

    `shapes` are the areas of the rows whose place is one; these have no point.
    """

    regular: Mask
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    texts: dict[str, Any]
    sources: Any
    shapes: dict[int, Any]


def columns_of(schema: Any) -> dict[str, str] | None:
    """Return the file's column for each standard one; None when no row of it can be regular."""
    columns = {standard_name(column.name): column for column in schema}
    if len(columns) < len(schema.names) or not _is_table(schema, columns.keys()):
        return None
    if not all(_fits(name, column.type) for name, column in columns.items()):
        return None
    return {name: column.name for name, column in columns.items() if name in _TAKEN}


def _is_table(schema: Any, names: Set[str]) -> bool:
    """Return whether a file has days and points in columns of its own, and is no known source's."""
    other = b"geo" in (schema.metadata or {}) or "event_id_cnty" in schema.names
    return not other and names >= {"date", "lat", "lon"}


def _fits(name: str, type_: Any) -> bool:
    """Return whether the values of a type can be taken as they stand."""
    return kind_of(type_) in _KINDS.get(name, _FURTHER)


def read_regular(
    batch: Any, names: dict[str, str], *, short: bool = False, typed: bool = False,
    areas: Mapping[str, Any] = _NO_AREAS,
) -> RegularColumns:
    """Return the columns of a batch, and which rows are regular; options as `regular_rows`."""
    regular, numbers, shapes = regular_rows(batch, names, short=short, typed=typed, areas=areas)
    start, end, when, fine = _days_of(batch, names["date"])
    regular &= fine
    texts = {"when": when}
    for name in ("id", "title", "type", "sources"):
        texts[name], fine = text_column(batch, names.get(name))
        regular &= fine
    texts["credit"] = text_column(batch, names["credit"])[0] if "credit" in names else None
    return RegularColumns(regular=regular, start=start, end=end, texts=texts, shapes=shapes,
                          sources=texts.pop("sources"), **numbers)


def _days_of(
    batch: Any, name: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], Any, Mask]:
    """Return the first day of each row and that after the last, its date, and where it is one."""
    import pyarrow.types as t

    column = batch.column(name)
    if t.is_date32(column.type) or t.is_timestamp(column.type):
        day, when, fine = dated(column)
        return day, np.where(day == NO_DAY, NO_DAY, day + 1), when, fine
    when, fine = text_column(batch, name)
    coded = as_coded(column)
    codes = values_of(coded.indices)
    days, known = day_columns([word.strip() for word in coded.dictionary.to_pylist()])
    return days["start"][codes], days["end"][codes], when, fine & known[codes]


def regular_rows(
    batch: Any, names: dict[str, str], *, short: bool = False, typed: bool = False,
    areas: Mapping[str, Any] = _NO_AREAS,
) -> tuple[Mask, Numbers, dict[int, Any]]:
    """Return which rows are regular but for dates and the blanks around texts, numbers, and areas.

    SHORT is whether it is known that no row passes a limit or holds a zero byte, TYPED whether
    numbers of places are known to be decimals as a cell may hold them, however small. AREAS by
    id are those that the column `where` may name; a row with one has no point.
    """
    regular = _all(batch.num_rows) if short else _short(batch)
    numbers = {name: np.full(batch.num_rows, np.nan) for name in PLACE}
    for name in PLACE:
        if name in names:
            numbers[name], fine = _number(batch.column(names[name]), *_RANGES[name], typed=typed)
            regular &= fine
    regular &= np.isnan(numbers["lat"]) == np.isnan(numbers["lon"])
    if "id" in names:
        ids, fine = text_column(batch, names["id"])
        regular &= fine & _ids(as_strings(ids))
    regular &= _fatalities(batch, names) & _rest(batch, names)
    if "stands_for" in names:
        many = count_numbers(batch.column(names["stands_for"]))
        regular &= np.isnan(many) | ((many >= 1) & (many < _MOST) & (np.floor(many) == many))
    if "where" not in names:
        return regular, numbers, {}
    fine, shapes = named_areas(batch.column(names["where"]), areas)
    return regular & fine, _without_points(numbers, list(shapes)), shapes


def _without_points(numbers: Numbers, rows: list[int]) -> Numbers:
    """Return the numbers with no point at some rows."""
    named = np.zeros(len(numbers["lat"]), dtype=bool)
    named[rows] = True
    return numbers | {name: np.where(named, np.nan, numbers[name]) for name in ("lat", "lon")}


def text_column(batch: Any, column: str | None) -> tuple[Any, Mask]:
    """Return a column as text, unknown as empty, and where no blanks stand around it."""
    import pyarrow.compute as pc

    if column is None:
        return repeated_text("", batch.num_rows), _all(batch.num_rows)
    texts = batch.column(column)
    if is_coded(texts):
        words = texts.dictionary
        tidy = _mask(pc.equal(pc.utf8_trim_whitespace(words), words))
        return texts, tidy[values_of(texts.indices)]
    texts = filled(as_strings(texts))
    if is_dense(texts):
        return texts, _all(len(texts))
    return texts, _mask(pc.equal(pc.utf8_trim_whitespace(texts), texts))


def is_dense(texts: Any) -> bool:
    """Return whether texts hold nothing but visible ASCII: a look at their bytes all at once."""
    at = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset :]
    data = np.frombuffer(texts.buffers()[2] or b"", dtype=np.uint8)[at[0] : at[len(texts)]]
    return not len(data) or bool(data.min() > _BLANK and data.max() < _DELETE)


def _all(n: int) -> Mask:
    return np.ones(n, dtype=bool)


def _mask(column: Any) -> Mask:
    return np.asarray(values_of(column))


def _ids(ids: Any) -> Mask:
    """Return where an id is text that nobody can doubt."""
    import pyarrow.compute as pc

    filled = pc.not_equal(ids, one_text(""))
    if is_dense(ids):
        return _mask(filled)
    sure = pc.and_(pc.string_is_ascii(ids), pc.ascii_is_printable(ids))
    return _mask(pc.and_(sure, filled))


def _rest(batch: Any, names: dict[str, str]) -> Mask:
    """Return where the columns that are only checked are regular."""
    import pyarrow.compute as pc

    fine = _all(batch.num_rows)
    if "role" in names:
        roles = filled(as_strings(batch.column(names["role"])))
        fine &= _mask(pc.is_in(roles, value_set=texts_of(["", *ROLES])))
    if "source_url" in names:
        fine &= addresses(batch.column(names["source_url"]))
    return fine


def _number(
    column: Any, low: float, high: float, *, typed: bool
) -> tuple[NDArray[np.float64], Mask]:
    import pyarrow as pa

    values = values_of(column.cast(pa.float64(), safe=False)).astype(np.float64, copy=False)
    # One that is TYPED has no more decimals than a cell may have.
    few = typed | (np.abs(values) >= _SMALL) | ((values == 0) & ~np.signbit(values))
    return values, np.isnan(values) | ((values >= low) & (values <= high) & few)


def _fatalities(batch: Any, names: dict[str, str]) -> Mask:
    """Return where low, best and high are whole numbers that rise."""
    fine = _all(batch.num_rows)
    highest = np.full(batch.num_rows, -1.0)
    for name in FATALITIES:
        if name not in names:
            continue
        values = count_numbers(batch.column(names[name]))
        known = ~np.isnan(values)
        whole = (values >= 0) & (values < _MOST) & (np.floor(values) == values)
        fine &= ~known | (whole & (values >= highest) & ~((values == 0) & np.signbit(values)))
        highest = np.where(known, values, highest)
    return fine


def count_numbers(column: Any) -> NDArray[np.float64]:
    """Return a column of whole numbers: NaN is not known, less than 0 is not one."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as t

    if t.is_floating(column.type) or t.is_integer(column.type):
        values = values_of(column.cast(pa.float64(), safe=False))
        return np.asarray(values, dtype=np.float64)
    coded = as_coded(column)
    whole = pc.match_substring_regex(coded.dictionary, _DIGITS)
    numbers = values_of(pc.if_else(whole, coded.dictionary, one_text("-1")).cast(pa.float64()))
    empty = values_of(pc.binary_length(coded.dictionary)) == 0
    return np.asarray(np.where(empty, np.nan, numbers)[values_of(coded.indices)])


def _short(batch: Any) -> Mask:
    """Return where no text holds a zero byte, and all of the row is short enough for a cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fine = _all(batch.num_rows)
    size = np.full(batch.num_rows, sum(len(n) + _WIDE for n in batch.schema.names))
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            size += np.nan_to_num(values_of(pc.binary_length(column))).astype(np.int64)
            if _zero_byte(column):
                fine &= ~_mask(pc.match_substring(column, "\0"))
    return fine & (size <= limits().cell)


def _zero_byte(column: Any) -> bool:
    """Return whether a zero byte may stand in a column of texts."""
    data = column.buffers()[2]
    return data is not None and bool((np.frombuffer(data, dtype=np.uint8) == 0).any())
