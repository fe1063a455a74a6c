"""Commands that are killed while they write, and whether what they left is whole."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import resource
import sqlite3
import sys
import time
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection
    from pathlib import Path

OLD = b"the old file\n"
ROWS = "id,date,type,lat,lon,title,fatalities_best\n" + "".join(
    f"e{i},2022-09-{i % 28 + 1:02d},battle,39.{i:03d},46.{i:03d},event {i},{i % 5}\n"
    for i in range(200))
LAYER = ("--layer", "countries")
#: Each command, what it is given beside the table, and the endings that it writes.
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "build": ((), ("html", "gpkg")),
    "convert": ((), ("csv", "geojson", "parquet", "gpkg", "xlsx")),
    "join": (LAYER, ("csv", "geojson", "parquet", "gpkg")),
    "count": ((*LAYER, "--by", "area,month"), ("csv", "xlsx")),
    "diff": (("later.csv",), ("csv", "json", "geojson")),
    "figure": (("--width", "6", "--dpi", "72"), ("svg", "png", "pdf")),
    "report": ((), ("docx", "pdf")),
}
OUTPUTS = [(verb, ending) for verb, (_, endings) in COMMANDS.items() for ending in endings]
#: Loaded once; each run is a copy of the process that has them.
LOADED = ("conflictmap.cli", "killed", "geopandas", "pyogrio", "openpyxl", "docx", "matplotlib",
          *(f"conflictmap.commands.{verb}" for verb in COMMANDS))


def run(folder: str, words: list[str], *, most: int = 0, said: Connection | None = None) -> None:
    """Run a command in a folder, in a process of its own whose files may grow to so many bytes."""
    from conflictmap.cli import main

    os.chdir(folder)
    told = said.fileno() if said else os.open(os.devnull, os.O_WRONLY)
    sys.stdout = sys.stderr = open(told, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.argv = ["conflictmap", *words]
    main()


def tables(folder: Path) -> None:
    """Write the tables that the commands read."""
    (folder / "e.csv").write_text(ROWS, encoding="utf-8")
    (folder / "later.csv").write_text(ROWS.replace("2022-09", "2022-08"), encoding="utf-8")


@dataclass
class Kills:
    """How often a command was killed, when, and what it left."""

    runs: int = 0
    begun: int = 0
    new: int = 0
    torn: list[str] = field(default_factory=list)


class Killer:
    """Starts commands and kills them at random moments, most while they write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(list(LOADED))
        tables(folder)

    def started(self, verb: str, ending: str, **options: Any) -> multiprocessing.Process:
        words = [verb, "e.csv", *COMMANDS[verb][0], "-o", f"out.{ending}"]
        process = self.processes.Process(
            target=run, args=(str(self.folder), words), kwargs=options)
        process.start()
        return process

    def seconds(self, verb: str, ending: str) -> float:
        """Return how long a run takes that nobody kills."""
        began, process = time.monotonic(), self.started(verb, ending)
        process.join(120)
        assert process.exitcode == 0, (verb, ending)
        assert not fault(self.folder / f"out.{ending}"), (verb, ending)
        return time.monotonic() - began

    def limited(self, verb: str, ending: str, *, most: int) -> tuple[int | None, str]:
        """Return how a run ends whose files may not grow beyond so many bytes, and what it says."""
        heard, said = self.processes.Pipe(duplex=False)  # a file could grow no further, too
        process = self.started(verb, ending, most=most, said=said)
        process.join(120)
        said.close()
        with heard:
            return process.exitcode, os.read(heard.fileno(), 1 << 16).decode()

    def kill(self, verb: str, ending: str, seeds: Iterable[int]) -> Kills:
        """Kill runs that replace an old file; say what was neither that nor whole."""
        found, target = Kills(), self.folder / f"out.{ending}"
        lasts = self.seconds(verb, ending)
        for seed in seeds:
            target.write_bytes(OLD)
            before, chance = set(self.folder.iterdir()), random.Random(seed)
            process = self.started(verb, ending)
            wait = chance.random() * lasts
            if chance.random() < 0.7:
                found.begun += self._writes(process, before, 10 * lasts + 5)
                wait = chance.random() * 0.02
            time.sleep(wait)
            process.kill()
            process.join()
            process.close()
            found.runs += 1
            found.new += target.read_bytes() != OLD
            if target.read_bytes() != OLD and (said := fault(target)):
                found.torn.append(f"{verb} {target.name} {seed}: {said}")
            found.torn += [f"{verb} {path.name} {seed}: {said}" for path in self._beside(target)
                           if (said := fault(path))]
        return found

    def _writes(self, process: multiprocessing.Process, before: set[Path], most: float) -> bool:
        """Wait until the command has begun to write, or has ended."""
        last = time.monotonic() + most
        while process.is_alive() and time.monotonic() < last:
            with contextlib.suppress(OSError):
                if set(self.folder.iterdir()) - before:
                    return True
            time.sleep(0.0005)
        return False

    def _beside(self, target: Path) -> list[Path]:
        """Return what a command has left under a name that a reader may open."""
        known = {"e.csv", "later.csv", target.name}
        return [path for path in self.folder.iterdir()
                if path.name not in known and not path.name.startswith(".") and path.is_file()
                and path.read_bytes() != OLD]


def fault(path: Path) -> str:
    """Return what is wrong with a file, empty where it is whole."""
    try:
        return "" if CHECKS[path.suffix](path) else "not whole"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _csv(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    return text.endswith("\n") and len({line.count(",") for line in lines[:1] + lines[-1:]}) == 1


def _gpkg(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as base:
        sound = base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [name for (name,) in base.execute("SELECT table_name FROM gpkg_contents")]
        return sound and bool(names) and all(
            base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)  # noqa: S608


def _picture(path: Path) -> bool:
    Image.open(path).load()
    return True


def _zip(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None and bool(archive.namelist())


CHECKS = {
    ".html": lambda path: path.read_bytes().endswith(b"</html>\n"),
    ".csv": _csv, ".gpkg": _gpkg, ".png": _picture, ".xlsx": _zip, ".docx": _zip, ".qgz": _zip,
    ".json": lambda path: json.loads(path.read_bytes()) is not None,
    ".geojson": lambda path: json.loads(path.read_bytes())["type"] == "FeatureCollection",
    ".parquet": lambda path: pq.read_table(path).num_rows > 0,
    ".svg": lambda path: ET.parse(path).getroot() is not None,  # noqa: S314
    ".pdf": lambda path: path.read_bytes().rstrip().endswith(b"%%EOF"),
}
