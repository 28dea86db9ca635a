"""Processes for work that takes more than one core."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def processes(
    count: int, modules: Sequence[str], prepare: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Processes that have imported these modules: forks of a server where the system can, never of this process, which
    has threads.

    Args:
        prepare: called with `arguments` in each process before its first work.
    """
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(["autograder.light_jsonschema", *modules])
    return ProcessPoolExecutor(count, context, initializer=prepare, initargs=arguments)
