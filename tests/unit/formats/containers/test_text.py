"""Tables as text: separators, encodings and line ends."""

from __future__ import annotations

import pytest

from conflictmap.formats.tables import table_of

ROWS = [["Datum", "Ort", "Größe"], ["13.09.2022", "Köln; Süd", "1,5"], ["14.09.2022", "Zürich", ""]]


def text(separator: str, end: str = "\n") -> str:
    return "".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + end
                   for row in ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_every_separator_line_end_and_encoding_gives_the_same_cells(separator, end, encoding):
    table = table_of(text(separator, end).encode(encoding), "t.csv")
    found = [list(table.columns), *map(list, zip(
        *(column.to_pylist() for column in table.columns.values()), strict=True))]
    assert found == ROWS
    assert table.numbers.tolist() == [2, 3]
    said = [str(problem) for problem in table.remarks]
    assert len(said) == (not encoding.startswith("utf-8"))
    assert all(f"it was read as {encoding}" in line for line in said)


def test_a_title_with_other_marks_does_not_hide_the_separator():
    table = table_of("Vorfälle, Syunik\n\nDatum;Breite\n1.9.2022;39,8\n".encode(), "t.csv")
    assert {name: column.to_pylist() for name, column in table.columns.items()} == {
        "Datum": ["1.9.2022"], "Breite": ["39,8"]}
    assert "t.csv:1: 'Vorfälle, Syunik': stands above the table" in str(table.remarks[0])


def test_a_line_that_names_the_separator_is_no_row():
    table = table_of(b"sep=|\nid|n\na|1\n", "t.csv")
    assert (list(table.columns), table.numbers.tolist()) == (["id", "n"], [3])
