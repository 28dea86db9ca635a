"""An IPython shell that keeps a cell's outputs as a kernel would have sent them, up to a limit in bytes."""

from __future__ import annotations

from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from jupyter_client.jsonutil import json_clean
from traitlets import Type
from traitlets.config import Config

from autograder.exam.capture import Outputs, text_of, written_to


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
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **kwargs: Any,
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
        error = {
            "output_type": "error",
            "ename": str(etype.__name__),
            "evalue": text_of(evalue),
            "traceback": [str(line) for line in stb],
        }
        self.outputs.add(error, sum(map(len, error["traceback"])))

    def system(self, cmd: str) -> None:
        """`!pip install …` and `%pip …`, which would fail here: what a lab needs is there already."""
        print(f"not run while grading: {cmd}")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """`files = !ls` gives an empty list."""
        self.system(cmd)
        return SList() if split else ""

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing: there are no windows, figures are drawn inline."""

    def run(self, source: str, count: int) -> tuple[list[dict[str, Any]], bool]:
        """Run one cell as number `count`; returns its outputs and whether it succeeded."""
        self.outputs.start()
        self.execution_count = count
        with written_to(self.outputs):
            # IPython leaves it unannotated.
            result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            self.events.trigger("post_execute")
        cells = [
            {key: value for key, value in output.items() if key != "display_id"} for output in self.outputs.whole()
        ]
        return cells, bool(result.success)


def encode(data: Any) -> dict[str, Any]:
    """A mime bundle as JSON holds it: images in base64."""
    cleaned: dict[str, Any] = json_clean(dict(data))
    return cleaned


def _size(data: dict[str, Any]) -> int:
    return sum(len(str(value)) for value in data.values())
