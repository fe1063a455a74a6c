"""Files that a user works on, read and checked: events, layers and recipes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.analysis.check_tables import is_date_of_event
from conflictmap.analysis.checks import check_events, check_layer
from conflictmap.formats.files import parsed_json, read_bytes
from conflictmap.io.read_events import read_events
from conflictmap.io.releases import NEEDED, newest, superseded
from conflictmap.model.columns import standard_name
from conflictmap.model.combine import combine
from conflictmap.model.errors import LayerError
from conflictmap.pages.recipe import read_recipe
from conflictmap.places.layer_files import layers as built_in_layers
from conflictmap.places.layer_files import read_layer
from conflictmap.places.vector_files import holds_ground

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The tables that were checked, what is wrong in them and in layers, and what was set aside."""

    tables: list[Events]
    problems: list[Problem]
    superseded: str
    copies: tuple[str, ...] = ()

    def accounts(self, files: int) -> list[str]:
        """Return lines that say which rows were checked."""
        lines = [str(events.accounting) for events in self.tables]
        lines = lines or [f"checked {files}, {len(self.problems)} problems"]
        return [self.superseded, *lines] if self.superseded else lines


def checked(
    names: Sequence[str], reading: Mapping[str, Any], *, strict: bool, today: date | None
) -> Checked:
    """Return what is wrong or doubtful in files of events, layers and recipes.

    Parameters
    ----------
    names
        The files; of several releases of one source, the newest row of each event is checked.
    reading
        Options of `read_events`.
    strict, today
        As for `check_events`.

    Raises
    ------
    ConflictMapError
        When a file cannot be read at all.
    """
    read = [_read(name, reading) for name in names]
    layers = [layer for _, layer in read if layer is not None]
    tables, older = _newest([events for events, _ in read if events is not None])
    problems: list[Problem] = []
    for layer in layers:
        problems += check_layer(layer)
    for events in tables:
        problems += check_events(events, strict=strict, today=today, layers=layers)
    return Checked(tables=tables, problems=problems, superseded=older)


def _newest(tables: list[Events]) -> tuple[list[Events], str]:
    """Return the tables, as one where releases supersede each other, and a line that says so."""
    found = newest(combine(tables)) if len(tables) > 1 else None
    line = superseded(found) if found is not None else ""
    return ([found], line) if found is not None and line else (tables, "")


def _read(name: str, reading: Mapping[str, Any]) -> tuple[Events | None, Layer | None]:
    """Return the events of a file, if it holds any, or its layer; neither for a recipe."""
    if name.endswith(".toml"):
        read_recipe(name)
        return None, None
    if is_layer(name):
        return None, read_layer(name)
    return read_events(_package_of(name), **reading, further=NEEDED), None


def is_layer(name: str) -> bool:
    """Return whether a name is that of a built-in layer, or of a file of areas, lines or points.

    Raises
    ------
    LayerError
        When the file cannot be read.
    """
    if name in built_in_layers():
        return True
    if name.endswith((".geojson", ".json")):
        return not _holds_events(name)
    return holds_ground(Path(name))


def _package_of(name: str) -> str:
    """Return the data package of a table of events: sources and claims stand beside it."""
    path = Path(name)
    package = path.with_name("datapackage.json")
    return str(package) if path.name == "events.csv" and package.is_file() else name


def _holds_events(name: str) -> bool:
    """Return whether a file holds events: a data package, or GeoJSON with dated points."""
    if Path(name).name == "datapackage.json":
        return True
    value = parsed_json(read_bytes(name, error=LayerError), name, error=LayerError, halves=True)
    listed = value.get("features") if isinstance(value, dict) else None
    return isinstance(listed, list) and _are_events([f for f in listed if isinstance(f, dict)])


def _are_events(features: Sequence[dict[str, Any]]) -> bool:
    """Return whether GeoJSON features are dated points, not a layer.

    Points without a date are events, too, when another property is called like the date of one:
    what is missing is then said.
    """
    rows = _properties(features)
    names = dict.fromkeys(chain.from_iterable(rows))
    if any(standard_name(key) == "date" for key in names):
        return True
    return all(map(_is_point, features)) and any(
        is_date_of_event(key, [str(row[key]) for row in rows if row.get(key)]) for key in names)


def _properties(features: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [p for f in features if isinstance(p := f.get("properties"), dict)]


def _is_point(feature: dict[str, Any]) -> bool:
    """Return whether a feature is a point, or has no place."""
    shape = feature.get("geometry")
    return shape is None or (isinstance(shape, dict) and shape.get("type") == "Point")
