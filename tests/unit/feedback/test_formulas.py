"""A formula in a student's answer: drawn where the converter understands it, and shown as it was typed where not."""

from __future__ import annotations

import html
import re

import pytest

from autograder.feedback.markdown import formula, markdown
from tests.support.course import our_labs


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
        r"\begin{alignat}{2} a &= b \\ c &= d \end{alignat}",
        r"\begin{dcases} 1 & x>0 \\ 0 & x<0 \end{dcases}",
        r"\begin{gathered} a \\ b \end{gathered}",
        r"\begin{multline} a \\ b \end{multline}",
        r"\begin{theorem} a \end{theorem}",
        r"\begin{pmatrix*}[r] a & b \end{pmatrix*}",
        r"a & b",
        r"a = 1 \\ b = 2",
        r"\unknown{x} + 1",
        r"\label{eq} a = b",
        r"x \ensuremath{y}",
        r"\bigg\{ x",
        r"\frac{\cancel{n}}{\cancel{n}}",
        r"\begin{aligned}[t] a &= b \end{aligned}",
        "{" * 500 + "x" + "}" * 500,  # a browser would need seconds for it
    ],
)
def test_what_the_converter_would_misread_is_shown_as_it_was_typed(tex: str) -> None:
    assert formula(tex, "block") == f'<code class="math">{html.escape(tex)}</code>'


def test_aligned_equations_in_an_answer_are_lines_below_each_other() -> None:
    for source in (
        "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$",
        "\\begin{align} a &= b \\\\ c &= d \\end{align}",
        "$$\\begin{split} a &= b \\\\ c &= d \\end{split}$$",
    ):
        shown = markdown(source)
        assert shown.count("<mtr>") == 2
        assert "&amp;" not in shown


@pytest.mark.parametrize(
    "tex",
    [
        r"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
        r"\begin{cases} 1 & x>0 \\ 0 & x<0 \end{cases}",
        r"\begin{array}{c|c} a & b \\ c & d \end{array}",
        r"\sum_{\substack{i \\ j}} x_{i,j}^{(l)}",
        r"\text{rows \& columns}, a \& b, 50\%",
        r"A \setminus B, \backslash",
        r"\operatorname{argmax}_x \mathrm{conv2d}(X, K)[i, j]",
    ],
)
def test_what_it_understands_is_drawn(tex: str) -> None:
    assert formula(tex, "block").startswith("<math")


def test_every_formula_of_the_labs_is_drawn() -> None:
    prose = [cell.source for lab in our_labs() for cell in lab.cells if cell.kind == "markdown"]
    formulas = [found for source in prose for found in re.findall(r"\$\$?([^$]+)\$\$?", source)]
    assert [tex for tex in formulas if not formula(tex, "inline").startswith("<math")] == []
    assert len(formulas) > 20
