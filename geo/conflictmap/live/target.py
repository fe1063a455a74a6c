"""What a live map is made of: a recipe, tables, or what a folder holds now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.formats.containers import containers
from conflictmap.formats.files import is_folder
from conflictmap.model.errors import ConflictMapError, PageError, printable
from conflictmap.model.problem_kinds import summed
from conflictmap.pages.build import build
from conflictmap.pages.checked import checked, is_layer
from conflictmap.pages.recipe import read_recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.pages.page import Page

_RECIPE = ".toml"
#: What a map may be made of besides tables: recipes, mappings, stories, words, logos, shapes.
_ASIDE = {_RECIPE, ".png", ".jpg", ".jpeg", ".webp", ".shx", ".dbf", ".prj", ".cpg"}
#: What our own commands leave beside tables.
_OURS = (".rejects.csv", ".mends.csv")
#: Tables of a data package, which is read as one.
_PACKAGE = ("datapackage.json", "events.csv")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The files of a map: tables of events, a recipe, layers; and the folders that they lie in."""

    events: tuple[str, ...] = ()
    recipe: str | None = None
    layers: tuple[str, ...] = ()

    def built(self) -> Page:
        """Return the map.

        Raises
        ------
        ConflictMapError
            When a file cannot be read at all.
        """
        return build(list(self.events) or None, recipe=self.recipe, layers=self.layers)

    def findings(self, *, first: int = 200) -> list[str]:
        """Return what `check` finds in the files, a line each."""
        names = [*self.events, *self.layers, *_named_by(self.recipe)]
        found = checked([n for n in names if Path(n).exists()], {}, strict=False, today=None)
        return [printable(line) for line in summed(found.problems, first=first)]


def parts_of(names: Sequence[str], *, layers: Sequence[str] = ()) -> Parts:
    """Return what a map is made of: the files named, or what a folder holds now.

    Parameters
    ----------
    names
        Tables; or one recipe (TOML); or one folder: its recipe, if it has one, else all its tables
        and layers.
    layers
        Further layers: files, or ids of built-in ones.

    Raises
    ------
    PageError
        When a recipe or folder does not come alone, or a folder holds no map, or more than one.
    """
    alone = [n for n in names if n.endswith(_RECIPE) or is_folder(Path(n))]
    if alone and len(names) > 1:
        raise PageError(f"{printable(alone[0])}: a folder or recipe is a map of its own. Give it"
                        " alone.")
    if not alone:
        return Parts(events=tuple(names), layers=tuple(layers))
    found = (Parts(recipe=names[0]) if names[0].endswith(_RECIPE)
             else _of_folder(Path(names[0])))
    return Parts(events=found.events, recipe=found.recipe, layers=(*found.layers, *layers))


def _of_folder(folder: Path) -> Parts:
    """Return the map in a folder: its recipe, its data package, or its tables and layers."""
    files = [file for file in _files(folder) if not file.name.endswith(_OURS)]
    recipes = list(map(str, filter(_is_recipe, files)))
    if len(recipes) > 1:
        raise PageError(f"{folder}: several recipes: {', '.join(map(printable, recipes))}. Name"
                        " one.")
    return Parts(recipe=recipes[0]) if recipes else _of_data(folder, filter(_is_data, files))


def _of_data(folder: Path, files: Iterable[Path]) -> Parts:
    """Return a map of all tables and layers in a folder; tables of a data package are one."""
    data = list(map(str, files))
    if not data:
        raise PageError(f"{folder}: no table, layer or recipe in it. Put one there.")
    own = tuple(filter(is_layer, data))
    is_package = any((folder / name).is_file() for name in _PACKAGE)
    tables = [str(folder)] if is_package else [name for name in data if name not in own]
    return Parts(events=tuple(tables), layers=own)


def _is_recipe(file: Path) -> bool:
    """Return whether a file is a recipe, not a mapping (`a.csv.toml`), story or list of words."""
    if file.suffix != _RECIPE or _is_data(file.with_suffix("")):
        return False
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return True
    other = ("[words]", "[[steps]]", "[columns]")
    return not any(line.strip() in other for line in content.splitlines())


def _is_data(file: Path) -> bool:
    """Return whether a file is a table or layer by its name; `.txt` may be anything."""
    inner = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    ending = inner.suffix.lower()
    return ending != ".txt" and any(ending in kind.ENDINGS for kind in containers().values())


def _files(folder: Path) -> list[Path]:
    """Return the files that a map may be made of, by name."""
    return sorted(file for file in folder.iterdir()
                  if not file.name.startswith((".", "~")) and file.is_file()
                  and (file.suffix.lower() in _ASIDE or _is_data(file)))


def _named_by(recipe: str | None) -> list[str]:
    """Return a recipe and the files that it names."""
    if recipe is None:
        return []
    read = read_recipe(recipe)
    uses = [use.path for use in read.layers]
    return [recipe, *read.events.path, *(path for path in uses if Path(path).suffix)]


def folders_of(parts: Parts) -> tuple[Path, ...]:
    """Return the folders that hold the files of a map: their changes concern it.

    A recipe that is broken names no files; its own folder counts.
    """
    names = [*parts.events, *(name for name in parts.layers if Path(name).suffix)]
    if parts.recipe is not None:
        names.append(parts.recipe)
        with suppress(ConflictMapError):
            names += _named_by(parts.recipe)
    paths = [Path(name).absolute() for name in names]
    return tuple(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


def stamp(folders: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """Return of each file in folders when it was last changed, in ns, and its bytes.

    A folder or file that is gone meanwhile has no stamp.
    """
    found = {}
    for folder in folders:
        with suppress(OSError):
            for file in _files(folder):
                state = file.stat()
                found[str(file)] = (state.st_mtime_ns, state.st_size)
    return found
