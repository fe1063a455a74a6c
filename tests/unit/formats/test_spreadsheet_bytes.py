"""Workbooks: the same bytes for the same columns, whenever they are written."""

from __future__ import annotations

import io
import zipfile

import pytest

from conflictmap.formats.spreadsheet_bytes import ods_bytes, xlsx_bytes

COLUMNS = {"id": ["a", None], "n": [1, 2]}


@pytest.mark.parametrize("written", [xlsx_bytes, ods_bytes])
def test_nothing_in_a_workbook_says_when_it_was_written(written):
    content = written("t", COLUMNS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        texts = [archive.read(name) for name in archive.namelist()]
    assert not any(b"dcterms:created" in text or b"dcterms:modified" in text for text in texts)
    assert content == written("t", COLUMNS)


def test_a_workbook_of_excel_is_still_read():
    import openpyxl

    (sheet,) = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("t", COLUMNS))).worksheets
    found = [[cell.value for cell in row] for row in sheet.rows]
    assert found == [["id", "n"], ["a", 1], [None, 2]]
