"""The same input gives the same bytes, whatever the machine's settings."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

ROWS = "id,date,lat,lon,title,type\n" + "".join(
    f"e{i},2022-09-{i % 28 + 1:02d},39.{i:03d},46.{i:03d},İstanbul ß {i},type {i % 7}\n"
    for i in range(40)
)


def build(folder, **settings) -> str:
    """Return the SHA-256 of a map built in another process."""
    done = subprocess.run(
        [sys.executable, "-c", "from conflictmap.cli import main; main()", "build", "e.csv", "-o",
         "x.html"], cwd=folder, env=os.environ | settings, capture_output=True, check=True)
    assert done.returncode == 0
    return hashlib.sha256((folder / "x.html").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("same")
    (made / "e.csv").write_text(ROWS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def first(folder) -> str:
    return build(folder, PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")


@pytest.mark.parametrize("settings", [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Baku"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/New_York"},
    {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "hy_AM.UTF-8"}, {"PYTHONUTF8": "0", "LC_ALL": "C"},
    {"COLUMNS": "20", "NO_COLOR": "1"},
], ids=str)
def test_settings_do_not_change_a_byte(settings, folder, first):
    assert build(folder, **settings) == first


def test_another_folder_does_not_change_a_byte(tmp_path, first):
    other = tmp_path / "ein anderer Ordner"
    other.mkdir()
    (other / "e.csv").write_text(ROWS, encoding="utf-8")
    assert build(other) == first


