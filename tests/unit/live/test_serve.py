"""A served map follows its files, and outlives a broken one."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress

import pytest

import conflictmap as cm
from conflictmap.live import watch
from conflictmap.live.serve import serve
from running import to_its_end
from toys import area, square

HEAD = "id,date,lat,lon,title\n"
ROW = "a,2020-10-01,39.8,46.7,First\n"


class Heard:
    """What a server says, and a way to wait for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    async def until(self, text: str) -> str:
        """Return the first line not yet read that holds a text."""
        async with asyncio.timeout(60):
            while True:
                for number, line in enumerate(self.lines):
                    if text in line:
                        del self.lines[:number + 1]
                        return line
                await asyncio.sleep(0.02)


def served(names, scenario, **options):
    """Serve a map while a scenario runs."""
    async def both():
        heard = Heard()
        task = asyncio.create_task(serve([str(n) for n in names], heard.lines.append, port=0,
                                         **options))
        try:
            await scenario(heard)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    to_its_end(both())


def test_a_changed_a_broken_and_a_mended_table(write, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "LOOK_S", 0.1)
    out = tmp_path / "out" / "map.html"
    table = write("events.csv", HEAD + ROW)

    async def scenario(heard):
        await heard.until("read 1 = placed 1")
        write("events.csv", HEAD + ROW + "b,2020-13-45,39.8,46.8,Second\n")
        await heard.until("read 2 = placed 1 + unplaced 0 + undated 1")
        assert "events.csv" in await heard.until("2020-13-45")
        good = out.read_bytes()
        write("events.csv", "")
        assert "last good state" in await heard.until("events.csv")
        assert out.read_bytes() == good
        table.unlink()
        await heard.until("there is no such file")
        write("events.csv", HEAD + ROW)
        await heard.until("read 1 = placed 1")

    served([table], scenario, output=out)
    assert cm.read_page(out).spec["events"]["title"] == ["First"]


def test_a_recipe_is_followed_to_the_folders_of_what_it_names(write):
    write("data/events.csv", HEAD + ROW)
    write("data/zone.geojson", json.dumps({
        "type": "FeatureCollection", "layer": {"title": "Zone"},
        "features": [area("zone", square(0, 0))]}))
    recipe = write("maps/mine.toml", "titel = 'A'\n")

    async def scenario(heard):
        assert "unknown key 'titel'" in await heard.until("last good state")
        write("maps/mine.toml", """
            title = "B"
            events.path = "../data/events.csv"
            layers = [{path = "../data/zone.geojson"}]
        """)
        await heard.until("read 1 =")
        write("data/events.csv", HEAD + ROW + ROW.replace("a", "b", 1))
        await heard.until("read 2 =")

    served([recipe], scenario)


def test_a_port_that_is_taken_is_said(write):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(cm.OutputError, match=f"port {port}: Address already in use. Name"):
            to_its_end(serve([str(write("events.csv", HEAD + ROW))], print, port=port))
