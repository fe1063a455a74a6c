"""Texts as Arrow holds them: repeated ones by their numbers, days as ISO dates."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.interval import OPEN_END, OPEN_START, day_number, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


#: Bytes of text that an array of them can address.
_ADDRESSED = (1 << 31) - 1


def numbers_of(values: NDArray[Any], *, unknown: NDArray[np.bool_] | None = None) -> Any:
    """Return numbers or truths as an Arrow array; UNKNOWN ones are null.

    `pyarrow.array` would import pandas, if it is there, to see whether it is given a Series: that
    takes a quarter of a second, as long as 20,000 rows.

    >>> numbers_of(np.array([1.5, 2.0]), unknown=np.array([False, True])).to_pylist()
    [1.5, None]
    """
    import pyarrow as pa

    held = _bits(values) if values.dtype == bool else np.ascontiguousarray(values)
    known = None if unknown is None or not unknown.any() else pa.py_buffer(_bits(~unknown))
    return pa.Array.from_buffers(
        pa.from_numpy_dtype(values.dtype), len(values), [known, pa.py_buffer(held)])


def _bits(truths: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(truths, bitorder="little")


def texts_of(words: Iterable[str]) -> Any:
    """Return texts as an Arrow array, as `numbers_of` does.

    >>> texts_of(["a", "", "é"]).to_pylist()
    ['a', '', 'é']
    """
    import pyarrow as pa

    held = list(words)
    if not held:
        return pa.StringArray.from_buffers(0, pa.py_buffer(bytes(4)), pa.py_buffer(b""))
    # All are encoded at once; where the zero bytes between them are is where they end.
    data = np.frombuffer("\0".join((*held, "")).encode(), dtype=np.uint8)
    between = np.flatnonzero(data == 0)
    if len(between) != len(held):  # a text holds a zero byte
        return _each_encoded(held)
    if len(data) > _ADDRESSED:
        return pa.array(held, type=pa.string())
    ends = np.zeros(len(held) + 1, dtype=np.int32)
    ends[1:] = between - np.arange(len(held))
    return pa.StringArray.from_buffers(
        len(held), pa.py_buffer(ends), pa.py_buffer(data[data != 0]))


def _each_encoded(words: list[str]) -> Any:
    import pyarrow as pa

    held = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, held)])
    if ends[-1] > _ADDRESSED:
        return pa.array(words, type=pa.string())
    return pa.StringArray.from_buffers(
        len(held), pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(held)))


def bytes_of(texts: Any) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return where Arrow texts begin among their bytes, with the end of the last, and the bytes.

    >>> ends, data = bytes_of(texts_of(["a", "", "\u00e9"]))
    >>> ends.tolist(), data.tobytes().decode()
    ([0, 1, 1, 3], 'a\u00e9')
    """
    _, ends, data = texts.buffers()
    at = np.frombuffer(ends or bytes(4), dtype=np.int32)[texts.offset:texts.offset + len(texts) + 1]
    held = np.frombuffer(data or b"", dtype=np.uint8)
    return at - at[0], held[at[0]:at[-1]]


@lru_cache(maxsize=64)
def one_text(word: str) -> Any:
    """Return a text as an Arrow scalar, as `numbers_of` does; functions of Arrow take it."""
    return texts_of([word])[0]


def filled(texts: Any) -> Any:
    """Return Arrow texts, unknown ones as empty."""
    return texts.fill_null(one_text("")) if texts.null_count else texts


def values_of(column: Any) -> NDArray[Any]:
    """Return numbers or truths as NumPy has them, which `to_numpy` does not without pandas.

    Of numbers what is not known is NaN, of truths it is false. What it returns may be read only.

    >>> import pyarrow as pa
    >>> values_of(pa.array([1, None])).tolist(), values_of(pa.array([True, None])).tolist()
    ([1.0, nan], [True, False])
    """
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    first, end = column.offset, column.offset + len(column)
    known, held = column.buffers()
    if pa.types.is_boolean(column.type):
        truths = _truths(held, first, end)
        return truths & _truths(known, first, end) if column.null_count else truths
    kind = np.dtype(column.type.to_pandas_dtype())
    found: NDArray[Any] = np.frombuffer(held or b"", dtype=kind)[first:end]
    return np.where(_truths(known, first, end), found, np.nan) if column.null_count else found


def _truths(bits: Any, first: int, end: int) -> NDArray[np.bool_]:
    if bits is None:
        return np.ones(end - first, dtype=bool)
    return np.unpackbits(
        np.frombuffer(bits, dtype=np.uint8), count=end, bitorder="little")[first:].view(bool)


def coded_texts(codes: NDArray[Any], words: Iterable[str]) -> Any:
    """Return texts by their numbers: which of some words each is."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(
        numbers_of(codes.astype(np.int32, copy=False)), texts_of(words))


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
    return column if is_coded(column) else filled(as_strings(column)).dictionary_encode()


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

    codes = numbers_of(at.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(codes, _words(words), safe=False)


@lru_cache(maxsize=64)
def _words(words: tuple[str, ...]) -> Any:
    return texts_of(words)


def points_as_wkb(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Any:
    """Return points as WKB; one without a number is null.

    >>> points_as_wkb(np.array([1.0, np.nan]), np.array([2.0, np.nan]))[0].as_py().hex()
    '0101000000000000000000f03f0000000000000040'
    """
    import pyarrow as pa

    held = np.zeros(len(lon), dtype=[("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    held["order"], held["kind"], held["x"], held["y"] = 1, 1, lon, lat
    known = ~np.isnan(lon)
    ends = np.concatenate([[0], np.cumsum(known * held.itemsize)]).astype(np.int32)
    return pa.Array.from_buffers(pa.binary(), len(lon), [
        pa.py_buffer(_bits(known)), pa.py_buffer(ends), pa.py_buffer(held[known].tobytes())])


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
    return pa.DictionaryArray.from_arrays(numbers_of(codes.astype(np.int32)), words, safe=False)


@lru_cache(maxsize=4)
def _calendar(first: int, last: int) -> tuple[int, Any]:
    """Return the first day of a span of years, and the texts of its days with an empty one."""
    begin = day_number(date(first, 1, 1))
    every = np.arange(begin, day_number(date(last, 12, 31)) + 1).astype("datetime64[D]")
    return begin, texts_of([*np.datetime_as_string(every).tolist(), ""])


def _iso(day: int) -> str:
    known = OPEN_START < day < OPEN_END
    return str(np.datetime64(int(day), "D")) if known else ""
