"""Hooks, spoofs and patches: what plays tricks inside Python, on IPython, on values, on libraries, on the guard."""

from __future__ import annotations

from tests.hostile.case import case

WRONG_ADD = "def add(a, b): return a - b"
WRONG_COUNT = "def count(X): return 0"
ADD_FAILS = "add test_corr_unchanged test_Layer_weight"

TAGS = "get_ipython().parent_header = {'metadata': {'tags': ['raises-exception', 'skip-execution']}}"
case("tags", "set_in_the_shell", start=TAGS, count=WRONG_COUNT, fails="count")
case("tags", "skip_magic", start="from IPython.core.magic import register_cell_magic\n@register_cell_magic\ndef skip(line, cell): pass",
     count="%%skip\ndef count(X): pass", fails="count")  # fmt: skip
case("tags", "a_script_that_reloads", after_add="%reset -f", fails="add corr Layer")
case("tags", "display_of_a_verdict", count=WRONG_COUNT, end="2.0", fails="count")

VERDICT = {"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 9}
ALL = ("test_count_number", "test_count_share")
case(
    "tags",
    "skip_execution",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"tags": ["skip-execution"]} for name in ALL},
)
case(
    "tags",
    "raises_exception",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"tags": ["raises-exception"], "outputs": [VERDICT]} for name in ALL},
)
case(
    "tags",
    "tests_of_ones_own",
    count=WRONG_COUNT,
    fails="count",
    sent={name: {"source": "2.0", "points": 99} for name in ALL},
)

case(
    "displayhook",
    "five",
    start="import sys\nsys.displayhook = lambda value: print(5.0)\nsys.displayhook(5.0)",
    count=WRONG_COUNT,
    fails="count",
)
case("displayhook", "of_the_shell", start="""
class Hook(type(get_ipython().displayhook)):
    def __call__(self, result=None): super().__call__(5.0)
get_ipython().displayhook.__class__ = Hook""", count=WRONG_COUNT, fails="count")  # fmt: skip
case(
    "displayhook", "printed_verdicts", count="print('passed 2.0')\ndef count(X): print('2.0'); return 0", fails="count"
)
case("displayhook", "a_publisher", start="get_ipython().display_pub.publish = None\nget_ipython().outputs.cells = 'x'\nget_ipython().outputs.limit = 10**12\nprint('x' * 10**6)",
     count=WRONG_COUNT, fails="count")  # fmt: skip

case(
    "transformers",
    "of_lines",
    start="get_ipython().input_transformers_cleanup.append(lambda lines: ['2.0\\n'])",
    fails="add corr count Layer",
)
case("transformers", "of_trees", start="""
import ast
class Pass(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Pass())""", count=WRONG_COUNT, fails="count test_add_shapes")  # fmt: skip
case(
    "transformers",
    "that_fail",
    start="def bad(lines): raise SystemExit\nget_ipython().input_transformers_post.append(bad)",
    fails="add corr count Layer",
)

case("hooks", "before_each_cell", start="""
def spoil(info):
    import builtins
    builtins.AssertionError = ValueError
get_ipython().events.register('pre_run_cell', spoil)""", count=WRONG_COUNT, fails="count")  # fmt: skip
case("hooks", "after_each_cell", start="""
def pardon(result): result.error_in_exec = None; result.result = 2.0
get_ipython().events.register('post_run_cell', pardon)""", count=WRONG_COUNT, fails="count")  # fmt: skip
case("hooks", "run_cell", start="shell = get_ipython()\nshell.run_cell = lambda *args, **kwargs: None\ntype(shell).run_cell = shell.run_cell",
     fails="add corr count Layer")  # fmt: skip
case(
    "hooks",
    "run_code",
    start="async def run_code(*args, **kwargs): return False\nget_ipython().run_code = run_code",
    fails="add corr count Layer",
)
case("hooks", "do_execute", start="""
from ipykernel.ipkernel import IPythonKernel
IPythonKernel.do_execute = lambda *args, **kwargs: {'status': 'ok', 'user_expressions': {}}""", count=WRONG_COUNT, fails="count")  # fmt: skip
case("hooks", "showtraceback", start="shell = get_ipython()\nshell.showtraceback = shell._showtraceback = lambda *args, **kwargs: print(2.0)",
     count=WRONG_COUNT, fails="count")  # fmt: skip
