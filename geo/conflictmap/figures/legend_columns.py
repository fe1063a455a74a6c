"""The lines of a key in columns, measured and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictmap.figures.legend_pictures import LINE, SIZE, Draw
from conflictmap.figures.style import font, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

_INDENT = 19.0


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the key: a picture with words, or a heading when it has no picture."""

    words: str
    picture: Draw | None = None
    tall: float = 0.0

    def lines(self, width: float) -> list[str]:
        """Return the words in lines."""
        room = width - (_INDENT if self.picture else 0)
        return wrapped(self.words, SIZE, room, bold=self.picture is None) or [""]

    def height(self, width: float) -> float:
        """Return how high the entry is, in points."""
        gap = 2.0 if self.picture else 4.0
        return max(len(self.lines(width)) * LINE, self.tall) + gap


def columns_of(entries: Sequence[Entry], count: int, width: float) -> list[list[Entry]]:
    """Return entries in columns of about one height; no heading stays alone at a foot."""
    total = sum(e.height(width) for e in entries)
    best: list[list[Entry]] = []
    for share in (1.0, 1.05, 1.1, 1.2, 1.3, 1.5, 2.0, 9.0):
        best = _filled(entries, width, total / count * share)
        if len(best) <= count:
            break
    return best


def _filled(entries: Sequence[Entry], width: float, most: float) -> list[list[Entry]]:
    """Return entries in columns of a height of at most MOST."""
    columns: list[list[Entry]] = [[]]
    filled = 0.0
    for i, entry in enumerate(entries):
        needed = entry.height(width)
        if entry.picture is None and i + 1 < len(entries):
            needed += entries[i + 1].height(width)
        if columns[-1] and filled + needed > most:
            columns.append([])
            filled = 0.0
        columns[-1].append(entry)
        filled += entry.height(width)
    return columns


def legend_height(columns: Sequence[Sequence[Entry]], width: float) -> float:
    """Return how high the highest column is."""
    return max((sum(e.height(width) for e in column) for column in columns), default=0.0)


def draw_legend(
    axes: Axes, columns: Sequence[Sequence[Entry]], at: tuple[float, float],
    size: tuple[float, float], colours: Mapping[str, str],
) -> None:
    """Draw the key; AT is the upper left corner, SIZE the width of a column and of a gap."""
    width, gap = size
    for number, column in enumerate(columns):
        x, y = at[0] + number * (width + gap), at[1]
        for i, entry in enumerate(column):
            lead = 2.0 if entry.picture is None and i else 0.0
            y -= lead
            _draw_entry(axes, entry, (x, y), width, colours)
            y -= entry.height(width) - lead


def _draw_entry(
    axes: Axes, entry: Entry, at: tuple[float, float], width: float, colours: Mapping[str, str]
) -> None:
    x, y = at
    heading = entry.picture is None
    if entry.picture:
        entry.picture(axes, x, y - LINE / 2)
    for j, text in enumerate(entry.lines(width)):
        axes.text(
            x + (0 if heading else _INDENT), y - LINE * (j + 0.5), text,
            fontproperties=font(SIZE, bold=heading), ha="left", va="center_baseline",
            color=colours["ink-2" if heading else "ink"], zorder=2)
