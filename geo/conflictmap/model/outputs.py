"""How objects come out: as a line, as a table in a notebook, as frames and as files."""

from __future__ import annotations

import html
import importlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

#: Longest text of one value, and of a whole line, in characters.
_VALUE, _LINE = 80, 600


class ShortRepr:
    """Gives a dataclass (made with `repr=False`) a short `repr`, and a table in notebooks.

    A class says by `_facts` what is shown of it; by default each of its fields, cut.
    """

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.repr}  # type: ignore[arg-type]

    def _rows(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Return the headers and first rows of a table that is shown below; none by default."""
        return (), ()

    def __repr__(self) -> str:
        parts = (f"{name}={brief(value)}" for name, value in self._facts().items())
        return cut(f"{type(self).__name__}({', '.join(parts)})", _LINE)

    def _repr_html_(self) -> str:
        """Return what is shown as an HTML table; texts are text."""
        facts = [(name, value if isinstance(value, str) else brief(value))
                 for name, value in self._facts().items()]
        said = "".join(f"<tr><th>{_html(name)}</th><td>{_html(value)}</td></tr>"
                       for name, value in facts if value != "")
        return (f"<b>{type(self).__name__}</b><table>{said}</table>"
                + _table(*self._rows()))


def _table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{_html(name)}</th>" for name in headers)
    body = "".join("<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>"
                   for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _html(value: Any) -> str:
    return html.escape(cut(str(value), _VALUE))


def brief(value: Any) -> str:
    """Return a value in few characters: long lists and mappings as how many they hold.

    >>> brief({"a": 1, "b": 2}), brief("x" * 5), brief((1, 2))
    ('<2 items>', "'xxxxx'", '(1, 2)')
    """
    if isinstance(value, Collection) and not isinstance(value, str):
        plain = not isinstance(value, Mapping) and len(value) <= 4 and all(  # noqa: PLR2004 - few
            isinstance(item, (str, int, float, type(None))) for item in value)
        return cut(repr(value), _VALUE) if plain else f"<{len(value)} items>"
    if hasattr(value, "geom_type"):
        return f"<{value.geom_type}>"
    return cut(repr(value), _VALUE)


def cut(text: str, length: int) -> str:
    """Return the beginning of a text, with a mark where it is cut."""
    return text if len(text) <= length else f"{text[:length - 1]}…"


class Outputs:
    """Gives a class with `to_frame` the methods that write files.

    Each writes whole or not at all, and returns the path. `OutputError` is raised when the path has
    another ending, cannot be written, or the source forbids to hand its rows on.
    """

    #: The function that writes an object to a path, by the path's ending. The writers stand in
    #: packages above this one, so they are named, and loaded when something is written.
    _writer: str = ""

    def to_frame(self) -> DataFrame:
        """Return the rows as a DataFrame under the names that the columns have in files."""
        raise NotImplementedError

    def to_geodataframe(self) -> GeoDataFrame:
        """Return the rows as a GeoDataFrame (EPSG:4326), with the place of each."""
        raise NotImplementedError

    def to_csv(self, path: str | Path) -> Path:
        """Write a CSV (UTF-8), in which no cell can be run by a spreadsheet."""
        return self._save(path, ".csv")

    def to_parquet(self, path: str | Path) -> Path:
        """Write Parquet; with places, GeoParquet."""
        return self._save(path, ".parquet")

    def to_geojson(self, path: str | Path) -> Path:
        """Write GeoJSON in WGS 84."""
        return self._save(path, ".geojson")

    def to_gpkg(self, path: str | Path) -> Path:
        """Write a GeoPackage whose days are of the type date: a GIS can play them."""
        return self._save(path, ".gpkg")

    def to_excel(self, path: str | Path) -> Path:
        """Write a workbook (.xlsx) of one sheet; needs `pip install 'conflictmap[xlsx]'`."""
        return self._save(path, ".xlsx")

    def _save(self, path: str | Path, ending: str) -> Path:
        importlib.import_module("conflictmap.formats.files").check_output(path, (ending,))
        module, _, name = self._writer.partition(":")
        write: Any = getattr(importlib.import_module(f"conflictmap.{module}"), name)
        return Path(write(self, path))
