"""Loops, sleeps, interrupts, exits, kills, bombs: what costs a process its time or its life."""

from __future__ import annotations

from tests.hostile.case import case
from tests.hostile.reasons import ENDED, NOTHING_RETURNED, SLOW

case(
    "loops",
    "in_an_answer",
    hangs=True,
    add="def add(a, b):\n    while True: pass",
    fails="add test_corr_unchanged test_Layer_weight",
    reason=SLOW,
)
case("loops", "in_a_cell", hangs=True, after_add="while True: pass", shows="ran longer than")
case(
    "loops",
    "in_the_cell_of_an_answer",
    hangs=True,
    count="def count(X): return X.numel(), tuple(X.shape)\nwhile True: pass",
    shows="ran longer than",
)  # it is interrupted, as in a kernel, and what it had defined counts
case(
    "loops",
    "in_a_property",
    hangs=True,
    Layer="class Layer:\n    def __init__(self, size): pass\n    def load_state_dict(self, state): self.weight\n"
    "    @property\n    def weight(self):\n        while True: pass",
    fails="Layer",
    reason=SLOW,
)

case(
    "sleeps",
    "in_an_answer",
    hangs=True,
    count="import time\ndef count(X): time.sleep(1000)",  # reason: the student's own, what is to be ended
    fails="count",
    reason=SLOW,
)  # student's own
case(
    "sleeps", "in_a_cell", hangs=True, end="import time\ntime.sleep(1000)", shows="ran longer than"
)  # the student's own: hangs
case("sleeps", "in_the_text_of_an_exception", hangs=True, count="""
import time
class Slow(ValueError):
    def __str__(self): time.sleep(1000)  # the student's own: hangs where it is shown
def count(X): raise Slow""", fails="count", reason=SLOW)  # fmt: skip
case(
    "sleeps",
    "a_stop_signal_to_oneself",
    hangs=True,
    count="import os, signal\ndef count(X): os.kill(os.getpid(), signal.SIGSTOP)",
    fails="count",
    reason=SLOW,
)
# Whether the stop comes before the big cell is there is the clock's: then the student's own calls may be too late.
case("sleeps", "the_other_half_of_a_big_cell", hangs=True, either="add", end=[
    "import signal, os\nsignal.setitimer(signal.ITIMER_REAL, 0.1)\nsignal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGSTOP))",
    "'''" + "x" * 2_000_000 + "'''", "1"])  # fmt: skip

SWALLOW = """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
"""
case(
    "interrupts",
    "all_signals_ignored",
    hangs=True,
    count=SWALLOW + "def count(X):\n    while True: pass",
    fails="count",
    reason=SLOW,
)
case(
    "interrupts",
    "swallowed",
    hangs=True,
    after_add="while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    shows="ran longer",
)
case("interrupts", "finally_again", hangs=True, count="""
def count(X):
    try:
        while True: pass
    finally:
        count(X)""", fails="count", reason=SLOW)  # fmt: skip
case(
    "interrupts",
    "blocked",
    hangs=True,
    after_add="import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
    shows="ran longer",
)

case(
    "c calls",
    "a_huge_power",
    hangs=True,
    count="def count(X): return 7 ** (10 ** 9)",
    fails="count",
    reason="your code",
)
case(
    "c calls",
    "backtracking",
    hangs=True,
    count="import re\ndef count(X): re.match(r'(a+)+$', 'a' * 40 + 'b')",
    fails="count",
    reason=SLOW,
)
case(
    "c calls",
    "a_big_sort",
    hangs=True,
    count="import numpy\ndef count(X):\n    while True: numpy.sort(numpy.random.rand(2 * 10**7))",
    fails="count",
    reason=SLOW,
)
case(
    "c calls",
    "a_big_product",
    hangs=True,
    count="def count(X):\n    while True: torch.rand(3000, 3000) @ torch.rand(3000, 3000)",
    fails="count",
    reason=SLOW,
)
case("c calls", "in_a_cell", hangs=True, after_add="7 ** (10 ** 9)", shows="ran longer than")

