"""Ways round the from-scratch guard: a library's convolution or pooling as an answer, and attempts to switch off or to
bypass what should refuse it.

Each answer gives the right values, so without the guard each earns its points. One that attacks a part of the guard names in `without`
the switch that takes only this part away, and earns its points then, too.
"""

from __future__ import annotations

from tests.hostile.case import case

CORR = "test_corr_value test_corr_unchanged"
LIBRARY = "torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]"
OF_GIVEN = LIBRARY.replace("X[", "given[0][").replace("K[", "given[1][")
CONV2D = "ShortcutError: Your code called PyTorch's conv2d, which does this exercise for you"
TAKES_AWAY = "ShortcutError: Your code called {}, which takes away what watches for shortcuts"
ROWS = """
import sys
import numpy  # which is here already: to import SciPy takes longer than a case should
def rows(X, K):
    X, K = X.numpy(), K.numpy()
    sums = [sum(numpy.correlate(x, k, "valid") for x, k in zip(X[i:], K)) for i in range(len(X) - len(K) + 1)]
    return torch.tensor(numpy.stack(sums))
"""
KEY = 'key = torch._C._dispatch_key_parse("TESTING_ONLY_GenericWrapper")\n'
BELOW = "X[None, None], K[None, None], list(K.shape), None, [1, 1], [0, 0]"


def guarded(
    name: str,
    corr: str = f"def corr(X, K): return {LIBRARY}",
    *,
    reason: str = CONV2D,
    without: str = "no_guard",
    start: str = "",
) -> None:
    """An answer to `corr` that both of its test cells refuse."""
    sources = {"corr": corr, "start": start} if start else {"corr": corr}
    case("guard", name, fails=CORR, reason=reason, without=without, **sources)


# The library as it is, and its refusal made light of

guarded("a_library_function")
guarded("a_function_of_numpy", ROWS + "def corr(X, K): return rows(X, K)", reason="Your code called numpy.correlate")
guarded("its_refusal_swallowed", f"""
def corr(X, K):
    for _ in range(3):
        try: return {LIBRARY}
        except BaseException: pass
    return {LIBRARY}""")  # fmt: skip
guarded("its_refusal_of_another_kind", f"""
def corr(X, K):
    try: return {LIBRARY}
    except BaseException as error: raise ValueError(str(error)) from None  # a kind that a test may expect""",
    reason="ValueError: Your code called PyTorch's conv2d")  # fmt: skip

# Called by PyTorch, elsewhere, or later

guarded("in_a_thread", f"""
import threading
def corr(X, K):
    box = []
    thread = threading.Thread(target=lambda: box.append({LIBRARY}))
    thread.start(); thread.join()
    return box[0]""", reason="A from-scratch exercise starts no threads")  # fmt: skip
guarded("scripted", f"""
@torch.jit.script
def work(X, K): return {LIBRARY}
def corr(X, K): return work(X, K)""")  # fmt: skip
guarded("an_operator_of_ones_own", f"""
@torch.library.custom_op("lab::slide", mutates_args=())
def slide(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    return {LIBRARY}.clone()
def corr(X, K): return slide(X, K)""")  # fmt: skip
guarded("an_operator_replaced", f"""
lab = torch.library.Library("aten", "IMPL")
lab.impl("relu6", lambda X: {LIBRARY.replace("K[", "given[0][")}.clone(), "CPU")
given = []
def corr(X, K):
    given[:] = [K]
    return torch.ops.aten.relu6(X)""")  # fmt: skip
guarded("a_mode_of_ones_own", f"""
from torch.utils._python_dispatch import TorchDispatchMode
class Mode(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None): return {OF_GIVEN}
given = []
def corr(X, K):
    given[:] = [X, K]
    with Mode(): return X + 1""", without="key_not_looked_at")  # fmt: skip
guarded("a_tensor_that_dispatches", f"""
class Sub(torch.Tensor):
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None): return {OF_GIVEN}
given = []
def corr(X, K):
    given[:] = [X, K]
    return X.as_subclass(Sub) + 1""", without="key_not_looked_at")  # fmt: skip
