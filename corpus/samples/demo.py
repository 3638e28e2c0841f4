"""``make demo``: build the samples, do the main job on them, say where the dossiers are.

``python -m corpus.samples.demo WORKSPACE``. Some of the samples cannot be read, on purpose, so `xingping run` ends with 1
there; the demo ends with 0 when it did, and with what `run` said otherwise.
"""

import subprocess
import sys
from pathlib import Path

from corpus.samples.build import build
from pipeline.errors import ExitCode

SAMPLES = Path("build/samples")


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: python -m corpus.samples.demo WORKSPACE")
    workspace = Path(sys.argv[1])
    build(SAMPLES)
    code = subprocess.call([command(sys.executable), "run", str(SAMPLES / "packets"), "--workspace", str(workspace)])  # noqa: S603
    if code == ExitCode.COMPLETE:
        raise SystemExit("run ended with 0, yet the samples hold files that cannot be read")
    if code != ExitCode.SOME_FAILED:
        raise SystemExit(code)
    sys.stdout.write("\nThe refused and failed files above are meant to be there. Open these in a browser or a spreadsheet:\n")
    for path in written(workspace):
        sys.stdout.write(f"  {path}\n")


def command(python: str) -> str:
    """The `xingping` installed beside this Python."""
    folder = Path(python).parent
    found = next((path for path in (folder / "xingping", folder / "xingping.exe") if path.exists()), None)
    if found is None:
        raise SystemExit(f"no xingping beside {python}: install the project first (make demo does)")
    return str(found)


def written(workspace: Path) -> list[Path]:
    """The dossiers and the workbook of a run."""
    return sorted(path for suffix in ("*.html", "*.xlsx") for path in workspace.rglob(suffix))


if __name__ == "__main__":
    main()
