"""The shape of the code: one name for each module, one direction of imports, budgets."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

import conflictmap
from conftest import LONG, ROOT, pytest_collection_modifyitems

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


#: What adds one to the complexity of a function; `and`, `or` and comprehensions are counted apart.
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.ExceptHandler, ast.match_case)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def branches(node: ast.AST) -> int:
    """Return how many branches a piece of code has; functions within it have their own."""
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        return 0
    own = int(isinstance(node, BRANCHES))
    if isinstance(node, ast.BoolOp):
        own = len(node.values) - 1
    if isinstance(node, ast.comprehension):
        own = 1 + len(node.ifs)
    return own + sum(map(branches, ast.iter_child_nodes(node)))


def over_budget(text: str) -> list[str]:
    """Return the functions with more than 40 lines, docstring apart, or a complexity above 8."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS):
            doc = (ast.get_docstring(node, clean=False) or "").splitlines()
            lines = node.end_lineno - node.lineno + 1 - len(doc)
            complexity = 1 + sum(map(branches, node.body))
            found += [f"{node.name}: {lines} lines"] if lines > 40 else []
            found += [f"{node.name}: complexity {complexity}"] if complexity > 8 else []
    return found


#: Modules of ours that are imported, by what is done with a CSV in our own columns.
IMPORTED = {
    "cm.read_events('events.csv')": 48,
    "cm.build('events.csv')": 97,
    "conflictmap.cli.main()": 102,
}


@pytest.mark.parametrize("code", list(IMPORTED))
def test_a_plain_csv_needs_few_modules(tmp_path, code):
    (tmp_path / "events.csv").write_text("id,date,lat,lon\na,2020-10-01,39.8,46.7\n", "utf-8")
    lines = [
        "import atexit, sys, conflictmap as cm, conflictmap.cli" if "cli" in code
        else "import atexit, sys, conflictmap as cm",
        "sys.argv[1:] = ['build', 'events.csv', '--no-open']",
        "ours = lambda: [m for m in sys.modules if m.split('.')[0] == 'conflictmap']",
        "atexit.register(lambda: print('imported', *ours()))", code,
    ]
    said = subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=tmp_path, check=True,
                          env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
                          capture_output=True, text=True).stdout
    modules = said.rpartition("imported ")[2].split()
    assert len(modules) <= IMPORTED[code], modules
    assert "conflictmap.io.sources.acled" not in modules
    assert "conflictmap.commands.join" not in modules


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_and_functions_keep_to_the_budget(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert over_budget(text) == []


@pytest.mark.parametrize("line", [
    "return a and b and c and d and e and f and g and h and i",
    "return a or b or (c and d) or (e and f) or (g and h) or i",
    "return [a for b in c if d if e if f if g for h in i if j if k]",
    "return a if b else c if d else e if f else g if h else (i if j else k if l else m and n) or o",
    "return {a: b for a in c}, {a for a in c if b}, set(a for a in b if c), d and e and f, g or h",
    "try:\n  while a:\n   for b in c:\n    if d: e\n    elif f: g\n except A:\n  h\n except B:\n"
    "  i\n match j:\n  case 1: k\n  case 2: l",
])
def test_a_branch_of_any_kind_counts(line):
    assert over_budget(f"def f():\n {line}") == ["f: complexity 9"]


def test_a_line_counts_unless_it_is_of_the_docstring():
    signature, doc = "def f(\n a,\n b,\n):\n", ' """Do.\n\n Much.\n """\n'
    assert over_budget(signature + doc + " x\n" * 36) == []
    assert over_budget(signature + doc + " x\n" * 37) == ["f: 41 lines"]
    assert over_budget("def f():\n def g():\n  return a and b and c and d and e\n"
                       " return lambda: a or b, (a and b and c and d and e)") == []


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


def test_a_wheel_built_twice_is_the_same_bit_by_bit(tmp_path):
    """From another folder, with files of another time, of which others may not read some."""
    copy = tmp_path / "copy"
    for name in ("geo", "layers", "maps"):
        shutil.copytree(ROOT / name, copy / name,
                        ignore=shutil.ignore_patterns("node_modules", "__pycache__", "app"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy / name)
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700 if path.is_dir() else 0o600)
    made = []
    for folder, out in ((ROOT, tmp_path / "one"), (copy, tmp_path / "two")):
        subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out],
                       cwd=folder, check=True, capture_output=True)
        made.append(next(out.glob("*.whl")).read_bytes())
    assert made[0] == made[1]


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


def test_switches_of_chromium_stand_in_one_place():
    found = [path.name for folder in ("tests", "docs") for path in (ROOT / folder).rglob("*.py")
             if f'"--{"no-sandbox"}"' in path.read_text(encoding="utf-8")]
    assert found == ["chromium.py"]


def test_long_tests_come_first_and_each_folder_of_them_is_there():
    assert [name for name in LONG if not (ROOT / "tests" / name).is_dir()] == []
    paths = [ROOT / "geo/m.py", ROOT / "tests/unit/io/t.py", ROOT / "tests/unit/figures/t.py",
             ROOT / "tests/browser/t.py", ROOT / "tests/unit/io/a.py"]
    items = [SimpleNamespace(path=path, get_closest_marker=lambda _: None) for path in paths]
    pytest_collection_modifyitems(items)
    assert [paths.index(item.path) for item in items] == [3, 2, 0, 1, 4]


def test_mutants_are_drawn_from_every_module():
    groups = tomllib.loads((ROOT / "tests/mutation/groups.toml").read_text("utf-8"))["group"]
    found = {pattern: set(PACKAGE.glob(pattern)) for group in groups for pattern in group["files"]}
    assert [pattern for pattern, files in found.items() if not files] == []
    assert sorted(set(MODULES) - set().union(*found.values())) == []


def test_the_runner_of_mutants_finds_its_tests():
    text = (ROOT / "tests/mutation/run.py").read_text("utf-8")
    named = re.findall(r'^(?:TESTS|LAWS) = .*$|--ignore=([\w/.]+)', text, re.MULTILINE)
    paths = [*re.findall(r'"(tests/[\w/.]+|geo)"', text), *filter(None, named)]
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
