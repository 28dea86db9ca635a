"""`python -m tests.mutants` runs the mutants and prints their table; docs/authoring/mutants.md says how to read it."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course.model import Exercise, Lab
from tests.corpus.matrix import read_answers
from tests.mutants.mutating import Mutant, mutants
from tests.mutants.running import run
from tests.mutants.table import Outcome, listing, named, table, unknown
from tests.support.course import our_labs


def mutants_of(exercise: Exercise, every: int = 1, only: str | None = None) -> list[Mutant]:
    """Those of our solution and each right answer (or of the base `only`), or one in `every`; the same source once."""
    bases = [("solution", exercise.cell.source)]
    bases += [(answer.name, answer.source) for answer in read_answers(exercise.name) if answer.kind == "right"]
    first = {
        mutant.source: mutant
        for base, source in reversed(bases)
        if only in (None, base)
        for mutant in reversed(mutants(exercise.name, base, source, every))
    }
    return list(reversed(first.values()))


def outcome(
    lab: Lab, exercise: Exercise, every: int = 1, base: str | None = None, listed: Path | None = None
) -> Outcome:
    """Of all mutants of an exercise, or of a fixed choice: about one of `every`, or those that a file lists."""
    chosen = mutants_of(exercise, every, base)
    if listed:
        lines = (listed / f"{exercise.name}.txt").read_text(encoding="utf-8").split("\n")
        chosen = [mutant for mutant in chosen if any(line.endswith(named(mutant)) for line in lines)]
    return Outcome(exercise.name, run(lab, exercise, chosen))


def _outcome(asked: tuple[Lab, Exercise, int, str | None, Path | None]) -> Outcome:
    return outcome(*asked)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run mutants of the right answers and print what kills them.")
    parser.add_argument("--lab", action="append", help="only this lab, for instance 01_convolution; may be repeated")
    parser.add_argument("--exercise", help="only this exercise, for instance corr2d")
    parser.add_argument("--base", help="only mutants of this right answer, or of `solution`")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="about one of N mutants, always the same")
    parser.add_argument("--why", action="store_true", help="show the message of each failure where the two disagree")
    parser.add_argument("--jobs", type=int, default=2, help="processes beside each other")
    parser.add_argument("--into", type=Path, help="write the lists to a file for each exercise in this folder, too")
    parser.add_argument("--again", type=Path, help="only the mutants that such a folder lists")
    options = parser.parse_args(arguments)
    asked = [
        (lab, exercise, options.sample, options.base, options.again)
        for lab in our_labs()
        for exercise in lab.exercises
        if exercise.tests and (not options.lab or lab.id in options.lab) and options.exercise in (None, exercise.name)
        if not options.again or (options.again / f"{exercise.name}.txt").is_file()
    ]
    if not asked:
        parser.error("there is no such lab or exercise with test cells, or no list of it")
    if options.into:
        options.into.mkdir(parents=True, exist_ok=True)
    outcomes = []
    with multiprocessing.get_context("fork").Pool(min(options.jobs, len(asked))) as pool:
        for each in pool.imap(_outcome, asked, chunksize=1):
            outcomes.append(each)
            text = "".join(f"{line}\n" for line in listing(each, why=options.why))
            print(text, end="", flush=True)
            if options.into:
                (options.into / f"{each.exercise}.txt").write_text(text, encoding="utf-8")
    wrong = unknown(outcomes) if options.sample == 1 and not options.base and not options.again else []
    print("".join(f"listed as equivalent, but no mutant: {line}\n" for line in wrong))
    print(table(outcomes))
    return 1 if wrong or any(each.survivors or each.wrongly_listed for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
