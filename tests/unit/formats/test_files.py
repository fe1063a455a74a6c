"""Writing: a file is whole or it is the old one, whatever fails."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import conflictmap as cm
from conflictmap.formats.csv_files import csv_lines, csv_of, csv_text
from conflictmap.formats.files import write_whole

NEW, OLD = b"new" * 100_000, b"old"


class Failing:
    """Make the n-th call that touches the disk fail."""

    def __init__(self, monkeypatch, n: int) -> None:
        self.left, self.failed, self.renamed = n, "", False
        import io
        import pathlib
        import tempfile

        for module, name in ((tempfile, "mkstemp"), (os, "fsync"), (os, "open"),
                             (pathlib.Path, "replace"), (pathlib.Path, "chmod")):
            monkeypatch.setattr(module, name, self.wrap(getattr(module, name), name))
        real = os.fdopen

        def fdopen(*args, **kwargs):
            stream = real(*args, **kwargs)
            outer = self

            class Stream(io.BufferedIOBase):
                def write(self, data):
                    outer.step("write", stream)
                    return stream.write(data)

                def flush(self):
                    outer.step("flush", stream)
                    stream.flush()

                def fileno(self):
                    return stream.fileno()

                def close(self):
                    stream.close()

            return Stream()

        monkeypatch.setattr(os, "fdopen", fdopen)

    def step(self, name: str, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            self.failed = name
            raise OSError(errno.ENOSPC, "No space left on device")

    def wrap(self, real, name):
        def call(*args, **kwargs):
            self.step(name)
            result = real(*args, **kwargs)
            self.renamed |= name == "replace"
            return result

        return call


@pytest.mark.parametrize("n", range(1, 12))
def test_the_nth_call_that_fails_leaves_a_whole_file_and_nothing_beside_it(
    n, tmp_path, monkeypatch
):
    target = tmp_path / "map.html"
    target.write_bytes(OLD)
    with monkeypatch.context() as patch:
        failing = Failing(patch, n)
        message = ""
        try:
            write_whole(target, NEW)
        except cm.OutputError as error:
            message = str(error)
    assert bool(message) == bool(failing.failed)
    assert not message or "map.html: cannot be written: No space left on device" in message
    assert target.read_bytes() == (NEW if failing.renamed else OLD)
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_bytes(OLD)
    with pytest.raises(cm.OutputError, match="cannot be written"):
        write_whole(blocked / "map.html", NEW)


def test_two_writers_leave_one_whole_winner(tmp_path):
    target = tmp_path / "map.html"
    contents = [bytes([65 + i]) * 500_000 for i in range(4)]
    threads = [threading.Thread(target=write_whole, args=(target, c)) for c in contents * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.read_bytes() in contents
    assert len(list(tmp_path.iterdir())) == 1


WRITER = """
import sys
from conflictmap.formats.files import write_whole
for i in range(10_000):
    write_whole(sys.argv[1], bytes([65 + i % 26]) * 400_000)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path):
    target = tmp_path / "map.html"
    target.write_bytes(b"A" * 400_000)
    for seed in range(20):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, target])
        time.sleep(0.15 + seed * 0.007)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        content = target.read_bytes()
        assert len(content) == 400_000
        assert len(set(content)) == 1


def test_a_file_size_limit_leaves_the_old_map(tmp_path):
    target = tmp_path / "map.html"
    target.write_bytes(OLD)
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from conflictmap.cli import main\n"
        "sys.argv = ['conflictmap', 'build', '-o', sys.argv[1]]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, target], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 2
    assert "map.html: cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == OLD
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.parametrize("write", [
    lambda rows: csv_of(["=a", "b"], rows),
    lambda rows: csv_text({name: [row[name] for row in rows] for name in ("=a", "b")}),
])
def test_every_csv_reads_back_with_carriage_returns_and_no_cell_of_it_is_run(write):
    rows = [{"=a": "one\rtwo", "b": "=1+1"}, {"=a": "x,\"y\"\n", "b": None}]
    content = write(rows)
    back = [cells for _, cells in csv_lines(content.decode(), "t.csv")]
    assert back == [["'=a", "b"], ["one\rtwo", "'=1+1"], ["x,\"y\"\n", ""]]


def test_the_rows_of_a_csv_come_with_the_lines_on_which_they_begin():
    found = csv_lines('a;b\n\n"1\n2";3\n4;5\n', "t.csv", separator=";", first=10)
    assert list(found) == [(10, ["a", "b"]), (12, ["1\n2", "3"]), (14, ["4", "5"])]
    with pytest.raises(cm.EventsError, match=r"^t\.csv:12: broken CSV: a quote is opened here"):
        list(csv_lines('a\nb\n"c\nd\n', "t.csv", first=10))
