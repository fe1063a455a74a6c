"""The page's sources: their own tests, their types, and that the bundle is built from them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from conftest import ROOT

MAPS = ROOT / "maps"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")
needs_tools = pytest.mark.skipif(
    NODE is None or not (MAPS / "node_modules").is_dir(), reason="run `npm ci` in maps/ first")


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=MAPS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_node
def test_the_pure_modules_pass_their_own_tests():
    said = run("node", "--test", *map(str, sorted((ROOT / "tests/web").rglob("*.test.js"))))
    assert "# fail 0" in said
    assert "# pass 0" not in said


@needs_tools
def test_the_types_fit():
    run("npx", "--no-install", "tsc", "--project", "tsconfig.json")


@needs_tools
def test_the_bundle_is_what_the_sources_give(tmp_path):
    copy = tmp_path / "maps"
    shutil.copytree(MAPS, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(MAPS / "node_modules")
    subprocess.run(["node", "build.js"], cwd=copy, check=True, capture_output=True)
    for name in ("app.bundle.js", "app.bundle.css", "leaflet.bundle.js", "leaflet.bundle.css",
                 "words.bundle.json"):
        assert (copy / name).read_bytes() == (MAPS / name).read_bytes(), f"make web: {name}"
