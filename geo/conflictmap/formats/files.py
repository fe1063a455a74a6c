"""Reading and writing files: every byte that enters or leaves passes here."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from conflictmap.formats.strict_json import loads, structure
from conflictmap.model.errors import ConflictMapError, OutputError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The path that means standard input.
STANDARD_INPUT = "-"
#: Deepest nesting of a file of markup; of JSON see `limits`.
MAX_NESTING = 64
#: Bytes at the beginning of a text that is not UTF-8.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32 (little-endian)"), (b"\x00\x00\xfe\xff", "UTF-32 (big-endian)"),
    (b"\xff\xfe", "UTF-16 (little-endian)"), (b"\xfe\xff", "UTF-16 (big-endian)"),
)
_BREAKS = re.compile(rb"\r\n|\r|\n")
#: An older scratch file than this, in seconds, belongs to a run that was killed.
_STALE_S = 3600


def read_bytes(path: str | Path, *, error: type[ConflictMapError]) -> bytes:
    """Return the content of a regular file within the limits; raise ERROR otherwise."""
    if str(path) == STANDARD_INPUT:
        return _from_standard_input(error)
    _check_file(path, error)
    try:
        return Path(path).read_bytes()
    except OSError as reason:
        raise error(f"{path}: cannot be read: {_why(reason)}. Check its rights.") from reason


def _check_file(path: str | Path, error: type[ConflictMapError]) -> None:
    """Raise ERROR when a path is no regular file within the limits."""
    text, file = str(path), Path(path)
    if "://" in text or text.startswith("/vsi"):
        raise error(f"{text}: only files on this machine are read. Download it first.")
    try:
        if not file.exists():
            raise error(f"{text}: there is no such file. Check the name and the folder.")
        if not file.is_file():
            raise error(f"{text}: this is not a regular file. Give a file, not a folder or device.")
        size = file.stat().st_size
    except (OSError, ValueError) as reason:
        raise error(f"{text}: cannot be read: {_why(reason)}. Check the name.") from reason
    if size > limits().file_bytes:
        raise error(f"{text}: {beyond('file_bytes', f'{size:,} bytes')}")


def _from_standard_input(error: type[ConflictMapError]) -> bytes:
    """Return what is piped in, within the limits."""
    content = sys.stdin.buffer.read(limits().file_bytes + 1)
    if len(content) > limits().file_bytes:
        raise error(f"standard input: {beyond('file_bytes')}")
    return content


def _why(reason: Exception) -> str:
    return getattr(reason, "strerror", None) or str(reason)


def _instead(reason: Exception) -> str:
    """Return what to do when a file cannot be written."""
    code = getattr(reason, "errno", None)
    if code in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "Make room, or name another folder."
    if code in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "Mend the rights of the folder, or name another one."
    return "Name another file or folder."


def check_text(content: bytes, name: str, *, error: type[ConflictMapError]) -> None:
    """Raise ERROR when a text names itself UTF-16 or UTF-32, or holds a zero byte."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            raise error(f"{name}: the text is {encoding}, not UTF-8. Save the file as UTF-8.")
    at = content.find(b"\0")
    if at >= 0:
        # Every second byte of Latin text in UTF-16 is zero.
        wide = content.count(b"\0", 0, 1000) * 3 > len(content[:1000])
        said = "it may be UTF-16; save it as UTF-8." if wide else "is this a text file?"
        raise error(f"{name}:{line_at(content, at)}: a zero byte at {at}: {said}")


def recoded(
    content: bytes, encoding: str, name: str, *, error: type[ConflictMapError]
) -> bytes:
    """Return a text in a named encoding as UTF-8; raise ERROR naming the first bad byte."""
    try:
        return content.decode(encoding).encode()
    except LookupError as reason:
        raise error(f"{name}: {unknown_encoding(encoding)}") from reason
    except (UnicodeError, ValueError) as reason:
        at = getattr(reason, "start", 0)
        raise error(
            f"{name}:{line_at(content, at)}: byte {at} is not {encoding}. Is it another encoding?"
        ) from reason


def unknown_encoding(encoding: str) -> str:
    """Return what is said of an encoding that there is not."""
    return f"no encoding is called '{encoding}'. Write cp1251, say."


def line_breaks(content: bytes) -> int:
    """Return how many lines end in a text: with LF, CR or CR LF."""
    return len(_BREAKS.findall(content))


