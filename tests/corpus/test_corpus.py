"""The corpus: named answers, put to the public questions once. A fixed sample of them (`tests.corpus.sample`);
`ALL_ANSWERS=1 make test` takes them all.

What the questions say of it, concept by concept, is what the test cells say of it: its `fails:` line is held against
the test cells in `tests/corpus/test_answers.py`, and against the questions here. And each wrong answer is named for
what it is, no right one at all.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from autograder.course.answers import Answer
from autograder.course.model import Exercise, Lab
from autograder.diagnosis import build
from autograder.diagnosis.fingerprints import Fingerprints, by_heart, read_fingerprints
from autograder.diagnosis.naming import name, unnamed
from cnngrading import subject
from cnnlab.probes import probes_of
from cnnlab.probing.outcomes import Outcome, alike
from cnnlab.probing.questions import Refusal
from cnnlab.probing.verdicts import verdict
from tests.corpus.matrix import Result, read_answers, results
from tests.support.course import our_labs

pytestmark = pytest.mark.timeout(400)  # the answers of my_model are trained: 90 s of processor time
LABS = our_labs()
GRADED = [(lab, exercise) for lab in LABS for exercise in lab.exercises if exercise.tests]
EXERCISES = [pytest.param(lab, exercise, id=exercise.name) for lab, exercise in GRADED]
# (exercise, answer) → why the probes may say something else than the test cells do
EXCUSED: dict[tuple[str, str], str] = {}
# What the form of an answer says by itself, whichever named answer gives the same.
BY_FORM = ("exception", "none")
named: Counter[str] = Counter()


def asked(lab: Lab, exercise: Exercise) -> list[tuple[Answer, build.Seen]]:
    """Each named answer of the sample, and last the untouched stub, with what came back and was said by each probe."""
    return [(result.answer, seen_of(result)) for result in results(lab, exercise)]


def seen_of(result: Result) -> build.Seen:
    assert result.seen is not None, f"{result.answer.kind}/{result.answer.name}: {result.full}"
    return result.seen


def named_answers(lab: Lab, exercise: Exercise) -> list[tuple[Answer, build.Seen]]:
    return asked(lab, exercise)[:-1]


def failed(exercise: Exercise, seen: build.Seen) -> set[str]:
    """The concepts of which at least one probe failed."""
    return {probe.concept for probe, wrong in zip(probes_of(exercise.name), seen[1], strict=True) if wrong}


def disagreements(lab: Lab, exercise: Exercise) -> list[str]:
    """The answers for which probes and test cells differ, and in what."""
    concepts = {test.concept for test in exercise.tests}
    found = []
    for answer, seen in asked(lab, exercise):
        expected = {"right": set(), "wrong": set(answer.fails)}.get(answer.kind, concepts)
        mine = failed(exercise, seen)
        if mine != expected and (exercise.name, answer.name) not in EXCUSED:
            said = next((wrong for wrong in seen[1] if wrong), "")
            found.append(
                f"{answer.kind}/{answer.name}: should fail {sorted(expected)}, but fails {sorted(mine)}  ({said[:200]})"
            )
    return found


# What the questions say


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_agree_with_the_test_cells_on_every_answer(lab: Lab, exercise: Exercise) -> None:
    complaints = disagreements(lab, exercise)
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_call_an_untouched_stub_not_written(lab: Lab, exercise: Exercise) -> None:
    _, (outcomes, wrongs) = asked(lab, exercise)[-1]
    assert {outcome.name for outcome in outcomes} == {"NotImplementedError"}
    assert all("not written yet" in wrong for wrong in wrongs)


def test_the_disagreements_that_are_excused_are_real() -> None:
    named = {(exercise.name, answer.name) for lab, exercise in GRADED for answer in read_answers(exercise.name)}
    assert set(EXCUSED) <= named
    assert all(EXCUSED.values()), "each needs its reason"


def test_the_figure_of_agreement(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run; the tests above name each answer that does not agree."""
    count = sum(len(asked(lab, exercise)) - 1 for lab, exercise in GRADED)
    every = sum(len(read_answers(exercise.name)) for _, exercise in GRADED)
    different = sum(len(disagreements(lab, exercise)) for lab, exercise in GRADED) + len(EXCUSED)
    record_property(
        "figure",
        f"cnnlab.check: {count - different} of {count} answers agree with the test cells on every concept "
        f"(there are {every}: all with ALL_ANSWERS=1)",
    )
    assert different == len(EXCUSED)


