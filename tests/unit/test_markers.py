"""The two OpenCC packages overwrite each other: the markers give each machine exactly one."""

import itertools
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
MACHINES = list(
    itertools.product(
        ("3.11", "3.14", "3.15"),
        ("CPython", "PyPy"),
        ("darwin", "linux", "win32", "freebsd14"),
        ("x86_64", "aarch64", "arm64", "AMD64", "i686"),
    )
)


@pytest.mark.parametrize(("version", "implementation", "system", "machine"), MACHINES)
def test_a_machine_gets_one_opencc_and_never_both(version: str, implementation: str, system: str, machine: str) -> None:
    environment = {
        "python_version": version,
        "platform_python_implementation": implementation,
        "sys_platform": system,
        "platform_machine": machine,
    }
    both = [Requirement(line) for line in PROJECT["dependencies"] if line.startswith("opencc")]
    chosen = [each.name for each in both if each.marker is not None and each.marker.evaluate(environment)]
    assert len(both) == 2
    assert len(chosen) == 1
