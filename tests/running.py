"""The command, run as a program; and what waits, run to its end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine


def run(*args: object, cwd: object = None) -> subprocess.CompletedProcess[str]:
    """Run `conflictmap` with arguments and return what it said."""
    return subprocess.run(
        [sys.executable, "-c", "from conflictmap.cli import main; main()", *map(str, args)],
        capture_output=True, text=True, cwd=cwd, check=False)


def to_its_end(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what waits in a thread of its own: Playwright has the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
