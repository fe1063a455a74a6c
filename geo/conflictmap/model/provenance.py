"""Where data came from: files with their hash and size, claims, and the pages they stand on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictmap.model.errors import printable
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from conflictmap.model.interval import Interval


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """One input file: its name (no folder), SHA-256, bytes, and how many rows were read from it."""

    name: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Claim(ShortRepr):
    """What one speaker says of one event, on one day: a figure, a range, or words.

    `side` is armenian, azerbaijani, allied (a state bound by treaty to one of the two),
    third_party or compiled; `measure` is killed, wounded, missing, killed_or_missing, displaced,
    captured or statement. `who` is what they were (all, military, civilian); `whose` is the people
    that they belonged to: armenian, azerbaijani or any other name, `all` for the dead of all sides
    together, empty when the claim does not say. Numbers are None when unknown. `locator` says where
    on the page of the source it stands, `read_on` on which day it was read there, and
    `whole_or_part` how much of the page; empty when not stated.
    """

    event_id: str
    by: str
    side: str
    on: str
    measure: str
    who: str
    low: int | None
    best: int | None
    high: int | None
    statement: str
    source_id: str
    whose: str = ""
    locator: str = ""
    read_on: str = ""
    whole_or_part: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Source(ShortRepr):
    """A page that was read: title, publisher, date, address, and whose voice it is.

    `grade` is primary, agency, research, reference, partisan or mirror; `archive_path`,
    `archive_sha256` and `captured_at` tell of a copy that was kept. Empty when not stated.
    """

    id: str
    title: str
    publisher: str
    date: str
    url: str
    archive_url: str
    licence: str
    side: str
    note: str
    kind: str = ""
    grade: str = ""
    language: str = ""
    read_date: str = ""
    archive_path: str = ""
    archive_sha256: str = ""
    captured_at: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Statement(ShortRepr):
    """A statement of the source article, its verdict, what is known now, and what shows it.

    `order` is its place in the article, from 1; `event_ids`, `layers` and `source_ids` are ids
    separated by spaces. `days` are those whose events are shown with it, `day` that of the ground,
    `view` latitude, longitude, zoom; None or empty when not stated.

    Examples
    --------
    >>> import conflictmap as cm
    >>> first = cm.read_events().statements[0]
    >>> first.order, first.verdict, first.day, first.view
    (1, 'opinion', datetime.date(2022, 9, 13), (39.95, 46.0, 8.25))
    """

    code: str
    text: str
    verdict: str
    known: str
    event_ids: str
    order: int | None = None
    layers: str = ""
    source_ids: str = ""
    days: Interval | None = None
    day: date | None = None
    view: tuple[float, float, float] | None = None


def provenance_of_file(path: Path, *, rows: int) -> Provenance:
    """Return the provenance of a file that is not held in memory."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Provenance(
        name=printable(path.name), sha256=digest, bytes=path.stat().st_size, rows=rows)


def provenance_of(name: str, content: bytes, *, rows: int) -> Provenance:
    """Return the provenance of a file's content."""
    digest = hashlib.sha256(content).hexdigest()
    return Provenance(name=printable(name), sha256=digest, bytes=len(content), rows=rows)
