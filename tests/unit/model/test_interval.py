"""Half-open days: each side of each comparison."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from conflictmap.model.interval import (
    OPEN_END,
    OPEN_START,
    Interval,
    as_date,
    covers,
    day_number,
    day_of,
    held_in_turn,
    interval_of,
    overlap,
    single_day,
)


def span(first: int | None, last: int | None) -> Interval:
    """Return the days of September 2020 from FIRST up to, not including, LAST."""
    return Interval(start=None if first is None else date(2020, 9, first),
                    end=None if last is None else date(2020, 9, last))


@pytest.mark.parametrize(("day", "within"), [(9, False), (10, True), (19, True), (20, False)])
def test_the_first_day_is_in_and_the_end_is_not(day, within):
    assert span(10, 20).contains(date(2020, 9, day)) is within


@pytest.mark.parametrize(("other", "share", "whole"), [
    (span(5, 10), False, False), (span(5, 11), True, False), (span(10, 20), True, True),
    (span(11, 19), True, True), (span(19, 25), True, False), (span(20, 25), False, False),
    (span(9, 20), True, False), (span(10, 21), True, False), (span(None, 15), True, False),
    (span(15, None), True, False), (span(None, None), True, False), (span(None, 10), False, False),
    (span(20, None), False, False),
])
def test_which_spans_share_a_day_and_which_hold_each_other(other, share, whole):
    own = span(10, 20)
    assert own.overlaps(other) is other.overlaps(own) is share
    assert own.covers(other) is whole
    pairs = [np.array([end]) for one in (own, other) for end in (one.first, one.last)]
    assert overlap(*pairs).tolist() == [share]
    assert covers(*pairs).tolist() == [whole]


def test_open_ends_have_the_numbers_that_stand_for_them():
    assert (span(None, None).first, span(None, None).last) == (OPEN_START, OPEN_END)
    assert (OPEN_START, OPEN_END) == (-2147483648, 2147483647)
    assert day_of(OPEN_START) is day_of(OPEN_END) is None
    assert day_of(OPEN_START - 1) is day_of(OPEN_END + 1) is None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1),
                                 date(2020, 2, 29), date(9999, 12, 31)])
def test_days_and_their_numbers_turn_back(day):
    assert day_of(day_number(day)) == day
    assert day_number(day) == (day - date(1970, 1, 1)).days


def test_a_single_day_holds_itself_alone():
    assert single_day(date(2020, 2, 28)) == Interval(start=date(2020, 2, 28),
                                                     end=date(2020, 2, 29))


@pytest.mark.parametrize(("spans", "start", "end", "held"), [
    ([(0, 5), (5, 9)], 0, 9, True), ([(5, 9), (0, 5)], 0, 9, True),
    ([(0, 5), (6, 9)], 0, 9, False), ([(0, 5), (6, 9)], 0, 5, True),
    ([(0, 5)], 0, 6, False), ([(0, 5)], 5, 5, True), ([(1, 5)], 0, 5, False),
    ([(0, 9), (1, 3)], 0, 9, True), ([(0, 9), (1, 3), (9, 12)], 2, 12, True), ([], 0, 1, False),
])
def test_spans_in_turn_hold_every_day_or_not(spans, start, end, held):
    starts, stops = (np.array([one[i] for one in spans], dtype=np.int64) for i in (0, 1))
    assert held_in_turn(starts, stops, start, end) is held


def test_a_refused_interval_says_both_days():
    with pytest.raises(ValueError, match="2020-01-03 to 2020-01-02"):
        Interval(start=date(2020, 1, 3), end=date(2020, 1, 2))
    assert Interval(start=date(2020, 1, 2), end=date(2020, 1, 3)).contains(date(2020, 1, 2))


@pytest.mark.parametrize("day", [
    "2020-09-27", " 2020-09-27 ", "2020-09-27T23:30+04:00", date(2020, 9, 27),
    datetime(2020, 9, 27, 23, 30, tzinfo=UTC),
    np.datetime64("2020-09-27T23:30"), pd.Timestamp("2020-09-27")])
def test_a_day_may_be_text_or_of_any_library(day):
    assert as_date(day) == date(2020, 9, 27)
    assert type(as_date(day)) is date
    assert Interval(start=day, end=None).start == date(2020, 9, 27)
    assert single_day(day).last == single_day(day).first + 1


@pytest.mark.parametrize("day", ["2020-13-01", "", "soon", 20200927, None, pd.NaT,
                                 np.datetime64("NaT")])
def test_what_is_no_day_is_refused_in_one_line(day):
    with pytest.raises(ValueError, match=r"is no day. Give a date, a datetime, or text such as"):
        as_date(day)


def test_a_window_is_two_days():
    assert interval_of(None) == Interval(start=None, end=None)
    assert interval_of(["2020-09-27", None]).start == date(2020, 9, 27)
    for wrong in ("2020-09", ("2020-09-27",), ("2020-09-27", "2020-09-28", "2020-09-29")):
        with pytest.raises(ValueError, match="a window is two days"):
            interval_of(wrong)
    with pytest.raises(ValueError, match="ends after it starts"):
        interval_of(("2020-09-28", "2020-09-27"))