case(
    "exits",
    "sys_exit_in_an_answer",
    count="import sys\ndef count(X): sys.exit()",
    fails="count",
    reason="the call ended with SystemExit",
)
case("exits", "os_exit_in_an_answer", count="import os\ndef count(X): os._exit(0)", fails="count", reason=ENDED)
case(
    "exits",
    "system_exit_raised",
    count="def count(X): raise SystemExit(0)",
    fails="count",
    reason="the call ended with SystemExit",
)
case(
    "exits",
    "keyboard_interrupt_raised",
    count="def count(X): raise KeyboardInterrupt",
    fails="count",
    reason="the call ended with KeyboardInterrupt",
)
case("exits", "in_cells", start=["exit()", "raise SystemExit", "raise KeyboardInterrupt", "quit()"])
case("exits", "os_exit_in_cells", after_add=["import os; os._exit(0)", "import os; os.abort()"], shows=ENDED)
case(
    "exits",
    "generator_exit",
    count="def count(X): raise GeneratorExit",
    fails="count",
    reason="the call ended with GeneratorExit",
)
case(
    "exits",
    "stop_iteration",
    count="def count(X): raise StopIteration((6, (2, 3)))",
    fails="count",
    reason="RuntimeError: StopIteration",
)
case("exits", "at_the_exit", after_add="import atexit, os\natexit.register(os._exit, 0)\nos.register_at_fork(before=lambda: os._exit(0))",
     fails="add corr count Layer", reason=ENDED)  # fmt: skip

case("kills", "self", count="import os\ndef count(X): os.kill(os.getpid(), 9)", fails="count", reason=ENDED)
case(
    "kills",
    "parent",
    count="import os\ndef count(X): os.kill(os.getppid(), 9)",
    fails="count",
    reason=(ENDED, *NOTHING_RETURNED),
)
case("kills", "all", count="import os\ndef count(X): os.kill(-1, 9)", fails="count", reason=(ENDED, *NOTHING_RETURNED))
case(
    "kills",
    "the_process_group",
    count="import os\ndef count(X): os.killpg(0, 9); os.kill(0, 9)",
    fails="count",
    reason=ENDED,
)
case("kills", "the_process_group_from_a_cell", after_add="import os\nos.killpg(0, 9)", shows=ENDED)
case("kills", "every_number", after_add="""
import os, signal
for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGSEGV, signal.SIGALRM, signal.SIGPIPE):
    for pid in range(1, 300):
        if pid != os.getpid():
            try: os.kill(pid, sig)
            except OSError: pass""")  # fmt: skip
case(
    "kills",
    "every_number_stopped",
    after_add="import os\nfor pid in [*range(1, 300)]:\n    if pid != os.getpid():\n        try: os.kill(pid, 19)\n        except OSError: pass",
)
case("kills", "the_first_process_starved", after_add="""
import resource
for what in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_STACK):
    try: resource.prlimit(1, what, (0, 0)); print("starved", what)
    except (OSError, ValueError) as error: print("refused")""", shows="refused", hides=("starved",))  # fmt: skip

case("descriptors", "all_closed_in_a_cell", after_add="import os\nos.closerange(0, 256)", shows=ENDED)
case(
    "descriptors",
    "all_closed_in_an_answer",
    count="import os\ndef count(X): os.closerange(0, 256); return X.numel(), tuple(X.shape)",
    fails="count",
    reason=ENDED,
)
case("descriptors", "shut_down", count="""
import os, socket, stat
def count(X):
    for fd in range(3, 256):
        try: socket.socket(fileno=fd).shutdown(2)
        except OSError: pass
    return X.numel(), tuple(X.shape)""", fails="count", reason=ENDED)  # fmt: skip
case(
    "descriptors",
    "null_put_in_their_place",
    after_add="import os\nfor fd in range(3, 256): os.dup2(0, fd)",
    shows=ENDED,
)
case(
    "descriptors",
    "all_used_up",
    after_add="held = []\nwhile True: held.append(open('/dev/null'))",
    shows="Too many open files",
)

