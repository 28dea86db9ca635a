"""`python -m tests.hostile [--sandbox root|user|none] [WORD …]` runs the corpus, or the cases whose names hold one of the words."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.hostile.corpus import CASES
from tests.hostile.run import Hall


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the hostile corpus.")
    parser.add_argument("--sandbox", choices=("root", "user", "none"), default="user")
    parser.add_argument("--one-a-family", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    cases = [case for case in CASES if not options.words or any(word in case.id for word in options.words)]
    if options.one_a_family:
        cases = list({case.family: case for case in reversed(cases)}.values())
    start, bad, hall = time.monotonic(), 0, Hall(options.sandbox)
    for case in cases:
        begin = time.monotonic()
        wrong = hall.run(case)
        bad += bool(wrong)
        print(f"{'✗' if wrong else '·'} {case.id} {time.monotonic() - begin:.1f} s", *wrong, sep="\n      ", flush=True)
        if not hall.engine.is_alive():
            print("      the engine is dead")
            hall = Hall(options.sandbox)
    hall.close()
    families = Counter(case.family for case in CASES)
    print(f"{len(cases)} cases, {len(families)} families, {bad} holes, {time.monotonic() - start:.0f} s")
    print(", ".join(f"{family} {count}" for family, count in families.items()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
