"""The mutants that are as right as their base, with the reason: `<lab>.toml` beside this file.

    [[corr2d.loops]]
    reason = "Each place is written afterwards, whatever stood there."
    changes = ["Y = torch.zeros(2, 3) → Y = torch.ones(2, 3)"]

The keys are an exercise and a base; a change is what `python -m tests.mutants` prints.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

# exercise, base, change
Key = tuple[str, str, str]


@cache
def equivalents() -> dict[Key, str]:
    """The reason for each mutant that is listed.

    Raises:
        ValueError: one is listed twice, or without a reason.
    """
    reasons: dict[Key, str] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for exercise, bases in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for base, entries in bases.items():
                for entry in entries:
                    for change in entry["changes"]:
                        key = (exercise, base, change)
                        if key in reasons or not entry["reason"].strip():
                            raise ValueError(f"{path.name}: {key} is listed twice, or without a reason")
                        reasons[key] = entry["reason"]
    return reasons
