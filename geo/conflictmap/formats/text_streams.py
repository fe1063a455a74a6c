"""Text files that are read as streams, plain or packed, and what must be known of them before."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

from conflictmap.formats.archives import check_ratio
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@contextmanager
def text_stream(path: Path, *, packed: bool) -> Iterator[IO[bytes]]:
    """Open a text, plain or packed; a broken pack, or one that grows too much, is refused."""
    try:
        if not packed:
            with path.open("rb") as plain:
                yield plain
            return
        with gzip.open(path) as stream:
            yield cast("IO[bytes]", _Unpacked(stream, path))
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