case(
    "bombs",
    "forks_in_a_cell",
    hangs=True,
    after_add="import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    shows="ran longer",
)
case(
    "bombs",
    "forks_in_an_answer",
    hangs=True,
    count="import os\ndef count(X):\n    while True:\n        try: os.fork()\n        except OSError: pass",
    fails="count",
    reason=(SLOW, "ended the process"),  # the answer of whichever copy is the first to go
)
case(
    "bombs",
    "threads",
    after_add="import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
    shows="RuntimeError",
)
case(
    "bombs",
    "memory_in_an_answer",
    count="held = []\ndef count(X):\n    while True: held.append(bytearray(2**26))",
    fails="count",
    reason="MemoryError",
)
case(
    "bombs",
    "memory_of_torch",
    count="def count(X): return torch.zeros(2**40)",
    fails="count",
    reason="can't allocate memory",
)
case("bombs", "memory_in_a_cell", after_add="held = []\nwhile True: held.append(bytearray(2**24))")
case(
    "bombs",
    "disk",
    after_add="with open('evil', 'wb') as file:\n    while True: file.write(bytes(2**20))",
    shows="OSError",
)
case("bombs", "many_files", after_add="for number in range(10**6): open(f'evil{number}', 'w').close()", shows="OSError")
case(
    "bombs",
    "memory_as_a_file",
    after_add="import os\nfd = os.memfd_create('evil')\nos.posix_fallocate(fd, 0, 2**22)\nprint('a file in memory')",
    hides=("a file in memory\\n",),
)
case("bombs", "output", hangs=True, after_add="while True: print('x' * 10**6)", shows="")
case("bombs", "output_of_many_cells", end=["print('y' * 10**6)"] * 60)
case(
    "bombs",
    "output_of_displays",
    after_add="from IPython.display import HTML, display\nfor _ in range(3000): display(HTML('x' * 10**5))",
    shows="cut off",
)
case("bombs", "a_traceback", after_add="raise ValueError('z' * 10**8)")
case(
    "bombs",
    "compressed",
    after_add="import zlib, bz2\nheld = zlib.decompress(zlib.compress(bytes(2**29)))\nheld2 = bytes(2**30)",
)

case(
    "input",
    "in_an_answer",
    count="def count(X): input(); return X.numel(), tuple(X.shape)",
    fails="count",
    reason="EOFError",
)
case("input", "in_a_cell", after_add="input('your name? ')", shows="EOFError")
case("input", "getpass", after_add="import getpass\ngetpass.getpass()")
case("input", "read_from_stdin", after_add="import os, sys\nprint('read', os.read(0, 10))", shows="read b''")

case("recursion", "in_an_answer", count="def count(X): return count(X)", fails="count", reason="RecursionError")
case(
    "recursion",
    "deep_enough_to_crash",
    hangs=True,
    count="import sys\ndef count(X):\n    sys.setrecursionlimit(10**9)\n    return count(X)",
    fails="count",
    reason=(SLOW, ENDED, "MemoryError"),
)
case("recursion", "in_a_repr", hangs=True, after_add="class R:\n    def __repr__(self): return repr(self)\nR()")
case("recursion", "in_the_source", after_add="(" * 150 + ")" * 150)
case("recursion", "minus_signs_in_the_source", after_add="-" * 60_000 + "1")
case("recursion", "attributes_in_the_source", after_add="a" + ".a" * 30_000)
case("recursion", "additions_in_the_source", after_add="1" + "+1" * 30_000)
case(
    "recursion",
    "a_segmentation_fault",
    count="import ctypes\ndef count(X): ctypes.string_at(0)",
    fails="count",
    reason=ENDED,
)

case("leftovers", "a_daemon", after_add="""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(1000)  # the student's own: stays behind
    os._exit(0)""")  # fmt: skip
case("leftovers", "a_daemon_from_an_answer", count="""
import os, time
def count(X):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(1000)  # the student's own: stays behind
        os._exit(0)
    return X.numel(), tuple(X.shape)""")  # fmt: skip
case(
    "leftovers",
    "threads",
    after_add="import threading, time\nfor _ in range(5): threading.Thread(target=time.sleep, args=(1000,)).start()",
)
case(
    "leftovers", "a_program", after_add="import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)"
)
case("leftovers", "one_that_forks_itself_anew", after_add="""
import os, time
if os.fork() == 0:
    while True:
        if os.fork(): os._exit(0)
        os.setsid()
        time.sleep(0.001)  # the student's own: it runs from process to process
""")  # fmt: skip
case("leftovers", "a_thread_that_talks", after_add="""
import os, threading
def talk():
    while True:
        for fd in range(3, 256):
            try: os.write(fd, b"noise")
            except OSError: pass
thread = threading.Thread(target=talk, daemon=True)
thread.start()""", either="add corr count Layer")  # fmt: skip
