"""Running one aligned notebook and saying what each test cell gave."""

from autograder.exam.kernel import Examined, Verdict, examine

__all__ = ["Examined", "Verdict", "examine"]
