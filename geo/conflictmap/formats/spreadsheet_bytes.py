"""Writing workbooks: columns of numbers, days and text as .xlsx or .ods that no program runs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from conflictmap.formats.csv_files import FORMULA, inert
from conflictmap.model.errors import OutputError
from conflictmap.model.text import clean, text_of

Columns = Mapping[str, Sequence[Any]]
#: What a cell of a workbook may hold, and how many rows a sheet has.
_CELL, _ROWS = 32_767, 1_048_575
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for
                  prefix, name in (("office", "office"), ("table", "table"), ("text", "text"),
                                   ("manifest", "manifest"), ("style", "style"),
                                   ("number", "datastyle")))
_STYLE = (
    "<office:automatic-styles><number:date-style style:name=\"D\"><number:year number:style="
    "\"long\"/><number:text>-</number:text><number:month number:style=\"long\"/><number:text>-"
    "</number:text><number:day number:style=\"long\"/></number:date-style><style:style style:name="
    "\"day\" style:family=\"table-cell\" style:data-style-name=\"D\"/></office:automatic-styles>")


def xlsx_bytes(title: str, columns: Columns) -> bytes:
    """Return columns as a workbook of Excel with one sheet; the same bytes for the same columns.

    Parameters
    ----------
    title
        The name of the sheet.
    columns
        Header to cells: text, whole numbers, decimals, days (`date`) or truths, and None for
        unknown. Text that a spreadsheet could run begins with an apostrophe, as in our CSV.

    Raises
    ------
    OutputError
        When a cell or the sheet is too large for a workbook.
    """
    import pyogrio

    table = arrow_columns(_checked(columns))
    stream = io.BytesIO()
    pyogrio.write_arrow(table, stream, driver="XLSX", layer=title)
    with zipfile.ZipFile(stream) as made:
        return _zipped((name, made.read(name)) for name in made.namelist())


def _zipped(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return a zip of named parts whose bytes say nothing of the clock; a mimetype is not packed.

    >>> _zipped([("a", "x")]) == _zipped([("a", b"x")])
    True
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)  # of 1 January 1980
    return stream.getvalue()


def ods_bytes(title: str, columns: Columns) -> bytes:
    """Return columns as an OpenDocument spreadsheet; the options are those of `xlsx_bytes`."""
    checked = _checked(columns)
    rows = [list(checked), *map(list, zip(*checked.values(), strict=True))]
    cells = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version='
        f'"1.3">{_STYLE}<office:body><office:spreadsheet><table:table table:name={quoteattr(title)}'
        f">{cells}</table:table></office:spreadsheet></office:body></office:document-content>")
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_NAMES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>")
    return _zipped((("mimetype", _ODS), ("content.xml", content),
                    ("META-INF/manifest.xml", manifest)))


def _ods_cell(value: Any) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{value}"/>'
        case int() | float():
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        case dt.date():
            return ('<table:table-cell table:style-name="day" office:value-type="date"'
                    f' office:date-value="{value.isoformat()}"/>')
    return ('<table:table-cell office:value-type="string"><text:p>'
            f"{escape(str(value))}</text:p></table:table-cell>")


def _checked(columns: Columns) -> dict[str, list[Any]]:
    """Return columns whose texts no spreadsheet runs, and that a sheet can hold.

    Raises
    ------
    OutputError
        When there is more than a sheet holds.
    """
    rows = max(map(len, columns.values()), default=0)
    if rows > _ROWS:
        raise OutputError(f"{rows:,} rows: a sheet holds {_ROWS:,}. Write .csv or .parquet.")
    return {_text(name): [_text(v) if isinstance(v, str) else v for v in cells]
            for name, cells in columns.items()}


def _text(value: str) -> str:
    """Return a text as a cell: no formula, no character that XML cannot hold."""
    text = str(inert(value))
    if len(text) > _CELL:
        raise OutputError(f"a cell of {len(text):,} characters: a sheet holds {_CELL:,}. Write .csv"
                          " or .parquet.")
    plain = clean(text)
    return f"'{plain}" if plain.startswith(FORMULA) and not text.startswith(FORMULA) else plain


def arrow_columns(columns: Columns) -> Any:
    """Return columns as an Arrow table of whole numbers, decimals, days, or else text."""
    import pyarrow as pa

    return pa.table({name: _array(cells) for name, cells in columns.items()})


def _array(cells: Sequence[Any]) -> Any:
    import pyarrow as pa

    kind = _type(cells)
    as_text = kind == pa.string()
    return pa.array([text_of(c) if as_text and c is not None else c for c in cells], type=kind)


def _type(cells: Sequence[Any]) -> Any:
    """Return the Arrow type of cells: text unless all that are known are of another kind."""
    import pyarrow as pa

    known = {(int,): pa.int64(), (float,): pa.float64(), (float, int): pa.float64(),
             (dt.date,): pa.date32()}
    kinds = sorted({type(cell) for cell in cells if cell is not None}, key=str)
    return known.get(tuple(kinds), pa.string())
