"""What a report says: figure, totals as ranges, events, claims, sources, method and data."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from conflictmap.figures.captions import caption_of, filters_text
from conflictmap.figures.compose import compose, figure_bytes
from conflictmap.model.source_terms import terms_of
from conflictmap.pages.edtf_words import edtf_text
from conflictmap.pages.translated import translated
from conflictmap.pages.views import hash_of
from conflictmap.pages.visible import visible_layers, visible_rows
from conflictmap.pages.words import (
    accounting_text,
    label,
    naming_text,
    number_text,
    range_text,
    whose_text,
    window_text,
    words,
)
from conflictmap.reports.document import (
    Block,
    Heading,
    Items,
    Picture,
    Report,
    Run,
    Table,
    paragraph,
    web,
)
from conflictmap.reports.totals import totals, type_names
from conflictmap.reports.view_chart import chart_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

_WIDTH_CM = 16.5
_DPI = 220


def report_of(data: PageData, views: Sequence[View]) -> Report:
    """Return the report of one view, or of several days side by side."""
    lang = views[0].lang
    data = translated(data, lang)
    spec = data.spec
    rows = sorted({row for view in views for row in visible_rows(data, view)})
    numbers = _source_numbers(data, rows)
    blocks: list[Block] = [_picture(data, views)]
    for view in views:
        blocks += totals(data, view, several=len(views) > 1)
    blocks += _chart(data, views)
    blocks += [*_events(data, rows, numbers, lang), *_claims(data, rows, numbers, lang),
               *source_blocks(data, numbers, lang), *method_blocks(data, views)]
    return Report(
        title=spec["title"], subtitle=spec["subtitle"], lang=lang, blocks=tuple(blocks),
        generator=spec["generator"],
    )


def _picture(data: PageData, views: Sequence[View]) -> Picture:
    lang = views[0].lang
    drawn = compose(data, views, width_cm=_WIDTH_CM, title="")
    days = "; ".join(window_text(view.window, lang) for view in views)
    title = f"{words(lang)('report.figure', n=1)}. {data.spec['title']}. {days}."
    return Picture(png=figure_bytes(drawn, ".png", dpi=_DPI), width_cm=_WIDTH_CM, caption=title,
                   alt=f"{title} {caption_of(data, views)}")


def _chart(data: PageData, views: Sequence[View]) -> list[Picture]:
    """Return the killed by month or year of one view, where anybody states any."""
    drawn = chart_picture(data, views[0], _WIDTH_CM) if len(views) == 1 else None
    if drawn is None:
        return []
    title = f"{words(views[0].lang)('report.figure', n=2)}. {drawn.alt}."
    return [replace(drawn, caption=title, alt=title)]


def _source_numbers(data: PageData, rows: Sequence[int]) -> dict[str, int]:
    """Return the sources of the events shown, numbered in the order in which they are met."""
    events = data.spec["events"]
    found = list(chain.from_iterable(events["sources"][row] for row in rows))
    found += [c["source"] for c in _claims_on(data, rows)]
    known = [key for key in dict.fromkeys(found) if key in data.spec["sources"]]
    return {key: i + 1 for i, key in enumerate(known)}


def _claims_on(data: PageData, rows: Sequence[int]) -> list[dict[str, Any]]:
    """Return the claims on the events of rows, in the order of the data."""
    shown = {data.spec["events"]["id"][row] for row in rows}
    return [c for c in data.spec["claims"] if c["event"] in shown]


def cited(keys: Sequence[str], numbers: Mapping[str, int]) -> str:
    """Return the numbers of sources in brackets."""
    found = [str(numbers[key]) for key in dict.fromkeys(keys) if key in numbers]
    return f"[{', '.join(found)}]" if found else ""


def _events(
    data: PageData, rows: Sequence[int], numbers: Mapping[str, int], lang: str
) -> list[Block]:
    text, events = words(lang), data.spec["events"]
    head = Heading(text=text("report.events", n=number_text(data.events_in(rows), lang)))
    if not rows:
        return [head, paragraph(text("report.noevents"))]
    names = type_names(data)
    kept = [row for row in rows if may_be_listed(events["sources"][row])]
    gone = len(rows) - len(kept)
    note = [paragraph(text("report.withheld", n=number_text(gone, lang)), small=True)
            ] if gone else []
    if not kept:
        return [head, *note]
    return [head, *note, Table(
        head=tuple(text(key) for key in ("fact.when", "fact.type", "fact.title", "fact.place",
                                         "fact.toll", "sources")),
        rows=tuple(event_row(events, row, names, numbers, lang) for row in kept),
        widths=(1.9, 2.1, 3.4, 2.1, 1.6, 1.6),
    )]


def event_row(
    events: Mapping[str, Any], row: int, names: Mapping[str, str], numbers: Mapping[str, int],
    lang: str,
) -> tuple[str, ...]:
    """Return an event as a row of the table: when, type, title, place, fatalities, sources."""
    return (
        edtf_text(events["when"][row], lang),
        label(lang, "type", events["type"][row], names.get(events["type"][row], "")),
        events["title"][row], _place(events, row, lang),
        range_text(events["low"][row], events["best"][row], events["high"][row], lang),
        cited(events["sources"][row], numbers) or web(events["source_url"][row] or ""),
    )


def may_be_listed(sources: Sequence[str]) -> bool:
    """Return whether the terms of an event's sources allow rows to be redistributed."""
    terms = [terms_of(key) for key in sources]
    return all(found is None or found.redistributable for found in terms)


