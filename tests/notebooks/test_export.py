"""A notebook that nbconvert writes as HTML holds the map, and a picture of it."""

from __future__ import annotations

import base64

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


@pytest.mark.parametrize(("name", "count"), [
    ("01_the_map_in_five_lines", 2), ("02_your_own_events", 2), ("03_joins_with_doubt", 1),
    ("05_the_corridor_strip", 2)])
def test_the_stored_notebooks_show_pictures_without_being_run(name, count):
    """JupyterLab shows no SVG of a notebook that it does not trust, but a picture in HTML."""
    stored = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    drawn = [output.data for cell in stored.cells for output in cell.get("outputs", ())
             if "image/svg+xml" in output.get("data", {})]
    assert len(drawn) == count
    for data in drawn:
        picture = base64.b64encode(data["image/svg+xml"].encode()).decode()
        assert f'<img src="data:image/svg+xml;base64,{picture}"' in data["text/html"]
