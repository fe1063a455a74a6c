"""The order of a write: everything on the disk first, then one rename, then the folder."""

from __future__ import annotations

import os
import pathlib

from conflictmap.formats.files import write_whole


def test_the_content_is_on_the_disk_before_the_name_changes(tmp_path, monkeypatch):
    done = []
    for module, name in ((os, "fsync"), (pathlib.Path, "replace")):
        real = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *a, real=real, name=name: (done.append(name), real(*a))[1])
    write_whole(tmp_path / "map.html", b"new")
    assert done == ["fsync", "replace", "fsync"]
