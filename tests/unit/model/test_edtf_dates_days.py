"""Dates: what an EDTF text can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.interval import OPEN_END, OPEN_START, Interval, day_number, day_of


def days(text: str) -> tuple[str, str]:
    """Return the first and last possible day."""
    when = parse_when(text)
    return str(day_of(when.start)), str(day_of(when.end - 1))


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2022-09-13", "2022-09-13", "2022-09-13"),
    ("1988-11", "1988-11-01", "1988-11-30"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("1992", "1992-01-01", "1992-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("2020-21", "2020-03-01", "2020-05-31"),
    ("2022-09-12/2022-09-14", "2022-09-12", "2022-09-14"),
    ("1991-11/1992-05-09", "1991-11-01", "1992-05-09"),
    ("2020-09~", "2020-08-01", "2020-10-31"),
    ("2020-09?", "2020-08-01", "2020-10-31"),
    ("2020~", "2019-01-01", "2021-12-31"),
    ("1992-05-08~", "1992-05-07", "1992-05-09"),
    ("2020-12~", "2020-11-01", "2021-01-31"),
])
def test_a_date_means_its_first_to_its_last_possible_day(text, first, last):
    assert days(text) == (first, last)


def test_a_day_is_certain_and_a_month_is_not():
    assert parse_when("2022-09-13").certain_start == day_number(date(2022, 9, 13))
    assert parse_when("1988-11").certain_start is None


def test_a_span_lasted_from_the_latest_start_to_the_earliest_end():
    when = parse_when("1991-11/1992-05-09")
    assert day_of(when.certain_start) == date(1991, 11, 30)
    assert day_of(when.certain_end) == date(1992, 5, 10)


def test_an_open_end_is_open_and_only_its_start_is_certain():
    when = parse_when("2020-09-27/..")
    assert when.end == OPEN_END
    assert (day_of(when.certain_start), day_of(when.certain_end)) == (
        date(2020, 9, 27), date(2020, 9, 28))
    assert parse_when("../1992").start == OPEN_START


@pytest.mark.parametrize(("text", "reason"), [
    ("2020-02-30", "no such day"), ("2021-02-29", "no such day"), ("13/09/2022", "not a date"),
    ("September 2022", "not a date"), ("2022-09-14/2022-09-12", "ends before it starts"),
    ("../..", "needs a start or an end"), ("2022-9-1", "not a date"), ("20220913", "not a date"),
    ("2022-13", "not a date"), ("٢٠٢٢-٠٩-١٣", "not a date"),
    ("199X-10-XX", "can mean lie apart"), ("2020-25", "only 21"),
])
def test_what_is_no_date_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_when(text)


def test_dates_before_1970_and_after_2030_are_days_like_any_other():
    assert parse_when("1921-07-05").start == (date(1921, 7, 5) - date(1970, 1, 1)).days
    assert parse_when("2030-01-01").start > parse_when("2025-01-01").start


def test_an_interval_does_not_contain_its_end():
    war = Interval(start=date(2020, 9, 27), end=date(2020, 11, 10))
    assert war.contains(date(2020, 9, 27))
    assert not war.contains(date(2020, 11, 10))
    assert not war.overlaps(Interval(start=date(2020, 11, 10), end=None))
    assert Interval(start=None, end=None).covers(war)


def test_an_interval_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="first day that no longer belongs"):
        Interval(start=date(2020, 1, 2), end=date(2020, 1, 2))


MARKS = st.sampled_from(["", "~", "?", "%"])
LEVEL_1 = st.one_of(
    st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(str),
    st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(lambda d: f"{d:%Y-%m}"),
    st.integers(1000, 9998).map(str),
    st.integers(100, 998).map(lambda n: f"{n}X"), st.integers(10, 98).map(lambda n: f"{n}XX"),
    st.tuples(st.integers(1000, 9998), st.sampled_from(["21", "22", "23"])).map(
        lambda pair: f"{pair[0]}-{pair[1]}"),
    st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(lambda d: f"{d:%Y-%m}-XX"),
)


@given(LEVEL_1)
def test_dates_of_level_1_mean_what_the_edtf_package_says(text):
    edtf = pytest.importorskip("edtf")
    parsed = edtf.parse_edtf(text)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    assert days(text) == tuple(f"{t.tm_year:04}-{t.tm_mon:02}-{t.tm_mday:02}" for t in (low, high))


@given(LEVEL_1, MARKS, st.sampled_from(
    ["{}", "[{}]", "[{}..]", "[..{}]", "{{{}}}", "{}/..", "../{}"]))
def test_a_date_lies_in_every_wider_one_made_of_it(text, mark, form):
    inner, outer = parse_when(text), parse_when(form.format(text + mark))
    assert outer.start <= inner.start < inner.end <= outer.end
    if outer.certain_start is not None:
        assert outer.start <= outer.certain_start < outer.certain_end <= outer.end


@given(st.text("0123456789X-/.[]{},~?%S T:+Z", max_size=24))
def test_any_text_is_a_date_or_is_refused_in_words(text):
    try:
        when = parse_when(text)
    except ValueError as error:
        assert str(error)
    else:
        assert when.start < when.end
