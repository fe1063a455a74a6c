"""A report of one page as a picture, and how high its blocks stand on the page."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image

from conflictmap.figures.compose import figure_bytes, quiet, sheet_of
from conflictmap.figures.style import font, palette, wrapped
from conflictmap.figures.text_lines import Line, total_height, write_lines
from conflictmap.model.errors import OutputError
from conflictmap.reports.document import Heading, Items, Paragraph, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from conflictmap.reports.document import Block, Report, Run, Sheet

_CM = 72 / 2.54
_PAPER = (21.0 * _CM, 29.7 * _CM)
_DPI = 200
#: Leading of a report, as that of lines on a figure is another one.
_LEADING, _LINES = 1.32, 1.28
_INDENT, _RIGHT = 20.0, 6.0


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Lines of text, or a picture, at a place below the top of a block, and how wide it may be."""

    x: float
    y: float
    lines: tuple[Line, ...] = ()
    png: bytes = b""
    width: float = 0.0
    right: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A block on a page: how high it is in points, and what stands where in it."""

    height: float
    spots: tuple[Spot, ...]


def room_of(sheet: Sheet) -> float:
    """Return how high the text of a page may be, in points."""
    return _PAPER[1] - 2 * sheet.top_cm * _CM


def height_of(report: Report) -> float:
    """Return how high a report stands on one page, in points."""
    return sum(piece.height for piece in _pieces(report))


def png_bytes(report: Report) -> bytes:
    """Return a report of one page as a .png file of 200 dots per inch.

    Raises
    ------
    OutputError
        When it needs more than one page.
    """
    sheet = report.sheet
    if report.numbered or height_of(report) > room_of(sheet) + 1:
        raise OutputError("a report of several pages is no picture. Write .pdf, or take --brief.")
    colours = palette("light")
    with quiet():
        figure, axes = sheet_of(*_PAPER, {**colours, "page": "#ffffff"})
        y = _PAPER[1] - sheet.top_cm * _CM
        for piece in _pieces(report):
            for spot in piece.spots:
                _draw(axes, spot, (sheet.side_cm * _CM, y), colours)
            y -= piece.height
        axes.set_xlim(0, _PAPER[0])
        axes.set_ylim(0, _PAPER[1])
    return figure_bytes(figure, ".png", dpi=_DPI)


def _draw(axes: Axes, spot: Spot, at: tuple[float, float], colours: dict[str, str]) -> None:
    x, y = at[0] + spot.x, at[1] - spot.y
    if spot.png:
        with Image.open(io.BytesIO(spot.png)) as picture:
            tall = spot.width * picture.height / picture.width
            axes.imshow(picture.convert("RGB"), extent=(x, x + spot.width, y - tall, y),
                        aspect="auto", interpolation="antialiased")
    if spot.rule:
        axes.plot([x, x + spot.width], [y, y], color=colours[spot.rule], linewidth=0.5)
    _write(axes, spot, (x, y), colours)


def _write(axes: Axes, spot: Spot, at: tuple[float, float], colours: dict[str, str]) -> None:
    if not spot.right:
        write_lines(axes, spot.lines, at, colours)
        return
    y = at[1]
    for line in spot.lines:
        axes.text(at[0] + spot.width, y - line.size, line.text, ha="right", va="baseline",
                  fontproperties=font(line.size, bold=line.bold), color=colours[line.colour])
        y -= line.height


def _pieces(report: Report) -> Iterator[Piece]:
    """Yield title, subtitle and blocks as the PDF sets them."""
    sheet = report.sheet
    k, width = sheet.scale, sheet.text_cm * _CM
    if report.title:
        yield _text(report.title, 18 * k, width, after=6 * k, bold=True)
    if report.subtitle:
        yield _text(report.subtitle, 9.5 * k, width, after=8 * k, colour="ink-2")
    for block in report.blocks:
        yield _piece(block, k, width)


def _piece(block: Block, k: float, width: float) -> Piece:
    match block:
        case Heading():
            return _text(block.text, (13 if block.level == 1 else 10.5) * k, width, before=8 * k,
                         after=4 * k, bold=True)
        case Paragraph():
            size, colour = (7.8, "ink-2") if block.small else (9.2, "ink")
            return _text(_joined(block.runs), size * k, width, after=4 * k, colour=colour)
        case Items():
            return _items(block, k, width)
        case Table():
            return _table(block, k, width)
        case Picture():
            return _picture(block, k, width)


def _joined(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _lines(text: str, size: float, width: float, *, bold: bool, colour: str) -> tuple[Line, ...]:
    return tuple(Line(text=line, size=size, bold=bold, colour=colour)
                 for line in wrapped(text, size, width, bold=bold))


def _text(
    text: str, size: float, width: float, *, before: float = 0, after: float = 0,
    bold: bool = False, colour: str = "ink", x: float = 0,
) -> Piece:
    lines = _lines(text, size, width, bold=bold, colour=colour)
    tall = total_height(lines) * _LEADING / _LINES
    return Piece(height=before + tall + after, spots=(Spot(x=x, y=before, lines=lines),))


def _items(items: Items, k: float, width: float) -> Piece:
    spots: list[Spot] = []
    y, size = 0.0, 7.8 * k
    for i, line in enumerate(items.lines, start=1):
        mark = Line(text=f"{i}." if items.numbered else "\u2022", size=size)
        piece = _text(_joined(line), size, width - _INDENT, after=2 * k, x=_INDENT)
        spots += [Spot(x=0, y=y, lines=(mark,)), *_moved(piece.spots, y)]
        y += piece.height
    return Piece(height=y, spots=tuple(spots))


def _moved(spots: Sequence[Spot], y: float) -> list[Spot]:
    return [replace(spot, y=spot.y + y) for spot in spots]


def _table(table: Table, k: float, width: float) -> Piece:
    """Return a table whose cells are set as those of the PDF."""
    widths = [width * share / sum(table.widths) for share in table.widths]
    spots: list[Spot] = []
    y = 0.0
    for number, row in enumerate((table.head, *table.rows)):
        x, tall = 0.0, 0.0
        for i, (text, wide) in enumerate(zip(row, widths, strict=True)):
            lines = _lines(text, 7.2 * k, wide - _RIGHT, bold=not number,
                           colour="ink" if number else "ink-2")
            spots.append(Spot(x=x + 1, y=y + 2 * k, lines=lines, width=wide - _RIGHT,
                              right=i in table.numbers))
            tall = max(tall, total_height(lines) * _LEADING / _LINES)
            x += wide
        y += tall + 4.5 * k
        spots.append(Spot(x=0, y=y, width=width, rule="hairline" if number else "ink-2"))
    return Piece(height=y + 8 * k, spots=tuple(spots))


def _picture(picture: Picture, k: float, width: float) -> Piece:
    with Image.open(io.BytesIO(picture.png)) as shown:
        share = shown.height / shown.width
    across = picture.width_cm * _CM
    spot = Spot(x=(width - across) / 2, y=0, png=picture.png, width=across)
    y = across * share + 4 * k
    if not picture.caption:
        return Piece(height=y, spots=(spot,))
    said = _text(picture.caption, 7.8 * k, width, after=8 * k, colour="ink-2")
    return Piece(height=y + said.height, spots=(spot, *_moved(said.spots, y)))
