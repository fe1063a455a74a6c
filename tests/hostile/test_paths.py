"""Paths that are no plain files, names that steer a terminal, and outputs that are inputs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import conflictmap as cm
from running import run

TABLE = "id,date,lat,lon,title\na,2022-09-13,39.84,45.67,x\n"
BAD = TABLE + "b,soon,39.84,45.67,\x1b[2J\u202ex\n"


@pytest.mark.parametrize("text", [
    "http://example.org/e.csv", "https://example.org/e.csv", "ftp://example.org/e.csv",
    "file:///etc/passwd", "s3://bucket/e.csv", "/vsicurl/http://example.org/e.csv",
    "/vsizip/x.zip/e.csv", "zip://x.zip!e.csv", "data:text/csv,date", "\\\\host\\share\\e.csv",
])
@pytest.mark.parametrize("read", [cm.read_events, cm.read_layer])
def test_no_address_is_opened(read, text, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(cm.ConflictMapError):
        read(text)


def test_only_regular_files_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "folder.csv").mkdir()
    for path, said in ((tmp_path / "pipe.csv", "not a regular file"),
                       (tmp_path / "loop.csv", "there is no such file|symbolic links"),
                       (tmp_path / "folder.csv", "no events.csv in this folder"),
                       ("/dev/zero", "not a regular file"), ("/dev/stdin", "not a regular|no date"),
                       ("x" * 5000 + ".csv", "name too long"), ("a\0b.csv", "no such file")):
        with pytest.raises(cm.EventsError, match=f"(?i){said}"):
            cm.read_events(path)


@pytest.mark.parametrize("name", ["a\nb.csv", "\x1b[2Jx.csv", "a\u202eb.csv", "ß İ Ա.csv",
                                  "-o.csv", "<img src=x onerror=alert(1)>.csv"[:40]])
def test_a_strange_file_name_cannot_steer_the_terminal(name, tmp_path):
    name = name.replace("/", "_")
    (tmp_path / name).write_text(BAD, encoding="utf-8")
    done = run("build", "--strict", "-o", "x.html", "--", name, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    for line in (done.stdout + done.stderr).splitlines():
        assert line.isprintable()


def test_a_file_name_that_is_no_text_is_read(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.csv"
    Path(os.fsdecode(name)).write_text(TABLE, encoding="utf-8")
    page = cm.build(os.fsdecode(name))
    assert page.save(tmp_path / "x.html").stat().st_size > 10_000


def test_messages_and_json_hold_no_control_character(write):
    path = write("t.csv", BAD)
    for args in (("check", path), ("check", "--json", path)):
        done = run(*args)
        assert done.returncode == 1
        assert "soon" in done.stdout
        for line in (done.stdout + done.stderr).splitlines():
            assert line.isprintable()


def test_half_a_pair_of_units_is_shown_as_an_escape(write):
    path = write("t.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature",'
                 '"properties":{"date":"2020","title":"\\ud800"},"geometry":null}]}')
    for args in (("check", path), ("check", "--json", path), ("build", path, "-o", "x.html")):
        done = run(*args, cwd=path.parent)
        assert done.returncode == 1, done.stderr
        assert "\\ud800" in done.stdout + done.stderr


def test_a_terminal_without_our_letters_gets_escapes(write):
    path = write("t.csv", TABLE.replace("2022-09-13", "Շուշի"))
    done = subprocess.run(
        [sys.executable, "-c", "from conflictmap.cli import main; main()", "check", path],
        capture_output=True, env=os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        check=False)
    assert done.returncode == 1
    assert b"\\u0547" in done.stdout


@pytest.mark.parametrize("args", [
    ("join", "t.csv", "-o", "t.csv"), ("convert", "t.csv", "-o", "t.csv"),
    ("join", "t.csv", "-o", "j.csv", "--rejects", "t.csv"),
    ("build", "t.csv", "-o", "x.html", "--rejects", "t.csv"),
    ("convert", "t.csv", "-o", "./link.csv"),
])
def test_an_input_is_never_written_over(args, write):
    path = write("t.csv", BAD)
    (path.parent / "link.csv").symlink_to(path)
    done = run(*args, cwd=path.parent)
    assert done.returncode == 2
    assert "this is an input, which stays as it is" in done.stderr
    assert path.read_text(encoding="utf-8") == BAD


def test_an_error_that_no_code_expects_is_one_line():
    code = ("import conflictmap.pages.build as b\n"
            "def broken(*a, **k): raise KeyError('x\\x1b[2J')\n"
            "b.build = broken\n"
            "from conflictmap.cli import main; main()")
    for trace, word in (("", "a mistake of conflictmap itself: KeyError"), ("1", "Traceback")):
        done = subprocess.run(
            [sys.executable, "-c", code, "build", "x.csv", "-o", "x.html"], capture_output=True,
            text=True, env=os.environ | {"CONFLICTMAP_TRACE": trace}, check=False)
        assert done.returncode != 0
        assert word in done.stderr
        assert "\x1b" not in done.stderr


def test_an_encoding_is_used_when_it_is_named_and_otherwise_found_and_said(write):
    path = write("t.csv", TABLE.replace(",x", ",Шуша").encode("cp1251"))
    found = cm.read_events(path)
    assert found["title"].tolist() == ["Шуша"]
    (said,) = map(str, found.problems)
    assert "t.csv:2: 'Шуша': the text is not UTF-8; it was read as cp1251" in said
    assert not cm.read_events(path, encoding="cp1251").problems
    assert cm.read_events(path, encoding="cp1251")["title"].tolist() == ["Шуша"]
    for name, said in (("utf-99", "no encoding is called 'utf-99'"), ("ascii", "is not ascii"),
                       ("rot13", "no encoding|is not rot13"), ("idna", "is not idna")):
        with pytest.raises(cm.EventsError, match=said):
            cm.read_events(path, encoding=name)
    for verb in ("check", "convert", "join"):
        done = run(verb, path, "--encoding", "cp1251", cwd=path.parent)
        assert done.returncode == 0, done.stderr
