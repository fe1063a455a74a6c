"""Terms of sources: whom to credit, under which licence, and what may not be redistributed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.model.columns import CREDIT
from conflictmap.model.errors import OutputError
from conflictmap.model.events import Source
from conflictmap.model.lazy_columns import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflictmap.model.events import Columns, Events


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of one source of events, as its reader states them.

    `key` begins the ids of its events and of its `Source`; `cite` is what its makers ask to be
    cited; `redistributable` is whether rows may be redistributed; `side` is whose voice it is.
    """

    key: str
    name: str
    publisher: str
    licence: str
    url: str
    cite: str
    redistributable: bool = True
    side: str = "compiled"


#: The terms of every source that has a reader, by key.
TERMS = {terms.key: terms for terms in (
    Terms(
        key="acled", name="ACLED", publisher="Armed Conflict Location & Event Data (ACLED)",
        licence="ACLED Terms of Use: no redistribution of the data set or of single rows",
        url="https://acleddata.com/terms-of-use/", redistributable=False,
        cite="Raleigh, Linke, Hegre & Karlsen 2010, Journal of Peace Research 47(5); and the day of"
        " access.",
    ),
    Terms(
        key="crisisgroup", name="Crisis Group, Nagorno-Karabakh data repository",
        publisher="International Crisis Group, Europe and Central Asia programme",
        licence="GPL-3.0", url="https://github.com/CrisisGroup/nk-data-repo",
        cite='International Crisis Group, "The Nagorno-Karabakh Conflict: A Visual Explainer"'
        " (2023).",
        side="third_party",
    ),
    Terms(
        key="gdelt", name="GDELT Event Database", publisher="The GDELT Project",
        licence="GDELT terms: free for any use, with a citation and a link",
        url="https://www.gdeltproject.org/",
        cite="Leetaru & Schrodt 2013; https://www.gdeltproject.org/. Mentions in the news, coded by"
        " machine; not verified.",
    ),
    Terms(
        key="geoconfirmed", name="GeoConfirmed", publisher="GeoConfirmed volunteers",
        licence="no licence stated; link to geoconfirmed.org and to the original post",
        url="https://geoconfirmed.org/", cite="GeoConfirmed, and the placemark's id.",
        side="third_party",
    ),
    Terms(
        key="timemap", name="Timemap export", publisher="the project that published the timemap",
        licence="set by the project that published it; ask before passing rows on", url="",
        cite="Name the project and the day of the export.", side="third_party",
    ),
    Terms(
        key="ucdp-ged", name="UCDP Georeferenced Event Dataset",
        publisher="Uppsala Conflict Data Program, Uppsala University", licence="CC BY 4.0",
        url="https://ucdp.uu.se/downloads/",
        cite="Sundberg & Melander 2013, Journal of Peace Research 50(4),"
        " doi:10.1177/0022343313484347; the yearly article on organized violence; and the version"
        " number.",
    ),
    Terms(
        key="ucdp-aec", name="UCDP-AEC, article-event corpus",
        publisher="Uppsala Conflict Data Program, and the Language Technology Group, Oslo",
        licence="CC BY 4.0", url="https://ucdp.uu.se/",
        cite="Sundberg & Melander 2013, doi:10.1177/0022343313484347; and the makers of UCDP-AEC.",
    ),
    Terms(
        key="ucdp-candidate", name="UCDP Candidate Events Dataset",
        publisher="Uppsala Conflict Data Program, Uppsala University", licence="CC BY 4.0",
        url="https://ucdp.uu.se/downloads/",
        cite="Hegre, Croicu, Eck & Högbladh 2020, Research & Politics 7(3); Sundberg & Melander"
        " 2013, doi:10.1177/0022343313484347; and the version number. Not yet vetted: later"
        " releases revise.",
    ),
    Terms(
        key="wikidata", name="Wikidata", publisher="Wikidata contributors", licence="CC0 1.0",
        url="https://www.wikidata.org/", cite="Wikidata, and the day of the query.",
    ),
)}
#: Columns that only one source has: rows that carry them are its rows, whatever file they are in.
MARKS = {"event_id_cnty": "acled"}
#: How precise a total says its place is; single rows never say this.
TOTAL = "total of a first-order division"


