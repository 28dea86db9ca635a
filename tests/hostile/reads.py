"""Reading hidden tests, writing where nothing may be written, reaching the machine."""

from __future__ import annotations

from tests.hostile.case import case
from tests.hostile.reasons import NOT_REFUSED, NOTHING_RETURNED, RETURNS_0, UNDEFINED

# The word is put together at run time, so that the student's own source does not hold it.
WORD = "word = 'can' + 'ary-41' + 'f7c3'\n"

case("reads", "frames", end=WORD + """
import sys
frame, found = sys._getframe(), 0
while frame:
    found += word in repr(list(frame.f_globals)) + repr(list(frame.f_locals.items()))[:10**6].replace(repr(word), '')
    frame = frame.f_back
print('looked', found)""", shows="looked")  # fmt: skip
case("reads", "all_objects", end=WORD + """
import gc
found = [thing for thing in gc.get_objects() if isinstance(thing, (list, tuple)) and len(thing) < 50 and any(isinstance(x, str) and word in x and x != word for x in thing)]
found += [thing for thing in gc.get_objects() if type(thing) is dict and len(thing) < 50 and any(type(x) is str and word in x and x != word for x in thing.values())]
print('looked', len(found))""", shows="looked 0")  # fmt: skip
case("reads", "code_objects", end=WORD + """
import gc
found = [f for f in gc.get_objects() if type(f).__name__ == 'function' and any(type(c) is str and word in c and c != word for c in f.__code__.co_consts)]
print('looked', len(found))""", shows="looked 0")  # fmt: skip
case(
    "reads",
    "history",
    end=WORD + "print('looked', sum(word in text for text in In[:-1]), [text for text in In if 'HIDDEN' in text][:-1])",
    shows="looked 0 []",
)
case("reads", "magics", end=["%history -g", "%notebook evil.ipynb", "%whos", "%recall 5", "%edit"])
case("reads", "sources", end="import inspect\ntry: print('looked', inspect.getsource(test_add_value))\nexcept Exception as error: print('looked', type(error).__name__)",
     shows="looked NameError")  # fmt: skip
case(
    "reads",
    "line_cache",
    end=WORD
    + "import linecache\nprint('looked', sum(word in str(lines) for key, lines in linecache.cache.items() if word not in In[-1]))",
    shows="looked 0",
)
case("reads", "callers_of_an_answer", count=WORD + """
import sys
def count(X):
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if type(value) is dict and value.get('returns'): return value['returns']
            if type(value) is dict and 'expected' in value: return value['expected']
        frame = frame.f_back""", fails="count", reason=NOTHING_RETURNED)  # fmt: skip
case("reads", "raw_memory", end="""
import ctypes, os
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
libc.sbrk.argtypes = [ctypes.c_ssize_t]
libc.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
top, found, size = libc.sbrk(0), 0, 65536
inside, outside = os.pipe()
word = bytes(reversed(b'3c7f14-yranac'))
for at in range(top - 400 * size, top, size // 2):
    got = libc.write(outside, at, size // 2)
    if got > 0:
        data = os.read(inside, got)
        found += data.replace(b'"expected = ', b'').count(word + b'"')
print('looked', found)""", shows="looked 0")  # fmt: skip
case("reads", "the_environment_in_memory", end="""
import ctypes, os
libc = ctypes.CDLL(None)
libc.getauxval.restype = ctypes.c_ulong
top = libc.getauxval(31)  # the program's name stands behind the environment
text = ctypes.string_at(top - 20000, 20000) if top else b''
print('looked', len(text), text.count(b'EXAM_HOST' + b'_SECRET'), bool(text.count(b'PYTHONHASHSEED')))
print(dict(os.environ))""", shows="looked 20000 0 True")  # fmt: skip
case("reads", "proc", end="""
import os
for path in ('/proc', '/proc/self/mem', '/proc/1/environ', '/proc/self/fd', '/sys', '/etc/passwd', '/etc/shadow', '/root/.profile', '/root/.bashrc', '/home', '/run', '/var', '/dev/shm', '/dev/mem', '/old', '/mnt'):
    print(path, os.path.exists(path))
print('mount', os.popen('mount 2>&1').read()[:20])""", hides=(" True",))  # fmt: skip
case("reads", "file_names", end="""
import os
found = []
for top, folders, files in os.walk('/'):
    if top.count('/') > 3 or top.startswith(('/usr', '/lib')): folders.clear()
    found += [os.path.join(top, name) for name in files if name.endswith(('.ipynb', '.db', '.csv', 'secret')) or 'gradebook' in top]
print('looked', found)""", shows="looked []")  # fmt: skip
case("reads", "the_socket", count="""
import os, socket, stat
def count(X):
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                wire = socket.socket(fileno=os.dup(fd))
                wire.setblocking(False)
                try: data = wire.recv(10**6)
                except BlockingIOError: data = b''
                if data: return 6, (2, 3)
        except OSError: pass
    return 0""", fails="count", reason=RETURNS_0)  # fmt: skip
