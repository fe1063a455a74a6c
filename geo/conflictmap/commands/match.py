"""`conflictmap match`: which events of two sources may be the same."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "match mine.csv theirs.csv -o pairs.csv",
)


def command(  # noqa: PLR0917 - typer makes options of them
    one: Annotated[str, typer.Argument(metavar="A", help="Events of one source.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Events of another source.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="The .csv or .json to write.")
    ] = "matches.csv",
    days: Annotated[int, typer.Option(min=0, help="Most days apart.")] = 7,
    km: Annotated[
        float, typer.Option(min=0, help="Most km between the nearest places possible.")
    ] = 50.0,
    ratio: Annotated[float, typer.Option(min=1, help="Largest ratio of two tolls.")] = 2.0,
) -> None:
    """Propose pairs of events of two sources that may be the same, with the reason in words.

    Nothing is merged. An event with several partners is listed with each of them.
    """
    from collections import Counter

    from conflictmap.analysis.match import COLUMNS, match
    from conflictmap.commands._shared import account, progress
    from conflictmap.formats.csv_files import write_list
    from conflictmap.formats.files import check_output
    from conflictmap.io.read_events import read_events
    from conflictmap.model.errors import printable

    check_output(output, (".csv", ".json"))
    with progress(3) as step:
        step("A")
        first = read_events(one)
        step("B")
        second = read_events(other)
        step("match")
        found = match(first, second, days=days, km=km, ratio=ratio)
    saved = write_list(output, COLUMNS, [m.row for m in found])
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(m.kind for m in found).items()))
    typer.echo(
        f"proposals: {printable(str(saved))}: {len(found)} pairs" + (f": {kinds}" * bool(kinds)))
    account(first.problems, str(first.accounting))
    account(second.problems, str(second.accounting))
    raise typer.Exit(1 if first.accounting.set_aside or second.accounting.set_aside else 0)
