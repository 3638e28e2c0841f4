"""What is a packet: a drop folder told apart into applications, before any document is processed.

The rules, in the order they are asked:

1. ``packets.csv`` in the drop folder (columns ``path,packet``) overrides for the paths it names.
2. A folder or archive that holds files is one packet.
3. One that holds only folders or archives holds packets, unless their names say that they are parts of one application
   (附件, 证明, 照片 …), or just one of several holds an application form: then the outer one is the packet. Folders that are
   named after studios or firms are never parts, nor are more than `MOST_PARTS`: one form with a plain name among the packets
   of a whole year makes no application of them.
4. Of archives only the outermost may hold packets; one that cannot be listed is a packet with one document.
5. An INPUT folder with loose files beside folders is one packet if the names or the form say so, else each is its own.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pipeline.digests import digest
from pipeline.intake import packet_list, tree
from pipeline.intake.packet_list import LIST
from pipeline.intake.packet_names import are_parts, is_form, names_applicant, stem
from pipeline.intake.plan import File, Lot, Packet, Plan, told_apart
from pipeline.intake.tree import Node

MOST_PARTS = 30
"""Folders that one form holds together."""
Names = Callable[[Path], tuple[str, ...]]
"""The members' names of an archive; none when it cannot be listed."""


def packets(inputs: Sequence[Path], *, names: Names) -> Plan:
    """What would be taken for a packet. Raises ConfigError for an INPUT or a line of packets.csv that leads nowhere."""
    lots: list[Lot] = []
    skipped: list[str] = []
    for source in inputs:
        root, junk = tree.scanned(source)
        skipped += [f"{root.name}/{place}" for place in junk]
        lots += _Drop(root, names).lots()
    return Plan(tuple(told_apart(lots)), tuple(skipped))


class Files(Collection[File]):
    """The files below a node, in order, made from the tree each time they are asked for: a folder may hold very many.

    Their places are relative to `top`, or their own name when they are `top` themselves.
    """

    def __init__(self, node: Node, top: Node | None = None) -> None:
        self.node = node
        self.top = top or node

    def __iter__(self) -> Iterator[File]:
        skip = len(self.top.place) + 1 if self.top.place else 0
        for found in self.node.files():
            place = found.name if found is self.top else found.place[skip:]
            yield File(place, found.path, found.trouble, found.assets)

    def __len__(self) -> int:
        return sum(1 for _ in self.node.files())

    def __contains__(self, file: object) -> bool:
        return any(file == own for own in self)


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
        for name, nodes in sorted(packet_list.taken_out(self.root).items()):
            yield self._listed_lot(name, nodes)

    def _listed_lot(self, name: str, nodes: list[Node]) -> Lot:
        top = nodes[0] if len(nodes) == 1 else self.root
        files = [file for node in nodes for file in Files(node, top)]
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
            elif rule := self._one_application(files, inner) or self._wrapped(node, top, files, inner):
                yield node, rule
            else:
                waiting += reversed((*files, *inner))

    def _one_application(self, files: list[Node], inner: list[Node]) -> str:
        """Why several things are one application; empty when they are not."""
        several = len(inner) + bool(files) > 1
        if several and are_parts([child.name for child in inner]):
            return "its folders are parts of one application by their names"
        forms = sum(is_form(file.name) for file in files)
        if forms > 1 or len(inner) > MOST_PARTS:
            return ""
        if not several or (not forms and len(inner) == 1) or sum(names_applicant(child.name) for child in inner) > 1:
            return ""
        for child in inner:
            forms += self._folders_with_forms(child)
            if forms > 1:
                return ""
        return "just one of its parts holds the application form" if forms else ""

    def _wrapped(self, node: Node, top: Node, files: list[Node], inner: list[Node]) -> str:
        """Why a folder is a packet that holds but one, and that named for papers, not for an applicant; empty if it is none."""
        child = inner[0] if len(inner) == 1 and not files else None
        if child is None or child.kind != "folder" or not are_parts([child.name]):
            return ""
        if node is top and not names_applicant(node.name):
            return ""
        below = [each for each in child.children if each.kind == "file"]
        deeper = [each for each in child.children if each.kind != "file" and not _is_empty(each)]
        return "its one folder is named for papers" if below or self._one_application(below, deeper) else ""

    def _folders_with_forms(self, node: Node) -> int:
        """In how many folders forms lie, below a folder or in an archive that could itself be a packet."""
        if node.kind == "archive":
            self._list(node)
        tops = node.children if node.kind == "archive" else [node]
        return len({found.parent for top in tops for found in top.files() if is_form(found.name)})

    def _list(self, archive: Node) -> bool:
        """Put an archive's members below its node, once; whether there are any."""
        if archive not in self.listed and _is_on_disk(archive) and archive.trouble is None:
            self.listed.add(archive)
            tree.members(archive, self.names(Path(archive.path)))
        return bool(archive.children)

    def _lot(self, node: Node, rule: str) -> Lot:
        key = self._key(node)
        packet = Packet(id=key, name=_packet_name(node), place=node.place or node.name, rule=rule)
        return Lot(id=key, source=self.source, files=Files(node), packets=(packet,))

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
            elif rule := self._one_application(files, inner) or self._wrapped(node, archive, files, inner):
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


def _is_on_disk(archive: Node) -> bool:
    above = archive.parent
    while above is not None:
        if above.kind == "archive":
            return False
        above = above.parent
    return True


def _is_empty(node: Node) -> bool:
    return node.kind == "folder" and next(node.files(), None) is None


def _packet_name(node: Node) -> str:
    return stem(node.name) if node.kind == "archive" else node.name


def _place(file: File) -> str:
    return file.place
