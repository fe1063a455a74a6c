"""Make the reference and the data cards from what the package says of itself: make docs."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import sys
from pathlib import Path

import colours
import numpy as np

import conflictmap as cm
from conflictmap import commands
from conflictmap.model.columns import COLUMNS, DETAILS
from conflictmap.model.interval import day_of
from conflictmap.model.source_terms import TERMS
from conflictmap.places.layer_files import built_in_relief
from conflictmap.places.world import world_layers

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parent / "tests"))
import verdicts  # noqa: E402

COLUMNS_HEAD = "| column | means | unit | example |\n|---|---|---|---|"
GROUPS = {
    "control": "control", "districts": "districts", "corridor": "Lachin corridor and roads",
    "context": "base map", "places": "areas of imprecise events",
}
REFERENCE_HEAD = """# Reference

Every public name of `import conflictmap as cm`. Verbs: `read_…`, `join`, `locate`, `count`, `at`,
`check_…`, `build`, `figure`, `report`, `save`.
"""
CARDS_HEAD = """# Data cards

What each built-in layer and each source of events is: licence, days, error, viewpoint, known
weaknesses. The files say the same of themselves (`conflictmap layers`, *Layers* on the page).
How the layers were made stands in `layers/README.md` of the project.

## Built-in events: `karabakh`

| | |
|---|---|
| holds | 269 events, totals and reports of tolls, 1,493 claims, 976 sources, 1988 to 2025 |
| made by | the conflictmap developers, from public pages read one by one |
| licence | CC BY 4.0 for the compilation; the pages keep their own |
| dates | EDTF; precision as the source has it |
| places | a point with a radius, or one or more areas |
| tolls | lowest, best, highest; best is empty where contested |
| checked | every row on a page at least; each claim with its place on a page |
| weak in | events that no online page describes; tolls that one side only states |
| do not | add a total to its parts; read absence as evidence; take a point for an exact place |
"""
GROUND_HEAD = """# Who held what, on ten days at ten places

What `cm.held(lon, lat, day)` says, and a click on the map. *?* marks a day on which a change may
have been; *front moved*: fighting moved the front and no line of it was published; *not
stated*: no layer says anything. Control is as sources report it, and no statement on status. Each
answer names its source, its error and, where the sides differ, both versions.

| day | {} |
|---|{}|"""
GROUND_DAYS = ("1992-01-01", "1992-06-01", "1993-05-01", "1993-12-01", "2020-10-20", "2020-11-22",
               "2022-08-29", "2022-09-13", "2023-09-25", "2024-07-01")
GROUND_PLACES = {  # longitude, latitude
    "Stepanakert": (46.7519, 39.8153), "Shusha": (46.7483, 39.7583), "Lachin": (46.5469, 39.6408),
    "south of Lachin district": (46.62, 39.52), "Fuzuli": (47.1453, 39.6009),
    "Khtsaberd": (46.7708, 39.5458), "Shahumyan": (46.56, 40.4222),
    "Artsvashen": (45.5156, 40.6461), "Kheyrimli": (45.1088, 41.0556),
    "heights by Jermuk": (45.72, 39.90),
}
SOURCES_HEAD = """## Sources of events that are read

None of these is shipped. Check the terms of the release you use; each file written credits its
source, and totals are written instead of rows where rows must not be handed on.

