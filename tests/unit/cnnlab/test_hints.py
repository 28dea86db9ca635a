"""The hints that fit concepts are there in the notebooks, and the words are about the concepts."""

from __future__ import annotations

import pytest

from autograder.feedback.advice import hints_of
from cnnlab.probes import exercises, probes_of
from cnnlab.probes._hints import FITTING, fitting_hint
from tests.support.course import our_labs

LADDERS = {exercise.name: hints_of(lab, exercise.name) for lab in our_labs() for exercise in lab.exercises}
REFUSALS = ("ValueError", "complain", "check ")


@pytest.mark.parametrize("exercise", exercises())
def test_each_fitting_hint_is_one_of_the_notebook_for_a_concept_of_the_exercise(exercise: str) -> None:
    concepts = {probe.concept for probe in probes_of(exercise)}
    assert set(FITTING.get(exercise, {})) <= concepts
    for concept in concepts:
        number = fitting_hint(exercise, concept)
        titles = [hint.title for hint in LADDERS[exercise]]
        assert number == 0 or titles[number - 1].startswith(f"Hint {number} "), (concept, titles)


@pytest.mark.parametrize("exercise", exercises())
def test_what_has_to_be_refused_is_in_the_hint_that_is_named_for_it(exercise: str) -> None:
    for concept in {probe.concept for probe in probes_of(exercise)} & {"errors", "arguments", "fits"}:
        number = fitting_hint(exercise, concept)
        about = [hint for hint in LADDERS[exercise] if any(word in hint.text for word in REFUSALS)]
        assert bool(number) == bool(about), "0 where no hint is about it"
        assert not number or LADDERS[exercise][number - 1] in about
