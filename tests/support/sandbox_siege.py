"""Programs that got past the limits of an earlier sandbox, and others of their kinds: memory, disk, descriptors, ends, images.

Like `sandbox_attacks`: a state in which each may end, and the program; it says ESCAPED where it holds more than the limits of the test
allow (512 MB of memory, files of 8 MB, 32 MB in all, 200 files).
"""

from support.sandbox_attacks import DEAD, IMAGE, STOPPED, raw

MEMORY, DISK = {"memory"}, {"too_many_files"}
MAP = (
    "import ctypes, os, time\nlibc = ctypes.CDLL(None, use_errno=True)\nlibc.mmap.restype = libc.mremap.restype = libc.sbrk.restype = ctypes.c_void_p\n"
    "libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]\n"
    "libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]\nlibc.sbrk.argtypes = [ctypes.c_long]\n"
    "libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]\nMB = 1 << 20\n"
    "def got(place):\n    if place in (None, ctypes.c_void_p(-1).value): raise OSError(ctypes.get_errno(), 'refused')\n    return place\n"
    "def take(flags, size=900 * MB, protection=3, file=-1): return got(libc.mmap(None, size, protection, flags, file, 0))\n"
    "def fill(place, size=900 * MB):\n    ctypes.memset(place, 7, size)\n    time.sleep(0.3)\n    print('ESCAPED')\n"
)
DEEP = "import os, time\nfor _ in range(18):\n    os.mkdir('d' * 250)\n    os.chdir('d' * 250)\n"
WRITE = "def write(name, mb=4):\n    with open(name, 'wb') as f: f.write(bytes(mb << 20))\n"
OUTLIVE = "import time\ntime.sleep(1)\nprint('ESCAPED')\n"
CHUNK = "import struct, zlib\ndef chunk(name, data=b''): return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))\n"

