"""Texts as Arrow holds them: repeated ones by their numbers, days as ISO dates."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.interval import OPEN_END, OPEN_START, day_number, day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def as_strings(column: Any) -> Any:
    """Return a column as Arrow strings."""
    import pyarrow as pa

    return column if column.type == pa.string() else column.cast(pa.string())


def is_coded(column: Any) -> bool:
    """Return whether a column holds numbers of texts, none of them unknown."""
    import pyarrow as pa

    return bool(pa.types.is_dictionary(column.type) and column.dictionary.type == pa.string()
                and not column.null_count and not column.dictionary.null_count)


def as_coded(column: Any) -> Any:
    """Return a column as numbers of texts, unknown ones as empty."""
    return column if is_coded(column) else as_strings(column).fill_null("").dictionary_encode()


def kind_of(type_: Any) -> str:
    """Return in a word what the values of an Arrow type are; empty for any other.

    The words are text, integer, half, float (32 or 64 bits), boolean, null, day, and moment (a time
    without a zone).

    >>> import pyarrow as pa
    >>> kind_of(pa.dictionary(pa.int32(), pa.string())), kind_of(pa.date32())
    ('text', 'day')
    """
    import pyarrow.types as t

    tests = {
        "text": _is_text, "integer": t.is_integer, "half": t.is_float16, "float": t.is_floating,
        "boolean": t.is_boolean, "null": t.is_null, "day": t.is_date32, "moment": _is_moment,
    }
    return next((kind for kind, fits in tests.items() if fits(type_)), "")


def _is_text(type_: Any) -> bool:
    import pyarrow.types as t

    coded = t.is_dictionary(type_) and t.is_string(type_.value_type)
    return bool(coded or t.is_string(type_) or t.is_large_string(type_))


def _is_moment(type_: Any) -> bool:
    import pyarrow.types as t

    return bool(t.is_timestamp(type_) and type_.tz is None)


def repeated_text(text: str, n: int) -> Any:
    """Return one text, so many times."""
    return chosen((text,), np.zeros(n, dtype=np.int32))


def chosen(words: tuple[str, ...], at: NDArray[Any]) -> Any:
    """Return texts by their numbers; no text is repeated in memory."""
    import pyarrow as pa

    codes = pa.array(at.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(codes, _words(words), safe=False)


@lru_cache(maxsize=64)
def _words(words: tuple[str, ...]) -> Any:
    import pyarrow as pa

    return pa.array(words, type=pa.string())


def days_as_text(day: NDArray[np.int64]) -> Any:
    """Return days as ISO texts, a day that is not known as an empty one."""
    import pyarrow as pa

    known = day[(day > OPEN_START) & (day < OPEN_END)]
    if not len(known):
        return repeated_text("", len(day))
    first, last = int(known.min()), int(known.max())
    if last - first > len(day) + 100_000:
        days, codes = np.unique(day, return_inverse=True)
        return chosen(tuple(map(_iso, days.tolist())), codes)
    years = day_of(first), day_of(last)
    begin, words = _calendar(*(0 if year is None else year.year for year in years))
    codes = day - begin if len(known) == len(day) else np.where(
        (day >= first) & (day <= last), day - begin, len(words) - 1)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), words, safe=False)


@lru_cache(maxsize=4)
def _calendar(first: int, last: int) -> tuple[int, Any]:
    """Return the first day of a span of years, and the texts of its days with an empty one."""
    import pyarrow as pa

    begin = day_number(date(first, 1, 1))
    every = np.arange(begin, day_number(date(last, 12, 31)) + 1).astype("datetime64[D]")
    return begin, pa.array([*np.datetime_as_string(every).tolist(), ""], type=pa.string())


def _iso(day: int) -> str:
    known = OPEN_START < day < OPEN_END
    return str(np.datetime64(int(day), "D")) if known else ""
