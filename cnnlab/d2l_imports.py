"""`from d2l import torch as d2l` at once: what d2l imports and no lab uses is imported when it is first used.

`d2l.torch` imports torchvision (and with it PyTorch's compiler), pandas, SciPy, requests and pyplot, for a few of its
functions; that was more than half of the time of a lab's first cell. `defer_imports`, which cnnlab calls when it is
imported, puts a finder for `d2l.torch` before Python's own. Its loader runs the same code, whose import statements bind
stand-ins to those names. A stand-in imports what it stands for when it is used, and whoever asks `d2l` for the name
gets the real thing. No other module's imports change; nor do d2l's if it was imported before cnnlab.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

BOOK = "d2l.torch"
# What `import module` (no name) and `from module import name` need: they wait while that is not imported.
DEFERRED = {
    ("matplotlib", "pyplot"): "matplotlib.pyplot",
    ("matplotlib_inline", "backend_inline"): "matplotlib_inline.backend_inline",
    ("pandas", ""): "pandas",
    ("requests", ""): "requests",
    ("scipy.spatial", "distance_matrix"): "scipy.spatial",
    ("torchvision", ""): "torchvision",
    ("torchvision", "transforms"): "torchvision.transforms",
}


def defer_imports() -> None:
    """From now on an import of `d2l.torch` leaves out what is in `DEFERRED`; calling it again changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class StandIn:
    """In the place of a module, or of a function of one, that is imported when this is used."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = import_module(self._module)
        if self._name and not hasattr(module, self._name):
            return import_module(f"{self._module}.{self._name}")
        return getattr(module, self._name) if self._name else module

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._real(), attribute)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)


class _Names:
    """What `from module import …` takes its names from: a stand-in for each."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> StandIn:
        return StandIn(self._module, name)


class _Attribute:
    """An attribute of d2l that has a stand-in: whoever asks for it gets the real thing, which then takes its place."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, module: Any, owner: type | None = None) -> Any:
        try:
            value = vars(module)[self._name]
        except KeyError:
            raise AttributeError(f"module {module.__name__!r} has no attribute {self._name!r}") from None
        if isinstance(value, StandIn):
            value = vars(module)[self._name] = value._real()
        return value

    def __set__(self, module: Any, value: Any) -> None:
        vars(module)[self._name] = value

    def __delete__(self, module: Any) -> None:
        vars(module).pop(self._name)


class _Loader(SourceFileLoader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """A module of a class of its own, which can have the attributes of this one."""
        module: ModuleType = type("module", (ModuleType,), {})(spec.name)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code with an `import` that binds stand-ins: `exec` takes it from the name `__builtins__`."""
        space, code = vars(module), self.get_code(module.__name__)
        assert code is not None  # it is a source file
        space["__builtins__"] = {**vars(builtins), "__import__": _import}
        exec(code, space)
        for name in [name for name, value in space.items() if isinstance(value, StandIn)]:
            setattr(type(module), name, _Attribute(name))


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """For `d2l.torch`, if it is a source file, what Python's own finder says, with our loader; else None."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname == BOOK else None
        if spec is None or type(spec.loader) is not SourceFileLoader:
            return None
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def _import(
    name: str,
    globals: Mapping[str, object] | None = None,
    locals: Mapping[str, object] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    """As Python's `__import__`, but a stand-in for what is in `DEFERRED` and not imported by anyone yet."""
    wanted = [(name, imported) for imported in fromlist or ("",)]
    if level == 0 and all(key in DEFERRED and DEFERRED[key] not in sys.modules for key in wanted):
        return _Names(name) if fromlist else StandIn(name, "")
    return builtins.__import__(name, globals, locals, fromlist or (), level)
