"""``packets.csv``: the user's own word on which paths of a drop folder are which packet."""

import csv
from collections.abc import Iterator
from pathlib import Path

from extractors.charset import decode
from pipeline.errors import ConfigError, DocumentError
from pipeline.intake import opening
from pipeline.intake.tree import Node

LIST = "packets.csv"
LONGEST = 64 << 20
"""Bytes."""


def taken_out(root: Node) -> dict[str, list[Node]]:
    """The nodes of each packet that the list in this folder names, taken out of the tree with the list itself.

    Raises ConfigError for a list without its columns, and for a line that leads nowhere.
    """
    found = next((child for child in root.children if child.name == LIST and child.kind == "file"), None)
    if root.kind != "folder" or found is None:
        return {}
    root.children.remove(found)
    groups: dict[str, list[Node]] = {}
    for path, name in _listed_packets(Path(found.path)):
        node = _found(root, path)
        if node is None or node.parent is None:
            raise ConfigError(f"{LIST}: {path} is not in {root.name}")
        groups.setdefault(name, []).append(node)
    for nodes in groups.values():
        for node in nodes:
            if node.parent is not None and node in node.parent.children:
                node.parent.children.remove(node)
    return groups


def _listed_packets(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = decode(opening.read(path, at_most=LONGEST)).text
    except DocumentError as error:
        raise ConfigError(f"{LIST} cannot be read: {error.reason}, {error.detail}") from error
    reader = csv.DictReader(text.splitlines())
    try:
        columns, rows = set(reader.fieldnames or ()), list(reader)
    except csv.Error as error:
        raise ConfigError(f"{LIST} line {reader.line_num}: {error}") from error
    if not {"path", "packet"} <= columns:
        raise ConfigError(f"{LIST}: the first line must name the columns path,packet")
    for number, row in enumerate(rows, 2):
        where, name = (row["path"] or "").strip().strip("/").replace("\\", "/"), (row["packet"] or "").strip()
        if not where or not name:
            raise ConfigError(f"{LIST} line {number}: both path and packet are needed")
        yield where, name


def _found(node: Node, path: str) -> Node | None:
    for part in path.split("/"):
        below = next((child for child in node.children if child.name == part), None)
        if below is None:
            return None
        node = below
    return node
