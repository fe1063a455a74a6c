"""How the files of a page were read: said by the page, so that it can be made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import read_bytes
from conflictmap.model.errors import EventsError, printable
from conflictmap.model.provenance import provenance_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conflictmap.io.meaning.plan import Plan

#: Options of `read_events` that a page says; `write_mapping` changes nothing that is read.
_SAID = ("strict", "points_as_given", "columns", "gazetteer")
_REPEATED = frozenset({*_SAID, "ask", "write_mapping"})


class Reading:
    """Options of `read_events`, and what a user answered while files were read."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)
        self.answers: list[dict[str, str]] = []

    @property
    def options(self) -> dict[str, Any]:
        """The options, with a question whose answers are kept."""
        return {**self.given, "ask": self._asked} if self.given.get("ask") else self.given

    @property
    def is_repeatable(self) -> bool:
        """Whether a page can say all of it."""
        return self.given.keys() <= _REPEATED

    def entry(self) -> dict[str, Any]:
        """Return what a page says; nothing where files were read as they are without options."""
        found = {name: self.given[name] for name in _SAID if self.given.get(name)}
        if "gazetteer" in found:
            found["gazetteer"] = _file_entry(str(found["gazetteer"]))
        if any(self.answers):
            found["answers"] = self.answers
        return {"reading": found} if found else {}

    def _asked(self, plan: Plan) -> Mapping[str, str]:
        said = dict(self.given["ask"](plan))
        self.answers.append(said)
        return said


def _file_entry(path: str) -> dict[str, str]:
    content = read_bytes(path, error=EventsError)
    origin = provenance_of(Path(path).name, content, rows=0)
    return {"name": printable(origin.name), "sha256": origin.sha256}


def options_of(
    entry: Mapping[str, Any], find: Callable[[str, set[str]], Path]
) -> dict[str, Any]:
    """Return the options that a page says; FIND returns the path of a file by name and hashes."""
    found = {name: entry[name] for name in _SAID if name in entry}
    if "columns" in found:
        found["columns"] = {meaning: tuple(column) if isinstance(column, list) else column
                            for meaning, column in found["columns"].items()}
    if "gazetteer" in found:
        file = found["gazetteer"]
        found["gazetteer"] = str(find(file["name"], {file["sha256"]}))
    if "answers" in entry:
        found["ask"] = _answering(iter(entry["answers"]))
    return found


def _answering(answers: Iterator[dict[str, str]]) -> Callable[[Plan], Mapping[str, str]]:
    """Return a question that is answered as it was, table by table."""
    return lambda _: next(answers, {})
