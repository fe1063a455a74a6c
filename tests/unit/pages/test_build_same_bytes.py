"""The same input gives the same bytes, whatever the machine's settings."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

import conflictmap as cm
from conflictmap.io import streamed_events
from conflictmap.io.sources import importers
from conftest import ROOT

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


def outputs(table) -> list[str]:
    """Return the hashes of everything that can be written of one table."""
    import conflictmap as cm
    from conflictmap.io.write_events import write_events
    from conflictmap.joins.write import write_joined

    events = cm.read_events(table)
    joined = cm.join(events, ["nkao-1923", "road-old"])
    paths = [cm.build(str(table)).save(table.with_name("o.html"))]
    paths += [write_events(events, table.with_name(f"c.{e}")) for e in ("csv", "geojson")]
    paths += [write_joined(joined, events, table.with_name(f"j.{e}"))
              for e in ("csv", "geojson", "parquet")]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_twice_in_one_process_every_output_is_the_same(folder, first):
    once = outputs(folder / "e.csv")
    assert once == outputs(folder / "e.csv")
    assert once[0] == first


def test_the_order_in_which_folders_list_their_files_does_not_matter(folder, first):
    code = ("import os, pathlib, random\n"
            "real, scan, mixed = os.listdir, pathlib.Path.iterdir, random.Random(7)\n"
            "def listed(*a):\n    names = real(*a); mixed.shuffle(names); return names\n"
            "def walked(self):\n    found = list(scan(self)); mixed.shuffle(found)\n"
            "    return iter(found)\n"
            "os.listdir, pathlib.Path.iterdir = listed, walked\n"
            "from conflictmap.cli import main; main()")
    subprocess.run([sys.executable, "-c", code, "build", "e.csv", "-o", "m.html"], cwd=folder,
                   check=True, capture_output=True)
    assert hashlib.sha256((folder / "m.html").read_bytes()).hexdigest() == first


@pytest.mark.soak
def test_other_pythons_make_the_same_bytes(folder, first):
    """CONFLICTMAP_PYTHONS names interpreters that have what requirements.lock lists."""
    pythons = [p for p in os.environ.get("CONFLICTMAP_PYTHONS", "").split(":") if p]
    if not pythons:
        pytest.skip("CONFLICTMAP_PYTHONS names no other interpreter")
    for python in pythons:
        subprocess.run(
            [python, "-c", "from conflictmap.cli import main; main()", "build", "e.csv", "-o",
             "p.html"], cwd=folder, check=True, capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT / "geo")})
        assert hashlib.sha256((folder / "p.html").read_bytes()).hexdigest() == first, python


@pytest.mark.parametrize("empty", [(), ("date_start", "date_end")], ids=["dated", "undated"])
def test_a_page_of_a_source_is_the_same_whether_all_its_columns_were_read(
    tmp_path, monkeypatch, empty
):
    sample = importers()["ucdp-ged"].SAMPLE.splitlines()
    rows = [dict(zip(sample[0].split(","), line.split(","), strict=True)) for line in sample[1:]]
    path = tmp_path / "ged.csv"
    path.write_text("\n".join([sample[0], *(
        ",".join("" if name in empty else cell for name, cell in row.items()) for row in rows)]),
        encoding="utf-8")
    monkeypatch.setattr(streamed_events, "TOGETHER", 3)
    some = cm.build(path)
    monkeypatch.setattr("conflictmap.pages.build._needed", lambda *_: None)
    whole = cm.build(path)
    assert some.html == whole.html
    assert some.problems == whole.problems
