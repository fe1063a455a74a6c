"""Terms of sources: who is credited in which words, and whose rows are handed on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import conflictmap as cm
import toys
from conflictmap.model.source_terms import (
    TERMS,
    TOTAL,
    check_redistribution,
    credits_of,
    rows_of,
    source_id,
    terms_of,
    with_sources,
    withheld,
)

GED, ACLED, WIKIDATA = TERMS["ucdp-ged"], TERMS["acled"], TERMS["wikidata"]


def of(*sources: str, totals: tuple[int, ...] = (), **extra: list[str]) -> cm.Events:
    """Return events whose rows name some sources each."""
    events = toys.events([{"x": 1, "y": 1} for _ in sources])
    precision = np.array([TOTAL if i in totals else "" for i in range(len(sources))], dtype=object)
    columns = {**events.columns, "sources": np.array(sources, dtype=object),
               "place_precision": precision}
    return replace(events, columns=columns, extra={
        name: np.array(values, dtype=object) for name, values in extra.items()})


def test_only_acled_forbids_and_each_side_is_what_it_says():
    assert [key for key, terms in TERMS.items() if not terms.redistributable] == ["acled"]
    assert {key: terms.side for key, terms in TERMS.items() if terms.side != "compiled"} == {
        "crisisgroup": "third_party", "geoconfirmed": "third_party", "timemap": "third_party"}


@pytest.mark.parametrize(("name", "key"), [
    ("ucdp-ged-25.1", "ucdp-ged"), ("ucdp-ged", "ucdp-ged"), ("ucdp-gedx", None), ("ucdp", None),
    ("ucdp-candidate-25.0.9", "ucdp-candidate"), ("acled-2025", "acled"), ("my-acled", None),
    ("", None),
])
def test_an_id_names_the_source_it_begins_with(name, key):
    assert terms_of(name) is (None if key is None else TERMS[key])


def test_an_id_is_the_key_and_the_version():
    assert source_id(GED, "25.1") == "ucdp-ged-25.1"
    assert source_id(GED, "") == "ucdp-ged"


def test_known_sources_get_an_entry_and_their_rows_a_credit():
    events = with_sources(of("ucdp-ged-25.1", "mine", "wikidata ucdp-ged-25.1", ""))
    entry = events.sources["ucdp-ged-25.1"]
    assert (entry.id, entry.title) == ("ucdp-ged-25.1", "UCDP Georeferenced Event Dataset 25.1")
    assert (entry.publisher, entry.url, entry.licence, entry.side, entry.note) == (
        GED.publisher, GED.url, GED.licence, "compiled", GED.cite)
    assert (entry.date, entry.archive_url) == ("", "")
    assert events.sources["wikidata"].title == "Wikidata"
    assert "mine" not in events.sources
    ged = f"UCDP Georeferenced Event Dataset 25.1, {GED.publisher}. CC BY 4.0"
    assert events.extra["credit"].tolist() == [
        ged, "", f"Wikidata, {WIKIDATA.publisher}. CC0 1.0; {ged}", ""]


def test_an_entry_that_is_there_stays_and_unknown_sources_get_no_column():
    own = cm.Source(id="wikidata", title="Mine", publisher="P", date="", url="", archive_url="",
                    licence="L", side="", note="N")
    events = with_sources(replace(of("wikidata"), sources={"wikidata": own}))
    assert events.sources["wikidata"] is own
    assert events.extra["credit"].tolist() == ["Mine, P. L"]
    assert credits_of(events) == ("Mine, P. L. N",)
    assert with_sources(of("mine", "")).extra == {}


def test_credits_are_one_line_for_each_known_source():
    events = with_sources(of("ucdp-ged-25.1 mine", "acled", "ucdp-ged-25.1"))
    assert credits_of(events) == (
        f"ACLED, {ACLED.publisher}. {ACLED.licence}. {ACLED.cite}",
        f"UCDP Georeferenced Event Dataset 25.1, {GED.publisher}. CC BY 4.0. {GED.cite}")
    assert credits_of(of("ucdp-ged-25.1")) == ()


@pytest.mark.parametrize(("events", "keys"), [
    (of("ucdp-ged-25.1", ""), []), (of("acled"), ["acled"]), (of("", "mine acled-2"), ["acled"]),
    (of("acled", totals=(0,)), []), (of("acled", "acled", totals=(0,)), ["acled"]),
    (of("mine", "mine", event_id_cnty=["", "AZE1"]), ["acled"]),
    (of("mine", event_id_cnty=[""]), []), (of("mine", other=["AZE1"]), []),
])
def test_rows_of_a_source_that_forbids_it_are_withheld_but_totals_are_not(events, keys):
    assert [terms.key for terms in withheld(events)] == keys
    if keys:
        with pytest.raises(cm.OutputError, match=r"the table: would hand out single rows of ACLED"):
            check_redistribution(events, "the table")
    else:
        check_redistribution(events, "the table")


def test_which_rows_are_of_a_source():
    events = of("acled-1", "mine", "wikidata acled", "ucdp-ged-25.1", "mine",
                event_id_cnty=["", "", "", "", "AZE1"])
    assert rows_of(events, [ACLED]).tolist() == [True, False, True, False, True]
    assert rows_of(events, [GED]).tolist() == [False, False, False, True, False]
    assert rows_of(events, [GED, WIKIDATA]).tolist() == [False, False, True, True, False]
    assert rows_of(events, []).tolist() == [False] * 5
    assert rows_of(of("mine", other=["AZE1"]), [ACLED]).tolist() == [False]
