"""A report as files, by the ending of its path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import write_whole
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import OutputError, PageError
from conflictmap.model.interval import OPEN_END, OPEN_START, as_date, day_number, interval_of
from conflictmap.pages.read_page import PageData, page_data, read_page
from conflictmap.pages.views import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from conflictmap.analysis.count import Window
    from conflictmap.figures.map_extent import Bounds
    from conflictmap.model.interval import DayLike
    from conflictmap.pages.views import View
    from conflictmap.reports.document import Report

ENDINGS = (".docx", ".qmd", ".md", ".pdf")
PAGES = (".html", ".htm")
FIGURES = (".png", ".svg", ".pdf")
REPORTS = (".docx", ".qmd", ".md")
GEOPACKAGE = ".gpkg"
#: Widths of a figure, in cm.
WIDTHS = (6.0, 60.0)
_MOST_DATES = 12


def report_files(report: Report, path: Path) -> list[tuple[str, bytes]]:
    """Return names relative to the path's folder and contents, the report itself last.

    Raises
    ------
    OutputError
        When the ending is none of `ENDINGS`.
    """
    ending = path.suffix.lower()
    if ending in {".md", ".qmd"}:
        from conflictmap.reports.markdown import markdown_files

        return markdown_files(report, path.stem, quarto=ending == ".qmd")
    if ending == ".docx":
        from conflictmap.reports.docx import docx_bytes

        return [(path.name, docx_bytes(report))]
    if ending == ".pdf":
        from conflictmap.reports.pdf import pdf_bytes

        return [(path.name, pdf_bytes(report))]
    raise OutputError(f"{path}: unknown ending. Use {', '.join(ENDINGS)}.")


def data_of(what: Any) -> PageData:
    """Return what a map holds: a page just built, a `ConflictMap`, or the path of a page."""
    if isinstance(what, PageData):
        return what
    if isinstance(what, (str, Path)):
        return read_page(what)
    page = what.page() if hasattr(what, "page") else what
    if not hasattr(page, "html"):
        raise PageError(f"{type(what).__name__}: give a page, a ConflictMap, or a page's path.")
    return page_data(page)


def views_for(
    data: PageData, view: str = "", dates: Sequence[DayLike] = (), *, window: Window = None,
    day: DayLike = "",
) -> list[View]:
    """Return the view of a link, or one for each of several days or spans of days.

    Parameters
    ----------
    data
        What the page holds.
    view
        The page's link, or its hash alone.
    dates
        ISO 8601 or EDTF: `2020-09-26`, `2020-09-27/2020-11-10`, `2022-09`; or dates, datetimes.
    window
        The first day, and the day after the last, in place of those of the link.
    day
        The day of the ground; by default that of the link, or the last of each window.

    Raises
    ------
    PageError
        When a date is none, or there are more than a figure can hold.
    """
    chosen = view_of(data, view)
    if window is not None:
        span = interval_of(window)
        chosen = replace(chosen, window=_closed(data, span.first, span.last))
    if len(dates) > _MOST_DATES:
        raise PageError(f"dates: {len(dates)} maps do not fit on one figure; {_MOST_DATES} do.")
    windows = [replace(chosen, window=_window(data, one), day=None) for one in dates]
    views = windows or [chosen]
    return views if day == "" else _with_ground(views, day)


def _with_ground(views: Sequence[View], day: DayLike) -> list[View]:
    """Return views with the ground of a day."""
    try:
        ground = day_number(as_date(day))
    except ValueError as error:
        raise PageError(f"day: '{day}': {error}. Write 2020-12-01.") from error
    return [replace(one, day=ground) for one in views]


def _window(data: PageData, day: DayLike) -> tuple[int, int]:
    text = day if isinstance(day, str) else str(as_date(day))
    try:
        when = parse_when(text)
    except ValueError as error:
        raise PageError(f"dates: '{text}': {error}. Write 2022-09-13, or a span.") from error
    return _closed(data, when.start, when.end)


def _closed(data: PageData, start: int, end: int) -> tuple[int, int]:
    return data.closed([None if start == OPEN_START else start, None if end == OPEN_END else end])


def figure(
    what: Any, *, view: str = "", dates: Sequence[DayLike] = (), window: Window = None,
    day: DayLike = "", width_cm: float = 17.0, size: str = "", title: str | None = None,
    bounds: Bounds | None = None, locator: bool = True,
) -> Figure:
    """Return a map as a matplotlib figure in the page's style, drawn without a browser.

    Parameters
    ----------
    what
        A page, a `ConflictMap`, or the path of a page.
    view
        The page's link, or its hash alone: window, filters, selection, layers, language, names.
    dates
        Days or spans of days: one map for each, side by side.
    window
        The first day, and the day after the last: `("2022-09-12", "2022-09-15")`. By default those
        of the view.
    day
        The day of the ground; by default the last of each window.
    width_cm
        Width on paper; 8.5 for a column of text, 17 for a page.
    size
        In place of the width: `1200x675` (pixels), `card`, `post`, `story`, `a4`, `a3`,
        `a4-landscape`, `a3-landscape`, `column` or `page`. The figure's `dpi` then gives a picture
        these pixels.
    title
        The title; by default the map's, none when empty.
    bounds
        West, south, east, north in degrees.
    locator
        Whether a small map of the countries around is drawn.

    Raises
    ------
    OutputError
        When matplotlib is missing, or the width or size is out of bounds.
    PageError
        When the page or a date cannot be read.
    """
    if not WIDTHS[0] <= width_cm <= WIDTHS[1]:
        raise OutputError(f"a figure is {WIDTHS[0]:g} to {WIDTHS[1]:g} cm wide, not {width_cm:g}.")
    data = data_of(what)
    try:
        from conflictmap.figures.compose import compose
        from conflictmap.figures.sized import compose_sized
        from conflictmap.figures.sizes import size_of
    except ModuleNotFoundError as error:
        raise needs(error) from error
    views = views_for(data, view, dates, window=window, day=day)
    wanted = size_of(size) if size else None
    how: dict[str, Any] = {"title": title, "bounds": bounds, "locator": locator}
    if wanted is None or wanted.height is None:
        return compose(data, views, width_cm=wanted.width_cm if wanted else width_cm, **how)
    if len(views) > 1:
        raise OutputError(f"size {size}: it holds one map. Give a width for several dates.")
    return compose_sized(data, views[0], wanted, **how)


def report(
    what: Any, *, view: str = "", dates: Sequence[DayLike] = (), window: Window = None,
    day: DayLike = "",
) -> Report:
    """Return the report of a view: figure, totals as ranges, events, claims, sources, method.

    `save` writes it. `view`, `dates`, `window` and `day` are those of `figure`.
    """
    data = data_of(what)
    try:
        from conflictmap.reports.content import report_of
    except ModuleNotFoundError as error:
        raise needs(error) from error
    return report_of(data, views_for(data, view, dates, window=window, day=day))


def save(
    what: Any, path: str | Path, *, view: str = "", dates: Sequence[DayLike] = (),
    window: Window = None, day: DayLike = "", width_cm: float = 17.0, size: str = "",
    dpi: int = 300, title: str | None = None, as_report: bool = False,
) -> Path:
    """Write a map by the ending of the path, whole or not at all, and return the path.

    Parameters
    ----------
    what
        A page, a `ConflictMap`, or the path of a page.
    path
        Ends in .html (the page), .png, .svg, .pdf (a figure), .docx, .qmd or .md (a report; the
        pictures of the last two go into a folder beside it), .gpkg (a GeoPackage, and beside it a
        project of QGIS that plays it).
    view, dates, window, day, width_cm, size, title
        As for `figure`.
    dpi
        Dots per inch of a PNG, where `size` is not in pixels.
    as_report
        Whether a .pdf is the report, not the figure.

    Raises
    ------
    OutputError
        When the ending is another one, or the file cannot be written.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending in PAGES:
        _save_page(what, target)
    elif ending in REPORTS or (ending == ".pdf" and as_report):
        save_report(report(what, view=view, dates=dates, window=window, day=day), target)
    elif ending in FIGURES:
        drawn = figure(what, view=view, dates=dates, window=window, day=day,
                       width_cm=width_cm, size=size, title=title)
        save_figure(drawn, target, dpi=dots(drawn, size, dpi))
    elif ending == GEOPACKAGE:
        _save_geopackage(data_of(what), target)
    else:
        known = ", ".join((*PAGES[:1], *FIGURES, *REPORTS, GEOPACKAGE))
        raise OutputError(f"{target}: unknown ending. Use {known}.")
    return target


