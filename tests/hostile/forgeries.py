"""Forged answers: what comes over the wire is not what our candidate would send."""

from __future__ import annotations

from tests.hostile.case import case

FORGE = """
import json, os, stat, struct
def forge(message, body=b'', magic=b'cnn1', text_size=None, body_size=None):
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
    def pack(value, blobs, special=None, depth=0):
        if type(value) is Tree:
            blobs.append(value.body)
            return value.tree
        return wire.old(value, blobs, special, depth)
    wire.pack = pack
"""
ADD_FAILS = "add test_corr_unchanged test_Layer_weight"


def forged(name: str, call: str, reason: str = "", hangs: bool = False) -> None:
    """In place of an answer this goes over the wire, and then the process ends."""
    case(
        "messages",
        name,
        count=FORGE + f"def count(X):\n    {call}\n    os._exit(0)",
        fails="count",
        reason=reason,
        hangs=hangs,
    )


forged("no_magic", "forge({}, magic=b'evil')")
forged("text_too_long", "forge({}, text_size=2**32 - 1)")
forged("body_too_long", "forge({}, body_size=2**60)")
forged("body_that_never_comes", "forge({'op': 'value', 'value': None, 'changed': []}, body_size=2**20)", hangs=True)
forged("no_json", "forge(b'{')")
forged("no_object", "forge([1, 2])")
forged("deep", "forge(b'[' * 10**6)")
forged("deep_but_closed", "forge(b'{\"op\": \"value\", \"value\": ' + b'[' * 900 + b']' * 900 + b', \"changed\": []}')")
forged("a_long_number", "forge(b'{\"op\": ' + b'9' * 10**6 + b'}')")
forged("no_number", 'forge(b\'{"op": "value", "value": NaN, "changed": []}\')')
forged("empty", "forge({})")
forged("no_value", "forge({'op': 'value'})")
forged(
    "changes_of_nothing", "forge({'op': 'value', 'value': ['tuple', [6, ['tuple', [2, 3]]]], 'changed': [[7, None]]})"
)
forged("changes_that_are_none", "forge({'op': 'value', 'value': ['tuple', [6, ['tuple', [2, 3]]]], 'changed': 5})")
case(
    "messages",
    "ended",
    count=FORGE + "def count(X):\n    forge({'op': 'ended', 'status': 0})\n    os._exit(0)",
    fails="count",
    either="Layer",
)
forged("ready", "forge({'op': 'ready'})")
forged(
    "unsupported",
    "forge({'op': 'raised', 'kind': 'UnsupportedCall', 'name': 'UnsupportedCall', 'message': 'ours', 'shortcut': False})",
)
forged(
    "raised_something_else",
    "forge({'op': 'raised', 'kind': 'eval', 'name': ['x'], 'message': {'a': 1}, 'shortcut': 'yes'})",
)
forged("raised_base", "forge({'op': 'raised', 'kind': 'KeyboardInterrupt', 'name': 'x', 'message': 'y'})")
forged("a_long_reason", "forge({'op': 'raised', 'kind': 'ValueError', 'name': 'x' * 10**6, 'message': 'y' * 10**7})")
TRICKLE = """import time
    while True:
        for fd in range(3, 64):
            try: os.write(fd, b'c')
            except OSError: pass
        time.sleep(0.05)"""  # the student's own: it trickles
forged("bytes_at_leisure", TRICKLE)
forged("noise_without_end", "while True: forge({'op': 'value', 'value': 0, 'changed': []})", hangs=True)
# They lie in the cells' connection; test cells are answered over one of their own.
case("messages", "answers_in_advance", after_add=FORGE + "for _ in range(50): forge({'op': 'value', 'value': ['tuple', [0, ['tuple', [0, 0]]]], 'changed': []})")  # fmt: skip
case("messages", "a_cell_done_in_advance", hangs=True, after_Layer=FORGE + "forge({'op': 'done', 'outputs': [], 'success': True})\nimport time\ntime.sleep(1000)",  # the student's own sleep: hangs
     fails="Layer", end="'''" + "x" * 3_000_000 + "'''")  # fmt: skip
case(
    "messages",
    "an_answer_twice",
    count=FORGE
    + "def count(X):\n    forge({'op': 'value', 'value': 0, 'changed': []})\n    return X.numel(), tuple(X.shape)",
    fails="count",
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
)


def tree(name: str, made: str, body: str = "b''", of: str = "add", reason: str = "") -> None:
    """An answer whose value goes over the wire as this tree."""
    head = "def add(a, b):" if of == "add" else "def count(X):"
    fails = ADD_FAILS if of == "add" else "count"
    case("trees", name, **{of: TREE + f"{head} return Tree({made}, {body})"}, fails=fails, reason=reason)


