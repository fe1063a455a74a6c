"""The ground on the page: never blank, the last day and what was before, and who held a place."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

#: Everything but the areas of control and the land below them.
BARE = """.cm-canvas, .cm-key, .cm-caption, .cm-annotation, .cm-map-buttons, .cm-scale, .cm-locator,
.leaflet-cm-line-pane, .leaflet-cm-border-pane, .leaflet-cm-outline-pane,
.leaflet-cm-water-pane, .leaflet-cm-doubt-pane, .leaflet-cm-relief-pane
{ visibility: hidden !important }"""
#: The page's policy lets no style in but its own; a sheet made by a script is one.
HIDE = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet]; }"""
#: Points of a grid that lie in a district, two pixels from its edge, and the colour of the land.
INSIDE = """() => {
  const frame = document.querySelector('.leaflet-container').getBoundingClientRect();
  const paths = [...document.querySelectorAll('.leaflet-cm-control-pane .cm-role-district')];
  const hidden = paths.filter((path) => path.classList.contains('cm-none'));
  for (const path of hidden) path.classList.remove('cm-none');
  const turn = paths[0].getScreenCTM().inverse();
  const boxes = paths.map((path) => [path, path.getBBox()]);
  const within = (x, y) => {
    const at = new DOMPoint(x, y).matrixTransform(turn);
    return boxes.some(([path, box]) => at.x >= box.x && at.x <= box.x + box.width &&
      at.y >= box.y && at.y <= box.y + box.height && path.isPointInFill(at));
  };
  const found = [];
  for (let x = Math.ceil(frame.left) + 4; x < frame.right - 4; x += 7)
    for (let y = Math.ceil(frame.top) + 4; y < Math.min(frame.bottom, innerHeight) - 4; y += 7)
      if ([[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]].every(([a, b]) => within(x + a, y + b)))
        found.push([x, y]);
  for (const path of hidden) path.classList.add('cm-none');
  const land = getComputedStyle(document.querySelector('.cm-land-azerbaijan')).fill;
  return { found, land: land.match(/\\d+/g).map(Number) };
}"""


def settled(page):
    """The points and the picture of a map at rest: the same points before the picture and after."""
    for _ in range(20):
        page.wait_for_timeout(400)
        asked = page.evaluate(INSIDE)
        page.evaluate("() => new Promise((r) => requestAnimationFrame(() => setTimeout(r, 50)))")
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        if page.evaluate(INSIDE) == asked:
            return asked, image
    raise AssertionError("the map does not come to rest")


def blank(opened):
    """How many points of the districts have the colour of undisputed land, and of how many."""
    page = opened.page
    page.evaluate(HIDE, BARE)
    asked, image = settled(page)
    land = asked["land"]
    same = [at for at in asked["found"] if max(
        abs(a - b) for a, b in zip(image.getpixel(tuple(at)), land, strict=True)) <= 6]
    return len(same), len(asked["found"])


def colours(opened, at):
    """The colours around a point of the screen, the most frequent first."""
    image = Image.open(io.BytesIO(opened.page.screenshot())).convert("RGB")
    box = image.crop((at[0] - 12, at[1] - 12, at[0] + 12, at[1] + 12))
    return [colour for _, colour in sorted(box.getcolors(600), reverse=True)]


@pytest.fixture(params=[((1440, 900), "light"), ((1440, 900), "dark"), ((390, 844), "light")],
                ids=["wide", "dark", "phone"])
def atlas(request, open_page, atlas_file):
    size, scheme = request.param
    return open_page(atlas_file, size=size, color_scheme=scheme)


def test_on_the_opening_view_no_district_is_blank(atlas):
    same, of = blank(atlas)
    assert of > 150
    assert same == 0


@pytest.mark.parametrize(("step", "window"), [
    (3, ["2022-08-20", "2022-09-05"]), (8, ["2023-09-19", "2023-09-21"])])