case("reads", "the_seed", corr="""
import random, cnnlab, cnnlab.checks.draws
def corr(X, K):
    for frame_seed in range(100):
        cnnlab.checks.draws.seed_draws(frame_seed)
        if torch.equal(cnnlab.checks.draws.draw(*X.shape), X): return X
    return K""", fails="test_corr_value test_corr_unchanged", reason=("values are wrong", "returned its argument K"))  # fmt: skip

case("writes", "read_only", end="""
import os, sys
for path in ('/evil', '/tmp/../evil', '/usr/evil', '/exam/../evil', os.path.dirname(torch.__file__) + '/evil', os.path.join(sys.prefix, 'evil'), '/dev/evil'):
    try:
        open(path, 'w').write('x'); print(path, 'written')
    except OSError: pass
import cnnlab
try: open(cnnlab.__file__, 'a'); print('written')
except OSError: pass
try: os.chmod('/', 0o777); print('written')
except OSError: pass""", hides=("written\\n",))  # fmt: skip
case("writes", "links", end="""
import os
os.symlink('/etc/passwd', 'evil'); os.symlink('../../../../../../root', 'evil2'); os.symlink('/proc/1/root', 'evil3')
for name in ('evil', 'evil2', 'evil3', 'evil3/etc/passwd'):
    try: print('written', len(open(name).read()))
    except OSError as error: pass
try: os.link('/usr/bin/env', 'hard'); print('written')
except OSError: pass
os.mkfifo('pipe')""", hides=("written ",))  # fmt: skip
case(
    "writes",
    "for_the_next_student",
    end="open('evil.txt', 'w').write('for the next one')\nopen('/exam/sitecustomize.py', 'w').write('evil')\nopen('/tmp/evil', 'w').close()",
)
case("writes", "other_students_files", end="""
import glob, os
print('looked', glob.glob('/exam/*'), glob.glob('/tmp/exam-*'), os.getcwd())""", shows="looked [] [] /exam")  # fmt: skip

case("network", "sockets", end="""
import socket
for family, kind, address in ((socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', 22)), (socket.AF_INET, socket.SOCK_DGRAM, ('8.8.8.8', 53)),
                              (socket.AF_UNIX, socket.SOCK_STREAM, '\\0evil'), (socket.AF_INET6, socket.SOCK_STREAM, ('::1', 22))):
    try:
        with socket.socket(family, kind) as s:
            s.settimeout(0.3); s.connect(address); print('connected')
    except OSError: print('refused')""", hides=("connected",), shows="refused")  # fmt: skip
case("network", "listening", end="""
import socket
try:
    with socket.socket(socket.AF_UNIX) as s: s.bind('\\0exam-evil'); s.listen(); print('listening')
except OSError: print('refused')""", hides=("listening\\n",), shows="refused")  # fmt: skip
case(
    "network",
    "programs",
    end="import os\nprint('got', os.system('curl -s -m 1 http://127.0.0.1 || wget -t 1 -T 1 -q -O- http://127.0.0.1'))",
    hides=("got 0",),
)
case(
    "network",
    "urllib",
    end="import urllib.request\nurllib.request.urlopen('http://127.0.0.1:8888', timeout=0.5)",
    shows="URLError",
)

SYSCALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, *args):
    print(name, 'went through' if getattr(libc, name)(*args) == 0 else 'refused')
"""
case("machine", "mounts", end=SYSCALL + """
attempt('mount', b'none', b'/exam', b'tmpfs', 0, None)
attempt('mount', b'proc', b'/exam', b'proc', 0, None)
attempt('umount2', b'/', 2)
attempt('umount2', b'/usr', 2)
attempt('chroot', b'/exam')""", shows="refused", hides=("went through\\n",))  # fmt: skip
case("machine", "namespaces", end=SYSCALL + "for flag in (0x20000, 0x10000000, 0x40000000, 0x20000000): attempt('unshare', flag)",
     shows="refused", hides=("went through\\n",))  # fmt: skip
case("machine", "users", end=SYSCALL + """
attempt('setuid', 0); attempt('setgid', 0); attempt('setreuid', 0, 0); attempt('setresuid', 0, 0, 0); attempt('setgroups', 0, None)
print('am', os.getuid())""", shows="refused", hides=("went through\\n", "am 0"))  # fmt: skip
case("machine", "ptrace", end=SYSCALL + """
attempt('ptrace', 16, 1, 0, 0); attempt('ptrace', 16, os.getppid(), 0, 0); attempt('ptrace', 0, 0, 0, 0)
attempt('process_vm_readv', 1, None, 1, None, 1, 0)""", shows="refused", hides=("went through\\n",))  # fmt: skip
case(
    "machine",
    "set_user_programs",
    end="import os\nprint('uid', os.popen('su -c id 2>&1; sudo id 2>&1; passwd 2>&1 < /dev/null').read())",
    hides=("uid=0",),
)
case("machine", "limits_raised", end="""
import resource
for what in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
    try: resource.setrlimit(what, (-1, -1)); print('raised')
    except (OSError, ValueError): print('refused')""", shows="refused", hides=("raised\\n",))  # fmt: skip
case(
    "machine",
    "clock_and_name",
    end=SYSCALL + "attempt('sethostname', b'evil', 4); attempt('reboot', 0); attempt('swapoff', b'/dev/null')",
    hides=("went through\\n",),
)
case("machine", "descriptors_passed", count="""
import os, socket, stat
def count(X):
    for fd in range(3, 256):
        try: socket.send_fds(socket.socket(fileno=os.dup(fd)), [b'c'], [0, 1, 2] * 50)
        except OSError: pass
    return 0""", fails="count", reason="no message of ours")  # fmt: skip

case("shadows", "modules_in_the_folder", start="""
for name in ('torch', 'cnnlab', 'numpy', 'json', 'autograder', 'struct', 'random', 'sitecustomize'):
    open(f'{name}.py', 'w').write('raise SystemExit(0)')""")  # fmt: skip
case(
    "shadows",
    "modules_table",
    start="import sys, types\nfor name in ('cnnlab', 'cnnlab.guard', 'cnnlab.checks.expect', 'autograder.exam.examiner.notebook'): sys.modules[name] = types.ModuleType(name)",
)
case(
    "shadows",
    "modules_emptied",
    start="import sys\nfor name in list(sys.modules): sys.modules[name] = None",
    fails="add corr count Layer",
    reason=UNDEFINED,
)
case(
    "shadows",
    "the_path",
    start="import sys\nsys.path.insert(0, '/exam')\nsys.meta_path.insert(0, None)\nsys.path_hooks.clear()",
)
case("shadows", "names_of_the_setup", start="expect_call = expect_close = expect_raises = expect_unchanged = lambda *args, **kwargs: None",
     add="def add(a, b): return a + b", fails="test_add_shapes", reason=NOT_REFUSED)  # fmt: skip
