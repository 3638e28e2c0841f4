"""What holds a worker back: its memory, and on Linux no network, no other program, no writing outside one folder.

Each part is used where the system offers it and is named in what `enter` returns; `offered` tells `doctor` the same without
entering. The Linux parts are system calls of their own, without a library: Landlock (landlock(7)) for files and TCP, a
seccomp filter (seccomp(2)) for sockets, programs and new processes.
"""

import ctypes
import os
import signal
import struct
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ADD_RULE = 445
LANDLOCK_RESTRICT_SELF = 446
LANDLOCK_VERSION_FLAG = 1
LANDLOCK_RULE_PATH_BENEATH = 1
WRITE_FILE = 1 << 1
FILE_ACCESS = (0, 0x1FF3, 0x3FF3, 0x7FF3, 0x7FF3, 0xFFF3)
"""By Landlock's version: every right but reading files and folders (bits 2 and 3), so that only those stay free outside."""
NET_ACCESS = 0b11
"""Binding and connecting TCP, from version 4."""

CLONE_THREAD = 0x10000
EPERM = 1
ENOSYS = 38

SYSCALLS: dict[str, dict[str, int | tuple[int, ...]]] = {
    "x86_64": {
        "arch": 0xC000003E,
        "clone": 56,
        "kill": (62, 234),
        "clone3": 435,
        "refused": (41, 57, 58, 59, 101, 165, 200, 272, 298, 308, 310, 311, 321, 322, 424, 425),
    },
    "aarch64": {
        "arch": 0xC00000B7,
        "clone": 220,
        "kill": (129, 131),
        "clone3": 435,
        "refused": (40, 97, 117, 130, 198, 221, 241, 268, 270, 271, 280, 281, 424, 425),
    },
}
"""Numbers of system calls. Refused: socket, fork, vfork, execve, execveat, ptrace, mount, tkill, unshare, setns,
perf_event_open, process_vm_readv, process_vm_writev, bpf, pidfd_send_signal, io_uring_setup. `kill` (and tgkill) only of
oneself, `clone` only for threads; clone3 says ENOSYS, so that the C library falls back on clone."""


def enter(scratch: Path) -> tuple[str, ...]:
    """Give up what this process does not need, for good. Returns the names of what now holds it back.

    Call it before any thread is started: the Linux parts bind the calling thread and those it starts.
    """
    held = [*_resource_limits()]
    if sys.platform == "linux":
        libc = _libc()
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        held += _landlock(libc, scratch)
        held += _seccomp(libc)
    return tuple(held)


def offered() -> tuple[tuple[str, bool], ...]:
    """What this system has to hold a worker back with, by name."""
    linux = sys.platform == "linux"
    libc = _libc() if linux else None
    return (
        ("memory limit", sys.platform != "win32"),
        ("Landlock (files)", libc is not None and _landlock_version(libc) >= 1),
        ("seccomp (network, programs)", linux and os.uname().machine in SYSCALLS and Path("/proc/sys/kernel/seccomp").exists()),
        ("death with the parent", linux),
    )


def die_with_parent(parent: int) -> None:
    """On Linux, be killed when the parent process ends, however it ends; at once when it has ended already."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def limit_memory(more: int) -> None:
    """Let this process grow by `more` bytes beyond what it has now."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on Windows)

    most = _address_space() + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not say (without /proc) or it is gone."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_bytes().split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def _resource_limits() -> tuple[str, ...]:
    if sys.platform == "win32":
        return ()
    import resource  # noqa: PLC0415  (not on Windows)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = 256 if hard == resource.RLIM_INFINITY else min(256, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    return ("memory limit",)


def _address_space() -> int:
    try:
        fields = Path("/proc/self/statm").read_bytes().split()
    except OSError:
        return 0
    return int(fields[0]) * os.sysconf("SC_PAGE_SIZE")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _landlock_version(libc: ctypes.CDLL) -> int:
    """The version of Landlock, 0 or less where there is none."""
    version: int = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION_FLAG)
    return version


def _landlock(libc: ctypes.CDLL, scratch: Path) -> tuple[str, ...]:
    version = _landlock_version(libc)
    if version < 1:
        return ()
    access = FILE_ACCESS[min(version, len(FILE_ACCESS) - 1)]
    attributes = struct.pack("QQ", access, NET_ACCESS) if version >= 4 else struct.pack("Q", access)
    rules = libc.syscall(LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return ()
    try:
        for path, allowed in ((scratch, access), (Path("/dev/null"), WRITE_FILE)):
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                beneath = struct.pack("=Qi", allowed, opened)
                if libc.syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_RULE_PATH_BENEATH, beneath, 0) < 0:
                    return ()
            finally:
                os.close(opened)
        return ("Landlock (files)",) if libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0 else ()
    finally:
        os.close(rules)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _seccomp(libc: ctypes.CDLL) -> tuple[str, ...]:
    numbers = SYSCALLS.get(os.uname().machine)
    if numbers is None:
        return ()
    code = _filter(numbers, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    done = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    return ("seccomp (network, programs)",) if done else ()


LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
NUMBER, ARCHITECTURE, ARGUMENT = 0, 4, 16


def _filter(numbers: dict[str, int | tuple[int, ...]], pid: int) -> bytes:
    """The filter as classic BPF (linux/filter.h): each instruction is code, jump if true, jump if false, constant."""

    def refuse(number: int, error: int) -> list[tuple[int, int, int, int]]:
        return [(EQUAL, 0, 1, number), (RETURN, 0, 0, 0x50000 | error)]

    lines = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, _one(numbers["arch"])), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    lines += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, 0x50000 | EPERM)]
    for number in _many(numbers["refused"]):
        lines += refuse(number, EPERM)
    lines += refuse(_one(numbers["clone3"]), ENOSYS)
    lines += [(EQUAL, 0, 4, _one(numbers["clone"])), (LOAD, 0, 0, ARGUMENT), (ANY_BIT, 1, 0, CLONE_THREAD)]
    lines += [(RETURN, 0, 0, 0x50000 | EPERM), (RETURN, 0, 0, ALLOW)]
    for number in _many(numbers["kill"]):
        lines += [(EQUAL, 0, 4, number), (LOAD, 0, 0, ARGUMENT), (EQUAL, 1, 0, pid)]
        lines += [(RETURN, 0, 0, 0x50000 | EPERM), (RETURN, 0, 0, ALLOW)]
    lines.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _one(value: int | tuple[int, ...]) -> int:
    return value if isinstance(value, int) else value[0]


def _many(value: int | tuple[int, ...]) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)
