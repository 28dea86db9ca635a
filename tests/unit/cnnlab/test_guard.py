"""`from_scratch`: a library's convolution or pooling is refused, all else is allowed, and nothing is left behind."""

from __future__ import annotations

import cProfile
import ctypes
import multiprocessing
import pstats
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import coverage
import numpy as np
import pytest
import torch
from d2l import torch as d2l

from cnnlab import ShortcutError, from_scratch
from cnnlab.guard import allowed_here, is_from_scratch
from cnnlab.guard.dispatcher import DISPATCH_KEY
from cnnlab.guard.refused import is_refused_operator
from tests.support.guard_calls import FREE, SHORTCUTS, K, X, image, k, kernel, plain_convolution, x

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning")


@pytest.mark.parametrize("call", SHORTCUTS.values(), ids=SHORTCUTS.keys())
def test_a_library_convolution_or_pooling_is_refused_however_it_is_reached(call: Callable[[], Any]) -> None:
    call()
    with pytest.raises(ShortcutError, match="does this exercise for you"), from_scratch():
        call()


@pytest.mark.parametrize("call", FREE.values(), ids=FREE.keys())
def test_what_only_moves_values_or_adds_them_up_is_free(call: Callable[[], Any]) -> None:
    with from_scratch():
        call()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("F.conv2d", "PyTorch's conv2d"),
        ("np.convolve", "numpy.convolve"),
        ("d2l.corr2d", "d2l.corr2d"),
        ("torchvision's roi_align", "torchvision's roi_align"),
        ("scipy.ndimage.sobel", "scipy.ndimage.correlate1d"),
    ],
)
def test_the_refusal_says_what_was_called(call: str, name: str) -> None:
    with pytest.raises(ShortcutError, match=f"Your code called {name}, "), from_scratch():
        SHORTCUTS[call]()


@pytest.mark.parametrize(
    "operator",
    [
        "aten::cudnn_convolution",
        "aten::_conv_depthwise2d",
        "quantized::conv2d_relu",
        "aten::mkldnn_max_pool2d",
        "mkldnn_prepacked::conv2d_run",
    ],
)
def test_operators_of_other_devices_are_refused_by_their_names(operator: str) -> None:
    with from_scratch():
        pass
    overloads = [name for name in torch._C._dispatch_get_all_op_names() if name.partition(".")[0] == operator]
    assert overloads
    assert all(torch._C._dispatch_has_kernel_for_dispatch_key(name, DISPATCH_KEY) for name in overloads)


def test_no_other_operator_hangs_in_the_net() -> None:
    with from_scratch():
        pass
    hung = {
        name
        for name in torch._C._dispatch_get_all_op_names()
        if torch._C._dispatch_has_kernel_for_dispatch_key(name, DISPATCH_KEY)
    }
    assert all(is_refused_operator(name) for name in hung)
    assert {"aten::im2col", "aten::col2im", "aten::unfold", "aten::einsum", "aten::mm"}.isdisjoint(hung)


@pytest.fixture
def cv2(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A stand-in with a Python function, a class, and C functions that, like OpenCV's, know no module."""
    module = ModuleType("cv2")
    exec("def sepFilter2D(*a): return 1\nclass BoxFilter: pass\ndef modules_filter(): return 2\n", module.__dict__)
    kind = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object)
    function = kind(lambda _, args: args)

    class Method(ctypes.Structure):
        _fields_ = (("name", ctypes.c_char_p), ("call", kind), ("flags", ctypes.c_int), ("doc", ctypes.c_char_p))

    make = ctypes.pythonapi.PyCFunction_NewEx
    make.restype, make.argtypes = ctypes.py_object, [ctypes.POINTER(Method), ctypes.c_void_p, ctypes.c_void_p]
    methods = [
        Method(name.encode(), function, 1, None) for name in ("filter2D", "copyMakeBorder", "resize", "resizeWindow")
    ]
    for method in methods:
        setattr(module, method.name.decode(), make(ctypes.byref(method), None, None))
    monkeypatch.setitem(sys.modules, "cv2", module)
    yield module
    for method in methods:
        delattr(module, method.name.decode())


