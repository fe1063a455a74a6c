"""Columns that rules give for whole columns at once: ids of digits, and texts as they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import numbers_of, one_text, texts_of, values_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.io.column_rules import Coded

_Regular = tuple[Sequence[Any], "NDArray[np.bool_]"]


def filled(name: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column that is taken as it stands where it is filled."""
    def regular(coded: Coded) -> _Regular:
        import pyarrow as pa
        import pyarrow.compute as pc

        text = coded.column(name)
        return [text], values_of(pc.binary_length(text.cast(pa.string()))) > 0

    return regular


def joined(one: str, other: str, *, by: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for two columns that are joined where both are filled."""
    def regular(coded: Coded) -> _Regular:
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = [coded.column(name).cast(pa.string()) for name in (one, other)]
        both = np.logical_and(*(values_of(pc.binary_length(text)) > 0 for text in texts))
        return [pc.binary_join_element_wise(*texts, one_text(by))], both

    return regular


def addresses(name: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column of addresses of the web, which are taken as they stand."""
    def regular(coded: Coded) -> _Regular:
        import pyarrow as pa
        import pyarrow.compute as pc

        text = coded.column(name).cast(pa.string())
        return [text], values_of(pc.match_substring_regex(text, r"\Ahttps?://"))

    return regular


def digits(name: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column of ids, which are taken as they stand: those of digits."""
    return lambda coded: ([coded.column(name)], _are_digits(coded, name))


def marked(
    mark: Callable[[str], Sequence[str]], *, by: str, name: str
) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column of ids: MARK of the column BY, a colon, and digits."""
    def regular(coded: Coded) -> _Regular:
        import pyarrow as pa
        import pyarrow.compute as pc

        codes, words = coded.codes(by)
        marks = texts_of(mark(word)[0] for word in words)
        text = coded.column(name).cast(pa.string())
        return ([pc.binary_join_element_wise(marks.take(numbers_of(codes)), text, one_text(":"))],
                _are_digits(coded, name))

    return regular


def _are_digits(coded: Coded, name: str) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = values_of(pc.match_substring_regex(
        coded.column(name).cast(pa.string()), r"\A[0-9]+\z"))
    return found
