"""`conflictmap diff`: what changed between two releases of a source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.analysis.revisions import Revisions
    from conflictmap.model.events import Events

EXAMPLES = (
    "diff old.csv new.csv -o changes.csv",
    "diff old.csv new.csv -o changes.html",
)

Old = Annotated[str, typer.Argument(metavar="OLD", help="The older file of events.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The newer file of events.")]
Output = Annotated[
    list[str] | None,
    typer.Option("-o", "--output", metavar="OUT", help="A .csv or .json list, or a .geojson"
                 " layer with lines for moves, or a .html map of what changed, by kind;"
                 " may be repeated."),
]
Km = Annotated[float, typer.Option(min=0, help="A place farther off than this, in km, has moved.")]
Shared = Annotated[
    bool, typer.Option("--shared", help="Leave out events that only one file holds.")
]


def command(
    old: Old, new: New, output: Output = None, km: Km = 0.1, shared: Shared = False
) -> None:
    """Compare two releases of a source by id: added, withdrawn, moved, re-dated, toll revised.

    A source's own ids are compared without their release. Withdrawn means: not in NEW; against a
    sample or an extract that says nothing about the source.
    """
    from conflictmap.analysis.diff import diff
    from conflictmap.commands._shared import account, progress
    from conflictmap.formats.files import check_output
    from conflictmap.io.read_events import read_events
    from conflictmap.model.errors import printable

    outputs = output or []
    for path in outputs:
        check_output(path, (".csv", ".json", ".geojson", ".html"))
    with progress(3) as step:
        step("old")
        before = read_events(old)
        step("new")
        after = read_events(new)
        step("compare")
        found = diff(before, after, km=km)
    found = found.only_shared() if shared else found
    for line in found.lines():
        typer.echo(printable(line))
    _tell_without_ids(before, after)
    _write(found, before, after, outputs)
    account(before.problems, str(before.accounting))
    account(after.problems, str(after.accounting))
    raise typer.Exit(1 if before.accounting.set_aside or after.accounting.set_aside else 0)


def _draw(path: str, old: Events, new: Events, found: Revisions) -> None:
    """Write the map of the changes, and say where."""
    from conflictmap.model.errors import printable
    from conflictmap.pages.change_map import change_map

    page = change_map(old, new, revisions=found, title=_title(old, new))
    typer.echo(f"map of changes: {printable(str(page.save(path)))}")


def _title(*files: Events) -> str:
    """Return the names of the two files, the older first."""
    return " → ".join(one.provenance[0].name for one in files if one.provenance)


def _tell_without_ids(*tables: Events) -> None:
    from conflictmap.model.errors import printable

    for line in filter(None, map(_without_ids, tables)):
        typer.echo(printable(line), err=True)


def _without_ids(events: Events) -> str:
    """Return that a file has no ids of its own, so that none of its rows is found again."""
    from conflictmap.io.rows import made_id

    rows = zip(events.ids, events["line"].tolist(), events["file"].tolist(), strict=True)
    made = bool(len(events)) and all(
        str(own) == made_id(str(line), Path(str(file)).name.split(".")[0])
        for own, line, file in rows)
    return (f"{events['file'][0]}: its rows have no ids, so that none is found again: add a column"
            " id to both files, or use 'conflictmap match'.") if made else ""


def _write(found: Revisions, old: Events, new: Events, outputs: Sequence[str]) -> None:
    """Write the changes as lists, as layers and as maps, and say how many they are."""
    from conflictmap.analysis.revisions import COLUMNS
    from conflictmap.formats.csv_files import write_list
    from conflictmap.formats.files import write_whole
    from conflictmap.model.errors import printable

    for path in outputs:
        match Path(path).suffix.lower():
            case ".html":
                _draw(path, old, new, found)
                continue
            case ".geojson":
                write_whole(path, found.geojson())
            case _:
                write_list(path, COLUMNS, [r.row for r in found.revisions])
        typer.echo(f"changes: {printable(path)}: {len(found.revisions)}")
