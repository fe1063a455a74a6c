"""Folders that fail: read-only, full, without room for one more name."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager

import pytest


@pytest.fixture
def mounted(tmp_path):
    """Mount a small file system in memory; skip where that is not allowed."""
    made = []

    @contextmanager
    def mount(options: str):
        folder = tmp_path / f"disk{len(made)}"
        folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder],
                              capture_output=True, check=False) if os.geteuid() == 0 else None
        if done is None or done.returncode:
            pytest.skip("mounting a file system needs rights that are not here")
        made.append(folder)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=False)

    return mount
