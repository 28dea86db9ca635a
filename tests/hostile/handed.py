"""What a test hands to an answer, misused: functions that run with the tests, models that come back, time to train."""

from __future__ import annotations

from tests.hostile.case import case
from tests.hostile.forgeries import FORGE
from tests.hostile.reasons import SLOW, WRONG_VALUES

# Functions of a test


def callback(name: str, source: str, *, reason: str | tuple[str, ...], hangs: bool = False, head: str = "") -> None:
    """An answer in place of `slope`."""
    case("callbacks", name, slope=head + source, fails="slope", reason=reason, hangs=hangs)


SENDS = (
    FORGE
    + """
def send(function=0, args=(), kwargs=None, body=b''):
    forge({'op': 'callback', 'function': function, 'args': list(args), 'kwargs': kwargs or {}}, body)
"""
)
callback(
    "large_arguments",
    "def slope(f, X):\n    f(torch.zeros(3 * 2**20))\n    X = X.double()\n    return (f(X + 1e-4) - f(X - 1e-4)) / 2e-4",
    reason="arguments that are too large for a function of the test",
)
SWALLOWING = "def slope(f, X):\n    while True:\n        try: {}\n        except BaseException: pass"
callback("without_end", SWALLOWING.format("f(X)"), hangs=True, reason=SLOW)
callback("large_ones_without_end", SWALLOWING.format("f(torch.zeros(2**24))"), hangs=True, reason=SLOW)
callback("wrong_ones_without_end", SWALLOWING.format("f(1, 2, 3)"), hangs=True, reason=SLOW)
callback(
    "many_keys",
    "def slope(f, X):\n    return f({n: n for n in range(2000)})",
    reason="too many keys",
)
callback("too_large_to_send", "def slope(f, X):\n    return f('x' * 2**25)", reason="too large to send")
callback("itself", "def slope(f, X):\n    return f(f)", reason="TypeError")
callback(
    "an_object",
    "class Equal:\n    def __eq__(self, other): return True\n    def __pow__(self, n): return X\n"
    "    __mul__ = __rmul__ = __neg__ = __pow__\ndef slope(f, X):\n    return f(Equal())",
    reason="TypeError",
)
callback(
    "an_answer_for_its_own_function",
    "def slope(f, X):\n    return f",
    reason=("it returned a Given: square", "but it returned", "has no attribute", "it is a Given"),
)
callback(
    "one_of_an_earlier_test",
    "kept = []\ndef slope(f, X):\n    kept.append(f)\n    X = X.double()\n"
    "    return (kept[0](X + 1e-4) - kept[0](X - 1e-4)) / 2e-4",
    reason=WRONG_VALUES,
)
callback(
    "gradients_through_it",
    "def slope(f, X):\n    X = X.clone().requires_grad_()\n    f(X).sum().backward()\n    return X.grad",
    reason="does not require grad",
)
callback(
    "in_threads",
    "import threading\ndef slope(f, X):\n"
    "    threads = [threading.Thread(target=f, args=(X,)) for _ in range(20)]\n"
    "    for thread in threads: thread.start()\n    return 2 * X",
    reason="A from-scratch exercise starts no threads",
)
callback(
    "the_end_in_it",
    "import os\ndef slope(f, X):\n    try: f(X)\n    finally: os._exit(0)",
    reason="your code ended the process",
)
callback(
    "an_unknown_number",
    "def slope(f, X):\n    send(10**30)\n    return 2 * X",
    head=SENDS,
    reason="'raised'",
)
callback(
    "numbers_that_are_none",
    "def slope(f, X):\n    for number in (None, True, 1.5, 'x', [], {}, -1): send(number)\n    os._exit(0)",
    head=SENDS,
    reason=("your code ended the process", "Connection reset", "Broken pipe"),
)
callback(
    "arguments_that_are_none",
    "def slope(f, X):\n"
    "    for args in ([['evil']], [['tensor', 'float32', [2**29], [0], 4, 0]], [['object', 1]], [['layer'] * 8]):\n"
    "        send(0, args)\n"
    "    forge({'op': 'callback', 'function': 0, 'args': 5, 'kwargs': 5})\n    forge({'op': 'callback'})\n    os._exit(0)",
    head=SENDS,
    reason=("your code ended the process", "Connection reset", "Broken pipe"),
)
callback(
    "in_place_of_an_answer",
    "def slope(f, X):\n    while True: send(0, [])",
    head=SENDS,
    hangs=True,
    reason=(SLOW, "your code ended the process", "does not listen"),
)
callback(
    "replies_of_its_own",
    "def slope(f, X):\n    forge({'op': 'returned', 'value': 1})\n    return 2 * X",
    head=SENDS,
    reason=("no value that can be read", "KeyError"),
)
case(
    "callbacks",
    "its_code",
    slope="""
import gc
def slope(f, X):
    found = [getattr(f._function, name) for name in ('__code__', '__closure__')]
    texts = [text for code in [found[0]] for text in code.co_consts if isinstance(text, str)]
    raise ValueError(repr(texts) + repr([type(o).__name__ for o in gc.get_objects() if 'canary' in repr(o)[:10**4]][:5]))""",
    fails="slope",
    reason="ValueError: [",
)

