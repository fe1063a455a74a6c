"""Which of several sheets holds events."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.formats.sheets import Sheet, chosen
from conflictmap.formats.table import Table

EVENTS = ["When", "N", "E"], [["13.09.2022", "39,84", "45,67"], ["14.09.2022", "40,20", "45,86"]]
NOTES = ["Key", "Meaning"], [["a", "b"], ["c", "d"], ["e", "f"]]
OURS = ["id", "date", "lat", "lon"], [["a", "2022-09-13", "39.8", "45.6"]]


def sheet(title, content, *, hidden=False) -> Sheet:
    headers, rows = content
    table = Table.of_rows("t", headers, list(enumerate(rows, start=2)), word="row")
    return Sheet(title=title, read=lambda _: table, hidden=hidden)


def broken(title) -> Sheet:
    def read(_):
        raise cm.EventsError("broken")

    return Sheet(title=title, read=read)


@pytest.mark.parametrize(("sheets", "wanted"), [
    ([sheet("Notes", NOTES), sheet("Data", EVENTS)], "Data"),
    ([sheet("Data", EVENTS), sheet("Notes", NOTES)], "Data"),
    ([sheet("Data", EVENTS), sheet("Ours", OURS)], "Ours"),
    ([sheet("Hidden", OURS, hidden=True), sheet("Data", EVENTS)], "Data"),
    ([sheet("Hidden", OURS, hidden=True), sheet("Notes", NOTES)], "Hidden"),
    ([broken("Broken"), sheet("Notes", NOTES)], "Notes"),
])
def test_the_sheet_of_events_is_chosen_and_the_others_are_named(sheets, wanted):
    found, (said,) = chosen(sheets, "t", "")
    assert found.title == wanted
    (other,) = (s for s in sheets if s.title != wanted)
    assert f"left out: '{other.title}'" in said.reason
    assert ("(hidden)" in said.reason) == other.hidden
    assert ("though hidden" in said.reason) == found.hidden


def test_one_sheet_or_a_named_one_needs_no_word_and_none_is_refused():
    one, two = sheet("One", NOTES), sheet("Two", EVENTS)
    assert chosen([one], "t", "") == (one, ())
    assert chosen([one, two], "t", "one") == (one, ())
    with pytest.raises(cm.EventsError, match=r"no sheet 'Tow'\. Did you mean 'Two'\? It has: One"):
        chosen([one, two], "t", "Tow")
    with pytest.raises(cm.EventsError, match="no table in this file"):
        chosen([], "t", "")
