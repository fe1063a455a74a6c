"""Files that come with the package, in a wheel and in a checkout alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def bundled(*parts: str) -> Traversable:
    """Return a bundled file or folder: `layers/…` or `maps/…`."""
    packaged = files("conflictmap") / "data"
    root = packaged if packaged.is_dir() else Path(__file__).parents[3]
    return root.joinpath(*parts)
