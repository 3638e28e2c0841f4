"""Which system calls a process held back may make, as filters for seccomp(2) in classic BPF (linux/filter.h).

A reader of documents needs no socket, no other program and no signal. A process that starts another program (LibreOffice) needs
`execve` and `fork` and a socket of its own kind that leads nowhere: nothing may be connected, and no process be signalled.
"""

import struct
from typing import NamedTuple

CLONE_THREAD = 0x10000
UNIX = 1
"""Sockets between processes of this machine (AF_UNIX)."""
WRITING = 2
EPERM = 1
EACCES = 13
ENOSYS = 38


class Calls(NamedTuple):
    """The numbers of one kind of machine's system calls."""

    architecture: int
    always: tuple[int, ...]
    """ptrace, mount, unshare, setns, perf_event_open, process_vm_readv, process_vm_writev, bpf, pidfd_send_signal,
    io_uring_setup, tkill."""
    programs: tuple[int, ...]
    """fork, vfork, execve, execveat."""
    kill: tuple[int, ...]
    """kill, tgkill."""
    socket: int
    connect: int
    clone: int
    clone3: int
    access: tuple[tuple[int, int], ...]
    """access, faccessat, faccessat2, each with the place of the mode among its arguments."""


MACHINES = {
    "x86_64": Calls(
        architecture=0xC000003E,
        always=(101, 165, 200, 272, 298, 308, 310, 311, 321, 424, 425),
        programs=(57, 58, 59, 322),
        kill=(62, 234),
        socket=41,
        connect=42,
        clone=56,
        clone3=435,
        access=((21, 1), (269, 2), (439, 2)),
    ),
    "aarch64": Calls(
        architecture=0xC00000B7,
        always=(40, 97, 117, 130, 241, 268, 270, 271, 280, 424, 425),
        programs=(221, 281),
        kill=(129, 131),
        socket=198,
        connect=203,
        clone=220,
        clone3=435,
        access=((48, 2), (439, 2)),
    ),
}

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x50000
NUMBER, ARCHITECTURE, ARGUMENT = 0, 4, 16
Line = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant."""


def for_readers(calls: Calls, pid: int) -> bytes:
    """Nothing but reading and computing: `kill` (and tgkill) only of oneself (`pid`), `clone` only for threads.

    clone3 says ENOSYS, so that the C library falls back on clone.
    """
    lines = _head(calls)
    for number in (calls.socket, *calls.programs):
        lines += _refuse(number, EPERM)
    lines += _refuse(calls.clone3, ENOSYS)
    lines += [(EQUAL, 0, 4, calls.clone), (LOAD, 0, 0, ARGUMENT), (ANY_BIT, 1, 0, CLONE_THREAD)]
    lines += [(RETURN, 0, 0, ERROR | EPERM), (RETURN, 0, 0, ALLOW)]
    for number in calls.kill:
        lines += _unless(number, 0, pid)
    return _packed(lines)


def for_programs(calls: Calls) -> bytes:
    """Other programs may be started, which share this filter; sockets are of their own kind and connect to nothing.

    `access` says of every path that it cannot be written to, which is true of all but the scratch folder: LibreOffice puts its
    socket into the system's temporary folder otherwise, and does not start where that fails.
    """
    lines = _head(calls)
    for number in (calls.connect, *calls.kill):
        lines += _refuse(number, EPERM)
    lines += _unless(calls.socket, 0, UNIX)
    for number, place in calls.access:
        lines += [(EQUAL, 0, 4, number), (LOAD, 0, 0, ARGUMENT + 8 * place), (EQUAL, 0, 1, WRITING)]
        lines += [(RETURN, 0, 0, ERROR | EACCES), (RETURN, 0, 0, ALLOW)]
    return _packed(lines)


def _head(calls: Calls) -> list[Line]:
    """Calls of this machine's own kind alone, and none of those that nobody needs."""
    lines = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, calls.architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    lines += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERROR | EPERM)]
    for number in calls.always:
        lines += _refuse(number, EPERM)
    return lines


def _refuse(number: int, error: int) -> list[Line]:
    return [(EQUAL, 0, 1, number), (RETURN, 0, 0, ERROR | error)]


def _unless(number: int, place: int, value: int) -> list[Line]:
    """Refuse a call unless the argument at `place` has this value."""
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, ARGUMENT + 8 * place),
        (EQUAL, 1, 0, value),
        (RETURN, 0, 0, ERROR | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]


def _packed(lines: list[Line]) -> bytes:
    return b"".join(struct.pack("=HBBI", *line) for line in (*lines, (RETURN, 0, 0, ALLOW)))