# Models


def model(name: str, source: str, *, reason: str | tuple[str, ...], fails: str = "scores") -> None:
    """What an answer in place of `scores` does with the model that it was given, and then answers honestly."""
    answer = f"""
def honestly(model, X):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        Y = model(X)
    model.train(was_training)
    return Y
{source}"""
    case("models", name, scores=answer, fails=fails, reason=reason)


def misused(name: str, line: str, *, reason: str | tuple[str, ...], fails: str = "scores") -> None:
    """One line, done to the model after an honest answer."""
    model(
        name,
        f"def scores(model, X):\n    Y = honestly(model, X)\n    {line}\n    return Y",
        reason=reason,
        fails=fails,
    )


PUT = "your code has put {} into a layer that was handed to it"
misused(
    "a_padding_without_end",
    "if hasattr(model[0], 'padding'): model[0].padding = (1, 1)",
    fails="test_scores_mode",
    reason=PUT.format("another padding"),
)
misused("another_layer", "model[0] = torch.nn.Identity()", reason=PUT.format("another layer"))
misused(
    "a_thousand_layers", "for _ in range(1000): model.append(torch.nn.Identity())", reason=PUT.format("other parts")
)
misused("no_layers", "model._modules.clear()", reason=PUT.format("other parts"))
misused("a_layer_in_itself", "model[0] = model", reason=PUT.format("another layer"))
misused("a_forward_of_its_own", "model.forward = lambda X: X", reason=PUT.format("an attribute of its own"))
misused("a_class_of_its_own", "model.__class__ = type('Mine', (torch.nn.Sequential,), {})", reason=PUT.format("another layer"))  # fmt: skip
misused("a_hook", "model[0].register_forward_hook(lambda *args: None)", reason="AssertionError", fails="test_scores_mode")  # fmt: skip
misused("a_parameter_of_another_shape", "model[0].weight = torch.nn.Parameter(torch.ones(7, 7, 7, 7))", reason=("RuntimeError", "expected"), fails="test_scores_mode")  # fmt: skip
misused("left_in_evaluation", "model.eval()", reason="AssertionError", fails="test_scores_mode")

LIES = """
import cnngrading.answering as theirs
honest = theirs.pack_layer
told = []
def pack_layer(layer, blobs, codec, **more):
    tree = honest(layer, blobs, codec, **more)
    told.append(len(blobs))
    if len(told) % 3 != 1: LIE  # the first of three is what it was before the call
    return tree
theirs.pack_layer = pack_layer
def scores(model, X):
    return honestly(model, X)
"""


def lie(name: str, change: str, *, reason: str | tuple[str, ...], fails: str = "scores") -> None:
    """What comes back for a model is not what our side of the answer's process would send."""
    model(name, LIES.replace("LIE", change), reason=reason, fails=fails)


