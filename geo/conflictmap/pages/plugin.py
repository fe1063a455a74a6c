"""A folium plugin as the page carries it: its program, and the addresses that it loads and asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """A plugin's own program, and the addresses that it loads and asks.

    `target` is the name by which the program knows the map. `pictures` and `asks` are addresses, or
    beginnings of addresses that end with a slash.
    """

    name: str
    target: str
    program: str
    markup: str = ""
    style: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """What it is and what it loads from where, in one line."""
        parts = [
            *(f"{host}: {', '.join(files)}" for host, files in
              by_host([*self.scripts, *self.styles]).items()),
            *([f"pictures from {_joined(self.pictures)}"] if self.pictures else []),
            *([f"asks {_joined(self.asks)}"] if self.asks else []),
        ]
        loads = f"loads from {'; '.join(parts)}. Without a network" if parts else (
            "loads nothing. On figures")
        return f"{self.name}: passed through as folium writes it; {loads} it is not drawn."

    @property
    def entry(self) -> dict[str, str]:
        """What the page says of it."""
        return {"name": self.name, "line": self.line}


def by_host(addresses: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of files by the host that they are loaded from."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        parts = urlsplit(address)
        found.setdefault(parts.netloc, []).append(parts.path.rsplit("/", 1)[-1])
    return found


def _joined(addresses: Iterable[str]) -> str:
    return ", ".join(a.removeprefix("https://").removesuffix("/") for a in addresses)