| reader | data set | licence or terms | rows may be handed on |
|---|---|---|---|"""


def reference() -> str:
    """Return the reference: each public name with its first sentences, and the commands."""
    parts = [REFERENCE_HEAD]
    parts += [f"## `{name}`\n\n{_first(getattr(cm, name))}\n\n::: conflictmap.{name}\n"
              for name in cm.__all__]
    rows = [f"| `{name}` | {_first(verb)} |" for name, verb in _verbs()]
    parts.append("## Commands\n\n`conflictmap COMMAND --help` says the options of each.\n\n"
                 "| command | does |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def columns() -> str:
    """Return the document of columns, with the table of them as the package has it."""
    text = (FOLDER / "columns.md").read_text(encoding="utf-8")
    head, rest = text.split(COLUMNS_HEAD)
    _, tail = rest.split("\n\n", 1)
    rows = "".join(f"| `{c.file}` | {c.means} | {c.unit} | {c.example} |\n"
                   for c in COLUMNS if c.file)
    rows += "".join(f"| `{c.name}` | {c.means}; in data packages |  | {c.example} |\n"
                    for c in DETAILS)
    return f"{head}{COLUMNS_HEAD}\n{rows}\n{tail}"


def _verbs() -> list[tuple[str, object]]:
    found = [module.name for module in pkgutil.iter_modules(commands.__path__)
             if not module.name.startswith("_")]
    return [(n, importlib.import_module(f"{commands.__name__}.{n}").command) for n in found]


def _first(thing: object) -> str:
    """Return the first paragraph of a docstring on one line."""
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def cards() -> str:
    """Return a card for each built-in layer, and the table of sources."""
    found: dict[str, list[cm.Layer]] = {}
    for name in cm.layers():
        layer = cm.read_layer(name)
        found.setdefault(layer.group, []).append(layer)
    parts = [CARDS_HEAD]
    for group in [*GROUPS, *sorted(set(found) - set(GROUPS))]:
        if group in found:
            parts.append(f"## Layers: {GROUPS.get(group, group)}\n")
            parts += [_card(layer) for layer in found[group]]
        if group == "context":
            parts.append(_relief_card())
    parts.append("## Ground of maps elsewhere\n\nCut from `layers/world` to the events of a map.\n")
    ground = world_layers((-180.0, -60.0, 180.0, 80.0))
    parts += [_card(layer) for layer in ground if layer.id not in cm.layers()]
    return "\n".join([*parts, SOURCES_HEAD, *_sources()]) + "\n"


def _card(layer: cm.Layer) -> str:
    error = layer.positional_error_m[~np.isnan(layer.positional_error_m)]
    first, last = day_of(int(layer.start.min())), day_of(int(layer.end.max()))
    ends = (error.min(), error.max()) if len(error) else ()
    spread = list(dict.fromkeys(f"{int(value):,} m" for value in ends)) or ["not stated"]
    rows = {
        "title": layer.title,
        "kind": f"{layer.kind}; features: {len(layer.features)}",
        "days": f"{first or 'open'} up to {last or 'open'}",
        "source": layer.source, "licence": layer.licence, "credit": layer.attribution,
        "error": " to ".join(spread), "viewpoint": layer.viewpoint, "caveat": layer.note or "none",
    }
    lines = "\n".join(f"| {key} | {_cell(value)} |" for key, value in rows.items())
    return f"### `{layer.id}`\n\n| | |\n|---|---|\n{lines}\n"


def _relief_card() -> str:
    relief = built_in_relief()
    rows = {
        "title": relief.title,
        "kind": f"grey picture (WebP, {len(relief.content):,} bytes) in rows of Web Mercator",
        "bounds": "west {}, south {}, east {}, north {} degrees".format(*relief.bounds),
        "source": relief.source, "licence": relief.licence, "credit": relief.attribution,
        "viewpoint": relief.viewpoint, "caveat": relief.note,
    }
    lines = "\n".join(f"| {key} | {_cell(value)} |" for key, value in rows.items())
    return f"### `{relief.id}`\n\n| | |\n|---|---|\n{lines}\n"


def _sources() -> list[str]:
    rows = []
    for key, terms in sorted(TERMS.items()):
        name = f"[{_cell(terms.name)}]({terms.url})" if terms.url else _cell(terms.name)
        publisher = f", {_cell(terms.publisher)}" if terms.publisher else ""
        allowed = "yes" if terms.redistributable else "no"
        rows.append(f"| `{key}` | {name}{publisher} | {_cell(terms.licence)} | {allowed} |")
    return rows


def method() -> str:
    """Return the document of method, with what the events leave out as the script measures it."""
    text = (FOLDER / "method.md").read_text(encoding="utf-8")
    head, rest = text.split("<!-- coverage -->")
    _, tail = rest.split("<!-- /coverage -->")
    return f"{head}<!-- coverage -->\n\n{_coverage()}\n\n<!-- /coverage -->{tail}"


def _coverage() -> str:
    path = FOLDER.parent / "layers" / "make" / "events_coverage.py"
    spec = importlib.util.spec_from_file_location("events_coverage", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.report())


def ground() -> str:
    """Return the table of who held ten places on ten days."""
    head = GROUND_HEAD.format(" | ".join(GROUND_PLACES), "---|" * len(GROUND_PLACES))
    rows = [f"| {day} | {' | '.join(_held(at, day) for at in GROUND_PLACES.values())} |"
            for day in GROUND_DAYS]
    return "\n".join([head.rstrip("|") + "|", *rows]) + "\n"


def input_rules() -> str:
    """Return how input is read, with the verdicts that the tests run."""
    text = (FOLDER / "input_rules.md").read_text(encoding="utf-8")
    before, head, rest = text.partition("| in | case | said | what is drawn |\n")
    assert head
    after = rest.partition("\n\n")[2]
    return f"{before}{verdicts.table()}\n{after}"


def _held(at: tuple[float, float], day: str) -> str:
    found = cm.held(*at, day)
    return (found.control.replace("_", " ") or "not stated") + ("?" if found.unsure else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ").strip()


if __name__ == "__main__":
    for name, text in (
        ("reference.md", reference()), ("datacards.md", cards()), ("columns.md", columns()),
        ("ground.md", ground()), ("method.md", method()),
        ("input_rules.md", input_rules()),
        ("colours.md", colours.table()),
    ):
        (FOLDER / name).write_text(text, encoding="utf-8")
