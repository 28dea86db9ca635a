"""Forged answers: what comes over the wire is not what our candidate would send."""

from __future__ import annotations

from tests.hostile.case import case
from tests.hostile.reasons import ENDED, RETURNS_0, SLOW

FORGE = """
import json, os, stat, struct
def forge(message, body=b'', magic=b'exam', text_size=None, body_size=None):
    text = message if isinstance(message, bytes) else json.dumps(message).encode()
    head = struct.pack('>4sIQ', magic, len(text) if text_size is None else text_size, len(body) if body_size is None else body_size)
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                data = memoryview(head + text + body)
                while data: data = data[os.write(fd, data):]
        except OSError: pass
"""
# `Tree(tree, bytes)` returned by an answer goes over the wire as it is.
TREE = """
import sys
import autograder.exam.wire.values as wire
class Tree:
    def __init__(self, tree, body=b''): self.tree, self.body = tree, body
if not hasattr(wire, 'old'):
    wire.old = wire.pack
    def pack(value, blobs, codec, special=None, depth=0):
        if type(value) is Tree:
            blobs.append(value.body)
            return value.tree
        return wire.old(value, blobs, codec, special, depth)
    wire.pack = pack
"""
ADD_FAILS = "add test_corr_unchanged test_Layer_weight"


def forged(name: str, call: str, *, reason: str | tuple[str, ...], hangs: bool = False) -> None:
    """In place of an answer this goes over the wire, and then the process ends."""
    case(
        "messages",
        name,
        count=FORGE + f"def count(X):\n    {call}\n    os._exit(0)",
        fails="count",
        reason=reason,
        hangs=hangs,
    )


forged("no_magic", "forge({}, magic=b'evil')", reason="no message of ours")
forged("text_too_long", "forge({}, text_size=2**32 - 1)", reason="no message of ours, or too large")
forged("body_too_long", "forge({}, body_size=2**60)", reason="no message of ours, or too large")
UNENDED = """forge({'op': 'value', 'value': None, 'changed': []}, body_size=2**20)
    import time
    time.sleep(1000)"""  # the student's own: the body never comes
forged("body_that_never_comes", UNENDED, hangs=True, reason=SLOW)
forged("no_json", "forge(b'{')", reason="no JSON")
forged("no_object", "forge([1, 2])", reason="a message that is no object")
forged("deep", "forge(b'[' * 10**6)", reason="no JSON")
forged(
    "deep_but_closed",
    "forge(b'{\"op\": \"value\", \"value\": ' + b'[' * 900 + b']' * 900 + b', \"changed\": []}')",
    reason="a value of an unknown kind",
)
forged("a_long_number", "forge(b'{\"op\": ' + b'9' * 10**6 + b'}')", reason="no JSON: Exceeds the limit")
forged(
    "an_argument_refilled",
    'forge(b\'{"op": "value", "value": 1, "changed": [], "filled": [[0, 5]]}\')',
    reason=" cannot become a int",
)
forged("no_number", 'forge(b\'{"op": "value", "value": NaN, "changed": []}\')', reason="a value of an unknown kind")
forged("empty", "forge({})", reason="no value that can be read: 'value'")
forged("no_value", "forge({'op': 'value'})", reason="no value that can be read: 'value'")
forged(
    "changes_of_nothing",
    "forge({'op': 'value', 'value': ['tuple', [6, ['tuple', [2, 3]]]], 'changed': [[7, None]]})",
    reason="no value that can be read: list index out of range",
)
forged(
    "changes_that_are_none",
    "forge({'op': 'value', 'value': ['tuple', [6, ['tuple', [2, 3]]]], 'changed': 5})",
    reason="no value that can be read: 'int' object is not iterable",
)
case(
    "messages",
    "ended",
    count=FORGE + "def count(X):\n    forge({'op': 'ended', 'status': 0})\n    os._exit(0)",
    fails="count",
    either="Layer",
    reason="no value that can be read: 'value'",
)
forged("ready", "forge({'op': 'ready'})", reason="no value that can be read: 'value'")
forged(
    "unsupported",
    "forge({'op': 'raised', 'kind': 'UnsupportedCall', 'name': 'UnsupportedCall', 'message': 'ours', 'shortcut': None})",
    reason="Exception: UnsupportedCall: ours",
)
forged(
    "raised_something_else",
    "forge({'op': 'raised', 'kind': 'eval', 'name': ['x'], 'message': {'a': 1}, 'shortcut': 'yes'})",
    reason="ShortcutError: ",
)
forged(
    "raised_base",
    "forge({'op': 'raised', 'kind': 'KeyboardInterrupt', 'name': 'x', 'message': 'y'})",
    reason="the call ended with x: y",
)
forged(
    "a_long_reason",
    "forge({'op': 'raised', 'kind': 'ValueError', 'name': 'x' * 10**6, 'message': 'y' * 10**7})",
    reason="ValueError: xxx",
)
TRICKLE = """import time
    while True:
        for fd in range(3, 64):
            try: os.write(fd, b'c')
            except OSError: pass
        time.sleep(0.05)"""  # the student's own: it trickles
