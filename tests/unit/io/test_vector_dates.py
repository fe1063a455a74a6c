"""Days of many dates at once are those of the rule for single cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.io.cells import BadCell, days
from conflictmap.io.vector_dates import day_columns
from conflictmap.model.columns import DAYS

DAY = st.builds(
    "{:04d}-{:02d}-{:02d}".format, st.sampled_from([1, 999, 1000, 2020, 2023, 8999, 9999]),
    st.integers(0, 13), st.integers(0, 32))
DATE = st.one_of(
    DAY, DAY.map("{}~".format), st.builds("{}/{}".format, DAY, DAY),
    st.builds("[{}..{}]".format, DAY, DAY),
    st.sampled_from(["", "2020-09", "199X", "[2020-09-27..2020-09-27]", "2020-01-31/2020-02-01",
                     "[2020-09-01..2020-09-07]", "[2020-09-01..2020-10-01]", "x", "2020-09-27?"]))


@settings(max_examples=200, deadline=None)
@given(st.lists(DATE, min_size=1, max_size=20))
def test_any_dates_have_the_days_of_the_rule_for_one(words):
    found, fine = day_columns(words)
    for row, word in enumerate(words):
        try:
            expected = days(word)
        except BadCell:
            assert not fine[row], word
            continue
        assert fine[row], word
        for name in (*DAYS, "date_precision"):
            assert found[name][row] == expected[name], (word, name)


def test_no_dates_have_no_days():
    found, fine = day_columns([])
    assert not len(fine)
    assert all(isinstance(values, np.ndarray) and not len(values) for values in found.values())
