"""What a careful reader finds in the samples: the answers that tests hold the program to.

An article's `gold.toml` has its encoding, title, byline and script; `fact` lists every counted achievement with a figure as
(category, quantity or [from, to], unit, status); `named` those without one; `quiet` words of lines that hold none;
`elsewhere` figures that belong to another scope than the studio. `body.txt` beside it has the body, a paragraph a line.

A packet's `gold.toml` has the rule by which it is a packet, who applies, the outcome of each document, the claims that must
be found with the documents that prove them (by a part of the path), and facts that must be `absent`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.samples.build import HOME

Fact = tuple[str, float | tuple[float, float], str, str]
"""Category, quantity or (from, to), unit, status: what the labelling contract compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    name: str
    file: str
    """Its path in what `build` writes."""
    title: str
    publisher: str | None
    """None where a reader could not say."""
    authors: tuple[str, ...]
    published: str
    script: str
    flags: tuple[str, ...]
    body: tuple[str, ...]
    facts: tuple[Fact, ...]
    named: tuple[dict[str, str], ...]
    quiet: tuple[str, ...]
    elsewhere: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    name: str
    rule: str
    studio: str
    leader: str
    employer: str
    documents: tuple[dict[str, Any], ...]
    """Each with `path`, `state`, and `kind`, `reasons`, `flags` where they are certain."""
    claims: tuple[tuple[Fact, tuple[str, ...]], ...]
    """A fact and the files that hold it."""
    absent: tuple[dict[str, Any], ...]
    elsewhere: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, str], ...]


@cache
def articles() -> tuple[Article, ...]:
    return tuple(_article(folder) for folder in sorted((HOME / "articles").iterdir()))


@cache
def packets() -> tuple[Packet, ...]:
    return tuple(_packet(folder) for folder in sorted((HOME / "packets").iterdir()))


def _article(folder: Path) -> Article:
    gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
    return Article(
        name=folder.name,
        file=f"articles/{folder.name}{next(folder.glob('page.*')).suffix}",
        title=gold["title"],
        publisher=gold.get("publisher"),
        authors=tuple(gold["authors"]),
        published=gold["published"],
        script=gold["script"],
        flags=tuple(gold.get("flags", ())),
        body=tuple((folder / "body.txt").read_text("utf-8").splitlines()),
        facts=tuple(_fact(fact) for fact in gold["fact"]),
        named=tuple(gold["named"]),
        quiet=tuple(gold["quiet"]),
        elsewhere=tuple(gold.get("elsewhere", ())),
    )


def _packet(folder: Path) -> Packet:
    gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
    return Packet(
        name=tomllib.loads((folder / "packet.toml").read_text("utf-8"))["name"],
        rule=gold["rule"],
        studio=gold["studio"],
        leader=gold["leader"],
        employer=gold["employer"],
        documents=tuple(gold["document"]),
        claims=tuple((_fact(claim["fact"]), tuple(claim["files"])) for claim in gold["claim"]),
        absent=tuple(gold.get("absent", ())),
        elsewhere=tuple(gold.get("elsewhere", ())),
        conflicts=tuple(gold.get("conflict", ())),
    )


def _fact(given: list[Any]) -> Fact:
    category, quantity, unit, status = given
    return category, tuple(quantity) if isinstance(quantity, list) else quantity, unit, status