tree("unknown_kind", "['evil', 1]")
tree("kind_that_is_none", "[[]]")
tree("a_float", "['float', 'evil']")
tree("a_long_int", "['int', '0x' + 'f' * 10**6]", of="count")
tree("nan", "['tuple', [['float', 'nan'], ['tuple', [['float', 'nan'], 3]]]]", of="count")
tree("too_few_bytes", "['tensor', 'float32', [2], [1], 8, 0]", "b'1234'")
tree("negative_size", "['tensor', 'float32', [-2], [1], 8, 0]", "bytes(8)")
tree("negative_stride", "['tensor', 'float32', [2], [-1], 8, 0]", "bytes(8)")
tree("negative_bytes", "['tensor', 'float32', [2], [1], -8, 0]", "bytes(8)")
tree("out_of_bounds", "['tensor', 'float32', [2**20], [2**20], 8, 0]", "bytes(8)")
tree("overflowing", "['tensor', 'float32', [2**29] * 16, [0] * 16, 4, 0]", "bytes(4)")
tree("gigantic", "['tensor', 'float64', [2**29], [0], 8, 0]", "bytes(8)")
tree("gigantic_square", "['tensor', 'float32', [2**16, 2**16], [0, 0], 4, 1]", "bytes(4)")
tree("many_dimensions", "['tensor', 'float32', [1] * 1000, [1] * 1000, 4, 0]", "bytes(4)")
tree("unknown_dtype", "['tensor', '__class__', [2], [1], 8, 0]", "bytes(8)")
tree("dtype_of_objects", "['array', 'O', [2], 16, False]", "bytes(16)")
tree("dtype_of_records", "['array', 'f4,f4,O', [2], 16, False]", "bytes(16)")
tree("array_too_big", "['array', '<f8', [0] + [2**29] * 15, 0, False]")
tree("bools_that_are_none", "['tensor', 'bool', [2], [1], 2, 0]", "b'\\x02\\xff'")
tree("flags_that_are_none", "['tensor', 'float32', [2], [1], 8, 'x']", "bytes(8)")
tree("alias_of_nothing", "['alias', 99, [2], [1], 0]")
tree("alias_out_of_bounds", "['alias', 0, [2], [1], 10**6]")
tree("alias_before_its_start", "['alias', 0, [2], [1], -1]")
tree("alias_gigantic", "['alias', 0, [2**29], [0], 0]")
tree("graph_of_nothing", "['graph', 99, ['list', []]]")
tree("graph_of_no_tensor", "['graph', 10**30, 5]")
tree("graph_of_ints", "['graph', 0, ['tensor', 'int64', [2], [1], 16, 0]]", "bytes(16)")
tree("leaf_with_another_gradient", "['leaf', ['tensor', 'float32', [1], [1], 4, 1], 5]", "bytes(4)")
tree("object_that_is_none", "['object', 'x' * 10, ['y'] * 10**6]")
tree("an_object", "['object', 5, 'Equal', True]")
tree("an_object_for_a_tuple", "['object', 5, 'tuple', True]", of="count")
tree("foreign_for_a_tensor", "['foreign', 'Tensor']")
tree("foreign_in_a_tuple", "['tuple', [['foreign', 'int'], ['foreign', 'tuple']]]", of="count")
tree("foreign_names", "['list', [['foreign', f'a{n}'] for n in range(10**6)]]", of="count")
tree("unhashable_keys", "['dict', [[['list', []], 1]]]", of="count")
tree("keys_that_collide", "['dict', [[['int', hex(n * (2**61 - 1))], 1] for n in range(1, 300000)]]", of="count")
tree("keys_that_collide_as_numbers", "['dict', [[n * (2**61 - 1), 1] for n in range(1, 400000)]]", of="count")
tree("a_forest", "['list', [['tensor', 'float32', [2**26], [0], 0, 0]] * 200000]", of="count")
tree("half_a_character", "'\\ud800'", of="count")
case("trees", "an_object_for_a_weight", Layer=TREE + """
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.bias = torch.nn.Parameter(torch.rand(size))
    @property
    def weight(self): return Tree(['object', 3, 'Parameter', False])
    def forward(self, X): return X""", fails="Layer")  # fmt: skip
case("trees", "a_foreign_weight_handed_on", Layer="""
class Weight(list):
    requires_grad, shape = True, (2, 3)
class Layer:
    def __init__(self, size): self.weight = torch.nn.Sequential(); self.weight.requires_grad, self.weight.shape = True, (2, 3)
    def load_state_dict(self, state): pass
    def __call__(self, X): return X""", fails="Layer")  # fmt: skip
case("trees", "a_weight_that_is_no_number", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.full(size, float("nan")))
    def forward(self, X): return X * self.weight""", fails="test_Layer_weight")  # fmt: skip
case("trees", "a_weight_of_bools", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.ones(size, dtype=torch.bool)
    def forward(self, X): return X * self.weight
    def load_state_dict(self, state): self.weight = state["weight"]""", fails="Layer")  # fmt: skip
case("trees", "a_complex_weight", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size, dtype=torch.complex64))
    def forward(self, X): return X * self.weight""", fails="Layer")  # fmt: skip
GRADIENT = """
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(size))
    def forward(self, X): return X * self.weight
import autograder.exam.wire.values as values
honestly = values.pack
def pack(value, blobs, *more):  # gradients alone are packed without more
    if more or type(value) is not list: return honestly(value, blobs, *more)
    ANSWER
values.pack = pack
"""
for name, answer in (("of_no_shape", "return ['list', [5]]"), ("of_no_number", "return 5")):
    case("trees", f"gradients_{name}", Layer=GRADIENT.replace("ANSWER", answer), fails="test_Layer_gradient")
case("trees", "gradients_that_raise", Layer=GRADIENT.replace("ANSWER", "raise type('UnsupportedCall', (KeyboardInterrupt,), {})('x')"), fails="test_Layer_gradient")  # fmt: skip
case(
    "trees",
    "too_many_candidates",
    count=FORGE + "def count(X): forge(b'x')\n",
    after_count=["import os; os._exit(1)"] * 30,
    fails="count Layer",
)
