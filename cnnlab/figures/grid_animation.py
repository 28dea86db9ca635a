"""Steps over grids of numbers, as an animation: what `animations` and `stamps` have in common."""

from __future__ import annotations

import torch

from cnnlab.figures.alt import sentence
from cnnlab.figures.grid_drawing import draw_grids
from cnnlab.figures.grids import Grid, Step, grids_data
from cnnlab.figures.markup import picture
from cnnlab.figures.player import Animation, animation
from cnnlab.figures.wording import plural, result_text


def grid_animation(
    grids: list[Grid],
    columns: list[list[int]],
    steps: list[Step],
    what: str,
    title: str,
    outputs: torch.Tensor,
    name: str = "output",
) -> Animation:
    """The animation of `steps` over `grids`, which stand in `columns`; its alt text says `what` it shows and what the
    `outputs` are, by their `name`.
    """
    alt = f"{what}. {plural(len(steps), 'step')}. {result_text(outputs, name)}"
    unseen = " No window covers the crossed cells." if grids[0].crossed else ""
    alt = f"{sentence(title)}{alt}{unseen}"
    return animation(
        grids_data(grids, steps),
        subject=what,
        title=f"{sentence(title or what).rstrip()}{unseen}" if unseen else title or what,
        alt=alt,
        still=picture(draw_grids(columns, grids, steps[0]), alt),
        say=f"{steps[0].where}\n{steps[0].say}",
    )
