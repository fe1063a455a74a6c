"""Dates: every field of what a text means, at the edges of the rules."""

from __future__ import annotations

from datetime import date

import pytest

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.interval import OPEN_END, OPEN_START, day_number


def ends(first: str | None, last: str | None) -> tuple[int | None, int | None]:
    """Return the half-open days from a first to a last day."""
    return (None if first is None else day_number(date.fromisoformat(first)),
            None if last is None else day_number(date.fromisoformat(last)) + 1)


@pytest.mark.parametrize(("text", "possible", "certain", "precision"), [
    ("2022-09-13", ("2022-09-13", "2022-09-13"), ("2022-09-13", "2022-09-13"), "day"),
    ("2022-09-13~", ("2022-09-12", "2022-09-14"), (None, None), "day"),
    ("2022-09-13?", ("2022-09-12", "2022-09-14"), (None, None), "day"),
    ("2022-09-13%", ("2022-09-12", "2022-09-14"), (None, None), "day"),
    ("2022-09", ("2022-09-01", "2022-09-30"), (None, None), "month"),
    ("2022-01~", ("2021-12-01", "2022-02-28"), (None, None), "month"),
    ("2020-02%", ("2020-01-01", "2020-03-31"), (None, None), "month"),
    ("2020-21", ("2020-03-01", "2020-05-31"), (None, None), "season"),
    ("2020-22", ("2020-06-01", "2020-08-31"), (None, None), "season"),
    ("2020-23", ("2020-09-01", "2020-11-30"), (None, None), "season"),
    ("1992", ("1992-01-01", "1992-12-31"), (None, None), "year"),
    ("1992?", ("1991-01-01", "1993-12-31"), (None, None), "year"),
    ("199X", ("1990-01-01", "1999-12-31"), (None, None), "year"),
    ("2020-09-27/2020-11-10", ("2020-09-27", "2020-11-10"), ("2020-09-27", "2020-11-10"), "day"),
    ("2020-09-27/2020-09-27", ("2020-09-27", "2020-09-27"), ("2020-09-27", "2020-09-27"), "day"),
    ("2020-09-27~/2020-10", ("2020-09-26", "2020-10-31"), ("2020-09-28", "2020-10-01"), "month"),
    ("2020-09/2020-10-05", ("2020-09-01", "2020-10-05"), ("2020-09-30", "2020-10-05"), "month"),
    ("1991/1992-05-09", ("1991-01-01", "1992-05-09"), ("1991-12-31", "1992-05-09"), "year"),
    ("1991-23/1992-01", ("1991-09-01", "1992-01-31"), ("1991-11-30", "1992-01-01"), "season"),
    # The widest readings overlap: no day is certain.
    ("2020-09/2020-09", ("2020-09-01", "2020-09-30"), (None, None), "month"),
    ("2020-09-27~/2020-09-28~", ("2020-09-26", "2020-09-29"), (None, None), "day"),
    # Two readings that meet on one day.
    ("2020-09-27~/2020-09-29~", ("2020-09-26", "2020-09-30"), ("2020-09-28", "2020-09-28"), "day"),
    ("[2020-09-27..2020-09-27]", ("2020-09-27", "2020-09-27"), ("2020-09-27", "2020-09-27"),
     "day"),
    ("[2020-09-27..2020-09-28]", ("2020-09-27", "2020-09-28"), (None, None), "week"),
    ("[2020-09-01..2020-09-07]", ("2020-09-01", "2020-09-07"), (None, None), "week"),
    ("[2020-09-01..2020-09-08]", ("2020-09-01", "2020-09-08"), (None, None), "month"),
    ("[2020-10-01..2020-10-31]", ("2020-10-01", "2020-10-31"), (None, None), "month"),
    ("[2020-10-01..2020-11-01]", ("2020-10-01", "2020-11-01"), (None, None), "year"),
    # A mark widens by the unit of the part that it stands at.
    ("2020?-05", ("2019-05-01", "2021-05-31"), (None, None), "month"),
    ("2020-05-XX~", ("2020-04-01", "2020-06-30"), (None, None), "month"),
    ("2020-~03-31", ("2020-02-29", "2020-04-30"), (None, None), "month"),
    ("?2020-05-03", ("2019-05-03", "2021-05-03"), (None, None), "year"),
    ("2020?-02-29", ("2019-02-28", "2021-02-28"), (None, None), "year"),
    # All of these: certain is the first run of days, in whatever order they are written.
    ("{2020-01-05,2020-01-02,2020-01-03}", ("2020-01-02", "2020-01-05"),
     ("2020-01-02", "2020-01-03"), "day"),
    ("{2020-01-01..2020-01-02,2020-01-03}", ("2020-01-01", "2020-01-03"),
     ("2020-01-01", "2020-01-03"), "day"),
    ("{2020-01-01,2020-02}", ("2020-01-01", "2020-02-29"), ("2020-01-01", "2020-01-01"), "month"),
    ("{2020-01,2020-02-01}", ("2020-01-01", "2020-02-01"), (None, None), "month"),
])
def test_possible_and_certain_days_and_the_precision(text, possible, certain, precision):
    when = parse_when(text)
    assert when.text == text
    assert (when.start, when.end) == ends(*possible)
    assert (when.certain_start, when.certain_end) == ends(*certain)
    assert when.precision == precision


