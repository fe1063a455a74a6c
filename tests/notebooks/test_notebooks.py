"""Every notebook runs from top to bottom, and is stored with its outputs."""

from __future__ import annotations

import pytest

from conftest import ROOT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: Messages of the kernel's own machinery, which is none of ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning",
                                        "ignore::ResourceWarning",
                                        "ignore::pytest.PytestUnraisableExceptionWarning")


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_says_what_it_says_in_the_file(path, tmp_path):
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(fresh, timeout=180,
                                     resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    for old, new in zip(code_of(stored), code_of(fresh), strict=True):
        kinds = [output.output_type for output in new.outputs]
        assert kinds == [output.output_type for output in old.outputs], old.source
        assert "error" not in kinds


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_small_and_has_its_outputs(path):
    assert path.stat().st_size <= 1_000_000
    cells = code_of(nbformat.read(path, as_version=4))
    assert all(cell.execution_count for cell in cells)
    assert any(cell.outputs for cell in cells)
