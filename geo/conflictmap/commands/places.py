"""`conflictmap places`: a place by any of its names."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="A name in Armenian, Azerbaijani,"
                                  " Russian or English, old or new, or its beginning."),
    ],
    policy: Annotated[
        str, typer.Option(help="paired, international, armenian_first or azerbaijani_first.")
    ] = "paired",
    most: Annotated[int, typer.Option("--most", min=1, help="Most places for each name.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
) -> None:
    """Find places by name: where they lie, in which district and country, and their other names.

    Use of a name is not a claim. Exit code 1 when a name finds nothing.
    """
    from conflictmap.formats.strict_json import printable_json
    from conflictmap.model.errors import OutputError, nearest, printable
    from conflictmap.places.gazetteer import POLICIES, display_name, find_places, suggestion

    if policy not in POLICIES:
        raise OutputError(
            f"--policy: '{policy}': unknown.{nearest(policy, POLICIES)} Use {', '.join(POLICIES)}."
        )
    unknown, listed = 0, []
    for name in names:
        found = find_places(name)
        listed += [vars(place) | {"display": display_name(place, policy)} for place in found]
        if not found:
            unknown += 1
            typer.echo(f"no place '{printable(name)}'.{suggestion(name)}", err=True)
        for place in found[:most] if not as_json else ():
            where = ", ".join(filter(None, (place.district, place.country)))
            forms = [f for f in (place.name_hy, place.name_az, place.name_ru) if f]
            typer.echo(f"{place.lat:.4f} {place.lon:.4f}  {display_name(place, policy)}"
                       f"  [{where or 'no district'}]  {' · '.join(forms)}  {place.id}")
        if len(found) > most and not as_json:
            typer.echo(f"… and {len(found) - most} more for '{printable(name)}'")
    if as_json:
        typer.echo(printable_json(listed, indent=1))
    raise typer.Exit(1 if unknown else 0)
