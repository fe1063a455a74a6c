"""A notebook that nbconvert writes as HTML holds the map, and a picture of it."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conftest import ROOT

nbformat = pytest.importorskip("nbformat")
nbconvert = pytest.importorskip("nbconvert")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def exported(notebook) -> str:
    return nbconvert.HTMLExporter().from_notebook_node(notebook)[0]


def test_an_exported_cell_has_the_frame_and_the_picture():
    bundle = cm.ConflictMap()._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=bundle)
    cell = nbformat.v4.new_code_cell("m", outputs=[output])
    text = exported(nbformat.v4.new_notebook(cells=[cell]))
    assert text.count("<iframe") == 1
    assert ' sandbox="allow-scripts"' in text
    assert 'src="data:image/svg+xml;base64,' in text


@pytest.mark.parametrize("name", ["01_the_map_in_five_lines", "05_the_corridor_strip"])
def test_the_stored_notebooks_show_pictures(name):
    stored = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    assert exported(stored).count('role="img"') + exported(stored).count("image/svg+xml") >= 2
