"""What is served of a live map: the last good page, and what is wrong now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

#: Stands where no page has been built yet.
WAITING = b"<!doctype html><meta charset=utf-8><title>conflictmap</title><p>No page yet."


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a browser is told: the number of the page, what is wrong with it, when it was made."""

    version: int = 0
    built: str = ""
    rows: str = ""
    error: str = ""
    findings: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Live:
    """The state of a live map; those who wait for `news` hear of each change."""

    page: bytes = WAITING
    shown: Shown = field(default_factory=Shown)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, shown: Shown, page: bytes | None = None) -> None:
        """Say what is SHOWN now, with a new PAGE in the place of the last one, if there is one."""
        version = self.shown.version
        if page is not None and page != self.page:
            self.page, version = page, version + 1
        self.shown = replace(shown, version=version)
        waited, self.news = self.news, asyncio.Event()
        waited.set()
