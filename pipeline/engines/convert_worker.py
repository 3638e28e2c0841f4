"""What a child process runs that has LibreOffice convert documents: one file a job, with a profile that is thrown away.

It may start programs, and is otherwise held back as every worker is; what it starts is held back with it. It never looks
into a document itself, and what LibreOffice makes is read by a worker that may start nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from extractors import office_tool
from pipeline.engines import frames, sandbox, worker
from pipeline.errors import DocumentError, Reason

RESTART = 81
"""LibreOffice ends so when it has made its profile and wants to be started again."""
STARTS = 3
LOOK = 0.1
"""Seconds between two looks at whether it has ended."""
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
)
"""No macro runs, nothing is fetched that a document links to (0 and 1 are `never` to the one and the other), no Java starts."""


def main() -> None:
    """Serve one parent until it closes the stream."""
    worker.serve(Converting, programs=True)


class Converting:
    """Starts LibreOffice for one file after another."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        self.limits = setup.limits
        self.scratch = scratch
        self.life = worker.SignsOfLife(answers)
        _limit_files(setup.limits.unpacked)

    def answer(self, job: frames.Job) -> frames.Answer:
        """The converted file, or why there is none."""

        def converted() -> frames.Answer:
            if not isinstance(job, frames.Convert):
                raise frames.FrameError("a worker that converts documents was asked for something else")
            return self._converted(job)

        return worker.guarded(converted, self.limits)

    def _converted(self, job: frames.Convert) -> frames.Converted:
        self.life.steps = 0
        program = office_tool.program()
        if program is None:
            raise DocumentError(Reason.MISSING_TOOL, office_tool.ADVICE)
        data, sha256 = worker.taken_in(job.file, job.sha256, self.limits)
        folder = self.scratch / job.folder
        private = folder / "private"
        made = private / "made"
        made.mkdir(parents=True)
        source = private / f"document{job.ending}"
        source.write_bytes(data)
        profile = _profile(private)
        filter_of_input = f"--infilter={job.reads}"
        arguments = [filter_of_input, "--convert-to", job.to, "--outdir", str(made), str(source)]
        ended = self._run([str(program), *OPTIONS, profile, "-env:OSL_SOCKET_PATH=.", *arguments], private)
        result = made / f"document.{job.to}"
        if not result.is_file():
            raise DocumentError(Reason.UNREADABLE, f"it ended with {ended} and made nothing")
        result.replace(folder / frames.CONVERTED)
        shutil.rmtree(private, ignore_errors=True)
        return frames.Converted(sha256)

    def _run(self, command: list[str], folder: Path) -> int:
        """Its exit code, once it no longer asks to be started again."""
        code = RESTART
        for _ in range(STARTS):
            if code != RESTART:
                break
            code = self._run_once(command, folder)
        return code

    def _run_once(self, command: list[str], folder: Path) -> int:
        parent = os.getpid()

        def bound() -> None:
            sandbox.die_with_parent(parent)

        process = subprocess.Popen(  # noqa: S603  (LibreOffice, with our own options)
            command,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
            preexec_fn=bound if sys.platform != "win32" else None,  # noqa: PLW1509  (this process has one thread)
        )
        while True:
            self.life()
            try:
                return process.wait(LOOK)
            except subprocess.TimeoutExpired:
                continue


def _profile(folder: Path) -> str:
    """Makes the settings of a user who trusts nothing; gives the option that names them."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (user / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>\n", "utf-8")
    return f"-env:UserInstallation=file://{quote(str(folder / 'profile'))}"


def _limit_files(most: int) -> None:
    """No file that it writes may be longer."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on Windows)

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


if __name__ == "__main__":
    main()
