"""The command, run as a program."""

from __future__ import annotations

import subprocess
import sys


def run(*args: object, cwd: object = None) -> subprocess.CompletedProcess[str]:
    """Run `conflictmap` with arguments and return what it said."""
    return subprocess.run(
        [sys.executable, "-c", "from conflictmap.cli import main; main()", *map(str, args)],
        capture_output=True, text=True, cwd=cwd, check=False)
