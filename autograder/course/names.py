"""Which global names a cell defines, and which it reads."""

from __future__ import annotations

import re
import symtable

DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.M)


def defined_names(source: str) -> set[str]:
    """The global names that a cell binds.

    They are imports, functions, classes, assignments, loop variables, and names declared `global` in a function.
    """
    return global_names(source)[0]


def free_names(source: str) -> set[str]:
    """The global names that a cell reads but does not bind."""
    return global_names(source)[1]


def seemingly_defined(source: str) -> list[str]:
    """The names after `def` and `class`, also of a cell that Python cannot read."""
    return DEFINITION.findall(source)


def global_names(source: str) -> tuple[set[str], set[str]]:
    """`(defined, free)`: the global names that a cell binds, and those that it reads but does not bind.

    Raises:
        SyntaxError: the cell is not Python.
    """
    table = symtable.symtable(plain_python(source), "cell", "exec")
    defined = _global_writes(table)
    return defined, _global_reads(table) - defined


def plain_python(source: str) -> str:
    """The source with IPython magics and shell lines replaced by empty lines, so that Python can parse it."""
    lines = source.split("\n")
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def _global_writes(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    bound = (symbol for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported())
    names = {symbol.get_name() for symbol in bound if module or symbol.is_declared_global()}
    return names.union(*map(_global_writes, table.get_children()))


def _global_reads(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    names = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced() and (module or symbol.is_global())
    }
    return names.union(*map(_global_reads, table.get_children()))
