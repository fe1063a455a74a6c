"""A fresh environment: the wheel alone stays light, and each extra can be installed.

Needs a package index: `CONFLICTMAP_SOAK=1 pytest -m soak tests/test_clean_environment.py`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest

from conftest import ROOT

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not os.environ.get("CONFLICTMAP_SOAK"), reason="set CONFLICTMAP_SOAK=1"),
]
#: What only extras may bring: notebooks, Word and PDF, browsers, drawing.
HEAVY = re.compile(
    r"(anywidget|ipywidgets|ipykernel|ipython|jupyter.*|notebook|nb(client|convert|format)"
    r"|python-docx|reportlab|matplotlib|mapclassify|playwright|selenium|pooch|python-calamine"
    r"|dask|distributed)", re.I)
EXTRAS = sorted(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"])


def said(*command: object, cwd: object = None) -> str:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=plain, check=True, text=True,
                          capture_output=True).stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """Return the wheel and a fresh environment with nothing else in it."""
    folder = tmp_path_factory.mktemp("clean")
    said(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    wheel = next(folder.glob("*.whl"))
    said(sys.executable, "-m", "venv", folder / "venv")
    found = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    said(found / "python", "-m", "pip", "install", "-q", wheel)
    return wheel, found


def test_without_extras_nothing_for_notebooks_reports_or_browsers_is_installed(clean, tmp_path):
    _, found = clean
    names = [p["name"] for p in json.loads(said(
        found / "python", "-m", "pip", "list", "--format=json"))]
    assert "conflictmap" in names
    assert [n for n in names if HEAVY.fullmatch(n)] == []
    assert said(found / "python", "-c", "import conflictmap as cm; print(len(cm.read_events()))",
                cwd=tmp_path).strip() == "269"
    said(found / "conflictmap", "build", "-o", "map.html", "--no-open", cwd=tmp_path)
    assert (tmp_path / "map.html").stat().st_size > 500_000


@pytest.mark.parametrize("extra", EXTRAS)
def test_each_extra_can_be_installed(clean, extra, tmp_path):
    wheel, found = clean
    said(found / "python", "-m", "pip", "install", "-q", "--dry-run", "--report",
         tmp_path / "r.json", f"{wheel}[{extra}]")
    more = json.loads((tmp_path / "r.json").read_text("utf-8"))["install"]
    assert more, "an extra that adds nothing"
