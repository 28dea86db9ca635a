"""Lines that only Colab, Kaggle, a browser or the student's own computer understands, left out where that is harmless.

Such a line above an answer (`from google.colab import drive`, `%matplotlib widget`) would stop its cell before the
answer is defined. An import is left out only when all that uses its names in the notebook can be left out with it:
`drive.mount("/content/drive")` can, `data = load(files.upload())` cannot. Everything else stays and fails by its own
reason. In place of what is left out stands `pass`, so that nothing else of the cell changes.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autograder.course.names import global_names
from autograder.intake.analysis import LONGEST, without_magics
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

PLATFORMS = (
    *("google.colab", "kaggle_secrets", "kaggle_datasets", "kaggle_web_client", "condacolab", "ipympl"),
    *("piplite", "micropip", "pyodide", "pyodide_http", "pyodide_kernel", "pyodide_js", "js", "nest_asyncio"),
)
FOLDERS = ("/content", "/kaggle")  # the home folders of Colab and of Kaggle
# Magics of these places, of extensions, and of a kernel that has a browser in front of it. None of them binds a name.
MAGICS = (
    *("colab", "tensorflow_version", "tensorboard", "wandb", "watermark", "jupyternaut"),
    *("black", "nb_black", "lab_black", "flake8_on", "pycodestyle_on", "lprun", "memit", "mprun"),
    *("conda", "mamba", "micromamba"),
    *("autosave", "clear", "cls", "connect_info", "edit", "less", "man", "more", "qtconsole", "subshell"),
)
OWN_EXTENSIONS = ("autoreload", "storemagic")
MOST_NAMED = 20
MOST_STATEMENTS = 2000  # no lab has half as many


@dataclass(frozen=True)
class _Statement:
    """A statement of a cell's own level: the names that it binds and reads there."""

    cell: str
    node: ast.stmt
    binds: frozenset[str]
    reads: frozenset[str]


def without_elsewhere(sources: Mapping[str, str]) -> tuple[dict[str, str], tuple[Repair, ...]]:
    """The student's cells without such lines, by the keys of `sources`, which are in the order of the notebook; only
    those that changed. And a repair a line.
    """
    trees = {cell: tree for cell, source in sources.items() if (tree := _parsed(source)) is not None}
    spans: dict[str, list[tuple[ast.stmt, str]]] = {}
    kinds: dict[int, RepairKind] = {}
    for cell, tree in trees.items():
        lines = sources[cell].split("\n")
        for node in ast.walk(tree):
            text = _magic_left_out(node, lines)
            if text:
                spans.setdefault(cell, []).append((node, text))  # type: ignore[arg-type]  # a magic is a statement
    if any(isinstance(node, (ast.Import, ast.ImportFrom)) for tree in trees.values() for node in tree.body):
        unparsed = frozenset(
            word for cell in sources.keys() - trees.keys() for word in re.findall(r"[^\W\d]\w*", sources[cell])
        )
        for statement, kind in _imports_left_out(trees, unparsed):
            spans.setdefault(statement.cell, []).append((statement.node, ast.unparse(statement.node)))
            kinds[id(statement.node)] = kind
    changed, repairs = {}, dict[Repair, None]()
    for cell, found in spans.items():
        changed[cell] = _replaced(sources[cell], [node for node, _ in found])
        for node, text in sorted(found, key=lambda pair: pair[0].lineno):
            repairs[Repair(kinds.get(id(node), RepairKind.ELSEWHERE), details=(one_line(text),))] = None
    return changed, tuple(repairs)[:MOST_NAMED]


