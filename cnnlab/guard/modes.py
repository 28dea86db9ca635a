"""The dispatcher's net by public means: for a PyTorch that lacks a private name of `dispatcher.PRIVATE`.

A `TorchDispatchMode` sees every operator, which makes a student's loop about eight times slower. It does not see what
is called inside a `__torch_dispatch__` or a custom operator: at home, where nobody tries to get round it, it will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

from cnnlab.guard.refused import is_refused_operator, refusal, title_of


class ModeOperators:
    """Refuses as `dispatcher.Operators` does; `refused` is the latest operator that was."""

    def __init__(self) -> None:
        self.key, self.refused, self.is_paused = None, "", False

    def is_included(self, key: None) -> bool:
        """A mode holds for the whole block: there is no key to look after."""
        return True

    def is_excluded(self, key: None) -> bool:
        """As `is_included`."""
        return False

    def hold(self) -> None:
        """As `is_included`."""

    @contextmanager
    def refuse(self) -> Iterator[None]:
        """Refuse in this thread during the block."""
        self.refused = ""
        with _Mode(self):
            yield

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Refuse nothing during a block inside that of `refuse`."""
        self.is_paused = True
        try:
            yield
        finally:
            self.is_paused = False


class _Mode(TorchDispatchMode):
    def __init__(self, operators: ModeOperators) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # PyTorch leaves it unannotated
        self.operators = operators

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if not self.operators.is_paused and is_refused_operator(func.name()):
            self.operators.refused = title_of(func.name())
            raise refusal(self.operators.refused)
        return func(*args, **(kwargs or {}))
