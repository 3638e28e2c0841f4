"""The system's libarchive, where it is there: archives whose methods no library of Python knows, read member after member.

Called through ctypes with the few functions that are needed. The library is looked for by its usual names and never by
starting another program, which a worker may not do.
"""

import ctypes
import sys
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char_p, c_int, c_int64, c_size_t, c_uint, c_void_p, c_wchar_p
from functools import cache

from extractors.members import Entry
from extractors.names import Name, strict
from extractors.registry import Context
from pipeline.errors import DocumentError, Reason

NAMES = {
    "win32": ("archive.dll", "libarchive.dll", "archiveint.dll"),
    "darwin": ("libarchive.13.dylib", "/opt/homebrew/opt/libarchive/lib/libarchive.13.dylib", "/usr/lib/libarchive.2.dylib"),
}
LINUX = ("libarchive.so.13", "libarchive.so")
END, WARN, FATAL = 1, -20, -30
CHUNK = 1 << 16
RATIO_FROM = 1 << 20
FILE, LINK, FOLDER = 0o100000, 0o120000, 0o040000


@cache
def library() -> ctypes.CDLL | None:
    """The library with the types of what is called, or None where it is not installed."""
    for name in NAMES.get(sys.platform, LINUX):
        try:
            found = ctypes.CDLL(name)
        except OSError:
            continue
        _declare(found)
        return found
    return None


def present() -> bool:
    return library() is not None


def advice() -> str:
    """What to install, in words."""
    how = {"win32": "libarchive (archive.dll on the PATH)", "darwin": "libarchive (brew install libarchive)"}
    needed = how.get(sys.platform, "libarchive (apt-get install libarchive13, or dnf install libarchive)")
    return f"install {needed} and read it again"


def _declare(found: ctypes.CDLL) -> None:
    for name in ("archive_read_support_format_all", "archive_read_close", "archive_read_free", "archive_read_data_skip"):
        getattr(found, name).argtypes = (c_void_p,)
    found.archive_read_new.restype = c_void_p
    found.archive_read_open_memory.argtypes = (c_void_p, c_char_p, c_size_t)
    found.archive_read_next_header.argtypes = (c_void_p, POINTER(c_void_p))
    found.archive_read_data.argtypes = (c_void_p, c_void_p, c_size_t)
    found.archive_read_data.restype = c_int64
    found.archive_error_string.argtypes = (c_void_p,)
    found.archive_error_string.restype = c_char_p
    found.archive_read_has_encrypted_entries.argtypes = (c_void_p,)
    found.archive_read_has_encrypted_entries.restype = c_int
    for name, kind in (("pathname", c_char_p), ("pathname_utf8", c_char_p), ("pathname_w", c_wchar_p), ("filetype", c_uint)):
        function = getattr(found, f"archive_entry_{name}")
        function.argtypes, function.restype = (c_void_p,), kind
    found.archive_entry_is_encrypted.argtypes = (c_void_p,)


def entries(data: bytes, context: Context) -> Iterator[Entry]:
    """The files of the archive in order. Raises DocumentError (ENCRYPTED, DAMAGED) where it breaks off."""
    found = library()
    if found is None:
        raise DocumentError(Reason.MISSING_TOOL, advice())
    archive = c_void_p(found.archive_read_new())
    try:
        found.archive_read_support_format_all(archive)
        _check(found, archive, found.archive_read_open_memory(archive, data, len(data)))
        entry = c_void_p()
        while (state := found.archive_read_next_header(archive, byref(entry))) != END:
            _check(found, archive, state)
            kind = found.archive_entry_filetype(entry) & 0o170000
            if kind != FOLDER:
                refused = _refused(kind, encrypted=bool(found.archive_entry_is_encrypted(entry)))
                yield Entry(name=_name(found, entry), pieces=_content(found, archive, len(data), context), refused=refused)
    finally:
        found.archive_read_free(archive)


def _content(found: ctypes.CDLL, archive: c_void_p, packed: int, context: Context) -> Iterator[bytes]:
    buffer = ctypes.create_string_buffer(CHUNK)
    given = 0
    while size := found.archive_read_data(archive, buffer, CHUNK):
        if size < 0:
            _check(found, archive, min(size, FATAL))  # a warning for data may come again and again, without an end
        given += size
        if given > RATIO_FROM and given > context.limits.ratio * packed:
            raise DocumentError(Reason.LIMIT_RATIO, f"more than {context.limits.ratio} bytes come out for each byte")
        context.progress()
        yield buffer.raw[:size]


def _name(found: ctypes.CDLL, entry: c_void_p) -> Name:
    """The name as bytes and, where the archive has it in Unicode, as text; a locale without UTF-8 hides one or the other."""
    told = found.archive_entry_pathname_utf8(entry)
    text = strict(told) if told is not None else found.archive_entry_pathname_w(entry)
    raw = found.archive_entry_pathname(entry)
    if raw is None:
        raw = (text or "").encode("utf-8", "surrogatepass")
    return Name(raw, text)


def _refused(kind: int, *, encrypted: bool) -> tuple[Reason, str] | None:
    if encrypted:
        return Reason.ENCRYPTED, "the member asks for a password"
    if kind == LINK:
        return Reason.UNSAFE_PATH, "a link to another file; links are not followed"
    return None if kind in (FILE, 0) else (Reason.NOT_REGULAR_FILE, "a device or a pipe")


def _check(found: ctypes.CDLL, archive: c_void_p, state: int) -> None:
    """Raises DocumentError for what is more than a warning."""
    if state >= WARN:
        return
    detail = (found.archive_error_string(archive) or b"").decode("utf-8", "replace") or "cannot be read"
    encrypted = found.archive_read_has_encrypted_entries(archive) > 0 or "ncrypt" in detail or "passphrase" in detail.lower()
    if encrypted:
        raise DocumentError(Reason.ENCRYPTED, "the archive asks for a password")
    raise DocumentError(Reason.TRUNCATED if "runcated" in detail else Reason.DAMAGED, detail)
