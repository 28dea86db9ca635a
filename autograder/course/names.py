"""Which global names a cell defines and reads, and how a function that it defines calls its parameters."""

from __future__ import annotations

import ast
import re
import symtable
import warnings

LONGEST_PARSED = 200_000
DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.M)


def defined_names(source: str) -> set[str]:
    """The global names that a cell binds.

    They are imports, functions, classes, assignments, loop variables, and names declared `global` in a function.
    """
    return global_names(source)[0]


def free_names(source: str) -> set[str]:
    """The global names that a cell reads but does not bind."""
    return global_names(source)[1]


def names_in_functions(source: str) -> set[str]:
    """The global names that the functions and classes of a cell read; none where it is not Python.

    Any text will do as `source`.
    """
    if len(source) > LONGEST_PARSED:
        return set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            table = symtable.symtable(plain_python(source), "cell", "exec")
        except Exception:  # a student's source may be anything, and too much for the parser
            return set()
    return set().union(*map(_global_reads, table.get_children()))


def seemingly_defined(source: str) -> list[str]:
    """The names after `def` and `class`, also of a cell that Python cannot read."""
    return DEFINITION.findall(source)


def parameter_names(source: str, function: str) -> list[str]:
    """The names of the positional parameters of a function that a cell defines; none where that is not written plainly.

    Any text will do as `source`.
    """
    if len(source) > LONGEST_PARSED:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            statements = ast.parse(plain_python(source)).body
        except Exception:  # a student's source may be anything, and too much for the parser
            return []
    defined = [part for part in statements if isinstance(part, ast.FunctionDef) and part.name == function]
    if not defined or defined[-1].decorator_list:
        return []
    arguments = defined[-1].args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    return names if len(set(names)) == len(names) else []  # which no function can have, but any text may say


def global_names(source: str) -> tuple[set[str], set[str]]:
    """`(defined, free)`: the global names that a cell binds, and those that it reads but does not bind.

    Raises:
        SyntaxError: the cell is not Python.
    """
    table = symtable.symtable(plain_python(source), "cell", "exec")
    defined = _global_writes(table)
    return defined, _global_reads(table) - defined


def imported_names(source: str) -> dict[str, str]:
    """What each name stands for that a cell binds by imports, always of the same, and in no other way, as `torch.nn`.

    Raises:
        SyntaxError: the cell is not Python.
    """
    if "import" not in source:
        return {}
    plain = plain_python(source)
    otherwise = _assigned(symtable.symtable(plain, "cell", "exec"))
    found: dict[str, str] = {}
    for part in ast.walk(ast.parse(plain)):
        if not isinstance(part, (ast.Import, ast.ImportFrom)):
            continue
        origin = f"{'.' * part.level}{part.module or ''}." if isinstance(part, ast.ImportFrom) else ""
        for alias in part.names:
            name = alias.asname or alias.name.partition(".")[0]
            target = origin + (alias.name if alias.asname or origin else name)
            if found.setdefault(name, target) != target:
                otherwise.add(name)
    return {name: target for name, target in found.items() if name not in otherwise}


def plain_python(source: str) -> str:
    """The source with IPython magics and shell lines replaced by empty lines, so that Python can parse it."""
    lines = source.split("\n")
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def _global_writes(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    bound = (symbol for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported())
    names = {symbol.get_name() for symbol in bound if module or symbol.is_declared_global()}
    return names.union(*map(_global_writes, table.get_children()))


def _assigned(table: symtable.SymbolTable) -> set[str]:
    """Global names that are bound otherwise than by an import."""
    module = table.get_type() == "module"
    symbols = (symbol for symbol in table.get_symbols() if symbol.is_assigned())
    names = {symbol.get_name() for symbol in symbols if module or symbol.is_declared_global()}
    return names.union(*map(_assigned, table.get_children()))


def _global_reads(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    names = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced() and (module or symbol.is_global())
    }
    return names.union(*map(_global_reads, table.get_children()))
