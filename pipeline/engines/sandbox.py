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

from pipeline.engines.system_calls import MACHINES, for_programs, for_readers

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ADD_RULE = 445
LANDLOCK_RESTRICT_SELF = 446
LANDLOCK_VERSION_FLAG = 1
LANDLOCK_RULE_PATH_BENEATH = 1
EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
FILE_ACCESS = (0, 0x1FF3, 0x3FF3, 0x7FF3, 0x7FF3, 0xFFF3)
"""By Landlock's version: every right but reading files and folders (bits 2 and 3), so that only those stay free outside."""
NET_ACCESS = 0b11
"""Binding and connecting TCP, from version 4."""


def enter(scratch: Path, *, programs: bool = False) -> tuple[str, ...]:
    """Give up what this process does not need, for good. Returns the names of what now holds it back.

    With `programs` it may still start others, which are held back with it. Call it before any thread is started: the Linux
    parts bind the calling thread and those it starts.
    """
    held = [*_resource_limits()]
    if sys.platform == "linux":
        libc = _libc()
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        held += _landlock(libc, scratch, programs=programs)
        held += _seccomp(libc, programs=programs)
    return tuple(held)


def offered() -> tuple[tuple[str, bool], ...]:
    """What this system has to hold a worker back with, by name."""
    linux = sys.platform == "linux"
    libc = _libc() if linux else None
    return (
        ("memory limit", sys.platform != "win32"),
        ("Landlock (files)", libc is not None and _landlock_version(libc) >= 1),
        ("seccomp (network, programs)", linux and os.uname().machine in MACHINES and Path("/proc/sys/kernel/seccomp").exists()),
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


def queued(pid: int) -> float:
    """Seconds that a process was ready to run and had no processor; 0 where the system does not say or it is gone."""
    try:
        fields = Path(f"/proc/{pid}/schedstat").read_bytes().split()
    except OSError:
        return 0.0
    return int(fields[1]) / 1e9


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


def _landlock(libc: ctypes.CDLL, scratch: Path, *, programs: bool) -> tuple[str, ...]:
    version = _landlock_version(libc)
    if version < 1:
        return ()
    access = FILE_ACCESS[min(version, len(FILE_ACCESS) - 1)] & ~(EXECUTE if programs else 0)
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


def _seccomp(libc: ctypes.CDLL, *, programs: bool) -> tuple[str, ...]:
    calls = MACHINES.get(os.uname().machine)
    if calls is None:
        return ()
    code = for_programs(calls) if programs else for_readers(calls, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    done = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    return ("seccomp (network, programs)",) if done else ()