def _place(events: Mapping[str, Any], row: int, lang: str) -> str:
    precision = events["place_precision"][row]
    known = f"({label(lang, 'precision', precision).lower()})" if precision else ""
    return " ".join(part for part in (events["place"][row], known) if part)


def _claims(
    data: PageData, rows: Sequence[int], numbers: Mapping[str, int], lang: str
) -> list[Block]:
    """Return who says what of the events shown, in the same form for every side."""
    text, events = words(lang), data.spec["events"]
    titles = {events["id"][row]: events["title"][row] for row in rows}
    found = _claims_on(data, rows)
    if not found:
        return []
    order = {events["id"][row]: i for i, row in enumerate(rows)}
    found.sort(key=lambda c: order[c["event"]])
    table = [(
        titles[c["event"]], _speaker(c, lang), c["on"].replace("/", " / "), _said(c, lang),
        cited([c["source"]], numbers),
    ) for c in found]
    return [
        Heading(text=text("report.claims", n=number_text(len(found), lang))),
        Table(head=(text("fact.title"), text("report.by"), text("fact.when"),
                    text("report.says"), text("sources")),
              rows=tuple(table), widths=(3.1, 2.4, 1.6, 3.8, 1.6)),
    ]


def _speaker(claim: Mapping[str, Any], lang: str) -> str:
    side = label(lang, "side", claim["side"]) if claim["side"] else ""
    return f"{claim['by']} ({side})" if claim["by"] and side else claim["by"] or side


def _said(claim: Mapping[str, Any], lang: str) -> str:
    figures = (claim["low"], claim["best"], claim["high"])
    if figures == (None, None, None):
        return str(claim["statement"])
    who = f", {label(lang, 'who', claim['who'])}" if claim["who"] else ""
    who += f", {whose_text(claim.get('whose', ''), lang)}"
    toll = f"{label(lang, 'measure', claim['measure'])}{who}: {range_text(*figures, lang)}"
    return f"{toll}. {claim['statement']}" if claim["statement"] else toll


def source_blocks(data: PageData, numbers: Mapping[str, int], lang: str) -> list[Block]:
    """Return the sources in the order of their numbers; nothing without any."""
    if not numbers:
        return []
    known = data.spec["sources"]
    lines = tuple(tuple(_source(key, known.get(key, {"url": key}), lang)) for key in numbers)
    return [Heading(text=words(lang)("about.sources", n=number_text(len(lines), lang))),
            Items(lines=lines, numbered=True)]


def _source(key: str, source: Mapping[str, Any], lang: str) -> Iterator[Run]:
    """Yield a source: title, publisher and date, addresses, licence and note."""
    url, archive = web(source.get("url", "")), web(source.get("archive_url", ""))
    yield Run(text=source.get("title") or source.get("url") or key, url=url)
    yield from facts_of(source, ("publisher", "date"), ", ")
    if url:
        yield from (Run(text=". "), Run(text=url, url=url))
    if archive:
        yield from (Run(text=" \u00b7 "), Run(text=words(lang)("sources.archive"), url=archive))
    yield from facts_of(source, ("licence", "note"), ". ")


def facts_of(source: Mapping[str, Any], keys: Sequence[str], between: str) -> Iterator[Run]:
    """Yield what a source says under these keys as a sentence, if it says anything."""
    found = [source[key] for key in keys if source.get(key)]
    if found:
        yield Run(text=f". {between.join(found)}")


def method_blocks(data: PageData, views: Sequence[View]) -> list[Block]:
    """Return how the report was made and of what: viewpoint, names, rows, files, licences."""
    spec, view = data.spec, views[0]
    lang, text = view.lang, words(view.lang)
    filters = filters_text(view.filters, lang)
    said = [text(f"viewpoint.{spec['viewpoint']}"),
            *([naming_text(view.names, lang)] if data.is_paired else []),
            text("about.uncertain.text"), *spec["notes"]]
    said += [text("report.filters", text=filters) + "."] if filters else []
    blocks: list[Block] = [Heading(text=text("report.method")), *(paragraph(line) for line in said)]
    blocks += [
        paragraph(accounting_text(spec["accounting"], lang)),
        paragraph(text("report.link", text=hash_of(view, data)), small=True),
        Heading(text=text("about.inputs"), level=2),
        Table(head=(text("report.input"), text("report.rows"), "SHA-256"),
              rows=tuple((i["name"], number_text(i["rows"], lang), i["sha256"])
                         for i in spec["inputs"]),
              widths=(2.4, 1, 6), numbers=frozenset({1})),
        *_layers(data, views),
        *(paragraph(line) for line in spec["attribution"]),
        paragraph(text("report.made", text=spec["generator"]), small=True),
    ]
    return blocks


def _layers(data: PageData, views: Sequence[View]) -> list[Block]:
    lang = views[0].lang
    text = words(lang)
    drawn = {layer["id"]: layer for view in views for layer in visible_layers(data, view)}
    if not drawn:
        return []
    return [
        Heading(text=text("report.layers", n=len(drawn)), level=2),
        Table(head=(text("report.layer"), text("layer.source"), text("report.term"),
                    text("layer.viewpoint")),
              rows=tuple((e["title"], e["source"], e["licence"], e["viewpoint"])
                         for e in drawn.values()), widths=(2.4, 4, 2, 3)),
    ]
