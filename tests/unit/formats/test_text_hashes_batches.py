"""Ids that stand twice: every one of them is found, and no other, whatever the hashes are."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictmap.formats import text_hashes
from conflictmap.formats.text_hashes import HashBuckets, duplicate_hashes, hashes_of

HASHES = st.lists(st.one_of(
    st.integers(0, 2**64 - 1), st.integers(0, 9), st.integers(0, 9).map(lambda i: i << 60),
    st.sampled_from([2**63, 2**62, 3 << 62, 2**64 - 1])), max_size=60)


def expected(values):
    return sorted(value for value, times in Counter(values).items() if times > 1)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(HASHES)
def test_every_hash_that_stands_twice_is_found(values):
    assert duplicate_hashes(np.array(values, dtype=np.uint64)).tolist() == expected(values)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HASHES, max_size=5), st.booleans())
def test_hashes_of_several_batches_are_compared_drawer_by_drawer(tmp_path, batches, whole):
    with pytest.MonkeyPatch.context() as patch, closing(HashBuckets(tmp_path)) as buckets:
        patch.setattr(text_hashes, "_FEW", 1000 if whole else 0)
        for batch in batches:
            buckets.add(np.array(batch, dtype=np.uint64))
        assert buckets.duplicates().tolist() == expected([v for batch in batches for v in batch])
        buckets.clear()
        buckets.add(np.array([5, 5], dtype=np.uint64))
        assert buckets.duplicates().tolist() == [5]


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.just("x" * 600), st.text("ab", max_size=20),
                          st.text("ab", min_size=12, max_size=12))), st.integers(0, 3))
def test_a_hash_depends_on_the_text_alone(texts, skip):
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    found = hashes_of(pa.array(["before"] * skip + texts, type=pa.string()).slice(skip)).tolist()
    alone = [hashes_of(pa.array([text], type=pa.large_string()))[0] for text in texts]
    assert found == alone
    assert len(set(found)) == len(set(texts))


def test_a_million_ids_have_a_million_hashes():
    numbers = pa.array(np.arange(1_000_000)).cast(pa.string())
    assert len(duplicate_hashes(hashes_of(numbers))) == 0
