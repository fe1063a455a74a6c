"""A finished map: its page as text, its data, and what became of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import write_whole
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Accounting
    from conflictmap.model.layer import Layer, Relief


@dataclass(frozen=True, kw_only=True, repr=False)
class Page(ShortRepr):
    """A finished map.

    `html` is the page as text, `spec` the data in it, `accounting` says where every row went, and
    `problems` lists what was set aside, mended or is doubtful. Those of them that would make a
    false map of the inputs as a whole (see `check_map`) are in `mistakes`, too. `layers` and
    `relief` are what is drawn below the events. `reading` says what the columns of tables were
    taken for.
    """

    html: str
    spec: dict[str, Any]
    accounting: Accounting
    problems: tuple[Problem, ...]
    mistakes: tuple[Problem, ...] = ()
    layers: tuple[Layer, ...] = ()
    relief: Relief | None = None
    reading: tuple[str, ...] = ()

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown."""
        return {"title": str(self.spec.get("title", "")), "rows": str(self.accounting),
                "layers": len(self.spec.get("layers", ())), "bytes": len(self.html.encode()),
                "problems": len(self.problems)}

    @property
    def clean(self) -> bool:
        """Whether every row was taken, and nothing was mended or is doubtful.

        Notes of readers on their source (a bound that was left out) do not count.
        """
        aside = any(problem.level == "error" for problem in self.problems)
        return not (aside or self.mistakes or self.accounting.set_aside)

    def save(self, path: str | Path) -> Path:
        """Write the page, whole or not at all, and return its path.

        Raises
        ------
        OutputError
            When the file cannot be written; an older one is then untouched.
        """
        write_whole(path, self.html.encode())
        return Path(path)
