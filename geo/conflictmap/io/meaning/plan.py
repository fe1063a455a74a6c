"""Which column of a table means what: found by name and by content, and said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from conflictmap.io.meaning.choose import Choice, chosen
from conflictmap.io.meaning.content import Look, look_at
from conflictmap.io.meaning.names import is_part
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from conflictmap.formats.table import Table

Sure = Literal["sure", "likely", "guess", "given"]
#: Meanings that are no standard column: they make one together, or help another.
FURTHER = ("date_start", "date_end", "year", "month", "day", "latlon", "lonlat", "wkt", "point",
           "country", "admin", "zone", "crs")
_PARTS = ("year", "month", "day")
#: What helps another meaning and is kept besides.
_HELPING = frozenset({"country", "admin", "zone"})
#: The share of cells that must be references to a grid.
_MOST = 0.8
_LEAST = {"sure": 0.9, "likely": 0.6}


@dataclass(frozen=True, kw_only=True)
class Use:
    """One column and what it means; how sure that is, by what, and cells of it."""

    meaning: str
    column: str
    sure: Sure
    why: str
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.meaning} <- '{self.column}' ({self.sure}, {self.why})"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the columns of one table mean.

    Parameters
    ----------
    uses
        The columns that mean something; one may stand there twice.
    kept
        Columns that mean nothing here. They are kept as further columns, as typed.
    looks
        What the cells of each column look like.
    crs
        The CRS of coordinates in metres, where the caller named it.
    remarks
        What else is to be said, such as a column that counts a part of the dead only.

    Examples
    --------
    >>> from conflictmap.formats.table import Table
    >>> table = Table.of_rows("t.csv", ["Datum", "Ort"], [(2, ["13.9.2022", "Sotk"])], word="line")
    >>> plan = plan_of(table)
    >>> plan.column("date"), plan.column("place")
    ('Datum', 'Ort')
    """

    uses: tuple[Use, ...]
    kept: tuple[str, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict, repr=False)
    crs: str = ""
    remarks: tuple[str, ...] = ()

    def column(self, meaning: str) -> str | None:
        """Return the column of a meaning; None when there is none."""
        return next((use.column for use in self.uses if use.meaning == meaning), None)

    @property
    def doubts(self) -> tuple[Use, ...]:
        """What is no more than a guess."""
        return tuple(use for use in self.uses if use.sure == "guess")

    @property
    def is_ours(self) -> bool:
        """Whether every use is of a standard column under its own name or alias."""
        return not self.crs and all(
            use.meaning in STANDARD and standard_name(use.column) == use.meaning
            for use in self.uses)

    def lines(self) -> list[str]:
        """Return the plan as a small table: column, meaning, examples, how sure."""
        rows = [(use.column, use.meaning, _examples(use.examples), f"{use.sure}: {use.why}")
                for use in self.uses]
        rows += [(column, "(kept as it is)", _examples(self.looks[column].examples), "")
                 for column in self.kept if column in self.looks]
        widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
        lines = ["  ".join((*map(str.ljust, row[:3], widths), row[3])).rstrip() for row in rows]
        return [*lines, *self.remarks]

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _examples(texts: tuple[str, ...]) -> str:
    cut = [text if len(text) <= 20 else f"{text[:19]}…" for text in texts]  # noqa: PLR2004 - letters
    return " | ".join(cut)


def plan_of(
    table: Table, *, given: Mapping[str, str | tuple[str, ...]] | None = None, guess: bool = True,
    looks: Mapping[str, Look] | None = None,
) -> Plan:
    """Return what the columns of a table mean.

    Parameters
    ----------
    table
        Rows as text.
    given
        Meaning to column, where the caller says it: a standard column, or one of `FURTHER`; `crs`
        names the CRS of coordinates in metres. `date` may be year, month and day.
    guess
        Whether the other columns are looked at; otherwise only GIVEN counts.
    looks
        What the cells of each column look like, where the table is a part of a larger one.

    Raises
    ------
    EventsError
        When GIVEN names a meaning or a column that there is not.
    """
    told = dict(given or {})
    crs = str(told.pop("crs", ""))
    named = [pair for meaning, columns in told.items() for pair in _given(table, meaning, columns)]
    looks = _looks(table) if looks is None else looks
    uses = [Use(meaning=meaning, column=column, sure="given", why="as you said",
                examples=looks[column].examples) for meaning, column in named]
    found = chosen(looks, taken=tuple(named)) if guess else []
    return _plan([*uses, *(_use(choice, looks[choice.column]) for choice in found)], looks, crs)


