"""Text files that are read as streams: plain, packed or in any encoding; what they are, before."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

from conflictmap.formats.archives import check_ratio
from conflictmap.formats.encodings import encoding_of_stream, said_of, word_beyond_ascii
from conflictmap.formats.files import line_breaks, unknown_encoding
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictmap.model.errors import Problem

GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@contextmanager
def text_stream(path: Path, *, packed: bool, encoding: str = "") -> Iterator[IO[bytes]]:
    """Open a text, plain or packed, as UTF-8; ENCODING is that of a text which is not.

    A broken pack, or one that grows too much, is refused.
    """
    try:
        with path.open("rb") as plain:
            stream: Any = _Unpacked(gzip.open(plain), path) if packed else plain  # noqa: SIM115
            yield cast("IO[bytes]", _Recoded(stream, encoding, str(path)) if encoding else stream)
    except (OSError, EOFError, zlib.error) as error:
        raise EventsError(f"{path}: cannot be read: {error}. Is the file complete?") from error


class _Unpacked:
    """A packed text, whose size is compared with that of its pack as it is read."""

    def __init__(self, stream: Any, path: Path) -> None:
        self._stream, self._name, self._packed = stream, str(path), path.stat().st_size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        found: bytes = self._stream.read(size)
        check_ratio(self._stream.tell(), self._packed, self._name)
        return found

    def seek(self, at: int) -> int:
        """Go to a byte of the text."""
        return int(self._stream.seek(at))


def encoding_found(
    path: Path, name: str, *, packed: bool
) -> tuple[str, tuple[Problem, ...]]:
    """Return the encoding of a text by its letters, and what is said of it; nothing for UTF-8.

    Nothing, too, of a text in no encoding that is known: whoever reads it says where.
    """
    with text_stream(path, packed=packed) as stream:
        encoding = encoding_of_stream(stream)
        if encoding in {"", "utf-8"}:
            return "", ()
        stream.seek(0)
        number = next((at for at, line in _lines(stream) if not line.isascii()), 1)
    with text_stream(path, packed=packed, encoding=encoding) as stream:
        texts = (line.decode() for _, line in _lines(stream) if not line.isascii())
        word = next(filter(None, map(word_beyond_ascii, texts)), "")
    return encoding, (said_of(name, encoding, word, number),)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a text with their numbers."""
    rest, number = b"", 0
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).splitlines(keepends=True)
        yield from enumerate(whole, start=number + 1)
        number += len(whole)
    yield number + 1, rest


class _Recoded:
    """A text in another encoding as UTF-8; its bytes are counted as those of UTF-8."""

    def __init__(self, stream: Any, encoding: str, name: str) -> None:
        self._stream, self._encoding, self._name = stream, encoding, name
        try:
            b"a".decode(encoding)
        except LookupError as reason:
            raise EventsError(f"{name}: {unknown_encoding(encoding)}") from reason
        except UnicodeError:  # two bytes make a letter
            pass
        self._begin()

    def _begin(self) -> None:
        self._decoder = codecs.getincrementaldecoder(self._encoding)()
        self._rest, self._read, self._lines, self._is_done = b"", 0, 0, False
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        parts, found = [self._rest], len(self._rest)
        while not self._is_done and (size < 0 or found < size):
            parts.append(self._more())
            found += len(parts[-1])
        whole = b"".join(parts)
        cut = len(whole) if size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]

    def _more(self) -> bytes:
        chunk = self._stream.read(_CHUNK)
        self._is_done = not chunk
        try:
            text = self._decoder.decode(chunk, not chunk)
        except UnicodeError as reason:
            raise self._refused(reason, chunk) from reason
        self._read += len(chunk)
        # A CR LF may lie in two chunks.
        self._lines += line_breaks(self._last + chunk) - line_breaks(self._last)
        self._last = chunk[-1:]
        return text.encode()

    def _refused(self, reason: UnicodeError, chunk: bytes) -> EventsError:
        """Return an error that names the first bad byte."""
        kept = getattr(reason, "object", chunk)
        at = self._read - (len(kept) - len(chunk)) + getattr(reason, "start", 0)
        line = self._lines + line_breaks(chunk[:max(0, at - self._read)]) + 1
        return EventsError(f"{self._name}:{line}: byte {at} is not {self._encoding}."
                           " Is it another encoding?")

    def seek(self, at: int) -> int:
        """Go to a byte of the text, from its beginning."""
        self._stream.seek(0)
        self._begin()
        left = at
        while left and (gone := len(self.read(min(left, _CHUNK)))):
            left -= gone
        return at - left


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The hash of a file, and whether all of it is UTF-8 without a zero byte."""

    sha256: str
    bytes: int
    is_text: bool


def checked(path: Path, *, packed: bool) -> Checked:
    """Return what one pass over a file says of it; of a packed one only its hash."""
    digest, decoder, size, fine = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0, True
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            fine = fine and (packed or (chunk.find(b"\0") < 0 and _decodes(decoder, chunk)))
    return Checked(sha256=digest.hexdigest(), bytes=size,
                   is_text=fine and _decodes(decoder, b"", final=True))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
