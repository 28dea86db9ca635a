"""Other people's commands, started without the grammar of internet addresses that jsonschema builds where a Jupyter
server is installed: it takes more than half of their start (findings/nbformat_and_rfc3987_syntax.sh), and no notebook
has an address to check.
"""

from __future__ import annotations

import sys

START = "import runpy, sys; sys.modules['rfc3987_syntax'] = None; runpy.run_module({!r}, None, '__main__', True)"


def module_command(module: str, *arguments: str) -> list[str]:
    """What `python -m module arguments` does."""
    return [sys.executable, "-c", START.format(module), *arguments]
