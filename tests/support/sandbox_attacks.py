"""Programs that try to harm the machine, to leak, or to fool the runner. Each says ESCAPED where it got through.

`ENDS` names the states in which an attack may end; @NAME@ is filled in by the test: SECRET (a file of the user), OUTSIDE (a folder),
PORT (a TCP listener), UDP, SOCKET (a unix listener).
"""

import platform

STOPPED = {"exception"}
NOTHING = {"no_picture"}
DEAD = {"killed"}

NUMBERS = {
    "x86_64": {"ptrace": 101, "io_uring_setup": 425, "memfd_create": 319, "bpf": 321, "userfaultfd": 323, "keyctl": 250,
               "perf_event_open": 298, "process_vm_readv": 310, "pidfd_open": 434, "unshare": 272, "mount": 165,
               "shmget": 29, "personality": 135, "add_key": 248, "clone3": 435, "kill": 62, "tgkill": 234, "setns": 308,
               "open_by_handle_at": 304, "landlock_create_ruleset": 444, "execveat": 322, "splice": 275, "clone": 56,
               "vfork": 58, "semget": 64, "msgget": 68, "mlockall": 151, "prctl": 157, "close_range": 436, "timer_create": 222,
               "inotify_init1": 294, "seccomp": 317, "kcmp": 312, "pidfd_getfd": 438, "renameat2": 316, "mbind": 237,
               "remap_file_pages": 216, "vmsplice": 278, "setitimer": 38, "fallocate": 285, "memfd_secret": 447},
    "aarch64": {"ptrace": 117, "io_uring_setup": 425, "memfd_create": 279, "bpf": 280, "userfaultfd": 282, "keyctl": 219,
                "perf_event_open": 241, "process_vm_readv": 270, "pidfd_open": 434, "unshare": 97, "mount": 40,
                "shmget": 194, "personality": 92, "add_key": 217, "clone3": 435, "kill": 129, "tgkill": 131, "setns": 268,
                "open_by_handle_at": 265, "landlock_create_ruleset": 444, "execveat": 281, "splice": 76, "clone": 220,
                "semget": 190, "msgget": 186, "mlockall": 230, "prctl": 167, "close_range": 436, "timer_create": 107,
                "inotify_init1": 26, "seccomp": 277, "kcmp": 272, "pidfd_getfd": 438, "renameat2": 276, "mbind": 235,
                "remap_file_pages": 234, "vmsplice": 75, "setitimer": 103, "fallocate": 47, "memfd_secret": 447},
}.get(platform.machine(), {})  # fmt: skip

IMAGE = (
    "from PIL import Image, ImageDraw\n"
    "page = Image.new('RGB', (120, 90), 'white')\n"
    "ImageDraw.Draw(page).ellipse((30, 20, 90, 70), outline='black', width=3)\n"
    "page.save('page.png')\n"
)


def raw(name: str, *arguments: object) -> str:
    """A system call past the C library's wrappers."""
    given = ", ".join(f"ctypes.c_long({argument})" for argument in arguments)
    return (
        "import ctypes, os\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        f"answer = libc.syscall(ctypes.c_long({NUMBERS.get(name, -1)}){', ' if given else ''}{given})\n"
        "if answer >= 0: print('ESCAPED', answer)\n"
        "else: raise OSError(ctypes.get_errno(), 'refused')\n"
    )


