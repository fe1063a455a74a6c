"""What a reader does on the atlas in Chromium, Firefox and WebKit: the same checks of one file.

Pictures are compared, not only states: what a page says of itself can be right where its drawing is
wrong. Firefox and WebKit run in `make soak`; docs/browsers.md has what came out.
"""

from __future__ import annotations

import html
import time

import numpy as np
import pytest
from PIL import Image

from conflictmap.pages.embed import snippets

STATE = "window.conflictmap.state()"
#: Fills of the page's light look, and how much the relief may change them.
AZERBAIJAN, ARMENIAN = (219, 188, 113), (160, 135, 180)
#: Width of the map and the height that it has at least, in pixels of the picture.
MAP = (slice(0, 600), slice(0, 880))
TEXTS = """window.saved = []; const make = URL.createObjectURL;
URL.createObjectURL = (blob) => { saved.push(blob); return make.call(URL, blob); };
HTMLAnchorElement.prototype.click = function () {}; return null"""


def pixels(engine, folder, *, name="seen"):
    """Return what is seen as rows of red, green and blue."""
    path = engine.picture(folder / f"{name}.png")
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def still(engine, folder, *, seconds=15):
    """Return what is seen once two pictures in a row are alike."""
    last, before = time.monotonic() + seconds, None
    while True:
        found = pixels(engine, folder)
        if before is not None and changed(before, found) < 1e-4:
            return found
        assert time.monotonic() < last, f"{engine.name} draws on and on"
        before = found


def changed(one, two) -> float:
    """Return the share of pixels that differ visibly."""
    return float((np.abs(one - two).max(axis=2) > 16).mean())


def near(seen, colour, *, by=14) -> float:
    """Return the share of pixels of a colour."""
    return float((np.abs(seen - colour).max(axis=2) <= by).mean())


def test_what_is_said_on_the_console_is_heard(engine, tmp_path):
    """Without this the checks below could not fail by it."""
    for script in ("console.error('heard')", "setTimeout(() => { throw new Error('heard') })"):
        (tmp_path / "loud.html").write_text(f"<!doctype html><script>{script}</script>", "utf-8")
        engine.open((tmp_path / "loud.html").as_uri())
        last = time.monotonic() + 10
        while not any(line.startswith("error: ") for line in engine.said()):
            assert time.monotonic() < last, script
            time.sleep(0.05)


def test_the_page_opens_with_ground_in_its_own_colours(page, tmp_path):
    seen = still(page("#l=en&w=2020-11-10_2020-12-02&day=2020-12-01"), tmp_path)[MAP]
    assert near(seen, AZERBAIJAN) > 0.12, "plain ground of Azerbaijan, unveiled"
    assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 1000
    without = page("#l=en&w=2020-11-10_2020-12-02&day=2020-12-01&y=-relief")
    assert 0.02 < changed(seen, still(without, tmp_path)[MAP]) < 0.5


def test_another_day_shows_other_ground(page, tmp_path):
    engine = page("#l=en&w=2020-09-26_2020-09-27")
    before = still(engine, tmp_path)[MAP]
    engine.run("conflictmap.set({day: '2023-10-01'}); return null")
    after = still(engine, tmp_path)[MAP]
    assert near(after, AZERBAIJAN) > near(before, AZERBAIJAN) + 0.1
    assert changed(before, after) > 0.1


def test_play_moves_and_stops(page, tmp_path):
    engine = page("#l=en&w=2020-09-27_2020-11-10")
    first = engine.run(f"return {STATE}.window")
    engine.click("[data-name=play]")
    engine.until(f"{STATE}.window.join() !== '{','.join(first)}'")
    engine.click("[data-name=play]")
    engine.drawn()
    stood = engine.run(f"return {STATE}.window")
    time.sleep(1.2)  # longer than a step of Play
    assert engine.run(f"return {STATE}.window") == stood
    assert changed(still(engine, tmp_path), pixels(engine, tmp_path)) < 1e-4


