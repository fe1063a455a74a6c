"""Where the files of a recipe come from: its table `sources`, as `update` fetches them."""

from __future__ import annotations

import time
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.formats.files import decoded, read_bytes, write_whole
from conflictmap.formats.toml_tables import TomlTable
from conflictmap.io.fetch import fetch, fetch_latest, fetch_pinned
from conflictmap.model.errors import FetchError, RecipeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file to fetch: a data set that is known here, or an address and the file it becomes.

    With `sha256` only that file is taken, and it is not fetched again once it is there; without it
    an address is asked each time.
    """

    dataset: str = ""
    release: str = ""
    url: str = ""
    to: str = ""
    sha256: str = ""


def sources_of(recipe: str | Path) -> list[Source]:
    """Return the sources that a recipe names; none where it names none.

    Raises
    ------
    RecipeError
        When the file is no TOML, or a source has neither data set nor address, or both.
    """
    text = decoded(read_bytes(recipe, error=RecipeError), str(recipe), error=RecipeError)
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecipeError(f"{recipe}: broken TOML: {error}") from error
    table = TomlTable(raw, str(recipe), "", Path(recipe).parent)
    return [_source(one) for one in table.tables("sources", [f.name for f in fields(Source)])]


def _source(table: TomlTable) -> Source:
    said = {f.name: table.text(f.name) for f in fields(Source)}
    if bool(said["dataset"]) == bool(said["url"]):
        table.fail("url", said["url"], "a source has either a url or a dataset")
    if said["url"]:
        said["to"] = table.path(table.text("to", needed=True))
    return Source(**said)


@contextmanager
def fetched(sources: Sequence[Source], folder: Path) -> Iterator[list[str]]:
    """Fetch sources, and give a line on each file that is another one now.

    Files of an address without a hash are put back as they were when the block fails: what came
    may be no table at all.

    Raises
    ------
    FetchError
        When something cannot be fetched; then no file without a hash has been changed.
    """
    latest = {Path(one.to): fetch_latest(one.url) for one in sources if not _is_pinned(one)}
    lines = [line for one in filter(_is_pinned, sources) for line in _kept(one, folder)]
    changed = {path: content for path, content in latest.items() if content != _content(path)}
    with _in_place(changed):
        yield [*lines, *(f"fetched: {path.name}" for path in changed)]


def _content(path: Path) -> bytes | None:
    return read_bytes(path, error=FetchError) if path.is_file() else None


@contextmanager
def _in_place(changed: Mapping[Path, bytes]) -> Iterator[None]:
    """Write files, and put back those that were there when the block fails."""
    before = {path: _content(path) for path in changed}
    try:
        for path, content in changed.items():
            write_whole(path, content)
        yield
    except BaseException:
        for path, old in before.items():
            _put_back(path, old)
        raise


def _is_pinned(source: Source) -> bool:
    """Return whether the hash of what comes is known."""
    return bool(source.dataset or source.sha256)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, content)


def _kept(source: Source, folder: Path) -> list[str]:
    """Fetch files with known hashes unless they are there, and return a line on each new one."""
    start = time.time_ns()
    if source.url:
        paths: Sequence[Path] = [fetch_pinned(source.url, source.to, source.sha256)]
    else:
        paths = fetch(source.dataset, folder=folder, release=source.release or None,
                      sha256=source.sha256 or None)
    return [f"fetched: {path.name}" for path in paths if path.stat().st_mtime_ns >= start]
