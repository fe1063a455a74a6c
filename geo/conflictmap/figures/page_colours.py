"""The colours of the page by name, from its own style sheet."""

from __future__ import annotations

import re
from functools import lru_cache

from conflictmap.model.resources import bundled

_ROOT = re.compile(r":root(\[data-theme=\"?dark\"?\])?\{(.*?)\}", re.S)
_VALUE = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8}|rgba\([^)]*\))")


@lru_cache(maxsize=2)
def palette(theme: str = "light") -> dict[str, str]:
    """Return the page's colours by name, as #rrggbb."""
    style = bundled("maps", "app.bundle.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for dark, body in _ROOT.findall(style):
        if not dark or theme == "dark":
            found |= {name: _hex(value) for name, value in _VALUE.findall(body)}
    return found


@lru_cache(maxsize=8)
def opacity(name: str, theme: str = "light") -> float:
    """Return a share from 0 to 1 that the page's style sheet names."""
    style = bundled("maps", "app.bundle.css").read_text(encoding="utf-8")
    found = [re.search(rf"--{name}:\s*([\d.]+)", body) for dark, body in _ROOT.findall(style)
             if not dark or theme == "dark"]
    return float(next(m[1] for m in reversed(found) if m))


def _hex(value: str) -> str:
    if value.startswith("#"):
        digits = value[1:]
        return "#" + "".join(2 * d for d in digits) if len(digits) == 3 else value[:7]  # noqa: PLR2004
    red, green, blue = (int(float(v)) for v in value[5:-1].split(",")[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"