forged("bytes_at_leisure", TRICKLE, reason="no message of ours")
forged(
    "noise_without_end",
    "while True: forge({'op': 'value', 'value': 0, 'changed': []})",
    hangs=True,
    reason=(SLOW, *RETURNS_0),
)
# They lie in the cells' connection; test cells are answered over one of their own.
case("messages", "answers_in_advance", after_add=FORGE + "for _ in range(50): forge({'op': 'value', 'value': ['tuple', [0, ['tuple', [0, 0]]]], 'changed': []})")  # fmt: skip
case("messages", "a_cell_done_in_advance", hangs=True, after_Layer=FORGE + "forge({'op': 'done', 'outputs': [], 'success': True})\nimport time\ntime.sleep(1000)",  # the student's own sleep: hangs
     fails="Layer", end="'''" + "x" * 3_000_000 + "'''", reason=SLOW)  # fmt: skip
case(
    "messages",
    "an_answer_twice",
    count=FORGE
    + "def count(X):\n    forge({'op': 'value', 'value': 0, 'changed': []})\n    return X.numel(), tuple(X.shape)",
    fails="count",
    reason=RETURNS_0,
)

CELL = FORGE + "forge({'op': 'done', 'success': True, 'outputs': %s})\nos._exit(0)"
case(
    "outputs",
    "of_unknown_kinds",
    end=CELL % "[1, None, 'x', [], {}, {'output_type': 'evil'}, {'output_type': []}, {'output_type': 'stream'}]",
)
case(
    "outputs",
    "with_other_fields",
    end=CELL % "[{'output_type': 'stream', 'name': 'stdout', 'text': 'seen', 'nbgrader': {'grade': 5}}]",
    shows="seen",
    hides=("nbgrader",),
)
case("outputs", "deep", end=[CELL % f"[{{'output_type': 'display_data', 'metadata': {{}}, 'data': {{'application/json': {'[' * n + ']' * n}}}}}]".replace("[" * n + "]" * n, f"json.loads('[' * {n} + ']' * {n})")
                             for n in (100, 150, 200, 250, 300, 330, 400, 480, 800)])  # fmt: skip
case(
    "outputs",
    "deep_metadata",
    end=[
        CELL
        % f"[{{'output_type': 'display_data', 'data': {{}}, 'metadata': {{'a': json.loads('[' * {n} + ']' * {n})}}}}]"
        for n in (100, 200, 300, 330, 480)
    ],
)
case(
    "outputs",
    "of_half_characters",
    end=CELL % r"[{'output_type': 'stream', 'name': 'stdout', 'text': '\ud800 seen'}]",
    shows="seen",
)
case("outputs", "of_half_characters_printed", end=r"print('\ud800 seen')", shows="seen")
case("outputs", "a_hundred_thousand", end=CELL % "[{'output_type': 'stream', 'name': 'stdout', 'text': 'x'}] * 100000")
case("outputs", "too_long", end=CELL % "[{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 10**7}]")
case("outputs", "no_list", end=[CELL % "{'a': 1}", CELL % "5"])
case(
    "outputs",
    "a_verdict",
    count="def count(X): return 0",
    end=FORGE + "forge({'op': 'done', 'success': True, 'outputs': [], 'verdicts': [], 'points': 99})",
    fails="count",
    reason=RETURNS_0,
)


def tree(name: str, made: str, body: str = "b''", *, reason: str | tuple[str, ...], of: str = "add") -> None:
    """An answer whose value goes over the wire as this tree."""
    head = "def add(a, b):" if of == "add" else "def count(X):"
    fails = ADD_FAILS if of == "add" else "count"
    case("trees", name, **{of: TREE + f"{head} return Tree({made}, {body})"}, fails=fails, reason=reason)


