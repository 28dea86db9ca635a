"""Asks a student's answer the probes, which are public questions, one by one.

`cnnlab.check` asks a student's function at home, the autograder's diagnosis asks a submission the same questions. The
probes of an exercise are in `cnnlab/probes/<exercise>.py`; nothing in them is secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from cnnlab.checks.wording import names_item
from cnnlab.guard import filled_memory, from_scratch
from cnnlab.probing.outcomes import Ending, Outcome, died, raised, read
from cnnlab.probing.questions import SEEN, Probe, Refusal, changed_arguments

SEED = 2000  # of the random numbers that an answer draws


def put(
    probe: Probe,
    function: Any,
    *,
    through: tuple[type[BaseException], ...] = (),
    ending_of: Callable[[BaseException], Ending | None] = lambda error: None,
    place_of: Callable[[BaseException], str] = lambda error: "",
) -> Outcome:
    """Ask, from scratch, and record what came back. The random numbers that the answer draws are the same each time,
    and so is what it finds in memory that nothing was written to.

    Args:
        function: the answer: a function, a class, or the exam's stand-in for it.
        through: exceptions that say something about us and nothing about the answer; all others become outcomes.
        ending_of: of an exception that says why there is no answer, the reason; None for any other.
        place_of: of an exception, the line of the answer that it comes from, in words.

    Raises:
        One of `through`, and nothing else.
    """
    naming = probe.expected.naming if isinstance(probe.expected, Refusal) else ()
    try:
        with _same_random_numbers(), filled_memory(), changed_arguments() as changed:
            if probe.allow is None:
                value = probe.ask(function)
            else:
                with from_scratch(probe.allow):
                    value = probe.ask(function)
            seen = value.pop(SEEN, {}) if isinstance(value, dict) else {}
            tree = read(value)
    except through:
        raise
    except BaseException as error:  # the student's code may raise anything, SystemExit and KeyboardInterrupt too
        ending = ending_of(error)
        if ending is not None:
            return died(ending, str(error))
        named = tuple(names_item(_message_of(error), item) for item in naming)
        return raised(error, named, place_of(error))
    if tree[0] == "foreign":
        return Outcome("foreign", name=tree[1])
    return Outcome("value", tree=tree, seen=seen, changed=changed[0] if changed else "")


def _message_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # the student's own exception class may have a faulty __str__
        return ""


@contextmanager
def _same_random_numbers() -> Iterator[None]:
    """Seed PyTorch's generator, and restore its state afterwards: a check does not change a student's notebook."""
    state = torch.default_generator.get_state()
    torch.default_generator.manual_seed(SEED)
    try:
        yield
    finally:
        torch.default_generator.set_state(state)
