"""Expected numbers of groups of events: as objects, and as a table under the names of its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.analysis.counts import ENDINGS
from conflictmap.formats.files import check_output, write_whole
from conflictmap.formats.table_bytes import table_bytes
from conflictmap.model.outputs import Outputs, ShortRepr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame

_DIGITS = 4
_COLUMNS = ("layer_id", "area_id", "period", "type", *(
    f"{what}_{word}" for what in ("events", "deaths")
    for word in ("certain", "possible", "expected", "from", "to")), "silent")


@dataclass(frozen=True, kw_only=True, repr=False)
class Expected(ShortRepr):
    """One group: what is certain, what is possible, and the number to be expected between them.

    `events` and `deaths` (the best figures) are (certain, possible); `mean_…` are expected
    numbers, and the middle `level` of the distribution lies between those of `range_…`. `silent`
    is how many of the possible events state no best figure: they add nothing to the deaths.
    """

    events: tuple[int, int]
    mean_events: float
    range_events: tuple[int, int]
    deaths: tuple[int, int]
    mean_deaths: float
    range_deaths: tuple[int, int]
    silent: int
    layer_id: str = ""
    area_id: str = ""
    period: str = ""
    type: str = ""


class Expectations(ShortRepr, Outputs, tuple[Expected, ...]):
    """The groups in order: a tuple of `Expected` that is a table as well."""

    _writer = "analysis.expected_numbers:write_expected"

    def to_frame(self) -> DataFrame:
        """Return one row for each group."""
        import pandas as pd

        return pd.DataFrame(table_of(self))

    def _facts(self) -> Mapping[str, Any]:
        return {"groups": len(self)}

    def _rows(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        rows = [[" ".join(filter(None, (e.area_id, e.period, e.type))), *e.events,
                 round(e.mean_events, 2)] for e in self[:8]]
        return ("group", "certain", "possible", "expected"), rows


def table_of(groups: Iterable[Expected]) -> dict[str, list[Any]]:
    """Return groups by columns; expected numbers have four decimals."""
    rows = [_row(one) for one in groups]
    return {name: [row[i] for row in rows] for i, name in enumerate(_COLUMNS)}


def _row(one: Expected) -> tuple[Any, ...]:
    return (one.layer_id, one.area_id, one.period, one.type,
            *one.events, round(one.mean_events, _DIGITS), *one.range_events,
            *one.deaths, round(one.mean_deaths, _DIGITS), *one.range_deaths, one.silent)


def write_expected(groups: Expectations, path: str | Path) -> Path:
    """Write expected numbers by the ending of the path, whole or not at all.

    Raises
    ------
    OutputError
        When the ending is none of .csv, .parquet, .xlsx, .ods, or the file cannot be written.
    """
    check_output(path, ENDINGS)
    as_parquet = Path(path).suffix.lower() == ".parquet"
    write_whole(path, bytes(groups.to_frame().to_parquet(compression="zstd")) if as_parquet
                else table_bytes(table_of(groups), path, title="expected"))
    return Path(path)