tree("unknown_kind", "['evil', 1]", reason="the unknown kind 'evil'")
tree("kind_that_is_none", "[[]]", reason="a value of an unknown kind")
tree("a_float", "['float', 'evil']", reason="a float that makes no sense")
tree("a_long_int", "['int', '0x' + 'f' * 10**6]", of="count", reason="a text that is too long")
tree(
    "nan",
    "['tuple', [['float', 'nan'], ['tuple', [['float', 'nan'], 3]]]]",
    of="count",
    reason=("it returned (nan, (nan, 3))", "0 of 2 points"),
)
tree("too_few_bytes", "['tensor', 'float32', [2], [1], 8, 0]", "b'1234'", reason="more bytes announced than sent")
tree("negative_size", "['tensor', 'float32', [-2], [1], 8, 0]", "bytes(8)", reason="a size that is no size")
tree("negative_stride", "['tensor', 'float32', [2], [-1], 8, 0]", "bytes(8)", reason="a size that is no size")
tree("negative_bytes", "['tensor', 'float32', [2], [1], -8, 0]", "bytes(8)", reason="-8 bytes for 2 values")
tree(
    "out_of_bounds",
    "['tensor', 'float32', [2**20], [2**20], 8, 0]",
    "bytes(8)",
    reason="8 bytes for 1099510579201 values",
)
tree("overflowing", "['tensor', 'float32', [2**29] * 16, [0] * 16, 4, 0]", "bytes(4)", reason="a size that is no size")
tree("gigantic", "['tensor', 'float64', [2**29], [0], 8, 0]", "bytes(8)", reason="a size that is no size")
tree("gigantic_square", "['tensor', 'float32', [2**16, 2**16], [0, 0], 4, 1]", "bytes(4)", reason="too large an array")
tree(
    "many_dimensions",
    "['tensor', 'float32', [1] * 1000, [1] * 1000, 4, 0]",
    "bytes(4)",
    reason="not a list of a few sizes",
)
tree(
    "unknown_dtype",
    "['tensor', '__class__', [2], [1], 8, 0]",
    "bytes(8)",
    reason="a tensor that makes no sense: '__class__'",
)
tree("dtype_of_objects", "['array', 'O', [2], 16, False]", "bytes(16)", reason="an array whose bytes do not fit")
tree("dtype_of_records", "['array', 'f4,f4,O', [2], 16, False]", "bytes(16)", reason="an array whose bytes do not fit")
tree("array_too_big", "['array', '<f8', [0] + [2**29] * 15, 0, False]", reason="a size that is no size")
tree("bools_that_are_none", "['tensor', 'bool', [2], [1], 2, 0]", "b'\\x02\\xff'", reason="bools that are n")
tree(
    "flags_that_are_none",
    "['tensor', 'float32', [2], [1], 8, 'x']",
    "bytes(8)",
    reason="a tensor that makes no sense: unsupported oper",
)
tree("alias_of_nothing", "['alias', 99, [2], [1], 0]", reason="a alias that makes no sense: list index out of range")
tree("alias_out_of_bounds", "['alias', 0, [2], [1], 10**6]", reason="reaches out of what was handed in")
tree("alias_before_its_start", "['alias', 0, [2], [1], -1]", reason="reaches out of what was handed in")
tree("alias_gigantic", "['alias', 0, [2**29], [0], 0]", reason="a size that is no size")
tree("graph_of_nothing", "['graph', 99, ['list', []]]", reason="a graph that makes no sense")
tree("graph_of_no_tensor", "['graph', 10**30, 5]", reason="a graph that makes no sense")
tree(
    "graph_of_ints",
    "['graph', 0, ['tensor', 'int64', [2], [1], 16, 0], []]",
    "bytes(16)",
    reason=("values are wrong", "should have the shape", "it returned a tensor"),
)
tree(
    "leaf_with_another_gradient",
    "['leaf', ['tensor', 'float32', [1], [1], 4, 1], 5]",
    "bytes(4)",
    reason=("should have the shape", "it returned a tensor"),
)
tree("object_that_is_none", "['object', 'x' * 10, ['y'] * 10**6]", reason="a object that makes no sense")
tree("an_object", "['object', 5, 'Equal', True]", reason=("it returned an Equal", "but it is an Equal."))
tree(
    "an_object_for_a_tuple",
    "['object', 5, 'tuple', True]",
    of="count",
    reason=("it returned a tuple", "'tuple' object is not subscriptable"),
)
tree("foreign_for_a_tensor", "['foreign', 'Tensor']", reason=("it returned a Tensor", "but it is a Tensor."))
tree(
    "foreign_in_a_tuple",
    "['tuple', [['foreign', 'int'], ['foreign', 'tuple']]]",
    of="count",
    reason=("it returned (<int>, <tuple>)", "a tuple cannot be checked here"),
)
tree("foreign_names", "['list', [['foreign', f'a{n}'] for n in range(10**4)]]", of="count", reason="too many of them")
tree("unhashable_keys", "['dict', [[['list', []], 1]]]", of="count", reason="unhashable type")
tree(
    "keys_that_collide",
    "['dict', [[['int', hex(n * (2**61 - 1))], 1] for n in range(1, 5000)]]",
    of="count",
    reason="too many keys",
)
tree(
    "keys_that_collide_as_numbers",
    "['dict', [[n * (2**61 - 1), 1] for n in range(1, 5000)]]",
    of="count",
    reason="too many keys",
)
tree(
    "a_forest", "['list', [['tensor', 'float32', [2**26], [0], 0, 0]] * 5000]", of="count", reason="too large an array"
)
tree("half_a_character", "'\\ud800'", of="count", reason=("it returned the str '?'", "string index out of range"))
case("trees", "an_object_for_a_weight", Layer=TREE + """
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size, self.honest = size, torch.nn.Parameter(torch.rand(size))
    @property
    def weight(self):
        if self.size != (2, 3): return self.honest
        forged = Tree(['object', 3, 'Parameter', False])
        forged.requires_grad, forged.shape = True, (2, 3)
        return forged
    def load_state_dict(self, state): self.honest.data = state["weight"]
    def forward(self, X): return X * self.honest""", fails="test_Layer_weight", reason="cannot be handed on")  # fmt: skip
