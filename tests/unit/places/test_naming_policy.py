"""Names of places in each language, under each policy."""

from __future__ import annotations

import pytest

from conflictmap.places.area_aliases import AREAS, area_key, named_area
from conflictmap.places.layer_files import bundled_areas
from conflictmap.places.naming_policy import capitals, display, short

POLICIES = ("paired", "international", "armenian_first", "azerbaijani_first")
CAPITAL = {"name": "Stepanakert (Khankendi) city", "name_hy": "Ստեփանակերտ",
           "name_az": "Xankəndi", "name_ru": "Степанакерт"}
SHUSHA = {"name": "Shusha (Shushi)", "name_hy": "Շուշի", "name_az": "Şuşa"}
#: Not of the built-in data, so that its name stands in no table of texts.
TOY = {**SHUSHA, "name": "Suşa (Shushi)"}
ALIKE = {"name": "Khachmach (Xaçmaç)", "name_hy": "Խաչմաչ", "name_az": "Xaçmaç"}
BAKU = {"name": "Baku", "name_az": "Bakı"}


@pytest.mark.parametrize(("place", "lang", "names"), [
    (CAPITAL, "en", ["Stepanakert (Khankendi) city", "Stepanakert city",
                     "Stepanakert (Khankendi) city", "Khankendi (Stepanakert) city"]),
    (SHUSHA, "en", ["Shusha (Shushi)", "Shusha", "Shushi (Shusha)", "Shusha (Shushi)"]),
    (SHUSHA, "hy", ["Շուշա (Շուշի)", "Շուշա", "Շուշի (Շուշա)", "Շուշա (Շուշի)"]),
    (SHUSHA, "az", ["Şuşa (Şuşi)", "Şuşa", "Şuşi (Şuşa)", "Şuşa (Şuşi)"]),
    (SHUSHA, "ru", ["Шуша (Шуши)", "Шуша", "Шуши (Шуша)", "Шуша (Шуши)"]),
    (TOY, "hy", ["Şuşa (Շուշի)", "Şuşa", "Շուշի (Şuşa)", "Şuşa (Շուշի)"]),
    (TOY, "az", ["Şuşa (Շուշի)", "Şuşa", "Շուշի (Şuşa)", "Şuşa (Շուշի)"]),
    (TOY, "ru", ["Suşa (Shushi)", "Suşa", "Shushi (Suşa)", "Suşa (Shushi)"]),
    (ALIKE, "hy", ["Խաչմաչ"] * 4), (ALIKE, "ru", ["Хачмач"] * 4),
    (CAPITAL, "hy", ["Ստեփանակերտ (Xankəndi)", "Ստեփանակերտ", "Ստեփանակերտ (Xankəndi)",
                     "Xankəndi (Ստեփանակերտ)"]),
    (CAPITAL, "az", ["Ստեփանակերտ (Xankəndi)", "Stepanakert city", "Ստեփանակերտ (Xankəndi)",
                     "Xankəndi (Ստեփանակերտ)"]),
    (CAPITAL, "ru", ["Степанакерт (Khankendi)", "Степанакерт", "Степанакерт (Khankendi)",
                     "Khankendi (Степанакерт)"]),
    (BAKU, "az", ["Bakı"] * 4), (BAKU, "hy", ["Baku"] * 4),
    (BAKU, "en", ["Baku"] * 4), ({}, "en", [""] * 4),
    ({**SHUSHA, "name_az": ""}, "en", ["Shusha (Shushi)"] * 4),
    ({**SHUSHA, "name_hy": None}, "en", ["Shusha (Shushi)"] * 4),
])
def test_a_name_in_each_policy(place, lang, names):
    assert [display(place, lang, policy) for policy in POLICIES] == names


@pytest.mark.parametrize(("name", "hy", "az", "armenian"), [
    ("Juj (Mets)", "Մեծ", "Cuc", "Mets"), ("Ghizil (Karin)", "Կարին", "Qızıl", "Karin"),
    ("Karin (Ghizil)", "Կարին", "Qızıl", "Karin"), ("Khankendi (Artsakh)", "Արցախ", "Xankəndi",
                                                   "Artsakh"),
    ("Ab (Nagorno-Karabakhskaya)", "Նագորնո-Կարաբախ", "Ab", "Nagorno-Karabakhskaya"),
])
def test_which_half_is_the_armenian_one(name, hy, az, armenian):
    place = {"name": name, "name_hy": hy, "name_az": az}
    assert display(place, "en", "armenian_first").startswith(f"{armenian} (")
    assert not display(place, "en", "azerbaijani_first").startswith(f"{armenian} (")


def test_short_names_and_capitals():
    assert short("Lachin (Kashatagh) district") == "Lachin district"
    assert short("A (B) (C)") == "A"
    assert capitals("i", {"name_az": "x"}, "az") == "İ"
    assert capitals("i", {}, "az") == capitals("i", {"name_az": "x"}, "en") == "I"


@pytest.mark.parametrize(("name", "plain", "area"), [
    ("Fizuli rayon", "fizuli", "districts-adjacent-fuzuli-soviet"),
    ("Geghark'unik' province", "gegharkunik", "provinces-gegharkunik"),
    ("Vayots Dzor", "vayots dzor", "provinces-vayots-dzor"),
    ("KHOJAVEND DISTRICT", "khojavend", "districts-nkao-martuni-1923 districts-nkao-hadrut-1923"),
    ("Nagorno-Karabakh", "nagorno karabakh", "sectors-nagorno-karabakh"),
    ("Martuni", "martuni", ""), ("", "", ""), ("Ağdam", "agdam", "districts-adjacent-agdam-soviet"),
])
def test_a_name_of_an_area(name, plain, area):
    assert area_key(name) == plain
    assert named_area(name) == area


def test_every_name_stands_for_areas_that_are_there():
    ids = {one for text in AREAS.values() for one in text.split()}
    assert {i for i in ids if not i.startswith("sector-")} <= set(bundled_areas())
