"""`solutions/` → `notebooks/` and the students' zip.

`notebooks` cuts the release by nbgrader's own generator, `rules` says what a source notebook must keep, `leaks` what
may not be in a released one, `students_zip` packs what students download.
"""

from autograder.release.preprocessor import LetChecksFail

__all__ = ["LetChecksFail"]
