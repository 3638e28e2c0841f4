"""What this machine has: everything `xingping doctor` says, as values.

A finding is fine, a lack that costs a format or a safeguard (said, and the program works without), or a fault that stops
the program.
"""

import locale
import platform
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from extractors import libarchive, ocr_tool, office_tool, pdf_fonts
from extractors.registry import formats
from pipeline.engines import sandbox

Verdict = Literal["ok", "lack", "fault"]

OPENCC_ENGINES = ("OpenCC", "opencc-python-reimplemented")
"""Two distributions that ship the same module; with both installed, which one works is chance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was found, and what to do where something is amiss."""

    name: str
    verdict: Verdict
    found: str
    advice: str = ""


def findings() -> Iterator[Finding]:
    """Everything worth knowing, in the order a person would look."""
    yield _python()
    yield _xingping()
    yield _database()
    yield _script_engine()
    yield _encoding()
    yield from _safeguards()
    yield _archives()
    yield _conversion()
    yield _recognition()
    yield _fonts()
    yield from _formats()


def _python() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    fine = sys.version_info >= (3, 11)
    return Finding("python", "ok" if fine else "fault", found, "" if fine else "install Python 3.11 or newer")


def _xingping() -> Finding:
    try:
        return Finding("xingping", "ok", version("xingping"))
    except PackageNotFoundError:
        return Finding("xingping", "lack", "run from a folder, not installed", "pip install . in the project's folder")


def _database() -> Finding:
    fine = sqlite3.sqlite_version_info >= (3, 35)
    return Finding("sqlite", "ok" if fine else "fault", sqlite3.sqlite_version, "" if fine else "needs SQLite 3.35 or newer")


def _script_engine() -> Finding:
    installed = [f"{name} {version(name)}" for name in OPENCC_ENGINES if _installed(name)]
    if len(installed) == 1:
        return Finding("opencc", "ok", installed[0])
    if installed:
        advice = "uninstall both, then install xingping again: they overwrite each other"
        return Finding("opencc", "fault", " and ".join(installed), advice)
    return Finding("opencc", "fault", "not installed", "install xingping again")


def _encoding() -> Finding:
    preferred = locale.getpreferredencoding(do_setlocale=False)
    found = f"files {sys.getfilesystemencoding()}, console {sys.stdout.encoding}, locale {preferred}"
    fine = sys.getfilesystemencoding().lower().replace("-", "") == "utf8"
    return Finding("encoding", "ok" if fine else "lack", found, "" if fine else "set PYTHONUTF8=1")


def _safeguards() -> Iterator[Finding]:
    for name, there in sandbox.offered():
        advice = "" if there else "workers run without it; time, memory and output limits hold all the same"
        yield Finding(name, "ok" if there else "lack", "holds workers back" if there else "this system does not offer it", advice)


def _archives() -> Finding:
    if libarchive.present():
        return Finding("libarchive", "ok", "reads .rar, and rare methods of .7z")
    return Finding("libarchive", "lack", "not found: .rar is not read, nor rare methods of .7z", libarchive.advice())


def _conversion() -> Finding:
    found = office_tool.program()
    if found is None:
        return Finding("LibreOffice", "lack", "not found: formats older than Word 6 and Excel 5 are not read", office_tool.ADVICE)
    return Finding("LibreOffice", "ok", f"{found} converts what no reader here opens")


def _recognition() -> Finding:
    lack = ocr_tool.missing()
    if lack:
        return Finding("text recognition", "lack", f"scans and pictures are not read: {lack.partition(':')[0]}", ocr_tool.ADVICE)
    return Finding("text recognition", "ok", ocr_tool.engine())


def _fonts() -> Finding:
    """Pages are read without fonts; to draw one for a dossier, its own or the system's are needed."""
    if pdf_fonts.system_has_chinese():
        return Finding("Chinese fonts", "ok", "pages of PDFs that do not bring their fonts are drawn with the system's")
    found = "none found: dossiers show pages of PDFs that do not bring their fonts with squares for letters"
    return Finding("Chinese fonts", "lack", found, "install one, such as Noto CJK (Debian: apt install fonts-noto-cjk)")


def _formats() -> Iterator[Finding]:
    for candidate in formats():
        missing = [name for name in candidate.needs if not _installed(name)]
        found = " ".join(candidate.extensions) + f" (reader {candidate.version})"
        if missing:
            yield Finding(candidate.name, "lack", f"{found}, but not {', '.join(missing)}", f"pip install {' '.join(missing)}")
        else:
            yield Finding(candidate.name, "ok", found)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
