"""Which Python a notebook was written with."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any


def newer_python(notebook: Mapping[str, Any]) -> str:
    """The version of Python in a notebook's metadata if it is newer than this one, as "3.15.0"; else ""."""
    version = str(notebook.get("metadata", {}).get("language_info", {}).get("version", ""))
    numbers = re.match(r"([0-9]{1,3})\.([0-9]{1,3})", version)
    is_newer = numbers is not None and (int(numbers[1]), int(numbers[2])) > sys.version_info[:2]
    return version if is_newer else ""
