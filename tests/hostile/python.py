"""Hooks, spoofs and patches: what plays tricks inside Python, on IPython, on values, on libraries, on exceptions."""

from __future__ import annotations

from tests.hostile.case import case
from tests.hostile.reasons import ENDED, NOT_REFUSED, RETURNS_0, SLOW, UNDEFINED, WRONG_VALUES

WRONG_ADD = "def add(a, b): return a - b"
WRONG_COUNT = "def count(X): return 0"
ADD_FAILS = "add test_corr_unchanged test_Layer_weight"

TAGS = "get_ipython().parent_header = {'metadata': {'tags': ['raises-exception', 'skip-execution']}}"
case("tags", "set_in_the_shell", start=TAGS, count=WRONG_COUNT, fails="count", reason=RETURNS_0)
case("tags", "skip_magic", start="from IPython.core.magic import register_cell_magic\n@register_cell_magic\ndef skip(line, cell): pass",
     count="%%skip\ndef count(X): pass", fails="count", reason=UNDEFINED)  # fmt: skip
case("tags", "a_script_that_reloads", after_add="%reset -f", fails="add corr Layer", reason=UNDEFINED)
case("tags", "display_of_a_verdict", count=WRONG_COUNT, end="2.0", fails="count", reason=RETURNS_0)

VERDICT = {"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 9}
ALL = ("test_count_number", "test_count_share")
case(
    "tags",
    "skip_execution",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"tags": ["skip-execution"]} for name in ALL},
    reason=RETURNS_0,
)
case(
    "tags",
    "raises_exception",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"tags": ["raises-exception"], "outputs": [VERDICT]} for name in ALL},
    reason=RETURNS_0,
)
case(
    "tags",
    "tests_of_ones_own",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"source": "2.0", "points": 99} for name in ALL},
    reason=RETURNS_0,
)

