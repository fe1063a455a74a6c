"""Counts as a table: one row for each group, under the names of the file that `count` writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from conflictmap.analysis.part_whole import NOTHING, Count
from conflictmap.formats.files import check_output, write_whole
from conflictmap.formats.table_bytes import table_bytes
from conflictmap.model.errors import OutputError
from conflictmap.model.outputs import Outputs, ShortRepr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame

ENDINGS = (".csv", ".parquet", ".xlsx", ".ods")
#: Columns of the table that hold text; the others hold whole numbers.
_TEXT = ("layer_id", "area_id", "area", "year", "quarter", "month", "type", "actor", "source")
_NO_PLACE = ("counts have no place: write them with to_csv, to_parquet or to_excel, and merge"
             " them with the areas of the layer by area_id")
#: How many groups a notebook shows.
_FIRST = 8


class Counts(ShortRepr, Outputs, tuple[Count, ...]):
    """The counts of each group, in order: a tuple of `Count` that is a table as well.

    Examples
    --------
    >>> import conflictmap as cm
    >>> bool(cm.count(cm.read_events(), by="type").to_frame()["events"].sum() > 100)
    True
    """

    _writer = "analysis.counts:write_counts"

    def to_frame(self) -> DataFrame:
        """Return one row for each group; a figure that is not known is empty (`Int64`)."""
        import pandas as pd

        return pd.DataFrame({
            name: pd.array(values, dtype="str" if name in _TEXT else "Int64")
            for name, values in table_of(self).items()
        })

    def to_geodataframe(self) -> NoReturn:
        """Refuse: groups have no place, but the areas of a layer have."""
        raise OutputError(_NO_PLACE)

    def to_geojson(self, path: str | Path) -> NoReturn:
        """Refuse as `to_geodataframe` does."""
        raise OutputError(f"{path}: {_NO_PLACE}")

    def to_gpkg(self, path: str | Path) -> NoReturn:
        """Refuse as `to_geodataframe` does."""
        raise OutputError(f"{path}: {_NO_PLACE}")

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown."""
        if len(self) == 1:
            toll = self[0].toll
            return {"events": self[0].events, "possible": self[0].possible,
                    "fatalities": " / ".join(map(_said, (toll.low, toll.best, toll.high)))}
        return {"groups": len(self)}

    def _rows(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Return the first groups."""
        rows = [[c.group, c.events, c.possible,
                 *map(_said, (c.toll.low, c.toll.best, c.toll.high))] for c in self[:_FIRST]]
        return ("group", "events", "possible", "low", "best", "high"), rows


def _said(number: int | None) -> str:
    return "unknown" if number is None else f"{number:,}"


def table_of(
    counts: Iterable[Count], names: Mapping[str, str] | None = None
) -> dict[str, list[Any]]:
    """Return counts by columns; a figure that no event states is None. NAMES are those of areas."""
    known = names or {}
    rows = [_row(count) | {"area": known.get(count.area_id, "")} for count in counts]
    return {name: [row[name] for row in rows]
            for name in _row(Count(events=0, possible=0, toll=NOTHING))}


def _row(count: Count) -> dict[str, Any]:
    """Return a count as a row of the table."""
    toll = count.toll
    return {
        "layer_id": count.layer_id, "area_id": count.area_id, "area": "", "year": count.year,
        "quarter": count.quarter, "month": count.month, "type": count.type,
        "actor": count.actor, "source": count.source,
        "events": count.events, "possible": count.possible, "fatalities_low": toll.low,
        "fatalities_best": toll.best, "fatalities_high": toll.high,
        "without_low": toll.without_low, "without_best": toll.without_best,
        "without_high": toll.without_high, "silent": toll.silent, "open": toll.open,
        "episodes": len(count.episodes), "parts": len(count.parts), "named": len(count.named),
        "reports": len(count.reports),
    }


def write_counts(counts: Counts, path: str | Path) -> Path:
    """Write counts by the ending of the path (.csv, .parquet, .xlsx, .ods), whole or not at all.

    Raises
    ------
    OutputError
        When the ending is another one, or the file cannot be written.
    """
    check_output(path, ENDINGS)
    as_parquet = Path(path).suffix.lower() == ".parquet"
    content = (bytes(counts.to_frame().to_parquet(compression="zstd")) if as_parquet
               else table_bytes(table_of(counts), path, title="counts"))
    write_whole(path, content)
    return Path(path)
