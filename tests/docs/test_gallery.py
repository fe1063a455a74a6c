"""The gallery: the code of each example writes its picture, and each picture has its code."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest
from PIL import Image

import conflictmap as cm
from conftest import ROOT

DOCS = ROOT / "docs"
_SPEC = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
gallery = sys.modules["gallery"] = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(gallery)
EXAMPLES = gallery.examples()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the table of the gallery, and a map of it in place of the atlas."""
    made = tmp_path_factory.mktemp("gallery")
    (made / "incidents.csv").write_text(gallery.table(), encoding="utf-8")
    cm.build(made / "incidents.csv", recipe=cm.Recipe(basemap=False)).save(made / "map.html")
    return made


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_the_code_of_an_example_writes_its_picture(example, folder, monkeypatch):
    monkeypatch.chdir(folder)
    with Image.open(example.run()) as picture:
        assert min(picture.size) > 200


def test_each_of_24_examples_has_its_picture_and_all_are_small():
    pictures = sorted((DOCS / "gallery").glob("*"))
    text = gallery.TEXT.read_text(encoding="utf-8")
    assert [p.name for p in pictures] == sorted(f"{e.name}.webp" for e in EXAMPLES)
    assert len(EXAMPLES) == 24 == len(set(re.findall(r"gallery/([\w-]+)\.webp", text)))
    assert max(p.stat().st_size for p in pictures) <= 120_000
    assert sum(p.stat().st_size for p in pictures) <= 1_500_000
