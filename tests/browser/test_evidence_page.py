"""What the evidence rests on, as the page shows it: the same figures as Python gives."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from playwright.sync_api import expect

import conflictmap as cm
from conflictmap.analysis.claims_view import CLAIMS, views_of
from conflictmap.model.interval import day_number
from conflictmap.pages.visible import in_window
from conflictmap.pages.words import label, number_text, range_text, whose_text

WINDOWS = [("1988-01-01", "2026-01-01"), ("1992-01-01", "1992-07-01"),
           ("2020-09-27", "2020-11-11"), ("2022-09-12", "2022-09-15"), ("2023-09-01", "2023-10-15")]


@pytest.fixture
def opened(atlas_page):
    yield atlas_page
    atlas_page.quiet()


@pytest.mark.parametrize("view", CLAIMS)
def test_the_page_and_python_count_the_same_in_every_view_of_the_claims(opened, atlas, view):
    for first, last in WINDOWS:
        opened.set(window=[first, last], claims=view)
        page = opened.run("window.conflictmap.totals()")
        found = cm.count(atlas, window=(date.fromisoformat(first), date.fromisoformat(last)),
                         claims=view)[0].toll
        assert [page[k] for k in ("low", "best", "high")] == [found.low, found.best, found.high]
        assert page["silent"] == found.silent
        assert page["unknown"] == {"low": found.without_low, "best": found.without_best,
                                   "high": found.without_high}


def test_a_reader_chooses_whose_figures_and_the_link_keeps_it(opened, open_page, atlas_file):
    page = opened.page
    opened.set(window=["2022-09-12", "2022-09-20"], select="sept-2022-total")
    expect(page.locator(".cm-evidence .cm-facts")).to_contain_text("Killed")
    opened.set(select=None)
    page.get_by_role("tab", name="Totals").click()
    figure = page.locator(".cm-figure").first
    before = figure.inner_text()
    page.get_by_label("Figures of").focus()
    page.get_by_label("Figures of").select_option("azerbaijani")
    expect(figure).not_to_have_text(before)
    expect(page.get_by_label("Figures of")).to_be_focused()
    opened.set(select="sept-2022-total")
    page.get_by_role("tab", name="Events").click()
    expect(page.locator(".cm-evidence .cm-heard")).to_have_text(
        "Azerbaijani side")
    expect(page.locator(".cm-evidence .cm-told")).to_have_text(
        "By whose dead: Azerbaijani: 50–79")
    page.wait_for_timeout(400)
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    assert again.run("window.conflictmap.state()")["claims"] == "azerbaijani"
    assert cm.view_of(cm.read_page(atlas_file), opened.run("location.hash")).claims == "azerbaijani"
    again.quiet()


def test_the_files_to_take_along_keep_the_figures_of_the_data(opened):
    page = opened.page
    opened.set(window=["2022-09-12", "2022-09-20"], claims="azerbaijani")
    with page.expect_download() as waiting:
        page.locator(".cm-listing").get_by_text("Events as CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert next(line for line in text.splitlines() if line.startswith("sept-2022-total,")).count(
        ",284,,312,") == 1


def shown(opened, atlas, window):
    """Return the events that the page shows in a window, as Python has them."""
    opened.set(window=window)
    ids = set(opened.visible())
    return atlas.take(np.array([i in ids for i in atlas.ids], dtype=bool))


def joins_of(atlas_file, events):
    """Return the joins with the layers that a page joins."""
    left_out = {"sector", "sea", "lake", "river", "border", "road-status", "relief"}
    layers = [cm.read_layer(entry["id"]) for entry in cm.read_page(atlas_file).spec["layers"]
              if entry["role"] not in left_out and entry["kind"] != "point"]
    return cm.join(events, layers)


@pytest.mark.parametrize("window", WINDOWS[:1] + WINDOWS[3:])
def test_the_page_counts_each_kind_of_doubt_as_python_does(opened, atlas, atlas_file, window):
    page = opened.page
    events = shown(opened, atlas, window)
    page.get_by_role("tab", name="Not known").click()
    found = cm.unknowns(events, joined=joins_of(atlas_file, events)).kinds
    lines = page.locator(".cm-doubt-list li")
    expect(lines).to_have_count(len(found))
    page.wait_for_timeout(250)
    counts = {line.get_attribute("data-kind"): int(line.locator(".cm-count").inner_text())
              for line in lines.all()}
    assert counts == dict(found)
    assert sum(counts.values()) > 0


def test_a_kind_of_doubt_opens_its_events_and_the_link_opens_the_view(
        opened, atlas, open_page, atlas_file):
    page = opened.page
    page.get_by_role("tab", name="Not known").click()
    page.wait_for_timeout(400)
    assert "u=all" in opened.run("location.hash")
    wanted = cm.doubts(atlas)["wide_dates"]
    page.get_by_role("button", name="Some days certain, others not").click()
    expect(page.locator(".cm-stack strong")).to_contain_text(str(len(wanted)))
    page.wait_for_timeout(400)
    assert "u=wide_dates" in opened.run("location.hash")
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    expect(again.page.get_by_role("tab", name="Not known")).to_have_attribute(
        "aria-selected", "true")
    expect(again.page.get_by_role("checkbox", name="Some days certain")).to_be_checked()
    again.page.get_by_role("tab", name="Layers").click()
    again.page.wait_for_timeout(250)
    assert again.run("window.conflictmap.state()")["doubt"] is None
    again.quiet()


@pytest.mark.parametrize("view", views_of(cm.read_events())[1:])
def test_the_totals_say_whose_dead_and_never_one_side_as_the_toll(opened, atlas, view):
    """By people, the panel has the figures of Python, and no headline where there is none."""
    opened.page.get_by_role("tab", name="Totals").click()
    for first, last in (("2022-09-12", "2022-09-15"), ("2020-09-27", "2020-11-11")):
        opened.set(window=[first, last], claims=view)
        opened.page.wait_for_timeout(250)
        whole = "sept-2022-total" if first.startswith("2022") else "war-2020-total"
        node = opened.page.locator(f"[data-sum={whole}]")
        said = cm.told(atlas, view)[whole]
        lines = node.locator(".cm-told li").all_inner_texts()
        assert sorted(lines) == sorted(
            f"{whose_text(w, 'en')}: {range_text(*ends, 'en')}" for w, ends in said.people.items())
        figure = node.locator(".cm-figure").inner_text()
        none = said.toll == (None, None, None)
        assert figure == ("No figure for all the dead" if none else
                          f"{range_text(*said.toll, 'en')} killed")
        assert opened.page.locator("[data-sum=deaths]").count() == 0


def test_the_list_says_whose_dead_in_one_line(opened):
    """Where a view gives no figure of all the dead, the row says whose it counts."""
    opened.set(window=["2022-09-12", "2022-09-15"], claims="first", select=None)
    opened.page.get_by_role("tab", name="Events").click()
    row = opened.page.locator('.cm-option[data-id="sept-2022-total"]')
    expect(row.locator(".cm-people")).to_have_text(
        "Armenian: 49; Azerbaijani: 79")
    expect(row.locator(".cm-toll")).to_have_count(0)
    assert row.locator(".cm-option-head").bounding_box()["height"] < 25
    opened.set(claims="range")


def test_a_map_whose_data_quote_no_party_says_nothing_of_parties(open_page, tmp_path):
    table = tmp_path / "e.csv"
    table.write_text("id,date,lat,lon,fatalities_best\na,2022-03-01,50.4,30.5,3\n", "utf-8")
    opened = open_page(cm.build(table).save(tmp_path / "p.html"))
    opened.page.get_by_role("tab", name="Totals").click()
    expect(opened.page.locator(".cm-totals .cm-figure")).to_contain_text("3")
    assert opened.page.locator("[data-sum=balance], [data-sum=deaths]").count() == 0
    assert "quoted" not in opened.page.locator(".cm-totals").inner_text()
    assert opened.page.get_by_label("Figures of").count() == 0
    opened.quiet()


@pytest.mark.parametrize("window", WINDOWS)
def test_the_balance_by_deaths_is_that_of_python(opened, atlas, window):
    days = tuple(date.fromisoformat(day) for day in window)
    found = cm.balance(shown(opened, atlas, window), window=days)
    opened.page.get_by_role("tab", name="Totals").click()
    opened.page.wait_for_timeout(250)
    said = opened.page.locator("[data-sum=deaths]").inner_text()
    for side, toll in found.deaths_only.items():
        wanted = range_text(toll.low, toll.best, toll.high, "en")
        assert f"Only figures of one side ({label('en', 'side', side)}): {wanted}\n" in said
    toll = found.deaths
    assert f"All events: {range_text(toll.low, toll.best, toll.high, 'en')}\n" in said
    page = opened.run("window.conflictmap.totals()")
    assert [page[k] for k in ("low", "best", "high")] == [toll.low, toll.best, toll.high]
    share = found.share_of_deaths
    base = f"of the {number_text(found.best_of, 'en')} killed in events that state a best figure"
    assert ("No best figure" if share is None else
            f"{number_text(100 * share, 'en')} % {base} ({found.best_events})") in said
    words = opened.page.locator("[data-sum=balance]").inner_text()
    for side, n in found.only.items():
        assert f"Only one side is quoted ({label('en', 'side', side)}): {n}\n" in words
    assert f"More than one side is quoted: {found.several}\n" in words


@pytest.mark.parametrize("window", WINDOWS)
def test_events_certainly_in_the_window_are_those_of_python_and_the_link_keeps_it(
        opened, open_page, atlas_file, window):
    data = cm.read_page(atlas_file)
    days = tuple(day_number(date.fromisoformat(day)) for day in window)
    ids = data.spec["events"]["id"]
    opened.set(window=window)
    assert opened.visible() == [ids[r] for r in in_window(data, days, certain=False)]
    opened.set(filters={"certain": True})
    certain = [ids[r] for r in in_window(data, days, certain=True)]
    assert opened.visible() == certain
    opened.page.wait_for_function("() => location.hash.includes('fc=1')")
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    assert again.visible() == certain


def test_the_plot_draws_lighter_where_an_event_may_have_begun(opened):
    """In 1988 the atlas has a month of which no day is certain: some bars are striped."""
    opened.set(window=["1988-11-01", "1988-12-01"])
    opened.page.locator(".cm-more[data-name=more] > summary").click()
    opened.page.get_by_label("Axis").select_option("near")
    opened.page.wait_for_timeout(200)
    assert any(opened.run(STRIPES))


def test_a_stretch_of_road_is_drawn_and_named(open_page, tmp_path):
    table = tmp_path / "e.csv"
    table.write_text("id,date,lat,lon,where,title,type\n"
                     "a,2023-07-01,,,road-2022 km 12-18,Closed,blockade\n"
                     "b,2023-07-01,39.6,46.4,,Shots,shelling\n", encoding="utf-8")
    file = cm.build(table).save(tmp_path / "p.html")
    opened = open_page(file, hash_="#s=a")
    drawn = """() => {
      const canvas = document.querySelector('.leaflet-cm-stretches-pane canvas');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        .data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }"""
    opened.page.wait_for_timeout(300)
    assert opened.run(drawn) > 200
    expect(opened.page.locator(".cm-evidence .cm-facts")).to_contain_text("km 12\u201318")
    opened.quiet()
    before = open_page(file, hash_="#w=2020-01-01_2021-01-01")
    before.page.wait_for_timeout(300)
    assert before.run(drawn) == 0
    before.quiet()


#: Whether a column of the plot changes from row to row, as stripes do.
STRIPES = """() => {
  const plot = document.querySelector('.cm-plot');
  const { data, width } = plot.getContext('2d').getImageData(0, 0, plot.width, 62);
  const at = (x, y) => data[4 * (width * y + x) + 2];
  return [...Array(width).keys()].map((x) =>
    [...Array(18).keys()].filter((i) => Math.abs(at(x, 61 - i) - at(x, 60 - i)) > 15).length > 8);
}"""


def test_the_card_draws_the_dead_by_whose_they_are_and_the_doubt_of_a_place(open_page, atlas_file):
    opened = open_page(atlas_file, hash_="#s=sept-2022-total&w=2022-09-12_2022-09-15")
    tolls = opened.page.locator(".cm-tolls")
    expect(tolls.locator("tbody")).to_have_count(2)
    for people, words in zip(("Armenian", "Azerbaijani"), ("49, later 105", "430"), strict=True):
        group = tolls.locator("tbody", has=opened.page.locator(f"strong:text-is('{people}')"))
        expect(group.get_by_role("row", name="Armenian side")).to_contain_text(words)
    area = opened.page.get_by_role("img", name="Somewhere in: Border areas of Armenia")
    expect(area.locator(".cm-thumb-reach")).to_have_count(1)
    assert area.locator(".cm-thumb-point").count() == 0, "an area has no point"
    opened.set(lang="ru", window=["2020-10-01", "2020-11-01"], select="barda-2020-10-28")
    expect(tolls.locator("caption")).to_contain_text("первая (○)")
    disc = opened.page.locator(".cm-thumb")
    expect(disc.locator(".cm-thumb-point")).to_have_count(1)
    radius = float(disc.locator(".cm-thumb-reach").get_attribute("r"))
    assert 2 < radius < 48
    opened.quiet()


def test_the_first_line_of_the_card_names_the_place_in_the_language_of_the_page(opened):
    opened.set(lang="ru", select="khojaly-1992")
    expect(opened.page.locator(".cm-in-short")).to_contain_text("Ходжалы (Иванян)")
