"""What the reasons of failed test cells say, as far as several cases share it."""

from __future__ import annotations

SLOW = "longer than"
ENDED = "your code ended the process"
UNDEFINED = "is not defined"  # the cell of the answer did not run to its end
WRONG_VALUES = "values are wrong"
NOT_REFUSED = "should raise ValueError, but it raised RuntimeError"  # add takes what does not fit
RETURNS_0 = ("it returned the int 0", "'int' object is not subscriptable")  # count does, in its two test cells
NOTHING_RETURNED = ("it returned None", "'NoneType' object is not subscriptable")
