"""A map served while one works on its files: rebuilt, reloaded and checked when they change."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING

from conflictmap.formats.files import write_whole
from conflictmap.live.server import LOOPBACK, LoopbackServer
from conflictmap.live.state import Live
from conflictmap.live.target import Parts, folders_of, parts_of, stamp
from conflictmap.live.watch import changed
from conflictmap.model.errors import ConflictMapError, OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Say = Callable[[str], None]

#: The first port that is tried, and how many after it.
PORT, _PORTS = 8765, 20
#: Findings that the terminal lists; the page has them all.
_LISTED = 5


async def serve(
    names: Sequence[str], say: Say, *, layers: Sequence[str] = (), port: int | None = None,
    output: str | Path | None = None, ready: Say = lambda _: None,
) -> None:
    """Serve a map on the loopback, and renew it whenever its files change, until cancelled.

    Parameters
    ----------
    names
        Tables, a recipe or a folder, as `parts_of` takes them.
    say
        Called with each line on what was done.
    layers
        Further layers.
    port
        The port; by default a free one from 8765 on.
    output
        A page to write each time that one is built.
    ready
        Called with the address, once browsers are answered.

    Raises
    ------
    OutputError
        When no port is free.
    """
    work = _Work(names=tuple(names), layers=tuple(layers), output=output, say=say)
    server = await _opened(LoopbackServer(work.live), port)
    try:
        address = f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}/"
        say(f"map: {address} (Ctrl-C stops it)")
        ready(address)
        await work.follow()
    finally:
        server.close()


async def _opened(server: LoopbackServer, port: int | None) -> asyncio.Server:
    for tried in range(PORT, PORT + _PORTS) if port is None else (port,):
        try:
            return await server.open(tried)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
    raise OutputError(f"port {tried}: {reason}. Name another with --port, or 0 for any free one.")


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What is served, and whom what is said."""

    names: tuple[str, ...]
    layers: tuple[str, ...]
    output: str | Path | None
    say: Say
    live: Live = field(default_factory=Live)

    async def follow(self) -> None:
        """Build the map again whenever one of its files is not what it was."""
        known: object = None
        folders = await asyncio.to_thread(self._folders)
        while True:
            found = stamp(folders)
            if found == known:
                await changed(folders)
                continue
            known = found
            await self._renew()
            folders = await asyncio.to_thread(self._folders)

    def _parts(self) -> Parts:
        return parts_of(self.names, layers=self.layers)

    def _folders(self) -> tuple[Path, ...]:
        """Return the folders of the files, or of what was named where these are none."""
        try:
            return folders_of(self._parts())
        except ConflictMapError:
            return folders_of(Parts(events=self.names))

    async def _renew(self) -> None:
        """Build the map and show it, then what the check finds; what fails leaves the last one."""
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        try:
            parts = await asyncio.to_thread(self._parts)
            await self._build(parts, now)
            findings = await asyncio.to_thread(parts.findings)
        except Exception as error:
            said = printable(str(error) if isinstance(error, ConflictMapError)
                             else f"{type(error).__name__}: {error}")
            self.live.tell(replace(self.live.shown, error=said))
            self.say(f"{now} {said} The page shows the last good state.")
            return
        self.live.tell(replace(self.live.shown, findings=tuple(findings)))
        for line in findings[:_LISTED]:
            self.say(f"  {line}")
        if len(findings) > _LISTED:
            self.say(f"  … and {len(findings) - _LISTED} more, below the map")

    async def _build(self, parts: Parts, now: str) -> None:
        """Build the map, show it, and write it where it was asked for."""
        start = perf_counter()
        page = await asyncio.to_thread(parts.built)
        content, rows = page.html.encode(), str(page.accounting)
        self.live.tell(replace(self.live.shown, error="", built=now, rows=rows), content)
        if self.output is not None:
            await asyncio.to_thread(write_whole, self.output, content)
        self.say(f"{now} built in {perf_counter() - start:.1f} s: {rows}")
