"""Lines of text on a figure: broken to a width, measured, written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictmap.figures.style import font, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

_LEADING = 1.28


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of text below, above or beside the maps."""

    text: str
    size: float
    bold: bool = False
    colour: str = "ink"

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return self.size * _LEADING


def lines_of(
    text: str, size: float, width: float, *, bold: bool = False, colour: str = "ink"
) -> list[Line]:
    """Return a text in lines no wider than WIDTH points."""
    return [Line(text=line, size=size, bold=bold, colour=colour)
            for line in wrapped(text, size, width, bold=bold)]


def total_height(lines: Sequence[Line]) -> float:
    """Return how high lines are together, in points."""
    return sum(line.height for line in lines)


def write_lines(
    sheet: Axes, lines: Sequence[Line], at: tuple[float, float], colours: Mapping[str, str]
) -> None:
    """Write lines; AT is the upper left corner, in points."""
    x, y = at
    for line in lines:
        sheet.text(x, y - line.size, line.text, ha="left", va="baseline",
                   fontproperties=font(line.size, bold=line.bold), color=colours[line.colour])
        y -= line.height
