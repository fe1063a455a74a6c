"""A page of the atlas, and one whose every text is hostile."""

from __future__ import annotations

import csv
import io
import json

import pytest

import conflictmap as cm
import hostile_texts as hostile
from conflictmap.pages.read_page import page_data


@pytest.fixture(scope="session")
def data():
    return page_data(cm.build())


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory):
    """Return a page made of texts that try to be more than text."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = io.StringIO()
    table = csv.writer(rows)
    table.writerow(["id", "date", "lat", "lon", "title", "type", "place", "actor1", "notes",
                    "fatalities_low", "fatalities_best", "fatalities_high", "source_url"])
    for i, text in enumerate(hostile.TEXTS):
        known = text.replace("\x00", "")
        table.writerow([f"e{i}", "2022-09-13", 39.6 + i / 50, 46.5, known, known, known, known,
                        known, i, i, 2000, "https://example.org/a?b=<c>&d=)"])
    (folder / "events.csv").write_text(rows.getvalue(), encoding="utf-8", newline="")
    square = [[[46, 39.5], [47, 39.5], [47, 40], [46, 40], [46, 39.5]]]
    layer = {
        "type": "FeatureCollection",
        "layer": {"id": "own", "title": hostile.TEXTS[0], "licence": hostile.TEXTS[3],
                  "attribution": hostile.TEXTS[4], "source": hostile.TEXTS[2]},
        "features": [{"type": "Feature", "id": "a", "properties": {"name": hostile.TEXTS[4]},
                      "geometry": {"type": "Polygon", "coordinates": square}}],
    }
    (folder / "own.geojson").write_text(json.dumps(layer), encoding="utf-8")
    recipe = cm.Recipe(title=hostile.TEXTS[5] + hostile.TEXTS[2], subtitle=hostile.TEXTS[3],
                       notes=hostile.TEXTS, attribution=hostile.TEXTS)
    return page_data(cm.build(folder / "events.csv", recipe=recipe,
                              layers=[folder / "own.geojson"]))
