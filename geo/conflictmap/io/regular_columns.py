"""Columns that rules give for whole columns at once: ids of digits, and texts as they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.io.column_rules import Coded

_Regular = tuple[Sequence[Any], "NDArray[np.bool_]"]


def filled(name: str) -> Callable[[Coded], _Regular]:
    """Return a `regular` for a column that is taken as it stands where it is filled."""
    def regular(coded: Coded) -> _Regular:
        codes, words = coded.codes(name)
        return [coded.column(name)], np.array(list(map(bool, words)), dtype=bool)[codes]

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
