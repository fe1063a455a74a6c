"""Further languages of a page: catalogues of words that an author writes, as TOML files."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import decoded, read_bytes
from conflictmap.formats.toml_tables import TomlTable
from conflictmap.model.errors import RecipeError
from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The languages that a page has without a file.
BUILT_IN = ("en", "hy", "az", "ru")
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACE = re.compile(r"\{\w+\}")
_MONTHS = 12

_HEAD = """\
# Words of the page in a further language. Fill in `lang` and `name`, take the '#' away from a line of
# words and translate it; what stands in braces stays. A line that is left out is shown in English.
# Name this file in a recipe: languages = ["{name}"], and lang = "…" to open in it.

lang = "de"                 # its code (BCP 47)
name = "Deutsch"            # as the choice of languages shows it
# months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
# thousands = "."           # between the thousands of a number
# decimal = ","

[words]
"""  # noqa: E501 - a line of the file


@dataclass(frozen=True, kw_only=True)
class Language:
    """A further language: its code, its name in itself, and its words by key.

    `months` are the twelve, or none; `marks` stand between thousands and before decimals.
    """

    code: str
    name: str
    words: Mapping[str, str]
    months: tuple[str, ...] = ()
    marks: tuple[str, str] = (",", ".")

    @property
    def entry(self) -> dict[str, Any]:
        """What the spec says of it; the words stand in a block of their own."""
        return {"code": self.code, "name": self.name, "months": list(self.months),
                "marks": list(self.marks)}

    @property
    def texts(self) -> list[str | None]:
        """The words in the order of the English ones; None where it is silent."""
        return [self.words.get(key) for key in english()]


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """Return the English words of the page by key."""
    found: dict[str, str] = json.loads(
        bundled("maps", "words.en.json").read_text(encoding="utf-8"))
    return found


def blank(name: str) -> str:
    """Return a catalogue with every word of the page in English, commented out."""
    lines = (f"# {json.dumps(key)} = {json.dumps(text, ensure_ascii=False)}"
             for key, text in english().items())
    return _HEAD.format(name=name) + "\n".join(lines) + "\n"


def languages_of(recipe: TomlTable) -> tuple[Language, ...]:
    """Return the further languages that a recipe names, by the files that it lists.

    Raises
    ------
    RecipeError
        When a file cannot be read, a language is there twice, or a word means nothing.
    """
    found: dict[str, Language] = {}
    for text in recipe.texts("languages", what="a file or a list of files"):
        one = read_language(recipe.path(text))
        if one.code in found:
            recipe.fail("languages", text, f"the language '{one.code}' is there already")
        found[one.code] = one
    return tuple(found.values())


def read_language(path: str | Path) -> Language:
    """Return the language of a TOML file."""
    name = str(path)
    content = read_bytes(path, error=RecipeError)
    try:
        raw = tomllib.loads(decoded(content, name, error=RecipeError))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        from conflictmap.pages.recipe_parts import broken_at

        raise RecipeError(f"{name}: broken TOML: {broken_at(content, error)}") from error
    table = TomlTable(raw, name)
    table.refuse_unknown(["lang", "name", "months", "thousands", "decimal", "words"])
    months = table.texts("months")
    if months and len(months) != _MONTHS:
        table.fail("months", "", f"{len(months)} months; there are {_MONTHS}")
    return Language(
        code=_code(table), name=table.text("name", needed=True), months=months,
        marks=(table.text("thousands") or ",", table.text("decimal") or "."),
        words=_words(table.table("words", list(english()))))


def _code(table: TomlTable) -> str:
    code = table.text("lang", needed=True)
    if not _CODE.fullmatch(code):
        table.fail("lang", code, "must be the code of a language, such as de or pt-BR")
    if code in BUILT_IN:
        table.fail("lang", code, f"is built in, as are {', '.join(BUILT_IN)}")
    return code


def _words(table: TomlTable) -> dict[str, str]:
    """Return the words, whose places in braces are those of the English ones."""
    found = {}
    for key in table.raw:
        text = table.text(key)
        for place in _PLACE.findall(text):
            if place not in english()[key]:
                table.fail(key, text, f"there is no {place} in English: '{english()[key]}'")
        found[key] = text
    return {key: text for key, text in found.items() if text}
