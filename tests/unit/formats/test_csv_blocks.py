"""Text split in blocks by columns gives the cells, lines and ends of the exact reader."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflictmap.formats import csv_blocks
from conflictmap.formats.csv_blocks import CsvBlocks
from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.csv_layout import row_ends
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import limited

WIDTH = 3
CELL = st.text(st.sampled_from('ab é",\n\r'), max_size=5)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


CELLS = st.one_of(CELL.map(quoted), st.sampled_from(["", "a", "bé", "1.5"]), CELL)
ROW = st.lists(CELLS, min_size=2, max_size=4) | st.lists(CELLS, min_size=WIDTH, max_size=WIDTH)
TEXT = st.lists(st.tuples(ROW, st.sampled_from(["\n", "\r\n", "\n\n", "\r", ""])), max_size=9).map(
    lambda rows: "".join(",".join(row) + end for row, end in rows))


def by_columns(content, *, block=1 << 20, **options):
    """Return the rows of a text with their lines, and where each block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_blocks, "BLOCK", block)
        blocks = CsvBlocks(io.BytesIO(content), "t.csv", **{"separator": ",", **options})
        rows, ends = [], []
        for found in blocks.blocks(WIDTH):
            columns = [found.columns[i].to_pylist() for i in range(WIDTH)]
            for row, line in enumerate(found.lines.tolist()):
                cells = found.ragged.get(row) or [column[row] for column in columns]
                assert cells == found.exact(row)
                rows.append((line, cells))
            ends.append((found.after, found.line))
    return rows, ends


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from([7, 13, 40, 1 << 20]))
@example('a,"b\nc",d\r\n\r\n"",,""\n', 7)
@example('a,5" gun,c\n"x,y', 13)
def test_any_text_is_split_as_by_the_exact_reader(text, block):
    try:
        expected = list(csv_lines(text, "t.csv"))
    except EventsError:
        with pytest.raises(EventsError):
            by_columns(text.encode(), block=block)
        return
    assert by_columns(text.encode(), block=block)[0] == expected


def test_a_block_ends_where_the_next_one_begins():
    content = b"".join(b'%d,"x\ny",z\r\n' % i for i in range(50))
    rows, ends = by_columns(content, block=64)
    assert len(ends) > 5
    blocks = CsvBlocks(io.BytesIO(content), "t.csv", separator=",")
    for after, line in ends[:-1]:
        blocks.go_to(after, line)
        rest = [at for found in blocks.blocks(WIDTH, [0]) for at in found.lines.tolist()]
        assert rest == [at for at, _ in rows if at >= line]
        assert content[:after].count(b"\n") + 1 == line


def test_only_the_columns_that_are_asked_for_are_made():
    blocks = CsvBlocks(io.BytesIO(b"a,b,c\nd,e,f\n"), "t.csv", separator=",")
    (found,) = blocks.blocks(WIDTH, [2])
    assert {at: column.to_pylist() for at, column in found.columns.items()} == {2: ["c", "f"]}
    assert found.exact(1) == ["d", "e", "f"]


def test_quotes_mean_nothing_in_a_text_without_them():
    content = b'1\t"x\ty\r\n2\tx"\tz\n'
    assert by_columns(content, separator="\t", quoted=False)[0] == [
        (1, ["1", '"x', "y"]), (2, ["2", 'x"', "z"])]


@pytest.mark.parametrize(("content", "said"), [
    (b"a,b,c\na,\xff,c\n", "t.csv:2: byte 2 of the line is not UTF-8"),
    (b"a,b,c\na,\0,c\n", "a zero byte"),
    (b'a,b,c\n"a,b,c\nd,e,f\n', "t.csv:2: broken CSV: a quote is opened here"),
])
def test_what_is_wrong_is_said_with_its_line(content, said):
    with pytest.raises(EventsError, match=said.replace("(", r"\(")):
        by_columns(content)


def test_a_cell_beyond_the_limit_is_refused():
    with limited(cell=50), pytest.raises(EventsError, match="the limit 'cell' is 50"):
        by_columns(b"a,b,c\na," + b"x" * 60 + b",c\n")
    with limited(cell=50):
        rows, _ = by_columns(b"a,b,c\n" + b"x" * 40 + b"," + b"y" * 40 + b",c\n")
    assert len(rows) == 2


def test_rows_end_where_rfc_4180_says():
    assert row_ends(b'a,"b\nc"\nd', ",", last=False).tolist() == [8]
    assert row_ends(b'a,"b\nc"\nd', ",", last=True).tolist() == [8, 9]
    for odd in (b'a"b\n', b'"a"b\n', b"a\rb\n", b"a\0\n"):
        assert row_ends(odd, ",", last=True) is None