@pytest.mark.parametrize("name", ["filter2D", "resize", "sepFilter2D"])
def test_opencv_is_refused_though_its_functions_name_no_module(cv2: ModuleType, name: str) -> None:
    with pytest.raises(ShortcutError, match=rf"cv2\.{name}"), from_scratch():
        getattr(cv2, name)(x, k)


@pytest.mark.parametrize("name", ["copyMakeBorder", "resizeWindow", "BoxFilter", "modules_filter"])
def test_what_else_opencv_does_is_free(cv2: ModuleType, name: str) -> None:
    with from_scratch():
        getattr(cv2, name)()


def test_scikit_images_block_reduce_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("skimage.measure.block")
    exec("def block_reduce(image, size): return image\ndef view_as_windows(image, size): return image", module.__dict__)
    with from_scratch():
        module.view_as_windows(x, (2, 2))
    with pytest.raises(ShortcutError, match=r"skimage\.block_reduce"), from_scratch():
        module.block_reduce(x, (2, 2))


def through_anything(call: Callable[[], Any]) -> Any:
    """A student who tries the library, whatever it raises, again and again."""
    for _ in range(3):
        try:
            return call()
        except BaseException:
            try:
                return call()
            except:  # noqa: E722  # that is how they write it
                pass
    return "by hand"


@pytest.mark.parametrize(
    "name",
    ["F.conv2d", "torch.jit.script", "np.convolve", "scipy.signal.correlate2d", "numpy's C function", "d2l.corr2d"],
)
def test_a_swallowed_refusal_yields_no_library_result_and_costs_the_written_one_nothing(name: str) -> None:
    with from_scratch():
        assert through_anything(SHORTCUTS[name]) == "by hand"
        with pytest.raises((ShortcutError, torch.jit.Error, RuntimeError)):
            SHORTCUTS[name]()


def test_an_error_of_the_students_own_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="mine"), from_scratch():
        through_anything(SHORTCUTS["F.conv2d"])
        raise RuntimeError("mine")


THREADED: dict[str, Callable[[], Any]] = {
    "threading": lambda: threading.Thread(target=plain_convolution, args=(X, K)).start(),
    "concurrent.futures": lambda: ThreadPoolExecutor(1).submit(plain_convolution, X, K).result(),
    "multiprocessing": lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    "multiprocessing.Pool": lambda: multiprocessing.get_context("fork").Pool(1),
    "subprocess": lambda: subprocess.run(["true"], check=True),
}


@pytest.mark.parametrize("call", THREADED.values(), ids=THREADED.keys())
def test_no_thread_or_process_is_started_to_compute_elsewhere(call: Callable[[], Any]) -> None:
    with pytest.raises(ShortcutError, match="no threads or processes"), from_scratch():
        call()


def test_a_forked_process_inherits_the_refusal() -> None:
    def compute() -> None:
        try:
            plain_convolution(X, K)
            np.convolve(x[0], k[0])
        except ShortcutError:
            there.send("refused")
        there.close()

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    with from_scratch():
        child = context.Process(target=compute)
        child.start()
        there.close()
        assert here.recv() == "refused"
        child.join()


def test_a_pool_that_was_there_before_takes_no_work() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(int, "3").result() == 3
        with pytest.raises(ShortcutError, match="no threads"), from_scratch():
            pool.submit(plain_convolution, X, K)


def test_allow_lets_exactly_that_name_through() -> None:
    with from_scratch(allow=("d2l.corr2d",)):
        assert d2l.corr2d(image, kernel).shape == (7, 7)
        assert d2l.corr2d(image, kernel).shape == (7, 7)
        for other in ("F.conv2d", "np.convolve", "scipy.signal.correlate2d"):
            with pytest.raises(ShortcutError):
                SHORTCUTS[other]()


@pytest.mark.parametrize(
    "name", ["numpy.convolve", "scipy.ndimage.uniform_filter", "scipy.signal.lfilter", "PIL.resize"]
)
def test_an_allowed_function_may_call_what_it_needs(name: str) -> None:
    call = next(
        call for key, call in SHORTCUTS.items() if key.replace("np.", "numpy.").replace("PIL's ", "PIL.") == name
    )
    with from_scratch(allow=(name,)):
        call()
        with pytest.raises(ShortcutError):
            np.correlate(x[0], k[0])


