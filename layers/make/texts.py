"""The texts of the built-in data that a page shows, and their translations in `layers/texts`.

    python -m make texts          rows that a language lacks, and rows whose English text is gone
    python -m make texts FOLDER   take up FOLDER/<language>.txt: a line is a number and a text, and
                                  the numbers are those of FOLDER/en.txt, which is written first

Run in `layers`. A row is found by its English text: when that changes, the row is stale and is
dropped here, and the text stands in English until it has been translated anew.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYERS = Path(__file__).parents[1]
LANGUAGES = ("hy", "az", "ru")
COLUMNS = ("id", "field", "english", "text", "checked_by_native_reader")
#: Where a text stands (id, field), and the text.
Wanted = tuple[str, str, str]


def wanted() -> list[Wanted]:
    """Return the texts that are to be translated, each English text once."""
    found: dict[str, Wanted] = {}
    for row in (*_recipe(), *_stories(), *_layers(), *_events(), *_statements(),
                *_claims()):
        found.setdefault(row[2], row)
    found.pop("", None)
    return list(found.values())


def _recipe() -> Iterator[Wanted]:
    recipe = tomllib.loads((LAYERS.parent / "maps/karabakh.toml").read_text(encoding="utf-8"))
    yield "karabakh", "title", recipe["title"]
    yield "karabakh", "subtitle", recipe["subtitle"]
    for note in recipe["notes"]:
        yield "karabakh", "notes", note
    for band in recipe["bands"]:
        yield "karabakh", "bands", band["label"]


def _stories() -> Iterator[Wanted]:
    for path in sorted((LAYERS.parent / "maps/stories").glob("*.toml")):
        story = tomllib.loads(path.read_text(encoding="utf-8"))
        yield path.stem, "title", story["title"]
        for number, step in enumerate(story["steps"], 1):
            yield f"{path.stem}/{number}", "title", step["title"]
            yield f"{path.stem}/{number}", "text", step["text"]


def _layers() -> Iterator[Wanted]:
    for path in sorted(LAYERS.glob("*/*.geojson")):
        collection = json.loads(path.read_text(encoding="utf-8"))
        layer = collection.get("layer", {})
        for field in ("title", "viewpoint", "note"):
            yield path.stem, field, layer.get(field) or ""
        if path.stem.startswith("ucdp"):
            continue  # data of others, in the words of others
        for feature in collection["features"]:
            yield from _feature(path.stem, feature["properties"])
    relief = json.loads((LAYERS / "context/relief.json").read_text(encoding="utf-8"))
    for field in ("title", "viewpoint", "note"):
        yield "relief", field, relief.get(field) or relief.get("layer", {}).get(field) or ""


def _feature(layer: str, properties: dict[str, Any]) -> Iterator[Wanted]:
    name = properties.get("name") or ""
    both = properties.get("name_hy") and properties.get("name_az") and "(" in name
    if both or not any(properties.get(key) for key in ("name_hy", "name_ru", "country")):
        yield layer, "name", name  # of two peoples: both forms in letters that the reader reads
    if properties.get("control") or properties.get("status") or layer not in _PLAIN:
        yield layer, "basis", properties.get("basis") or ""


#: Layers below the others, which nothing asks who says so.
_PLAIN = {"countries", "lakes", "provinces", "rivers", "sea", "settlements", "state-borders",
          "world-borders", "world-ocean"}


def _events() -> Iterator[Wanted]:
    rows = _rows("events.csv")
    settled = json.loads((LAYERS / "context/settlements.geojson").read_text(encoding="utf-8"))
    named = {f["properties"]["name"] for f in settled["features"]}  # in all languages there
    for field in ("title", "place", "actor1", "actor2", "notes"):
        for row in rows:
            for text in row[field].split("; ") if field.startswith("actor") else [row[field]]:
                if not (field == "place" and text in named):
                    yield row["id"], field, text


def _statements() -> Iterator[Wanted]:
    for row in _rows("statements.csv"):
        yield row["code"], "text", row["text"]
        yield row["code"], "known", row["known"]


def _claims() -> Iterator[Wanted]:
    for row in _rows("claims.csv"):
        yield row["event_id"], "statement", row["statement"]


def _rows(name: str) -> list[dict[str, str]]:
    with (LAYERS / "events" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known(lang: str) -> dict[str, dict[str, str]]:
    """Return the rows of a language by their English text."""
    path = LAYERS / "texts" / f"{lang}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["english"]: row for row in csv.DictReader(file)}


def write(lang: str, texts: dict[str, str]) -> None:
    """Write the rows of a language: those that are there, with TEXTS by English text over them."""
    rows = known(lang)
    with (LAYERS / "texts" / f"{lang}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        for key, field, english in wanted():
            row = rows.get(english, {})
            text = texts.get(english) or row.get("text", "")
            same = text == row.get("text")
            if text:
                checked = row["checked_by_native_reader"] if same else "no"
                out.writerow(dict(zip(COLUMNS, (key, field, english, text, checked), strict=True)))


def taken_up(folder: Path, lang: str) -> dict[str, str]:
    """Return the texts of a file of numbered lines, by the English text of the same number."""
    def lines(name: str) -> dict[str, str]:
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        return dict(line.split(" ", 1) for line in text.splitlines() if line.strip())

    english = lines("en")
    return {english[number]: text.strip() for number, text in lines(lang).items()}


def main(folder: str | None = None) -> None:
    """List what is missing or stale; with a FOLDER, take up what stands in it."""
    if folder and not (Path(folder) / "en.txt").exists():
        text = "".join(f"{i} {english}\n" for i, (*_, english) in enumerate(wanted()))
        (Path(folder) / "en.txt").write_text(text, encoding="utf-8")
        return
    for lang in LANGUAGES:
        if folder:
            write(lang, taken_up(Path(folder), lang))
        rows, asked = known(lang), {english for *_, english in wanted()}
        print(f"{lang}: {len(rows)} of {len(asked)} texts;"
              f" stale: {[english for english in rows if english not in asked]}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