def test_at_steps_four_and_nine_of_the_story_no_district_is_blank(atlas, step, window):
    atlas.page.get_by_role("tab", name="Story").click()
    atlas.page.locator(".cm-story button").first.click()
    atlas.page.locator("body").evaluate("() => document.activeElement.blur()")
    for _ in range(step):
        atlas.page.keyboard.press("n")
    assert atlas.run("window.conflictmap.state().window") == window
    same, of = blank(atlas)
    assert of > 150
    assert same == 0


@pytest.mark.parametrize("window", [
    ["2020-09-27", "2020-10-05"], ["2020-09-27", "2020-10-21"], ["2020-09-27", "2020-11-10"],
    ["1988-01-01", "2026-01-01"]])
def test_with_a_window_that_grows_no_district_is_blank(atlas, window):
    atlas.set(window=window)
    same, of = blank(atlas)
    assert of > 150
    assert same == 0


def test_playing_with_grows_leaves_no_district_blank(open_page, atlas_file):
    opened = open_page(atlas_file, size=(1440, 900))
    opened.set(window=["2020-09-27", "2020-10-02"])
    opened.page.locator(".cm-more[data-name=more] > summary").click()
    opened.page.locator("[data-name=mode]").select_option("growing")
    opened.page.keyboard.press("Escape")
    opened.page.locator("body").evaluate("() => document.activeElement.blur()")
    for _ in range(4):  # to 5 October: Jabrayil has been taken
        opened.page.keyboard.press(".")
    assert opened.run("window.conflictmap.state().window") == ["2020-09-27", "2020-10-06"]
    assert blank(opened)[0] == 0


def test_what_changed_is_striped_and_a_single_day_is_not(open_page, atlas_file):
    opened = open_page(atlas_file, size=(1440, 900))
    opened.set(view={"center": [40.0, 46.05], "zoom": 10}, window=["2020-11-20", "2020-12-01"])
    opened.page.evaluate(HIDE, BARE)
    opened.page.wait_for_timeout(600)
    box = opened.page.locator(".leaflet-container").bounding_box()
    middle = (int(box["x"] + box["width"] / 2), int(box["y"] + box["height"] / 2))
    striped = colours(opened, middle)[:2]  # Kalbajar: Azerbaijan since 25 November
    opened.set(window=["2020-11-20", "2020-11-21"])
    opened.page.wait_for_timeout(300)
    before = colours(opened, middle)
    opened.set(window=["2020-11-30", "2020-12-01"])
    opened.page.wait_for_timeout(300)
    after = colours(opened, middle)
    assert len(before) == len(after) == 1
    assert set(striped) == {*before, *after}
    assert striped[0] == after[0]  # the last day fills the most


def test_the_key_and_the_date_say_so_in_four_languages(open_page, atlas_file):
    opened = open_page(atlas_file)
    for lang, day, stripes in (
        ("en", "ground as on 31 December 2025", "Stripes: who held it before"),
        ("hy", "վերահսկողությունը՝ 31 դեկտեմբերի, 2025", "Շերտեր՝"),
        ("az", "nəzarət: 31 dekabr 2025", "Zolaqlar:"),
        ("ru", "контроль на 31 декабря 2025", "Полосы:"),
    ):
        opened.set(lang=lang)
        expect(opened.page.locator(".cm-dateline")).to_contain_text(day.split()[0])
        expect(opened.page.locator(".cm-key")).to_contain_text(stripes)
        assert day.split()[-1] in opened.page.locator(".cm-dateline").inner_text()
        assert day.split()[0] in opened.page.locator(".cm-dateline").inner_text()
        assert stripes in opened.page.locator(".cm-key").inner_text()
    opened.set(lang="en", window=["2020-12-01", "2020-12-02"])
    assert "ground as on" not in opened.page.locator(".cm-dateline").inner_text()
    assert "Stripes" not in opened.page.locator(".cm-key").inner_text()


def test_the_front_that_moved_and_its_towns_are_in_the_key_and_nothing_is_divided(
        open_page, atlas_file):
    opened = open_page(atlas_file)
    opened.set(window=["2020-10-15", "2020-10-16"])
    key = opened.page.locator(".cm-key")
    expect(key).to_contain_text("Town whose holder on that day is known")  # it follows the map
    words = key.inner_text()
    assert "Front moved, line not known" in words
    assert "Town whose holder on that day is known" in words
    assert "Divided" not in words
    assert opened.page.locator(".cm-key .cm-town").count() == 2


