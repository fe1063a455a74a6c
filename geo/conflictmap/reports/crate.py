"""A map as a research object (RO-Crate 1.1), in words that archives read.

The page, the files that it was made of, and of each its SHA-256 and licence.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from conflictmap.formats.files import is_file, is_folder, read_bytes, write_whole
from conflictmap.model.errors import OutputError, printable
from conflictmap.pages.origin import linked_data
from conflictmap.pages.recipe import read_recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from conflictmap.pages.page import Page

METADATA = "ro-crate-metadata.json"
_SPEC = "https://w3id.org/ro/crate/1.1"
#: These words of schema.org are younger than the context of RO-Crate 1.1.
_CONTEXT = [f"{_SPEC}/context",
            {key: f"https://schema.org/{key}" for key in ("sha256", "creditText")}]
_INPUTS = "inputs"
_SHAPE_PARTS = (".dbf", ".shx", ".prj", ".cpg")
_KINDS = {".toml": "application/toml", ".geojson": "application/geo+json",
          ".parquet": "application/vnd.apache.parquet", ".gpkg": "application/geopackage+sqlite3"}


def write_crate(
    page: Page, folder: str | Path, *, name: str = "map.html", inputs: Iterable[str | Path] = (),
    day: date | None = None,
) -> Path:
    """Write a map and the files that it was made of into a folder, and what they are.

    Parameters
    ----------
    page
        The map, just built.
    folder
        Where the crate is written; its metadata come last.
    name
        How the page is called in it.
    inputs
        The files, recipes and folders of events that the page was made of. Of a page that shows
        totals, since rows may not be redistributed, they are described and not copied.
    day
        The day of publication; by default today.

    Returns
    -------
    Path
        The file with the metadata.

    Raises
    ------
    OutputError
        When a file cannot be read or written.
    """
    target = Path(folder)
    content = page.html.encode()
    files = {} if page.spec["provenance"]["aggregate"] else _copies(page, inputs)
    for path, copied in {quote(name): content, **files}.items():
        write_whole(target / _plain(path), copied)
    graph = _graph(page, quote(name), content, files, day or datetime.now(UTC).date())
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)
    write_whole(target / METADATA, (text + "\n").encode())
    return target / METADATA


def _plain(address: str) -> str:
    return unquote(address)


def _copies(page: Page, inputs: Iterable[str | Path]) -> dict[str, bytes]:
    """Return the content of each input by its address in the crate."""
    known = _known(page)
    found: dict[str, bytes] = {}
    for path, is_named in _candidates(map(Path, inputs)):
        content = read_bytes(path, error=OutputError)
        if not is_named and _sha256(content) not in known:
            continue
        address = f"{_INPUTS}/{quote(path.name)}"
        number = 2
        while found.get(address, content) != content:
            address = f"{_INPUTS}/{number}/{quote(path.name)}"
            number += 1
        found[address] = content
    return found


def _candidates(inputs: Iterable[Path]) -> list[tuple[Path, bool]]:
    """Return files that may be inputs, and whether they were named as such."""
    found: dict[Path, bool] = {}
    for path in inputs:
        if is_folder(path):
            found |= {file: False for file in sorted(path.iterdir()) if is_file(file)}
        elif is_file(path):
            found[path] = True
            beside = [path.with_name(f"{path.name}.toml"), *_parts_of(path)]
            found |= {file: file.suffix in _SHAPE_PARTS for file in beside if is_file(file)}
            found |= dict(_candidates(_named_by(path)))
    return list(found.items())


def _parts_of(path: Path) -> list[Path]:
    """Return the files beside a shapefile that belong to it."""
    is_shape = path.suffix.lower() == ".shp"
    return [path.with_suffix(ending) for ending in _SHAPE_PARTS] if is_shape else []


def _named_by(path: Path) -> list[Path]:
    """Return the files that a recipe names; none of another file."""
    if path.suffix != ".toml":
        return []
    recipe = read_recipe(path)
    return [Path(name) for name in (*recipe.events.path, *(use.path for use in recipe.layers))]


def _known(page: Page) -> set[str]:
    """Return the hashes of all that the page was made of."""
    origin = page.spec["provenance"]
    entries = [*page.spec["inputs"], *origin["layers"], origin["recipe"], origin["relief"]]
    return {entry["sha256"] for entry in entries if entry}


def _graph(
    page: Page, name: str, content: bytes, files: Mapping[str, bytes], day: date
) -> list[dict[str, Any]]:
    """Return the entities of the crate: its metadata, itself, files, layers, licences, software."""
    data = linked_data(page.spec)["@graph"][0]
    licences = _licences(data.get("license", ()))
    layers = _layers(page)
    not_here = _described(page, files)
    page_entity = _file(name, content) | {
        "name": data["name"], "isBasedOn": _refs([*layers, *not_here]),
        "license": _refs(licences)}
    parts = [page_entity, *(_file(path, copied) for path, copied in files.items())]
    root = {
        "@id": "./", "@type": "Dataset", "name": data["name"], "description": data["description"],
        "datePublished": day.isoformat(), "license": _refs(licences), "hasPart": _refs(parts),
        "temporalCoverage": data["temporalCoverage"], "creditText": "; ".join(
            printable(line) for line in page.spec["attribution"]),
        "citation": list(data.get("citation", ())), "mentions": [{"@id": "#build"}]}
    program = {"@id": "#conflictmap", "@type": "SoftwareApplication", "name": "conflictmap",
               "softwareVersion": str(page.spec["generator"])}
    action = {"@id": "#build", "@type": "CreateAction", "name": "build of the page",
              "instrument": {"@id": "#conflictmap"}, "result": {"@id": name},
              "object": _refs([*parts[1:], *layers, *not_here])}
    about = {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": _SPEC},
             "about": {"@id": "./"}}
    return [_filled(one) for one in (about, root, *parts, *layers, *not_here, *licences, program,
                                     action)]


def _file(address: str, content: bytes) -> dict[str, Any]:
    ending = Path(address).suffix.lower()
    kind = _KINDS.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    return {"@id": address, "@type": "File", "name": _plain(address.rpartition("/")[2]),
            "encodingFormat": kind, "contentSize": str(len(content)), "sha256": _sha256(content)}


def _layers(page: Page) -> list[dict[str, Any]]:
    """Return the layers that the page holds, with who made them and under which licence."""
    return [{"@id": f"#layer-{quote(layer.id)}", "@type": "Dataset", "name": layer.title,
             "sha256": layer.provenance.sha256, "license": layer.licence,
             "creditText": layer.attribution, "url": layer.source_url} for layer in page.layers]


def _described(page: Page, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return the inputs that are not in the crate: built in, or not to be redistributed."""
    here = {_sha256(content) for content in files.values()}
    return [{"@id": f"#input-{entry['sha256'][:12]}", "@type": "CreativeWork",
             "name": entry["name"], "sha256": entry["sha256"],
             "description": "Not in this crate."}
            for entry in page.spec["inputs"] if entry["sha256"] not in here]


def _licences(said: Sequence[str]) -> list[dict[str, Any]]:
    """Return the licences as entities; where none is stated, one that says so."""
    stated = [{"@id": url, "@type": "CreativeWork", "name": url} for url in said]
    return stated or [{"@id": "#licence", "@type": "CreativeWork", "name": "not stated",
                       "description": "The makers of the events state no licence that is known"
                       " here; ask them before you redistribute."}]


def _refs(entities: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": one["@id"]} for one in entities]


def _filled(entity: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entity.items() if value not in ("", [], "unknown")}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
