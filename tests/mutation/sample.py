"""Draw mutants of the package with a fixed seed; the operators are those of cosmic-ray.

The draw is by the text of a line, not by its place: a module that moves keeps its mutants.
"""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "geo"
SEED = "conflictmap 13"
#: These take arguments, or make what a type checker refuses.
UNUSED = ("variable-replacer", "variable-inserter")
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One change of one source file."""

    path: Path
    operator: str
    occurrence: int
    span: Span
    number: int  # among equal lines of the group

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def line(self) -> int:
        return self.span[0][0]

    @cached_property
    def was(self) -> str:
        return self.text.splitlines()[self.line - 1].strip()

    @cached_property
    def source(self) -> str:
        """Return the whole changed file."""
        changed = mutate_code(self.text, get_operator(self.operator)(), self.occurrence)
        if changed is None:
            raise ValueError(f"{self.operator} has no occurrence {self.occurrence} in {self.path}")
        return changed

    @cached_property
    def becomes(self) -> str:
        """Return the changed line; of a removed decorator, nothing."""
        if "decorator" in self.operator.lower():
            return ""
        return self.source.splitlines()[self.line - 1].strip()

    @property
    def module(self) -> str:
        name = self.path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".")
        return name.removesuffix(".__init__")

    @property
    def key(self) -> str:
        return f"{self.was} -> {self.becomes} #{self.number}"


def rank(*parts: object) -> str:
    """Return the place of a thing in the draw."""
    return hashlib.sha256("\n".join(map(str, (SEED, *parts))).encode()).hexdigest()


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (said := getattr(node, name, None)) is not None:
                yield said
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield node


def _within(span: Span, node: ast.AST) -> bool:
    return ((node.lineno, node.col_offset) <= span[0]
            and span[1] <= (node.end_lineno, node.end_col_offset))


@cache
def _places(path: Path) -> dict[Span, list[tuple[str, int]]]:
    """Return by place in a file the operators that apply there and their occurrence."""
    text = path.read_text(encoding="utf-8")
    types = list(_annotations(ast.parse(text)))
    nodes = list(ast_nodes(get_ast(text)))
    found: dict[Span, list[tuple[str, int]]] = {}
    for name in sorted(operator_names()):
        if any(word in name.lower().replace("/", "-") for word in ("variable", "no_op")):
            continue
        operator = get_operator(name)()
        spans = [span for node in nodes for span in operator.mutation_positions(node)]
        for occurrence, span in enumerate(spans):
            if not any(_within(span, node) for node in types):
                found.setdefault(span, []).append((name, occurrence))
    return found


def draw(paths: Iterable[Path], count: int) -> list[Mutant]:
    """Draw COUNT places of some files, and one change for each."""
    seen: Counter[tuple[str, int]] = Counter()
    drawn = []
    for path in sorted(paths, key=lambda path: path.name):
        lines = path.read_text(encoding="utf-8").splitlines()
        for span, changes in sorted(_places(path).items()):
            line, column = lines[span[0][0] - 1], span[0][1]
            place = (line.strip(), column - len(line) + len(line.lstrip()))
            number = seen[place]
            seen[place] += 1
            name, occurrence = min(
                changes, key=lambda one: rank("operator", *place, number, one[0]))
            drawn.append((rank(*place, number), Mutant(path, name, occurrence, span, number)))
    drawn.sort(key=lambda pair: pair[0])
    return list(islice(filter(compiles, (mutant for _, mutant in drawn)), count))


def compiles(mutant: Mutant) -> bool:
    """Return whether a change gives a program: what does not compile dies without a test.

    cosmic-ray cannot exchange an exception with a dotted name; it breaks off with AttributeError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(mutant.source, str(mutant.path), "exec")
        except (SyntaxError, SyntaxWarning, AttributeError):
            return False
    return True


def named_near(mutant: Mutant) -> tuple[set[str], range]:
    """Return the names that a change at module level concerns, and the lines of its statement."""
    names, lines = set(), range(mutant.line, mutant.line + 1)
    for node in ast.walk(ast.parse(mutant.text)):
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)):
            continue
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        last = node.end_lineno or node.lineno
        if first <= mutant.line <= last and (not names or last - first < len(lines)):
            lines = range(first, last + 1)
            names = {node.name} if hasattr(node, "name") else {
                n.id for n in ast.walk(node)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names, lines


def statement(mutant: Mutant) -> range:
    """Return the lines of the smallest statement around a change, without the body it heads."""
    best = range(mutant.line, mutant.line + 1)
    for node in ast.walk(ast.parse(mutant.text)):
        if isinstance(node, ast.stmt) and node.lineno <= mutant.line <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno
            if mutant.line <= (last or 0) or node.lineno == mutant.line:
                best = range(node.lineno, max(last or 0, node.lineno) + 1)
    return best


def mentions(names: set[str]) -> Iterator[tuple[str, int]]:
    """Yield file and line of each place in the source that says one of some names."""
    word = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names))) + r")\b")
    for path in SOURCE.rglob("*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if word.search(line):
                yield str(path), number
