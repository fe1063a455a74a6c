"""Rows of sources as the bytes of a file: the samples of readers, and rows of UCDP."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictmap.io.sources import Importer


#: A row of the annual file of UCDP whose place is no place: the line of contact.
LINE_OF_CONTACT = {
    "id": "376126", "relid": "AZE-2020-1-833-156", "code_status": "Clear",
    "type_of_violence": "1", "dyad_name": "A - B", "where_prec": "5",
    "where_coordinates": "Line of Contact", "adm_1": "", "adm_2": "",
    "latitude": "40.0", "longitude": "47.0",
    "country": "Azerbaijan", "date_prec": "2", "date_start": "2020-09-27 00:00:00.000",
    "date_end": "2020-09-30 00:00:00.000", "best": "1", "high": "1", "low": "1",
}


def content_of(reader: Importer) -> bytes:
    """Return a reader's sample as its format has it."""
    rows = list(csv.reader(io.StringIO(reader.SAMPLE)))
    if reader.NAME == "parquet":
        return parquet(rows)
    if reader.NAME == "workbook":
        return workbook(rows)
    return reader.SAMPLE.encode()


def parquet(rows: list[list[str]]) -> bytes:
    """Return a table as Parquet; all columns are text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    columns = list(zip(*rows[1:], strict=True))
    pq.write_table(pa.table(dict(zip(rows[0], map(list, columns), strict=True))), sink)
    return sink.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    """Return a table as the smallest workbook (.xlsx) of text cells."""
    lines = "".join(
        "<row>" + "".join(
            f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"'
        f'/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{pack}"><Relationship Id="r1"'
        f' Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pack}"><Relationship Id="r1"'
        f' Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return sink.getvalue()


def zipped(**files: bytes) -> bytes:
    """Return a zip of files."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return sink.getvalue()


def gzipped(content: bytes) -> bytes:
    """Return gzip-packed content."""
    return gzip.compress(content, mtime=0)


def ged(*rows: dict[str, str]) -> bytes:
    """Return made-up rows in the layout of the annual file."""
    text = io.StringIO()
    names = dict.fromkeys(name for row in (LINE_OF_CONTACT, *rows) for name in row)
    table = csv.DictWriter(text, list(names))
    table.writeheader()
    table.writerows(LINE_OF_CONTACT | row for row in rows)
    return text.getvalue().encode()