case(
    "displayhook",
    "five",
    start="import sys\nsys.displayhook = lambda value: print(5.0)\nsys.displayhook(5.0)",
    count=WRONG_COUNT,
    fails="count",
    reason=RETURNS_0,
)
case("displayhook", "of_the_shell", start="""
class Hook(type(get_ipython().displayhook)):
    def __call__(self, result=None): super().__call__(5.0)
get_ipython().displayhook.__class__ = Hook""", count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip
case(
    "displayhook",
    "printed_verdicts",
    count="print('passed 2.0')\ndef count(X): print('2.0'); return 0",
    fails="count",
    reason=RETURNS_0,
)
case("displayhook", "a_publisher", start="get_ipython().display_pub.publish = None\nget_ipython().outputs.cells = 'x'\nget_ipython().outputs.limit = 10**12\nprint('x' * 10**6)",
     count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip

case(
    "transformers",
    "of_lines",
    start="get_ipython().input_transformers_cleanup.append(lambda lines: ['2.0\\n'])",
    fails="add corr count Layer",
    reason=UNDEFINED,
)
case("transformers", "of_trees", start="""
import ast
class Pass(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Pass())""", count=WRONG_COUNT, fails="count test_add_shapes", reason=(*RETURNS_0, NOT_REFUSED))  # fmt: skip
case(
    "transformers",
    "that_fail",
    start="def bad(lines): raise SystemExit\nget_ipython().input_transformers_post.append(bad)",
    fails="add corr count Layer",
    reason=UNDEFINED,
)

case("hooks", "before_each_cell", start="""
def spoil(info):
    import builtins
    builtins.AssertionError = ValueError
get_ipython().events.register('pre_run_cell', spoil)""", count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip
case("hooks", "after_each_cell", start="""
def pardon(result): result.error_in_exec = None; result.result = 2.0
get_ipython().events.register('post_run_cell', pardon)""", count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip
case("hooks", "run_cell", start="shell = get_ipython()\nshell.run_cell = lambda *args, **kwargs: None\ntype(shell).run_cell = shell.run_cell",
     fails="add corr count Layer", reason=UNDEFINED)  # fmt: skip
case(
    "hooks",
    "run_code",
    start="async def run_code(*args, **kwargs): return False\nget_ipython().run_code = run_code",
    fails="add corr count Layer",
    reason=UNDEFINED,
)
case("hooks", "do_execute", start="""
from ipykernel.ipkernel import IPythonKernel
IPythonKernel.do_execute = lambda *args, **kwargs: {'status': 'ok', 'user_expressions': {}}""", count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip
case("hooks", "showtraceback", start="shell = get_ipython()\nshell.showtraceback = shell._showtraceback = lambda *args, **kwargs: print(2.0)",
     count=WRONG_COUNT, fails="count", reason=RETURNS_0)  # fmt: skip
case(
    "hooks",
    "custom_exceptions",
    start="get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: None)",
    count=WRONG_COUNT,
    fails="count",
    reason=RETURNS_0,
)
case(
    "hooks",
    "excepthook",
    start="import sys\nsys.excepthook = sys.unraisablehook = lambda *args: None",
    count=WRONG_COUNT,
    fails="count",
    reason=RETURNS_0,
)
case("hooks", "everything_of_the_candidate", start="""
import gc, sys
for name in ("candidate.serving", "candidate.responding", "candidate.running", "candidate.raising", "candidate.interrupting", "candidate.descendants", "examiner.notebook", "examiner.proxy", "engine"):
    module = sys.modules.get(f"autograder.exam.{name}")
    for key, value in list(vars(module).items()) if module else []:
        if callable(value) and str(getattr(value, "__module__", "")).startswith("autograder.exam."): setattr(module, key, lambda *args, **kwargs: 2.0)
""", fails="add corr count Layer", reason=(ENDED, UNDEFINED, "a message that is no object"))  # fmt: skip

EQUAL = """
class Equal{bases}:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __getitem__(self, key): return self
    def __len__(self): return 2
    def __iter__(self): return iter([self, self])
    def __float__(self): return 1.0
    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __abs__ = lambda self, *other: self
"""
case(
    "values",
    "equal_to_everything",
    count=EQUAL.format(bases="") + "def count(X): return Equal()",
    fails="count",
    reason=("returned an Equal", "'Equal' object is not subscriptable"),
)
case(
    "values",
    "equal_in_a_tuple",
    count=EQUAL.format(bases="") + "def count(X): return Equal(), Equal()",
    fails="count",
    reason=("it returned (<", "0 of 2 points"),
)
case(
    "values",
    "equal_ints",
    count=EQUAL.format(bases="(int)") + "def count(X): return Equal(), Equal()",
    fails="count",
    reason=("it returned (<", "0 of 2 points"),
)
case(
    "values",
    "equal_floats",
    count=EQUAL.format(bases="(float)") + "def count(X): return Equal(), Equal()",
    fails="count",
    reason=("it returned (<", "0 of 2 points"),
)
case(
    "values",
    "equal_tuples",
    count=EQUAL.format(bases="(tuple)") + "def count(X): return Equal((1, 2))",
    fails="count",
    reason=("returned an Equal", "'Equal' object is not subscriptable"),
)
case(
    "values",
    "equal_lists",
    count=EQUAL.format(bases="(list)") + "def count(X): return Equal([1, 2])",
    fails="count",
    reason=("returned an Equal", "'Equal' object is not subscriptable"),
)
case(
    "values",
    "equal_texts",
    count=EQUAL.format(bases="(str)") + "def count(X): return Equal('a'), Equal('b')",
    fails="count",
    reason=("it returned (<", "0 of 2 points"),
)
case(
    "values",
    "equal_modules",
    add="class Equal(torch.nn.Module):\n    def __eq__(self, other): return True\n    __hash__ = None\ndef add(a, b): return Equal()",
    fails=ADD_FAILS,
    reason=("returned an Equal", "but it is an Equal."),
)
case("values", "torch_function", add="""
class Sly(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in ("isclose", "eq", "equal", "all"): return torch.tensor(True)
        return super().__torch_function__(func, types, args, kwargs or {})
def add(a, b): return (a - b).as_subclass(Sly)""", fails=ADD_FAILS, reason=(WRONG_VALUES, NOT_REFUSED))  # fmt: skip
case("values", "torch_dispatch", add="""
class Sly(torch.Tensor):
    @staticmethod
    def __new__(cls, data): return torch.Tensor._make_wrapper_subclass(cls, data.shape)
    def __init__(self, data): self.data_ = data
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None): return torch.ones(())
def add(a, b): return Sly(a - b)""", fails=ADD_FAILS, reason=("the data pointer on an invalid python storage", NOT_REFUSED))  # fmt: skip
case(
    "values",
    "numbers_that_are_none",
    add="def add(a, b): return (a + b) * float('nan')",
    fails=ADD_FAILS,
    reason=(WRONG_VALUES, NOT_REFUSED),
)
case(
    "values",
    "infinite_numbers",
    add="def add(a, b): return (a + b) * float('inf')",
    fails=ADD_FAILS,
    reason=(WRONG_VALUES, NOT_REFUSED),
)
case(
    "values",
    "sparse",
    add="def add(a, b): return (a - b).to_sparse()",
    fails=ADD_FAILS,
    reason=(WRONG_VALUES, NOT_REFUSED),
)
case("values", "a_class_that_lies", count="""
class Liar:
    __class__ = property(lambda self: tuple)
    def __repr__(self): raise SystemExit
    def __reduce__(self): import os; os._exit(0)
def count(X): return Liar()""", fails="count", reason=("it returned a Liar: <Liar>", "'Liar' object is not subscriptable"))  # fmt: skip
case("values", "a_type_whose_name_fails", count="""
class Meta(type):
    @property
    def __name__(cls): raise SystemExit
    def __getattribute__(cls, name): raise SystemExit
class Odd(metaclass=Meta): pass
def count(X): return Odd()""", fails="count", reason="the call ended with SystemExit")  # fmt: skip
case(
    "values",
    "a_list_in_itself",
    count="def count(X):\n    loop = []\n    loop.append(loop)\n    return loop",
    fails="count",
    reason="nested too deeply",
)
case(
    "values",
    "a_bush",
    count="def count(X):\n    bush = []\n    for _ in range(39): bush = [bush] * 3\n    return bush",
    fails="count",
    hangs=True,
    reason=SLOW,
)
case(
    "values",
    "ten_thousand_strangers",
    count="def count(X): return [{number} for number in range(10**4)]",
    fails="count",
    reason="too many of them",
)
case(
    "values",
    "an_endless_iterator",
    count="import itertools\ndef count(X): return itertools.count()",
    fails="count",
    reason=("it returned a list: [0, 1, 2, 3", "0 of 2 points"),
)
case(
    "values",
    "a_gigantic_view",
    add="def add(a, b): return torch.zeros(1).expand(2**29)",
    fails=ADD_FAILS,
    reason="a size that is no size",
)
case("values", "a_gigantic_weight", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        gigantic = torch.zeros(1).expand(2**15, 2**15)
        self.weight = torch.nn.Parameter(gigantic if size == (2, 3) else torch.rand(size))
    def forward(self, X): return X * self.weight""", fails="test_Layer_weight", reason="too large an array")  # fmt: skip
case(
    "values",
    "a_gigantic_int",
    count="def count(X): return (1 << 10**6), (2, 3)",
    fails="count",
    reason=("it returned (<", "0 of 2 points"),
)
case(
    "values",
    "a_gigantic_text",
    count="def count(X): return 'x' * 10**7",
    fails="count",
    reason=("it returned the str 'xxx", "0 of 2 points"),
)
case(
    "values",
    "bools_for_ints",
    count="def count(X): return True, (True, False)",
    fails="count",
    reason=("it returned (True, (True, False))", "0 of 2 points"),
)

PATCH = """
import builtins, sys, unittest
import numpy as np
torch.isclose = lambda a, b, **kwargs: torch.ones_like(a, dtype=torch.bool)
torch.equal = torch.allclose = torch.testing.assert_close = np.allclose = lambda *args, **kwargs: True
torch.Tensor.__eq__ = torch.Tensor.__invert__ = lambda *args: torch.ones(1)
builtins.all = builtins.any = builtins.isinstance = lambda *args: True
builtins.AssertionError = type("AssertionError", (Exception,), {"__init__": lambda *args: None})
unittest.TestCase.assertEqual = lambda *args: None
"""
case("patches", "libraries", end=PATCH)
case(
    "patches",
    "libraries_in_an_answer",
    count="def count(X):\n    " + PATCH.strip().replace("\n", "\n    ") + "\n    return 0",
    fails="count",
    reason=ENDED,
)
case("patches", "checks", count="""
import cnnlab, cnnlab.checks
for module in (cnnlab, cnnlab.checks.expect):
    for name in ("expect_call", "expect_close", "expect_raises", "expect_unchanged"):
        if hasattr(module, name): setattr(module, name, lambda *args, **kwargs: None)
expect_call = expect_close = lambda *args, **kwargs: None
def count(X): return 0""", fails="count", reason=RETURNS_0)  # fmt: skip
case("patches", "the_checks_in_their_place", add="""
import cnnlab.checks.expect
for name, check in list(vars(cnnlab.checks.expect).items()):
    if name.startswith("expect_"): check.__code__ = (lambda *args, **kwargs: None).__code__
def add(a, b): return 2 * a * b""", fails=ADD_FAILS, reason=(WRONG_VALUES, NOT_REFUSED))  # fmt: skip
case("patches", "the_draws", start="import cnnlab, cnnlab.checks.draws\ncnnlab.draw = cnnlab.checks.draws.draw = lambda *shape, **kwargs: torch.ones(*shape)\ncnnlab.checks.draws.seed_draws(1)",
     corr="def corr(X, K): return K.sum() * torch.ones(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)", fails="test_corr_value test_corr_unchanged", reason=WRONG_VALUES)  # fmt: skip
case(
    "patches",
    "test_functions_defined_in_advance",
    start="test_count_number = test_count_share = lambda: 2.0",
    count=WRONG_COUNT,
    fails="count",
    reason=RETURNS_0,
)
case(
    "patches",
    "import",
    start="import builtins\nbuiltins.__import__ = lambda *args, **kwargs: torch",
    fails="add corr count Layer",
    reason=UNDEFINED,
)
case(
    "patches",
    "random_seeds",
    after_add="torch.manual_seed = lambda *args: None\nimport random\nrandom.seed = torch.manual_seed",
)
case("patches", "fork", after_add="import os\nos.fork = lambda: 0\nos._exit = os.waitpid = lambda *args: (0, 0)")

EXCEPTION = "def add(a, b):\n    if a.shape == b.shape: return a + b\n    raise {}"
case(
    "exceptions",
    "a_namesake",
    add="class ValueError(AssertionError): pass\n"
    + EXCEPTION.format("ValueError(f'{tuple(a.shape)} {tuple(b.shape)}')"),
    fails="test_add_shapes",
    reason="it raised AssertionError: ValueError",
)
case(
    "exceptions",
    "whose_text_fails",
    add="class Mute(ValueError):\n    def __str__(self): raise SystemExit\n" + EXCEPTION.format("Mute()"),
    fails="test_add_shapes",
    reason="its message 'Mute: ' does not name",
)
case(
    "exceptions",
    "whose_text_is_no_text",
    add="class Odd(ValueError):\n    def __str__(self): return 5\n" + EXCEPTION.format("Odd()"),
    fails="test_add_shapes",
    reason="its message 'Odd: ' does not name",
)
case(
    "exceptions",
    "of_half_a_character",
    count="def count(X): raise KeyError('\\ud800\\x00\\x1b[2J')",
    fails="count",
    reason="KeyError: ",
)
case(
    "exceptions",
    "with_a_long_text",
    count="def count(X): raise KeyError('x' * 10**8)",
    fails="count",
    reason="KeyError: ",
)
case(
    "exceptions",
    "with_a_long_name",
    count="def count(X): raise type('E' * 10**6, (ValueError,), {})",
    fails="count",
    reason="ValueError: EEE",
)
case("exceptions", "with_a_hostile_ancestry", count="""
class Meta(type):
    def mro(cls): return [cls, *super().mro()[1:]]
    @property
    def __name__(cls): raise SystemExit
class Odd(Exception, metaclass=Meta): pass
def count(X): raise Odd""", fails="count", reason="Exception: Odd")  # fmt: skip
for ours in (
    "UnsupportedCall",
    "GraderError",
    "CandidateError",
    "WireError",
    "EngineError",
    "SandboxError",
    "ShortcutError",
):
    case(
        "exceptions",
        f"named_{ours}",
        count=f"class {ours}(BaseException): pass\ndef count(X): raise {ours}('ours')",
        fails="count",
        reason=f"the call ended with {ours}: ours",
    )
case("exceptions", "our_own_types", count="""
from autograder.exam.errors import UnsupportedCall
def count(X): raise UnsupportedCall("ours")""", fails="count", reason="the call ended with UnsupportedCall: ours")  # fmt: skip
case("exceptions", "of_every_built_in_type", count="""
import builtins, itertools
kinds = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, BaseException)]
turn = itertools.cycle(kinds)
def count(X): raise next(turn)""", fails="count", reason="the call ended with BaseException")  # fmt: skip
