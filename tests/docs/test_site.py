"""The site of the documents: complete, small, and with nothing from elsewhere."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

import pytest

import conflictmap as cm
from conflictmap.model.columns import STANDARD
from conftest import ROOT

DOCS = ROOT / "docs"
#: What makes a browser load something by itself.
LOADS = re.compile(r"<(?:script|img|iframe)[^>]+src=[\"']?(https?:)?//|<link[^>]+rel=[\"']?(?:"
                   r"stylesheet|preload|preconnect)[^>]+href=[\"']?(https?:)?//")


def text_of(name):
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def make():
    if str(DOCS) not in sys.path:
        sys.path.append(str(DOCS))  # as when the script is run: what it imports stands beside it
    spec = importlib.util.spec_from_file_location("make_docs", DOCS / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_names_everything_that_is_public(make):
    text = text_of("reference.md")
    assert text == make.reference(), "run: make docs"
    for name in cm.__all__:
        assert f"## `{name}`\n" in text, name


def test_the_columns_are_those_that_files_can_have(make):
    assert text_of("columns.md") == make.columns(), "run: make docs"
    for name in STANDARD:
        assert f"| `{name}` |" in text_of("columns.md"), name


def test_the_ground_on_ten_days_is_what_the_layers_say(make):
    assert text_of("ground.md") == make.ground(), "run: make docs"
    assert len(make.GROUND_DAYS) == len(make.GROUND_PLACES) == 10


def test_the_verdicts_are_those_that_the_tests_run(make):
    assert text_of("input_rules.md") == make.input_rules(), "run: make docs"


def test_what_the_events_leave_out_is_what_the_script_measures(make):
    assert text_of("method.md") == make.method(), "run: make docs"


def test_every_layer_and_source_has_a_card(make):
    text = text_of("datacards.md")
    assert text == make.cards(), "run: make docs"
    for name in cm.layers():
        assert f"### `{name}`\n" in text, name


def test_the_frame_in_the_how_to_is_the_one_that_the_command_prints():
    from conflictmap.pages.embed import HEADER, snippets

    text = re.sub(r"\s+", " ", text_of("howto.md"))
    frame = snippets("map.html", title="Map", view="#w=2022-09-12_2022-09-15")[1].text
    for attribute in re.findall(r'[\w-]+="[^"]*"', frame):
        assert attribute in text, attribute
    for part in HEADER.removeprefix("Content-Security-Policy: ").split("; "):
        assert part in text, part


@pytest.mark.soak
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) >= 10
    for page in pages:
        found = LOADS.search(page.read_text(encoding="utf-8"))
        assert not found, (page.name, found)