def _save_page(what: Any, path: Path) -> None:
    page = what.page() if hasattr(what, "page") else what
    if not hasattr(page, "html"):
        raise OutputError(f"{path}: a page is made from a map, not from a file.")
    write_whole(path, page.html.encode())


def _save_geopackage(data: PageData, path: Path) -> None:
    try:
        from conflictmap.reports.qgis import write_map
    except ModuleNotFoundError as error:
        raise needs(error) from error
    write_map(data, path)


def dots(drawn: Figure, size: str, dpi: float) -> float:
    """Return the dots per inch of a picture: those of a figure drawn to a size in pixels."""
    from conflictmap.figures.sizes import size_of

    return float(drawn.dpi) if size and size_of(size).pixels else dpi


def save_figure(drawn: Figure, path: Path, *, dpi: float = 300) -> None:
    """Write a figure as PNG, SVG or PDF; the same figure makes the same bytes."""
    write_whole(path, figure_content(drawn, path.suffix.lower(), dpi=dpi))


def figure_content(drawn: Figure, ending: str, *, dpi: float = 300) -> bytes:
    """Return a figure as PNG, SVG or PDF."""
    from conflictmap.figures.compose import figure_bytes

    return figure_bytes(drawn, ending, dpi=dpi)


def save_report(made: Report, path: Path) -> None:
    """Write a report as docx, Quarto, Markdown or PDF; pictures first, the text last."""
    try:
        files = report_files(made, path)
    except ModuleNotFoundError as error:
        raise needs(error) from error
    for name, content in files:
        write_whole(path.parent / name, content)


def needs(error: ModuleNotFoundError) -> OutputError:
    """Return that a package is missing, and the command that installs it."""
    return OutputError(
        f"figures and reports need {error.name}, which is not installed."
        " Run: pip install 'conflictmap[report]'"
    )
