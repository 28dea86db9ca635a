"""`solutions/` → `notebooks/` and the students' zip.

`notebooks` makes the release with nbgrader's own generator, `rules` checks the source notebooks, `leaks` searches the
released ones for secrets, `students_zip` packs what students download.
"""

from autograder.release.preprocessor import FillInPoints, LetChecksFail

__all__ = ["FillInPoints", "LetChecksFail"]
