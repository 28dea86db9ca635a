"""For each family a defence, and a case that gets through once that defence is off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autograder.exam.sandbox import walls
from autograder.exam.sandbox.seccomp import has_filter
from tests.hostile.case import Case
from tests.hostile.corpus import CASES
from tests.hostile.kernel import in_one_kernel
from tests.hostile.run import LIMITS, HostileRunner
from tests.hostile.stem import Stem
from tests.hostile.weak import SWITCHES

# These are switched off from outside; the others are in `weak`.
ONE_KERNEL, NO_SANDBOX, LARGE_OUTPUT = "one_kernel", "no_sandbox", "large_output"
MEANINGS = {
    ONE_KERNEL: "student cells and test cells run in one kernel, as stock nbgrader has it",
    NO_SANDBOX: "a candidate runs without a sandbox",
    LARGE_OUTPUT: "a cell may write half a gigabyte",
    **{name: switch.__doc__ for name, switch in SWITCHES.items()},
}
TABLE = {
    "loops": (ONE_KERNEL, "in_a_cell"),
    "sleeps": (ONE_KERNEL, "in_a_cell"),
    "interrupts": (ONE_KERNEL, "swallowed"),
    "c calls": (ONE_KERNEL, "in_a_cell"),
    "exits": (ONE_KERNEL, "os_exit_in_cells"),
    "kills": ("no_session", "the_process_group"),
    "descriptors": (ONE_KERNEL, "all_closed_in_a_cell"),
    "bombs": (LARGE_OUTPUT, "output_of_displays"),
    "input": ("open_stdin", "in_an_answer"),
    "recursion": (ONE_KERNEL, "a_segmentation_fault"),
    "leftovers": ("no_sweep", "a_daemon"),
    "tags": (ONE_KERNEL, "skip_execution"),
    "displayhook": (ONE_KERNEL, "of_the_shell"),
    "transformers": (ONE_KERNEL, "of_lines"),
    "hooks": (ONE_KERNEL, "run_code"),
    "values": (ONE_KERNEL, "equal_in_a_tuple"),
    "patches": (ONE_KERNEL, "the_checks_in_their_place"),
    "guard": ("students_guard", "patched"),
    "exceptions": ("exceptions_by_name", "named_UnsupportedCall"),
    "reads": ("whole_environment", "the_environment_in_memory"),
    "writes": (NO_SANDBOX, "links"),
    "network": (NO_SANDBOX, "listening"),
    "machine": ("no_filter", "namespaces"),
    "shadows": (ONE_KERNEL, "names_of_the_setup"),
    "messages": ("long_reasons", "a_long_reason"),
    "outputs": ("raw_outputs", "of_unknown_kinds"),
    "trees": ("strangers_handed_on", "a_foreign_weight_handed_on"),
    "callbacks": ("large_callbacks", "large_arguments"),
    "models": ("models_as_they_come", "a_padding_without_end"),
    "training": (ONE_KERNEL, "patched"),
}
# The guard's cases are tried one by one: without the whole guard, and without the part of it that each gets round.
GUARD = tuple(case for case in CASES if case.family == "guard")
NO_GUARD = "no_guard"
FURTHER = (
    (ONE_KERNEL, "values/torch_function"),
    (NO_SANDBOX, "reads/proc"),
)
BY_ID = {case.id: case for case in CASES}


def missing(switch: str) -> str:
    """What this machine lacks to switch this defence off; "" when it has all."""
    if switch == "no_filter" and not has_filter():
        return "libseccomp is not installed, so there is no filter to switch off"
    if switch not in (ONE_KERNEL, NO_SANDBOX) and not walls.works("user"):
        return "there are no user namespaces here"
    return ""


def got_through(stem: Stem, switch: str, case: Case) -> list[str]:
    """What went wrong with `case` while the defence `switch` was off; nothing if it was held all the same."""
    case = replace(case, reason=())  # to fail for another reason is no way through
    if switch == ONE_KERNEL:
        return HostileRunner.complaints(replace(case, shows=""), in_one_kernel(stem, case))
    if switch == NO_SANDBOX:
        runner = HostileRunner("none", stem=stem)
    elif switch == LARGE_OUTPUT:  # bombs that other limits hold would hurt this machine
        runner = HostileRunner("user", replace(LIMITS, output=2**29), stem=stem)
    else:
        runner = HostileRunner("user", stem=stem, switch=switch)
    try:
        return runner.run(case)
    finally:
        runner.close()


def unearned(stem: Stem, switch: str, cases: Iterable[Case]) -> dict[str, list[str]]:
    """For each case what keeps it from earning every point while the defence `switch` is off; empty if it succeeds."""
    runner = HostileRunner("user", stem=stem, switch=switch)
    try:
        return {case.id: runner.earns(case) for case in cases}
    finally:
        runner.close()


def guard_table(stem: Stem) -> list[tuple[str, str, str, list[str]]]:
    """As `table`, two rows a case of the guard's: without the whole of it, and without a part."""
    if lack := missing(NO_GUARD):
        return [("guard", case.without, case.name, [f"not tried: {lack}"]) for case in GUARD]
    rows = []
    for switch in (NO_GUARD, *sorted({case.without for case in GUARD} - {NO_GUARD})):
        cases = [case for case in GUARD if switch in (NO_GUARD, case.without)]
        held = unearned(stem, switch, cases)
        rows += [("guard", switch, case.name, [] if held[case.id] else ["every point earned"]) for case in cases]
    return rows


def table(stem: Stem) -> list[tuple[str, str, str, list[str]]]:
    """A row a family: the family, its switch, its case, and what went wrong, or why it cannot be tried here."""
    rows = []
    for family, (switch, name) in TABLE.items():
        lack = missing(switch)
        rows.append(
            (
                family,
                switch,
                name,
                [f"not tried: {lack}"] if lack else got_through(stem, switch, BY_ID[f"{family}/{name}"]),
            )
        )
    return rows
