"""Noticing that files change."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Without watchfiles, or where a file system tells nothing, folders are looked at this often.
LOOK_S = 0.5
#: Changes closer together than this, in milliseconds, are one.
_TOGETHER_MS = 150


async def changed(folders: Sequence[Path]) -> None:
    """Return when something in the folders may have changed, and at times when nothing has.

    Parameters
    ----------
    folders
        Folders that are there; those below them are not watched.
    """
    here = [folder for folder in folders if folder.is_dir()]
    try:
        from watchfiles import awatch
    except ImportError:
        here = []
    if not here:
        await asyncio.sleep(LOOK_S)
        return
    waking = awatch(*here, recursive=False, debounce=_TOGETHER_MS, step=25,
                    rust_timeout=int(1000 * LOOK_S), yield_on_timeout=True)
    async with aclosing(waking) as told:
        async for _ in told:
            return