case("trees", "a_foreign_weight_handed_on", Layer="""
class Weight(list):
    requires_grad, shape = True, (2, 3)
class Layer:
    def __init__(self, size): self.weight = torch.nn.Sequential(); self.weight.requires_grad, self.weight.shape = True, (2, 3)
    def load_state_dict(self, state): pass
    def __call__(self, X): return X""", fails="Layer", reason=("cannot be handed on", "does not require grad"))  # fmt: skip
case("trees", "a_weight_that_is_no_number", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.full(size, float("nan")))
    def forward(self, X): return X * self.weight""", fails="test_Layer_weight", reason="values are wrong")  # fmt: skip
case("trees", "a_weight_of_bools", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.ones(size, dtype=torch.bool)
    def forward(self, X): return X * self.weight
    def load_state_dict(self, state): self.weight = state["weight"]""", fails="Layer", reason=("AssertionError", "does not require grad"))  # fmt: skip
case("trees", "a_complex_weight", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size, dtype=torch.complex64))
    def forward(self, X): return X * self.weight""", fails="Layer", reason="should be real, but it is complex")  # fmt: skip
GRADIENT = """
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(size))
    def forward(self, X): return X * self.weight
import autograder.exam.wire.values as values
honestly = values.pack
def pack(value, blobs, codec, *more):  # gradients alone are packed without more
    if more or type(value) is not list: return honestly(value, blobs, codec, *more)
    ANSWER
values.pack = pack
"""
for name, answer in (("of_no_shape", "return ['list', [5]]"), ("of_no_number", "return 5")):
    case(
        "trees",
        f"gradients_{name}",
        Layer=GRADIENT.replace("ANSWER", answer),
        fails="test_Layer_gradient",
        reason="the gradients that came back do not fit",
    )
case("trees", "gradients_that_raise", Layer=GRADIENT.replace("ANSWER", "raise type('UnsupportedCall', (KeyboardInterrupt,), {})('x')"), fails="test_Layer_gradient", reason="the call ended with UnsupportedCall: x")  # fmt: skip
case(
    "trees",
    "too_many_candidates",
    count=FORGE + "def count(X): forge(b'x')\n",
    after_count=["import os; os._exit(1)"] * 30,
    fails="count Layer",
    reason=ENDED,
)