def source_id(terms: Terms, version: str) -> str:
    """Return the id under which a source, in a version, stands in the column `sources`."""
    return f"{terms.key}-{version}" if version else terms.key


def terms_of(name: str) -> Terms | None:
    """Return the terms of the source that an id in the column `sources` names."""
    fitting = [key for key in TERMS if name == key or name.startswith(f"{key}-")]
    return TERMS[max(fitting, key=len)] if fitting else None


def with_sources(events: Events) -> Events:
    """Return the events with a `Source` for each id in their column `sources` that is known.

    Rows of a known source get its credit as a further column.
    """
    found = dict(events.sources)
    for name in _names(events):
        terms = terms_of(name)
        if terms is not None and name not in found:
            version = name.removeprefix(terms.key).removeprefix("-")
            found[name] = Source(
                id=name, title=f"{terms.name} {version}".strip(), publisher=terms.publisher,
                date="", url=terms.url, archive_url="", licence=terms.licence, side=terms.side,
                note=terms.cite,
            )
    return replace(events, sources=found, extra=_credited(events, found))


def _credited(events: Events, sources: Mapping[str, Source]) -> Columns:
    """Return the further columns, with one that holds the credit of each row."""
    lines = {name: _line(sources[name]) for name in _names(events) if terms_of(name) is not None}
    if not lines:
        return events.extra
    texts = {
        text: "; ".join(lines[name] for name in str(text).split() if name in lines)
        for text in set(events["sources"])
    }
    credit = np.array([texts[text] for text in events["sources"]], dtype=object)
    return joined(events.extra, {CREDIT: credit})


def _line(source: Source) -> str:
    return f"{source.title}, {source.publisher}. {source.licence}"


def _names(events: Events) -> list[str]:
    return sorted({name for text in set(events["sources"]) for name in str(text).split()})


def withheld(events: Events) -> tuple[Terms, ...]:
    """Return the terms of the sources of events whose rows must not be redistributed.

    Totals that stand in place of such rows may be redistributed.
    """
    single = events["place_precision"] != TOTAL
    keys: set[str] = set()
    keys.update(*map(_keys, set(events["sources"][single])))
    keys |= {key for mark, key in MARKS.items() if _filled(events, mark)}
    return tuple(TERMS[key] for key in sorted(keys) if not TERMS[key].redistributable)


def _keys(text: object) -> set[str]:
    """Return the keys of the terms that a list of sources stands under."""
    return {terms.key for terms in map(terms_of, str(text).split()) if terms is not None}


def _filled(events: Events, column: str) -> bool:
    return column in events.extra and bool((events.extra[column] != "").any())


def check_redistribution(events: Events, what: str) -> None:
    """Refuse to write rows whose source forbids redistributing them.

    Parameters
    ----------
    events
        What would be written.
    what
        What it would be written into, such as `the page`.

    Raises
    ------
    OutputError
        With the source, its terms, and what can be done instead.
    """
    for terms in withheld(events):
        raise OutputError(
            f"{what}: would hand out single rows of {terms.name}, which its terms forbid"
            f" ({terms.licence}). Ask for totals by month, province and type instead"
            f" (--aggregate, or aggregated(events)), with credit to {terms.publisher}."
        )


def credits_of(events: Events) -> tuple[str, ...]:
    """Return one line of credit for each known source of events: who, what, terms, citation."""
    lines = []
    for name in _names(events):
        source = events.sources.get(name)
        if source is not None and terms_of(name) is not None:
            lines.append(f"{_line(source)}. {source.note}")
    return tuple(lines)


def rows_of(events: Events, terms: Iterable[Terms]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which events come from one of these sources."""
    keys = {t.key for t in terms}
    known = {text: not keys.isdisjoint(_keys(text)) for text in set(events["sources"])}
    found = np.array([known[text] for text in events["sources"]], dtype=bool)
    for mark, key in MARKS.items():
        if key in keys and mark in events.extra:
            found |= events.extra[mark] != ""
    return found
