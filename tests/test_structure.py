"""The shape of the code: one name for each module, one direction of imports, budgets."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

import conflictmap
from conftest import ROOT

PACKAGE = ROOT / "geo" / "conflictmap"
MODULES = sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__")


NAMED = {named(path): path for path in MODULES}


def imports(path: Path) -> set[str]:
    """Return the modules of the package that a module imports when it is imported."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("conflictmap"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in NAMED else str(node.module) for name in names}
    return found - {"conflictmap"}


def test_every_module_has_one_name():
    paths = [getattr(m, "__file__", None) for m in list(sys.modules.values())]
    ours = [p for p in paths if p and Path(p).is_relative_to(PACKAGE)]
    assert len(ours) == len(set(ours))


def test_no_module_imports_in_a_circle():
    edges = {name: imports(path) - {name} for name, path in NAMED.items()}
    done: set[str] = set()
    while len(done) < len(edges):
        free = {m for m, needs in edges.items() if m not in done and needs <= done}
        assert free, {m: edges[m] - done for m in edges if m not in done}
        done |= free


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_and_functions_keep_to_the_budget(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            doc = ast.get_docstring(node, clean=False)
            length = node.end_lineno - node.lineno + 1 - len((doc or "").splitlines())
            head = node.body[0].lineno - node.lineno
            assert length - head <= 40, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_messages_in_two_parts_have_a_blank_between_them(path):
    tokens = list(tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline))
    strings = [t for t in tokens if t.type not in {tokenize.NL, tokenize.COMMENT}]
    for one, two in pairwise(strings):
        if one.type == two.type == tokenize.STRING:
            left, right = one.string[:-1], two.string.lstrip("rbf")[1:]
            glued = left[-1:].isalnum() and right[:1].isalnum()
            assert not glued, f"{path.name}:{one.start[0]}: {one.string} {two.string}"


def test_the_wheel_holds_one_package_with_its_data(tmp_path):
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
                   cwd=ROOT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    top = {n.split("/")[0] for n in names if ".dist-info" not in n}
    assert top == {"conflictmap"}
    assert "conflictmap/data/layers/control/nkao-1923.geojson" in names
    assert {"conflictmap/data/maps/app.bundle.js", "conflictmap/data/maps/karabakh.toml",
            "conflictmap/data/maps/vendor/leaflet.js"} <= set(names)
    for part in ("/layers/make/", "/maps/app/", "node_modules"):
        assert not [n for n in names if part in n]


def test_the_version_is_said_once():
    assert conflictmap.__version__ in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_lock_files_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > 100
    assert "resolved" not in (ROOT / "maps/package-lock.json").read_text(encoding="utf-8")


def test_every_seeded_defect_still_has_its_place_in_the_code():
    known = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    assert len(known) >= 30
    for mutant in known:
        text = (PACKAGE / mutant["file"]).read_text(encoding="utf-8")
        assert text.count(mutant["old"]) == 1, mutant["what"]
        assert (ROOT / mutant["test"].split("::")[0]).is_file(), mutant["what"]