SIEGE: dict[str, tuple[set[str], str]] = {
    # --- memory ---------------------------------------------------------------------------------------------------
    "growing_map": (STOPPED, MAP + "fill(take(0x122))"),
    "growing_map_as_stack": (STOPPED, MAP + "fill(take(0x20122))"),
    "growing_map_unreserved": (STOPPED, MAP + "fill(take(0x4122))"),
    "growing_shared_map": (STOPPED, MAP + "fill(take(0x121))"),
    "growing_map_in_the_upper_half": (STOPPED, MAP + "libc.mmap.argtypes[3] = ctypes.c_long\nfill(take(0x100000122))"),
    "small_growing_map_moved": (STOPPED, MAP + "p = take(0x122, 4096)\nfill(got(libc.mremap(p, 4096, 900 * MB, 1)))"),
    "map_as_stack": (STOPPED, MAP + "fill(take(0x20022))"),
    "huge_pages": (STOPPED, MAP + "fill(take(0x40022))"),
    "stack_moved_and_grown": (
        MEMORY | STOPPED,
        MAP + "top = ctypes.c_void_p.in_dll(libc, '__libc_stack_end').value & ~0xfff\nfill(got(libc.mremap(top - 0x8000, 0x1000, 900 * MB, 1)))",
    ),
    "break_moved": (STOPPED, MAP + "fill(got(libc.sbrk(900 * MB)))"),
    "reserved_then_opened": (
        STOPPED,
        MAP + "p = take(0x4022, protection=0)\nif libc.mprotect(p, 900 * MB, 3): raise OSError(ctypes.get_errno(), 'refused')\nfill(p)",
    ),
    "copies_of_a_file": (
        STOPPED | {"memory"}, MAP + WRITE + "write('f', 8)\nf = os.open('f', os.O_RDWR)\nfor _ in range(120): ctypes.memset(take(2, 8 * MB, file=f), 7, 8 * MB)\nprint('ESCAPED')",
    ),
    "posix_shared_memory": (STOPPED, "import os\nos.open('/dev/shm/scisynth-escaped', os.O_CREAT | os.O_RDWR)\nprint('ESCAPED')"),
    "python_shared_memory": (
        STOPPED, "from multiprocessing import shared_memory\nshared_memory.SharedMemory(create=True, size=900 << 20)\nprint('ESCAPED')",
    ),
    "dev_zero_shared": (STOPPED, MAP + "fill(take(1, file=os.open('/dev/zero', os.O_RDWR)))"),
    "memory_file": (STOPPED, "import os\nos.ftruncate(os.memfd_create('x'), 900 << 20)\nprint('ESCAPED')"),
    "secret_memory": (STOPPED, raw("memfd_secret", 0)),
    "semaphores": (STOPPED, raw("semget", 0, 100, 0o1600)),
    "message_queue": (STOPPED, raw("msgget", 0, 0o1600)),
    "locked_memory": (STOPPED, raw("mlockall", 2)),
    "memory_policy": (STOPPED, raw("mbind", 0, 0, 0, 0, 0, 0)),
    "remapped_pages": (STOPPED, raw("remap_file_pages", 0, 0, 0, 0, 0)),
    "pipes_enlarged": (STOPPED, "import fcntl, os\nr, w = os.pipe()\nfcntl.fcntl(w, 1031, 1 << 20)\nprint('ESCAPED')"),
    "pipes_filled": (
        STOPPED,
        "import os\nfor n in range(200):\n    r, w = os.pipe()\n    os.set_blocking(w, False)\n    os.write(w, bytes(1 << 20))\nprint('ESCAPED')",
    ),
    "pairs_filled": (
        STOPPED,
        "import socket, os\nkept = []\nfor n in range(200):\n    kept += socket.socketpair()\n    os.set_blocking(kept[-1].fileno(), False)\n"
        "    os.write(kept[-1].fileno(), bytes(1 << 20))\nprint('ESCAPED')",
    ),
    "pair_enlarged": (
        STOPPED,
        "import socket\none, two = socket.socketpair()\none.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)\nprint('ESCAPED')",
    ),
    "pages_given_to_a_pipe": (STOPPED, raw("vmsplice", 0, 0, 0, 0)),
    "stacks_of_threads": (
        STOPPED | MEMORY | DEAD | {"timeout"},
        "import threading, time\nthreading.stack_size(64 << 20)\nfor n in range(60): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "print('ESCAPED')",
    ),
    "timers": (STOPPED, raw("timer_create", 0, 0, 0)),
    "alarm_clock": (STOPPED, "import signal\nsignal.setitimer(signal.ITIMER_REAL, 1)\nprint('ESCAPED')"),
    "file_events": (STOPPED, raw("inotify_init1", 0)),
    # --- disk -----------------------------------------------------------------------------------------------------
    "long_names_below": (DISK, DEEP + WRITE + "for n in range(20): write(f'f{n}')\n" + OUTLIVE),
    "many_files_below": (DISK, DEEP + "for n in range(2000): open(f'{n}', 'w').close()\n" + OUTLIVE),
    "many_folders_with_files": (
        DISK, "import os\nfor n in range(100):\n    os.mkdir(f'{n}')\n    for m in range(9): open(f'{n}/{m}', 'w').close()\n" + OUTLIVE,
    ),
    "deleted_and_open": (
        DISK,
        "import os\nkept = []\nfor n in range(40):\n    kept.append(os.open('f', os.O_CREAT | os.O_RDWR))\n    os.write(kept[-1], bytes(4 << 20))\n"
        "    os.unlink('f')\n" + OUTLIVE,
    ),
    "never_named": (
        DISK | STOPPED,
        "import os\nkept = []\nfor n in range(40):\n    kept.append(os.open('.', os.O_TMPFILE | os.O_RDWR))\n    os.write(kept[-1], bytes(4 << 20))\n" + OUTLIVE,
    ),
    "deleted_and_mapped": (
        DISK,
        MAP + "for n in range(60):\n    f = os.open('f', os.O_CREAT | os.O_RDWR)\n    os.write(f, bytes(4 << 20))\n    take(1, 4096, 1, f)\n"
        "    os.close(f)\n    os.unlink('f')\n    time.sleep(0.01)\n" + OUTLIVE,
    ),
    "deleted_and_mapped_privately": (
        DISK,
        MAP + DEEP + "for n in range(60):\n    f = os.open('f', os.O_CREAT | os.O_RDWR)\n    os.write(f, bytes(4 << 20))\n    take(2, 4096, 0, f)\n"
        "    os.close(f)\n    os.unlink('f')\n    time.sleep(0.01)\n" + OUTLIVE,
    ),
    "thread_with_its_own_descriptors": (STOPPED, raw("clone", 0x10B00, 0, 0, 0, 0)),
    "descriptors_unshared": (STOPPED, raw("unshare", 0x400)),
    "descriptors_unshared_by_closing": (STOPPED, raw("close_range", 3, 100, 2)),
    "folder_that_moves": (
        DISK,
        WRITE + "import os, threading\nos.mkdir('a')\nfor n in range(20): write(f'a/{n}')\n"
        "def move():\n    while True:\n        os.rename('a', 'b')\n        os.rename('b', 'a')\n"
        "threading.Thread(target=move, daemon=True).start()\nimport time\ntime.sleep(1)\n",
    ),
    "copied_in_the_kernel": (
        DISK,
        WRITE + "import os\nwrite('f', 8)\nfor n in range(9):\n    with open('f', 'rb') as f, open(f'{n}', 'wb') as g: os.sendfile(g.fileno(), f.fileno(), 0, 8 << 20)\n" + OUTLIVE,
    ),
    "closed_folder": (DISK | {"ok"}, "import os\nos.umask(0o777)\nos.mkdir('closed')\nos.umask(0o077)\n" + IMAGE),
    "sparse_files": ({"ok"}, "for n in range(99): open(f'{n}', 'wb').truncate(8 << 20)\n" + IMAGE),
    "space_reserved": (STOPPED, "import os\nos.posix_fallocate(os.open('f', os.O_CREAT | os.O_RDWR), 0, 64 << 20)\nprint('ESCAPED')"),
    "raw_space_reserved": (STOPPED, raw("fallocate", "os.open('f', os.O_CREAT | os.O_RDWR)", 1, 0, 64 << 20)),
    "extended_attributes": (STOPPED, "import os\nos.setxattr('.', 'user.x', bytes(60000))\nprint('ESCAPED')"),
    "whiteout": (
        STOPPED,
        "import ctypes, os\nopen('a', 'w').close()\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "if libc.renameat2(-100, b'a', -100, b'b', 4): raise OSError(ctypes.get_errno(), 'refused')\nprint('ESCAPED', os.lstat('a'))",
    ),
    "exchanged": (STOPPED, raw("renameat2", -100, 0, -100, 0, 2)),
    "errors_without_end": (STOPPED, "import os\nwhile True: os.write(2, b'x' * (1 << 20))"),
    "file_too_large_by_signal": (
        DEAD, WRITE + "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nwrite('f', 64)\nprint('ESCAPED')",
    ),
    # --- processes and the kernel ---------------------------------------------------------------------------------
    "vfork": (STOPPED, raw("vfork")),
    "clone_of_memory_only": (STOPPED, raw("clone", 0x100, 0, 0, 0, 0)),
    "dumpable": (STOPPED, raw("prctl", 4, 0, 0, 0, 0)),
    "outlive_the_server": (STOPPED, raw("prctl", 1, 0, 0, 0, 0)),
    "memory_map_rewritten": (STOPPED, raw("prctl", 35, 1, 0, 0, 0)),
    "another_filter": (STOPPED, raw("seccomp", 1, 0, 0)),
    "processes_compared": (STOPPED, raw("kcmp", "os.getpid()", "os.getppid()", 0, 0, 0)),
    "descriptor_of_another": (STOPPED, raw("pidfd_getfd", 0, 0, 0)),
    "scheduling": (STOPPED, "import os\nos.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))\nprint('ESCAPED')"),
    "affinity": (STOPPED, "import os\nos.sched_setaffinity(0, {0})\nprint('ESCAPED')"),
    # --- ends and the harness -------------------------------------------------------------------------------------
    "bomb_in_a_finalizer": ({"ok"}, "class Bomb:\n    def __del__(self):\n        while True: pass\nbomb = Bomb()\n" + IMAGE),
    "bomb_in_the_collector": (
        {"ok", "timeout"},
        "import gc\ndef forever(*_):\n    while True: pass\ngc.callbacks.append(forever)\ngc.set_threshold(1)\n" + IMAGE,
    ),
    "bomb_in_a_profiler": ({"timeout"}, "import sys\ndef forever(*_):\n    while True: pass\n" + IMAGE + "sys.setprofile(forever)\n"),
    "bomb_in_an_import": ({"ok", "timeout"}, "import sys\nclass Finder:\n    def find_spec(self, *_):\n        while True: pass\nsys.meta_path.insert(0, Finder())\n" + IMAGE),
    "streams_replaced": (
        {"ok", "timeout"}, "import sys\nclass Stream:\n    def flush(self):\n        while True: pass\n    write = flush\nsys.stdout = sys.stderr = Stream()\n" + IMAGE,
    ),
    # --- images -------------------------------------------------------------------------------------------------
    "picture_of_many_chunks": (
        {"broken_output"},
        IMAGE + CHUNK + "data = open('page.png', 'rb').read()\nopen('page.png', 'wb').write(data[:33] + chunk(b'teSt') * 500_000 + data[33:])",
    ),
    "picture_of_many_texts": (
        {"broken_output"},
        IMAGE + CHUNK + "data = open('page.png', 'rb').read()\nopen('page.png', 'wb').write(data[:33] + chunk(b'tEXt', b'a\\0b') * 400_000 + data[33:])",
    ),
}  # fmt: skip
