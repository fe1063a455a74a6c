"""The documents: their code runs, their links lead somewhere, and they name what is public."""

from __future__ import annotations

import re

import pytest

import conflictmap as cm
from conflictmap.model.columns import STANDARD
from conflictmap.pages.languages import read_language
from conflictmap.pages.recipe import parse_recipe
from conftest import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("layers/**/*.md")])


def blocks(language: str) -> list[tuple[str, str]]:
    """Return (document, code) for each block of a language."""
    return [
        (path.name, code) for path in DOCUMENTS
        for code in re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"),
                               re.DOTALL | re.MULTILINE)
    ]


def test_the_python_of_each_document_runs_from_top_to_bottom(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scopes: dict[str, dict[str, object]] = {}
    for name, code in blocks("python"):
        if name == "gallery.md":  # test_gallery.py runs it, each example by itself
            continue
        exec(compile(code, name, "exec"), scopes.setdefault(name, {}))  # noqa: S102
    assert (tmp_path / "build" / "mine.html").exists()


@pytest.mark.parametrize(("name", "code"), blocks("toml"))
def test_every_recipe_in_the_documents_is_understood(name, code, tmp_path):
    if "\n[words]\n" in code:
        (tmp_path / "words.toml").write_text(code, encoding="utf-8")
        assert read_language(tmp_path / "words.toml")
    else:
        assert parse_recipe(code.encode(), name=name, folder=None)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_the_changelog_is_by_release_with_dates_and_says_nothing_twice():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)", text, re.MULTILINE)[0] == "[Unreleased]"
    releases = re.findall(r"^## \[([0-9.]+)\] - (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert len(releases) == len(re.findall(r"^## ", text, re.MULTILINE)) - 1
    assert releases[0][0] == cm.__version__
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"date-released: {releases[0][1]}" in cited
    lines = [line for line in text.splitlines() if line and not line.startswith("### ")]
    assert len(lines) == len(set(lines))
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heads = re.findall(r"^### (.*)", part, re.MULTILINE)
        assert len(heads) == len(set(heads)), heads


def test_every_column_is_explained():
    text = (ROOT / "docs/columns.md").read_text(encoding="utf-8")
    for column in (*STANDARD, *cm.join(cm.read_events(), "nkao-1923").columns):
        assert f"`{column}`" in text, column


def test_every_public_name_is_documented():
    for name in cm.__all__:
        text = getattr(cm, name).__doc__
        assert text, name
        assert not text.startswith(f"{name}("), name


def test_the_public_names_are_complete_and_sorted():
    assert cm.__all__ == sorted(cm.__all__)
    assert set(cm.__all__) == set(cm._PUBLIC)


def test_every_reader_and_code_of_precision_is_explained():
    from conflictmap.io.place_precision import TABLE
    from conflictmap.io.sources import importers

    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    for name in importers():
        assert f"`{name}`" in text
    for source, codes in TABLE.items():
        for code, known in codes.items():
            assert f"| {source} | {code or '–'} | {known.label} |" in text
