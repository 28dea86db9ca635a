"""Zips with the same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

# The time of all zip and wheel entries, so that the same course gives the same bytes.
EPOCH = 1_577_836_800  # 2020-01-01
EPOCH_PARTS = (2020, 1, 1, 0, 0, 0)
REGULAR = 0o100000


def write_zip(target: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    """Write a zip of these files by their names, in this order; whole, or not at all.

    Args:
        executable: the names of programs.
    """
    half = target.with_suffix(".part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH_PARTS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the modes below count
            entry.external_attr = (REGULAR | (0o755 if name in executable else 0o644)) << 16
            archive.writestr(entry, content)
    half.replace(target)
