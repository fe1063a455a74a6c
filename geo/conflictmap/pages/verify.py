"""Verifying a page: read its inputs again, build it again, compare every byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import read_bytes
from conflictmap.io.read_events import ATLAS
from conflictmap.model.errors import PageError, printable
from conflictmap.pages.build import build
from conflictmap.pages.read_page import read_page
from conflictmap.pages.reading import options_of
from conflictmap.pages.recipe import Recipe, ReliefUse, read_recipe
from conflictmap.pages.spec import generator
from conflictmap.places.layer_files import RELIEF
from conflictmap.places.layer_files import layers as built_in_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many files are looked at below the folder of the inputs.
_MOST_FILES = 100_000


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a page is what its inputs make: its SHA-256, theirs, and what is said of each."""

    same: bool
    page_sha256: str
    built_sha256: str
    lines: tuple[str, ...]


def verify(path: str | Path, *, inputs: str | Path | None = None) -> Verdict:
    """Return whether a page is built again, byte for byte, from the inputs that it names.

    Parameters
    ----------
    path
        The page.
    inputs
        The folder that holds the inputs, at any depth; by default that of the page.

    Raises
    ------
    PageError
        When the page does not name its inputs, another version built it, or an input is missing.
    """
    content = read_bytes(path, error=PageError)
    spec = read_page(path).spec
    origin = _origin(spec, str(path))
    folder = _Inputs(Path(path).parent if inputs is None else Path(inputs), str(path))
    known = {(i["name"], i["sha256"]) for i in spec["inputs"]}
    events = [folder.events(entry, known) for entry in origin["events"]]
    layers = [folder.layer(entry) for entry in origin["layers"] if entry["from"] == "given"]
    page = build(events, recipe=folder.recipe(origin, events), layers=layers,
                 aggregate=origin["aggregate"], encoding=origin["encoding"],
                 sheet=origin.get("sheet", ""), options=origin.get("options"),
                 reading=folder.reading(origin))
    built = hashlib.sha256(page.html.encode()).hexdigest()
    found = hashlib.sha256(content).hexdigest()
    lines = [*folder.lines, *_changed(origin, page.spec["provenance"]),
             *_added(spec["inputs"], page.spec["inputs"])]
    return Verdict(same=built == found, page_sha256=found, built_sha256=built, lines=tuple(lines))


def _origin(spec: dict[str, Any], path: str) -> dict[str, Any]:
    origin = spec.get("provenance")
    if not isinstance(origin, dict):
        raise PageError(f"{path}: the page does not say how it was made. Build it again.")
    if spec.get("generator") != generator():
        raise PageError(
            f"{path}: built by {spec.get('generator')}, and this is {generator()}. Verify it with"
            " the same version."
        )
    if origin["by_program"]:
        raise PageError(
            f"{path}: built by a program from data in memory, not from files alone. Run the"
            " program again and compare."
        )
    return origin


def _changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return a line for each built-in layer that is not what the page was made with."""
    before = {layer["id"]: layer["sha256"] for layer in old["layers"]}
    after = {layer["id"]: layer["sha256"] for layer in new["layers"]}
    return [f"layer {name}: another file now" for name in before
            if before[name] != after.get(name)]


def _added(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[str]:
    """Return a line for each file that is read now and was not for the page, such as a mapping."""
    before = {entry["name"] for entry in old}
    return [f"input {entry['name']}: the page was made without it. Move it away to compare."
            for entry in new if entry["name"] not in before]


class _Inputs:
    """The folder in which inputs are looked for, by name first and then by hash."""

    def __init__(self, folder: Path, page: str) -> None:
        if not folder.is_dir():
            raise PageError(f"{folder}: there is no such folder. Where are the inputs?")
        self.folder, self.page = folder, page
        self.lines: list[str] = []
        self._files: dict[str, list[Path]] = {}
        for number, file in enumerate(sorted(folder.rglob("*"))):
            if number > _MOST_FILES:
                raise PageError(f"{folder}: too many files to look through. Name a smaller folder.")
            self._files.setdefault(printable(file.name), []).append(file)

    def events(self, entry: dict[str, Any], known: set[tuple[str, str]]) -> str:
        """Return the path of one set of events, each of its files compared."""
        name, files = entry["name"], entry["files"]
        if name == ATLAS and len(files) > 1:
            return ATLAS
        first = self._find(files[0], _hashes(known, files[0]))
        for other in files[1:]:
            beside = first.parent / other
            if not beside.is_file():
                raise PageError(f"{self.page}: {other} is missing beside {first}.")
            self._compare(beside, _hashes(known, other))
        return str(first if name == files[0] else first.parent)

    def reading(self, origin: dict[str, Any]) -> dict[str, Any] | None:
        """Return how files were read, the gazetteer being one that was found."""
        return options_of(origin["reading"], self._find) if "reading" in origin else None

    def layer(self, entry: dict[str, Any]) -> str:
        """Return the path, or the built-in id, of a layer that was given."""
        if entry["name"] in built_in_layers():
            return str(entry["name"])
        return str(self._find(entry["name"], {entry["sha256"]}))

    def recipe(self, origin: dict[str, Any], events: Sequence[str]) -> Recipe | None:
        """Return the recipe, its paths being those of the inputs that were found."""
        entry = origin["recipe"]
        if entry is None:
            return None
        if entry["built_in"]:
            return read_recipe(entry["name"].removesuffix(".toml"))
        recipe = read_recipe(self._find(entry["name"], {entry["sha256"]}))
        files = {layer["name"]: layer["sha256"] for layer in origin["layers"]
                 if layer["from"] == "file"}
        uses = tuple(
            replace(use, path=str(self._find(Path(use.path).name, {files[Path(use.path).name]})))
            if Path(use.path).name in files else use for use in recipe.layers
        )
        own = replace(recipe.events, path=tuple(events) if recipe.events.path else ())
        return replace(recipe, layers=uses, relief=self._relief(recipe, origin), events=own)

    def _relief(self, recipe: Recipe, origin: dict[str, Any]) -> ReliefUse | None:
        """Return the shaded ground of a recipe; an author's own is looked for."""
        use = recipe.relief
        if use is None or use.path == RELIEF:
            return use
        return replace(use, path=str(
            self._find(Path(use.path).name, {origin["relief"]["sha256"]})))

    def _find(self, name: str, hashes: set[str]) -> Path:
        found = [file for file in self._files.get(name, []) if file.is_file()]
        if not found:
            raise PageError(
                f"{self.page}: its input '{name}' is not below {self.folder}. Name the folder with"
                " --inputs."
            )
        same = [file for file in found if _sha256(file) in hashes]
        chosen = (same or found)[0]
        self._compare(chosen, hashes)
        return chosen

    def _compare(self, file: Path, hashes: set[str]) -> None:
        said = "same" if _sha256(file) in hashes else "another file now"
        self.lines.append(f"input {printable(file.name)}: {said}")


def _hashes(known: set[tuple[str, str]], name: str) -> set[str]:
    """Return the hashes of the inputs of that name."""
    return {sha for n, sha in known if n == name}


def _sha256(file: Path) -> str:
    return hashlib.sha256(read_bytes(file, error=PageError)).hexdigest()
