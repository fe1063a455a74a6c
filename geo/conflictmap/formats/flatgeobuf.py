"""FlatGeobuf: one table with shapes and an index of where they are."""

from __future__ import annotations

import tempfile
from pathlib import Path

from conflictmap.formats.geopackage import GeoTable, write_table


def fgb_bytes(table: GeoTable) -> bytes:
    """Return a table with shapes in WGS 84 as a FlatGeobuf file.

    Where every row has a shape, the file has an index, and its rows are in the order of this. What
    the table says of itself stands in its description.
    """
    placed = all(shape is not None for shape in table.shapes) and len(table.shapes) > 0
    said = "; ".join(f"{name}: {text}" for name, text in table.about.items())
    options = {"SPATIAL_INDEX": "YES" if placed else "NO", "TITLE": table.name,
               **({"DESCRIPTION": said} if said else {})}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.fgb"
        write_table(table, path, driver="FlatGeobuf", layer_options=options)
        return path.read_bytes()