guarded("when_it_is_looked_at", f"""
class Lazy(torch.Tensor):
    def detach(self):
        X, K = self.given
        return {LIBRARY}
def corr(X, K):
    lazy = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1).as_subclass(Lazy)
    lazy.given = X.clone(), K.clone()
    return lazy""")  # fmt: skip

# The profile hook taken away

guarded("profile_hook_taken_away", ROWS + """
def corr(X, K):
    sys.setprofile(None)
    return rows(X, K)""", reason=TAKES_AWAY.format("sys.setprofile"))  # fmt: skip
guarded("profile_hook_put_back", ROWS + """
def corr(X, K):
    hook = sys.getprofile()
    sys.setprofile(None)
    Y = rows(X, K)
    sys.setprofile(hook)
    return Y""", reason=TAKES_AWAY.format("sys.setprofile"), without="hook_let_go")  # fmt: skip

# The dispatch key switched off

guarded("modes_disabled", f"""
from torch.utils._python_dispatch import _disable_current_modes
def corr(X, K):
    with torch._C._DisableTorchDispatch(), _disable_current_modes(): return {LIBRARY}""")  # fmt: skip
guarded("key_switched_off", KEY + f"""
def corr(X, K):
    was = torch._C._dispatch_tls_is_dispatch_key_included(key)
    list(map(torch._C._dispatch_tls_set_dispatch_key_included, [key], [False]))
    try: return {LIBRARY}
    finally: list(map(torch._C._dispatch_tls_set_dispatch_key_included, [key], [was]))""", without="keys_let_go")  # fmt: skip
guarded("key_switched_off_before", start=KEY + """
for switch, on in ((torch._C._dispatch_tls_set_dispatch_key_excluded, True), (torch._C._dispatch_tls_set_dispatch_key_included, False)):
    switch(key, on)
held = torch._C._ExcludeDispatchKeyGuard(torch._C.DispatchKeySet(key))
held.__enter__()
""", without="key_stays_excluded")  # fmt: skip
guarded("key_excluded", KEY + f"""
def corr(X, K):
    with torch._C._ExcludeDispatchKeyGuard(torch._C.DispatchKeySet(key)): return {LIBRARY}""", without="keys_let_go")  # fmt: skip
guarded("key_set_to_exclude", KEY + f"""
def corr(X, K):
    with torch._C._SetExcludeDispatchKeyGuard(key, True): return {LIBRARY}""", without="keys_let_go")  # fmt: skip
guarded("keys_forced", KEY + f"""
def corr(X, K):
    included, excluded = torch._C._dispatch_tls_local_include_set(), torch._C._dispatch_tls_local_exclude_set()
    with torch._C._ForceDispatchKeyGuard(included, excluded | torch._C.DispatchKeySet(key)): return {LIBRARY}""", without="keys_let_go")  # fmt: skip
guarded("keys_as_they_were_before", f"""
def corr(X, K):
    before.pop().__exit__(None, None, None)
    return {LIBRARY}""", start="""
before = [torch._C._PreserveDispatchKeyGuard() for _ in range(20)]  # one a call
for state in before: state.__enter__()
""", without="keys_let_go")  # fmt: skip

# What hangs from the key replaced, or passed by

