"""The command, run in this process or as a program of its own; what waits, run to its end."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any
from unittest import mock

from conflictmap import cli

if TYPE_CHECKING:
    from collections.abc import Coroutine

#: Starts the command in another process, before its arguments.
PROGRAM = (sys.executable, "-c", "from conflictmap.cli import main; main()")


def run(*args: object, cwd: object = None) -> subprocess.CompletedProcess[str]:
    """Run `conflictmap` with arguments in this process and return what it said.

    A process of its own takes a second to start, which most tests have no use for. A warning
    fails here as it does in any test.
    """
    words = [str(arg) for arg in args]
    said = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2)]
    with (mock.patch.object(sys, "argv", ["conflictmap", *words]), chdir(cwd or os.curdir),
          redirect_stdout(said[0]), redirect_stderr(said[1])):
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
    out, err = (_text(stream) for stream in said)
    return subprocess.CompletedProcess(words, code, out, err)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


def program(*args: object, cwd: object = None, **options: object
            ) -> subprocess.CompletedProcess[str]:
    """Run `conflictmap` as a program: where its start, its memory or its end is what is tested."""
    return subprocess.run([*PROGRAM, *map(str, args)], capture_output=True, text=True, cwd=cwd,
                          check=False, **options)


def to_its_end(work: Coroutine[Any, Any, Any]) -> Any:
    """Run what waits in a thread of its own: Playwright has the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
