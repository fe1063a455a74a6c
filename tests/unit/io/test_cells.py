"""One cell at a time: what its text means, and the reason when it means nothing."""

from __future__ import annotations

import math
from datetime import date

import pytest

from conflictmap.io.cells import (
    BadCell,
    address,
    choice,
    days,
    fatalities,
    number,
    ordered_fatalities,
    stands_for,
    whole,
)
from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import day_number


def refused(do, *args, **how):
    with pytest.raises(BadCell) as found:
        do(*args, **how)
    return found.value


def test_a_word_of_a_column_or_the_first():
    assert choice({}, "role", ("event", "toll")) == "event"
    assert choice({"role": ""}, "role", ("event",)) == "event"
    assert choice({"role": "toll"}, "role", ("event", "toll")) == "toll"
    bad = refused(choice, {"role": "x"}, "role", ("event", "toll"))
    assert (bad.column, bad.value, bad.fix) == ("role", "x", "Use event, toll.")


def test_days_of_a_date():
    day = day_number(date(2020, 9, 27))
    sure = {"start": day, "end": day + 1, "certain_start": day, "certain_end": day + 1,
            "date_precision": "day"}
    for text in ("2020-09-27", "2020-09-27T10:05Z", "2020-09-27 23:59:59+04:00",
                 "2020-09-27T10:05:01.5-0400", "2020-09-27T10:05+04"):
        assert days(text) == sure, text
    month = days("2020-09")
    assert (month["certain_start"], month["certain_end"], month["date_precision"]) == (
        NO_DAY, NO_DAY, "month")
    none = days("")
    assert set(none.values()) == {NO_DAY, ""}


@pytest.mark.parametrize("text", ["2020-09-27T10:5", "2020-09-27T25:00Z", "2020-09-31T10:05Z",
                                  "2020-09-27T10Z", "27/09/2020", "x" * 65, "2020-09-27T10:05ZZ"])
def test_what_is_no_date_is_refused(text):
    bad = refused(days, text)
    assert (bad.column, bad.value) == ("date", text)
    assert bad.fix == "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END."


@pytest.mark.parametrize(("text", "value"), [
    ("39.5", 39.5), ("-39.5", -39.5), ("+39", 39), ("0", 0), ("123456789", 123456789),
    ("0.12345678901234567", 0.12345678901234567), ("100", 100),
])
def test_a_decimal_number(text, value):
    assert number({"x": text}, "x", low=-100, high=2e9) == value


@pytest.mark.parametrize("text", ["39,5", "1e3", ".5", "5.", "1234567890", "0.123456789012345678",
                                  "\u0663", "--1", "0x1", "1_0", " 1", "nan", "inf"])
def test_what_is_no_plain_decimal(text):
    bad = refused(number, {"x": text}, "x", low=0, high=1e12)
    assert bad.reason.startswith("not a plain decimal number")


def test_numbers_beyond_their_range():
    assert number({"lat": "90"}, "lat", low=-90, high=90) == 90
    assert math.isnan(number({"lat": ""}, "lat", low=0, high=1))
    assert math.isnan(number({}, "lat", low=0, high=1))
    bad = refused(number, {"lat": "90.5"}, "lat", low=-90, high=90)
    assert (bad.reason, bad.fix) == (
        "outside -90 to 90", "Write degrees in WGS 84; are the two swapped, or is it metres?")
    for text in ("4400000", "-4400000", "1000.5"):
        assert refused(number, {"lon": text}, "lon", low=-180, high=180).reason == (
            "outside -180 to 180: it looks like metres")
    assert refused(number, {"lon": "1000"}, "lon", low=-180, high=180).reason == (
        "outside -180 to 180")
    bad = refused(number, {"radius_m": "5000"}, "radius_m", low=0, high=10)
    assert (bad.reason, bad.fix) == ("outside 0 to 10", "Write metres.")


def low_best_high(low="", best="", high=""):
    return fatalities({"fatalities_low": low, "fatalities_best": best, "fatalities_high": high})


def test_fatalities_are_whole_numbers_that_rise():
    found = low_best_high("1", "2.0", "2")
    assert list(found.values()) == [1, 2, 2]
    assert [math.isnan(v) for v in low_best_high(best="3").values()] == [True, False, True]
    assert all(math.isnan(v) for v in fatalities({}).values())
    for bad in ("1.5", "-1", "1,000", "1.00", "many", "1234567890123", " 1"):
        found = refused(low_best_high, best=bad)
        assert (found.column, found.value) == ("fatalities_best", bad)
        assert found.reason.startswith("not a whole number")
    bad = refused(low_best_high, "3", "2")
    assert (bad.column, bad.value) == ("fatalities_low", "3")
    assert bad.reason == "above fatalities_best (2)"
    bad = refused(low_best_high, "3", "", "2")
    assert (bad.column, bad.reason) == ("fatalities_low", "above fatalities_high (2)")
    bad = refused(low_best_high, "1", "3", "2")
    assert (bad.column, bad.reason) == ("fatalities_best", "above fatalities_high (2)")


def test_how_many_events_a_row_stands_for():
    assert stands_for({"stands_for": "12"}) == stands_for({"stands_for": "12.0"}) == 12
    assert stands_for({"stands_for": "1"}) == 1
    assert math.isnan(stands_for({}))
    for bad in ("0", "-1", "1.5", "x"):
        assert refused(stands_for, {"stands_for": bad}).reason == "not a whole number above 0"


def test_an_address_is_http_or_https():
    address("")
    address("https://example.org")
    bad = refused(address, "javascript:alert(1)")
    assert (bad.column, bad.reason) == ("source_url", "not an http or https address")


@pytest.mark.parametrize(("text", "number"), [("12.0", "12"), ("12.000", "12"), (" 7 ", "7"),
                                              ("1.5", "1.5"), ("-1", "-1"), ("", ""), ("x ", "x")])
def test_whole_numbers_without_a_point(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(("given", "kept", "said"), [
    (("1", "2", "3"), ("1", "2", "3"), []), (("2", "2", "2"), ("2", "2", "2"), []),
    (("3", "2", "3"), ("", "2", "3"), ["fatalities_low"]),
    (("1", "2", "1"), ("1", "2", ""), ["fatalities_high"]),
    (("3", "2", "1"), ("", "2", ""), ["fatalities_low", "fatalities_high"]),
    (("3", "", "1"), ("3", "", "1"), []), (("x", "2", "y"), ("x", "2", "y"), []),
    (("1.0", "2.0", "9.0"), ("1", "2", "9"), []), (("", "0", ""), ("", "0", ""), []),
])
def test_a_bound_that_contradicts_the_best_estimate_is_left_out(given, kept, said):
    cells, remarks = ordered_fatalities(*given)
    assert tuple(cells.values()) == kept
    assert [remark[0] for remark in remarks] == said
    for column, text, reason, _ in remarks:
        assert text == given[("fatalities_low", "fatalities_best", "fatalities_high").index(column)]
        assert reason == f"{'above' if column == 'fatalities_low' else 'below'} the best estimate" \
            f" ({given[1]})"
