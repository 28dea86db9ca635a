"""What a cell's Python defines and reads, found without running it, even where Python cannot parse it."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.course.names import free_names, seemingly_defined

LONGEST = 100_000
LONGEST_IN_ALL = 500_000
SHORT = 5_000
FENCE = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*[A-Za-z0-9]*[ \t]*$", re.M)
RUNS_HERE = ("%%time", "%%capture", "%%prun")  # cell magics after which the cell's names are there


@dataclass(frozen=True)
class Names:
    """Names of a cell's own level: bound in any way, defined (function, class, assignment), and those of other cells
    that it reads.

    Attributes:
        parses: whether Python can read it; if not, `defines` is what looks like a definition, and the others are empty.
        bodies: the definitions of the names of interest, in a form in which spaces and comments make no difference.
        lines: where each top-level definition, and each bare call by name, stands: name, first and last line from 1.
    """

    binds: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    parses: bool = True
    bodies: dict[str, str] = field(default_factory=dict)
    lines: tuple[tuple[str, int, int], ...] = ()


class Analyser:
    """Reads the cells of one notebook; past a total length, only what looks like a definition."""

    def __init__(self, interest: Collection[str]) -> None:
        self.interest = frozenset(interest)
        self.left = LONGEST_IN_ALL

    def names(self, source: str) -> Names:
        """What `source` defines and reads; nothing where it is another language's."""
        if len(source) <= LONGEST and self.left > 0:
            self.left -= len(source)
            if source.lstrip().startswith("%%") and not source.lstrip().startswith(RUNS_HERE):
                return Names()  # another language's, or a file's
            for text in (source, textwrap.dedent(without_magics(source))):
                try:
                    return (_parsed_before if len(text) <= SHORT else _parsed)(text, self.interest)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue
        return Names(defines=frozenset(seemingly_defined(source)), parses=False)

    def unfenced(self, source: str) -> str:
        """The source without the fences (lines of ```) that keep Python from reading it; as it is, if that does not
        help.
        """
        if not FENCE.search(source) or self.names(source).parses:
            return source
        parts = FENCE.split(source)
        for text in ("".join(parts), "\n".join(parts[1::2])):
            names = self.names(text)
            if names.parses and names.defines:
                return text.strip("\n")
        return source


def _parsed(source: str, interest: frozenset[str]) -> Names:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the student's escapes and comparisons
        tree = ast.parse(source)
        reads = _reads(source, tree)
    bodies, lines = {}, []
    used = Counter(line for node in tree.body for line in {node.lineno, node.end_lineno})
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            lines.append((node.name, first, node.end_lineno or node.lineno))
            if node.name in interest:
                bodies[node.name] = ast.dump(node)
        elif max(used[node.lineno], used[node.end_lineno]) > 1:
            continue  # something else stands on its line
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            lines.append((node.value.func.id, node.lineno, node.end_lineno or node.lineno))
    imported, defined = _bound(tree)
    return Names(frozenset(imported | defined), frozenset(defined), reads, True, bodies, tuple(lines))


# Most cells of most notebooks are ours, as they are.
_parsed_before = lru_cache(maxsize=1024)(_parsed)


def _bound(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The names that are imported, and those that are defined or assigned, at the cell's own level."""
    imported: set[str] = set()
    defined: set[str] = set()
    todo: list[ast.AST] = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imported |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            todo += ast.iter_child_nodes(node)
    return imported, defined


def _reads(source: str, tree: ast.Module) -> frozenset[str]:
    try:
        return frozenset(free_names(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what only IPython takes, an `await` for one
        return frozenset(
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        )


def without_lines(source: str, names: Names, unwanted: Collection[str]) -> str:
    """The source, of which these are the names, without the top-level definitions and bare calls of those unwanted."""
    spans = [(first, last) for name, first, last in names.lines if name in unwanted]
    if not spans:
        return source
    lines = source.split("\n")
    for first, last in spans:
        lines[first - 1 : last] = [""] * (last - first + 1)
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")


def without_magics(source: str) -> str:
    """The source with `pass` in place of IPython's magics, shell lines and questions."""
    lines = []
    for line in source.split("\n"):
        text = line.strip()
        if text.startswith(("%", "!", "?")) or text.endswith("?"):
            line = line[: len(line) - len(line.lstrip())] + "pass"
        lines.append(line)
    return "\n".join(lines)
