"""`conflictmap layers`: what is built in."""

from __future__ import annotations

import typer

EXAMPLES = (
    "layers",
)


def command() -> None:
    """List the built-in layers: id, kind, features, days on which they hold, licence."""
    from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
    from conflictmap.places.layer_files import layers, read_layer

    rows = [("id", "kind", "features", "holds from", "until", "licence", "title")]
    for name in layers():
        found = read_layer(name)
        first, last = int(found.start.min()), int(found.end.max())
        rows.append((
            name, found.kind, str(len(found.features)),
            "…" if first == OPEN_START else str(day_of(first)),
            "…" if last == OPEN_END else str(day_of(last)), found.licence, found.title,
        ))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