def fingerprints_of(exercise: Exercise) -> Fingerprints:
    """Those that ship with the package."""
    fingerprints = read_fingerprints(exercise.name, subject)
    assert fingerprints is not None, f"{exercise.name} has no fingerprints: run `make release`"
    return fingerprints


def twins(fingerprints: Fingerprints, answer: str) -> list[str]:
    """The named answers that no probe tells from this one, itself among them."""
    [mine] = [fault for fault in fingerprints.faults if fault.name == answer]
    return [fault.name for fault in fingerprints.faults if fault.seen == mine.seen]


# The matrix


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_each_wrong_answer_is_named_for_what_it_is_and_no_right_one_at_all(lab: Lab, exercise: Exercise) -> None:
    fingerprints = fingerprints_of(exercise)
    complaints = []
    for answer, (outcomes, _) in named_answers(lab, exercise):
        found = name(exercise.name, outcomes, fingerprints, subject)
        named[answer.kind] += 1
        if answer.kind == "right":
            good = found == unnamed(exercise.name)
        elif answer.kind == "shortcut":
            good = found.kind == "shortcut"
        else:
            good = found.kind in BY_FORM or (
                found.kind == "misconception" and found.name in twins(fingerprints, answer.name)
            )
        named[f"{answer.kind} named" if found.kind != "unnamed" else f"{answer.kind} unnamed"] += 1
        named["wrongly named"] += not good and found.kind != "unnamed"
        named["by form"] += good and answer.kind == "wrong" and found.kind in BY_FORM
        if not good:
            complaints.append(f"{answer.kind}/{answer.name} is named {found.kind} {found.name}: {found.says}")
    assert not complaints, "\n".join(complaints)


