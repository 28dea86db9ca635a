"""`python -m tests.hostile [--sandbox root|user|none] [WORD …]` runs the corpus, or the cases with a word in their name.

As root, `--as-user` runs it as an ordinary user. `--switches` shows for each family which case succeeds without which
defence.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

from autograder.exam.sandbox import walls
from tests.hostile import user


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description="Run the hostile corpus.")
    parser.add_argument("--sandbox", choices=("root", "user", "none"), help="default: the strongest here")
    parser.add_argument("--one-a-family", action="store_true", help="the first case of a family only")
    parser.add_argument("--families", type=int, default=1, metavar="N", help="one family in N, for instance 3")
    parser.add_argument("--as-user", action="store_true", help="as root: become an ordinary user first")
    parser.add_argument("--switches", action="store_true", help="the table of defences")
    parser.add_argument("words", nargs="*", metavar="WORD")
    options = parser.parse_args()
    if options.as_user and os.geteuid() == 0:
        status = user.become_ordinary(sys.argv[1:])
        print(user.REASONS[status])
        return status
    if options.as_user and walls.strongest() == "none":
        print(user.REASONS[user.NO_NAMESPACES])
        return user.NO_NAMESPACES
    return (
        show_switches()
        if options.switches
        else run(options.sandbox or walls.strongest(), options.words, options.one_a_family, options.families)
    )


def run(kind: walls.Kind, words: list[str], one_a_family: bool, every: int) -> int:
    """Run the cases one after the other; 1 if one of them is not held."""
    from tests.hostile.corpus import CASES
    from tests.hostile.run import HostileRunner

    cases = [case for case in CASES if not words or any(word in case.id for word in words)]
    names = list(dict.fromkeys(case.family for case in cases))[::every]
    cases = [case for case in cases if case.family in names]
    if one_a_family:
        cases = list({case.family: case for case in reversed(cases)}.values())
    print(f"as user {os.geteuid()}, in the sandbox {kind!r}", flush=True)
    start, bad, runner = time.monotonic(), 0, HostileRunner(kind)
    for case in cases:
        begin = time.monotonic()
        wrong = runner.run(case)
        bad += bool(wrong)
        seconds = time.monotonic() - begin
        print(f"{'✗' if wrong else '·'} {case.id} {seconds:.1f} s", *wrong, sep="\n      ", flush=True)
        if not runner.engine.is_alive():
            print("      the engine is dead")
            runner.close()
            runner = HostileRunner(kind)
    runner.close()
    families = Counter(case.family for case in cases)
    print(f"{len(cases)} cases, {len(families)} families, {bad} holes, {time.monotonic() - start:.0f} s")
    print(", ".join(f"{family} {count}" for family, count in families.items()))
    return 1 if bad else 0


def show_switches() -> int:
    """Print the table; 1 if a case of it is held all the same."""
    from tests.hostile.stem import Stem
    from tests.hostile.switches import MEANINGS, guard_table, table

    stem = Stem()
    rows = [*table(stem), *guard_table(stem)]
    stem.close()
    for family, switch, name, wrong in rows:
        first = " ".join((wrong or ["held all the same"])[0].split())[:110]
        print(f"{'✗' if not wrong else '·'} {family:<12} {switch:<20} {name:<28} {first}")
    used = sorted({row[1] for row in rows})
    print(*("", *(f"{switch}: {MEANINGS[switch]}" for switch in used)), sep="\n")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
