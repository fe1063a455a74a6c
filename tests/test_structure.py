"""The shape of the code: one name for each module, one direction of imports, budgets."""

from __future__ import annotations

import ast
import io
import os
import shutil
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


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what the contracts of pyproject.toml say of a copy of the package."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "pyproject.toml"), "--no-cache", "--no-logo"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True,
        check=False)


def test_every_module_has_one_name():
    paths = [getattr(m, "__file__", None) for m in list(sys.modules.values())]
    ours = [p for p in paths if p and Path(p).is_relative_to(PACKAGE)]
    assert len(ours) == len(set(ours))


def test_imports_point_one_way_and_in_no_circle():
    said = contracts(PACKAGE.parent)
    assert said.returncode == 0, said.stdout
    assert "2 kept, 0 broken" in said.stdout


@pytest.mark.parametrize(("module", "text", "broken"), [
    ("model/text.py", "from conflictmap.io.rows import Row", "arrows point one way BROKEN"),
    ("places/sectors.py", "def f():\n    import conflictmap.joins.join",
     "arrows point one way BROKEN"),
    ("io/rows.py", "if TYPE_CHECKING:\n    from conflictmap.joins.areas import Found",
     "arrows point one way BROKEN"),
    ("formats/files.py", "def f():\n    from conflictmap.formats.csv_files import inert",
     "no circle BROKEN"),
    ("stray.py", "", "stray"),
])
def test_a_wrong_import_is_caught(tmp_path, module, text, broken):
    copy = shutil.copytree(PACKAGE, tmp_path / "conflictmap",
                           ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    with (copy / module).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")
    said = contracts(tmp_path)
    assert said.returncode == 1
    assert broken in said.stdout


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


def folders(root: Path) -> set[str]:
    """Return the folders below ROOT that hold modules."""
    return {str(p.parent.relative_to(root)) for p in root.rglob("*.py")} - {"."}


def test_every_package_has_its_folder_of_tests_and_every_folder_its_package():
    assert folders(ROOT / "tests/unit") == folders(PACKAGE)


@pytest.mark.parametrize("path", sorted((ROOT / "tests/unit").glob("*/test_*.py")),
                         ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_file_of_tests_bears_the_name_of_what_it_tests(path):
    own = {p.stem for p in (PACKAGE / path.parent.name).glob("*.py")} | {"cli"}
    about = path.stem.removeprefix("test_")
    assert about in own or any(about.startswith(f"{name}_") for name in own)


@pytest.mark.parametrize("cases", sorted((ROOT / "tests/parity").glob("*.json")),
                         ids=lambda p: p.stem)
def test_cases_of_parity_are_run_by_python_and_by_the_page(cases):
    for runner in (cases.with_name(f"test_{cases.stem}.py"),
                   ROOT / f"tests/web/parity/{cases.stem}.test.js"):
        assert cases.name in runner.read_text(encoding="utf-8")
