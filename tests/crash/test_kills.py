"""Commands killed at any moment leave the old file or a whole new one, in every ending.

KILLS is how often each is killed in the long run, those that take seconds a third as often (62 make
a thousand in all); KILLS_TABLE names a file for the counts.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from killed import OLD, OUTPUTS, Killer

SLOW = {"build", "figure", "report"}


@pytest.mark.parametrize(("verb", "ending"), [
    ("convert", "gpkg"), ("join", "parquet"), ("count", "csv")])
def test_a_killed_command_leaves_the_old_file_or_a_whole_one(tmp_path, verb, ending):
    found = Killer(tmp_path).kill(verb, ending, range(3))
    assert (found.torn, found.runs) == ([], 3)


@pytest.mark.soak
@pytest.mark.parametrize(("verb", "ending"), OUTPUTS, ids=" ".join)
def test_a_command_killed_often_leaves_the_old_file_or_a_whole_one(tmp_path, verb, ending):
    runs = int(os.environ.get("KILLS", "62")) // (3 if verb in SLOW else 1)
    base = zlib.crc32(f"{verb} {ending}".encode())
    found = Killer(tmp_path).kill(verb, ending, range(base, base + runs))
    if table := os.environ.get("KILLS_TABLE"):
        with Path(table).open("a", encoding="utf-8") as stream:
            stream.write(f"| `{verb}` | .{ending} | {found.runs} | {found.begun} | {found.new} |"
                         f" {len(found.torn)} |\n")
    assert found.torn == []
    assert found.begun > runs // 3, "too few while it writes"


SOME = ("convert gpkg", "count xlsx", "diff json")


@pytest.mark.parametrize(("verb", "ending"), [
    pytest.param(*output, marks=() if " ".join(output) in SOME else pytest.mark.soak)
    for output in OUTPUTS])
def test_a_file_that_may_grow_no_further_leaves_the_old_one(tmp_path, verb, ending):
    killer, target = Killer(tmp_path), tmp_path / f"out.{ending}"
    killer.seconds(verb, ending)
    size = target.stat().st_size
    target.write_bytes(OLD)
    before = set(tmp_path.iterdir())
    for share in (0.02, 0.5, 0.97):
        code, said = killer.limited(verb, ending, most=int(share * size))
        assert (code, target.read_bytes()) == (2, OLD), (share, said)
        assert said.count("cannot be written: ") == 1, said
        assert "Traceback" not in said
        assert set(tmp_path.iterdir()) - before == set()
