"""What a piece of Python defines and reads, told without running it, even where Python cannot read it."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.course.names import free_names

LONGEST = 100_000
LONGEST_IN_ALL = 500_000
SHORT = 5_000
DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.M)
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
    """Looks at the cells of one notebook; past a total length, only for what looks like a definition."""

    def __init__(self, interest: Collection[str]) -> None:
        self.interest = frozenset(interest)
        self.left = LONGEST_IN_ALL

    def look(self, source: str) -> Names:
        if len(source) <= LONGEST and self.left > 0:
            self.left -= len(source)
            if source.lstrip().startswith("%%") and not source.lstrip().startswith(RUNS_HERE):
                return Names()  # another language's, or a file's
            for text in (source, textwrap.dedent(_plain(source))):
                try:
                    return (_parsed_before if len(text) <= SHORT else _parsed)(text, self.interest)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue
        return Names(defines=frozenset(DEFINITION.findall(source)), parses=False)

    def unfenced(self, source: str) -> str:
        """The source without the fences (lines of ```) that keep Python from reading it; as it is, if that does not
        help.
        """
        if not FENCE.search(source) or self.look(source).parses:
            return source
        parts = FENCE.split(source)
        for text in ("".join(parts), "\n".join(parts[1::2])):
            found = self.look(text)
            if found.parses and found.defines:
                return text.strip("\n")
        return source


def _parsed(source: str, interest: frozenset[str]) -> Names:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the student's escapes and comparisons
        tree = ast.parse(source)
        reads = _reads(source, tree)
    imported, defined, bodies, lines = set(), set(), {}, []
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
    todo: list[ast.AST] = list(tree.body)
    while todo:
        node_ = todo.pop()
        if isinstance(node_, (ast.Import, ast.ImportFrom)):
            imported |= {(alias.asname or alias.name).split(".")[0] for alias in node_.names}
        elif isinstance(node_, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defined.add(node_.name)
        elif isinstance(node_, ast.Name) and isinstance(node_.ctx, ast.Store):
            defined.add(node_.id)
        elif not isinstance(node_, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            todo += ast.iter_child_nodes(node_)
    return Names(frozenset(imported | defined), frozenset(defined), reads, True, bodies, tuple(lines))


# Most cells of most notebooks are ours, as they are.
_parsed_before = lru_cache(maxsize=1024)(_parsed)


def _reads(source: str, tree: ast.Module) -> frozenset[str]:
    try:
        return frozenset(free_names(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what only IPython takes, an `await` for one
        return frozenset(
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        )


def without_lines(source: str, found: Names, names: Collection[str]) -> str:
    """The source without the top-level definitions and bare calls of these names."""
    lines = source.split("\n")
    for name, first, last in found.lines:
        if name in names:
            lines[first - 1 : last] = [""] * (last - first + 1)
    return (
        re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")
        if set(names) & {name for name, _, _ in found.lines}
        else source
    )


def _plain(source: str) -> str:
    """The source with `pass` in place of IPython's magics, shell lines and questions."""

    def plain(line: str) -> str:
        text = line.strip()
        return (
            line[: len(line) - len(line.lstrip())] + "pass"
            if text.startswith(("%", "!", "?")) or text.endswith("?")
            else line
        )

    return "\n".join(map(plain, source.split("\n")))
