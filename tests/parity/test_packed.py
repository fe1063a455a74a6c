"""Packed events: cases that Python and the page read alike."""

from __future__ import annotations

import json

import pytest

from conflictmap.pages.unpack import unpacked_events
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/packed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_packed_events_read_alike(case):
    assert unpacked_events(case["head"], case["blocks"]) == case["events"]
