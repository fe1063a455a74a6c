"""Anything tabular in Python as a `Table`: pandas, polars, Arrow, DuckDB, dicts and lists.

Values become the text that a person would type; a frame with a geometry stays a GeoDataFrame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.parquet import covering_columns
from conflictmap.formats.table import Table
from conflictmap.io.frame_values import cell_text, check_names
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    import pyarrow as pa

#: What is taken wherever events are expected, for messages.
TAKEN = ("a path, Events, a GeoDataFrame or DataFrame (pandas, polars), an Arrow table,"
         " a DuckDB relation, a list of dicts or a dict of lists")


def table_of(value: Any, name: str) -> Table:
    """Return a table in memory as columns of text; its rows count from 0.

    Parameters
    ----------
    value
        A pandas or polars DataFrame, an Arrow table or batch, a DuckDB relation, any object with
        `__arrow_c_stream__` or `__dataframe__`, a list of dicts, or a dict of lists.
    name
        What it is called in messages.

    Raises
    ------
    EventsError
        When it is none of these, or its columns differ in length or share a name.
    """
    columns = _columns(value)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise EventsError(f"{name}: columns of different lengths: {sorted(lengths)}.")
    return Table(name=name, columns=columns, word="row", numbers=np.arange(max(lengths, default=0)))


def column_of(value: Any, column: str) -> list[Any] | None:
    """Return the cells of one column of a table in memory; None when it has no such column."""
    if _is_pandas(value):
        return value[column].tolist() if column in value.columns else None
    found = table_of(value, "table").columns
    return found[column].to_pylist() if column in found else None


def geo_frame(value: Any) -> Any:
    """Return a table that has a geometry as a GeoDataFrame; None for any other."""
    if _is_pandas(value):
        return _pandas_geometry(value)
    is_arrow = type(value).__module__.startswith("pyarrow") and hasattr(value, "schema")
    metadata = (value.schema.metadata or {}) if is_arrow else {}
    if b"geo" not in metadata:
        return None
    import geopandas as gpd
    import pyarrow as pa
    import shapely

    about = json.loads(metadata[b"geo"])
    column = about["primary_column"]
    table = pa.table(value)
    shapes = shapely.from_wkb(table[column].to_pylist())
    crs = about["columns"][column].get("crs", "OGC:CRS84")
    rest = table.drop([column, *covering_columns(metadata)])
    return gpd.GeoDataFrame(rest.to_pandas(), geometry=shapes, crs=crs)


def _pandas_geometry(frame: Any) -> Any:
    """Return a pandas frame with its geometry active; None when it has none."""
    import geopandas as gpd

    if isinstance(frame, gpd.GeoSeries):
        raise EventsError(
            "a GeoSeries has no columns; give a GeoDataFrame: series.to_frame('geometry').")
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        return frame
    if not hasattr(frame, "columns"):
        return None
    shapes = [c for c, kind in frame.dtypes.items() if str(kind) == "geometry"]
    return gpd.GeoDataFrame(frame, geometry=shapes[0]) if shapes else None


def _is_pandas(value: Any) -> bool:
    return any(kind.__module__.split(".")[0] == "pandas" for kind in type(value).__mro__)


def _columns(value: Any) -> dict[str, pa.Array]:
    """Return the columns of a table as Arrow arrays of text."""
    if isinstance(value, Mapping):
        return {str(key): _texts(_cells(column, key)) for key, column in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return _of_records(value)
    if _is_pandas(value):
        return _of_pandas(value)
    table = _arrow(value)
    if table is None:
        raise EventsError(f"{type(value).__name__}: no table of events. Give {TAKEN}.")
    check_names(table.column_names, EventsError)
    return {name: _of_arrow(table[name]) for name in table.column_names}


def _cells(column: Any, key: Any) -> list[Any]:
    """Return the cells of a column of a dict."""
    if isinstance(column, (str, bytes)) or not hasattr(column, "__iter__"):
        raise EventsError(f"dict: '{key}' holds one value; give a list, or a list of dicts.")
    return column.tolist() if hasattr(column, "tolist") else list(column)


def _of_records(rows: Sequence[Any]) -> dict[str, pa.Array]:
    """Return a list of dicts by columns, in the order in which the keys come up."""
    wrong = next((row for row in rows if not isinstance(row, Mapping)), None)
    if wrong is not None:
        raise EventsError(
            f"{type(rows).__name__} of {type(wrong).__name__}: no table of events. Give {TAKEN}.")
    names = dict.fromkeys(key for row in rows for key in row)
    return {str(name): _texts([row.get(name) for row in rows]) for name in names}


def _of_pandas(frame: Any) -> dict[str, pa.Array]:
    """Return the columns of a pandas frame; an index with a name is a column."""
    if not hasattr(frame, "columns"):
        raise EventsError(f"{type(frame).__name__} has no columns. Give a DataFrame.")
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [" ".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in frame.columns]
    check_names(names, EventsError)
    return {name: _texts(frame.iloc[:, i].tolist()) for i, name in enumerate(names)}


def _arrow(value: Any) -> pa.Table | None:
    """Return a value that speaks Arrow, or the older exchange of frames, as an Arrow table."""
    import pyarrow as pa

    if type(value).__module__.startswith("polars") and hasattr(value, "collect"):
        value = value.collect()
    try:
        if hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__"):
            return pa.table(value)
        if hasattr(value, "to_arrow_table"):
            return value.to_arrow_table()
        if hasattr(value, "__dataframe__"):
            from pyarrow.interchange import from_dataframe

            return from_dataframe(value)
    except (pa.ArrowInvalid, TypeError, ValueError) as error:
        said = str(error).splitlines()[0]
        raise EventsError(f"{type(value).__name__}: no table of columns: {said}.") from error
    return None


def _of_arrow(column: pa.ChunkedArray) -> pa.Array:
    """Return a column of any type as text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_date32,
             pa.types.is_boolean, pa.types.is_string_view)
    if any(is_kind(kind) for is_kind in plain):
        return pc.fill_null(column.cast(pa.string()), "").combine_chunks()
    return _texts(column.to_pylist())


def _texts(values: Sequence[Any]) -> pa.Array:
    """Return values as text; lists and dicts as JSON."""
    import pyarrow as pa

    return pa.array([_text(value) for value in values], type=pa.string())


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=cell_text)
    return cell_text(value)
