"""`conflictmap diff`: what changed between two releases of a source."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The older file of events.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The newer file of events.")],
    output: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="OUT", help="A .csv or .json list, or a .geojson"
                     " layer with lines for moves; may be repeated."),
    ] = None,
    km: Annotated[
        float, typer.Option(min=0, help="A place farther off than this, in km, has moved.")
    ] = 0.1,
    shared: Annotated[
        bool, typer.Option("--shared", help="Leave out events that only one file holds.")
    ] = False,
) -> None:
    """Compare two releases of a source by id: added, withdrawn, moved, re-dated, toll revised.

    A source's own ids are compared without their release. Withdrawn means: not in NEW; against a
    sample or an extract that says nothing about the source.
    """
    from conflictmap.analysis.diff import diff
    from conflictmap.analysis.revisions import COLUMNS
    from conflictmap.commands._shared import account, progress
    from conflictmap.formats.csv_files import write_list
    from conflictmap.formats.files import check_output, write_whole
    from conflictmap.io.read_events import read_events
    from conflictmap.model.errors import printable

    for path in output or ():
        check_output(path, (".csv", ".json", ".geojson"))
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
    for path in output or ():
        if path.lower().endswith(".geojson"):
            write_whole(path, found.geojson())
        else:
            write_list(path, COLUMNS, [r.row for r in found.revisions])
        typer.echo(f"changes: {printable(path)}: {len(found.revisions)}")
    account(before.problems, str(before.accounting))
    account(after.problems, str(after.accounting))
    raise typer.Exit(1 if before.accounting.set_aside or after.accounting.set_aside else 0)
