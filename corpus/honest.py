"""Sentences that are nobody's advert: those of documents labelled for the tagger, to teach the models of lines what honest is."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from pipeline.script import to_simplified

FILES = ("dev", "second-dev", "third-dev", "fourth-dev", "fifth-dev", "sixth-dev")


@cache
def sentences() -> tuple[str, ...]:
    """Each sentence once, in Simplified, in a fixed order."""
    folder = files("corpus").joinpath("labelled", "achievements")
    lines = [line for name in FILES for line in folder.joinpath(f"{name}.jsonl").read_text("utf-8").splitlines()]
    return tuple(dict.fromkeys(to_simplified(_text(msgspec.json.decode(line))) for line in lines))


def _text(row: Any) -> str:
    return str(row["text"])
