"""Right answers with one small change: which changes are made, and that test cells notice them, by a fixed sample.

With ALL_ANSWERS=1 the sample is four times as large; `make mutants` runs them all.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.course.model import Exercise, Lab
from tests.corpus.matrix import read_answers
from tests.corpus.sample import TRAINED
from tests.mutants import running, table
from tests.mutants.__main__ import mutants_of, outcome
from tests.mutants.equivalent import equivalents
from tests.mutants.mutating import Mutant, mutants
from tests.mutants.running import ENDED, TIME, Verdict, run
from tests.mutants.table import Outcome, listing
from tests.support.course import our_labs
from tests.support.sampling import ALL_ANSWERS

GRADED = [(lab, exercise) for lab in our_labs() for exercise in lab.exercises if exercise.tests]
EXERCISES = [pytest.param(lab, exercise, id=exercise.name) for lab, exercise in GRADED]
# Some twenty of all mutants; a hundred and fifty with ALL_ANSWERS=1.
EVERY = 300 if ALL_ANSWERS else 2400
counted: Counter[str] = Counter()


def changes(body: str, parameters: str = "X, K") -> set[str]:
    """What is changed in the lines of a function `answer`."""
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return {mutant.change for mutant in mutants("answer", "base", f"def answer({parameters}):\n{lines}")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = 2 + n", ["a = 2 - n", "a = 2", "a = n", "a = 3 + n", "a = 1 + n"]),
        ("a = n // k", ["a = n * k", "a = k // n", "a = -(-n // k)"]),
        ("a = n @ k", ["a = n * k", "a = k @ n"]),
        ("a = True", ["a = False"]),
        ("a = -n", ["a = n"]),
        ("a = n < k", ["a = n <= k", "a = n > k"]),
        ("a = n == 'max'", ["a = n != 'max'"]),
        ("a = n and k", ["a = n or k", "a = n", "a = k"]),
        ("a = n if k else m", ["a = n", "a = m"]),
        ("H, W = X.shape\na = H", ["a = W"]),
        ("H, W = X.shape", ["W, H = X.shape"]),
        ("a = f(n, k)", ["a = f(k, n)", "a = f(n)", "a = n"]),
        ("a = f(n, dim=0, out=1)", ["a = f(n, out=1)", "a = f(n, dim=0)", "a = f(n, dim=1, out=0)"]),
        ("a = n.clone().sum()", ["a = n.clone()", "a = n.sum()", "a = n.clone().mean()"]),
        ("a = n.T", ["a = n"]),
        ("a = torch.zeros(2)", ["a = torch.empty(2)"]),
        ("a = np.zeros(2)", ["a = np.ones(2)"]),
        ("a = max(n, k)", ["a = min(n, k)"]),
        ("a = n[k:m, ::2]", ["a = n[:m, ::2]", "a = n[k:, ::2]", "a = n[k:m, :]", "a = n[::2, k:m]"]),
        ("a = n[k:m]", ["a = n[k:m + 1]", "a = n[k:m - 1]"]),
        ("a = range(n)", ["a = range(n - 1)", "a = range(n + 1)"]),
        ("a = {'v': n, 'h': k}", ["a = {'v': k, 'h': n}", "a = {'h': k}"]),
        ("a = einsum('nchw->hw', k)", ["a = einsum('nchw->wh', k)", "a = einsum('cnhw->hw', k)"]),
    ],
)  # fmt: skip
def test_an_expression_is_changed_in_these_ways(body: str, expected: list[str]) -> None:
    line = body.split("\n")[-1]
    missing = {f"{line} → {new}" for new in expected} - changes(body)
    assert not missing, changes(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = 1\na += X", ["a += X → (dropped)", "a += X → a = X", "a += X → a -= X"]),
        ("a = 1\na = 2", ["a = 2 → (dropped)"]),
        ("X.sort()", ["X.sort() → pass"]),
        ("for i in X:\n    pass", ["for i in X: ⏎ pass → pass"]),
        ("if X:\n    K()", ["if X: → if not X:", "if X: ⏎ K() → pass", "if X: ⏎ K() → K()"]),
        ("if X:\n    K()\nelif K:\n    X()", ["elif K: → elif not K:", "elif K: ⏎ X() → (dropped)"]),
        ("while X:\n    break", ["break → continue", "while X: → while not X:"]),
        ("with X:\n    K()", ["with X: ⏎ K() → K()"]),
        ("raise ValueError('no')", ["raise ValueError('no') → raise TypeError('no')", "raise ValueError('no') → pass"]),
        ("return K", ["return K → return X", "return K → result = K ⏎ X.data.add_(1) ⏎ return result"]),
    ],
)
def test_a_statement_is_changed_or_dropped_in_these_ways(body: str, expected: list[str]) -> None:
    assert set(expected) <= changes(body), changes(body)


def test_parameters_change_places_lose_their_defaults_and_get_another_name() -> None:
    assert {
        "def answer(n, k, stride=1): → def answer(k, n, stride=1):",
        "def answer(n, k, stride=1): → def answer(n, k, stride):",
        "def answer(n, k, stride=1): → def answer(n, k, stride=2):",
        "def answer(n, k, stride=1): → def answer(n, k, stride_=1): ⏎ stride = stride_",
    } <= changes("return n", "n, k, stride=1")


@pytest.mark.parametrize(
    "body",
    [
        '"""Sums n + 1."""',
        "import torch",
        "print(X, 1)",
        "a: dict[int, str]",
    ],
)
def test_what_no_test_can_ask_for_is_left_alone(body: str) -> None:
    assert not {change for change in changes(body) if not change.startswith("def ")}


def test_words_of_a_message_are_left_alone() -> None:
    message = "raise ValueError(f'the kernel {K.shape[0] + 1} is larger')"
    assert all("larger" not in change.partition(" → ")[2] or "TypeError" in change for change in changes(message))


def test_no_mutant_is_its_base_or_anothers_double_and_all_compile() -> None:
    exercise = next(exercise for _, exercise in GRADED if exercise.name == "conv2d_strict_by_input")
    made = mutants_of(exercise)
    assert len(made) == len({mutant.source for mutant in made}) == len({(m.base, m.change) for m in made})
    assert len({ast.dump(ast.parse(mutant.source)) for mutant in made}) == len(made)
    assert ast.unparse(ast.parse(exercise.cell.source)) not in {mutant.source for mutant in made}


# Running them

LAB, CORR2D = GRADED[0]
HEAD = "import torch, os\ndef corr2d(X, K):\n"


def verdict(body: str) -> Verdict:
    [found] = run(LAB, CORR2D, [Mutant("corr2d", "base", 1, "", "", f"{HEAD}    {body}")])
    return found


def test_a_mutant_without_end_is_killed_and_so_is_one_that_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.3)
    assert verdict("while True: pass").ending == TIME
    assert verdict("os._exit(0)").ending == ENDED
    assert verdict("os._exit(0)").killed


def test_mutants_behind_one_that_ends_its_process_are_run_all_the_same() -> None:
    right = CORR2D.cell.source
    sources = [f"{HEAD}    os._exit(0)", right, f"{HEAD}    return X"]
    found = run(LAB, CORR2D, [Mutant("corr2d", "base", 1, "", "", source) for source in sources])
    assert [each.ending for each in found] == [ENDED, "", ""]
    assert [each.survives for each in found] == [False, True, False]
    assert not found[1].probes
    assert found[2].probes


def test_a_mutant_that_takes_all_memory_is_killed_and_the_machine_is_not() -> None:
    found = verdict("return torch.ones(2**40)")
    assert found.killed
    assert any("memory" in message.lower() for message in found.cells.values()), found.cells


# Counting them


def outcome_of(reasons: dict[str, str], monkeypatch: pytest.MonkeyPatch, **verdicts: Verdict) -> Outcome:
    """Mutants `old → <name>`, of which some are listed as equivalent."""
    listed = {("corr2d", "loops", f"old → {name}"): reason for name, reason in reasons.items()}
    monkeypatch.setattr(table, "equivalents", lambda: listed)
    named = {name: Mutant("corr2d", "loops", 1, "old", name, name) for name in verdicts}
    return Outcome("corr2d", [replace(verdict, mutant=named[name]) for name, verdict in verdicts.items()])


BLANK = Mutant("corr2d", "loops", 1, "old", "new", "")
PASSES = Verdict(BLANK)
FAILS = Verdict(BLANK, {"dtype": "no"}, {"dtype": "no"}, seeds=1)
LUCKY = Verdict(BLANK, seeds=2)
DIFFERS = Verdict(BLANK, {"dtype": "no"}, {"purity": "no"}, seeds=1)


def new(verdicts: list[Verdict]) -> list[str]:
    return [verdict.mutant.new for verdict in verdicts]


def test_a_survivor_is_what_passes_with_every_seed_and_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome_of({"b": "the same"}, monkeypatch, a=PASSES, b=PASSES, c=FAILS, d=LUCKY)
    assert new(found.survivors) == ["a"]
    assert new(found.lucky) == ["d"]
    assert "survivor: corr2d · loops · line 1: old → a" in listing(found)


def test_what_is_listed_and_killed_or_no_mutant_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome_of({"a": "the same", "gone": "the same"}, monkeypatch, a=FAILS)
    assert new(found.wrongly_listed) == ["a"]
    assert table.unknown([found]) == ["corr2d · loops · old → gone"]


def test_probes_that_blame_another_concept_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome_of({}, monkeypatch, a=FAILS, b=DIFFERS)
    assert new(found.disagreements) == ["b"]
    assert "    cells ['dtype'], probes ['purity']" in listing(found)


# The sample


@pytest.mark.parametrize(("lab", "exercise"), [one for one in EXERCISES if ALL_ANSWERS or one.id != TRAINED])
def test_no_mutant_of_the_sample_survives_but_those_that_are_as_right_as_their_base(
    lab: Lab, exercise: Exercise
) -> None:
    """One mutant in EVERY; of `my_model`, which trains, with ALL_ANSWERS=1."""
    found = outcome(lab, exercise, EVERY)
    counted["exercises"] += 1
    counted["made"] += len(found.verdicts)
    counted["killed"] += sum(each.killed for each in found.verdicts)
    counted["equivalent"] += sum(each.survives and bool(found.reason(each)) for each in found.verdicts)
    counted["disagree"] += len(found.disagreements)
    assert not found.survivors, [each.mutant.change for each in found.survivors]
    assert not found.wrongly_listed, [each.mutant.change for each in found.wrongly_listed]


def test_what_is_listed_as_equivalent_is_of_an_exercise_and_a_base_that_exist() -> None:
    right = {(answer.exercise, answer.name) for _, each in GRADED for answer in read_answers(each.name)}
    solutions = {(exercise.name, "solution") for _, exercise in GRADED}
    assert {(exercise, base) for exercise, base, _ in equivalents()} <= right | solutions


def test_the_figure_of_mutants(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run."""
    record_property(
        "figure",
        f"mutants: one in {EVERY} (one in 300 with ALL_ANSWERS=1), {counted['made']} made, {counted['killed']} killed, "
        f"{counted['equivalent']} equivalent, {counted['disagree']} on which cnnlab.check blames other concepts",
    )
    assert counted["made"] > 30_000 / EVERY or counted["exercises"] < len(GRADED) - 1, "of all exercises more are made"