def line_at(content: bytes, at: int) -> int:
    """Return the line, from 1, on which a byte stands; lines end in LF, CR or CR LF."""
    return len(_BREAKS.findall(content, 0, at)) + 1


def decoded(content: bytes, name: str, *, error: type[ConflictMapError]) -> str:
    """Return UTF-8 text (a byte-order mark is allowed); raise ERROR naming the first bad byte."""
    check_text(content, name, error=error)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        at = reason.start + (len(content) - len(reason.object))  # without the byte-order mark
        raise error(
            f"{name}:{line_at(content, at)}: byte {at} is not UTF-8. Save the file as UTF-8,"
            " or name its encoding."
        ) from reason


def is_utf8(content: bytes) -> bool:
    """Return whether a text is sound UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def parsed_json(
    content: bytes, name: str, *, error: type[ConflictMapError], numerals: bool = False,
    halves: bool = False,
) -> Any:
    """Return the JSON value of a file; raise ERROR with line and column when it is broken.

    NUMERALS and HALVES are those of `jsontext.loads`.
    """

    def fail(said: str) -> NoReturn:
        raise error(f"{name}: {said}")

    text = decoded(content, name, error=error)
    depth, opened = structure(content)
    if depth > limits().nesting:
        fail(f"nested {beyond('nesting', f'deeper than {limits().nesting} levels')}")
    if opened > 2 * limits().vertices + 4 * limits().rows:
        fail(beyond("vertices", f"{opened:,} lists and objects"))
    try:
        return loads(text, fail, numerals=numerals, halves=halves)
    except json.JSONDecodeError as reason:
        raise error(
            f"{name}:{reason.lineno}: column {reason.colno}: broken JSON: {reason.msg}."
            " Is the file complete?"
        ) from reason
    except RecursionError as reason:  # a quote that never ends hides the depth
        raise error(f"{name}: broken JSON: nested too deeply. Is the file complete?") from reason


def is_folder(path: str | Path) -> bool:
    """Return whether a path is a folder; one that no file can have is none."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: str | Path) -> bool:
    """Return whether a path is a regular file; one that no file can have is none."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def same_file(one: str | Path, other: str | Path) -> bool:
    """Return whether two paths are one file that exists."""
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it, then one rename.

    Raises
    ------
    OutputError
        When the file cannot be written; an older file of that name is then untouched.
    """
    with replaced(path) as stream:
        stream.write(content)


@contextlib.contextmanager
def replaced(path: str | Path) -> Iterator[IO[bytes]]:
    """Give a stream to write a file with; it takes its name when the block ends without an error.

    Raises
    ------
    OutputError
        When the file cannot be written; an older file of that name is then untouched.
    """
    target = Path(path)
    scratch: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        start = f".{target.name[:100]}."
        _sweep(target.parent, start)
        handle, name = tempfile.mkstemp(prefix=start, suffix=".part", dir=target.parent)
        scratch = Path(name)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        scratch.chmod(_mode(target))
        scratch.replace(target)
        scratch = None
        _sync_folder(target.parent)
    except (OSError, ValueError) as reason:
        raise OutputError(f"{target}: cannot be written: {_why(reason)}. {_instead(reason)}") from (
            reason)
    finally:
        if scratch is not None:
            with contextlib.suppress(OSError):
                scratch.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """Return the rights of the file that is replaced, or those of a new one."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sweep(folder: Path, start: str) -> None:
    """Remove the scratch files that killed runs left for one target."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(start) and entry.name.endswith(".part"):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _STALE_S:
                        Path(entry.path).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_free(*paths: Path) -> None:
    """Raise OutputError when one of the paths is there already."""
    for path in paths:
        if path.exists():
            raise OutputError(f"{path}: is there already. Move it, or name another folder.")


def check_output(
    path: str | Path, endings: tuple[str, ...], *, other: Mapping[str, str] | None = None
) -> None:
    """Raise OutputError when the path does not end in one of ENDINGS.

    OTHER says for further endings what writes them.
    """
    ending = Path(path).suffix.lower()
    if ending not in endings:
        said = f" {(other or {})[ending]}." if ending in (other or {}) else ""
        raise OutputError(f"{path}: unknown ending. Use {', '.join(endings)}.{said}")
