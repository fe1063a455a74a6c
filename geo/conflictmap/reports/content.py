"""What a report says: figure, totals as ranges, events, claims, sources, method and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.analysis.claims_view import peoples
from conflictmap.analysis.count import count
from conflictmap.figures.captions import caption_of, filters_text
from conflictmap.figures.compose import compose, figure_bytes
from conflictmap.model.interval import Interval, day_of
from conflictmap.model.source_terms import terms_of
from conflictmap.pages.views import hash_of
from conflictmap.pages.visible import events_of, shown_features, visible_rows
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
    Paragraph,
    Picture,
    Report,
    Run,
    Table,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.analysis.part_whole import Count
    from conflictmap.model.events import Events
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

_WIDTH_CM = 16.5
_DPI = 220


def report_of(data: PageData, views: Sequence[View]) -> Report:
    """Return the report of one view, or of several days side by side."""
    spec, lang = data.spec, views[0].lang
    rows = sorted({row for view in views for row in visible_rows(data, view)})
    numbers = _source_numbers(data, rows)
    blocks: list[Block] = [_picture(data, views)]
    for view in views:
        blocks += _totals(data, view, several=len(views) > 1)
    blocks += [*_events(data, rows, numbers, lang), *_claims(data, rows, numbers, lang),
               *_sources(data, numbers, lang), *_method(data, views)]
    return Report(
        title=spec["title"], subtitle=spec["subtitle"], lang=lang, blocks=tuple(blocks),
        generator=spec["generator"],
    )


def _text(text: str, *, small: bool = False) -> Paragraph:
    return Paragraph(runs=(Run(text=text),), small=small)


def _picture(data: PageData, views: Sequence[View]) -> Picture:
    lang = views[0].lang
    drawn = compose(data, views, width_cm=_WIDTH_CM, title="")
    days = "; ".join(window_text(view.window, lang) for view in views)
    title = f"{words(lang)('report.figure', n=1)}. {data.spec['title']}. {days}."
    return Picture(png=figure_bytes(drawn, ".png", dpi=_DPI), width_cm=_WIDTH_CM, caption=title,
                   alt=f"{title} {caption_of(data, views)}")


def _totals(data: PageData, view: View, *, several: bool) -> list[Block]:
    """Return the totals of what a view shows: all, and by type, by the counting rules."""
    lang, text = view.lang, words(view.lang)
    events = events_of(data, visible_rows(data, view))
    window = Interval(start=day_of(view.window[0]), end=day_of(view.window[1]))
    total = count(events, window=window, claims=view.claims)[0]
    kinds = [c for c in count(events, window=window, by="type", claims=view.claims)
             if c.possible or c.toll.high]
    names = {t["id"]: t["label"] for t in data.spec["types"]}
    rows = [(text("report.all"), *_figures(total, view))]
    rows += [(label(lang, "type", c.group, names.get(c.group, "")), *_figures(c, view))
             for c in kinds]
    head = text("report.totals")
    blocks: list[Block] = [
        Heading(text=f"{head}: {window_text(view.window, lang)}" if several else head),
        Table(head=tuple(text(f"report.{key}") for key in
                         ("group", "count", "low", "best", "high")),
              rows=tuple(rows), widths=(3.2, 2.4, 1.7, 1.7, 1.9), numbers=frozenset({1, 2, 3, 4})),
    ]
    if view.claims != "range":
        blocks += _people(events, view, window)
    titles = dict(zip(data.spec["events"]["id"], data.spec["events"]["title"], strict=True))
    if total.episodes:
        found = "; ".join(titles[i] for i in total.episodes)
        blocks.append(_text(text("report.episodes", text=found), small=True))
    toll = total.toll
    if toll.without_low or toll.without_best or toll.without_high:
        blocks.append(_text(text("report.missing", low=toll.without_low, best=toll.without_best,
                                 high=toll.without_high), small=True))
    return [*blocks, _text(text("totals.rule.text"), small=True)]


def _people(events: Events, view: View, window: Interval) -> list[Block]:
    """Return whose figures a view shows, and the dead by whose they are: these make no sum."""
    lang, text = view.lang, words(view.lang)
    speaker = text(f"claims.view.{view.claims}")
    if speaker == f"claims.view.{view.claims}":
        speaker = label(lang, "side", view.claims)
    blocks: list[Block] = [
        _text(f"{text('claims.view')}: {speaker}. {text('claims.view.how')}", small=True)]
    counts = {whose: count(events, window=window, claims=view.claims, whose=whose)[0]
              for whose in peoples(events)}
    rows = [(whose_text(whose, lang), *_figures(found, view)[1:],
             number_text(found.toll.silent, lang))
            for whose, found in counts.items()
            if (found.toll.low, found.toll.best, found.toll.high) != (None, None, None)]
    if not rows:
        return blocks
    heads = (text("told.by"), *(text(f"report.{key}") for key in ("low", "best", "high")),
             text("report.silent"))
    return [*blocks, Table(head=heads, rows=tuple(rows), widths=(3.2, 1.7, 1.7, 1.9, 2.4),
                           numbers=frozenset({1, 2, 3, 4}))]


def _figures(found: Count, view: View) -> tuple[str, ...]:
    """Return events and toll; events that only may count make a range."""
    lang = view.lang
    sure, perhaps = number_text(found.events, lang), number_text(found.possible, lang)
    toll = (found.toll.low, found.toll.best, found.toll.high)
    unknown = words(lang)("unknown")
    return (sure if sure == perhaps else f"{sure}\u2013{perhaps}",
            *(unknown if v is None else number_text(v, lang) for v in toll))


def _source_numbers(data: PageData, rows: Sequence[int]) -> dict[str, int]:
    """Return the sources of the events shown, numbered in the order in which they are met."""
    events = data.spec["events"]
    shown = {events["id"][row] for row in rows}
    found = [key for row in rows for key in events["sources"][row]]
    found += [c["source"] for c in data.spec["claims"] if c["event"] in shown]
    known = [key for key in dict.fromkeys(found) if key in data.spec["sources"]]
    return {key: i + 1 for i, key in enumerate(known)}


def _cited(keys: Sequence[str], numbers: Mapping[str, int]) -> str:
    found = [str(numbers[key]) for key in dict.fromkeys(keys) if key in numbers]
    return f"[{', '.join(found)}]" if found else ""


def _events(
    data: PageData, rows: Sequence[int], numbers: Mapping[str, int], lang: str
) -> list[Block]:
    text, events = words(lang), data.spec["events"]
    head = Heading(text=text("report.events", n=number_text(data.events_in(rows), lang)))
    if not rows:
        return [head, _text(text("report.noevents"))]
    names = {t["id"]: t["label"] for t in data.spec["types"]}
    kept = [row for row in rows if _may_be_listed(events["sources"][row])]
    table = [(
        events["when"][row].replace("/", " / ") or text("date.unknown"),
        label(lang, "type", events["type"][row], names.get(events["type"][row], "")),
        events["title"][row], _place(events, row, lang),
        range_text(events["low"][row], events["best"][row], events["high"][row], lang),
        _cited(events["sources"][row], numbers) or web(events["source_url"][row] or ""),
    ) for row in kept]
    gone = len(rows) - len(kept)
    note = [_text(text("report.withheld", n=number_text(gone, lang)), small=True)] if gone else []
    if not kept:
        return [head, *note]
    return [head, *note, Table(
        head=tuple(text(key) for key in ("fact.when", "fact.type", "fact.title", "fact.place",
                                         "fact.toll", "sources")),
        rows=tuple(table), widths=(1.9, 2.1, 3.4, 2.1, 1.6, 1.6),
    )]


def _may_be_listed(sources: Sequence[str]) -> bool:
    """Return whether the terms of an event's sources allow rows to be handed on."""
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
    found = [c for c in data.spec["claims"] if c["event"] in titles]
    if not found:
        return []
    order = {events["id"][row]: i for i, row in enumerate(rows)}
    found.sort(key=lambda c: order[c["event"]])
    table = [(
        titles[c["event"]], _speaker(c, lang), c["on"].replace("/", " / "), _said(c, lang),
        _cited([c["source"]], numbers),
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


def _sources(data: PageData, numbers: Mapping[str, int], lang: str) -> list[Block]:
    if not numbers:
        return []
    text = words(lang)
    lines = []
    for key in numbers:
        source = data.spec["sources"][key]
        rest = ", ".join(source[k] for k in ("publisher", "date") if source.get(k))
        url, archive = web(source.get("url", "")), web(source.get("archive_url", ""))
        runs = [Run(text=source.get("title") or source.get("url") or key, url=url)]
        runs += [Run(text=f". {rest}")] if rest else []
        runs += [Run(text=". "), Run(text=url, url=url)] if url else []
        runs += [Run(text=" \u00b7 "), Run(text=text("sources.archive"), url=archive)
                 ] if archive else []
        terms = [source[k] for k in ("licence", "note") if source.get(k)]
        runs += [Run(text=f". {'. '.join(terms)}")] if terms else []
        lines.append(tuple(runs))
    return [Heading(text=text("about.sources", n=number_text(len(lines), lang))),
            Items(lines=tuple(lines), numbered=True)]


def _method(data: PageData, views: Sequence[View]) -> list[Block]:
    """Return how the report was made and of what: viewpoint, names, rows, files, licences."""
    spec, view = data.spec, views[0]
    lang, text = view.lang, words(view.lang)
    filters = filters_text(view.filters, lang)
    said = [text(f"viewpoint.{spec['viewpoint']}"), naming_text(view.names, lang),
            text("about.uncertain.text"), *spec["notes"]]
    said += [text("report.filters", text=filters) + "."] if filters else []
    blocks: list[Block] = [Heading(text=text("report.method")), *(_text(line) for line in said)]
    blocks += [
        _text(accounting_text(spec["accounting"], lang)),
        _text(text("report.link", text=hash_of(view, data)), small=True),
        Heading(text=text("about.inputs"), level=2),
        Table(head=(text("report.input"), text("report.rows"), "SHA-256"),
              rows=tuple((i["name"], number_text(i["rows"], lang), i["sha256"])
                         for i in spec["inputs"]),
              widths=(2.4, 1, 6), numbers=frozenset({1})),
        *_layers(data, views),
        *(_text(line) for line in spec["attribution"]),
        _text(text("report.made", text=spec["generator"]), small=True),
    ]
    return blocks


def _layers(data: PageData, views: Sequence[View]) -> list[Block]:
    lang = views[0].lang
    text = words(lang)
    drawn = {layer["id"]: layer for view in views for _, layer, _ in shown_features(data, view)}
    if not drawn:
        return []
    return [
        Heading(text=text("report.layers", n=len(drawn)), level=2),
        Table(head=(text("report.layer"), text("layer.source"), text("report.term"),
                    text("layer.viewpoint")),
              rows=tuple((e["title"], e["source"], e["licence"], e["viewpoint"])
                         for e in drawn.values()), widths=(2.4, 4, 2, 3)),
    ]
