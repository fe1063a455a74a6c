"""Fetching public data sets on demand, through pooch; nothing else here uses the network.

A file is kept only when its SHA-256 is the expected one. A download that breaks off is taken up
again where it stopped, if the server allows that. Building a map never comes here.
"""

from __future__ import annotations

import http.client
import re
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflictmap.io.datasets import DATASETS, DataFile, DataSet
from conflictmap.model.errors import FetchError, nearest, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CHUNK = 1 << 16
_TIMEOUT_S = 60.0
#: Fewer bytes than this in each such time are as good as none.
_SLOWEST = 10_000
#: Largest file that is taken, in bytes.
MAX_BYTES = 1_000_000_000
_PARTIAL, _PAST_THE_END = 206, 416


def data_set(name: str) -> DataSet:
    """Return the entry of a data set.

    Raises
    ------
    FetchError
        When there is none of that name.
    """
    if name not in DATASETS:
        raise FetchError(
            f"no data set '{name}'.{nearest(name, DATASETS)} Known: {', '.join(DATASETS)}."
        )
    return DATASETS[name]


def terms(name: str) -> str:
    """Return title, licence, citation and caveat of a data set, one line each."""
    entry = data_set(name)
    said = [entry.title, f"licence: {entry.licence}", f"cite: {entry.cite}", entry.note]
    return "\n".join(filter(None, said))


def fetch(
    name: str, *, folder: str | Path | None = None, release: str | None = None,
    sha256: str | None = None, mirror: str | None = None,
) -> tuple[Path, ...]:
    """Return the files of a public data set, downloaded unless they are there already.

    Parameters
    ----------
    name
        `ucdp-ged`, `crisisgroup-nk`, `natural-earth` or `geoboundaries-aze`.
    folder
        Where to keep the files; by default the user's cache folder.
    release
        A release that the entry names; by default the newest.
    sha256
        The expected SHA-256, for a file whose hash is not yet known here.
    mirror
        An address below which copies of the files lie under their names here; hashes hold too.

    Raises
    ------
    FetchError
        When the entry or release is not known, no hash is known or given, pooch is not installed,
        the server does not answer, or a file is not the expected one; such a file is not kept.
    """
    entry = data_set(name)
    files = entry.releases.get(release or next(iter(entry.releases)))
    if files is None:
        raise FetchError(f"{name}: no release '{release}'. Known: {', '.join(entry.releases)}.")
    expected = [(file, _expected(name, file, files, sha256)) for file in files]
    pooch = _pooch()
    target = Path(folder) if folder is not None else Path(pooch.os_cache("conflictmap")) / name
    return tuple(_kept(pooch, file, known, target, mirror) for file, known in expected)


def fetch_pinned(url: str, path: str | Path, sha256: str) -> Path:
    """Return the path of a file with a known SHA-256, downloaded unless it is there already.

    Raises
    ------
    FetchError
        As `fetch` does.
    """
    target, known = Path(path), _checked_hash(sha256)
    return _kept(_pooch(), DataFile(name=target.name, url=url), known, target.parent, None)


def fetch_latest(url: str) -> bytes:
    """Return what stands at an address now, whole.

    Raises
    ------
    FetchError
        When it is no address of the web, does not answer, breaks off or is too large.
    """
    _check_web(url)
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - http(s)
            total = answer.length
            content = b"".join(_chunks(answer, MAX_BYTES))
            _check_whole(len(content), total)
    except _TooLarge as error:
        raise FetchError(f"{url}: more than {MAX_BYTES:,} bytes. Look at the address.") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FetchError(f"{url}: {_reason(error)}. Run the command again.") from error
    return content


def _check_web(url: str) -> None:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise FetchError(f"{url}: not an http or https address.")


def _reason(error: Exception) -> str:
    """Return why a download failed, in one line: a server may have said it."""
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return printable(" ".join(str(reason).split()))


