"""Packed events: cases that Python and the page read alike."""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from conflictmap.pages.unpack import unpacked_events
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/packed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_packed_events_read_alike(case):
    assert unpacked_events(case["head"], case["blocks"]) == case["events"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_of_version_1_is_read_too(case):
    columns = dict(case["head"]["columns"])
    blocks = {}
    for name, text in case["blocks"].items():
        ends = columns[name[5:]]["lengths"] if name.startswith("text-") else [len(text)]
        pieces = [raw(text[sum(ends[:i]):sum(ends[:i + 1])]) for i in range(len(ends))]
        blocks[name] = "".join(pieces)
        if name.startswith("text-"):
            columns[name[5:]] = columns[name[5:]] | {"lengths": [len(p) for p in pieces]}
    assert unpacked_events(case["head"] | {"columns": columns}, blocks) == case["events"]


def raw(text: str) -> str:
    """Return a stream without the head and the sum of zlib."""
    maker = zlib.compressobj(6, zlib.DEFLATED, -15)
    content = maker.compress(zlib.decompress(base64.b64decode(text))) + maker.flush()
    return base64.b64encode(content).decode()


@pytest.mark.parametrize("name", list(CASES[0]["blocks"]))
def test_a_changed_byte_is_noticed(name):
    text = CASES[0]["blocks"][name]
    at = len(text) // 2
    harmed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]
    with pytest.raises(zlib.error):
        unpacked_events(CASES[0]["head"], CASES[0]["blocks"] | {name: harmed})