def test_precision_and_recall_are_shown(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run, so that a run that named nothing is seen."""
    faulty = named["wrong"] + named["shortcut"]
    told = sum(named[f"{kind} named"] for kind in ("right", "wrong", "shortcut"))
    right = told - named["wrongly named"]
    shares = f"precision {right / (told or 1):.1%}, recall {right / (faulty or 1):.1%}"
    figures = f"{shares}, {named['by form']} named by their form alone"
    every = Counter(answer.kind for _, exercise in GRADED for answer in read_answers(exercise.name))
    of_all = f"of {every['wrong'] + every['shortcut']} and {every['right']} that there are"
    record_property("figure", f"diagnosis: {faulty} wrong answers: {figures}; {named['right']} right ones; {of_all}")
    assert right == told == faulty


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_the_signatures_are_what_the_answers_give_today(lab: Lab, exercise: Exercise) -> None:
    """Up to the tolerance of the probes: another machine may round otherwise. Those of the sample; that none is older
    than an answer, `tests/unit/diagnosis` holds of all.
    """
    answers = named_answers(lab, exercise)
    taken = {answer.name: answer for answer, _ in answers if answer.kind != "right"}
    shipped, fresh = fingerprints_of(exercise), build.gathered(exercise.name, answers, subject, subject.probes)
    assert shipped.concepts == fresh.concepts
    faults = [fault for fault in shipped.faults if fault.name in taken]
    assert [(fault.name, fault.kind) for fault in faults] == [(fault.name, fault.kind) for fault in fresh.faults]
    for mine, other in zip(faults, fresh.faults, strict=True):
        group = taken[mine.name].group
        together = [twin for twin in twins(shipped, mine.name) if not by_heart(twin)]
        assert mine.says == (group if group and len(together) > 1 else taken[mine.name].says), mine.name
        for i, (a, b) in enumerate(zip(mine.seen, other.seen, strict=True)):
            same = (a == b == 0) or (a and b and alike(shipped.outcomes[i][a - 1], fresh.outcomes[i][b - 1]))
            assert same, f"{mine.name}, probe {i} ({shipped.concepts[i]}): run `make release`"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_answers_that_no_probe_tells_apart_have_a_sentence_that_is_true_of_all(lab: Lab, exercise: Exercise) -> None:
    groups: dict[tuple[int, ...], set[str]] = {}
    says = {fault.name: fault.says for fault in fingerprints_of(exercise).faults}
    for fault in fingerprints_of(exercise).faults:
        groups.setdefault(fault.seen, set()).update(() if by_heart(fault.name) else (fault.name,))
    unclear = [names for names in groups.values() if len({says[name] for name in names}) > 1]
    assert not unclear, f"give them a common `# group:` line, or a probe that tells them apart: {unclear}"


# Two faults at once, and one that no file foresaw


def outcomes_with(lab: Lab, exercise: Exercise, *answers: str) -> list[Outcome]:
    """What an answer with all of these faults gives, where each probe meets one of them."""
    by_name = {
        answer.name: outcomes for answer, (outcomes, _) in named_answers(lab, exercise) if answer.kind != "right"
    }
    right = next(outcomes for answer, (outcomes, _) in named_answers(lab, exercise) if answer.kind == "right")
    mixed = list(right)
    for answer in answers:
        for i, (probe, outcome) in enumerate(zip(probes_of(exercise.name), by_name[answer], strict=True)):
            mixed[i] = outcome if verdict(probe, outcome) else mixed[i]
    return mixed


CORR2D = (LABS[0], LABS[0].exercise("corr2d"))


def test_two_faults_in_different_concepts_are_both_named() -> None:
    found = name("corr2d", outcomes_with(*CORR2D, "flipped_both", "no_error"), fingerprints_of(CORR2D[1]), subject)
    assert (found.kind, found.name, found.also) == ("misconception", "flipped_both", ("no_error",))
    assert "flips the kernel in both directions" in found.says


def test_a_fault_is_named_beside_an_error_that_nobody_foresaw_and_the_rest_is_not_hidden() -> None:
    outcomes = outcomes_with(*CORR2D, "flipped_both")
    refusals = [i for i, probe in enumerate(probes_of("corr2d")) if isinstance(probe.expected, Refusal)]
    outcomes[refusals[0]] = Outcome("raised", "IndexError", message="of their own")
    found = name("corr2d", outcomes, fingerprints_of(CORR2D[1]), subject)
    assert (found.kind, found.name) == ("misconception", "flipped_both")
    assert found.says.endswith("Something else is not right yet, either.")


def test_a_fault_is_not_named_where_something_else_is_wrong_with_good_arguments() -> None:
    """What looks like it may be chance."""
    outcomes = outcomes_with(*CORR2D, "flipped_both")
    concepts = [probe.concept for probe in probes_of("corr2d")]
    outcomes[concepts.index("purity")] = Outcome("raised", "IndexError", message="of their own")
    assert name("corr2d", outcomes, fingerprints_of(CORR2D[1]), subject).kind == "exception"


def test_a_fault_is_not_named_for_half_of_what_it_does() -> None:
    outcomes = outcomes_with(*CORR2D, "flipped_both")
    concepts = [probe.concept for probe in probes_of("corr2d")]
    outcomes[concepts.index("orientation")] = outcomes_with(*CORR2D)[concepts.index("orientation")]
    assert name("corr2d", outcomes, fingerprints_of(CORR2D[1]), subject).name != "flipped_both"


def test_signatures_of_other_probes_name_nothing() -> None:
    fingerprints = fingerprints_of(CORR2D[1])
    other = replace(fingerprints, concepts=fingerprints.concepts[::-1])
    assert name("corr2d", outcomes_with(*CORR2D, "flipped_both"), other, subject).kind == "unnamed"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_two_faults_at_once_are_never_named_as_a_third(lab: Lab, exercise: Exercise) -> None:
    """Up to fifteen pairs of the sample that meet in no probe. An answer that gives exactly what a third one gives is
    that third one.
    """
    fingerprints = fingerprints_of(exercise)
    taken = {answer.name for answer, _ in named_answers(lab, exercise)}
    faults = [fault for fault in fingerprints.faults if fault.kind == "wrong" and fault.name in taken]
    pairs = [
        pair
        for pair in combinations(faults, 2)
        if not any(a and b for a, b in zip(pair[0].seen, pair[1].seen, strict=True))
    ]
    both = 0
    chosen = random.Random(exercise.name).sample(pairs, min(15, len(pairs)))
    for a, b in chosen:
        found = name(exercise.name, outcomes_with(lab, exercise, a.name, b.name), fingerprints, subject)
        if found.kind == "misconception":
            together = tuple(mine or other for mine, other in zip(a.seen, b.seen, strict=True))
            like = {fault.name for fault in fingerprints.faults if fault.seen in (a.seen, b.seen, together)}
            assert {found.name, *found.also} <= like, f"{a.name} and {b.name} are named {found.name} and {found.also}"
            both += 1
    assert both >= len(chosen) // 2