def _expected(
    name: str, file: DataFile, files: tuple[DataFile, ...], given: str | None
) -> str:
    """Return the hash that a file must have."""
    wanted = _checked_hash(given)
    if file.sha256 is None and not wanted:
        raise FetchError(
            f"{name}: {file.name}: hash not yet known. Get the SHA-256 of {file.url} from someone"
            " you trust and give it with --sha256."
        )
    if wanted and len(files) > 1:
        raise FetchError(f"{name}: several files, each with its own hash. Leave --sha256 out.")
    if file.sha256 is not None and wanted not in {"", file.sha256}:
        raise FetchError(f"{name}: {file.name}: its SHA-256 is {file.sha256}. Leave --sha256 out.")
    return file.sha256 or wanted


def _checked_hash(given: str | None) -> str:
    """Return a hash in lower case; empty when none is given."""
    wanted = (given or "").lower()
    if given is not None and not _SHA256.fullmatch(wanted):
        raise FetchError(f"--sha256: '{given}': not 64 hexadecimal digits.")
    return wanted


def _pooch() -> Any:
    try:
        import pooch
    except ImportError as error:
        raise FetchError(
            "fetching needs the package pooch. Run: pip install 'conflictmap[fetch]'"
        ) from error
    pooch.get_logger().setLevel("ERROR")
    return pooch


def _kept(pooch: Any, file: DataFile, known: str, target: Path, mirror: str | None) -> Path:
    """Return the path of one file, once it is there with the expected hash."""
    url = f"{mirror.rstrip('/')}/{file.name}" if mirror else file.url
    _check_web(url)
    path = target / file.name
    try:
        return Path(pooch.retrieve(
            url, known_hash=f"sha256:{known}", fname=path.name, path=path.parent,
            downloader=_Resuming(path.with_name(f"{path.name}.part")),
        ))
    except ValueError as error:  # pooch says so when the hash is another one
        raise FetchError(
            f"{url}: not the expected file: its SHA-256 is not {known}. It was not kept; it may"
            " have been changed or cut off. Try again, or look at the address."
        ) from error
    except _TooLarge as error:
        raise FetchError(
            f"{url}: more than {MAX_BYTES:,} bytes. It was not kept; look at the address."
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(
            f"{url}: {_reason(error)}. Run the command again: it goes on where it stopped."
        ) from error


class _Resuming:
    """A downloader for pooch that goes on with what an earlier run has left behind."""

    def __init__(self, part: Path) -> None:
        self.part = part

    def __call__(self, url: str, output_file: str, _: Any) -> None:
        """Download an address into a file, by way of a part that outlives a broken download."""
        have = self.part.stat().st_size if self.part.exists() else 0
        request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 - http(s) was checked
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
                self._write(answer, have if answer.status == _PARTIAL else 0)
        except _TooLarge:
            self.part.unlink(missing_ok=True)
            raise
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != _PAST_THE_END:
                raise
        shutil.move(self.part, output_file)

    def _write(self, answer: Any, have: int) -> None:
        """Write an answer behind what is there; one that is shorter than its server said fails."""
        total = answer.length
        with self.part.open("ab" if have else "wb") as stream:
            written = sum(stream.write(chunk) for chunk in _chunks(answer, MAX_BYTES - have))
        _check_whole(written, total)


class _TooLarge(Exception):  # noqa: N818 - never leaves this module
    """A server gives more than is taken."""


def _check_whole(written: int, total: int | None) -> None:
    """Refuse an answer that is shorter than its server said."""
    if total is not None and written < total:
        raise OSError(f"the connection broke off after {written:,} of {total:,} bytes")


def _chunks(answer: Any, room: int) -> Iterator[bytes]:
    """Yield the body of an answer as it comes, up to the limit, while it comes fast enough."""
    size, came, last = 0, 0, time.monotonic()
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        came += len(chunk)
        if size > room:
            raise _TooLarge
        yield chunk
        if time.monotonic() - last > _TIMEOUT_S:
            if came < _SLOWEST:
                raise OSError(f"only {came:,} bytes came in {_TIMEOUT_S:g} s")
            came, last = 0, time.monotonic()
