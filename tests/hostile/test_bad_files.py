"""Bad files of our own: each gives the message expected, and no row is lost without a word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import conflictmap as cm
from conflictmap.io.column_mapping import read_mapping
from conflictmap.io.rejects import rejects_csv
from conflictmap.model.errors import printable
from conflictmap.pages.recipe import read_recipe

HERE = Path(__file__).parent
FILES = HERE / "files"
CASES = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["case"]
READERS = {"events": lambda path: cm.read_events(path, strict=True), "package": cm.read_events,
           "loose": cm.read_events, "layer": cm.read_layer,
           "recipe": read_recipe, "mapping": read_mapping}


def read(case):
    """Return what is read and what is said, one line each."""
    try:
        found = READERS[case["reads"]](FILES / case["file"])
    except cm.ConflictMapError as error:
        return None, [printable(str(error))]
    return found, [str(problem) for problem in getattr(found, "problems", ())]


def outcome(found) -> str:
    if found is None:
        return "refused"
    levels = {p.level for p in getattr(found, "problems", ())}
    account = getattr(found, "accounting", None)
    if account is not None and account.set_aside:
        return "aside"
    return "listed" if "error" in levels else "warned" if levels else "kept"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["file"])
def test_a_bad_file_says_what_is_wrong_with_it(case):
    found, lines = read(case)
    assert outcome(found) == case["outcome"], lines
    for words in case["says"]:
        assert any(words in line for line in lines), lines
    for line in lines:
        assert line.isprintable()
        assert len(line) < 1000
        assert "Traceback" not in line


@pytest.mark.parametrize("case", [c for c in CASES if c["reads"] in {"events", "package"}],
                         ids=lambda c: c["file"])
def test_every_row_of_a_bad_file_is_accounted_for(case):
    found, _ = read(case)
    if found is None:
        return
    a = found.accounting
    assert a.read == a.placed + a.unplaced + a.undated + a.set_aside
    assert len(found) == a.read - a.set_aside
    aside = [p for p in found.problems if p.level == "error" and p.row]
    assert len(aside) == a.set_aside
    assert rejects_csv(found.problems).count(b"\n") >= a.set_aside


@pytest.mark.parametrize("case", [c for c in CASES if c["reads"] == "events"],
                         ids=lambda c: c["file"])
def test_read_by_meaning_a_bad_file_loses_no_row_without_a_word(case):
    found, lines = read(case | {"reads": "loose"})
    assert all(line.isprintable() and len(line) < 1000 for line in lines)
    if found is None:
        return
    strict, _ = read(case)
    a = found.accounting
    assert a.read == a.placed + a.unplaced + a.undated + a.set_aside
    assert len(found) == a.read - a.set_aside
    assert len([p for p in found.problems if p.level == "error" and p.row]) == a.set_aside
    assert strict is None or len(found) >= len(strict)


def test_every_file_here_is_in_the_table():
    assert {p.name for p in FILES.iterdir()} == {c["file"] for c in CASES}
    assert len(CASES) >= 150