ATTACKS: dict[str, tuple[set[str], str]] = {
    # --- time -----------------------------------------------------------------------------------------------------
    "endless_loop": ({"timeout"}, "while True: pass"),
    "endless_sleep": ({"timeout"}, "import time\ntime.sleep(60)"),
    "loop_that_ignores_signals": (
        {"timeout"},
        "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
        "while True: pass",
    ),
    "loop_in_the_harness": ({"timeout"}, "import json\ndef forever(*a, **k):\n    while True: pass\njson.dumps = forever\n" + IMAGE),
    "loop_at_exit": ({"ok"}, "import atexit\ndef forever():\n    while True: pass\natexit.register(forever)\n" + IMAGE),
    "regex_that_never_ends": ({"timeout"}, "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"),
    # --- processes ------------------------------------------------------------------------------------------------
    "fork": (STOPPED, "import os\nos.fork()\nprint('ESCAPED')"),
    "fork_bomb": (
        NOTHING,
        "import os\nfor _ in range(2000):\n    try:\n        os.fork()\n        print('ESCAPED')\n    except OSError: pass",
    ),
    "shell": (STOPPED, "import subprocess\nprint(subprocess.run(['/bin/sh', '-c', 'echo ESCAPED'], capture_output=True).stdout)"),
    "system": (NOTHING, "import os\nos.system('echo ESCAPED')"),
    "exec": (STOPPED, "import os\nos.execv('/bin/echo', ['echo', 'ESCAPED'])"),
    "spawn": (STOPPED, "import os\nos.posix_spawn('/bin/echo', ['echo', 'ESCAPED'], {})"),
    "multiprocessing": (STOPPED, "import multiprocessing\np = multiprocessing.Process(target=print, args=('ESCAPED',))\np.start()\np.join()"),
    "subclasses": (
        NOTHING,
        "found = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0]\n"
        "found.__init__.__globals__['system']('echo ESCAPED')",
    ),
    "memfd_exec": (
        STOPPED,
        "import os\nf = os.memfd_create('x')\nos.write(f, open('/bin/echo', 'rb').read())\nos.execve(f, ['echo', 'ESCAPED'], {})",
    ),
    "clone3": (STOPPED, raw("clone3", 0, 0)),
    "execveat": (STOPPED, raw("execveat", 0, 0, 0, 0, 0)),
    "thread_bomb": (
        {"killed", "exception"},
        "import threading, time\nfor _ in range(3000): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "time.sleep(60)",
    ),
    "lingering_thread": ({"ok"}, "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n" + IMAGE),
    # --- memory and disk ------------------------------------------------------------------------------------------
    "ten_gigabytes": ({"memory"}, "import numpy\nnumpy.ones(10 * 2**30, dtype='u1')"),
    "growing_list": ({"memory"}, "import numpy\nkept = []\nwhile True: kept.append(numpy.empty(50_000_000, 'u1'))"),
    "shared_memory": (STOPPED, "import mmap\nm = mmap.mmap(-1, 4 << 30)\nprint('ESCAPED')"),
    "system_v_memory": (STOPPED, raw("shmget", 0, 1 << 20, 0o1600)),
    "two_gigabyte_file": (STOPPED, "with open('big', 'wb') as f:\n    for _ in range(2048): f.write(bytes(1 << 20))\nprint('ESCAPED')"),
    "sparse_file": (STOPPED, "open('big', 'wb').truncate(2 << 30)\nprint('ESCAPED')"),
    "many_files": ({"too_many_files"}, "for n in range(5000): open(f'{n}.txt', 'w').close()\n" + IMAGE),
    "full_disk": (
        {"too_many_files"},
        "for n in range(150):\n    with open(f'{n}.bin', 'wb') as f: f.write(bytes(4 << 20))\n" + IMAGE,
    ),
    "deep_folders": ({"too_many_files"}, "import os\nfor n in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\n"),
    "raise_own_limits": (STOPPED, "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))\nprint('ESCAPED')"),
    "million_lines": ({"exception", "no_picture"}, "for _ in range(1_000_000): print('x' * 60)"),
    # --- files ----------------------------------------------------------------------------------------------------
    "environment": (NOTHING, "import os\nprint(dict(os.environ))"),
    "own_environ_file": (STOPPED, "print(open('/proc/self/environ').read(), 'ESCAPED')"),
    "parents_environ_file": (STOPPED, "import os\nprint(open(f'/proc/{os.getppid()}/environ').read(), 'ESCAPED')"),
    "parents_memory": (STOPPED, "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb')\nprint('ESCAPED')"),
    "parents_command": (STOPPED, "import os\nprint(open(f'/proc/{os.getppid()}/cmdline').read(), 'ESCAPED')"),
    "parents_folder": (STOPPED, "import os\nprint(os.readlink(f'/proc/{os.getppid()}/cwd'), 'ESCAPED')"),
    "parents_descriptors": (STOPPED, "import os\nprint(os.listdir(f'/proc/{os.getppid()}/fd'), 'ESCAPED')"),
    "list_processes": (STOPPED, "import os\nprint(os.listdir('/proc'), 'ESCAPED')"),
    "passwd": (STOPPED, "print(open('/etc/passwd').read(), 'ESCAPED')"),
    "shadow": (STOPPED, "print(open('/etc/shadow').read(), 'ESCAPED')"),
    "list_root": (STOPPED, "import os\nprint(os.listdir('/'), 'ESCAPED')"),
    "list_home": (STOPPED, "import os\nprint(os.listdir('/root'), 'ESCAPED')"),
    "list_others_figures": (STOPPED, "import os\nprint(os.listdir('../..'), 'ESCAPED')"),
    "read_the_run_folder": (STOPPED, "print(open('@SECRET@').read(), 'ESCAPED')"),
    "read_by_dots": (STOPPED, "print(open('../' * 20 + '@SECRET@').read(), 'ESCAPED')"),
    "list_the_run_folder": (STOPPED, "import os\nprint(os.listdir('@OUTSIDE@'), 'ESCAPED')"),
    "write_elsewhere": (STOPPED, "open('@OUTSIDE@/new', 'w').write('x')\nprint('ESCAPED')"),
    "write_to_tmp": (STOPPED, "open('/tmp/scisynth-escaped', 'w').write('x')\nprint('ESCAPED')"),
    "overwrite": (STOPPED, "open('@SECRET@', 'w')\nprint('ESCAPED')"),
    "append": (STOPPED, "open('@SECRET@', 'a').write('x')\nprint('ESCAPED')"),
    "truncate": (STOPPED, "import os\nos.truncate('@SECRET@', 0)\nprint('ESCAPED')"),
    "delete": (STOPPED, "import os\nos.unlink('@SECRET@')\nprint('ESCAPED')"),
    "move": (STOPPED, "import os\nos.rename('@SECRET@', 'mine')\nprint('ESCAPED')"),
    "change_mode": (NOTHING, "import os\nos.chmod('@SECRET@', 0o777)"),
    "change_owner": (STOPPED, "import os\nos.chown('@SECRET@', 65534, 65534)\nprint('ESCAPED')"),
    "change_times": (NOTHING, "import os\nos.utime('@SECRET@', (1, 1))"),
    "mode_of_a_library": (NOTHING, "import os, PIL\nos.fchmod(os.open(PIL.__file__, os.O_RDONLY), 0o777)"),
    "write_to_a_library": (STOPPED, "import PIL\nopen(PIL.__file__, 'a')\nprint('ESCAPED')"),
    "symbolic_link": (STOPPED, "import os\nos.symlink('/etc/passwd', 'image.png')\nprint('ESCAPED')"),
    "hard_link": (STOPPED, "import os\nos.link('@SECRET@', 'image.png')\nprint('ESCAPED')"),
    "pipe_file": (STOPPED, "import os\nos.mkfifo('image.png')\nprint('ESCAPED')"),
    "device_file": (STOPPED, "import os, stat\nos.mknod('d', 0o600 | stat.S_IFBLK, os.makedev(8, 0))\nprint('ESCAPED')"),
    "raw_memory": (STOPPED, "open('/dev/mem', 'rb')\nprint('ESCAPED')"),
    "terminal": (STOPPED, "open('/dev/tty', 'w').write('ESCAPED')"),
    "kernel_settings": (STOPPED, "open('/proc/sys/kernel/core_pattern', 'w')\nprint('ESCAPED')"),
    "by_handle": (STOPPED, raw("open_by_handle_at", 0, 0, 0)),
    # --- network and other processes ------------------------------------------------------------------------------
    "tcp": (STOPPED, "import socket\nsocket.create_connection(('127.0.0.1', @PORT@), 1).send(b'ESCAPED')\nprint('ESCAPED')"),
    "tcp_listener": (STOPPED, "import socket\nsocket.create_server(('127.0.0.1', 0))\nprint('ESCAPED')"),
    "udp": (
        STOPPED,
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'ESCAPED', ('127.0.0.1', @UDP@))\nprint('ESCAPED')",
    ),
    "unix_socket": (STOPPED, "import socket\nsocket.socket(socket.AF_UNIX).connect('@SOCKET@')\nprint('ESCAPED')"),
    "abstract_socket": (STOPPED, "import socket\nsocket.socket(socket.AF_UNIX).bind('\\0scisynth-escaped')\nprint('ESCAPED')"),
    "datagram_pair": (STOPPED, "import socket\nsocket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\nprint('ESCAPED')"),
    "raw_socket": (STOPPED, "import socket\nsocket.socket(socket.AF_PACKET, socket.SOCK_RAW)\nprint('ESCAPED')"),
    "netlink": (STOPPED, "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)\nprint('ESCAPED')"),
    "web": (STOPPED, "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:@PORT@/', timeout=1)\nprint('ESCAPED')"),
    "trace_the_parent": (STOPPED, raw("ptrace", 16, "os.getppid()", 0, 0)),
    "read_the_parent": (STOPPED, raw("process_vm_readv", "os.getppid()", 0, 0, 0, 0, 0)),
    "kill_the_parent": (STOPPED, "import os\nos.kill(os.getppid(), 9)\nprint('ESCAPED')"),
    "kill_everything": (STOPPED, "import os\nos.kill(-1, 9)\nprint('ESCAPED')"),
    "raw_kill": (STOPPED, raw("kill", "os.getppid()", 9)),
    "thread_kill": (STOPPED, raw("tgkill", "os.getppid()", "os.getppid()", 9)),
    "pidfd": (STOPPED, raw("pidfd_open", "os.getppid()", 0)),
    "signal_by_owner": (
        STOPPED,
        "import fcntl, os\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, os.getppid())\nprint('ESCAPED')",
    ),
    "servers_descriptors": (
        NOTHING,
        "import os\nfor n in range(3, 64):\n    for use in (lambda: os.write(n, b'x'), lambda: os.read(n, 1)):\n"
        "        try: use()\n        except OSError: continue\n        print('ESCAPED', n)",
    ),
    "terminal_input": (STOPPED, "import fcntl\nfcntl.ioctl(1, 0x5412, b'x')\nprint('ESCAPED')"),
    "read_stdin": (STOPPED, "print(input(), 'ESCAPED')"),
    # --- the kernel -----------------------------------------------------------------------------------------------
    "io_uring": (STOPPED, raw("io_uring_setup", 8, 0)),
    "memfd": (STOPPED, raw("memfd_create", 0, 0)),
    "bpf": (STOPPED, raw("bpf", 0, 0, 0)),
    "userfaultfd": (STOPPED, raw("userfaultfd", 0)),
    "keyring": (STOPPED, raw("keyctl", 0, -3, 0, 0, 0)),
    "perf": (STOPPED, raw("perf_event_open", 0, 0, -1, -1, 0)),
    "new_user_namespace": (STOPPED, raw("unshare", 0x10000000)),
    "other_namespace": (STOPPED, raw("setns", 0, 0)),
    "mount": (STOPPED, raw("mount", 0, 0, 0, 0, 0)),
    "personality": (STOPPED, raw("personality", 0x0040000)),
    "landlock_again": (STOPPED, raw("landlock_create_ruleset", 0, 0, 1)),
    "become_another_user": (STOPPED, "import os\nos.setuid(65534)\nprint('ESCAPED')"),
    "become_root": (STOPPED, "import os\nos.setresuid(0, 0, 0)\nprint('ESCAPED')"),
    "priority": (STOPPED, "import os\nos.setpriority(os.PRIO_PROCESS, 0, -20)\nprint('ESCAPED')"),
    # --- sudden ends ----------------------------------------------------------------------------------------------
    "sudden_exit": (DEAD, IMAGE + "import os\nos._exit(0)"),
    "segfault": (DEAD, "import ctypes\nctypes.string_at(0)"),
    "abort": (DEAD, "import os\nos.abort()"),
    "endless_recursion": (STOPPED, "def f(): f()\nf()"),
    "recursion_in_c": (DEAD | STOPPED | {"memory"}, "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return [*map(lambda _: f(), [0])]\nf()"),
    "closed_streams": ({"ok"}, "import os\nos.close(0)\nos.close(1)\nos.close(2)\n" + IMAGE),
    "closed_everything": ({"ok"}, "import os, sys\nsys.stdout.close()\nsys.stderr.close()\nos.closerange(0, 64)\n" + IMAGE),
    "keyboard_interrupt": (STOPPED, "raise KeyboardInterrupt"),
    "exception_without_words": (
        DEAD | STOPPED,
        "class Bad(BaseException):\n    def __str__(self): raise SystemExit\nraise Bad",
    ),
    # --- forged results -------------------------------------------------------------------------------------------
    "forged_status": (
        {"broken_output"},
        "import os\nopen('../out/outcome.json', 'w').write('{\"status\": \"ok\"}')\nopen('../out/picture.png', 'w').write('x' * 99)\nos._exit(0)",
    ),
    "unknown_status": ({"broken_output"}, "import os\nopen('../out/outcome.json', 'w').write('{\"status\": \"perfect\"}')\nos._exit(0)"),
    "deep_json": ({"broken_output"}, "import os\nopen('../out/outcome.json', 'w').write('[' * 60000)\nos._exit(0)"),
    "long_json": ({"broken_output"}, "import os\nopen('../out/outcome.json', 'w').write('\"' + 'x' * 10**6 + '\"')\nos._exit(0)"),
    "folder_as_picture": (STOPPED, "import os\nos.mkdir('../out/picture.png')\n" + IMAGE),
    "folder_as_outcome": ({"broken_output", "killed"}, "import os\nos.mkdir('../out/outcome.json')\n" + IMAGE),
    "no_out_folder": (DEAD | {"broken_output"}, "import shutil\nshutil.rmtree('../out')\n" + IMAGE),
    "picture_bomb": (
        {"too_large"},
        "import struct, zlib\ndef chunk(name, data): return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))\n"
        "open('bomb.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 60000, 60000, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'')) + chunk(b'IEND', b''))",
    ),
    "text_as_picture": ({"broken_output"}, "open('a.png', 'w').write('no image')"),
    "entity_bomb": (
        {"broken_output", "blank", "ok", "too_small", "exception"},
        "open('a.svg', 'w').write('<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\">' + ''.join(f'<!ENTITY {chr(98+n)} \"{(\"&\" + chr(97+n) + \";\") * 10}\">' for n in range(9)) + ']><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"99\" height=\"99\"><text>&j;</text></svg>')",
    ),
    "svg_reads_files": (
        {"blank", "broken_output", "exception"},
        "open('a.svg', 'w').write('<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"99\" height=\"99\"><rect width=\"99\" height=\"99\" fill=\"white\"/><image width=\"99\" height=\"99\" xlink:href=\"file://@SECRET@\"/></svg>')",
    ),
}  # fmt: skip

if platform.machine() == "x86_64":
    JUMP_IN = (
        "import ctypes, mmap\nm = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)\nm.write(bytes.fromhex('{code}'))\n"
        "ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()\nprint('ESCAPED')"
    )
    # mov eax, 20; int 0x80; ret: getpid of the 32-bit table.
    ATTACKS["calls_of_32_bits"] = (DEAD, JUMP_IN.format(code="b814000000cd80c3"))
    # mov eax, 0x40000027; syscall; ret: getpid of the x32 table.
    ATTACKS["calls_of_x32"] = (DEAD, JUMP_IN.format(code="b8270000400f05c3"))

BITES = (
    "fork", "shell", "system", "exec", "subclasses", "own_environ_file", "parents_environ_file", "passwd", "list_root",
    "read_the_run_folder", "list_the_run_folder", "write_elsewhere", "symbolic_link", "hard_link", "pipe_file", "append", "tcp",
    "tcp_listener", "udp", "unix_socket", "abstract_socket", "datagram_pair", "pidfd", "sparse_file",
)  # fmt: skip
"""Attacks that succeed in a plain process, so that their failure in the sandbox means something."""
