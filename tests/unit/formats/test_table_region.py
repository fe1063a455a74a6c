"""The table in a sheet: what is data, what is left out, and what is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.formats.table_region import table_region
from conflictmap.model.limits import limited

TABLE = """Date;Place;Lat;Lon;Dead
2022-09-13;Jermuk;39.84;45.67;3
2022-09-14;Sotk;40.20;45.86;
2022-09-15;Goris;39.51;46.34;1
"""


def region(text: str):
    """Return columns, numbers, and what is said of the lines of a text."""
    rows = [(i, line.split(";")) for i, line in enumerate(text.splitlines(), start=1)]
    table = table_region(rows, "t.csv", word="line")
    return ({name: column.to_pylist() for name, column in table.columns.items()},
            table.numbers.tolist(), [str(problem) for problem in table.remarks])


WANTED, _, _ = region(TABLE)


@pytest.mark.parametrize(("above", "says"), [
    ("", []), ("\n\n", []), ("Incidents 2022\n", [":1: 'Incidents 2022': stands above the table"]),
    ("Ministry of X;;;;\nAs of 1 October 2022;;;;\n\n",
     [":1: 'Ministry of X'", ":2: 'As of 1 October 2022'"]),
    ("Contact:;office@example.org\n", [":1: 'Contact: office@example.org'"]),
])
def test_what_stands_above_the_header_is_said_and_lines_keep_their_numbers(above, says):
    found, numbers, said = region(above + TABLE)
    assert found == WANTED
    first = above.count("\n") + 2
    assert numbers == [first, first + 1, first + 2]
    assert len(said) == len(says)
    for words, line in zip(says, said, strict=True):
        assert words in line


@pytest.mark.parametrize(("below", "says"), [
    ("Total;;;;4\n", "'Total 4': a row of sums"), ("Summe:;3;;;4\n", "a row of sums"),
    (";;;Итого;4\n", "a row of sums"), ("Cəmi;;;;4\n", "a row of sums"),
    ("ԸՆԴԱՄԵՆԸ;;;;4\n", "a row of sums"), ("TOTAL GÉNÉRAL;;;;4\n", "a row of sums"),
    ("\nlast seen in May\n", "a note below the table"), ("* provisional;;;;\n", "a note below"),
    ("Source: ministry\n", "a note below"), ("Kaynak: bakanlık;;;;\n", "a note below"),
    ("Figures are those that were known on the day of publication\n", "a note below"),
    ("Date;Place;Lat;Lon;Dead\n", "the header again"),
])
def test_what_stands_below_is_left_out_and_said(below, says):
    found, _, said = region(TABLE + below)
    assert found == WANTED
    (line,) = said
    assert says in line
    assert "It was left out." in line


@pytest.mark.parametrize(("row", "says"), [
    ("#date;#loc+name;#geo+lat;#geo+lon;#affected+killed", "HXL tags"),
    ("YYYY-MM-DD;text;deg;deg;persons", "units of the columns"), ("(UTC);;[°];[°];(n)", "units"),
])
def test_tags_and_units_below_the_header_are_no_data(row, says):
    head, _, rest = TABLE.partition("\n")
    found, numbers, said = region(f"{head}\n{row}\n{rest}")
    assert (found, numbers) == (WANTED, [3, 4, 5])
    assert says in said[0]


def test_tags_and_units_both_and_a_header_on_each_page():
    head, first, *rest = TABLE.splitlines()
    text = "\n".join([head, "#date;#a;#b;#c;#d", "YYYY-MM-DD;text;deg;deg;persons", first, head,
                      *rest])
    found, numbers, said = region(text)
    assert (found, numbers, len(said)) == (WANTED, [4, 6, 7], 3)


@pytest.mark.parametrize(("head", "names"), [
    (";;Killed;;Wounded;\nDate;Place;mil;civ;mil;civ",
     ["Date", "Place", "Killed mil", "Killed civ", "Wounded mil", "Wounded civ"]),
    ("Date;Place;Killed;;Wounded;\n;;mil;civ;mil;civ",
     ["Date", "Place", "Killed mil", "Killed civ", "Wounded mil", "Wounded civ"]),
    ("Date;Place;Killed;Killed;Wounded;Wounded\nDate;Place;mil;civ;mil;civ",
     ["Date", "Place", "Killed mil", "Killed civ", "Wounded mil", "Wounded civ"]),
])
def test_two_rows_of_labels_are_one_header(head, names):
    found, numbers, _ = region(f"{head}\n2022-09-13;Jermuk;1;2;3;4\n2022-09-14;Sotk;1;2;3;4")
    assert (list(found), numbers) == (names, [3, 4])


def test_names_that_are_duplicates_or_missing_are_kept_apart():
    found, _, said = region("Date;Name;name;;x\n2022-09-13;a;b;c;\n2022-09-14;d;e;;\n")
    assert found == {"Date": ["2022-09-13", "2022-09-14"], "Name": ["a", "d"],
                     "name (2)": ["b", "e"], "column 4": ["c", ""], "x": ["", ""]}
    (line,) = said
    assert "t.csv:1: 'name': two columns have this name: The second is called 'name (2)'" in line


def test_of_two_tables_side_by_side_the_first_is_read_and_the_other_named():
    found, _, said = region("Date;Dead;;Date;Hurt\n2022-09-13;1;;2022-09-14;2\n2022-09-15;3;;;\n")
    assert list(found) == ["Date", "Dead"]
    assert "another table stands beside this one, from column 4" in said[0]


def test_an_empty_column_in_a_table_is_no_gap():
    found, _, said = region("Date;Dead;;Place;Hurt\n2022-09-13;1;;x;2\n2022-09-15;3;;y;1\n")
    assert (list(found), said) == (["Date", "Dead", "Place", "Hurt"], [])


def test_rows_without_a_header_get_numbers_for_names():
    found, numbers, said = region("2022-09-13;Jermuk;39.84\n2022-09-14;Sotk;40.20\n")
    assert (list(found), numbers) == (["column 1", "column 2", "column 3"], [1, 2])
    assert "no line names the columns" in said[0]


def test_a_longer_row_is_broken_and_a_shorter_one_is_filled():
    rows = [(1, ["id", "a"]), (2, ["x", "1", "2"]), (3, ["y"]), (4, ["z", "4"])]
    table = table_region(rows, "t", word="line")
    assert dict(table.broken) == {0: "3 cells under 2 columns"}
    assert table.columns["a"].to_pylist() == ["1", "", "4"]
    assert table.columns["cell 3"].to_pylist() == ["2", "", ""]


def test_blanks_around_a_cell_are_kept():
    table = table_region([(1, [" id ", "a"]), (2, [" x ", "1"])], "t", word="line")
    assert {n: c.to_pylist() for n, c in table.columns.items()} == {"id": [" x "], "a": ["1"]}


def test_limits_hold_and_nothing_is_said():
    with pytest.raises(cm.EventsError, match="the file is empty"):
        table_region([(1, ["", " "])], "t", word="line")
    with limited(rows=2), pytest.raises(cm.EventsError, match="limit 'rows'"):
        table_region([(i, ["a"]) for i in range(9)], "t", word="line")
    with limited(columns=2), pytest.raises(cm.EventsError, match="limit 'columns'"):
        table_region([(1, ["a", "b", "c"])], "t", word="line")


@given(st.lists(st.lists(st.text(max_size=6), max_size=6), max_size=12))
def test_no_row_is_lost_without_a_word(rows):
    """Every row that holds anything is data, the header, or in a remark."""
    numbered = list(enumerate(rows, start=1))
    try:
        table = table_region(numbered, "t", word="line")
    except cm.EventsError:
        assert not any(cell.strip() for row in rows for cell in row)
        return
    filled = {n for n, row in numbered if any(cell.strip() for cell in row)}
    said = {int(problem.place.split()[1]) for problem in table.remarks}
    beside = any("another table" in problem.reason for problem in table.remarks)
    left = filled - set(table.numbers.tolist()) - said
    assert len(left) <= 2 or beside
