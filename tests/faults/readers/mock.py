"""A reader that does to its worker what bad input does: the file says what, after the words ``MOCK READER``.

Only `tests.faults.mock_worker` puts this folder where the registry looks.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

from extractors.registry import Context, Format
from pipeline.document import Anchor, Block, Extraction, Place
from pipeline.view import Span

START = b"MOCK READER "


def recognise(data: bytes) -> bool:
    return data.startswith(START)


def extract(data: bytes, context: Context) -> Extraction:
    name, *arguments = data[len(START) :].decode().partition("\n")[0].split()
    BEHAVIOURS[name](context, *arguments)
    text = f"done: {name}"
    span = Span(0, len(text))
    return Extraction(text=text, blocks=(Block(span, "paragraph"),), anchors=(Anchor(span, Place(line=1)),))


def nothing(_context: Context) -> None:
    return None


def work(_context: Context, seconds: str) -> None:
    """Use the processor, as a reader does."""
    until = time.process_time() + float(seconds)
    while time.process_time() < until:
        sum(range(1000))


def sleep(_context: Context, seconds: str) -> None:
    time.sleep(float(seconds))


def loop(_context: Context) -> None:
    while True:
        pass


def busy(context: Context) -> None:
    """For ever, with signs of life."""
    while True:
        context.progress()
        time.sleep(0.01)


def deaf(_context: Context) -> None:
    """Ignores what a polite parent would send."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)


def memory(_context: Context) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def native_memory(_context: Context) -> None:
    """As a library does that ends the process when it gets no memory."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while address := libc.malloc(16 << 20):
        ctypes.memset(address, 1, 16 << 20)
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def segfault(_context: Context) -> None:
    ctypes.string_at(8)


def abort(_context: Context) -> None:
    os.abort()


def leave(_context: Context, code: str) -> None:
    os._exit(int(code))


def fork(_context: Context) -> None:
    """Leaves a child behind that holds every stream open, in a session of its own."""
    if os.fork() == 0:
        os.setsid()
        while True:
            time.sleep(1)
    os._exit(0)


def print_rubbish(_context: Context) -> None:
    for _ in range(200):
        print("rubbish " * 1000)
        os.write(1, b"\x00\x00\x00\x04junk")


def chatter(_context: Context) -> None:
    while True:
        os.write(2, b"x" * 65536)


def rubbish_frames(_context: Context) -> None:
    for descriptor in _pipes():
        os.write(descriptor, (4).to_bytes(4, "big") + b"junk")
    time.sleep(5)


def endless_frame(_context: Context) -> None:
    for descriptor in _pipes():
        os.write(descriptor, b"\xff\xff\xff\xff")
    time.sleep(5)


def flood(_context: Context) -> None:
    """More frames than anybody asked for."""
    body = b"\x82\xa4type\xa8Progress\xa5pages\x01"
    pipes = _pipes()
    while True:
        for descriptor in pipes:
            os.write(descriptor, len(body).to_bytes(4, "big") + body)


def raises(_context: Context) -> None:
    raise ZeroDivisionError("a reader's own fault")


def recurse(context: Context) -> None:
    recurse(context)


def call_home(_context: Context) -> None:
    """Everything a reader must not be able to do; says on the way what it could."""
    import socket  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    for attempt in (socket.socket, _run_a_program(subprocess.run), _write_outside):
        try:
            attempt()
        except OSError:
            continue
        sys.exit(f"{attempt} was possible")


def flood_text(_context: Context) -> None:
    raise AssertionError("see extract_long")


def _run_a_program(run: Callable[..., object]) -> Callable[[], object]:
    def attempt() -> object:
        return run(["true"], check=False)

    return attempt


def _write_outside() -> None:
    path = os.path.join(os.path.dirname(os.environ["TMPDIR"]), "escaped")  # noqa: PTH118, PTH120
    with open(path, "w") as file:  # noqa: PTH123
        file.write("escaped")


def _pipes() -> list[int]:
    """Descriptors beyond the standard ones that can be written: among them the one to the parent."""
    found = []
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        try:
            if int(name) > 2 and os.readlink(f"/proc/self/fd/{name}").startswith("pipe:"):  # noqa: PTH115
                os.write(int(name), b"")
                found.append(int(name))
        except OSError:
            continue
    return found


BEHAVIOURS: dict[str, Callable[..., None]] = {
    name.replace("_", "-"): value
    for name, value in dict(globals()).items()
    if callable(value) and not name.startswith("_") and getattr(value, "__module__", "") == __name__
}

FORMAT = Format(
    name="mock",
    media_types=("application/x-mock",),
    extensions=(".mock",),
    version="1",
    rank=0,
    recognise=recognise,
    extract=extract,
)