#: Day, latitude, longitude, what the click says first, and what more.
CLICKS = (
    ("2020-11-09", 39.8153, 46.7519, "Stepanakert (Khankendi), 9 November 2020",
     "Controlled by Armenian forces", "known", "Source: Siege of Stepanakert"),
    ("2020-11-09", 39.7583, 46.7483, "Shusha (Shushi), 9 November 2020",
     "Controlled by Azerbaijan", "uncertain", "between 4 November 2020 and 9 November 2020"),
    ("2020-10-15", 39.95, 46.60, "Askeran raion, 15 October 2020",
     "Front moved, line not known", "front_moved", "Controlled by Armenian forces"),
    ("2021-06-01", 40.15, 46.60, "Martakert (Aghdara) raion, 1 June 2021",
     "Russian peacekeepers", "known", "Since 10 November 2020"),
    ("2021-06-01", 40.18, 44.51, "Armenia, 1 June 2021",
     "Not stated: no layer of this map says who held this place.", None, ""),
)


@pytest.mark.parametrize("click", CLICKS, ids=[click[3] for click in CLICKS])
def test_a_click_says_who_held_the_place_on_the_day(open_page, atlas_file, click):
    day, lat, lon, head, who, certainty, more = click
    opened = open_page(atlas_file)
    opened.set(window=[day, opened.run("d => new Date(Date.parse(d) + 864e5).toISOString()"
                                       ".slice(0, 10)", day)],
               view={"center": [lat, lon], "zoom": 11}, filters={"text": "no such event"})
    opened.page.wait_for_timeout(700)
    box = opened.page.locator(".leaflet-container").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = opened.page.locator(".cm-tip")
    assert tip.locator(".cm-tip-head").inner_text() == head
    assert who in tip.inner_text()
    assert more in tip.inner_text()
    assert tip.locator("p").count() <= 8
    if certainty:
        assert tip.locator(".cm-holder").get_attribute("data-certainty") == certainty


def relief_pixels(opened):
    """The picture of a map at rest, in grey."""
    opened.page.wait_for_timeout(500)
    return Image.open(io.BytesIO(opened.page.screenshot())).convert("L")


def difference(one, other):
    """How many pixels differ by more than 8 of 255."""
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[9:])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_relief_is_a_layer_that_is_drawn_and_can_be_switched_off(open_page, atlas_file, scheme):
    opened = open_page(atlas_file, hash_="#v=40.1,46.2,8.5&w=2020-12-01_2020-12-02",
                       color_scheme=scheme)
    opened.page.wait_for_selector(".cm-relief[data-picture]")
    on = relief_pixels(opened)
    opened.set(layers={"relief": False})
    off = relief_pixels(opened)
    assert difference(on, off) > 30_000
    opened.set(layers={"relief": True})
    assert difference(on, relief_pixels(opened)) < 500
    opened.quiet()


def test_relief_leaves_paper_and_forced_colours_alone(open_page, atlas_file):
    opened = open_page(atlas_file, hash_="#v=40.1,46.2,8.5")
    pane = "getComputedStyle(document.querySelector('.leaflet-cm-relief-pane')).display"
    assert opened.run(pane) == "block"
    opened.page.emulate_media(media="print")
    assert opened.run(pane) == "none"
    opened.page.emulate_media(media="screen", forced_colors="active")
    assert opened.run(pane) == "none"


def test_relief_fades_where_its_cells_would_be_seen(open_page, atlas_file):
    opened = open_page(atlas_file)
    shown = "Number(document.querySelector('.cm-relief').style.opacity)"
    found = []
    for zoom in (8, 10, 11.5, 13):
        opened.set(view={"center": [40.0, 46.2], "zoom": zoom})
        opened.page.wait_for_timeout(300)
        found.append(opened.run(shown))
    assert found == [1, 1, 0.5, 0]
