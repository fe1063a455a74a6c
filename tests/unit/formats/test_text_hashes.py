"""Hashes of texts: equal for equal texts, different for others, and those that repeat are found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from conflictmap.formats import text_hashes
from conflictmap.formats.text_hashes import BUCKETS, HashBuckets, duplicate_hashes, hashes_of


def of(*texts):
    return hashes_of(pa.array(list(texts), type=pa.string())).tolist()


TEXTS = ["", "a", "b", "ab", "ba", "a\0", "a\0\0", "1234567", "12345678", "123456789",
         "1234567812345678", "1234567812345679", "8234567812345671", "x" * 511, "x" * 512,
         "x" * 513, "x" * 512 + "y", "y" + "x" * 512, "ä", "\u0430", "12345678" * 3,
         "12345678" * 2 + "1234567"]


def test_different_texts_have_different_hashes_wherever_they_stand():
    every = of(*TEXTS)
    assert len(set(every)) == len(TEXTS)
    for text, found in zip(TEXTS, every, strict=True):
        assert of(text) == [found]
        assert of("other text", text, "z") [1] == found
    assert of(*TEXTS[::-1]) == every[::-1]
    sliced = pa.array(TEXTS, type=pa.string()).slice(3, 5)
    assert hashes_of(sliced).tolist() == every[3:8]
    assert hashes_of(pa.array(TEXTS, type=pa.large_string())).tolist() == every
    assert of() == []


def test_all_bits_of_hashes_differ():
    found = np.array(of(*(f"EV-{i:06}" for i in range(20_000))), dtype=np.uint64)
    assert len(np.unique(found)) == 20_000
    for shift in (0, 24, 56):
        counts = np.bincount(((found >> np.uint64(shift)) & np.uint64(255)).astype(int))
        assert counts.min() > 30
        assert counts.max() < 140


@pytest.mark.parametrize("few", [1 << 18, 0])
def test_what_repeats_is_found_in_memory_and_on_the_disk(tmp_path, monkeypatch, few):
    monkeypatch.setattr(text_hashes, "_FEW", few)
    rng = np.random.default_rng(1)
    drawers = HashBuckets(tmp_path)
    assert drawers.duplicates().tolist() == []
    batches = [rng.integers(0, 2**64, n, dtype=np.uint64) for n in (5000, 1, 3000)]
    again = np.concatenate([batches[0][:7], batches[2][5:9], batches[1]])
    for batch in [*batches, again]:
        drawers.add(batch)
    assert drawers.duplicates().tolist() == sorted(again.tolist())
    counts = drawers.write(tmp_path / "all")
    whole = np.fromfile(tmp_path / "all", dtype=np.uint64)
    assert (sum(counts), len(counts)) == (len(whole), BUCKETS)
    top = (whole >> np.uint64(56)).astype(int)
    assert (np.diff(top) >= 0).all()
    assert np.bincount(top, minlength=BUCKETS).tolist() == counts
    assert sorted(whole.tolist()) == sorted(np.concatenate([*batches, again]).tolist())
    drawers.clear()
    assert drawers.duplicates().tolist() == []
    drawers.add(np.array([3, 3], dtype=np.uint64))
    assert drawers.duplicates().tolist() == [3]
    drawers.close()


@pytest.mark.parametrize(("hashes", "found"), [
    ([], []), ([1], []), ([1, 1], [1]), ([1, 2, 1, 2, 1], [1, 2]), ([5, 1, 9, 1], [1]),
    ([1 << 60, 1 << 61, 1 << 60], [1 << 60]), ([0, 0], [0]), ([2**64 - 1, 2**64 - 1], [2**64 - 1]),
    ([i << 40 for i in range(50)], []), ([i << 40 for i in [*range(50), 7, 9]], [7 << 40, 9 << 40]),
])
def test_repeated_hashes(hashes, found):
    assert duplicate_hashes(np.array(hashes, dtype=np.uint64)).tolist() == found
