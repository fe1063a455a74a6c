"""What several verbs share: their options, where a map comes from, what is said."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.model.errors import PageError, Problem, printable
from conflictmap.model.problem_kinds import summed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from conflictmap.io.meaning.plan import Plan
    from conflictmap.pages.read_page import PageData

EventFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EVENTS]...", help="Tables in any container (CSV, Excel, JSON,"
                   " GeoPackage …), data packages, or - for standard input."),
]
PageOrEvents = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MAP.html | EVENTS]...", help="A finished page, or events."),
]
RecipeName = Annotated[
    str | None, typer.Option(help="The name of a built-in recipe, or a TOML file.")
]
Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", help="A file of areas, lines or points (GeoJSON, GeoPackage, shapefile,"
                 " KML …) or a built-in layer's id; may be repeated."),
]
ViewLink = Annotated[str, typer.Option(help="A link of the page, or its hash: '#w=…'.")]
DrawnTitle = Annotated[str | None, typer.Option(
    help="The title; by default the map's, '' for none.")]
Bounds = Annotated[str, typer.Option(
    help="west,south,east,north in degrees.", metavar="W,S,E,N")]
Locator = Annotated[bool, typer.Option(
    "--locator/--no-locator", help="Draw the countries around it, small.")]
Encoding = Annotated[
    str, typer.Option(help="The encoding of tables as text, such as cp1252; by default it is found"
                      " by their letters, and said.")
]
Sheet = Annotated[
    str, typer.Option(help="The sheet of a workbook, the layer or table of another container, or"
                      " the file in a zip; by default the one that holds events.", metavar="NAME")
]
Rejects = Annotated[
    str | None, typer.Option(help="Where rows go that were set aside; by default beside OUT.",
                             metavar="FILE.csv")
]
Today = Annotated[
    str | None, typer.Option(help="The day after which an event is in the future; by default the"
                             " newest date of a source, or today.", metavar="YYYY-MM-DD")
]

StrictReading = Annotated[bool, typer.Option(
    "--strict", help="Read the standard columns alone, and set aside a row with a cell that cannot"
    " be used; by default any columns are read, and such a cell is lost.")]
ColumnMap = Annotated[list[str] | None, typer.Option(
    "--map", metavar="MEANING=COLUMN", help="Which column means what, such as date=When; may be"
    " repeated. What is not named is found.")]
WriteMapping = Annotated[str | None, typer.Option(
    "--write-mapping", metavar="FILE.toml", help="Save what the columns were taken for, to mend and"
    " to use again.")]
Gazetteer = Annotated[str, typer.Option(
    "--gazetteer", metavar="FILE.csv", help="Places of your own (name, lat, lon, error) for rows"
    " without coordinates.")]
PointsAsGiven = Annotated[bool, typer.Option(
    "--points-as-given", help="Take points of UCDP files without where_prec as they stand; by"
    " default such an event is somewhere within 25 km.")]


def reading_of(
    *, strict: bool = False, columns: Sequence[str] | None = None, gazetteer: str = "",
    mapping: str | None = None, points_as_given: bool = False,
) -> dict[str, Any]:
    """Return the options of `read_events` that the options of a command stand for.

    On a terminal the user is asked about columns that can only be guessed.

    Raises
    ------
    EventsError
        When a pair has no equals sign.
    """
    from conflictmap.formats.files import check_output

    found = dict(_pair(text) for text in columns or ())
    if mapping is not None:
        check_output(mapping, (".toml",))
    given = {"strict": strict, "columns": found, "gazetteer": gazetteer,
             "write_mapping": mapping or "", "points_as_given": points_as_given,
             "ask": ask_columns if _is_terminal() else None}
    return {name: value for name, value in given.items() if value}


def _pair(text: str) -> tuple[str, str]:
    """Return meaning and column of MEANING=COLUMN."""
    from conflictmap.model.errors import EventsError

    meaning, equals, column = text.partition("=")
    if not equals:
        raise EventsError(f"--map {printable(text)}: write MEANING=COLUMN, such as date=When.")
    return meaning.strip(), column.strip()


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_columns(plan: Plan) -> dict[str, str]:
    """Ask about each column that is only a guess; return what the user says, by meaning."""
    typer.echo("\n".join(printable(line) for line in plan.lines()), err=True)
    found = {}
    for use in plan.doubts:
        said = typer.prompt(f"Which column is {use.meaning}? (a column, or - for none)",
                            default=use.column, err=True)
        found[use.meaning] = "" if said.strip() == "-" else said.strip()
    return found


#: What writes a file that a verb does not write, by its ending.
WRITERS = {
    ".pdf": "'conflictmap report' or 'conflictmap figure' writes PDF",
    ".docx": "'conflictmap report' writes Word",
    **dict.fromkeys((".html", ".htm"), "'conflictmap build' writes pages"),
    **dict.fromkeys((".gif", ".mp4", ".webp"), "'conflictmap animate' writes clips"),
    **dict.fromkeys((".png", ".svg", ".jpg"), "'conflictmap figure' writes pictures"),
    **dict.fromkeys((".csv", ".geojson", ".parquet", ".xlsx", ".gpkg", ".fgb"),
                    "'conflictmap convert' writes tables"),
}


def tell_reading(reading: Sequence[str]) -> None:
    """Say what the columns of tables were taken for."""
    for line in reading:
        typer.echo(f"read: {printable(line)}", err=True)


def day_of(text: str | None) -> date | None:
    """Return the day that an option names; None without one.

    Raises
    ------
    OutputError
        When the text is no day.
    """
    from datetime import date

    from conflictmap.model.errors import OutputError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise OutputError(f"--today: '{text}': not a day. Write YYYY-MM-DD.") from error


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
    finished = _finished_page(given, recipe, layers)
    if finished is not None:
        return read_page(finished), ()
    page = build(given or None, recipe=recipe, layers=layers or ())
    return page_data(page), page.problems


def _finished_page(
    given: Sequence[str], recipe: str | None, layers: Sequence[str] | None
) -> str | None:
    """Return the finished page that was given, if one was; it must have come alone."""
    pages = [name for name in given if name.lower().endswith((".html", ".htm"))]
    if pages and (len(given) > 1 or recipe or layers):
        raise PageError(
            f"{printable(pages[0])}: a finished page has its events, recipe and layers in it."
            " Give it alone."
        )
    return pages[0] if pages else None


def finish(data: PageData, problems: Sequence[Problem]) -> None:
    """Say where every row went; exit with 1 when rows were set aside now."""
    from conflictmap.model.events import Accounting

    account(problems, str(Accounting(**data.spec["accounting"])))
    raise typer.Exit(1 if any(p.level == "error" for p in problems) else 0)


def tell_view(data: PageData, view: str) -> None:
    """Say which parts of a link mean nothing on this page."""
    from conflictmap.pages.views import view_of

    for part in view_of(data, view).ignored:
        typer.echo(f"view: left out: {printable(part)}", err=True)


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


def account(problems: Sequence[Problem], accounting: str) -> None:
    """Say on stderr what went wrong, and last where every row went."""
    for line in summed(problems):
        typer.echo(line, err=True)
    typer.echo(accounting, err=True)


def keep_rejects(problems: Sequence[Problem], path: Path) -> None:
    """Write the rows that were set aside, and say where they are."""
    from conflictmap.io.rejects import write_rejects

    count = write_rejects(problems, path)
    if count:
        typer.echo(
            f"set aside: {printable(str(path))}: {count} rows; mended, they read back", err=True)


def troubles_of(done: Any, aside: Path) -> list[str]:
    """Return lines on what went wrong in pieces, the last on where every row went."""
    lines = [*(f"read: {printable(line)}" for line in done.reading), *done.lines]
    if done.rejects:
        lines.insert(0, f"set aside: {printable(str(aside))}: {done.rejects} rows; mended, they"
                        " read back")
    return [*lines, str(done.accounting)]


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """Give a function to call at each stage: it moves a bar on a terminal, elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=stages)
        yield lambda word: bar.update(task, advance=1, description=word)


@contextmanager
def share_bar(word: str) -> Iterator[Callable[[float], None]]:
    """Give a function that takes the share done, 0 to 1: it moves a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (word, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word, total=1.0)
        yield lambda share: bar.update(task, completed=share)
