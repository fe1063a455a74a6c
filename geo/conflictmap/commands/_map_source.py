"""What `figure` and `report` share on the command line: where the map comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from conflictmap.model.errors import PageError, plain
from conflictmap.model.events import Accounting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.model.errors import Problem
    from conflictmap.pages.read_page import PageData


def page_of(
    sources: Sequence[str] | None, recipe: str | None, layers: Sequence[str] | None
) -> tuple[PageData, tuple[Problem, ...]]:
    """Return a finished page's data, or those of a page built now and what was wrong with them.

    Raises
    ------
    PageError
        When a finished page comes with something to build.
    """
    from conflictmap.pages.build import build
    from conflictmap.pages.read_page import page_data, read_page

    given = list(sources or [])
    pages = [name for name in given if name.lower().endswith((".html", ".htm"))]
    if pages:
        if len(given) > 1 or recipe or layers:
            raise PageError(
                f"{plain(pages[0])}: a finished page has its events, recipe and layers in it."
                " Give it alone."
            )
        return read_page(pages[0]), ()
    page = build(given or None, recipe=recipe, layers=layers or ())
    return page_data(page), page.problems


def finish(data: PageData, problems: Sequence[Problem]) -> None:
    """Say where every row went; exit with 1 when rows were set aside now."""
    from conflictmap.commands._reporting import account

    account(problems, str(Accounting(**data.spec["accounting"])))
    raise typer.Exit(1 if any(p.level == "error" for p in problems) else 0)


def tell_view(data: PageData, view: str) -> None:
    """Say which parts of a link mean nothing on this page."""
    from conflictmap.pages.views import view_of

    for part in view_of(data, view).ignored:
        typer.echo(f"view: left out: {plain(part)}", err=True)


def split_dates(text: str) -> list[str]:
    """Return days written with commas between them.

    >>> split_dates("2020-09-26, 2022-09")
    ['2020-09-26', '2022-09']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def chosen_bounds(text: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north; None when nothing was given.

    Raises
    ------
    PageError
        When the text is not four degrees in this order.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise PageError(f"bounds: '{text}': must be west,south,east,north in degrees.") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        raise PageError(f"bounds: '{text}': west before east, south before north, in degrees.")
    return west, south, east, north
