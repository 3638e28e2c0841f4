"""What is a packet: a drop folder told apart into applications, before any document is processed.

The rules, in the order they are asked:

1. ``packets.csv`` in the drop folder (columns ``path,packet``) overrides for the paths it names.
2. A folder or archive that holds files is one packet.
3. One that holds only folders or archives holds packets, unless their names say that they are parts of one application
   (附件, 证明, 照片 …), or just one of several holds an application form: then the outer one is the packet. Folders that are
   named after studios or firms are never parts.
4. Of archives only the outermost may hold packets; one that cannot be listed is a packet with one document.
5. An INPUT folder with loose files beside folders is one packet if the names or the form say so, else each is its own.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from corpus.tables import rows
from extractors.charset import decode
from pipeline.document import Note
from pipeline.errors import ConfigError
from pipeline.intake import tree
from pipeline.intake.tree import Node
from pipeline.record import digest

LIST = "packets.csv"
Names = Callable[[Path], tuple[str, ...]]
"""The members' names of an archive; none when it cannot be listed."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to process. `place` is its path in its lot, `path` on disk; `trouble` says why it is not to be opened."""

    place: str
    path: str
    trouble: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One application. `rule` says what decided so; `root` is where it stands in its lot."""

    id: str
    name: str
    place: str
    """Its folder or archive, below the INPUT."""
    rule: str
    root: str = ""
    inside: Literal["/", "!"] = "/"

    def path_of(self, place: str) -> str | None:
        """The path, relative to this packet, of what stands at `place` in its lot; None when it is not in the packet."""
        if not self.root:
            return place
        if place == self.root:
            return place.rpartition("!")[2].rpartition("/")[2]
        head = self.root + self.inside
        return place[len(head) :] if place.startswith(head) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What is planned together: a packet with its files, or an archive and the packets it holds."""

    id: str
    source: Path
    files: tuple[File, ...]
    packets: tuple[Packet, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The lots of all INPUTs, in order, and what was put aside as junk."""

    lots: tuple[Lot, ...]
    skipped: tuple[str, ...]

    @property
    def packets(self) -> tuple[Packet, ...]:
        return tuple(packet for lot in self.lots for packet in lot.packets)


def packets(inputs: Sequence[Path], *, names: Names) -> Plan:
    """What would be taken for a packet. Raises ConfigError for an INPUT or a line of packets.csv that leads nowhere."""
    lots: list[Lot] = []
    skipped: list[str] = []
    for source in inputs:
        root, junk = tree.scanned(source)
        skipped += [f"{root.name}/{place}" for place in junk]
        lots += _Drop(root, names).lots()
    return Plan(tuple(_told_apart(lots)), tuple(skipped))


class _Drop:
    """One INPUT while it is told apart."""

    def __init__(self, root: Node, names: Names) -> None:
        self.root = root
        self.names = names
        self.source = Path(root.path)
        self.listed: set[Node] = set()

    def lots(self) -> Iterator[Lot]:
        yield from self._by_list()
        for node, rule in self._decided(self.root):
            if node.kind == "archive" and rule != CANNOT_BE_LISTED:
                yield self._archive(node)
            else:
                yield self._lot(node, rule)

    def _by_list(self) -> Iterator[Lot]:
        found = next((child for child in self.root.children if child.name == LIST and child.kind == "file"), None)
        if self.root.kind != "folder" or found is None:
            return
        self.root.children.remove(found)
        groups: dict[str, list[Node]] = {}
        for path, name in _listed_packets(Path(found.path)):
            node = _found(self.root, path)
            if node is None or node.parent is None:
                raise ConfigError(f"{LIST}: {path} is not in {self.root.name}")
            groups.setdefault(name, []).append(node)
        for nodes in groups.values():
            for node in nodes:
                if node.parent is not None and node in node.parent.children:
                    node.parent.children.remove(node)
        for name, nodes in sorted(groups.items()):
            yield self._listed_lot(name, nodes)

    def _listed_lot(self, name: str, nodes: list[Node]) -> Lot:
        top = nodes[0] if len(nodes) == 1 else self.root
        files = [file for node in nodes for file in _files(node, top)]
        key = digest("packet", LIST, name)
        place = "、".join(node.place for node in nodes)
        inside: Literal["/", "!"] = "!" if top.kind == "archive" else "/"
        root = top.name if top.kind == "archive" else ""
        packet = Packet(id=key, name=name, place=place, rule=f"named in {LIST}", root=root, inside=inside)
        return Lot(id=key, source=self.source, files=tuple(sorted(files, key=_place)), packets=(packet,))

    def _decided(self, top: Node) -> Iterator[tuple[Node, str]]:
        """The nodes that are packets, each with the rule that says so. Archives on disk come as they are."""
        waiting = [top]
        while waiting:
            node = waiting.pop()
            if node.kind == "file":
                yield node, "a file by itself"
                continue
            if node.kind == "archive":
                yield node, "" if self._list(node) else CANNOT_BE_LISTED
                continue
            files = [child for child in node.children if child.kind == "file"]
            inner = [child for child in node.children if child.kind != "file" and not _is_empty(child)]
            if files and not (node is top and inner):
                yield node, "holds files"
            elif rule := self._one_application(files, inner):
                yield node, rule
            else:
                waiting += reversed((*files, *inner))

    def _one_application(self, files: list[Node], inner: list[Node]) -> str:
        """Why several things are one application; empty when they are not."""
        several = len(inner) + bool(files) > 1
        if several and _are_parts([child.name for child in inner]):
            return "its folders are parts of one application by their names"
        forms = sum(_is_form(file.name) for file in files)
        if forms > 1:
            return ""
        if not several or (not forms and len(inner) == 1) or sum(_names_applicant(child.name) for child in inner) > 1:
            return ""
        for child in inner:
            forms += self._folders_with_forms(child)
            if forms > 1:
                return ""
        return "just one of its parts holds the application form" if forms else ""

    def _folders_with_forms(self, node: Node) -> int:
        """In how many folders forms lie, below a folder or in an archive that could itself be a packet."""
        if node.kind == "archive":
            self._list(node)
        tops = node.children if node.kind == "archive" else [node]
        return len({found.parent for top in tops for found in top.files() if _is_form(found.name)})

    def _list(self, archive: Node) -> bool:
        """Put an archive's members below its node, once; whether there are any."""
        if archive not in self.listed and _is_on_disk(archive) and archive.trouble is None:
            self.listed.add(archive)
            tree.members(archive, self.names(Path(archive.path)))
        return bool(archive.children)

    def _lot(self, node: Node, rule: str) -> Lot:
        key = self._key(node)
        packet = Packet(id=key, name=_packet_name(node), place=node.place or node.name, rule=rule)
        return Lot(id=key, source=self.source, files=tuple(_files(node, node)), packets=(packet,))

    def _archive(self, node: Node) -> Lot:
        """An archive that could be listed: one packet, or several within it."""
        inner = [*self._decided_inside(node)]
        found = tuple(self._inside(node, child, rule) for child, rule in inner)
        key = found[0].id if len(found) == 1 else digest("lot", node.place or node.name)
        return Lot(id=key, source=self.source, files=(File(node.name, node.path),), packets=found)

    def _decided_inside(self, archive: Node) -> Iterator[tuple[Node, str]]:
        """As `_decided`, within an archive: an archive in it is not looked into."""
        waiting = [archive]
        while waiting:
            node = waiting.pop()
            files = [child for child in node.children if child.kind == "file"]
            inner = [child for child in node.children if child.kind != "file"]
            if node.kind == "archive" and node is not archive:
                yield node, "an archive within an archive"
            elif files:
                yield node, "holds files"
            elif rule := self._one_application(files, inner):
                yield node, rule
            else:
                waiting += reversed(inner)

    def _inside(self, archive: Node, node: Node, rule: str) -> Packet:
        below = node.place if archive.place == "" else archive.name + node.place[len(archive.place) :]
        root = archive.name if node is archive else below
        return Packet(
            id=self._key(node),
            name=_packet_name(node),
            place=node.place or node.name,
            rule=rule,
            root=root,
            inside="!" if node.kind == "archive" else "/",
        )

    def _key(self, node: Node) -> str:
        return digest("packet", node.place or node.name)


CANNOT_BE_LISTED = "an archive that cannot be listed"


def _files(node: Node, top: Node) -> Iterator[File]:
    """The files below a node; their places are relative to `top`, or their own name when they are `top` themselves."""
    skip = len(top.place) + 1 if top.place else 0
    for found in node.files():
        place = found.name if found is top else found.place[skip:]
        yield File(place, found.path, found.trouble)


def _is_on_disk(archive: Node) -> bool:
    above = archive.parent
    while above is not None:
        if above.kind == "archive":
            return False
        above = above.parent
    return True


def _is_empty(node: Node) -> bool:
    return node.kind == "folder" and next(node.files(), None) is None


def _is_form(name: str) -> bool:
    """Whether a file's name says that it is the application form, and not a list or template of forms."""
    words = _words()
    return any(word in name for word in words["form"]) and not any(word in name for word in words["no_form"])


def _names_applicant(name: str) -> bool:
    """Whether a folder's name says whose it is (a studio, a firm)."""
    return any(word in name for word in _words()["applicant"])


def _are_parts(names: Sequence[str]) -> bool:
    """Whether the names of folders or archives, most of them, are those of one application's parts.

    >>> _are_parts(["附件1-专利证书", "附件2 获奖证明", "照片"]), _are_parts(["张三工作室申报材料", "李四工作室申报材料"])
    (True, False)
    """
    parts = sum(_is_part(name) for name in names)
    neutral = sum(not _is_part(name) and not _rest(name) for name in names)
    return parts > 0 and parts > len(names) - parts - neutral


def _is_part(name: str) -> bool:
    """Whether a name consists of nothing but words for parts, numbers and years, or begins with 附件."""
    words = _words()
    if _names_applicant(name):
        return False
    return name.startswith(("附件", "附錄", "附录")) or (not _rest(name) and any(word in name for word in words["part"]))


def _rest(name: str) -> str:
    """What is left of a name without words for parts, numbers and signs."""
    words = _words()
    text = _stem(name)
    for word in sorted((*words["form"], *words["part"], *words["neutral"]), key=len, reverse=True):
        text = text.replace(word, "")
    return re.sub(r"[\W\d_一二三四五六七八九十]+", "", text)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("packet_names"):
        found.setdefault(row["use"], []).append(row["word"])
    return {use: tuple(words) for use, words in found.items()}


def _packet_name(node: Node) -> str:
    return _stem(node.name) if node.kind == "archive" else node.name


def _stem(name: str) -> str:
    """An archive's name without the ending that says what it is."""
    ending = next((ending for ending in sorted(tree.ARCHIVES, key=len, reverse=True) if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)] or name


def _listed_packets(path: Path) -> Iterator[tuple[str, str]]:
    text = decode(path.read_bytes()).text
    reader = csv.DictReader(text.splitlines())
    if not {"path", "packet"} <= set(reader.fieldnames or ()):
        raise ConfigError(f"{LIST}: the first line must name the columns path,packet")
    for number, row in enumerate(reader, 2):
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


def _told_apart(lots: list[Lot]) -> Iterator[Lot]:
    """Lots with ids of their own: where two INPUTs hold the same path, the later is also named by its INPUT."""
    taken: set[str] = set()
    for lot in lots:
        ids = {lot.id, *(packet.id for packet in lot.packets)}
        yield renamed(lot) if ids & taken else lot
        taken |= ids


def renamed(lot: Lot) -> Lot:
    """The lot, its ids told apart from those of the same paths in another INPUT."""
    salt = str(lot.source)
    found = tuple(
        Packet(id=digest(each.id, salt), name=each.name, place=each.place, rule=each.rule, root=each.root, inside=each.inside)
        for each in lot.packets
    )
    return Lot(id=digest(lot.id, salt) if len(found) != 1 else found[0].id, source=lot.source, files=lot.files, packets=found)


def _place(file: File) -> str:
    return file.place
