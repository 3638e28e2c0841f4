"""Five minutes of fuzzing, shared by the entry points of `tests.faults.fuzz`: ``python -m tests.faults.fuzz_all [SECONDS]``.

Each goes on from its corpus; of the inputs that reach something new the shortest are kept in it. Ends with 1 when any entry
point let anything through.
"""

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.faults.fuzz import CORPUS, ENTRIES

SECONDS = 300
KEPT = 30
"""New inputs of one entry point and one call."""


def main() -> None:
    if find_spec("atheris") is None:
        sys.exit("atheris is not installed here (pip install atheris; Linux alone)")
    each = int(sys.argv[1] if len(sys.argv) > 1 else SECONDS) // len(ENTRIES)
    failed = [entry for entry in ENTRIES if not fuzzed(entry, each)]
    sys.exit(f"let through by {', '.join(failed)}" if failed else 0)


def fuzzed(entry: str, seconds: int) -> bool:
    """Whether nothing was found in so many seconds; an input that was is left as ``crash-...`` where this was called."""
    with tempfile.TemporaryDirectory() as found:
        words = [sys.executable, "-m", "tests.faults.fuzz", entry, found, str(CORPUS / entry), f"-max_total_time={seconds}"]
        done = subprocess.run(words, check=False).returncode == 0
        for path in sorted(Path(found).iterdir(), key=size)[:KEPT]:
            shutil.copy(path, CORPUS / entry / path.name)
    return done


def size(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    main()