def test_an_allowed_function_that_raises_does_not_open_the_door() -> None:
    with from_scratch(allow=("d2l.corr2d",)):
        with pytest.raises(AttributeError):
            d2l.corr2d(None, None)
        with pytest.raises(ShortcutError):
            np.convolve(x[0], k[0])


def test_a_block_within_a_block_allows_only_what_both_do() -> None:
    with from_scratch(allow=("d2l.corr2d", "numpy.convolve")):
        with from_scratch(allow=("d2l.corr2d", "numpy.correlate")):
            assert allowed_here() == {"d2l.corr2d"}
            d2l.corr2d(image, kernel)
            for name in ("np.convolve", "np.correlate", "F.conv2d"):
                with pytest.raises(ShortcutError):
                    SHORTCUTS[name]()
        assert allowed_here() == {"d2l.corr2d", "numpy.convolve"}
        np.convolve(x[0], k[0])
        with pytest.raises(ShortcutError):
            np.correlate(x[0], k[0])


@pytest.mark.parametrize("error", [ValueError, ShortcutError, KeyboardInterrupt, None])
def test_after_the_block_everything_is_as_it_was(error: type[BaseException] | None) -> None:
    def hook(*_: Any) -> None: ...

    before, tracer = sys.getprofile(), sys.gettrace()
    sys.setprofile(hook)
    try:
        try:
            with from_scratch(allow=("d2l.corr2d",)):
                assert is_from_scratch()
                if error is not None:
                    raise error
        except (ValueError, ShortcutError, KeyboardInterrupt):
            pass
        assert sys.getprofile() is hook
    finally:
        sys.setprofile(before)
    assert sys.gettrace() is tracer
    assert not is_from_scratch()
    assert allowed_here() == frozenset()
    for call in ("F.conv2d", "np.convolve", "d2l.corr2d"):
        SHORTCUTS[call]()


def test_a_refusal_leaves_a_debuggers_trace_function_in_its_place() -> None:
    seen: list[str] = []

    def tracer(frame: Any, event: str, arg: Any) -> Any:
        seen.append(frame.f_code.co_name)
        return tracer

    def stepped_into() -> None: ...

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        with from_scratch():
            through_anything(SHORTCUTS["np.convolve"])
            kept = sys.gettrace()
            stepped_into()
    finally:
        sys.settrace(before)
    assert kept is tracer
    assert "stepped_into" in seen


def test_it_refuses_under_a_profiler_which_goes_on_profiling_afterwards() -> None:
    def counted_afterwards() -> None: ...

    profiler = cProfile.Profile()
    profiler.enable()
    try:
        with pytest.raises(ShortcutError), from_scratch():
            SHORTCUTS["scipy.signal.correlate2d"]()
        counted_afterwards()
    finally:
        profiler.disable()
    assert "counted_afterwards" in {name for _, _, name in pstats.Stats(profiler).stats}  # type: ignore[attr-defined]


def test_it_refuses_under_coverage() -> None:
    before = sys.gettrace()
    measured = coverage.Coverage(data_file=None)
    measured.start()
    try:
        with from_scratch():
            assert through_anything(SHORTCUTS["np.convolve"]) == "by hand"
    finally:
        measured.stop()
        sys.settrace(before)


def test_an_answer_that_takes_the_hook_away_is_refused() -> None:
    with pytest.raises(ShortcutError, match="took away the hook"), from_scratch():
        sys.setprofile(None)
        np.convolve(x[0], k[0])


def test_the_key_holds_again_with_the_next_function_that_is_called() -> None:
    key = torch._C._dispatch_key_parse(DISPATCH_KEY)
    with pytest.raises(ShortcutError, match="conv2d"), from_scratch():
        torch._C._dispatch_tls_set_dispatch_key_included(key, False)
        plain_convolution(X, K)


def test_a_key_that_was_switched_off_before_holds_in_the_block_and_is_off_again_after_it() -> None:
    key = torch._C._dispatch_key_parse(DISPATCH_KEY)
    torch._C._dispatch_tls_set_dispatch_key_excluded(key, True)
    try:
        with pytest.raises(ShortcutError), from_scratch():
            plain_convolution(X, K)
        assert torch._C._dispatch_tls_is_dispatch_key_excluded(key)
    finally:
        torch._C._dispatch_tls_set_dispatch_key_excluded(key, False)
