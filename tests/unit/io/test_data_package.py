"""Statements of a data package: how each is shown, and what of that may be left out."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm
from conflictmap.model.interval import Interval

EVENTS = "id,date,lat,lon\na,2020-10-01,39.8,46.7\n"
PLAIN = "code,text,verdict,known,event_ids\nS1,Said,true,Known,a\n"
SHOWN = "order,code,text,verdict,known,event_ids,source_ids,days,day,view\n"


@pytest.fixture
def package(tmp_path):
    def made(statements: str) -> cm.Events:
        (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
        (tmp_path / "statements.csv").write_text(statements, encoding="utf-8")
        return cm.read_events(tmp_path)

    return made


def test_a_package_may_leave_out_how_a_statement_is_shown(package):
    [one] = package(PLAIN).statements
    assert (one.order, one.days, one.day, one.view) == (None, None, None, None)
    [one] = package(SHOWN + ",S1,Said,true,Known,a,,,,\n").statements
    assert (one.order, one.days, one.day, one.view) == (None, None, None, None)


def test_days_are_read_with_their_last_and_a_view_as_numbers(package):
    row = "3,S1,Said,true,Known,a,,2022-08-25/2022-08-31,2022-08-26,39.62 46.56 10.5\n"
    [one] = package(SHOWN + row).statements
    assert one.order == 3
    assert one.days == Interval(start=date(2022, 8, 25), end=date(2022, 9, 1))
    assert one.day == date(2022, 8, 26)
    assert one.view == (39.62, 46.56, 10.5)


@pytest.mark.parametrize("cells", [
    "x,S1,Said,true,Known,a,,,,", "1,S1,Said,true,Known,a,,soon,,",
    "1,S1,Said,true,Known,a,,,soon,", "1,S1,Said,true,Known,a,,,,99 46 10",
    "1,S1,Said,true,Known,a,,,,39 46", "1,S1,Said,true,Known,a,,,,39 46 30",
])
def test_a_statement_that_cannot_be_read_is_listed(package, cells):
    events = package(SHOWN + cells + "\n")
    assert events.statements == ()
    assert [p.file for p in events.problems] == ["statements.csv"]


def test_a_page_that_no_source_is_of_is_a_doubt(package):
    events = package(SHOWN + "1,S1,Said,true,Known,b,no-page,,,\n")
    found = {(p.field, p.value) for p in cm.check_events(events) if p.file == "statements.csv"}
    assert found == {("event_ids", "b"), ("source_ids", "no-page")}
