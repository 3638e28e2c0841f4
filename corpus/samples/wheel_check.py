"""``make wheel``: build the wheel, install it in a clean environment, and run it outside the source tree.

What an editable install hides shows here: a table left out of the wheel, a module that only development has.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from corpus.samples import gold
from corpus.samples.build import build
from corpus.samples.demo import command, written
from pipeline.errors import ExitCode


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = built(folder / "wheel")
        python = clean_environment(folder / "env", wheel)
        build(folder / "samples")
        check(command(python), folder)
    sys.stdout.write(f"{wheel.name} installs and runs in a clean environment\n")


def built(folder: Path) -> Path:
    """The wheel of the tree in the current folder."""
    _call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), ".")
    return next(folder.glob("xingping-*.whl"))


def clean_environment(folder: Path, wheel: Path) -> str:
    """The Python of a new environment that holds the wheel and what it asks for, nothing else."""
    venv.create(folder, with_pip=True)
    python = next(path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists())
    _call(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "pip>=24.2")
    _call(str(python), "-m", "pip", "install", "--quiet", str(wheel))
    return str(python)


def check(xingping: str, folder: Path) -> None:
    """Clean one article and run the main job on the samples; stop when either is not what it should be."""
    article = next(article for article in gold.articles() if article.name == "stroke-ward")
    text = _call(xingping, "clean", str(folder / "samples" / article.file), cwd=folder)
    if text.split() != " ".join(article.body).split():
        raise SystemExit(f"clean gives another body of {article.file}:\n{text}")
    _call(xingping, "run", "samples/packets", "--workspace", "workspace", cwd=folder, ends=ExitCode.SOME_FAILED)
    exported = _call(xingping, "export", "--workspace", "workspace", cwd=folder).splitlines()
    found = sorted((record["path"], record["state"]) for record in map(json.loads, exported))
    wanted = sorted((each["path"], each["state"]) for packet in gold.packets() for each in packet.documents)
    if missing := set(wanted) - set(found):
        raise SystemExit(f"documents that did not end as they should: {sorted(missing)}")
    dossiers = [path for path in written(folder / "workspace") if path.suffix == ".html"]
    if len(dossiers) < len(gold.packets()):
        raise SystemExit(f"{len(dossiers)} dossiers of {len(gold.packets())} packets")


def _call(*words: str, cwd: Path | None = None, ends: ExitCode = ExitCode.COMPLETE) -> str:
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE, check=False, encoding="utf-8")  # noqa: S603
    if done.returncode != ends:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}, not {int(ends)}")
    return done.stdout


if __name__ == "__main__":
    main()
