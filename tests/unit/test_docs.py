"""Both READMEs name every command, reason, flag, category, exit code and configuration key, and their links lead somewhere."""

import re
from pathlib import Path
from typing import get_args

import pytest
import typer.main

from extractors.registry import formats
from pipeline.cli import app
from pipeline.config import Config, flat
from pipeline.document import Category, Status
from pipeline.errors import REFUSALS, ExitCode, Flag, Reason

ROOT = Path(__file__).parents[2]
READMES = pytest.mark.parametrize("name", ["README.md", "README.zh.md"])


def commands() -> set[str]:
    """Every command as it is typed: ``run``, ``config show``."""
    root = typer.main.get_command(app)
    names: set[str] = set()
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        names |= {name} if inner is None else {f"{name} {each}" for each in inner}
    return names


@READMES
def test_a_readme_names_every_command(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert {command for command in commands() if f"| `xingping {command}" not in text} == set()


@READMES
def test_a_readme_names_no_command_that_does_not_exist(name: str) -> None:
    given = re.findall(r"`xingping ([a-z]+(?: show)?)", (ROOT / name).read_text("utf-8"))
    assert set(given) - commands() == set()


@READMES
def test_a_readme_names_every_reason_and_flag_and_which_refuse(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert {code.value for code in (*Reason, *Flag) if f"`{code.value}`" not in text} == set()
    assert set(re.findall(r"`([A-Z_]+)` ●", text)) == {reason.value for reason in REFUSALS}


@READMES
def test_a_readme_names_every_category_status_and_exit_code(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert {value for value in (*get_args(Category), *get_args(Status)) if f"`{value}`" not in text} == set()
    assert {code for code in ExitCode if f"\n| {int(code)} |" not in text} == set()


@READMES
def test_a_readme_names_every_configuration_key_and_no_other(name: str) -> None:
    keys = {key for key, _ in flat(Config())}
    text = (ROOT / name).read_text("utf-8")
    assert {key for key in keys if f"`{key}`" not in text} == set()
    assert set(re.findall(r"`((?:limits|log)\.[a-z_]+)`", text)) - keys == set()


@READMES
def test_a_readme_names_the_extension_of_every_format_that_is_read(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert {each.name for each in formats() if each.extensions[0] not in text} == set()


@READMES
def test_a_readmes_links_lead_to_files_that_are_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", text)
    assert {link for pair in links for link in pair if link and not (ROOT / link).exists()} == set()
