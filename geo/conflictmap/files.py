"""Reading and writing files: every byte that enters or leaves passes here."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from conflictmap.errors import ConflictMapError, OutputError

#: Largest file that is read, in bytes.
MAX_BYTES = 200_000_000
#: Deepest nesting of a JSON file.
MAX_NESTING = 64


def read_bytes(path: str | Path, *, error: type[ConflictMapError]) -> bytes:
    """Return the content of a regular file of at most `MAX_BYTES`; raise ERROR otherwise."""
    text = str(path)
    if "://" in text or text.startswith("/vsi"):
        raise error(f"{text}: only files on this machine are read. Download it first.")
    file = Path(path)
    if not file.exists():
        raise error(f"{text}: there is no such file. Check the name and the folder.")
    if not file.is_file():
        raise error(f"{text}: this is not a regular file.")
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise error(f"{text}: {size:,} bytes; the limit is {MAX_BYTES:,}. Split the file.")
    try:
        return file.read_bytes()
    except OSError as reason:
        raise error(f"{text}: cannot be read: {reason.strerror}.") from reason


def decoded(content: bytes, name: str, *, error: type[ConflictMapError]) -> str:
    """Return UTF-8 text (a byte-order mark is allowed); raise ERROR naming the first bad byte."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content.count(b"\n", 0, reason.start) + 1
        raise error(
            f"{name}:{line}: byte {reason.start} is not UTF-8. Save the file as UTF-8."
        ) from reason


def parsed_json(content: bytes, name: str, *, error: type[ConflictMapError]) -> Any:
    """Return the JSON value of a file; raise ERROR with line and column when it is broken."""

    def refuse(constant: str) -> NoReturn:
        raise error(f"{name}: {constant} is not a JSON number. Leave the value out.")

    text = decoded(content, name, error=error)
    try:
        value = json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as reason:
        raise error(
            f"{name}:{reason.lineno}: column {reason.colno}: broken JSON: {reason.msg}."
            " Is the file complete?"
        ) from reason
    except RecursionError as reason:
        raise error(f"{name}: nested deeper than {MAX_NESTING} levels.") from reason
    if _depth_over(value, MAX_NESTING):
        raise error(f"{name}: nested deeper than {MAX_NESTING} levels.")
    return value


def _depth_over(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it, then one rename.

    Raises
    ------
    OutputError
        When the file cannot be written; an older file of that name is then untouched.
    """
    target = Path(path)
    scratch: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        scratch = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        scratch.chmod(0o666 & ~_umask())
        scratch.replace(target)
        _sync_folder(target.parent)
    except OSError as reason:
        if scratch is not None:
            with contextlib.suppress(OSError):
                scratch.unlink(missing_ok=True)
        raise OutputError(f"{target}: cannot be written: {reason.strerror}.") from reason


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