def _parsed(source: str) -> ast.Module | None:
    if len(source) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(without_magics(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _magic_left_out(node: ast.AST, lines: Sequence[str]) -> str:
    """The magic, or the call of one, that a statement is, if it is to be left out; else ""."""
    if isinstance(node, ast.Pass):
        text = lines[node.lineno - 1].strip()
        return text if text.startswith("%") and _is_elsewhere(text[1:]) else ""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return ""
    call = node.value
    words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    if len(words) != len(call.args) or call.keywords or not all(isinstance(word, str) for word in words):
        return ""
    match ast.unparse(call.func):
        case "get_ipython().run_line_magic":
            is_elsewhere = _is_elsewhere(" ".join(map(str, words)))
        case "get_ipython().magic":  # a method that IPython no longer has
            text = " ".join(map(str, words))
            is_elsewhere = _is_elsewhere(text) or text.split()[:1] in (["matplotlib"], ["load_ext"], ["autoreload"])
        case "os.chdir" | "chdir":
            is_elsewhere = len(words) == 1 and str(words[0]).startswith(FOLDERS)
        case _:
            is_elsewhere = False
    return ast.unparse(node) if is_elsewhere else ""


def _is_elsewhere(magic: str) -> bool:
    name, *arguments = magic.split("#")[0].split() or [""]
    if name == "matplotlib":
        return arguments[:1] not in (["inline"], ["agg"], ["--list"], ["-l"])
    if name in ("load_ext", "reload_ext", "unload_ext"):
        return arguments[:1] != [] and arguments[0] not in OWN_EXTENSIONS
    return name in MAGICS or (name == "store" and "-r" not in arguments)


def _imports_left_out(
    trees: Mapping[str, ast.Module], unparsed: frozenset[str]
) -> Iterator[tuple[_Statement, RepairKind]]:
    """Imports of what exists elsewhere only, and what uses their names; imports of what is missing here and that
    nothing uses. `unparsed` are the words of cells that Python cannot read.
    """
    nodes = [(cell, node) for cell, tree in trees.items() for node in tree.body]
    kinds = [_kind_of_import(node) for _, node in nodes]
    if not any(kinds) or len(nodes) > MOST_STATEMENTS:
        return
    statements = [_Statement(cell, node, *_names(node)) for cell, node in nodes]
    platform, missing = (
        [statement for statement, kind in zip(statements, kinds, strict=True) if kind is wanted]
        for wanted in (RepairKind.ELSEWHERE, RepairKind.UNUSED_IMPORT)
    )
    others = [statement for statement in statements if statement not in platform]
    needed = set(unparsed)
    while True:
        imports = [statement for statement in platform if not statement.binds & needed]
        names = set[str]().union(*(statement.binds for statement in imports))
        uses: list[_Statement] = []
        for statement in others:
            if not (statement.reads | statement.binds) & needed and _called(statement) in names:
                uses.append(statement)
                names |= statement.binds
        used = set(map(id, uses))
        touched = set[str]().union(*((one.reads | one.binds) & names for one in others if id(one) not in used))
        more = touched.union(*(one.reads & names for one in uses if one.binds & touched)) - needed
        if not more:
            break
        needed |= more
    yield from ((statement, RepairKind.ELSEWHERE) for statement in (*imports, *uses))
    gone = set(map(id, (*imports, *uses, *missing)))
    around = unparsed.union(*(one.reads | one.binds for one in statements if id(one) not in gone))
    yield from ((statement, RepairKind.UNUSED_IMPORT) for statement in missing if not statement.binds & around)


def _kind_of_import(node: ast.stmt) -> RepairKind | None:
    """Whether an import is of what exists elsewhere only, or of what is missing here; None for all else."""
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        modules = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return None
    if all(any(f"{module}.".startswith(f"{place}.") for place in PLATFORMS) for module in modules):
        return RepairKind.ELSEWHERE
    is_star = any(alias.name == "*" for alias in node.names)
    return RepairKind.UNUSED_IMPORT if not is_star and all(map(_is_missing, modules)) else None


def _is_missing(module: str) -> bool:
    return _has_no_spec(module.split(".")[0])


@lru_cache(maxsize=256)
def _has_no_spec(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is None
    except (ImportError, ValueError, OSError):
        return False


def _names(node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    try:
        binds, reads = global_names(ast.unparse(node))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # an `await` outside of a function, for one
        found = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
        binds = {name.id for name in found if not isinstance(name.ctx, ast.Load)}
        reads = {name.id for name in found if isinstance(name.ctx, ast.Load)}
    return frozenset(binds), frozenset(reads)


def _called(statement: _Statement) -> str:
    """The name with which the function begins that a statement calls, if it does that alone, and runs nothing else on
    the way; it may give the result a name.
    """
    node = statement.node
    if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        value: ast.AST = node.value
    elif isinstance(node, ast.Expr):
        value = node.value
    else:
        return ""
    if isinstance(value, ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return ""
    function: ast.AST = value.func
    while isinstance(function, ast.Attribute):
        function = function.value
    plain = (ast.Constant, ast.Name, ast.Load, ast.Attribute, ast.keyword, ast.List, ast.Tuple, ast.UnaryOp, ast.USub)
    arguments = [part for argument in (*value.args, *value.keywords) for part in ast.walk(argument)]
    is_plain = isinstance(function, ast.Name) and all(isinstance(part, plain) for part in arguments)
    return function.id if is_plain and isinstance(function, ast.Name) else ""


def _replaced(source: str, nodes: Sequence[ast.stmt]) -> str:
    """The source with `pass` in place of these statements, and behind it, where nothing follows, what stood there."""
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        is_magic = isinstance(node, ast.Pass)
        rest = b"" if is_magic else lines[last][node.end_col_offset :]
        text = one_line(
            (lines[first] if is_magic else lines[first][: node.end_col_offset if first == last else None])[
                node.col_offset :
            ].decode()
        )
        note = "" if rest.strip() else f"  # left out: {text}"
        lines[first : last + 1] = [lines[first][: node.col_offset] + b"pass" + note.encode() + rest]
    return b"\n".join(lines).decode()
