"""A saved view is read as the page reads it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

import conflictmap as cm
from conflictmap.figures.quick_svg import svg_of
from conflictmap.model.interval import day_number, day_of
from conflictmap.model.text import fold
from conflictmap.pages.views import Filters, View, hash_of, opening_view
from conflictmap.pages.visible import visible_ids, visible_rows
from toys import event


def test_without_a_link_the_view_is_the_pages_own(data):
    view = cm.view_of(data)
    assert len(visible_rows(data, view)) == 269
    assert view.window == (6574, 20454)
    assert not view.filters.any
    assert view.ignored == ()


def test_every_part_of_a_link_is_read(data):
    view = cm.view_of(data, "https://example.org/map.html?embed#w=2022-09-12_2022-09-15"
                      "&s=lachin-handover-2022&v=39.75,46.6,9&l=hy&n=armenian_first&d=dark"
                      "&y=+districts-nkao,-rivers&ft=battle,shelling&fs=verified&fp=settlement"
                      "&fx=10&fc=1&q=%C5%9Eu%C5%9Fa%20a")
    assert view.window == (19247, 19250)
    assert (view.select, view.center, view.zoom) == ("lachin-handover-2022", (39.75, 46.6), 9)
    assert (view.lang, view.names, view.theme) == ("hy", "armenian_first", "dark")
    assert view.filters == Filters(types=("battle", "shelling"), status=("verified",),
                                   precision=("settlement",), toll=10, certain=True, text="Şuşa a")
    assert view.layers["rivers"] is False
    assert view.layers["sea"] is True
    assert view.ignored == ()


@pytest.mark.parametrize(("link", "ignored"), [
    ("#w=2022-09-15_2022-09-12", "w=2022-09-15_2022-09-12"),
    ("#w=2022-02-30_2022-09-12", "w=2022-02-30_2022-09-12"),
    ("#w=2022-09-12", "w=2022-09-12"),
    ("#s=nobody", "s=nobody"),
    ("#v=1,2", "v=1,2"),
    ("#v=a,b,c", "v=a,b,c"),
    ("#v=1,1_0,3", "v=1,1_0,3"),
    ("#l=fr", "l=fr"), ("#n=mine", "n=mine"), ("#d=auto", "d=auto"),
    ("#y=rivers", "y=rivers"), ("#y=-nothing", "y=-nothing"),
    ("#fx=NaN", "fx=NaN"), ("#fx=Infinity", "fx=Infinity"),
    ("#nonsense=1", "nonsense"),
])
def test_what_makes_no_sense_is_left_out_and_named(data, link, ignored):
    view = cm.view_of(data, link)
    assert view.ignored == (ignored,)
    assert visible_rows(data, view) == visible_rows(data, cm.view_of(data))


@pytest.mark.parametrize("link", ["#q=%zz", "#q=%ff", "", "#", "#&&&", "#=", "no hash at all="])
def test_broken_links_open_the_page(data, link):
    assert len(visible_rows(data, cm.view_of(data, link))) == 269


@pytest.mark.parametrize("link", [
    "#w=2022-09-12_2022-09-15&l=en&n=paired",
    "#w=1988-02-01_1988-03-01&s=sumgait-pogrom-1988&v=39.7500,46.6000,9.25&l=az&n=international"
    "&d=dark&y=-sea,-rivers&ft=battle,shelling&fs=verified&fp=region&fx=5&fc=1&q=a%20b%25",
])
def test_a_view_gives_back_its_link(data, link):
    assert hash_of(cm.view_of(data, link), data) == link


def test_a_comma_within_a_value_parts_no_list(data):
    view = cm.view_of(data, "#ft=a%252Cb%2525,battle&fr=s%252C1")
    assert view.filters == Filters(types=("a,b%", "battle"), sources=("s,1",))
    assert "&ft=a%252Cb%2525,battle&fr=s%252C1" in hash_of(view, data)


def test_a_search_finds_a_place_by_any_of_its_names(data):
    def found(word):
        return set(visible_ids(data, cm.view_of(data, f"#q={word}")))

    assert found("xankendi") == found("XANKƏNDİ")
    assert len(found("xankendi")) > 3
    assert found("Ստեփանակերտ") <= found("stepanakert")
    assert found("xankendi") <= found("stepanakert") | found("khankendi")


def test_folding_is_that_of_the_page():
    assert fold("  Şuşa  İ ") == "susa i"
    assert fold("Երևան") == "երեվան"


def test_many_claims_travel_packed_and_few_readable(data):
    html = cm.build().html
    spec = json.loads(re.search(r'id="conflictmap-spec">([^<]*)</script>', html)[1])
    assert not {"claims", "sources"} & set(spec)
    assert "joins" not in spec["events"]
    packed = re.search(r'id="conflictmap-evidence">([^<]*)<', html)[1]
    readable = json.dumps([data.spec["claims"], data.spec["sources"]], ensure_ascii=False)
    assert 4 * len(packed) < len(readable)
    assert len(data.spec["claims"]) > 1_000
    few = cm.build(event(x=1, y=1)).html
    assert 'id="conflictmap-evidence"' not in few
    assert '"claims":[' in few


def test_a_page_on_disk_holds_what_was_built(data, tmp_path):
    page = cm.build()
    read = cm.read_page(page.save(tmp_path / "m.html"))
    assert read.spec == data.spec
    assert read.layers == data.layers


@pytest.mark.parametrize(("text", "message"), [
    ("<html></html>", "this is no page of conflictmap"),
    ('<script type="application/json" id="conflictmap-spec">{</script>', "are broken"),
    ('<script type="application/json" id="conflictmap-spec">{"version": 99}</script>',
     "of version 99, this program reads"),
])
def test_what_is_no_page_is_refused(write, text, message):
    with pytest.raises(cm.PageError, match=re.escape(message)):
        cm.read_page(write("m.html", text))


def test_a_window_of_open_ends_closes_where_the_events_end(hostile_data):
    assert hostile_data.closed([None, None]) == (
        day_number(date(2022, 9, 13)), day_number(date(2022, 9, 14)))


@pytest.mark.parametrize(("day", "ground"), [
    (None, (3, 9)), (5, (3, 6)), (3, (3, 4)), (8, (3, 9)), (9, (9, 10)), (0, (0, 1)),
])
def test_the_day_of_the_ground_is_apart_from_the_window(day, ground):
    assert View(window=(3, 9), day=day).ground == ground


def test_a_link_names_the_day_of_the_ground(data):
    link = "#w=2020-09-27_2020-12-02&day=2020-09-28&l=en&n=paired"
    view = cm.view_of(data, link)
    assert str(day_of(view.day)) == "2020-09-28"
    assert hash_of(view, data) == link
    assert cm.view_of(data, "#day=2020-02-30").ignored == ("day=2020-02-30",)
    assert cm.view_of(data, "#w=2020-09-27_2020-12-02").day is None


def test_a_page_may_open_on_fewer_days_than_a_figure_without_a_link(data):
    view = opening_view(data)
    assert (str(day_of(view.day)), view.window) == ("2020-12-01", (18576, 18598))
    assert cm.view_of(data).day is None
    assert "ground as on 2020-12-01" in svg_of(data)