def test_a_story_goes_by_button_and_key(page, tmp_path):
    engine = page()
    engine.click(".cm-doors [data-name=story]")
    engine.until(f"{STATE}.story?.step === 0")
    before = still(engine, tmp_path)
    engine.click(".cm-story [data-name=next]")
    engine.until(f"{STATE}.story?.step === 1")
    engine.run("document.activeElement.blur(); return null")
    engine.press("n")
    engine.until(f"{STATE}.story?.step === 2")
    assert changed(before, still(engine, tmp_path)) > 0.02
    assert engine.run("return document.querySelector('.cm-step.cm-now h2').textContent")


def test_two_days_side_by_side_are_wiped(page, tmp_path):
    engine = page("#l=en&c=2020-09-26_2023-10-01")
    before = still(engine, tmp_path)[MAP]
    shares = engine.run("""const handle = document.querySelector('.cm-swipe'); handle.focus();
        return Number(handle.getAttribute('aria-valuenow'))""")
    for _ in range(5):
        engine.press("ArrowRight")
    value = "Number(document.querySelector('.cm-swipe').getAttribute('aria-valuenow'))"
    engine.until(f"{value} > {shares}")
    after = still(engine, tmp_path)[MAP]
    assert changed(before, after) > 0.005
    assert near(after, AZERBAIJAN) < near(before, AZERBAIJAN), "less of the later day is seen"


def test_table_export_and_search_give_the_rows_shown(page):
    engine = page("#l=en&w=2020-09-27_2020-11-11")
    engine.run(TEXTS)
    shown = engine.run("return conflictmap.visible()")
    engine.click("[data-name=table]")
    rows = "document.querySelectorAll('.cm-table tbody tr').length"
    assert engine.until(rows) == len(shown)
    engine.press("Escape")
    engine.until("!document.querySelector('.cm-dialog').open")
    engine.run("[...document.querySelectorAll('.cm-share button')]"
               ".find((one) => /CSV/.test(one.textContent)).click(); return null")
    text = engine.run("return saved[0].text()")
    assert text.count("\n") >= len(shown)
    assert all(one in text for one in shown)
    engine.click("input.cm-search")
    engine.type("ganja")
    engine.until(f"conflictmap.visible().length < {len(shown)} && {STATE}.filters.text === 'ganja'")
    assert engine.run("return conflictmap.visible()")


def test_pictures_are_made_of_what_is_seen(page):
    engine = page("#l=en&w=2020-11-10_2020-12-02&day=2020-12-01")
    engine.until("document.querySelector('.cm-relief').dataset.picture")
    engine.run(TEXTS)
    engine.run("[...document.querySelectorAll('.cm-share button')]"
               ".find((one) => /PNG/.test(one.textContent)).click(); return null")
    engine.until("saved.some((one) => one.type === 'image/png')")
    share = engine.run("""
        const image = await createImageBitmap(saved.find((one) => one.type === 'image/png'));
        const pen = Object.assign(document.createElement('canvas'),
          {width: image.width, height: image.height}).getContext('2d');
        pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, image.width, image.height);
        let n = 0;
        for (let i = 0; i < data.length; i += 4)
          if (Math.abs(data[i] - 219) < 15 && Math.abs(data[i + 1] - 188) < 15
              && Math.abs(data[i + 2] - 113) < 15) n += 1;
        return 4 * n / data.length""")
    assert 0.05 < share < 0.4