@pytest.mark.parametrize(("text", "start", "end", "certain", "precision"), [
    ("2020-09-27/..", "2020-09-27", None, "2020-09-27", "day"),
    ("2020-09-27/", "2020-09-27", None, "2020-09-27", "day"),
    ("2020-09/..", "2020-09-01", None, "2020-09-30", "month"),
    ("../2020-11-10", None, "2020-11-10", "2020-11-10", "day"),
    ("/2020-11-10", None, "2020-11-10", "2020-11-10", "day"),
    ("../1992", None, "1992-12-31", "1992-01-01", "year"),
])
def test_an_open_end_leaves_one_certain_day(text, start, end, certain, precision):
    when = parse_when(text)
    assert when.start == (OPEN_START if start is None else ends(start, None)[0])
    assert when.end == (OPEN_END if end is None else ends(None, end)[1])
    assert (when.certain_start, when.certain_end) == ends(certain, certain)
    assert when.precision == precision


@pytest.mark.parametrize(("text", "reason"), [
    ("[2020-09-28..2020-09-27]", "ends before it starts"),
    ("[2020-09-31..2020-10-27]", "no such day"),
    ("2020-02-30~", "no such day"),
    ("/", "needs a start or an end"),
    ("", "not a date"),
    ("~", "not a date"),
    ("2020-09-27/2020-13", "not a date"),
    ("0000", "outside the years 1 to 9999"),
    ("2020-09-27/2020-09-26", "ends before it starts"),
    ("2020-10/2020-09", "ends before it starts"),
    ("2020-21-03", "no such day"),
    ("2020-25", "of seasons"),
    ("2020-13-XX", "not a date"),
    # Longer than any date: it is refused unread.
    ("{" + ",".join(["2020-01-01"] * 91) + "}", "not a date"),
])
def test_the_reason_of_a_refusal(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_when(text)


def test_a_date_at_the_edge_of_the_calendar_is_refused_and_does_not_crash():
    assert parse_when("9999").end == date(9999, 12, 31).toordinal() + 1 - date(
        1970, 1, 1).toordinal()
    assert parse_when("0001-01-01").start == date(1, 1, 1).toordinal() - date(
        1970, 1, 1).toordinal()


def test_the_longest_set_that_is_read():
    text = "{" + ",".join(["2020-01-01"] * 90) + ",2020-01}"
    assert len(text) == 999
    assert parse_when(text).precision == "month"
