"""Whether this machine has LibreOffice, which opens the few old formats that no reader here opens. It is never required."""

import os
import shutil
from functools import cache
from pathlib import Path

NAMES = ("soffice", "libreoffice")
PLACES = (
    Path("/usr/lib/libreoffice/program/soffice"),
    Path("/opt/libreoffice/program/soffice"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
ADVICE = "install LibreOffice (Debian: apt install libreoffice-writer libreoffice-calc libreoffice-impress)"


@cache
def program() -> Path | None:
    """The program itself, not the script that starts it where there is one; None where LibreOffice is not installed."""
    named = [Path(there) for name in NAMES if (there := shutil.which(name))]
    found = next((path for path in (*named, *PLACES) if path.is_file()), None)
    if found is None:
        return None
    found = Path(os.path.realpath(found))
    itself = found.with_name("soffice.bin")
    return itself if itself.is_file() else found