case(
    "hooks",
    "custom_exceptions",
    start="get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: None)",
    count=WRONG_COUNT,
    fails="count",
)
case(
    "hooks",
    "excepthook",
    start="import sys\nsys.excepthook = sys.unraisablehook = lambda *args: None",
    count=WRONG_COUNT,
    fails="count",
)
case("hooks", "everything_of_the_candidate", start="""
import gc, sys
for name in ("candidate.serving", "examiner.notebook", "examiner.proxy", "engine"):
    module = sys.modules.get(f"autograder.exam.{name}")
    for key, value in list(vars(module).items()) if module else []:
        if callable(value) and getattr(value, "__module__", "") == module.__name__: setattr(module, key, lambda *args, **kwargs: 2.0)
""", fails="add corr count Layer")  # fmt: skip

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
case("values", "equal_to_everything", count=EQUAL.format(bases="") + "def count(X): return Equal()", fails="count")
case(
    "values", "equal_in_a_tuple", count=EQUAL.format(bases="") + "def count(X): return Equal(), Equal()", fails="count"
)
case("values", "equal_ints", count=EQUAL.format(bases="(int)") + "def count(X): return Equal(), Equal()", fails="count")
case(
    "values",
    "equal_floats",
    count=EQUAL.format(bases="(float)") + "def count(X): return Equal(), Equal()",
    fails="count",
)
case(
    "values", "equal_tuples", count=EQUAL.format(bases="(tuple)") + "def count(X): return Equal((1, 2))", fails="count"
)
case("values", "equal_lists", count=EQUAL.format(bases="(list)") + "def count(X): return Equal([1, 2])", fails="count")
case(
    "values",
    "equal_texts",
    count=EQUAL.format(bases="(str)") + "def count(X): return Equal('a'), Equal('b')",
    fails="count",
)
case(
    "values",
    "equal_modules",
    add="class Equal(torch.nn.Module):\n    def __eq__(self, other): return True\n    __hash__ = None\ndef add(a, b): return Equal()",
    fails=ADD_FAILS,
)
case("values", "torch_function", add="""
class Sly(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in ("isclose", "eq", "equal", "all"): return torch.tensor(True)
        return super().__torch_function__(func, types, args, kwargs or {})
def add(a, b): return (a - b).as_subclass(Sly)""", fails=ADD_FAILS)  # fmt: skip
case("values", "torch_dispatch", add="""
class Sly(torch.Tensor):
    @staticmethod
    def __new__(cls, data): return torch.Tensor._make_wrapper_subclass(cls, data.shape)
    def __init__(self, data): self.data_ = data
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None): return torch.ones(())
def add(a, b): return Sly(a - b)""", fails=ADD_FAILS)  # fmt: skip
case("values", "numbers_that_are_none", add="def add(a, b): return (a + b) * float('nan')", fails=ADD_FAILS)
case("values", "infinite_numbers", add="def add(a, b): return (a + b) * float('inf')", fails=ADD_FAILS)
case("values", "sparse", add="def add(a, b): return (a - b).to_sparse()", fails=ADD_FAILS)
case("values", "a_class_that_lies", count="""
class Liar:
    __class__ = property(lambda self: tuple)
    def __repr__(self): raise SystemExit
    def __reduce__(self): import os; os._exit(0)
def count(X): return Liar()""", fails="count")  # fmt: skip
case("values", "a_type_whose_name_fails", count="""
class Meta(type):
    @property
    def __name__(cls): raise SystemExit
    def __getattribute__(cls, name): raise SystemExit
class Odd(metaclass=Meta): pass
def count(X): return Odd()""", fails="count")  # fmt: skip
case(
    "values",
    "a_list_in_itself",
    count="def count(X):\n    loop = []\n    loop.append(loop)\n    return loop",
    fails="count",
)
case(
    "values",
    "a_bush",
    count="def count(X):\n    bush = []\n    for _ in range(39): bush = [bush] * 3\n    return bush",
    fails="count",
    hangs=True,
)
case("values", "a_million_strangers", count="def count(X): return [{number} for number in range(10**6)]", fails="count")
case("values", "an_endless_iterator", count="import itertools\ndef count(X): return itertools.count()", fails="count")
case("values", "a_gigantic_view", add="def add(a, b): return torch.zeros(1).expand(2**29)", fails=ADD_FAILS)
case("values", "a_gigantic_weight", Layer="""
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.zeros(1).requires_grad_().expand(2**15, 2**15).detach().requires_grad_()""", fails="Layer")  # fmt: skip
case("values", "a_gigantic_int", count="def count(X): return (1 << 10**6), (2, 3)", fails="count")
case("values", "a_gigantic_text", count="def count(X): return 'x' * 10**7", fails="count")
case("values", "bools_for_ints", count="def count(X): return True, (True, False)", fails="count")

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
)
case("patches", "checks", count="""
import cnnlab, cnnlab.checks
for module in (cnnlab, cnnlab.checks.expect):
    for name in ("expect_call", "expect_close", "expect_raises", "expect_unchanged"):
        if hasattr(module, name): setattr(module, name, lambda *args, **kwargs: None)
expect_call = expect_close = lambda *args, **kwargs: None
def count(X): return 0""", fails="count")  # fmt: skip
case("patches", "the_checks_in_their_place", add="""
import cnnlab.checks.expect
for name, check in list(vars(cnnlab.checks.expect).items()):
    if name.startswith("expect_"): check.__code__ = (lambda *args, **kwargs: None).__code__
def add(a, b): return 2 * a * b""", fails=ADD_FAILS)  # fmt: skip
case("patches", "the_draws", start="import cnnlab, cnnlab.checks.draws\ncnnlab.draw = cnnlab.checks.draws.draw = lambda *shape, **kwargs: torch.ones(*shape)\ncnnlab.checks.draws.seed_draws(1)",
     corr="def corr(X, K): return K.sum() * torch.ones(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case(
    "patches",
    "test_functions_defined_in_advance",
    start="test_count_number = test_count_share = lambda: 2.0",
    count=WRONG_COUNT,
    fails="count",
)
case(
    "patches",
    "import",
    start="import builtins\nbuiltins.__import__ = lambda *args, **kwargs: torch",
    fails="add corr count Layer",
)
case(
    "patches",
    "random_seeds",
    after_add="torch.manual_seed = lambda *args: None\nimport random\nrandom.seed = torch.manual_seed",
)
case("patches", "fork", after_add="import os\nos.fork = lambda: 0\nos._exit = os.waitpid = lambda *args: (0, 0)")

