"""Colours, sizes and type of a figure: those of the page, from its own style sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from conflictmap.figures.page_colours import opacity as opacity
from conflictmap.figures.page_colours import palette as palette
from conflictmap.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Points of a figure for one pixel of the page: names are then 6.3 to 8 points high.
UNIT = 0.6
#: Comes with matplotlib; holds Latin with Azerbaijani letters, Cyrillic and Armenian.
FONT = "DejaVu Sans"
#: The colours of each fill of ground, by name: a pattern has two inks.
INKS = {
    "soviet": ("control-soviet", "soviet-line"),
    "armenian_forces": ("control-armenian_forces",),
    "azerbaijan": ("control-azerbaijan",),
    "russian_peacekeepers": ("control-russian_peacekeepers", "dot"),
    "front_moved": ("control-front_moved", "chevron"),
}

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def own_colour(value: object) -> str | None:
    """Return a colour that an author gave as #rrggbb; nothing else is a colour."""
    return value if isinstance(value, str) and _HEX.fullmatch(value) else None


def own_colours(types: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the colours that an author gave to types of their own, by the name of the family."""
    found = {f"family-{t['family']}": own_colour(t.get("color")) for t in types}
    return {name: colour for name, colour in found.items() if colour}


def px(value: float) -> float:
    """Return pixels of the page as points of the figure."""
    return value * UNIT


def font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the font of a figure at a size in points."""
    return FontProperties(
        family=FONT, size=size, weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool, italic: bool) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, font(size, bold=bold, italic=italic), ismath=False)
    return float(width)


def width_of(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return how wide a text is, in points."""
    return _width(text, size, bold, italic)


def wrapped(text: str, size: float, width: float, **how: Any) -> list[str]:
    """Return a text in lines no wider than WIDTH points; a longer word is broken."""
    lines: list[str] = []
    # A renderer that fits letters to pixels makes lines a little longer.
    width *= 0.98
    for word in clean(text).split():
        if lines and width_of(f"{lines[-1]} {word}", size, **how) <= width:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        lines.append(word)
        while width_of(lines[-1], size, **how) > width and len(lines[-1]) > 1:
            whole = lines.pop()
            cut = _cut(whole, size, width, **how)
            lines += [whole[:cut], whole[cut:]]
    return lines


def _cut(word: str, size: float, width: float, **how: Any) -> int:
    """Return how many letters of a word that is too long go into a line, at least one."""
    return next(n for n in range(len(word) - 1, 0, -1)
                if n == 1 or width_of(word[:n], size, **how) <= width)