def test_a_link_restores_what_it_names_and_languages_change_words(page):
    engine = page("#w=2022-09-12_2022-09-15&day=2022-09-13&l=hy&m=hex&v=39.7500,46.2000,8.5")
    state = engine.run(f"return {STATE}")
    assert (state["window"], state["day"]) == (["2022-09-12", "2022-09-15"], "2022-09-13")
    assert (state["lang"], state["marks"]) == ("hy", "hex")
    titles = [engine.run("return document.querySelector('h1').textContent")]
    for lang in ("az", "ru", "en"):
        engine.run(f"conflictmap.set({{lang: '{lang}'}}); return null")
        engine.until(f"document.documentElement.lang === '{lang}'")
        titles.append(engine.run("return document.querySelector('h1').textContent"))
        fonts = "[...document.fonts].filter((one) => one.status === 'error').length"
        assert engine.run(f"return {fonts}") == 0
    assert len(set(titles)) == 4
    assert "l=en" in engine.until("location.hash.includes('l=en') && location.hash")


def test_paper_has_the_map_and_a_table(page, tmp_path):
    """As the engine prints where it offers that; its print rules and events everywhere."""
    engine = page("#l=en&w=2020-09-27_2020-11-11")
    engine.run("dispatchEvent(new Event('beforeprint')); return null")
    rows = engine.run("return document.querySelectorAll('.cm-print tbody tr').length")
    assert rows == len(engine.run("return conflictmap.visible()"))
    engine.run("dispatchEvent(new Event('afterprint')); return null")
    engine.until("!document.querySelector('.cm-print').childElementCount")
    path = engine.paper(tmp_path / "paper.pdf")
    if path:
        assert path.stat().st_size > 50_000
        assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["file", "srcdoc"])
def test_a_sandboxed_frame_draws_and_answers(engine, karabakh, tmp_path, kind):
    if kind == "file":
        frame = snippets("karabakh.html", view="w=2022-09-12_2022-09-15")[0].text
        (tmp_path / "karabakh.html").write_bytes(karabakh.read_bytes())
    else:
        frame = ('<iframe sandbox="allow-scripts" width="1200" height="720" srcdoc="'
                 f'{html.escape(karabakh.read_text("utf-8"))}"></iframe>')
    around = tmp_path / "around.html"
    around.write_text("<!doctype html><meta charset=utf-8><script>answers = [];"
                      "addEventListener('message', (e) => answers.push(e.data))</script>"
                      f"<body style='margin:0'>{frame}", "utf-8")
    engine.open(around.as_uri())
    # A frame that has not begun to load hears nothing: it is asked until it answers.
    engine.until("(document.querySelector('iframe').contentWindow.postMessage("
                 "{conflictmap: 'set', value: {window: ['2022-09-12', '2022-09-15'],"
                 " day: '2022-09-13'}}, '*'),"
                 " answers.some((one) => one.conflictmap === 'state'))", seconds=60)
    state = engine.run("return answers.find((one) => one.conflictmap === 'state')")
    assert state["state"]["window"] == ["2022-09-12", "2022-09-15"]
    assert len(state["visible"]) == 32
    assert near(still(engine, tmp_path), AZERBAIJAN) > 0.05
    assert engine.said() == []


def test_a_file_that_is_cut_off_says_so(engine, karabakh, tmp_path):
    text = karabakh.read_text("utf-8")
    (tmp_path / "cut.html").write_text(text[:text.index('id="conflictmap-spec"') + 99], "utf-8")
    engine.open((tmp_path / "cut.html").as_uri())
    said = engine.until("document.querySelector('[role=alert]')?.textContent")
    assert said.startswith("This page cannot be shown")


def test_a_packed_page_of_many_rows_starts_and_draws(engine, many, tmp_path):
    engine.start(many, tail="#m=marks", seconds=120)
    assert engine.run("return conflictmap.visible().length") > 1000
    before = still(engine, tmp_path, seconds=60)
    engine.run("conflictmap.set({window: ['1995-03-01', '1995-04-01'], marks: 'marks'});"
               " return null")
    found = engine.run("return conflictmap.visible().length")
    assert 0 < found < 350_000
    assert changed(before, still(engine, tmp_path, seconds=60)) > 0.02
    assert engine.said() == []
