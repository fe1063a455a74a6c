"""A report as files, by the ending of its path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import write_whole
from conflictmap.model.errors import OutputError
from conflictmap.reports.inputs import data_of, views_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from conflictmap.analysis.count import Window
    from conflictmap.figures.map_extent import Bounds
    from conflictmap.model.interval import DayLike
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View
    from conflictmap.reports.document import Report

ENDINGS = (".docx", ".qmd", ".md", ".pdf", ".html", ".png")
PAGES = (".html", ".htm")
FIGURES = (".png", ".svg", ".pdf")
REPORTS = (".docx", ".qmd", ".md")
GEOPACKAGE = ".gpkg"
#: Widths of a figure, in cm.
WIDTHS = (6.0, 60.0)


def report_files(report: Report, path: Path) -> list[tuple[str, bytes]]:
    """Return names relative to the path's folder and contents, the report itself last.

    Raises
    ------
    OutputError
        When the ending is none of `ENDINGS`, or a report of several pages is to be a picture.
    """
    ending = path.suffix.lower()
    if ending in {".md", ".qmd"}:
        from conflictmap.reports.markdown import markdown_files

        return markdown_files(report, path.stem, quarto=ending == ".qmd")
    return [(path.name, _writer(ending, path)(report))]


def _writer(ending: str, path: Path) -> Callable[[Report], bytes]:
    """Return what writes a report as one file."""
    if ending == ".docx":
        from conflictmap.reports.docx import docx_bytes as write
    elif ending == ".pdf":
        from conflictmap.reports.pdf import pdf_bytes as write
    elif ending in PAGES:
        from conflictmap.reports.html import html_bytes as write
    elif ending == ".png":
        from conflictmap.reports.png import png_bytes as write
    else:
        raise OutputError(f"{path}: unknown ending. Use {', '.join(ENDINGS)}.")
    return write


def figure(
    what: Any, *, view: str = "", dates: Sequence[DayLike] = (), window: Window = None,
    day: DayLike = "", width_cm: float = 17.0, size: str = "", aspect: str = "",
    title: str | None = None, bounds: Bounds | None = None, locator: bool = True,
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
    aspect
        Width to height of a figure of a width: `16:9`, `4:5`, `1.5`; by default the height
        follows from the map.
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
        from conflictmap.figures.sizes import shaped_size
    except ModuleNotFoundError as error:
        raise needs(error) from error
    views = views_for(data, view, dates, window=window, day=day)
    wanted = shaped_size(size, aspect, width_cm)
    how: dict[str, Any] = {"title": title, "bounds": bounds, "locator": locator}
    if wanted.height is None:
        return compose(data, views, width_cm=wanted.width_cm if size else width_cm, **how)
    if len(views) > 1:
        raise OutputError(f"size {size or aspect}: it holds one map. Give a width alone for several"
                          " dates.")
    return compose_sized(data, views[0], wanted, **how)


def report(
    what: Any, *, view: str = "", dates: Sequence[DayLike] = (), window: Window = None,
    day: DayLike = "", brief: bool = False, atlas: str = "",
    moved: Callable[[float], None] = lambda _: None,
) -> Report:
    """Return the report of a view: figure, totals as ranges, events, claims, sources, method.

    `save` writes it.

    Parameters
    ----------
    what
        A page, a `ConflictMap`, or the path of a page.
    view, dates, window, day
        As for `figure`.
    brief
        One page of A4: headline, map, the dead by month or year, the five events with the most
        killed, their sources, method and credit.
    atlas
        `episode`, `district` or `year`: contents, and a page of A4 for each.
    moved
        Called with the share of the pages of an atlas that are made.

    Raises
    ------
    OutputError
        When what draws is missing, a brief or an atlas is of several dates, or there is nothing
        to make pages of.
    PageError
        When the page or a date cannot be read.

    Examples
    --------
    >>> import conflictmap as cm
    >>> page = cm.build([{"date": "2022-09-13", "lat": 40.0, "lon": 45.5, "deaths": 3}])
    >>> cm.report(page, brief=True).title.partition(": ")[2]
    '1 event, 3 killed'
    """
    data = data_of(what)
    views = views_for(data, view, dates, window=window, day=day)
    kinds = [kind for kind in (brief, atlas) if kind]
    if kinds and len(views) + len(kinds) > 2:  # noqa: PLR2004 - one view, and one kind
        raise OutputError("a brief, or an atlas, is of one view. Give one date, or a window.")
    try:
        if atlas:
            from conflictmap.reports.atlas import atlas_of

            return atlas_of(data, views[0], atlas, moved=moved)
        return _report(data, views, brief=brief)
    except ModuleNotFoundError as error:
        raise needs(error) from error


def _report(data: PageData, views: Sequence[View], *, brief: bool) -> Report:
    if brief:
        from conflictmap.reports.brief import brief_of

        return brief_of(data, views[0])
    from conflictmap.reports.content import report_of

    return report_of(data, views)


def save(
    what: Any, path: str | Path, *, view: str = "", dates: Sequence[DayLike] = (),
    window: Window = None, day: DayLike = "", width_cm: float = 17.0, size: str = "",
    dpi: int = 300, title: str | None = None, as_report: bool = False, brief: bool = False,
    atlas: str = "",
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
        Whether a .pdf, .png or .html is the report, not the figure or the page.
    brief, atlas
        As for `report`.

    Raises
    ------
    OutputError
        When the ending is another one, or the file cannot be written.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending in REPORTS or (ending in ENDINGS and any((as_report, brief, atlas))):
        save_report(report(what, view=view, dates=dates, window=window, day=day, brief=brief,
                           atlas=atlas), target)
    elif ending in PAGES:
        _save_page(what, target)
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
