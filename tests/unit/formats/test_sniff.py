"""What the beginning of a file shows of it."""

from __future__ import annotations

import gzip
import io
import zipfile

import pyarrow as pa
import pytest

import conflictmap as cm
from conflictmap.formats.archives import check_ratio, unpacked
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.sniff import head_of


@pytest.mark.parametrize(("content", "kind", "columns", "separator"), [
    (b"id,date\n1,2\n", "text", ("id", "date"), ","), (b"id;da,te\n", "text", ("id", "da,te"), ";"),
    (b"id;date;a,b\n", "text", ("id", "date", "a,b"), ";"), (b"id\tdate\n", "text",
                                                            ("id", "date"), "\t"),
    (b"one\n", "text", ("one",), ","), (b"\n\n a ,b\n", "text", (" a ", "b"), ","),
    (b"\xef\xbb\xbfid,date\n", "text", ("id", "date"), ","), (b"", "text", (), ","),
    (b'{"a": [{"b c": 1, "a": 2}]}', "json", ("a", "b c"), ""), (b"  [1]", "json", (), ""),
    (b"<kml><Doc/><Doc/></kml>", "xml", ("kml", "Doc"), ""), (b"ab\0c", "unknown", (), ""),
    (b"a" * 1023 + b"\0", "unknown", (), ""), (b"a" * 1024 + b"\0", "text", ("a" * 1024 + "\0",),
                                             ","),
    (b"PAR1 broken", "parquet", (), ""),
])
def test_container_columns_and_separator(content, kind, columns, separator):
    head = head_of(content, "folder/ev.x.csv")
    assert (head.kind, head.columns, head.separator) == (kind, columns, separator)
    assert head.stem == "ev"


def test_columns_of_parquet_and_names_in_any_case():
    head = head_of(as_parquet(pa.table({" Id ": ["a"], "DATE": ["b"]})), "t.parquet")
    assert (head.kind, head.columns) == ("parquet", (" Id ", "DATE"))
    assert head.names == {"id", "date"}
    assert head.has("date", "id")
    assert not head.has("id", "lat")


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def test_what_is_packed_is_unpacked_and_the_rest_stays():
    assert unpacked(b"plain", "t") == b"plain"
    assert unpacked(gzip.compress(b"packed"), "t") == b"packed"
    assert unpacked(zipped(("dir/", b""), ("a.csv", b"x"), ("read.me", b"y")), "t") == b"x"
    assert unpacked(zipped(("A.CSV", b"x")), "t") == b"x"
    workbook = zipped(("xl/workbook.xml", b"x"), ("a.csv", b""))
    assert unpacked(workbook, "t") is workbook


@pytest.mark.parametrize(("content", "said"), [
    (gzip.compress(b"packed" * 100, mtime=0)[:-9], "broken gzip"),
    (zipped(("a.csv", b"x"))[:20], "broken"),
    (zipped(("a.csv", b"x"), ("b.csv", b"y")), "holds 2 files of data; one is needed"),
    (zipped(("a.doc", b"x")), "holds 0 files of data"),
], ids=["gzip cut", "zip cut", "two tables", "no table"])
def test_what_cannot_be_unpacked_is_said(content, said):
    with pytest.raises(cm.EventsError, match=said):
        unpacked(content, "t")


def test_the_limits_of_unpacking(monkeypatch):
    big = gzip.compress(bytes(3_000_000))
    assert len(unpacked(gzip.compress(bytes(900_000)), "t")) == 900_000
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "unpacked_bytes=2999999,unpacked_ratio=100000")
    with pytest.raises(cm.EventsError, match=r"more than 2,999,999 bytes.*unpacked_bytes"):
        unpacked(big, "t")
    book = zipped(("xl/workbook.xml", bytes(3_000_000)))
    with pytest.raises(cm.EventsError, match=r"the workbook: .*more than 2,999,999 bytes"):
        unpacked(book, "t")
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "unpacked_bytes=3000000,unpacked_ratio=100000")
    assert len(unpacked(big, "t")) == 3_000_000
    assert unpacked(book, "t") is book


def test_the_ratio_of_pieces(monkeypatch):
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "unpacked_ratio=10")
    size = 10_000_000
    check_ratio(10 * size, size, "t")
    with pytest.raises(cm.EventsError, match=r"more than 100,000,000 bytes.*unpacked_ratio"):
        check_ratio(10 * size + 1, size, "t")
