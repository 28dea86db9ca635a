"""The from-scratch guard as the exam uses it: told by the examiner, held by the candidate."""

from __future__ import annotations

from typing import cast

import cnnlab.guard
from autograder.course.subject import Sealed, SubjectError
from cnngrading import sealed
from cnnlab.guard.dispatcher import UnsupportedTorchError


class FromScratch:
    """`cnnlab.guard`, in both processes."""

    refusal: type[Exception] = cnnlab.guard.ShortcutError

    def delegate(self) -> None:
        """The examiner's blocks only say that they hold."""
        cnnlab.guard.delegate()

    def rules(self) -> list[str] | None:
        """The names that the running block lets through; None outside one."""
        return sorted(cnnlab.guard.allowed_here()) if cnnlab.guard.is_from_scratch() else None

    def refused(self, message: str, called: str) -> Exception:
        """The refusal that came from a candidate."""
        return cnnlab.guard.ShortcutError(message, called)

    def describe(self, called: str) -> str:
        """What the student is told of a call that was refused."""
        if cnnlab.guard.is_removal(called):
            return "Your code takes away what watches for shortcuts. Leave that out."
        if cnnlab.guard.is_start(called):
            return "Your code starts a thread or a process. Compute the answer in the function itself."
        if cnnlab.guard.is_gradient(called):
            return f"Your code lets {called} do the work. Compute the gradient itself, without autograd."
        if cnnlab.guard.is_fold(called):
            return f"Your code lets {called} do the work. Move the values itself: loops, slices and as_strided will do."
        own = "Write the operation itself: loops, slices, unfold and einsum are all welcome."
        return f"Your code lets {called or 'a ready-made operation'} do the work. {own}"

    def seal(self) -> Sealed:
        """A copy that patching `cnnlab` does not reach."""
        try:
            return cast(Sealed, sealed.sealed_guard())
        except UnsupportedTorchError as error:
            raise SubjectError(str(error)) from error


FROM_SCRATCH = FromScratch()
