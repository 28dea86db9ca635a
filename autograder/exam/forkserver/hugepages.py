"""Fewer, larger pages of memory: a fork copies the page table, and frees it when it ends.

With PyTorch imported there are over 100,000 pages of 4 KiB. Collapsed into pages of 2 MiB, a fork costs less than
half.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

MADV_HUGEPAGE, MADV_COLLAPSE = 14, 25
HUGE = 2 * 2**20
WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ \d+ *(\[heap\])?$", re.MULTILINE)


def collapse() -> None:
    """Ask the kernel to collapse this process's memory into large pages; before Linux 6.1 it refuses."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for begin, end, _ in WRITABLE.findall(maps.read_text()):
        first, last = -(-int(begin, 16) // HUGE) * HUGE, int(end, 16) // HUGE * HUGE
        if first < last:
            madvise(first, last - first, MADV_HUGEPAGE)
            madvise(first, last - first, MADV_COLLAPSE)