def _looks(table: Table) -> dict[str, Look]:
    """Return what the cells of each column look like."""
    return {column: look_at(cells) for column, cells in table.columns.items()}


def _plan(uses: list[Use], looks: Mapping[str, Look], crs: str) -> Plan:
    """Return the plan of uses: the other columns are kept."""
    used = {use.column for use in uses if use.meaning not in _HELPING}
    kept = tuple(column for column in looks if column not in used)
    whole = any(use.meaning.startswith("fatalities") for use in uses)
    return Plan(uses=tuple(uses), kept=kept, looks=looks, crs=crs,
                remarks=(*(() if whole else _parts(kept)), *_grids(kept, looks)))


def _given(
    table: Table, meaning: str, columns: str | tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return the pairs of meaning and column that the caller says of one meaning."""
    known = (*STANDARD, *FURTHER)
    if meaning not in known:
        raise EventsError(f"--map {meaning}: no column has this meaning."
                          f"{nearest(meaning, known)} Known: {', '.join(known)}.")
    names = (columns,) if isinstance(columns, str) else columns
    for column in names:
        if column not in table.columns:
            raise EventsError(f"{table.name}: no column '{column}', named for {meaning}."
                              f"{nearest(column, table.columns)}"
                              f" Columns: {', '.join(table.columns)}.")
    dates = meaning == "date" and len(names) == 3  # noqa: PLR2004 - year, month, day
    meanings = ("year", "month", "day") if dates else (meaning,) * len(names)
    return list(zip(meanings, names, strict=True))


def _use(choice: Choice, look: Look) -> Use:
    """Return a choice with how sure it is."""
    sure: Sure = "sure" if choice.score >= _LEAST["sure"] else (
        "likely" if choice.score >= _LEAST["likely"] else "guess")
    return Use(meaning=choice.meaning, column=choice.column, sure=sure, why=choice.why,
               examples=look.examples)


def _parts(kept: tuple[str, ...]) -> tuple[str, ...]:
    """Return a line about columns that count a part of the dead: a part is not the whole."""
    parts = [column for column in kept if is_part(column)]
    if not parts:
        return ()
    return (f"{', '.join(parts)}: counts a part of the dead, so it is not taken for all of them;"
            " say --map fatalities_best=COLUMN if it does",)


def _grids(kept: tuple[str, ...], looks: Mapping[str, Look]) -> tuple[str, ...]:
    """Return a line about columns of references to a grid, which are no degrees."""
    found = [name for name in kept if looks[name].filled and looks[name].share("grid") >= _MOST]
    return (f"{', '.join(found)}: references to a grid (MGRS or plus codes), which are not read;"
            " add columns lat and lon in degrees",) if found else ()


def without(plan: Plan, meanings: Collection[str]) -> Plan:
    """Return a plan without some meanings; their columns are kept as they are."""
    gone = [use.column for use in plan.uses if use.meaning in meanings]
    return replace(plan, uses=tuple(use for use in plan.uses if use.meaning not in meanings),
                   kept=(*plan.kept, *gone))


def mapping_toml(plan: Plan) -> str:
    """Return a plan as the text of a mapping, which stands beside a table or is named as format."""
    head = ["# What the columns of the table mean; mend it where it is wrong. It is read where it",
            "# stands beside the table under its name: events.csv.toml beside events.csv.",
            "[columns]"]
    parts = [column for name in _PARTS if (column := plan.column(name))]
    date = [f"date = [{', '.join(map(quoted_toml, parts))}]"] if parts else []
    uses = [_mapping_line(use) for use in plan.uses if use.meaning not in _PARTS]
    crs = [f"crs = {quoted_toml(plan.crs)}"] if plan.crs else []
    kept = [f"# {quoted_toml(column)} is kept as it is" for column in plan.kept]
    return "\n".join([*head, *date, *uses, *crs, *kept]) + "\n"


def _mapping_line(use: Use) -> str:
    told = "" if use.sure in {"sure", "given"} else f"  # {use.sure}: {use.why}"
    return f"{use.meaning} = {quoted_toml(use.column)}{told}"


def quoted_toml(text: str) -> str:
    """Return a text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
