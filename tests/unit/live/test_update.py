"""An update writes a page and its feed when something changed, says what, and else nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from conflictmap.live import sources
from conflictmap.live.update import update
from conflictmap.model.errors import ConflictMapError, FetchError, PageError, RecipeError
from conflictmap.pages.read_page import read_page

HEAD = "id,date,lat,lon,title,fatalities_best\n"
A, B = "a,2020-10-01,39.8,46.7,One,3\n", "b,2020-10-05,39.9,46.9,Two,\n"
RECIPE = """
title = "Mine <&>"
events.path = "events.csv"
[[sources]]
url = "https://data.example/events.csv"
to = "events.csv"
"""
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def recipe(write):
    return write("map.toml", RECIPE)


@pytest.fixture
def web(monkeypatch):
    """What stands at the address; nothing is asked of the network."""
    there = {"content": (HEAD + A).encode()}

    def latest(_: str) -> bytes:
        if there["content"] is None:
            raise FetchError("https://data.example/events.csv: no answer")
        return there["content"]

    monkeypatch.setattr(sources, "fetch_latest", latest)
    return there


def state(folder):
    """Return each file of a folder with its content and the time at which it was written."""
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


def at(day: int) -> datetime:
    return datetime(2024, 5, day, 6, tzinfo=UTC)


def entries(folder):
    root = ET.fromstring((folder / "map.atom").read_bytes())  # noqa: S314 - our own
    return root, root.findall("a:entry", ATOM)


def test_what_changed_is_said_once_and_no_change_writes_nothing(recipe, web, tmp_path):
    first = update(recipe, now=at(1), url="https://map.example/")
    assert (first.changed, first.lines) == (True, ("fetched: events.csv", "first map: 1 events"))
    before = state(tmp_path)
    again = update(recipe, now=at(2), url="https://map.example/")
    assert (again.changed, again.lines, state(tmp_path)) == (False, (), before)

    web["content"] = (HEAD + A.replace(",3", ",5").replace("39.8", "39.9") + B).encode()
    write = update(recipe, now=at(3), url="https://map.example/")
    assert write.lines[:2] == ("fetched: events.csv", "1 added, 1 moved, 1 toll revised")
    assert "a toll revised best: 3 → 5 by +2 deaths" in write.lines

    root, found = entries(tmp_path)
    assert root.findtext("a:title", "", ATOM) == "Mine <&>"
    assert root.findtext("a:updated", "", ATOM) == "2024-05-03T06:00:00+00:00"
    assert [one.findtext("a:title", "", ATOM) for one in found] == [
        "1 added, 1 moved, 1 toll revised", "first map: 1 events"]
    ids = [e.findtext("a:id", "", ATOM) for e in (root, *found)]
    assert len(set(ids)) == 3
    assert found[0].find("a:link", ATOM).get("href") == "https://map.example/"
    for one in (root, *found):  # what RFC 4287 requires of each
        assert all(one.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated"))
    assert root.findtext("a:author/a:name", "", ATOM)


def test_a_run_that_was_killed_before_the_page_leaves_no_second_entry(recipe, web, tmp_path):
    update(recipe, now=at(1))
    old = (tmp_path / "map.html").read_bytes()
    web["content"] = (HEAD + A + B).encode()
    update(recipe, now=at(2))
    (tmp_path / "map.html").write_bytes(old)
    assert update(recipe, now=at(3)).changed
    assert len(entries(tmp_path)[1]) == 2


@pytest.mark.parametrize(("content", "said"), [
    (None, "no answer"), (b"<html>Sorry</html>", "events"), (b"", "events"),
    (HEAD.encode(), "the files now have none"),
])
def test_what_cannot_be_used_leaves_all_files_as_they_were(recipe, web, tmp_path, content, said):
    update(recipe, now=at(1))
    before = {name: content for name, (content, _) in state(tmp_path).items()}
    web["content"] = content
    with pytest.raises(ConflictMapError, match=said):
        update(recipe, now=at(2))
    assert {name: content for name, (content, _) in state(tmp_path).items()} == before


@pytest.mark.usefixtures("web")
def test_a_changed_recipe_or_layer_is_named(recipe, tmp_path):
    update(recipe, now=at(1))
    recipe.write_text(RECIPE.replace("Mine", "Ours"), encoding="utf-8")
    assert update(recipe, now=at(2)).lines[:2] == ("no event changed", "recipe: changed")
    (tmp_path / "map.html").write_text("cut off", encoding="utf-8")
    assert update(recipe, now=at(3)).lines[0] == "a new map: 1 events"
    (tmp_path / "map.atom").write_text("no feed", encoding="utf-8")
    recipe.write_text(RECIPE, encoding="utf-8")
    with pytest.raises(ConflictMapError, match="no feed of conflictmap"):
        update(recipe, now=at(4))


def test_a_file_with_a_hash_is_fetched_as_fetch_does(write, tmp_path, monkeypatch):
    content = (HEAD + A).encode()
    asked = []

    def pinned(url, path, sha256):
        asked.append((url, sha256))
        assert path == str(tmp_path / "events.csv")
        return write("events.csv", content)

    monkeypatch.setattr(sources, "fetch_pinned", pinned)
    known = hashlib.sha256(content).hexdigest()
    recipe = write("map.toml", RECIPE + f'sha256 = "{known}"\n')
    assert update(recipe).lines == ("fetched: events.csv", "first map: 1 events")
    assert asked == [("https://data.example/events.csv", known)]


@pytest.mark.parametrize(("table", "said"), [
    ('url = "https://a.example/x.csv"', "to"), ('dataset = "x"\nurl = "y"', "either"),
    ('to = "x.csv"', "either"), ('adress = "x"', "unknown key 'sources.*adress'"),
])
def test_a_source_that_means_nothing_is_refused(write, table, said):
    with pytest.raises(RecipeError, match=said):
        sources.sources_of(write("map.toml", f"[[sources]]\n{table}\n"))


def test_pages_are_left_alone_by_a_recipe_without_sources(write, tmp_path):
    write("events.csv", HEAD + A)
    recipe = write("map.toml", "events.path = 'events.csv'\n")
    assert update(recipe, output=tmp_path / "out.html").feed == tmp_path / "out.atom"
    write("events.csv", HEAD)
    with pytest.raises(PageError, match="delete the page"):
        update(recipe, output=tmp_path / "out.html")


def test_what_changed_is_drawn_by_kind_where_it_is_asked_for(recipe, web, tmp_path):
    drawn = tmp_path / "changes.html"
    update(recipe, changes=drawn)
    assert not drawn.exists(), "there is nothing to compare the first map with"
    web["content"] = (HEAD + A.replace("39.8", "39.9") + B).encode()
    update(recipe, changes=drawn)
    events = read_page(drawn).spec["events"]
    assert dict(zip(events["id"], events["type"], strict=True)) == {
        "a": "change_moved", "b": "change_added"}
    kept = drawn.read_bytes()
    recipe.write_text(RECIPE.replace("Mine", "Ours"), encoding="utf-8")
    assert update(recipe, changes=drawn).changed
    assert drawn.read_bytes() == kept, "no event changed"
