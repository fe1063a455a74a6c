"""Fuzzing by structure: FUZZ_SECONDS of it for each reader in the long run, a little each time."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from structured import STRUCTURED

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("FUZZ_SEED", "20"))


@pytest.mark.parametrize("name", STRUCTURED)
def test_no_change_of_structure_breaks_a_reader(tmp_path, name):
    end, found, number = time.monotonic() + SECONDS, Counter(), 0
    while number < 8 or time.monotonic() < end:
        try:
            found[STRUCTURED[name](tmp_path, random.Random(SEED * 1_000_000 + number))] += 1
        except Exception as error:
            raise AssertionError(f"{name}: FUZZ_SEED={SEED}, number {number}") from error
        number += 1
    if table := os.environ.get("FUZZ_TABLE"):
        said = ", ".join(f"{n} {kind}" for kind, n in found.most_common())
        with Path(table).open("a", encoding="utf-8") as stream:
            stream.write(f"| {name} | {number} | {said} |\n")
    assert sum(found.values()) == number
