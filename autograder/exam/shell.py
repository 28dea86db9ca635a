"""An IPython shell that keeps a cell's outputs as a kernel would have sent them, up to a limit in bytes."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from jupyter_client.jsonutil import json_clean
from traitlets import Type
from traitlets.config import Config

TRUNCATED = "\n… the rest of this cell's output was cut off …\n"


class Outputs:
    """The outputs of the cell that runs, in nbformat's form: streams joined, `clear_output` and display updates obeyed."""

    def __init__(self) -> None:
        self.limit = 2**20
        self.start()

    def start(self) -> None:
        """Forget what the last cell wrote."""
        self.cells: list[dict[str, Any]] = []
        self.left = self.limit
        self.clear_next = False

    def add(self, output: dict[str, Any], size: int) -> None:
        """Append one output of about `size` bytes, or say once that the rest was cut off."""
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
        """The outputs, each stream's pieces joined: one by one, as they come, they would be copied over and over."""
        return [
            {"output_type": "stream", "name": output["name"], "text": "".join(output["pieces"])} if "pieces" in output else output
            for output in self.cells
        ]

    def write(self, name: str, text: str) -> None:
        """Append to a stream, as much of it as the limit lets."""
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


class _Hook(DisplayHook):
    @property
    def outputs(self) -> Outputs:
        shell: Any = self.shell
        outputs: Outputs = shell.outputs
        return outputs

    def start_displayhook(self) -> None:
        self.result: dict[str, Any] = {"output_type": "execute_result", "data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        self.result["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.result["data"] = encode(format_dict)
        self.result["metadata"] = json_clean(md_dict or {})

    def finish_displayhook(self) -> None:
        if self.result["data"]:
            self.outputs.add(self.result, _size(self.result["data"]))


class _Publisher(DisplayPublisher):
    @property
    def outputs(self) -> Outputs:
        shell: Any = self.shell
        outputs: Outputs = shell.outputs
        return outputs

    def publish(
        self, data: Any, metadata: Any = None, source: Any = None, *, transient: Any = None, update: Any = False, **kwargs: Any
    ) -> None:
        outputs = self.outputs
        shown = {"output_type": "display_data", "data": encode(data), "metadata": json_clean(metadata or {})}
        display_id = (transient or {}).get("display_id")
        if update:
            for output in outputs.cells:
                if display_id is not None and output.get("display_id") == display_id:
                    output.update(shown)
            return
        if display_id is not None:
            shown["display_id"] = display_id
        outputs.add(shown, _size(shown["data"]))

    def clear_output(self, wait: bool = False) -> None:
        if wait:
            self.outputs.clear_next = True
        else:
            self.outputs.start()


class Shell(InteractiveShell):
    """One notebook's namespace."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self) -> None:
        self.outputs = Outputs()
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.autoindent = False
        config.InteractiveShell.colors = "neutral"  # as a kernel has it: for pages of any colour
        super().__init__(config=config)  # type: ignore[no-untyped-call]  # IPython leaves it unannotated

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        error = {"output_type": "error", "ename": str(etype.__name__), "evalue": _text(evalue), "traceback": [str(line) for line in stb]}
        self.outputs.add(error, sum(map(len, error["traceback"])))

    def system(self, cmd: str) -> None:
        """`!pip install …` and `%pip …`, which would fail here: what a lab needs is there already."""
        print(f"not run while grading: {cmd}")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """`files = !ls`: nothing was printed."""
        self.system(cmd)
        return SList() if split else ""

    def enable_gui(self, gui: Any = None) -> None:
        """Windows there are none: figures are drawn inline."""

    def run(self, source: str, count: int) -> tuple[list[dict[str, Any]], bool]:
        """Run one cell as number `count`; returns its outputs and whether it went through."""
        self.outputs.start()
        self.execution_count = count
        with written_to(self.outputs):
            result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]  # IPython leaves it unannotated
            self.events.trigger("post_execute")
        cells = [{key: value for key, value in output.items() if key != "display_id"} for output in self.outputs.whole()]
        return cells, bool(result.success)


@contextmanager
def written_to(outputs: Outputs) -> Iterator[None]:
    """What is printed in the block goes to `outputs`."""
    old = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout", outputs), Stream("stderr", outputs)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = old


def run_plainly(source: str, name: str, space: dict[str, Any], count: int) -> tuple[list[dict[str, Any]], BaseException | None, Any]:
    """Run one of our own cells in `space`, without IPython around it: its outputs, what it raised, and the value of its last line.

    An error is told in one line: IPython's traceback would cost a tenth of a second, and show the source of the test.
    """
    outputs, value = Outputs(), None
    with written_to(outputs):
        try:
            body, last = compiled(source, name)
            exec(body, space)
            if last is not None:
                value = eval(last, space)
        except BaseException as error:
            raised, kind, text = error, type(error).__name__, _text(error)
            line = f"{kind}: {text}" if text else kind
            outputs.add({"output_type": "error", "ename": kind, "evalue": text, "traceback": [line]}, len(line))
            return outputs.whole(), raised, None
    if value is not None:
        data = {"text/plain": repr(value)}
        outputs.add({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}, len(data["text/plain"]))
    return outputs.whole(), None, value


@lru_cache(maxsize=256)
def compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    """One of our own cells, and the expression in its last line, if there is one."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), name, "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, name, "exec"), value


def encode(data: Any) -> dict[str, Any]:
    """A mime bundle as JSON holds it: images in base64."""
    cleaned: dict[str, Any] = json_clean(dict(data))
    return cleaned


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:  # an exception whose own __str__ fails still has a name
        return f"<no message: {type(error).__name__}>"


def _size(data: dict[str, Any]) -> int:
    return sum(len(str(value)) for value in data.values())
