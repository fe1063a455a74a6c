"""Copies of pages that a user holds, compared with what the sources name."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import conflictmap as cm
from conflictmap.io.kept_copies import check_copies
from running import run

PAGE = b"WACZ or plain: the bytes as captured"
GOOD = {"archive_path": "pages/a.wacz", "archive_sha256": hashlib.sha256(PAGE).hexdigest(),
        "captured_at": "2026-11-30T10:00:00Z"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.wacz").write_bytes(PAGE)
    return tmp_path


def source(**members):
    some = next(iter(cm.read_events().sources.values()))
    return replace(some, **members)


def fault(folder, **members):
    found = check_copies({"a": source(**{**GOOD, **members})}, folder)
    assert (found.named, found.verified) == (1, 0)
    (problem,) = found.problems
    return f"{problem.place} {problem.field}: {problem.reason}"


def test_a_copy_as_named_is_verified_and_a_source_without_one_is_no_fault(folder):
    found = check_copies({"a": source(**GOOD), "b": source()}, folder)
    assert str(found) == "copies: 2 sources, 1 name one, 1 as named, 0 problems"


@pytest.mark.parametrize(("members", "said"), [
    ({"archive_path": "pages/b.wacz"}, "a archive_path: no such file"),
    ({"archive_path": "../a.wacz"}, "a archive_path: leads out of the folder"),
    ({"archive_path": "/pages/a.wacz"}, "a archive_path: leads out of the folder"),
    ({"archive_path": "pages\\a.wacz"}, "a archive_path: leads out of the folder"),
    ({"archive_sha256": "0" * 64}, f"a archive_sha256: the file has {GOOD['archive_sha256']}"),
    ({"archive_sha256": ""}, f"a archive_sha256: the file has {GOOD['archive_sha256']}"),
    ({"captured_at": "yesterday"}, "a captured_at: not a day or time"),
])
def test_what_is_wrong_is_said(folder, members, said):
    assert fault(folder, **members) == said


def test_a_hash_without_a_file_is_a_fault(folder):
    found = check_copies({"a": source(archive_sha256="ab")}, folder)
    assert [p.reason for p in found.problems] == ["no archive_path"]


def test_no_folder_is_said(folder):
    with pytest.raises(cm.EventsError, match="no such folder"):
        check_copies({}, folder / "none")


def test_the_command_says_how_many_copies_there_are(folder):
    done = run("check", "karabakh", "--evidence", folder)
    assert done.returncode == 0
    assert f"copies: {len(cm.read_events().sources)} sources, 0 name one" in done.stdout
