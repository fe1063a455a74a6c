"""Parts of an output beside it, with a manifest, so that a run that was cut short goes on."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from conflictmap.bulk.parquet_concat import put_together
from conflictmap.bulk.problem_log import KINDS, kind_of, line_of, read_back
from conflictmap.bulk.slabs import COUNTS
from conflictmap.bulk.tables import UNLIKE, schema
from conflictmap.formats.arrow_csv import csv_lines_of
from conflictmap.formats.csv_files import csv_text
from conflictmap.formats.files import replaced, write_whole
from conflictmap.joins.result import NUMBERS
from conflictmap.model.errors import OutputError
from conflictmap.model.events import Accounting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conflictmap.model.errors import Problem

_MANIFEST = "manifest.json"
_COPY = 1 << 20


@dataclass(kw_only=True)
class Parts:
    """The folder of parts of one output.

    `key` is all that the parts depend on: the input, the layers, the options. `plan` is what was
    taken for granted of the whole file; when it proves wrong, the parts are made again.
    """

    target: Path
    layers: int
    key: dict[str, Any]
    plan: dict[str, Any]
    done: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def thread(self) -> ThreadPoolExecutor:
        """The thread that writes."""
        return ThreadPoolExecutor(max_workers=1)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the thread behind."""
        return {name: value for name, value in self.__dict__.items() if name != "thread"}

    @property
    def folder(self) -> Path:
        """The folder, beside the output."""
        return self.target.with_name(f".{self.target.name[:100]}.parts")

    @property
    def columns(self) -> list[str]:
        """The names of the output's columns."""
        return list(schema(self.plan["credit"], self.plan["kept"]).names)

    def begin(self) -> None:
        """Take over the parts of a run with the same key, or start with an empty folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            found = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            found = {}
        except (OSError, ValueError) as reason:
            if not self.folder.is_dir():
                raise OutputError(f"{self.target}: cannot be written: {reason}.") from reason
            found = {}
        if isinstance(found, dict) and found.get("key") == json.loads(json.dumps(self.key)):
            self.plan, self.done = found["plan"], found["parts"]
        else:
            self.restart(self.plan)

    def restart(self, plan: dict[str, Any]) -> None:
        """Throw the parts away and begin again with another plan."""
        self.done, self.plan = [], plan
        for entry in self.folder.iterdir():
            with contextlib.suppress(OSError):
                entry.unlink()
        self._save()

    def _save(self) -> None:
        text = json.dumps({"key": self.key, "plan": self.plan, "parts": self.done})
        write_whole(self.folder / _MANIFEST, text.encode())

    def file(self, number: int, what: object) -> Path:
        """Return the path of one file of a part."""
        return self.folder / f"part-{number:06d}-{what}"

    def writer(self, number: int | None = None, *, aside: bool = True) -> PartWriter:
        """Return a writer of one part, by default of the next; ASIDE is in a thread of its own."""
        return PartWriter(self, len(self.done) if number is None else number, aside=aside)

    def finish(self, entry: dict[str, Any]) -> None:
        """Note that a part is whole."""
        self.done.append(entry)
        self._save()

    def accounting(self) -> Accounting:
        """Return where the rows of all parts went."""
        return sum((Accounting(**part["accounting"]) for part in self.done), Accounting())

    def count(self, name: str) -> int:
        """Return a number over all parts."""
        return sum(int(part[name]) for part in self.done)

    def counts(self) -> dict[str, int]:
        """Return what slabs count, over all parts."""
        return {**{name: self.count(name) for name in COUNTS},
                "set_aside": self.accounting().set_aside}

    def assemble(self) -> None:
        """Write the output from its parts: layer by layer, each in the order of the file."""
        files = [
            self.file(number, layer) for layer in range(self.layers)
            for number in range(len(self.done))
        ]
        with replaced(self.target) as out:
            if self.target.suffix.lower() == ".csv":
                out.write(csv_text({name: [] for name in self.columns}))
                for file in files:
                    with file.open("rb") as stream:
                        shutil.copyfileobj(stream, out, _COPY)
            else:
                put_together(files, out)

    def problems(self) -> Iterator[Problem]:
        """Yield the problems of all parts: first of cells and rows, then of exchanged numbers."""
        for what in KINDS:
            for number in range(len(self.done)):
                with self.file(number, what).open(encoding="utf-8") as stream:
                    yield from read_back(stream)

    def remove(self) -> None:
        """Remove the folder: the output is whole."""
        shutil.rmtree(self.folder, ignore_errors=True)


class PartWriter:
    """Writes one part: a file for each layer, and the problems of its rows."""

    def __init__(self, parts: Parts, number: int, *, aside: bool) -> None:
        self.parts, self.number, self.aside = parts, number, aside
        self.rows = self.written = 0
        self.counts = dict.fromkeys(COUNTS, 0)
        self.accounting = Accounting()
        self._tag = uuid.uuid4().hex[:8]
        self._tables: list[Any] = [None] * parts.layers
        self._writing: Future[None] | None = None
        self._problems = {what: io.StringIO() for what in KINDS}

    def add(self, slab: Any, tables: Sequence[Any]) -> None:
        """Write the rows of a slab: a table for each layer."""
        self.rows += len(slab)
        self.accounting += slab.accounting
        for name in COUNTS:
            self.counts[name] += getattr(slab, name)
        for problem in slab.problems:
            self._problems[kind_of(problem)].write(line_of(problem))
        self.written += sum(map(len, tables))
        self._wait()
        if self.aside:  # the next slab is read and joined while this one is written
            self._writing = self.parts.thread.submit(self._write, tables)
        else:
            self._write(tables)

    def _write(self, tables: Sequence[Any]) -> None:
        for layer, table in enumerate(tables):
            if self._tables[layer] is None:
                self._tables[layer] = self._open(layer)
            self._tables[layer].write(table)

    def _wait(self) -> None:
        """Wait until the slab before is written; its error, if there was one, is raised here."""
        if self._writing is not None:
            self._writing.result()

    def _path(self, layer: int) -> Path:
        # Two workers may make one part: each writes files of its own, and the last one stands.
        return self.parts.file(self.number, f"{layer}-{self._tag}")

    def _open(self, layer: int) -> Any:
        path = self._path(layer)
        return _CsvFile(path) if self.parts.target.suffix.lower() == ".csv" else _ParquetFile(path)

    def abandon(self) -> None:
        """Close the files of a part that will not be finished."""
        with contextlib.suppress(Exception):
            self._wait()
        for table in self._tables:
            if table is not None:
                with contextlib.suppress(Exception):
                    table.close()

    def close(self, **more: Any) -> dict[str, Any]:
        """Finish the part, and return what the manifest says of it, MORE included."""
        self._wait()
        for layer, table in enumerate(self._tables):
            table.close()
            self._path(layer).replace(self.parts.file(self.number, layer))
        self._tables = []
        for what, text in self._problems.items():
            write_whole(self.parts.file(self.number, what), text.getvalue().encode())
        return {"number": self.number, "rows": self.rows, "written": self.written,
                "accounting": asdict(self.accounting), **self.counts, **more}


class _CsvFile:
    def __init__(self, path: Path) -> None:
        self.stream = path.open("wb")

    def write(self, table: Any) -> None:
        columns = [column.combine_chunks() for column in table.columns]
        self.stream.write(csv_lines_of(columns))

    def close(self) -> None:
        _synced(self.stream)


class _ParquetFile:
    def __init__(self, path: Path) -> None:
        self.stream = path.open("wb")
        self.writer: Any = None

    def write(self, table: Any) -> None:
        import pyarrow.parquet as pq

        if self.writer is None:
            repeated = [name for name in table.column_names if name not in UNLIKE]
            numbers = [name for name in table.column_names if name in NUMBERS]
            # Without Arrow's own schema in the file, a reader gives texts as texts. The least and
            # greatest of texts cost more than all the rest, and say nothing of rows in any order.
            self.writer = pq.ParquetWriter(
                self.stream, table.schema, compression="zstd", use_dictionary=repeated,
                write_statistics=numbers, data_page_version="2.0", store_schema=False)
        self.writer.write_table(table)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        _synced(self.stream)


def _synced(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
