"""Containers of tables: one module each, found by being in this folder.

A container is a module with

- `NAME`: a word for it,
- `ENDINGS`: how files of it are called,
- `recognises(content)`: whether a file that is not packed is one, by its content,
- `sheets(content, name)`: its tables as `Sheet`s, in their order. Nothing is run, and nothing
  outside of the content is opened.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from conflictmap.formats.sheets import Sheet


class Container(Protocol):
    """What a module in this folder offers."""

    NAME: str
    ENDINGS: tuple[str, ...]

    def recognises(self, content: bytes) -> bool:
        """Return whether this is a file of the container."""

    def sheets(self, content: bytes, name: str) -> list[Sheet]:
        """Return the tables in a file."""


@lru_cache(maxsize=1)
def containers() -> dict[str, Container]:
    """Return every container by its name."""
    modules = [importlib.import_module(f"{__name__}.{module.name}")
               for module in pkgutil.iter_modules(__path__)]
    return {module.NAME: module for module in modules}


def container_of(content: bytes) -> Container | None:
    """Return the container that a content is one of, if any is known."""
    return next((c for c in containers().values() if c.recognises(content)), None)
