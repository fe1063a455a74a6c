"""The most memory that a process held."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_mb() -> float:
    """Return the most memory that this process held, in MiB.

    Not ru_maxrss: on Linux a new process starts with that of the one that started it.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