LIBRARY = "torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]"
case(
    "guard",
    "a_library_function",
    corr=f"def corr(X, K): return {LIBRARY}",
    fails="test_corr_value test_corr_unchanged",
    reason="PyTorch's conv",
)
case("guard", "patched", start="""
import contextlib, cnnlab, cnnlab.guard, cnnlab.checks.expect
for module in (cnnlab, cnnlab.guard, cnnlab.checks.expect): module.from_scratch = lambda allow=(): contextlib.nullcontext()
import re
cnnlab.guard.REFUSED_OPERATORS = re.compile("$nothing")
cnnlab.guard.REFUSED_MODULES.clear()
cnnlab.guard._Operators.refuse = lambda self: contextlib.nullcontext()
cnnlab.guard._Operators.hold = cnnlab.guard._Operators.learn = lambda self: None
""", corr=f"def corr(X, K): return {LIBRARY}", fails="test_corr_value test_corr_unchanged", reason="PyTorch's conv")  # fmt: skip
case("guard", "its_refusal_swallowed", corr=f"""
def corr(X, K):
    for _ in range(3):
        try: return {LIBRARY}
        except BaseException: pass
    return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="PyTorch's conv")  # fmt: skip
case("guard", "its_refusal_of_another_kind", corr=f"""
def corr(X, K):
    try: return {LIBRARY}
    except BaseException as error: raise ValueError("what a test may expect") from None""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
ROWS = """
import sys
import numpy  # which is here already: to import SciPy takes longer than a case should
def rows(X, K):
    X, K = X.numpy(), K.numpy()
    sums = [sum(numpy.correlate(x, k, "valid") for x, k in zip(X[i:], K)) for i in range(len(X) - len(K) + 1)]
    return torch.tensor(numpy.stack(sums))
"""
case(
    "guard",
    "a_function_of_numpy",
    corr=ROWS + "def corr(X, K): return rows(X, K)",
    fails="test_corr_value test_corr_unchanged",
    reason="numpy.correlate",
)
case("guard", "profile_hook_taken_away", corr=ROWS + """
def corr(X, K):
    sys.setprofile(None)
    return rows(X, K)""", fails="test_corr_value test_corr_unchanged", reason="Shortcut")  # fmt: skip
case("guard", "profile_hook_put_back", corr=ROWS + """
def corr(X, K):
    hook = sys.getprofile()
    sys.setprofile(None)
    Y = rows(X, K)
    sys.setprofile(hook)
    return Y""", fails="test_corr_value test_corr_unchanged", reason="Shortcut")  # fmt: skip
case("guard", "modes_disabled", corr=f"""
from torch.utils._python_dispatch import _disable_current_modes
def corr(X, K):
    with _disable_current_modes(): return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "mode_popped", corr=f"""
from torch.utils._python_dispatch import _pop_mode, _push_mode
def corr(X, K):
    mode = _pop_mode()
    try: return {LIBRARY}
    finally: _push_mode(mode)""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "mode_popped_in_c", corr=f"""
def corr(X, K):
    mode = torch._C._pop_torch_dispatch_stack(None)
    try: return {LIBRARY}
    finally: torch._C._push_on_torch_dispatch_stack(mode)""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "keys_excluded", corr=f"""
def corr(X, K):
    with torch._C._ExcludeDispatchKeyGuard(torch._C._dispatch_keyset_full()): pass
    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.Python).add(torch._C.DispatchKey.PythonTLSSnapshot)
    with torch._C._ExcludeDispatchKeyGuard(keys): return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "when_it_is_looked_at", corr=f"""
class Lazy(torch.Tensor):
    def detach(self):
        X, K = self.given
        return {LIBRARY}
def corr(X, K):
    lazy = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1).as_subclass(Lazy)
    lazy.given = X.clone(), K.clone()
    return lazy""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "an_operator_of_ones_own", corr=f"""
@torch.library.custom_op("lab::slide", mutates_args=())
def slide(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    return {LIBRARY}.clone()
def corr(X, K): return slide(X, K)""", fails="test_corr_value test_corr_unchanged", reason="PyTorch's conv2d")  # fmt: skip
case("guard", "an_operator_replaced", corr=f"""
lab = torch.library.Library("aten", "IMPL")
lab.impl("relu6", lambda X: {LIBRARY.replace("K[", "given[0][")}.clone(), "CPU")
given = []
def corr(X, K):
    given[:] = [K]
    return torch.ops.aten.relu6(X)""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
KEY = "TESTING_ONLY_GenericWrapper"
case("guard", "the_net_filled", start=f"""
lab = torch.library.Library("aten", "IMPL")
for name in ("conv2d", "convolution", "_convolution", "mkldnn_convolution", "_slow_conv2d_forward", "thnn_conv2d"):
    try: lab.impl(name, torch.library.fallthrough_kernel, "{KEY}")
    except BaseException: pass
    try: torch._C._dispatch_library("IMPL", "aten", "{KEY}", "", 0).impl(name, torch._C._dispatch_key_parse("{KEY}"), torch.library.fallthrough_kernel)
    except BaseException: pass
""", corr=f"def corr(X, K): return {LIBRARY}", fails="test_corr_value test_corr_unchanged", reason="PyTorch's conv2d")  # fmt: skip
case("guard", "the_key_switched_off_before", start=f"""
key = torch._C._dispatch_key_parse("{KEY}")
for switch, on in ((torch._C._dispatch_tls_set_dispatch_key_excluded, True), (torch._C._dispatch_tls_set_dispatch_key_included, False)):
    try: switch(key, on)
    except BaseException: pass
held = torch._C._ExcludeDispatchKeyGuard(torch._C.DispatchKeySet(key))
held.__enter__()
""", corr=f"def corr(X, K): return {LIBRARY}", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "the_key_switched_off", corr=f"""
key = torch._C._dispatch_key_parse("{KEY}")
def corr(X, K):
    list(map(torch._C._dispatch_tls_set_dispatch_key_included, [key], [False]))
    try: return {LIBRARY}
    finally: list(map(torch._C._dispatch_tls_set_dispatch_key_included, [key], [True]))""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "keys_as_they_were_before", start="""
before = torch._C._PreserveDispatchKeyGuard()
before.__enter__()
""", corr=f"""
def corr(X, K):
    before.__exit__(None, None, None)
    return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "below_the_key", corr="""
below = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
def corr(X, K):
    operator = torch.ops.aten._slow_conv2d_forward.default
    sizes = X[None, None], K[None, None], list(K.shape), None, [1, 1], [0, 0]
    try: return operator.redispatch(below, *sizes)[0, 0]
    except BaseException: return operator._handle.redispatch_boxed(below, *sizes)[0, 0]""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
BELOW = "X[None, None], K[None, None], list(K.shape), None, [1, 1], [0, 0])[0, 0]"
case("guard", "the_kernel_of_a_key", corr=f"""
def corr(X, K):
    X, K = X.double(), K.double()
    operator = torch.ops.aten._slow_conv2d_forward.default
    try: return operator._op_dk(torch._C.DispatchKey.CPU, {BELOW}
    except BaseException:
        find = torch._C._get_operation_overload("aten::_slow_conv2d_forward", "")[1]
        return find(torch._C.DispatchKey.CPU, {BELOW}""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "the_kernel_in_the_library", start="""
try: kernel = torch.library.get_kernel("aten::_slow_conv2d_forward", "CPU")
except BaseException: pass
""", corr=f"""
def corr(X, K):
    X, K = X.double(), K.double()
    return kernel.call_boxed(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), {BELOW}""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "our_answering_patched", corr=f"""
import autograder.exam.candidate.serving as candidate, gc
for Responder in [candidate.Responder, *(thing for thing in gc.get_objects() if type(thing) is candidate.Responder)]:
    Responder._call = lambda *given: candidate.Responder._get(*given)
    Responder.guard = None
def corr(X, K): return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="PyTorch's conv2d")  # fmt: skip
case("guard", "a_mode_of_ones_own", corr=f"""
from torch.utils._python_dispatch import TorchDispatchMode
class Mode(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None): return {LIBRARY.replace("X[", "given[0][").replace("K[", "given[1][")}
given = []
def corr(X, K):
    given[:] = [X, K]
    with Mode(): return X + 1""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "a_tensor_that_dispatches", corr=f"""
class Sub(torch.Tensor):
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None): return {LIBRARY.replace("X[", "given[0][").replace("K[", "given[1][")}
given = []
def corr(X, K):
    given[:] = [X, K]
    return X.as_subclass(Sub) + 1""", fails="test_corr_value test_corr_unchanged")  # fmt: skip
case("guard", "found_by_gc", corr=f"""
import gc, re, types
def disarm():
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "REFUSED_OPERATORS" in thing: thing["REFUSED_OPERATORS"] = re.compile("$nothing")
disarm()
def corr(X, K): return {LIBRARY}""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "in_a_thread", corr=f"""
import threading
def corr(X, K):
    box = []
    thread = threading.Thread(target=lambda: box.append({LIBRARY}))
    thread.start(); thread.join()
    return box[0]""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip
case("guard", "scripted", corr=f"""
@torch.jit.script
def work(X, K): return {LIBRARY}
def corr(X, K): return work(X, K)""", fails="test_corr_value test_corr_unchanged", reason="")  # fmt: skip

EXCEPTION = "def add(a, b):\n    if a.shape == b.shape: return a + b\n    raise {}"
case(
    "exceptions",
    "a_namesake",
    add="class ValueError(AssertionError): pass\n"
    + EXCEPTION.format("ValueError(f'{tuple(a.shape)} {tuple(b.shape)}')"),
    fails="test_add_shapes",
)
case(
    "exceptions",
    "whose_text_fails",
    add="class Mute(ValueError):\n    def __str__(self): raise SystemExit\n" + EXCEPTION.format("Mute()"),
    fails="test_add_shapes",
)
case(
    "exceptions",
    "whose_text_is_no_text",
    add="class Odd(ValueError):\n    def __str__(self): return 5\n" + EXCEPTION.format("Odd()"),
    fails="test_add_shapes",
)
case("exceptions", "of_half_a_character", count="def count(X): raise KeyError('\\ud800\\x00\\x1b[2J')", fails="count")
case("exceptions", "with_a_long_text", count="def count(X): raise KeyError('x' * 10**8)", fails="count")
case("exceptions", "with_a_long_name", count="def count(X): raise type('E' * 10**6, (ValueError,), {})", fails="count")
case("exceptions", "with_a_hostile_ancestry", count="""
class Meta(type):
    def mro(cls): return [cls, *super().mro()[1:]]
    @property
    def __name__(cls): raise SystemExit
class Odd(Exception, metaclass=Meta): pass
def count(X): raise Odd""", fails="count")  # fmt: skip
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
    )
case("exceptions", "our_own_types", count="""
from autograder.exam.faults import UnsupportedCall
def count(X): raise UnsupportedCall("ours")""", fails="count")  # fmt: skip
case("exceptions", "of_every_built_in_type", count="""
import builtins, itertools
kinds = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, BaseException)]
turn = itertools.cycle(kinds)
def count(X): raise next(turn)""", fails="count")  # fmt: skip
