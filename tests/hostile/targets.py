"""Each reader as a function of bytes, and what must hold of it for any bytes."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from unittest import mock

import pyarrow as pa

import conflictmap as cm
from conflictmap.formats import csv_blocks
from conflictmap.formats.archives import unpacked
from conflictmap.formats.records import as_utf8
from conflictmap.formats.sniff import head_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import parse_mapping
from conflictmap.io.rejects import rejects_csv
from conflictmap.io.sources import importer_for, importer_named
from conflictmap.io.text_tables import text_tables
from conflictmap.io.vector_csv import text_events
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import printable
from conflictmap.pages.html import json_for_html
from conflictmap.pages.recipe import parse_recipe
from conflictmap.pages.spec import layer_block
from conflictmap.places.layer_files import parse_layer

if TYPE_CHECKING:
    from collections.abc import Callable


def _events(content: bytes, name: str, reader: str | None) -> None:
    """Read events, and check the accounting, the messages, and that rejects read back."""
    try:
        chosen = importer_named(reader) if reader else importer_for(head_of(content, name))
        found = events_of(only_rows(chosen.rows(content, name), []), file=name, stem="x", areas={})
    except cm.ConflictMapError as error:
        assert printable(str(error)).isprintable()
        return
    a = found.accounting
    assert a.read == a.placed + a.unplaced + a.undated + a.set_aside
    assert len(found) == a.read - a.set_aside
    assert len(set(found.ids)) == len(found)
    aside = [p for p in found.problems if p.level == "error"]
    assert len(aside) == a.set_aside
    assert all(p.row for p in aside)
    for problem in found.problems:
        assert str(problem).isprintable()
    rejects_csv(found.problems).decode()
    json_for_html({"id": found.ids, "title": found["title"].tolist()}).encode()
    known = found["start"][found.dated], found["end"][found.dated]
    assert (known[0] < known[1]).all()


def table(content: bytes) -> None:
    """Read bytes as our CSV."""
    _events(content, "x.csv", "csv")


def columns(content: bytes) -> None:
    """Read bytes as our CSV, in small blocks by columns: what comes out is as row by row."""
    reader = importer_named("csv")

    def one_by_one() -> cm.Events:
        return events_of(only_rows(reader.rows(content, "x.csv"), []), file="x.csv", stem="x",
                         areas={})

    def together() -> cm.Events:
        text, _ = as_utf8(content, "x.csv", None)
        with mock.patch.object(csv_blocks, "BLOCK", 64):
            tables = text_tables(io.BytesIO(text), head_of(text, "x.csv"), reader, None)
            if tables is None:  # what is no text is read row by row, as it is
                return one_by_one()
            return text_events(tables, [], stem="x", areas={}, swap_check=True)

    found: list[object] = []
    for read in (one_by_one, together):
        try:
            events = read()
        except cm.ConflictMapError as error:
            found.append(str(error))
            continue
        tables = {**events.columns, **events.extra}
        found.append((
            events.accounting, [(str(p), p.row) for p in events.problems], sorted(events.extra),
            {name: [str(v) for v in values] for name, values in tables.items()}))
    assert found[0] == found[1]


def geojson(content: bytes) -> None:
    """Read bytes as events in GeoJSON."""
    _events(content, "x.geojson", "geojson")


def anything(content: bytes) -> None:
    """Read bytes as whatever they look like, packed or not."""
    try:
        content = unpacked(content, "x")
    except cm.ConflictMapError:
        return
    _events(content, "x", None)


def layer(content: bytes) -> None:
    """Read bytes as a layer, and put it into a page."""
    try:
        found = parse_layer(content, name="x.geojson", stem="x")
    except cm.ConflictMapError as error:
        assert printable(str(error)).isprintable()
        return
    text = json_for_html(layer_block(found))
    assert "<" not in text
    assert json.loads(text.encode())["type"] == "FeatureCollection"


def recipe(content: bytes) -> None:
    """Read bytes as a recipe, and as a mapping."""
    for parse in (lambda: parse_recipe(content, name="x.toml", folder=None),
                  lambda: parse_mapping(content, name="x.toml")):
        try:
            parse()
        except cm.ConflictMapError as error:
            assert printable(str(error)).isprintable()


def dates(content: bytes) -> None:
    """Read bytes as a date."""
    try:
        when = parse_when(content.decode("utf-8", "replace"))
    except ValueError:
        return
    assert when.start < when.end
    if when.certain_start is not None:
        assert when.start <= when.certain_start < when.certain_end <= when.end


pa.array([""])  # loads what it needs, so that no input is charged for it

#: Longest that one small input may take, in seconds of the processor.
HANG = 1.0

TARGETS: dict[str, Callable[[bytes], None]] = {
    "table": table, "columns": columns, "geojson": geojson, "anything": anything, "layer": layer,
    "recipe": recipe, "dates": dates,
}
