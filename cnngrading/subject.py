"""The subject, named `cnngrading` in nbgrader_config.py. It imports its parts when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.codec import Codec
from autograder.course.probes import Probes
from autograder.course.subject import Comparison, Figures, Guard, Sealed, Subject
from cnngrading.words import VALUES


class Convolutions(Subject):
    """A course on convolutional networks in PyTorch, with `cnnlab` as the students' package."""

    values = VALUES
    packages = ("torch", "torchvision", "numpy", "d2l", "cnnlab")
    # An optimiser's first step imports PyTorch's compiler. What else d2l imports waits until it is used, as at home.
    preload = ("torch._dynamo", "cnnlab", "d2l.torch")
    student_package = "cnnlab"
    own_check = (
        "`import cnnlab; cnnlab.check({name})`, in a cell of your own, tries more of them and draws the first that is "
        "wrong."
    )
    fingerprints = Path(__file__).parent / "fingerprints"
    templates = Path(__file__).parent / "templates"

    @property
    def guard(self) -> Guard:
        from cnngrading.guard import FROM_SCRATCH

        return FROM_SCRATCH

    @property
    def probes(self) -> Probes:
        from cnngrading.probing import PROBES

        return PROBES

    @property
    def figures(self) -> Figures:
        from cnngrading.figures import FIGURES

        return FIGURES

    def probes_file(self, exercise: str) -> Path:
        from autograder.files import folder_of

        return folder_of("cnnlab") / "probes" / f"{exercise}.py"

    def asking(self) -> Codec:
        from cnngrading.asking import AskingCodec

        return AskingCodec()

    def answering(self) -> Codec:
        from cnngrading.answering import AnsweringCodec

        return AnsweringCodec()

    def environment(self, folder: str) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name.startswith("CNNLAB_")}
        # PyTorch makes this folder when it is imported, and would make one beside ours.
        return {**ours, "TORCHINDUCTOR_CACHE_DIR": folder}

    def start(self) -> None:
        from cnngrading.warmup import import_students_names, one_thread

        import_students_names()
        one_thread()

    def warm_up(self, sealed: Sealed | None) -> None:
        from cnngrading.warmup import compute

        compute(sealed)

    def seed(self, number: int) -> None:
        self._seed(number)

    @cached_property
    def _seed(self) -> Callable[[int], None]:
        # Once: a candidate seeds after student code has run, which may have replaced what an import needs.
        from cnngrading.seeds import seed

        return seed

    def around_call(self) -> AbstractContextManager[None]:
        return self._filled_memory()

    @cached_property
    def _filled_memory(self) -> Callable[[], AbstractContextManager[None]]:
        from cnnlab.guard.memory import filled_memory  # once, as `_seed`

        return filled_memory

    def is_training_time(self) -> bool:
        from cnnlab.training import is_training_time

        return is_training_time()

    def as_in_answer(self, ask: Callable[[str], Any]) -> AbstractContextManager[None]:
        from cnngrading.asking import same_default_dtype

        return same_default_dtype(ask)

    def findings(self) -> Iterable[tuple[str, bool, str]]:
        from cnngrading.findings import try_guard

        return [try_guard()]

    def comparisons(self) -> AbstractContextManager[Sequence[Comparison]]:
        from cnnlab.checks.comparing import comparisons

        return comparisons()


subject = Convolutions()
