"""Fuzzing that knows the structure of what it changes: tables by rows and columns, GeoPackages by
their tables, pages by the values of their data. What a change breaks is refused in words."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from mutate import TOKENS

import conflictmap as cm
from conflictmap.bulk import pieces
from conflictmap.bulk.join_file import join_file
from conflictmap.joins.write import write_joined
from conflictmap.model.errors import printable
from conflictmap.model.layer import areas_of
from conflictmap.pages.read_page import read_page
from table_corpus import cases
from toyfiles import LAYERS
from toys import events as toy_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

WORDS = [token.decode("utf-8", "replace").replace("\0", "") for token in TOKENS] + [
    "", " ", "Datum", "Breite", "Länge", "Tote", "date", "longitude", "13/4/2022", "3. März 2021",
    "ca. 50", "1.234,5", "39,75", "39°45'N", "N/A", "Summe", "'=1", "2022-09-13T10:00Z", "٤٥"]


def refused(error: cm.ConflictMapError) -> None:
    """Check that an error is a line."""
    assert printable(str(error)).isprintable()


def table(folder: Path, chance: Random) -> str:
    """Change a table of the corpus; read in pieces it is what it is when it is read whole."""
    case = chance.choice(CASES)
    rows = list(csv.reader(io.StringIO(case.text), delimiter=case.separator))
    for _ in range(chance.randint(0, 5)):
        _change_rows(rows, chance)
    separator = chance.choice([case.separator, case.separator, ",", ";", "\t"])
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=chance.choice(["\n", "\r\n"])).writerows(
        rows[:1] + rows[1:] * chance.randint(1, 4))
    path = folder / "t.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    try:
        events = cm.read_events(path, areas=areas_of(LAYERS))
    except cm.EventsError as error:
        refused(error)
        with suppress(cm.EventsError):
            join_file(path, LAYERS, folder / "p.csv")
        return "refused"
    if not pieces.open_input(path).is_lenient:
        return "read"
    try:
        done = join_file(path, LAYERS, folder / "p.csv", keep="all")
    except cm.EventsError as error:
        refused(error)
        return "not in pieces"
    whole = write_joined(cm.join(events, LAYERS), events, folder / "w.csv", keep="all")
    assert done.accounting == events.accounting
    assert done.path.read_bytes() == whole.read_bytes()
    assert done.reading == events.reading
    return "in pieces"


def _change_rows(rows: list[list[str]], chance: Random) -> None:
    """Change a cell, a column or a row."""
    row = chance.randrange(len(rows))
    column = chance.randrange(max(1, len(rows[row])))
    match chance.randrange(7):
        case 0 | 1:
            rows[row][column:column + 1] = [chance.choice(WORDS)]
        case 2:
            rows[0][column:column + 1] = [chance.choice(WORDS)]
        case 3:
            rows.insert(row, [chance.choice(WORDS)] * chance.randint(0, 4))
        case 4 if len(rows) > 2:
            del rows[row]
        case 5:
            for one in rows:
                one[column:column + 1] = []
        case _:
            for one in rows:
                one.insert(column, chance.choice(WORDS))


def _map() -> cm.Page:
    rows = ({"x": i % 5, "y": i % 3, "date": f"2020-10-{1 + i:02}", "type": "battle",
             "title": f"No. {i}", "fatalities_best": i} for i in range(20))
    return cm.build(toy_events(rows), layers=list(LAYERS))


def package(folder: Path, chance: Random) -> str:
    """Change a GeoPackage by SQL and by bytes; it is read as events and as a layer, or refused."""
    path = folder / "t.gpkg"
    if not (folder / "seed.gpkg").exists():
        cm.save(_map(), folder / "seed.gpkg")
    path.write_bytes((folder / "seed.gpkg").read_bytes())
    with closing(sqlite3.connect(path)) as base:
        for _ in range(chance.randint(0, 4)):
            with suppress(sqlite3.Error):
                base.execute(_statement(base, chance), _values(chance))
                base.commit()
    if chance.random() < 0.3:
        content = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[:len(content) if chance.random() < 0.7 else 30_000])
    kinds = []
    for read in (cm.read_events, cm.read_layer):
        try:
            found = read(path)
        except cm.ConflictMapError as error:
            refused(error)
            kinds.append("refused")
            continue
        kinds.append("read")
        if isinstance(found, cm.Events):
            a = found.accounting
            assert a.read == a.placed + a.unplaced + a.undated + a.set_aside
            assert len(found) == a.read - a.set_aside
    return " ".join(kinds)


def _values(chance: Random) -> dict[str, Any]:
    word = chance.choice([*WORDS, None, 7, -1.5, b"GP\x00\x01", 2**63 - 1])
    return {"word": word, "row": chance.randint(0, 12)}


def _statement(base: sqlite3.Connection, chance: Random) -> str:
    """Return a statement that changes some table."""
    names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
             if not n.startswith(("sqlite_", "rtree_"))]
    name = chance.choice([*names, "events", "gpkg_contents", "gpkg_geometry_columns"])
    columns = [row[1] for row in base.execute(f'PRAGMA table_info("{name}")')] or ["x"]
    column = chance.choice(columns)
    made = chance.choice([
        'UPDATE "{0}" SET "{1}" = :word WHERE rowid % 12 = :row', 'UPDATE "{0}" SET "{1}" = :word',
        'DELETE FROM "{0}" WHERE rowid > :row', 'ALTER TABLE "{0}" RENAME COLUMN "{1}" TO "n{2}"',
        'ALTER TABLE "{0}" DROP COLUMN "{1}"', 'DROP TABLE "{0}"',
        'CREATE TABLE "t{2}" AS SELECT * FROM "{0}"'])
    return made.format(name, column, chance.randrange(3))


_SPEC = re.compile(r'(id="conflictmap-spec">)(.*?)(</script>)', re.S)


def page(folder: Path, chance: Random) -> str:
    """Change values in the data of a page; it is read, or refused in words."""
    if not (folder / "seed.html").exists():
        _map().save(folder / "seed.html")
    text = (folder / "seed.html").read_text("utf-8")
    spec = json.loads(_SPEC.search(text)[2])
    for _ in range(chance.randint(1, 4)):
        _change_value(spec, chance)
    made = json.dumps(spec).replace("<", "\\u003c")
    path = folder / "t.html"
    path.write_text(_SPEC.sub(lambda m: m[1] + made + m[3], text, count=1), "utf-8")
    try:
        read_page(path)
    except cm.ConflictMapError as error:
        refused(error)
        return "refused"
    return "read"


def _change_value(value: Any, chance: Random) -> None:
    """Replace or remove one value somewhere below."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(value[key], (dict, list)) and chance.random() < 0.8:
            value = value[key]
            continue
        if chance.random() < 0.3:
            del value[key]
        else:
            value[key] = chance.choice([*WORDS, None, 7, -1.5, [], {}, True, [None], 1e308])
        return


CASES = cases()
STRUCTURED: dict[str, Callable[[Path, Random], str]] = {
    "table": table, "package": package, "page": page}
