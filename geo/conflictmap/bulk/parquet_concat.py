"""Parquet files put one after the other without decoding them: only their footers are rewritten.

A Parquet file is a mark, pages, and a footer that says where the pages lie. To join files of one
schema, the pages are copied as they are, and one footer is written in which every place is moved.
The footer is a struct in the compact form of Thrift; here it is a list of (field, type, value).
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from conflictmap.model.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    _Field = tuple[int, int, Any]

_MARK = b"PAR1"
_TAIL = 8
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_INTEGERS = frozenset({4, 5, 6})
#: Fields of the footer: of the file, of a row group, of a column, and of its pages.
_ROWS, _GROUPS = 3, 4
_COLUMNS, _GROUP_AT, _ORDINAL = 1, 5, 7
_COLUMN_AT, _PAGES = 2, 3
_PAGES_AT = frozenset({9, 10, 11})
_COPY = 1 << 22


def put_together(parts: Sequence[Path], out: IO[bytes]) -> int:
    """Write Parquet files of one schema as one file, row groups in order, and return its rows.

    Parameters
    ----------
    parts
        Files that one program has written with one schema, without indexes of pages.
    out
        Where the file goes.

    Raises
    ------
    OutputError
        When a part is broken.
    """
    whole: list[_Field] = []
    groups: list[Any] = []
    rows = 0
    out.write(_MARK)
    at = len(_MARK)
    for part in parts:
        footer, size = _footer(part)
        moved = at - len(_MARK)
        for group in _value(footer, _GROUPS)[1]:
            groups.append(_moved_group(group, moved, len(groups)))
        rows += _value(footer, _ROWS)
        whole = whole or footer
        with part.open("rb") as stream:
            stream.seek(len(_MARK))
            _copy(stream, out, size)
        at += size
    fields = {_ROWS: rows, _GROUPS: (_STRUCT, groups)}
    text = bytearray()
    _put_struct(text, [(field, kind, fields.get(field, value)) for field, kind, value in whole])
    out.write(bytes(text) + len(text).to_bytes(4, "little") + _MARK)
    return rows


def _footer(part: Path) -> tuple[list[_Field], int]:
    """Return the footer of a file, and how many bytes of pages lie before it."""
    with part.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read(_TAIL)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MARK or length > size - _TAIL - len(_MARK):
            raise OutputError(f"{part}: a part that is not whole. Delete it and run again.")
        stream.seek(size - _TAIL - length)
        return _Reader(stream.read(length)).struct(), size - _TAIL - length - len(_MARK)


def _copy(stream: IO[bytes], out: IO[bytes], size: int) -> None:
    while size:
        found = stream.read(min(size, _COPY))
        if not found:
            raise OutputError("a part grew shorter while it was read. Run again.")
        out.write(found)
        size -= len(found)


def _value(fields: list[_Field], wanted: int) -> Any:
    return next(value for field, _, value in fields if field == wanted)


def _moved_group(group: list[_Field], by: int, ordinal: int) -> list[_Field]:
    """Return a row group whose pages lie so many bytes further on."""
    found = []
    for field, kind, value in group:
        if field == _COLUMNS:
            found.append((field, kind, (value[0], [_moved_column(c, by) for c in value[1]])))
        elif field == _GROUP_AT:
            found.append((field, kind, value + by if value else value))
        elif field != _ORDINAL:
            found.append((field, kind, value))
    # A group's number is 16 bits wide; of more groups than that none has one.
    return found if ordinal >= 1 << 15 else [*found, (_ORDINAL, 4, ordinal)]


def _moved_column(column: list[_Field], by: int) -> list[_Field]:
    found = []
    for field, kind, value in column:
        if field == _COLUMN_AT and value:
            found.append((field, kind, value + by))
        elif field == _PAGES:
            found.append((field, kind, [
                (f, k, v + by if f in _PAGES_AT else v) for f, k, v in value]))
        else:
            found.append((field, kind, value))
    return found


class _Reader:
    """A struct in the compact form of Thrift, read from bytes."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def struct(self) -> list[_Field]:
        """Return the fields of a struct."""
        fields: list[_Field] = []
        last = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            last = last + step if step else self._integer()
            fields.append((last, kind, self._read(kind)))
        return fields

    def _byte(self) -> int:
        self.at += 1
        return self.content[self.at - 1]

    def _number(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the last byte of a number
                return found
            shift += 7

    def _integer(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)

    def _bytes(self, size: int) -> bytes:
        self.at += size
        return self.content[self.at - size : self.at]

    def _read(self, kind: int) -> Any:
        if kind in {_TRUE, _FALSE}:
            return None
        if kind in _INTEGERS:
            return self._integer()
        if kind in {_BYTE, _DOUBLE}:
            return self._bytes(1 if kind == _BYTE else 8)
        if kind == _BINARY:
            return self._bytes(self._number())
        if kind == _STRUCT:
            return self.struct()
        if kind in {_LIST, _SET}:
            return self._list()
        raise OutputError(f"a Parquet footer with a value of type {kind}, which is not known here.")

    def _list(self) -> tuple[int, list[Any]]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._number()  # noqa: PLR2004 - the long form
        kind = head & 15
        # A truth value in a list is a byte of its own.
        return kind, [
            self._bytes(1) if kind in {_TRUE, _FALSE} else self._read(kind) for _ in range(size)
        ]


def _put_number(out: bytearray, number: int) -> None:
    while number > 127:  # noqa: PLR2004 - seven bits to a byte
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _put_integer(out: bytearray, value: int) -> None:
    _put_number(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _put_struct(out: bytearray, fields: list[_Field]) -> None:
    last = 0
    for field, kind, value in fields:
        if 0 < field - last < 16:  # noqa: PLR2004 - the short form
            out.append((field - last) << 4 | kind)
        else:
            out.append(kind)
            _put_integer(out, field)
        last = field
        _put(out, kind, value)
    out.append(0)


def _put(out: bytearray, kind: int, value: Any) -> None:
    if value is None:
        return
    if kind in _INTEGERS:
        _put_integer(out, value)
    elif kind == _STRUCT:
        _put_struct(out, value)
    elif kind in {_LIST, _SET}:
        _put_list(out, *value)
    else:
        if kind == _BINARY:
            _put_number(out, len(value))
        out += value


def _put_list(out: bytearray, inner: int, values: Any) -> None:
    short = len(values) < 15  # noqa: PLR2004 - the long form
    out.append((len(values) if short else 15) << 4 | inner)
    if not short:
        _put_number(out, len(values))
    for item in values:
        _put(out, inner, item)
