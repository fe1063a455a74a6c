"""Files saved from a page by a real browser, read back; cards with columns of the author."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

import conflictmap as cm

FIRST = {"id": "'=1", "title": "=HYPERLINK(1)", "date": "2022-24", "weapon": "drone",
         "vehicle": "007", "photo": "https://example.org/p.jpg", "note (mine)": "<img src=x>",
         "source_url": "https://example.org/own"}
COLUMNS = ("id", "date", "lat", "lon", "title", "source_url", "weapon", "vehicle", "photo",
           "note (mine)")


@pytest.fixture(scope="module", params=[3, 4_000], ids=["readable", "packed"])
def table(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    with (folder / "mine.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        for i in range(request.param):
            row = {"id": f"e{i}", "date": f"2020-09-{1 + i % 28:02}", "title": f"Event {i}",
                   "weapon": ("", "tank")[i % 2], "photo": f"https://example.org/{i * 7919 % 9973}"}
            row |= FIRST if i == 1 else {}
            row["id"] = row["id"].replace("'=1", "''=1")  # as a spreadsheet needs it
            writer.writerow(row | {"lat": f"{39 + i % 90 / 100}", "lon": f"{46 + i % 80 / 100}"})
    events = cm.read_events(folder / "mine.csv")
    assert len(events) == request.param
    return events, cm.build(events).save(folder / "map.html")


@pytest.mark.parametrize("kind", ["CSV", "GeoJSON"])
def test_a_saved_file_reads_back_as_the_events_of_the_table(open_page, table, tmp_path, kind):
    events, path = table
    opened = open_page(path)
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name=f"Events as {kind}").first.click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    read = cm.read_events(target)
    rows = [read.ids.index(i) for i in events.ids]
    for name in ("event_id", "when", "title", "source_url", "start", "end", "lat", "lon"):
        assert read[name][rows].tolist() == events[name].tolist(), name
    for name, values in events.extra.items():
        assert read.extra[name][rows].tolist() == values.tolist(), name
    opened.quiet()


def test_a_card_shows_the_columns_of_the_table_as_text_and_dates_in_words(open_page, table):
    opened = open_page(table[1])
    opened.set(select="'=1")
    facts = opened.page.locator(".cm-facts")
    expect(facts).to_contain_text("Some day in winter 2022/23")
    expect(facts).to_contain_text("<img src=x>")
    assert re.search(r"vehicle\s+007\s.*weapon\s+drone", facts.inner_text(), re.DOTALL)
    expect(facts.get_by_role("link", name="https://example.org/p.jpg")).to_be_visible()
    opened.quiet()
