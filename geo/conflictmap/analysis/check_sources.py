"""Doubts about sources: none given, or one side's word only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.analysis.evidence import one_sided
from conflictmap.analysis.findings import warning
from conflictmap.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.events import Events


def missing(events: Events) -> Iterator[Problem]:
    """Yield rows without a source, an address or a claim; once for a file that never names any."""
    bare = _without_source(events)
    if bare and all(bare):
        yield Problem(
            file=str(events["file"][0]), place="", field="source_url", value="", level="warning",
            reason="no row names a source", fix="Add source_url, or sources in a data package.",
        )
        return
    for row, absent in enumerate(bare):
        if absent:
            yield warning(events, row, field="sources", value="", reason="no source is named",
                          fix="Name one, or give source_url.")


def _without_source(events: Events) -> list[bool]:
    """Return which rows have no source, no address and no claim."""
    claimed = {claim.event_id for claim in events.claims}
    return [
        not (events["sources"][row] or events["source_url"][row] or event_id in claimed)
        for row, event_id in enumerate(events.ids)
    ]


def one_side(events: Events) -> Iterator[Problem]:
    """Yield events that rest on one side's word only."""
    for row, side in enumerate(one_sided(events)):
        if side:
            yield warning(
                events, row, field="sources", value=side,
                reason="every claim comes from this side", fix="Look for another side's account,"
                " or for a third party's; until then say who says it.",
            )
