"""Whatever fails, and whenever: the old file or the whole new one, and nothing beside it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

import conflictmap as cm
from conflictmap.formats.files import replaced, write_whole
from running import run

ROWS = "id,date,lat,lon,title\n" + "".join(
    f"e{i},2022-09-{i % 28 + 1:02d},39.{i:03d},46.{i:03d},event {i}\n" for i in range(200))
OLD = b"<!doctype html>old</html>\n"
CLI = "from conflictmap.cli import main; main()"
#: Every output that the command writes: the verb, and an ending.
OUTPUTS = [("build", "html"), ("convert", "csv"), ("convert", "geojson"), ("convert", "parquet"),
           ("join", "csv"), ("join", "geojson"), ("join", "parquet")]


def whole(path) -> bool:
    """Return whether a file is the old one or a whole page."""
    content = path.read_bytes()
    return content == OLD or (content.startswith(b"<!doctype html>")
                              and content.endswith(b"</html>\n") and len(content) > 100_000)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def command(verb, table, output, *more, before="", **options):
    return subprocess.run(
        [sys.executable, "-c", before + CLI, verb, table, "-o", output, *more],
        capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize(("verb", "ending"), OUTPUTS)
def test_a_full_disk_leaves_the_old_file(verb, ending, table, mounted):
    with mounted("size=16k") as disk:
        target = disk / f"out.{ending}"
        target.write_bytes(OLD)
        layer = ["--layer", "nkao-1923", "--layer", "countries"] if verb == "join" else []
        (disk / "fill").write_bytes(b"x" * 8_000)
        done = run(verb, table, "-o", target, *layer)
        assert done.returncode == 2
        assert f"out.{ending}: cannot be written: No space left on device." in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert target.read_bytes() == OLD
        assert {p.name for p in disk.iterdir()} == {f"out.{ending}", "fill"}


@pytest.mark.parametrize("options", ["ro", "nr_inodes=3"])
def test_a_disk_that_takes_no_file_leaves_the_old_one(options, table, mounted):
    with mounted("nr_inodes=3") as disk:
        target = disk / "out.html"
        target.write_bytes(OLD)
        (disk / "other").write_bytes(b"")
        if options == "ro":
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        done = run("build", table, "-o", target)
        assert done.returncode == 2
        assert "out.html: cannot be written: " in done.stderr
        assert "Traceback" not in done.stderr
        assert target.read_bytes() == OLD
        assert {p.name for p in disk.iterdir()} == {"out.html", "other"}


LIMIT = ("import resource\nresource.setrlimit(resource.RLIMIT_AS, ({0}, {0}))\n"
         "import os\nos.environ['OPENBLAS_NUM_THREADS'] = '1'\n")


def starved(table, megabytes) -> None:
    target = table.parent / "out.html"
    target.write_bytes(OLD)
    done = command("build", table, target, before=LIMIT.format(megabytes * 1_000_000))
    assert "Traceback" not in done.stderr, (megabytes, done.stderr[-500:])
    assert whole(target), megabytes
    assert done.returncode != 0 or target.read_bytes() != OLD
    assert not list(table.parent.glob(".out*"))


@pytest.mark.parametrize("megabytes", [60, 120, 200, 260, 320, 500])
def test_little_memory_never_makes_half_a_page(megabytes, table):
    starved(table, megabytes)


@pytest.mark.soak
@pytest.mark.parametrize("megabytes", range(40, 640, 20))
def test_memory_in_thirty_steps_never_makes_half_a_page(megabytes, table):
    starved(table, megabytes)


WRITER = """
import sys
import conflictmap as cm
from conflictmap.io.write_events import write_events
events = cm.read_events(sys.argv[1])
page = cm.build(events)
open(sys.argv[3], "w").close()
for i in range(10_000):
    page.save(sys.argv[2])
    write_events(events, sys.argv[2] + ".csv")
"""


def killed(table, seeds) -> int:
    """Kill a program that builds and exports at random moments; return how often it had begun."""
    target, ready = table.parent / "out.html", table.parent / "ready"
    export = table.parent / "out.html.csv"
    cm.build(cm.read_events(table)).save(target)
    sizes, begun = {target.stat().st_size}, 0
    for seed in seeds:
        ready.unlink(missing_ok=True)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, table, target, ready])
        wait = random.Random(seed)
        if wait.random() < 0.8:  # in most runs, while it writes; in the others, while it builds
            while not ready.exists() and writer.poll() is None:
                time.sleep(0.002)
            begun += 1
        time.sleep(wait.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert whole(target)
        assert target.stat().st_size in sizes
        if export.exists():
            assert len(cm.read_events(export)) == 200
    return begun


def test_a_program_killed_at_any_moment_leaves_whole_files(table):
    assert killed(table, range(12)) > 4


@pytest.mark.soak
def test_a_program_killed_three_hundred_times_leaves_whole_files(table):
    assert killed(table, range(1000, 1300)) > 150


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    old, new = tmp_path / ".map.html.abc.part", tmp_path / ".map.html.def.part"
    old.write_bytes(b"half")
    new.write_bytes(b"another writer's")
    os.utime(old, (1, 1))
    write_whole(tmp_path / "map.html", b"whole")
    assert {p.name for p in tmp_path.iterdir()} == {"map.html", new.name}


def test_two_builds_into_one_file_leave_one_whole_winner(table):
    other = table.with_name("other.csv")
    other.write_text(ROWS.replace("event", "another event"), encoding="utf-8")
    target = table.with_name("out.html")
    runs = [subprocess.Popen([sys.executable, "-c", CLI, "build", t, "-o", target],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for t in (table, other) * 2]
    assert {started.wait() for started in runs} == {0}
    for started in runs:
        started.stderr.close()
    winners = [cm.build(str(t)).html.encode() for t in (table, other)]
    assert target.read_bytes() in winners
    assert not list(table.parent.glob(".out*"))


def test_a_clock_that_jumps_makes_no_half_file(tmp_path, monkeypatch):
    """The scratch file of a writer then looks like one that a killed run has left."""
    target, now = tmp_path / "map.html", time.time()

    def both():
        with replaced(target) as stream:
            stream.write(b"one")
            monkeypatch.setattr(time, "time", lambda: now + 36_000)
            write_whole(target, b"the other")

    with pytest.raises(cm.OutputError, match="cannot be written"):
        both()
    assert target.read_bytes() == b"the other"
    monkeypatch.setattr(time, "time", lambda: now - 36_000)
    write_whole(target, b"a third")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("map.html", b"a third")]


def test_the_rights_of_the_file_that_is_replaced_are_kept(tmp_path):
    target = tmp_path / "map.html"
    target.write_bytes(OLD)
    target.chmod(0o600)
    write_whole(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_very_long_name_can_be_written(tmp_path):
    target = tmp_path / ("x" * 250 + ".html")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    with pytest.raises(cm.OutputError, match="name too long"):
        write_whole(tmp_path / ("x" * 300), b"new")


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "map.html", b"new")
    assert list(tmp_path.iterdir()) == []
