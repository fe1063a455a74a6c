"""A text of any source as tables, block by block, with the rules that say what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from conflictmap.formats.csv_blocks import CsvBlocks, called
from conflictmap.formats.records import checked_headers, is_hxl, remark
from conflictmap.io.column_mapping import check_headers, source_of
from conflictmap.io.sources.csv_table import headers_of, standard_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.csv_blocks import TextBlock
    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.io.column_rules import Rules
    from conflictmap.io.source_rows import SourceRows
    from conflictmap.model.errors import Problem


@dataclass(frozen=True, kw_only=True)
class TextTables:
    """The tables of one text.

    `source` says what the columns mean; `begin` is the byte and the line behind the header, if the
    text is `headed`; `is_standard` whether the columns are ours, as typed by a person or a
    spreadsheet; `remarks` is what is odd about the header.
    """

    blocks: CsvBlocks
    headers: list[str]
    source: SourceRows
    begin: tuple[int, int]
    is_standard: bool = False
    headed: bool = True
    remarks: tuple[Problem, ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns."""
        return called(self.headers)

    def rules(self) -> Rules:
        """Return what the columns mean."""
        return self.source.rules_for(self.names, self.blocks.name)

    def parts(
        self, *, at: int = 0, line: int = 1, further: frozenset[str] | None = None
    ) -> Iterator[Part]:
        """Yield the tables behind a byte and its line, with the columns that FURTHER ones need."""
        if at > self.begin[0]:
            self.blocks.go_to(at, line)
        first = at <= self.begin[0]
        for block in self.blocks.blocks(len(self.headers), self._wanted(further)):
            table = block.table(self.blocks.name, self.headers, headed=self.headed)
            if first and not self.is_standard:
                table = _without_hxl(table, block.exact(0))
            yield Part(table, block)
            first = False

    def _wanted(self, further: frozenset[str] | None) -> list[int] | None:
        """Return the places of the columns that are read."""
        if further is None or not self.headers:
            return None
        watch = self.source.watch
        taken = (self.rules().takes(further) or frozenset()).union(watch.takes if watch else ())
        return [i for i, name in enumerate(self.names) if name in taken] or [0]


class Part(NamedTuple):
    """Some rows as a table, and the block that they were read from."""

    table: Table
    block: TextBlock

    def cells(self, row: int) -> list[str]:
        """Return all cells of a row."""
        return self.block.exact(row + len(self.block.lines) - len(self.table))


def can_stream(reader: Any) -> bool:
    """Return whether the texts of a reader are read in blocks."""
    return reader.NAME == "csv" or hasattr(reader, "source")


def text_tables(
    stream: IO[bytes], head: Head, reader: Any, mapping: ColumnMapping | None
) -> TextTables | None:
    """Return the tables of a text; None when its reader only reads it row by row.

    Parameters
    ----------
    stream
        The text in UTF-8, at its beginning.
    head, reader, mapping
        The file's head, its reader, and what a user's mapping says of its columns.

    Raises
    ------
    EventsError
        When its header cannot be read, or a column is lacking.
    """
    if head.kind != "text" or not (mapping or can_stream(reader)):
        return None
    if mapping is None and (found := _headless(stream, head, reader)):
        return found
    return _headed(CsvBlocks(stream, head.name, separator=head.separator or ","), reader, mapping)


def _headed(blocks: CsvBlocks, reader: Any, mapping: ColumnMapping | None) -> TextTables:
    """Return the tables of a text with a header line."""
    name = blocks.name
    line, cells = blocks.header()
    begin = blocks.at, blocks.line
    if mapping is not None:
        check_headers(cells, name, mapping)
        return TextTables(blocks=blocks, headers=checked_headers(cells, name),
                          source=source_of(mapping), begin=begin)
    if reader.NAME == "csv":
        headers = headers_of(cells, f"{name}:{line}")
        return TextTables(blocks=blocks, headers=headers, source=standard_source(headers),
                          begin=begin, is_standard=True)
    headers = [header.lower() for header in checked_headers(cells, name)]
    return TextTables(blocks=blocks, headers=headers, source=reader.source(name), begin=begin)


def _headless(stream: IO[bytes], head: Head, reader: Any) -> TextTables | None:
    """Return the tables of a text without a header line; None when it has one."""
    known = reader.header(head) if hasattr(reader, "header") else None
    if known is None:
        return None
    columns, quoted, remarks = known
    blocks = CsvBlocks(stream, head.name, separator=head.separator, quoted=quoted)
    return TextTables(
        blocks=blocks, headers=[name if not quoted else name.lower() for name in columns],
        source=reader.source(head.name), begin=(0, 1), headed=quoted, remarks=remarks)


def _without_hxl(table: Table, cells: list[str]) -> Table:
    """Return a table without a first row of HXL tags, of which it is said that it is none."""
    if 0 in table.broken or not len(table) or not is_hxl(cells):
        return table
    said = remark(table.name, "HXL tags, not a row of data", "Nothing; it was left out.",
                  place=table.place(0))
    return replace(
        table, numbers=table.numbers[1:], remarks=(*table.remarks, said),
        columns={name: column.slice(1) for name, column in table.columns.items()},
        broken={row - 1: why for row, why in table.broken.items()},
        raw={row - 1: cells for row, cells in table.raw.items()})


def notes_on(tables: TextTables) -> tuple[Problem, ...]:
    """Return what is odd about the file as a whole, when its rows are read."""
    return tuple(tables.source.watch.remarks()) if tables.source.watch else ()
