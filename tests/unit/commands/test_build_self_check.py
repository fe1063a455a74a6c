"""`build --self-check` writes no page that does not read back or does not start."""

from __future__ import annotations

from dataclasses import replace

import pytest

import conflictmap as cm
from conflictmap.commands import _self_check
from conflictmap.commands._self_check import check_page
from conflictmap.commands.build import _saved
from conflictmap.model.errors import PageError
from running import run
from toys import event

STARTED = '#!/bin/sh\necho "<main><div class=\\"cm-map-frame\\">"\n'
FAILED = '#!/bin/sh\necho "<main class=\\"cm-failed\\">"\n'
ROWS = "id,date,lat,lon\na,2020-10-01,39.8,46.7\n"


@pytest.fixture(scope="module")
def page() -> cm.Page:
    return cm.build(event(x=46.5, y=39.8))


@pytest.fixture
def browser(write, monkeypatch):
    """Put a program that prints a document in the place of the browser."""

    def put(text: str) -> None:
        path = write("browser", text)
        path.chmod(0o700)
        monkeypatch.setenv("CHROMIUM", str(path))

    return put


def test_the_command_leaves_no_page_that_does_not_start(write, browser, tmp_path):
    browser(FAILED)
    said = run("build", write("events.csv", ROWS), "-o", tmp_path / "map.html", "--no-open",
               "--self-check")
    assert said.returncode == 2
    assert "does not start in the browser here; it was not written" in said.stderr
    assert not (tmp_path / "map.html").exists()


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "no program"])
def test_a_browser_that_fails_has_not_started_the_page(browser, page, program):
    browser(program)
    with pytest.raises(PageError, match="does not start in the browser here"):
        check_page(page)


def test_a_page_that_starts_is_written(browser, page, tmp_path, capsys):
    browser(STARTED)
    assert _saved(page, tmp_path / "map.html", checked=True).exists()
    assert capsys.readouterr().err == "self-check: read back and started\n"


def test_without_a_browser_the_page_is_read_back_alone(page, monkeypatch):
    monkeypatch.setattr(_self_check, "_browser", lambda: None)
    assert check_page(page).startswith("self-check: read back; no Chromium here")


def test_a_page_that_holds_other_events_than_were_built_is_refused(browser, page):
    browser(STARTED)
    other = replace(page, html=page.html.replace('"id":["', '"id":["x'))
    assert other.html != page.html
    with pytest.raises(PageError, match="does not read back as it was built"):
        check_page(other)
