"""Columns of events as frames: under the names of `Events`, or of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from conflictmap.model.columns import COUNTS, DAYS, NUMBERS, STANDARD, TEXT
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of

if TYPE_CHECKING:
    from pandas import DataFrame

Columns = Mapping[str, NDArray[Any]]


def internal_columns(columns: Columns, extra: Columns) -> dict[str, Any]:
    """Return the columns of `Events.frame`: days are dates, unknown numbers are empty."""
    data: dict[str, Any] = {name: columns[name] for name in TEXT}
    data |= {name: list(map(day_of, columns[name].tolist())) for name in DAYS}
    data |= {name: _numbers(name, columns[name]) for name in NUMBERS}
    return data | {name: values for name, values in extra.items() if name not in data}


def file_frame(columns: Columns, extra: Columns) -> DataFrame:
    """Return events under the names of files, with `earliest` and `latest`, then further columns.

    `earliest` and `latest` are the first and the last possible day as times, NaT where open or
    unknown.
    """
    import pandas as pd

    data = {name: _numbers(column, columns[column]) if column in NUMBERS else columns[column]
            for name, column in STANDARD.items()}
    end = columns["end"]
    data["earliest"] = _times(columns["start"])
    data["latest"] = _times(np.where(np.abs(end) < OPEN_END, end - 1, end))
    return pd.DataFrame(data | {k: v for k, v in extra.items() if k not in data})


def _numbers(name: str, values: NDArray[Any]) -> Any:
    """Return a column of numbers: unknown ones are empty, counts are whole (`Int64`)."""
    import pandas as pd

    found = pd.array(values, dtype="Float64")
    return found.astype("Int64") if name in COUNTS.values() else found


def _times(days: NDArray[Any]) -> NDArray[Any]:
    """Return day numbers as times; open and unknown ends are NaT."""
    known = (days > OPEN_START) & (days < OPEN_END)
    found = np.full(len(days), "NaT", dtype="datetime64[s]")
    found[known] = days[known].astype("datetime64[D]")
    return found