UNREADABLE = "the answer was no value that can be read"
lie("no_layer", "return 5", reason=PUT.format("another layer"))
lie("a_layer_of_another_class", "return ['layer', '__class__', *tree[2:]]", reason=PUT.format("another layer"))
lie("too_few_parts", "return tree[:4]", reason=UNREADABLE)
lie("a_mode_that_is_none", "return [*tree[:3], 5, *tree[4:]]", reason=UNREADABLE)
lie("settings_that_are_none", "return [*tree[:2], 5, *tree[3:]]", reason=PUT.format("an attribute of its own"))
lie("settings_of_python", "return [*tree[:2], ['dict', [['__class__', 5], ['_modules', 5]]], *tree[3:]]", reason=PUT.format("an attribute of its own"))  # fmt: skip
lie(
    "hooks_without_end", "return [*tree[:7], [10**9] * len(tree[7])]", reason="AssertionError", fails="test_scores_mode"
)
lie("hooks_that_are_none", "return [*tree[:7], ['x'] * len(tree[7])]", reason=UNREADABLE)
lie("other_hooks", "return [*tree[:7], [0]]", reason=UNREADABLE)
lie("parameters_that_are_none", "return [*tree[:4], [['weight', 5, 5]], *tree[5:]]", reason=PUT.format("other parts"))
lie("deep", "[tree := [*tree[:6], [['0', tree]], tree[7]] for _ in range(200)]; return tree", reason=(PUT.format("other parts"), "no JSON", UNREADABLE))  # fmt: skip
lie("a_weight_of_text", "tree[6][0][1][4][0][1] = 'x' * 1000; return tree", reason=PUT.format("something that is no tensor"))  # fmt: skip
lie("a_gigantic_weight", "tree[6][0][1][4][0][1] = ['tensor', 'float32', [2**28], [0], 4, 0]; return tree", reason=UNREADABLE)  # fmt: skip
PART = """
import autograder.exam.wire.values as wire
class Part:
    def __init__(self, *tree): self.tree = list(tree)
old = wire.pack
def pack(value, blobs, codec, special=None, depth=0):
    return value.tree if type(value) is Part else old(value, blobs, codec, special, depth)
wire.pack = pack
def scores(model, X):
    return Part(ANSWER)
"""
for number, (answer, words) in enumerate(
    [
        ("'part', 0, 'forward'", UNREADABLE),
        ("'part', 99, ''", UNREADABLE),
        ("'part', 1, '0'", "the unknown kind 'part'"),
        ("'part', 0, '__class__'", UNREADABLE),
        ("'part', 0, '0'", ("but it is a Linear", "AssertionError", "it is a Conv2d")),
        ("'alias', 0, [1], [1], 0", "the unknown kind 'alias'"),
        ("'function', 0", UNREADABLE),
        ("'graph', 0, ['list', []], [10**6]", UNREADABLE),
        ("'graph', 0, ['list', []], 5", UNREADABLE),
    ]
):
    case(
        "models",
        f"a_forged_result_{number}",
        scores=PART.replace("ANSWER", answer),
        fails="test_scores_value",
        either="test_scores_mode",
        reason=words,
    )

# Time to train

NET = "def net():\n    return torch.nn.Linear(2, 2)\n"
case(
    "training",
    "without_end",
    net="""
class Slow(torch.nn.Linear):
    def forward(self, X):
        while self.training: pass
        return super().forward(X)
def net():
    return Slow(2, 2).eval()""",
    fails="test_net_learns",
    hangs=True,
    reason=SLOW,
)
case(
    "training",
    "patched",
    net="""
import cnnlab.training
class Perfect(torch.Tensor):
    pass
class Score:
    shape = (5, 2)
    def __eq__(self, other): return self
    def __call__(self, *args): return self
    def __getattr__(self, name): return self
    def __float__(self): return 1.0
class Net(torch.nn.Linear):
    def forward(self, X): return Score()
cnnlab.training.train.function = lambda *args, **kwargs: [0.0]
def net():
    return Net(2, 2)""",
    fails="test_net_learns",
    reason="TypeError: cross_entropy_loss(): argument 'input' (position 1) must be Tensor, not Score",
)
case(
    "training",
    "the_optimiser_patched",
    net="class Idle:\n    def __init__(self, *args, **kwargs): pass\n    def step(self): pass\n    zero_grad = step\n"
    "torch.optim.Adam = Idle\ndef net():\n    layer = torch.nn.Linear(2, 2)\n"
    "    torch.nn.init.zeros_(layer.weight)\n    return layer",
    fails="test_net_learns",
    reason="AssertionError",
)
case(
    "training",
    "no_model",
    net="def net():\n    return {'weight': torch.ones(2, 2)}",
    fails="net",
    reason=("has no attribute", "'dict' object is not callable"),
)
case(
    "training",
    "shared_functions_forged",
    net="import cnnlab.training\ncnnlab.training.SHARED.clear()\nimport cnnlab.functions\n"
    "cnnlab.functions.Shared.__call__ = lambda *args, **kwargs: [0.0]\n" + NET,
)
