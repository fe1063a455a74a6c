"""A change of a file wakes at once with watchfiles, and soon without it."""

from __future__ import annotations

import asyncio
import sys
from time import perf_counter

import pytest

from conflictmap.live import watch
from conflictmap.live.watch import changed
from running import to_its_end


async def woken(folder) -> float:
    """Return the seconds from a change to the waking."""
    waits = asyncio.create_task(changed([folder, folder / "gone"]))
    await asyncio.sleep(0.3)
    start = perf_counter()
    (folder / "a.csv").write_text("id\n", encoding="utf-8")
    await asyncio.wait_for(waits, 20)
    return perf_counter() - start


def test_watchfiles_wakes_at_once(tmp_path, monkeypatch):
    pytest.importorskip("watchfiles")
    monkeypatch.setattr(watch, "LOOK_S", 10)
    assert to_its_end(woken(tmp_path)) < 5


def test_without_it_folders_are_looked_at_again_and_again(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.setattr(watch, "LOOK_S", 0.4)
    assert to_its_end(woken(tmp_path)) < 5


def test_a_folder_that_is_gone_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "LOOK_S", 0.01)
    to_its_end(changed([tmp_path / "gone"]))
