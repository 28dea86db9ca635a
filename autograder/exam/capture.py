"""A cell's outputs, kept as a kernel would have sent them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TRUNCATED = "\n… the rest of this cell's output was cut off …\n"


class Outputs:
    """The outputs of the running cell in nbformat's form: streams joined, `clear_output` and display updates obeyed."""

    def __init__(self) -> None:
        self.limit = 2**20
        self.start()

    def start(self) -> None:
        """Forget the last cell's outputs."""
        self.cells: list[dict[str, Any]] = []
        self.left = self.limit
        self.clear_next = False

    def add(self, output: dict[str, Any], size: int) -> None:
        """Append one output of about `size` bytes; where the limit is reached, say once that the rest was cut off."""
        if self.clear_next:
            self.start()
        if self.left <= 0:
            return
        self.left -= size
        if self.left <= 0:
            output = {"output_type": "stream", "name": "stderr", "text": TRUNCATED}
        last = self.cells[-1] if self.cells else {}
        if output["output_type"] == "stream" and last.get("output_type") == "stream" and last["name"] == output["name"]:
            last["pieces"].append(output["text"])
        elif output["output_type"] == "stream":
            self.cells.append({"output_type": "stream", "name": output["name"], "pieces": [output["text"]]})
        else:
            self.cells.append(output)

    def whole(self) -> list[dict[str, Any]]:
        """The outputs, with each stream's pieces joined; to join them as they come would copy them again and again."""
        return [
            {"output_type": "stream", "name": output["name"], "text": "".join(output["pieces"])}
            if "pieces" in output
            else output
            for output in self.cells
        ]

    def write(self, name: str, text: str) -> None:
        """Append to a stream, up to the limit."""
        self.add({"output_type": "stream", "name": name, "text": text}, len(text))


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self.outputs.write(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation("fileno")


@contextmanager
def written_to(outputs: Outputs) -> Iterator[None]:
    """Send what is printed in the block to `outputs`."""
    old = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = old


def text_of(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:  # an exception whose own __str__ fails still has a name
        return f"<no message: {type(error).__name__}>"
