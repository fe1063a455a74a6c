"""Seeded fuzzing of each reader: no crash, no hang, no row lost, whatever the bytes."""

from __future__ import annotations

import os
import random
import time

import pytest
from mutate import mutated
from seeds import seeds
from targets import HANG, TARGETS

#: Of the processor, for each reader: in every run, and in a long one.
SECONDS, LONG = 2.0, float(os.environ.get("FUZZ_SECONDS", "60"))


def fuzz(name: str, seconds: float, seed: int) -> int:
    """Run one target for so many seconds of the processor; return how many inputs it had."""
    generator, start, runs = random.Random(seed), seeds(name), 0
    end = time.process_time() + seconds
    pool = list(start)
    while time.process_time() < end:
        content = mutated(generator.choice(pool), generator)[:20_000]
        begun = time.process_time()
        try:
            TARGETS[name](content)
        except BaseException:
            print(f"{name}, seed {seed}: {content!r}")  # noqa: T201 - what broke it
            raise
        assert time.process_time() - begun < HANG, content
        runs += 1
        if runs % 7 == 0 and len(pool) < 3000:
            pool.append(content)
    return runs


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_a_reader(name):
    assert fuzz(name, SECONDS, seed=20) > 50


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_a_reader_in_a_long_run(name):
    assert fuzz(name, LONG, seed=21) > 1000


@pytest.mark.parametrize("name", TARGETS)
def test_what_long_runs_found_breaks_nothing(name):
    for content in seeds(name):
        TARGETS[name](content)
