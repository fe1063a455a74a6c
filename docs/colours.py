"""How far apart the fills of ground are: CIEDE2000, for four kinds of sight, light and dark.

A fill is its inks: a pattern has two. Two fills are as far apart as the ink of one that is least
like any ink of the other (the Hausdorff distance), so that a pattern counts where a hue cannot.
"""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.figures.style import INKS, palette

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB; grey is luminance.
SIGHTS = {
    "normal": np.eye(3),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                        [-0.011820, 0.042940, 0.968881]]),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                        [-0.003882, -0.048116, 1.051998]]),
    "grey": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                 [0.0193339, 0.1191920, 0.9503041]])
_WHITE = np.array([0.95047, 1.0, 1.08883])
_LINEAR = 0.04045  # of sRGB: below it a straight line
LAND = ("land-armenia", "land-azerbaijan")
#: Least difference between two fills.
LEAST = 12.0


def lab(colour: str, sight: str = "normal") -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of #rrggbb as a kind of sight has it."""
    rgb = np.array([int(colour[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= _LINEAR, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    share = _XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1) / _WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def difference(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return CIEDE2000 of two L*a*b* colours (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = hypot(a1 * (1 + g), b1), hypot(a2 * (1 + g), b2)
    h1, h2 = (degrees(atan2(b, a * (1 + g))) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
         + 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63)))
    part_l = (l2 - l1) / (1 + 0.015 * (light - 50)**2 / sqrt(20 + (light - 50)**2))
    part_c = (c2 - c1) / (1 + 0.045 * chroma)
    part_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    around = -sin(radians(60 * exp(-((hue - 275) / 25)**2)))
    turned = 2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * around
    return sqrt(part_l**2 + part_c**2 + part_h**2 + turned * part_c * part_h)


def apart(one: Iterable[str], other: Iterable[str], sight: str) -> float:
    """Return how far apart two fills are, each given by its inks as #rrggbb."""
    table = np.array([[difference(lab(a, sight), lab(b, sight)) for b in other] for a in one])
    return float(max(table.min(axis=0).max(), table.min(axis=1).max()))


def fills(theme: str) -> dict[str, list[str]]:
    """Return the inks of each fill of ground; land is what lies around it."""
    colours = palette(theme)
    held = {f"control-{name}": [colours[ink] for ink in inks] for name, inks in INKS.items()}
    return held | {name: [colours[name]] for name in LAND}


def differences() -> dict[tuple[str, str, str], dict[str, float]]:
    """Return the difference of each pair of fills by sight; two lands mean the same."""
    return {
        (theme, one, other): {s: apart(found[one], found[other], s) for s in SIGHTS}
        for theme in ("light", "dark") for found in (fills(theme),)
        for one, other in combinations(found, 2) if not {one, other} <= set(LAND)
    }


def table() -> str:
    """Return the document: the least of each kind of sight, and every pair."""
    found = differences()
    rows = [f"| {theme} | {_name(one)} | {_name(other)} | "
            + " | ".join(f"{value:.1f}" for value in by.values()) + " |"
            for (theme, one, other), by in found.items()]
    least = [f"| {theme} | " + " | ".join(
        f"{min(by[s] for (t, *_), by in found.items() if t == theme):.1f}" for s in SIGHTS) + " |"
        for theme in ("light", "dark")]
    head = " | ".join(SIGHTS)
    return f"""# Colours of the ground

Who held the ground is told by hue, by lightness and by pattern: violet, darker, without a pattern;
ochre, lighter, without a pattern; grey with light dots; pale with fine lines; paper with chevrons.
No flag has these colours. Any two fills are at least {LEAST:.0f} apart by CIEDE2000 for normal
sight, for two kinds of colour blindness (Machado and others 2009, severity 1) and in grey, in light
and in dark, on screen and on paper, which has the light ones. A fill is its inks, of which a
pattern has two; two fills are as far apart as the ink of one that is least like any ink of the
other. `tests/docs` holds this table to the colours of the page. Land is tinted, so that nothing is
white. Stripes of who held ground before are cut from his fill, with the marks of its pattern.

| least of all pairs | {head} |
|---|{"---:|" * len(SIGHTS)}
{chr(10).join(least)}

| | fill | other fill | {head} |
|---|---|---|{"---:|" * len(SIGHTS)}
{chr(10).join(rows)}
"""


def _name(fill: str) -> str:
    return fill.removeprefix("control-").replace("land-", "land of ").replace("_", " ")
