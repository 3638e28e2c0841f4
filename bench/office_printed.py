"""What LibreOffice prints of a document, and how much of it a text lacks.

A word that is printed is lacking when it stands nowhere in the text, letters and figures alone being compared. Page numbers,
the file's own name in a footer and what a program computes anew (a date of today) count as lacking too, so nought is not
to be reached; what counts is the difference between readers, and each file that stands out.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

BATCH = 8
SECONDS = 120
"""For a batch; what is not printed by then is left out."""
WORD = re.compile(r"[^\W_]+")


def printed(paths: Sequence[Path]) -> dict[Path, str]:
    """The printed text of each file that LibreOffice prints; of none where LibreOffice is not installed."""
    office = shutil.which("soffice")
    found: dict[Path, str] = {}
    for at in range(0, len(paths) if office else 0, BATCH):
        with tempfile.TemporaryDirectory() as folder:
            found |= _batch(str(office), paths[at : at + BATCH], Path(folder))
    return found


def lacking(said: str, text: str) -> tuple[int, int]:
    """Letters of the printed words that `text` lacks, and of all printed words.

    >>> lacking("获奖 3 项 1", "获奖三项")
    (2, 5)
    """
    whole = "".join(_words(text))
    words = list(_words(said))
    return sum(len(word) for word in words if word not in whole), sum(map(len, words))


def _words(text: str) -> Iterator[str]:
    return (found.group() for found in WORD.finditer(unicodedata.normalize("NFKC", text).casefold()))


def _batch(office: str, paths: Sequence[Path], folder: Path) -> dict[Path, str]:
    named = {path: folder / f"{number}{path.suffix}" for number, path in enumerate(paths)}
    for path, copy in named.items():
        shutil.copyfile(path, copy)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, named.values())]
    _run(command)
    made = {path: copy.with_suffix(".pdf") for path, copy in named.items()}
    return {path: _text(pdf) for path, pdf in made.items() if pdf.is_file()}


def _run(command: Sequence[str]) -> None:
    """In a session of its own, since the program starts another that must end with it."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:  # what was printed before counts
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _text(pdf: Path) -> str:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