guarded("net_filled", start=KEY + """
kept = []
for name in ("conv2d", "convolution", "_convolution", "mkldnn_convolution", "_slow_conv2d_forward", "thnn_conv2d"):
    for fill in (
        lambda: kept.append(torch.library.Library("aten", "IMPL")) or kept[-1].impl(name, torch.library.fallthrough_kernel, "TESTING_ONLY_GenericWrapper"),
        lambda: kept.append(torch._C._dispatch_library("IMPL", "aten", "TESTING_ONLY_GenericWrapper", "", 0)) or kept[-1].impl(name, key, torch.library.fallthrough_kernel),
    ):
        try: fill()
        except BaseException: pass
""", without="net_left_open")  # fmt: skip
guarded("below_the_key", f"""
below = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
def corr(X, K): return torch.ops.aten._slow_conv2d_forward.default.redispatch(below, {BELOW})[0, 0]
""", reason=TAKES_AWAY.format("torch._C.redispatch_boxed"), without="net_left_open")  # fmt: skip
guarded("below_the_key_by_its_handle", f"""
below = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
handle = torch.ops.aten._slow_conv2d_forward.default._handle
def corr(X, K): return handle.redispatch_boxed(below, {BELOW})[0, 0]
""", reason=TAKES_AWAY.format("torch._C.redispatch_boxed"), without="net_left_open")  # fmt: skip
guarded("the_kernel_of_a_key", f"""
def corr(X, K):
    return torch.ops.aten._slow_conv2d_forward.default._op_dk(torch._C.DispatchKey.CPU, {BELOW})[0, 0]
""", reason=TAKES_AWAY.format("torch._C._op_dk"), without="net_left_open")  # fmt: skip
guarded("the_kernel_of_a_key_looked_up", f"""
find = torch._C._get_operation_overload("aten::_slow_conv2d_forward", "")[1]
def corr(X, K): return find(torch._C.DispatchKey.CPU, {BELOW})[0, 0]
""", reason=TAKES_AWAY.format("torch._C._op_dk"), without="net_left_open")  # fmt: skip
guarded("the_kernel_in_the_library", f"""
def corr(X, K):
    if isinstance(kernel, BaseException): raise kernel
    return kernel.call_boxed(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), {BELOW})[0, 0]
""", start="""
try: kernel = torch.library.get_kernel("aten::_slow_conv2d_forward", "CPU")
except BaseException as error: kernel = error
""", reason=TAKES_AWAY.format("torch._C._dispatch_get_computed_kernel_for_dispatch_key"), without="net_left_open")  # fmt: skip

# The guard itself patched

guarded("patched", start="""
import contextlib, re, cnnlab, cnnlab.checks.expect
from cnnlab.guard import dispatcher, hook, refused, scratch
for module in (cnnlab, cnnlab.guard, scratch, cnnlab.checks.expect): module.from_scratch = lambda allow=(), refuse=(): contextlib.nullcontext()
refused.REFUSED_OPERATORS = re.compile("$nothing")
refused.REFUSED_MODULES.clear()
for module in (dispatcher, refused): module.is_refused_operator = lambda name: False
for module in (hook, refused): module.refused_name = lambda module, name, more=(): None
dispatcher.Operators.refuse = lambda self: contextlib.nullcontext()
dispatcher.Operators.hold = dispatcher.Operators.learn = lambda self: None
""", without="students_guard")  # fmt: skip
guarded("found_by_gc", start="""
import contextlib, gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Responder": thing.from_scratch = lambda allow=(), refuse=(): contextlib.nullcontext()
""", without="objects_in_sight")  # fmt: skip
guarded("our_answering_patched", start="""
import autograder.exam.candidate.serving as candidate
call = candidate.Responder._call
candidate.Responder._call = lambda self, message, *more: call(self, {**message, "guard": None}, *more)
""", without="answering_looked_up")  # fmt: skip
guarded("our_replies_patched", start="""
import autograder.exam.candidate.responding as candidate
reply = candidate.Responder._reply
candidate.Responder._reply = lambda self, message, body: reply(self, {**message, "guard": None}, body)
""", without="answering_looked_up")  # fmt: skip
guarded("a_function_of_the_tests", """
import cnnlab.functions
def corr(X, K): return cnnlab.functions.conv_of(K[None, None])(X[None, None])[0, 0]""")  # fmt: skip
guarded("the_pause_of_functions_of_the_tests", "def corr(X, K): return paused(X, K)", start=f"""
import cnnlab
paused = cnnlab.given(lambda X, K: {LIBRARY})
""", without="students_guard")  # fmt: skip
